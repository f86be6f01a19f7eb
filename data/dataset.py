"""Loads the published dataset from the files an official edits, strictly: every problem at once.

One folder an agency, one folder a fiscal year in it (see data/datasets/README.md). A problem names
file and line (CSV) or file and key path (TOML). Nothing is filled in silently.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from data.published import (
    Basis,
    Correction,
    Finding,
    Indicator,
    Item,
    Level,
    Limitation,
    Measure,
    Part,
    Result,
    Score,
    Topic,
)
from data.scoring import Structure
from data.toml_file import DatasetError, TomlFile

T = TypeVar("T")

SCORE_COLUMNS = ("level", "part", "code", "printed", "corrected", "place", "note")
INDICATOR_COLUMNS = ("code", "instrument", "name", "place")
ITEM_COLUMNS = (
    "code",
    "instrument",
    "indicator",
    "subindicator",
    "text",
    "verbatim",
    "note",
    "place",
    "structure_source",
)
CORRECTION_COLUMNS = ("place", "printed", "corrected", "reason", "certain")
INSTRUMENTS = ("IIT", "EIT", "OIT")


@dataclass(frozen=True, slots=True)
class Year:
    """Everything published for one fiscal year. *plan_year* is 0 where there are no measures."""

    fiscal_year: int
    result: Result
    scores: tuple[Score, ...]
    indicators: tuple[Indicator, ...]
    items: tuple[Item, ...]
    topics: tuple[Topic, ...]
    measures: tuple[Measure, ...]
    limitation: Limitation | None
    corrections: tuple[Correction, ...]
    structure: Structure


@dataclass(frozen=True, slots=True)
class Dataset:
    """All years, newest first."""

    years: tuple[Year, ...]


def load_dataset(folder: Path) -> Dataset:
    """All year folders in *folder*. Raises DatasetError."""
    problems: list[str] = []
    folders = sorted(
        (path for path in _entries(folder) if path.is_dir() and path.name.isdigit()), reverse=True
    )
    if not folders:
        raise DatasetError([f"{folder}: no folder named after a fiscal year (such as 2566)"])
    years = [_load_year(path, problems) for path in folders]
    if problems:
        raise DatasetError(problems)
    return Dataset(tuple(year for year in years if year is not None))


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _load_year(folder: Path, problems: list[str]) -> Year | None:
    before = len(problems)
    year = int(folder.name)
    report = TomlFile(folder / "report.toml", problems)
    scores = tuple(_scores(folder / "scores.csv", year, problems))
    indicators = tuple(_indicators(folder / "indicators.csv", year, problems))
    items = tuple(_items(folder / "items.csv", year, problems))
    topics = tuple(_topics(folder / "topics.toml", year, problems))
    measures = tuple(_measures(folder / "measures.toml", year, problems))
    limitation = _limitation(folder / "limitations.toml", year, problems)
    corrections = tuple(_corrections(folder / "corrections.csv", year, problems))
    weights = {name: report.decimal(f"weights.{name}") for name in INSTRUMENTS}
    result = _result(report, year, scores)
    _cross_check(folder, scores, indicators, items, topics, problems)
    if len(problems) > before or result is None:
        return None
    return Year(
        fiscal_year=year,
        result=result,
        scores=scores,
        indicators=indicators,
        items=items,
        topics=topics,
        measures=measures,
        limitation=limitation,
        corrections=corrections,
        structure=structure_of(indicators, items, weights),
    )


def structure_of(
    indicators: tuple[Indicator, ...], items: tuple[Item, ...], weights: Mapping[str, Decimal]
) -> Structure:
    """Which items form what, in print order."""
    items_of: dict[str, tuple[str, ...]] = {}
    for item in items:
        group = item.subindicator or item.indicator
        items_of[group] = (*items_of.get(group, ()), item.code)
    subs = [indicator.code for indicator in indicators if "." in indicator.code]
    mains = [indicator for indicator in indicators if "." not in indicator.code]
    return Structure(
        items_of=items_of,
        subs_of={
            main.code: tuple(sub for sub in subs if sub.split(".")[0] == main.code)
            for main in mains
        },
        indicators_of={
            name: tuple(main.code for main in mains if main.instrument == name)
            for name in INSTRUMENTS
        },
        weights=weights,
    )


def _result(report: TomlFile, year: int, scores: tuple[Score, ...]) -> Result | None:
    if report.integer("fiscal_year") != year:
        report.problem("fiscal_year", f"must be {year}, the folder's name")
    total = next((score for score in scores if score.level is Level.TOTAL), None)
    if total is None:
        report.problem("fiscal_year", "scores.csv has no total for it")
        return None
    return Result(
        fiscal_year=year,
        total=total,
        level=report.text("level"),
        verdict=report.text("verdict"),
        rank=report.integer("rank") if report.has("rank") else None,
        rank_among=report.text("rank_among") if report.has("rank_among") else "",
        previous=_previous(report),
        source=report.text("title"),
    )


def _previous(report: TomlFile) -> Score | None:
    if not report.has("previous"):
        return None
    return Score(
        fiscal_year=report.integer("previous.fiscal_year"),
        part=Part.ALL,
        level=Level.TOTAL,
        code="total",
        points=report.decimal("previous.total"),
        printed=report.text("previous.total"),
        basis=Basis.PRINTED,
        note="",
        place=report.text("previous.place"),
    )


# CSV --------------------------------------------------------------------------------------


def _rows(
    path: Path, columns: tuple[str, ...], problems: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, row) of each line; a wrong heading or a wrong number of cells is a problem."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: {type(error).__name__}: cannot be read as UTF-8")
        return
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        heading = tuple(next(reader, ()))
        if heading != columns:
            problems.append(f"{path.name} line 1: the columns must be {','.join(columns)}")
            return
        for cells in reader:
            place = f"{path.parent.name}/{path.name} line {reader.line_num}"
            if len(cells) == len(columns):
                yield place, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
            elif cells:
                problems.append(f"{place}: {len(cells)} cells instead of {len(columns)}")
    except csv.Error as error:
        problems.append(f"{path.name} line {reader.line_num}: {error}")


def _scores(path: Path, year: int, problems: list[str]) -> Iterator[Score]:
    seen: set[tuple[str, str]] = set()
    for place, row in _rows(path, SCORE_COLUMNS, problems):
        if (row["part"], row["code"]) in seen:
            problems.append(f"{place}: {row['part']} {row['code']} stands here twice")
        seen.add((row["part"], row["code"]))
        part, level = _member(Part, row["part"]), _member(Level, row["level"])
        printed = _points(row["printed"])
        corrected = _points(row["corrected"]) if row["corrected"] else printed
        if part is None or level is None:
            problems.append(f"{place}: no such part or level")
        elif printed is None or corrected is None:
            problems.append(f"{place}: a score is a number from 0.00 to 100.00")
        else:
            changed = corrected != printed
            yield Score(
                fiscal_year=year,
                part=part,
                level=level,
                code=row["code"],
                points=corrected,
                printed=row["printed"],
                basis=Basis.CORRECTED if changed else Basis.PRINTED,
                note=row["note"],
                place=row["place"],
            )


def _indicators(path: Path, year: int, problems: list[str]) -> Iterator[Indicator]:
    for place, row in _rows(path, INDICATOR_COLUMNS, problems):
        if row["instrument"] not in INSTRUMENTS or not row["name"]:
            problems.append(f"{place}: needs an instrument ({', '.join(INSTRUMENTS)}) and a name")
        yield Indicator(year, row["code"], row["instrument"], row["name"], row["place"])


def _items(path: Path, year: int, problems: list[str]) -> Iterator[Item]:
    seen: set[str] = set()
    for place, row in _rows(path, ITEM_COLUMNS, problems):
        if row["code"] in seen:
            problems.append(f"{place}: item {row['code']} stands here twice")
        seen.add(row["code"])
        if row["instrument"] not in INSTRUMENTS:
            problems.append(f"{place}: no such instrument")
        if not row["text"] and not row["note"]:
            problems.append(f"{place}: item {row['code']} has no wording and no note that says why")
        yield Item(
            fiscal_year=year,
            code=row["code"],
            instrument=row["instrument"],
            indicator=row["indicator"],
            subindicator=row["subindicator"],
            text=row["text"] or None,
            verbatim=row["verbatim"],
            note=row["note"],
            place=row["place"],
            structure_source=row["structure_source"],
        )


def _corrections(path: Path, year: int, problems: list[str]) -> Iterator[Correction]:
    for place, row in _rows(path, CORRECTION_COLUMNS, problems):
        if row["certain"] not in ("yes", "no"):
            problems.append(f"{place}: certain is yes or no")
        if not row["place"] or not row["reason"]:
            problems.append(f"{place}: needs a place and a reason")
        yield Correction(
            fiscal_year=year,
            place=row["place"],
            printed=row["printed"],
            corrected=row["corrected"],
            reason=row["reason"],
            certain=row["certain"] == "yes",
        )


def _points(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 100 else None


def _member(kind: type[T], text: str) -> T | None:
    try:
        return kind(text)  # type: ignore[call-arg]  # an enum is called with its value
    except ValueError:
        return None


# TOML -------------------------------------------------------------------------------------


def _topics(path: Path, year: int, problems: list[str]) -> Iterator[Topic]:
    if not path.exists():
        return
    file = TomlFile(path, problems)
    for index in range(file.count("topic")):
        at = f"topic[{index}]"
        yield Topic(
            fiscal_year=year,
            number=file.integer(f"{at}.number"),
            title=file.text(f"{at}.title"),
            items=file.texts(f"{at}.items"),
            findings=tuple(
                Finding(
                    heading=file.text(f"{at}.finding[{number}].heading"),
                    text=file.text(f"{at}.finding[{number}].text"),
                    verbatim=file.text(f"{at}.finding[{number}].verbatim"),
                )
                for number in range(file.count(f"{at}.finding"))
            ),
            note=file.text(f"{at}.note", may_be_empty=True),
            place=file.text(f"{at}.place"),
        )


def _measures(path: Path, year: int, problems: list[str]) -> Iterator[Measure]:
    if not path.exists():
        return
    file = TomlFile(path, problems)
    plan_year = file.integer("plan_year")
    for index in range(file.count("measure")):
        at = f"measure[{index}]"
        yield Measure(
            fiscal_year=year,
            plan_year=plan_year,
            code=file.text(f"{at}.code"),
            topic=file.integer(f"{at}.topic"),
            heading=file.text(f"{at}.heading"),
            actions=file.texts(f"{at}.actions"),
            office=file.text(f"{at}.office"),
            position=file.text(f"{at}.position"),
            steps=file.texts(f"{at}.steps"),
            start=file.day(f"{at}.start"),
            end=file.day(f"{at}.end"),
            verbatim=file.text(f"{at}.verbatim"),
            note=file.text(f"{at}.note", may_be_empty=True),
            place=file.text(f"{at}.place"),
        )


def _limitation(path: Path, year: int, problems: list[str]) -> Limitation | None:
    if not path.exists():
        return None
    file = TomlFile(path, problems)
    return Limitation(year, file.text("text"), file.text("verbatim"), file.text("place"))


# across files -----------------------------------------------------------------------------


def _cross_check(
    folder: Path,
    scores: tuple[Score, ...],
    indicators: tuple[Indicator, ...],
    items: tuple[Item, ...],
    topics: tuple[Topic, ...],
    problems: list[str],
) -> None:
    """What one file names must stand in the other."""
    name = folder.name
    known = {indicator.code for indicator in indicators}
    codes = {item.code for item in items}
    scored = {(score.part, score.code) for score in scores}
    for item in items:
        if item.indicator not in known or (item.subindicator and item.subindicator not in known):
            problems.append(f"{name}/items.csv: {item.code} belongs to an unknown indicator")
        for part in _parts_of(item.instrument):
            if (part, item.code) not in scored:
                problems.append(f"{name}/scores.csv: no score for {part} {item.code}")
    for score in scores:
        if score.level is Level.ITEM and score.code not in codes:
            problems.append(f"{name}/items.csv: {score.code} has a score but no row here")
    for topic in topics:
        strangers = [code for code in topic.items if code not in codes]
        if strangers:
            problems.append(f"{name}/topics.toml topic {topic.number}: unknown items {strangers}")


def _parts_of(instrument: str) -> tuple[Part, ...]:
    if instrument == "EIT":
        return (Part.EIT_PUBLIC, Part.EIT_SURVEY)
    return (Part(instrument),) if instrument in INSTRUMENTS else ()
