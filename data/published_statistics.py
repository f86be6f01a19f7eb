"""Published statistics: what citizens are told, frozen by an act of staff, small numbers hidden.

Only months that are over are counted, so that nobody learns from two readings that a case came in
between.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from data import audit, case_statistics, suppression
from data.audit import Action, Event
from data.case_statistics import Month, Statistics
from data.store import Connection


@dataclass(frozen=True, slots=True)
class PublicMonth:
    """A month as citizens read it: None where too few came to be shown."""

    month: str
    received: int | None
    finished: int | None


@dataclass(frozen=True, slots=True)
class PublicLine:
    """Months that are over and their total; None is what is too small to be shown."""

    total: int | None
    finished: int | None
    months: tuple[PublicMonth, ...]


@dataclass(frozen=True, slots=True)
class PublicStatistics:
    """What is published of a fiscal year (B.E.), counted at *counted_at* (ISO 8601, UTC). *guarded*
    is of kinds that only named handlers see, *kinds* and *channels* of the other ones."""

    year: int
    counted_at: str
    service: PublicLine
    guarded: Mapping[str, PublicLine]
    kinds: Mapping[str, int | None]
    channels: Mapping[str, int | None]


def publish(db: Connection, year: int, at: str, by: int | None = None) -> PublicStatistics:
    """Count the months of *year* that are over, and make that what citizens are told from now on.
    *by* is the member of staff who does it, None the machine's operator."""
    public = to_publish(case_statistics.of_year(db, year, at, over=True))
    db.execute(
        "insert into statistics_snapshot (year, counted_at, numbers) values (:year, :at, :numbers)",
        {"year": year, "at": at, "numbers": json.dumps(asdict(public), ensure_ascii=False)},
    )
    audit.record(db, Event(at, audit.by(by), Action.PUBLISHED, detail=str(year)))
    return public


def published(db: Connection, year: int) -> PublicStatistics | None:
    """What was published last of a fiscal year (B.E.); None where nothing was."""
    row = db.execute(
        "select numbers from statistics_snapshot where year = :year order by id desc limit 1",
        {"year": year},
    ).fetchone()
    return row and _loaded(json.loads(row[0]))


def years(db: Connection) -> list[int]:
    """The fiscal years (B.E.) of which anything is published, newest first."""
    rows = db.execute("select distinct year from statistics_snapshot order by year desc")
    return [year for (year,) in rows]


def to_publish(found: Statistics) -> PublicStatistics:
    """What of a year's statistics may be published."""
    service = found.service
    return PublicStatistics(
        found.year,
        found.counted_at,
        line(service.months, by_month=True),
        {kind: line(months, by_month=False) for kind, months in found.guarded.items()},
        _shown(service.kinds),
        _shown(service.channels),
    )


def line(months: Sequence[Month], *, by_month: bool) -> PublicLine:
    """Months with the small numbers hidden; *by_month*: each says how many are finished, too."""
    received = sum(each.received for each in months)
    finished = sum(each.finished for each in months)
    total = suppression.total(received)
    parts = (total, suppression.total(finished), suppression.total(received - finished))
    shown = suppression.row([each.received for each in months])
    return PublicLine(
        total,
        None if None in parts else finished,
        tuple(
            _month(each, None if total is None else number, by_month=by_month)
            for each, number in zip(months, shown, strict=True)
        ),
    )


def exact(months: Sequence[Month]) -> PublicLine:
    """The same with nothing hidden, for whoever may see all counts: never to be published."""
    shown = tuple(PublicMonth(each.month, each.received, each.finished) for each in months)
    received = sum(each.received for each in months)
    return PublicLine(received, sum(each.finished for each in months), shown)


def _month(month: Month, received: int | None, *, by_month: bool) -> PublicMonth:
    shown = by_month and received is not None
    return PublicMonth(month.month, received, month.finished if shown else None)


def _shown(numbers: Mapping[str, int]) -> dict[str, int | None]:
    if suppression.total(sum(numbers.values())) is None:
        return dict.fromkeys(numbers)
    return dict(zip(numbers, suppression.row(list(numbers.values())), strict=True))


def _loaded(kept: Mapping[str, Any]) -> PublicStatistics:
    return PublicStatistics(
        kept["year"],
        kept["counted_at"],
        _line(kept["service"]),
        {kind: _line(each) for kind, each in kept["guarded"].items()},
        kept["kinds"],
        kept["channels"],
    )


def _line(kept: Mapping[str, Any]) -> PublicLine:
    months = tuple(PublicMonth(**each) for each in kept["months"])
    return PublicLine(kept["total"], kept["finished"], months)
