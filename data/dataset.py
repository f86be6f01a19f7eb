"""Loads the published dataset from the files an official edits, strictly: every problem at once.

One folder an agency, one folder a fiscal year in it (see data/datasets/README.md). A problem names
file and line (CSV) or file and key path (TOML). Nothing is filled in silently.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from data.consistency import (
    check_indicators,
    check_once,
    check_references,
    check_scores,
    main_of,
)
from data.published import (
    Basis,
    Correction,
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
from data.year_files import (
    INSTRUMENTS,
    Reprint,
    points,
    read_corrections,
    read_indicators,
    read_items,
    read_limitation,
    read_measures,
    read_scores,
    read_topics,
)

YEAR = re.compile("[0-9]{4}")
REPORT_KEYS = {
    "fiscal_year",
    "title",
    "agency",
    "agency_as_printed",
    "level",
    "verdict",
    "rank",
    "rank_among",
    "place",
    "previous",
    "weights",
    "completeness",
}
COUNTED = (
    "i",
    "e",
    "o",
    "indicators",
    "subindicators",
    "topics",
    "findings",
    "measures",
)
MOST_OF_ONE = 999


@dataclass(frozen=True, slots=True)
class Year:
    """Everything published for one fiscal year, B.E.

    *reprints* are the scores that the topics' tables print again. *expected* says how many of what
    there must be (keys as in COUNTED).
    """

    fiscal_year: int
    result: Result
    scores: tuple[Score, ...]
    indicators: tuple[Indicator, ...]
    items: tuple[Item, ...]
    topics: tuple[Topic, ...]
    reprints: tuple[Reprint, ...]
    measures: tuple[Measure, ...]
    limitation: Limitation | None
    corrections: tuple[Correction, ...]
    structure: Structure
    expected: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """All years, newest first."""

    years: tuple[Year, ...]


def load_dataset(folder: Path) -> Dataset:
    """All year folders in *folder*. Raises DatasetError with every problem."""
    problems: list[str] = []
    entries = folder.iterdir() if folder.is_dir() else ()
    folders = sorted(path for path in entries if path.is_dir() and YEAR.fullmatch(path.name))
    if not folders:
        raise DatasetError([f"{folder}: no folder named after a fiscal year (such as 2566)"])
    years = [_load_year(path, problems) for path in reversed(folders)]
    found = tuple(year for year in years if year is not None)
    plans = [(year.fiscal_year, year.measures[0].plan_year) for year in found if year.measures]
    check_once(((f"{year}/measures.toml plan_year", plan) for year, plan in plans), problems)
    if problems:
        raise DatasetError(problems)
    return Dataset(found)


def _load_year(folder: Path, problems: list[str]) -> Year | None:
    before = len(problems)
    year = int(folder.name)
    report = TomlFile(folder / "report.toml", problems)
    report.only(REPORT_KEYS)
    scores = list(read_scores(folder / "scores.csv", year, problems))
    indicators = list(read_indicators(folder / "indicators.csv", year, problems))
    items = list(read_items(folder / "items.csv", year, problems))
    topics = read_topics(folder / "topics.toml", year, problems)
    measures = read_measures(folder / "measures.toml", year, problems)
    limitation = read_limitation(folder / "limitations.toml", year, problems)
    corrections = list(read_corrections(folder / "corrections.csv", year, problems))
    check_indicators(folder.name, indicators, items, problems)
    check_scores(folder.name, scores, indicators, items, problems)
    check_references(folder.name, items, topics, measures, problems)
    result = _result(report, year, [score for _, score in scores])
    weights = _weights(report)
    expected = _expected(report)
    if len(problems) > before or result is None:
        return None
    known_indicators = tuple(indicator for _, indicator in indicators)
    known_items = tuple(item for _, item in items)
    return Year(
        fiscal_year=year,
        result=result,
        scores=tuple(score for _, score in scores),
        indicators=known_indicators,
        items=known_items,
        topics=tuple(topic for topic, _ in topics),
        reprints=tuple(reprint for _, reprints in topics for reprint in reprints),
        measures=tuple(measures),
        limitation=limitation,
        corrections=tuple(correction for _, correction in corrections),
        structure=structure_of(known_indicators, known_items, weights),
        expected=expected,
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
            main.code: tuple(sub for sub in subs if main_of(sub) == main.code) for main in mains
        },
        indicators_of={
            name: tuple(main.code for main in mains if main.instrument == name)
            for name in INSTRUMENTS
        },
        weights=weights,
    )


def _result(report: TomlFile, year: int, scores: list[Score]) -> Result | None:
    if report.integer("fiscal_year") != year:
        report.problem("fiscal_year", f"must be {year}, the folder's name")
    report.text("agency")
    if report.has("agency_as_printed"):
        report.texts("agency_as_printed")
    report.text("place")
    ranked = report.has("rank")
    level, verdict, source = (report.text(key) for key in ("level", "verdict", "title"))
    rank = report.integer("rank", least=1) if ranked else None
    rank_among = report.text("rank_among") if ranked else ""
    previous = _previous(report, year)
    total = next((score for score in scores if score.level is Level.TOTAL), None)
    if total is None:
        return None
    return Result(year, total, level, verdict, rank, rank_among, previous, source)


def _previous(report: TomlFile, year: int) -> Score | None:
    if not report.has("previous"):
        return None
    report.only({"fiscal_year", "total", "place"}, "previous")
    printed = report.text("previous.total")
    total = points(printed)
    if total is None:
        report.problem("previous.total", 'must be a score with two decimals, such as "96.51"')
    earlier = report.integer("previous.fiscal_year")
    if earlier >= year:
        report.problem("previous.fiscal_year", f"must be before {year}")
    return Score(
        fiscal_year=earlier,
        part=Part.ALL,
        level=Level.TOTAL,
        code="total",
        points=total or Decimal(0),
        printed=printed,
        basis=Basis.PRINTED,
        note="",
        place=report.text("previous.place"),
    )


def _weights(report: TomlFile) -> dict[str, Decimal]:
    report.only({*INSTRUMENTS, "basis", "note"}, "weights")
    weights = {name: report.decimal(f"weights.{name}") for name in INSTRUMENTS}
    if sum(weights.values()) != 1:
        report.problem("weights", "must add up to 1")
    if report.text("weights.basis") not in (Basis.PRINTED, Basis.RECOMPUTED):
        report.problem("weights.basis", "is printed or recomputed")
    report.text("weights.note", may_be_empty=True)
    return weights


def _expected(report: TomlFile) -> dict[str, int]:
    report.only(set(COUNTED), "completeness")
    return {name: report.integer(f"completeness.{name}", most=MOST_OF_ONE) for name in COUNTED}
