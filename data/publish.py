"""Publishes the dataset into SQLite, whole, whenever the files have changed."""

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from data.dataset import Dataset, Year
from data.derived import derived_scores
from data.published import Score

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


def publish(db: "Connection", dataset: Dataset) -> bool:
    """Replace what is published if *dataset* differs from it; whether it did."""
    fingerprint = hashlib.sha256(repr(dataset).encode()).hexdigest()
    row = db.execute("select fingerprint from published_version").fetchone()
    if row is not None and row[0] == fingerprint:
        return False
    for table in TABLES:
        db.execute(f"delete from published_{table}")
    for year in dataset.years:
        _publish_result(db, year)
        _publish_scores(db, (*year.scores, *derived_scores(year)))
        _publish_items(db, year)
        _publish_analysis(db, year)
        _publish_measures(db, year)
    db.execute("delete from published_version")
    db.execute(
        "insert into published_version (id, fingerprint) values (1, :fingerprint)",
        {"fingerprint": fingerprint},
    )
    return True


def _publish_result(db: "Connection", year: Year) -> None:
    result = year.result
    previous = result.previous
    weights = {name: str(weight) for name, weight in year.structure.weights.items()}
    db.execute(
        "insert into published_year (fiscal_year, level, verdict, rank, rank_among,"
        " previous_year, previous_total, previous_place, source, weights)"
        " values (:fiscal_year, :level, :verdict, :rank, :rank_among,"
        " :previous_year, :previous_total, :previous_place, :source, :weights)",
        {
            "fiscal_year": year.fiscal_year,
            "level": result.level,
            "verdict": result.verdict,
            "rank": result.rank,
            "rank_among": result.rank_among,
            "previous_year": previous.fiscal_year if previous else None,
            "previous_total": previous.printed if previous else "",
            "previous_place": previous.place if previous else "",
            "source": result.source,
            "weights": json.dumps(weights),
        },
    )


def _publish_scores(db: "Connection", scores: tuple[Score, ...]) -> None:
    db.executemany(
        "insert into published_score (fiscal_year, part, code, level, position, points, printed,"
        " basis, note, place)"
        " values (:fiscal_year, :part, :code, :level, :position, :points, :printed,"
        " :basis, :note, :place)",
        [
            {**asdict(score), "points": str(score.points), "position": position}
            for position, score in enumerate(scores)
        ],
    )


def _publish_items(db: "Connection", year: Year) -> None:
    db.executemany(
        "insert into published_indicator (fiscal_year, code, instrument, name, place, position)"
        " values (:fiscal_year, :code, :instrument, :name, :place, :position)",
        [{**asdict(each), "position": position} for position, each in enumerate(year.indicators)],
    )
    db.executemany(
        "insert into published_item (fiscal_year, code, instrument, indicator, subindicator,"
        " text, verbatim, note, place, structure_source, position)"
        " values (:fiscal_year, :code, :instrument, :indicator, :subindicator,"
        " :text, :verbatim, :note, :place, :structure_source, :position)",
        [{**asdict(item), "position": position} for position, item in enumerate(year.items)],
    )


def _publish_analysis(db: "Connection", year: Year) -> None:
    db.executemany(
        "insert into published_topic (fiscal_year, number, title, items, findings, note, place)"
        " values (:fiscal_year, :number, :title, :items, :findings, :note, :place)",
        [
            {
                **asdict(topic),
                "items": json.dumps(topic.items),
                "findings": json.dumps(
                    [(each.heading, each.text, each.verbatim) for each in topic.findings]
                ),
            }
            for topic in year.topics
        ],
    )
    db.executemany(
        "insert into published_limitation (fiscal_year, text, verbatim, place)"
        " values (:fiscal_year, :text, :verbatim, :place)",
        [asdict(year.limitation)] if year.limitation else [],
    )
    db.executemany(
        "insert into published_correction (fiscal_year, place, printed, corrected, reason, certain)"
        " values (:fiscal_year, :place, :printed, :corrected, :reason, :certain)",
        [asdict(correction) for correction in year.corrections],
    )


def _publish_measures(db: "Connection", year: Year) -> None:
    db.executemany(
        "insert into published_measure (plan_year, code, fiscal_year, topic, heading, actions,"
        " office, post, steps, start_date, end_date, verbatim, note, place, position)"
        " values (:plan_year, :code, :fiscal_year, :topic, :heading, :actions,"
        " :office, :post, :steps, :start_date, :end_date, :verbatim, :note, :place, :position)",
        [
            {
                "plan_year": measure.plan_year,
                "code": measure.code,
                "fiscal_year": measure.fiscal_year,
                "topic": measure.topic,
                "heading": measure.heading,
                "actions": json.dumps(measure.actions),
                "office": measure.office,
                "post": measure.position,
                "steps": json.dumps(measure.steps),
                "start_date": measure.start.isoformat(),
                "end_date": measure.end.isoformat(),
                "verbatim": measure.verbatim,
                "note": measure.note,
                "place": measure.place,
                "position": position,
            }
            for position, measure in enumerate(year.measures)
        ],
    )
