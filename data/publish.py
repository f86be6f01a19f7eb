"""Publishes the dataset into SQLite, whole, whenever the files have changed."""

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from data.dataset import Dataset, Year
from data.published import Basis, Level, Part, Score
from data.scoring import EIT_PARTS, mean, recompute

if TYPE_CHECKING:
    from data.store import Connection

CREATE_PUBLISHED = """
create table published_version (
    id integer primary key check (id = 1),
    fingerprint text not null
) strict;

create table published_year (
    fiscal_year integer primary key,
    level text not null,
    verdict text not null,
    rank integer,
    rank_among text not null,
    previous_year integer,
    previous_total text not null,
    previous_place text not null,
    source text not null,
    weights text not null
) strict;

create table published_score (
    fiscal_year integer not null,
    part text not null,
    code text not null,
    level text not null,
    position integer not null,
    points text not null,
    printed text not null,
    basis text not null,
    note text not null,
    place text not null,
    primary key (fiscal_year, part, code)
) strict, without rowid;
create index published_score_by_code on published_score (fiscal_year, code, position);

create table published_indicator (
    fiscal_year integer not null,
    code text not null,
    instrument text not null,
    name text not null,
    place text not null,
    position integer not null,
    primary key (fiscal_year, code)
) strict, without rowid;

create table published_item (
    fiscal_year integer not null,
    code text not null,
    instrument text not null,
    indicator text not null,
    subindicator text not null,
    text text,
    verbatim text not null,
    note text not null,
    place text not null,
    structure_source text not null,
    position integer not null,
    primary key (fiscal_year, code)
) strict, without rowid;

create table published_topic (
    fiscal_year integer not null,
    number integer not null,
    title text not null,
    items text not null,
    findings text not null,
    note text not null,
    place text not null,
    primary key (fiscal_year, number)
) strict, without rowid;

create table published_measure (
    plan_year integer not null,
    code text not null,
    fiscal_year integer not null,
    topic integer not null,
    heading text not null,
    actions text not null,
    office text not null,
    post text not null,
    steps text not null,
    start_date text not null,
    end_date text not null,
    verbatim text not null,
    note text not null,
    place text not null,
    position integer not null,
    primary key (plan_year, code)
) strict, without rowid;

create table published_limitation (
    fiscal_year integer primary key,
    text text not null,
    verbatim text not null,
    place text not null
) strict;

create table published_correction (
    id integer primary key,
    fiscal_year integer not null,
    place text not null,
    printed text not null,
    corrected text not null,
    reason text not null,
    certain integer not null
) strict;
"""

TABLES = ("year", "score", "indicator", "item", "topic", "measure", "limitation", "correction")
RECOMPUTED_NOTE = "คำนวณจากตัวเลขในรายงาน"


def publish(db: "Connection", dataset: Dataset) -> bool:
    """Replace what is published if *dataset* differs from it; whether it did."""
    fingerprint = hashlib.sha256(repr(dataset).encode()).hexdigest()
    row = db.execute("select fingerprint from published_version").fetchone()
    if row is not None and row[0] == fingerprint:
        return False
    for table in TABLES:
        db.execute(f"delete from published_{table}")
    for year in dataset.years:
        _publish_year(db, year)
    db.execute("delete from published_version")
    db.execute("insert into published_version (id, fingerprint) values (1, ?)", (fingerprint,))
    return True


def derived_scores(year: Year) -> tuple[Score, ...]:
    """What the report does not print but follows from it: EIT itself, and each part's indicators."""
    points = {(score.part, score.code): score.points for score in year.scores}
    exact = recompute(
        points, year.structure
    )
    whole = mean([points[part, "EIT"] for part in EIT_PARTS])
    found = [_derived(year, Part.EIT, Level.INSTRUMENT, "EIT", whole)]
    for code in year.structure.indicators_of["EIT"]:
        for part in EIT_PARTS:
            found.append(_derived(year, part, Level.INDICATOR, code, exact[part, code]))
    return tuple(score for score in found if (score.part, score.code) not in points)


def _derived(year: Year, part: Part, level: Level, code: str, points: Decimal) -> Score:
    return Score(
        fiscal_year=year.fiscal_year,
        part=part,
        level=level,
        code=code,
        points=points,
        printed="",
        basis=Basis.RECOMPUTED,
        note=RECOMPUTED_NOTE,
        place="",
    )


def _publish_year(db: "Connection", year: Year) -> None:
    result = year.result
    previous = result.previous
    weights = {name: str(weight) for name, weight in year.structure.weights.items()}
    db.execute(
        "insert into published_year values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            year.fiscal_year,
            result.level,
            result.verdict,
            result.rank,
            result.rank_among,
            previous.fiscal_year if previous else None,
            previous.printed if previous else "",
            previous.place if previous else "",
            result.source,
            json.dumps(weights),
        ),
    )
    _publish_scores(db, year)
    _publish_texts(db, year)
    _publish_measures(db, year)


def _publish_scores(db: "Connection", year: Year) -> None:
    db.executemany(
        "insert into published_score values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                score.fiscal_year,
                score.part,
                score.code,
                score.level,
                position,
                str(score.points),
                score.printed,
                score.basis,
                score.note,
                score.place,
            )
            for position, score in enumerate((*year.scores, *derived_scores(year)))
        ],
    )


def _publish_texts(db: "Connection", year: Year) -> None:
    db.executemany(
        "insert into published_indicator values (?, ?, ?, ?, ?, ?)",
        [
            (year.fiscal_year, each.code, each.instrument, each.name, each.place, position)
            for position, each in enumerate(year.indicators)
        ],
    )
    db.executemany(
        "insert into published_item values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                year.fiscal_year,
                item.code,
                item.instrument,
                item.indicator,
                item.subindicator,
                item.text,
                item.verbatim,
                item.note,
                item.place,
                item.structure_source,
                position,
            )
            for position, item in enumerate(year.items)
        ],
    )
    db.executemany(
        "insert into published_topic values (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                year.fiscal_year,
                topic.number,
                topic.title,
                json.dumps(topic.items),
                json.dumps([(each.heading, each.text, each.verbatim) for each in topic.findings]),
                topic.note,
                topic.place,
            )
            for topic in year.topics
        ],
    )
    if year.limitation is not None:
        limitation = year.limitation
        db.execute(
            "insert into published_limitation values (?, ?, ?, ?)",
            (year.fiscal_year, limitation.text, limitation.verbatim, limitation.place),
        )
    db.executemany(
        "insert into published_correction (fiscal_year, place, printed, corrected, reason, certain)"
        " values (?, ?, ?, ?, ?, ?)",
        [
            (year.fiscal_year, each.place, each.printed, each.corrected, each.reason, each.certain)
            for each in year.corrections
        ],
    )


def _publish_measures(db: "Connection", year: Year) -> None:
    db.executemany(
        "insert into published_measure values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                measure.plan_year,
                measure.code,
                measure.fiscal_year,
                measure.topic,
                measure.heading,
                json.dumps(measure.actions),
                measure.office,
                measure.position,
                json.dumps(measure.steps),
                measure.start.isoformat(),
                measure.end.isoformat(),
                measure.verbatim,
                measure.note,
                measure.place,
                position,
            )
            for position, measure in enumerate(year.measures)
        ],
    )
