"""Queries on the published dataset: connection first, records out. Years are Buddhist Era."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from data.dataset import structure_of
from data.published import (
    Basis,
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
from data.store import Connection

SCORE = "select fiscal_year, part, level, code, points, printed, basis, note, place"
ITEM = (
    "select fiscal_year, code, instrument, indicator, subindicator, text, verbatim, note, place,"
    " structure_source from published_item"
)
MEASURE = (
    "select fiscal_year, plan_year, code, topic, heading, actions, office, post, steps,"
    " start_date, end_date, verbatim, note, place from published_measure"
)
TOPIC = "select fiscal_year, number, title, items, findings, note, place from published_topic"
INDICATOR = "select fiscal_year, code, instrument, name, place from published_indicator"


def years(db: Connection) -> tuple[int, ...]:
    """Fiscal years with scores, newest first."""
    rows = db.execute("select fiscal_year from published_year order by fiscal_year desc")
    return tuple(row[0] for row in rows)


def plan_years(db: Connection) -> tuple[int, ...]:
    """Fiscal years with measures, newest first."""
    rows = db.execute("select distinct plan_year from published_measure order by plan_year desc")
    return tuple(row[0] for row in rows)


def previous_years(db: Connection) -> tuple[int, ...]:
    """Fiscal years of which only the total is known."""
    rows = db.execute(
        "select previous_year from published_year where previous_year is not null and"
        " previous_year not in (select fiscal_year from published_year) order by 1 desc"
    )
    return tuple(row[0] for row in rows)


def result(db: Connection, fiscal_year: int) -> Result | None:
    """The agency's overall result."""
    row = db.execute(
        "select level, verdict, rank, rank_among, previous_year, previous_total, previous_place,"
        " source from published_year where fiscal_year = :year",
        {"year": fiscal_year},
    ).fetchone()
    total = score(db, fiscal_year, Part.ALL, "total")
    if row is None or total is None:
        return None
    level, verdict, rank, rank_among, previous_year, previous_total, place, source = row
    previous = None
    if previous_year is not None:
        previous = Score(
            fiscal_year=previous_year,
            part=Part.ALL,
            level=Level.TOTAL,
            code="total",
            points=Decimal(previous_total),
            printed=previous_total,
            basis=Basis.PRINTED,
            note="",
            place=place,
        )
    return Result(fiscal_year, total, level, verdict, rank, rank_among, previous, source)


def score(db: Connection, fiscal_year: int, part: Part, code: str) -> Score | None:
    """One score."""
    row = db.execute(
        f"{SCORE} from published_score where fiscal_year = :year and part = :part and code = :code",
        {"year": fiscal_year, "part": part, "code": code},
    ).fetchone()
    return row and _score(row)


def scores(db: Connection, fiscal_year: int, level: Level | None = None) -> tuple[Score, ...]:
    """All scores of a level, or of every level, in print order."""
    rows = db.execute(
        f"{SCORE} from published_score where fiscal_year = :year"
        " and (:level is null or level = :level) order by position",
        {"year": fiscal_year, "level": level},
    )
    return tuple(_score(row) for row in rows)


def scores_of(db: Connection, code: str, fiscal_year: int) -> tuple[Score, ...]:
    """Every part's score of one code, in print order."""
    rows = db.execute(
        f"{SCORE} from published_score where fiscal_year = :year and code = :code"
        " order by position",
        {"year": fiscal_year, "code": code},
    )
    return tuple(_score(row) for row in rows)


def item_scores(db: Connection, code: str, fiscal_year: int) -> tuple[Score, ...]:
    """The published scores of an item: one for IIT and OIT, public and survey for EIT."""
    return scores_of(db, code, fiscal_year)


def indicator_scores(db: Connection, code: str, fiscal_year: int) -> tuple[Score, ...]:
    """The published score of an indicator first, then for EIT both parts' (recomputed)."""
    return scores_of(db, code, fiscal_year)


def instrument_scores(db: Connection, instrument: str, fiscal_year: int) -> tuple[Score, ...]:
    """The score of an instrument; for EIT the mean (recomputed), then public and survey.

    Nothing for a code that is no instrument's.
    """
    found = [s for s in scores_of(db, instrument, fiscal_year) if s.level is Level.INSTRUMENT]
    return tuple(sorted(found, key=lambda each: each.part != instrument))


def indicator(db: Connection, code: str, fiscal_year: int) -> Indicator | None:
    """An indicator ("7") or sub-indicator ("10.2")."""
    row = db.execute(
        f"{INDICATOR} where fiscal_year = :year and code = :code",
        {"year": fiscal_year, "code": code},
    ).fetchone()
    return row and Indicator(*row)


def indicators(db: Connection, fiscal_year: int) -> tuple[Indicator, ...]:
    """The indicators, without sub-indicators."""
    return tuple(each for each in _indicators(db, fiscal_year) if "." not in each.code)


def subindicators(db: Connection, fiscal_year: int) -> tuple[Indicator, ...]:
    """The sub-indicators."""
    return tuple(each for each in _indicators(db, fiscal_year) if "." in each.code)


def _indicators(db: Connection, fiscal_year: int) -> tuple[Indicator, ...]:
    rows = db.execute(
        f"{INDICATOR} where fiscal_year = :year order by position", {"year": fiscal_year}
    )
    return tuple(Indicator(*row) for row in rows)


def item(db: Connection, code: str, fiscal_year: int) -> Item | None:
    """One item."""
    row = db.execute(
        f"{ITEM} where fiscal_year = :year and code = :code", {"year": fiscal_year, "code": code}
    ).fetchone()
    return row and Item(*row)


def items(db: Connection, fiscal_year: int) -> tuple[Item, ...]:
    """Every item, i then e then o."""
    rows = db.execute(f"{ITEM} where fiscal_year = :year order by position", {"year": fiscal_year})
    return tuple(Item(*row) for row in rows)


def items_of(db: Connection, code: str, fiscal_year: int) -> tuple[Item, ...]:
    """The items of an indicator or sub-indicator."""
    rows = db.execute(
        f"{ITEM} where fiscal_year = :year and :code in (indicator, subindicator)"
        " order by position",
        {"year": fiscal_year, "code": code},
    )
    return tuple(Item(*row) for row in rows)


def topic(db: Connection, number: int, fiscal_year: int) -> Topic | None:
    """One topic of analysis."""
    row = db.execute(
        f"{TOPIC} where fiscal_year = :year and number = :number",
        {"year": fiscal_year, "number": number},
    ).fetchone()
    return row and _topic(row)


def topics(db: Connection, fiscal_year: int) -> tuple[Topic, ...]:
    """The topics in order."""
    rows = db.execute(f"{TOPIC} where fiscal_year = :year order by number", {"year": fiscal_year})
    return tuple(_topic(row) for row in rows)


def measures(db: Connection, plan_year: int) -> tuple[Measure, ...]:
    """The measures of the plan for *plan_year*, in print order."""
    rows = db.execute(f"{MEASURE} where plan_year = :year order by position", {"year": plan_year})
    return tuple(_measure(row) for row in rows)


def limitation(db: Connection, fiscal_year: int) -> Limitation | None:
    """What part 3 says."""
    row = db.execute(
        "select fiscal_year, text, verbatim, place from published_limitation"
        " where fiscal_year = :year",
        {"year": fiscal_year},
    ).fetchone()
    return row and Limitation(*row)


def structure(db: Connection, fiscal_year: int) -> Structure:
    """Which items form what, and the weights, for recomputing. LookupError for a strange year."""
    row = db.execute(
        "select weights from published_year where fiscal_year = :year", {"year": fiscal_year}
    ).fetchone()
    if row is None:
        raise LookupError(f"nothing is published for {fiscal_year}")
    weights: Mapping[str, str] = json.loads(row[0])
    return structure_of(
        _indicators(db, fiscal_year),
        items(db, fiscal_year),
        {name: Decimal(weight) for name, weight in weights.items()},
    )


def _score(row: tuple[Any, ...]) -> Score:
    year, part, level, code, points, printed, basis, note, place = row
    return Score(
        year, Part(part), Level(level), code, Decimal(points), printed, Basis(basis), note, place
    )


def _topic(row: tuple[Any, ...]) -> Topic:
    year, number, title, codes, findings, note, place = row
    return Topic(
        fiscal_year=year,
        number=number,
        title=title,
        items=tuple(json.loads(codes)),
        findings=tuple(Finding(*each) for each in json.loads(findings)),
        note=note,
        place=place,
    )


def _measure(row: tuple[Any, ...]) -> Measure:
    year, plan_year, code, topic_number, heading, actions, office, post, steps, *rest = row
    start, end, verbatim, note, place = rest
    return Measure(
        fiscal_year=year,
        plan_year=plan_year,
        code=code,
        topic=topic_number,
        heading=heading,
        actions=tuple(json.loads(actions)),
        office=office,
        position=post,
        steps=tuple(json.loads(steps)),
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        verbatim=verbatim,
        note=note,
        place=place,
    )
