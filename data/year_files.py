"""Reads the files of one fiscal year into records; whether they fit together is data.dataset's.

A record comes with its place ("2566/scores.csv line 31"), so that a later problem can name it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from data.csv_file import Row, rows
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
    Score,
    Topic,
)
from data.toml_file import TomlFile

T = TypeVar("T")

INSTRUMENTS = ("IIT", "EIT", "OIT")
SCORE_COLUMNS = ("level", "part", "code", "printed", "corrected", "basis", "place", "note")
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
TOPIC_KEYS = {"number", "title", "items", "printed", "note", "place", "finding"}
FINDING_KEYS = {"heading", "text", "verbatim"}
MEASURE_KEYS = {
    "code",
    "topic",
    "heading",
    "actions",
    "office",
    "position",
    "steps",
    "start",
    "end",
    "verbatim",
    "note",
    "place",
}
PRINTED_SCORE = re.compile(r"[0-9]{1,3}\.[0-9]{2}")
SHORTENED_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9])?")


@dataclass(frozen=True, slots=True)
class Reprint:
    """An item's score as a topic's own table prints it once more (e items: EIT Public)."""

    topic: int
    code: str
    printed: str


def read_scores(path: Path, year: int, problems: list[str]) -> Iterator[tuple[str, Score]]:
    """scores.csv."""
    for row in rows(path, SCORE_COLUMNS, problems):
        part, level = _member(Part, row["part"]), _member(Level, row["level"])
        if part is None or level is None:
            problems.append(f"{row.place}: no such part or level")
            continue
        shown = completed(row["printed"])
        printed = _points_in(row, "printed", problems)
        corrected = _points_in(row, "corrected", problems) if row["corrected"] else printed
        basis = Basis.PRINTED if corrected == printed else Basis.CORRECTED
        problems += [f"{row.place}: {what}" for what in _missing_in_score(row, basis)]
        score = Score(
            fiscal_year=year,
            part=part,
            level=level,
            code=row["code"],
            points=corrected,
            printed=shown,
            basis=basis,
            note=row["note"],
            place=row["place"],
        )
        yield row.place, score


def _points_in(row: Row, column: str, problems: list[str]) -> Decimal:
    value = points(completed(row[column]))
    if value is None:
        problems.append(f"{row.place}: {column} must be a score with two decimals, 0.00 to 100.00")
    return value or Decimal(0)


def _missing_in_score(row: Row, basis: Basis) -> Iterator[str]:
    if row["basis"] != basis:
        yield f"basis must be {basis}"
    if row["corrected"] and not row["note"]:
        yield "a corrected score needs a note that says why"
    if not row["place"]:
        yield "place must say where in the report it stands"


def read_indicators(path: Path, year: int, problems: list[str]) -> Iterator[tuple[str, Indicator]]:
    """indicators.csv."""
    for row in rows(path, INDICATOR_COLUMNS, problems):
        if row["instrument"] not in INSTRUMENTS or not row["name"]:
            problems.append(
                f"{row.place}: needs an instrument ({', '.join(INSTRUMENTS)}) and a name"
            )
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", row["code"]):
            problems.append(f"{row.place}: a code is a number such as 7 or 10.2")
        yield (
            row.place,
            Indicator(year, row["code"], row["instrument"], row["name"], row["place"]),
        )


def read_items(path: Path, year: int, problems: list[str]) -> Iterator[tuple[str, Item]]:
    """items.csv."""
    for row in rows(path, ITEM_COLUMNS, problems):
        code = row["code"]
        if row["instrument"] not in INSTRUMENTS:
            problems.append(f"{row.place}: needs an instrument ({', '.join(INSTRUMENTS)})")
        elif not re.fullmatch(row["instrument"][0].lower() + "[0-9]+", code):
            problems.append(f"{row.place}: {code} is no item code of {row['instrument']}")
        if not row["text"] and not row["note"]:
            problems.append(f"{row.place}: item {code} has no wording and no note that says why")
        if bool(row["text"]) != bool(row["verbatim"]):
            problems.append(f"{row.place}: item {code} needs both text and verbatim, or neither")
        yield (
            row.place,
            Item(
                fiscal_year=year,
                code=code,
                instrument=row["instrument"],
                indicator=row["indicator"],
                subindicator=row["subindicator"],
                text=row["text"] or None,
                verbatim=row["verbatim"],
                note=row["note"],
                place=row["place"],
                structure_source=row["structure_source"],
            ),
        )


def read_corrections(
    path: Path, year: int, problems: list[str]
) -> Iterator[tuple[str, Correction]]:
    """corrections.csv."""
    for row in rows(path, CORRECTION_COLUMNS, problems):
        if row["certain"] not in ("yes", "no"):
            problems.append(f"{row.place}: certain is yes or no")
        if not (row["place"] and row["printed"] and row["reason"]):
            problems.append(f"{row.place}: needs a place, what is printed and a reason")
        if row["printed"] == row["corrected"]:
            problems.append(f"{row.place}: corrects nothing (spreadsheets save 00.00 as 0)")
        yield (
            row.place,
            Correction(
                fiscal_year=year,
                place=row["place"],
                printed=row["printed"],
                corrected=row["corrected"],
                reason=row["reason"],
                certain=row["certain"] == "yes",
            ),
        )


def read_topics(path: Path, year: int, problems: list[str]) -> list[tuple[Topic, list[Reprint]]]:
    """topics.toml, if there is one: each topic, and the scores that its table prints again."""
    if not path.exists():
        return []
    file = TomlFile(path, problems)
    file.only({"topic"})
    return [_topic(file, f"topic[{index}]", year) for index in range(file.count("topic"))]


def _topic(file: TomlFile, at: str, year: int) -> tuple[Topic, list[Reprint]]:
    file.only(TOPIC_KEYS, at)
    topic = Topic(
        fiscal_year=year,
        number=file.integer(f"{at}.number", least=1),
        title=file.text(f"{at}.title"),
        items=file.texts(f"{at}.items"),
        findings=tuple(
            _finding(file, f"{at}.finding[{index}]") for index in range(file.count(f"{at}.finding"))
        ),
        note=file.text(f"{at}.note", may_be_empty=True),
        place=file.text(f"{at}.place"),
    )
    printed = file.texts(f"{at}.printed")
    if len(printed) != len(topic.items):
        file.problem(f"{at}.printed", f"{len(printed)} scores for {len(topic.items)} items")
    for score in printed:
        if points(score) is None:
            file.problem(f"{at}.printed", f"{score} is no score with two decimals")
    pairs = zip(topic.items, printed, strict=False)
    return topic, [Reprint(topic.number, code, score) for code, score in pairs]


def _finding(file: TomlFile, at: str) -> Finding:
    file.only(FINDING_KEYS, at)
    return Finding(
        heading=file.text(f"{at}.heading"),
        text=file.text(f"{at}.text"),
        verbatim=file.text(f"{at}.verbatim"),
    )


def read_measures(path: Path, year: int, problems: list[str]) -> list[Measure]:
    """measures.toml, if there is one."""
    if not path.exists():
        return []
    file = TomlFile(path, problems)
    file.only({"plan_year", "measure"})
    plan_year = file.integer("plan_year", least=year)
    return [
        _measure(file, f"measure[{index}]", year, plan_year)
        for index in range(file.count("measure"))
    ]


def _measure(file: TomlFile, at: str, year: int, plan_year: int) -> Measure:
    file.only(MEASURE_KEYS, at)
    measure = Measure(
        fiscal_year=year,
        plan_year=plan_year,
        code=file.text(f"{at}.code"),
        topic=file.integer(f"{at}.topic", least=1),
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
    if measure.end < measure.start:
        file.problem(f"{at}.end", "must not be before start")
    return measure


def read_limitation(path: Path, year: int, problems: list[str]) -> Limitation | None:
    """limitations.toml, if there is one."""
    if not path.exists():
        return None
    file = TomlFile(path, problems)
    file.only({"text", "verbatim", "place"})
    return Limitation(year, file.text("text"), file.text("verbatim"), file.text("place"))


def points(text: str) -> Decimal | None:
    """A score as printed (two decimals, 0.00 to 100.00); None if it is not one."""
    value = Decimal(text) if PRINTED_SCORE.fullmatch(text) else None
    return value if value is not None and value <= 100 else None


def completed(text: str) -> str:
    """A score with its decimals back: spreadsheets save 98.40 as 98.4, and 100.00 as 100."""
    if not SHORTENED_SCORE.fullmatch(text):
        return text
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"


def _member(kind: type[T], text: str) -> T | None:
    try:
        return kind(text)  # type: ignore[call-arg]  # an enum is called with its value
    except ValueError:
        return None
