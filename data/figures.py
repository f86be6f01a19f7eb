"""Figures of the service for whoever watches it: how much waits and since when, numbers alone."""

from dataclasses import dataclass
from datetime import datetime

from data import parked, pushes
from data.store import Connection
from data.times import parse, stamp


@dataclass(frozen=True, slots=True)
class Waiting:
    """Replies that wait in one messenger's outbox; *hold* as in data/holding.py, "" for those that
    are on their way. *oldest_s* in seconds."""

    messenger: str
    hold: str
    count: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted in the database. *budget* of LINE pushes is None where there is no end,
    *free_bytes* of the file wait to be used again."""

    inbox: int
    inbox_oldest_s: float
    outbox: tuple[Waiting, ...]
    parked: int
    pushes: int
    budget: int | None
    free_bytes: int


def gather(db: Connection, now: datetime, own_budget: int | None) -> Figures:
    """As things stand at *now*."""
    month = pushes.month(db, stamp(now))
    count, first = db.execute(
        "select count(*), coalesce((select received_at from inbox where id = (select min(id)"
        " from inbox indexed by inbox_waiting where state = 'waiting')), '')"
        " from inbox where state = 'waiting'"
    ).fetchone()
    return Figures(
        inbox=count,
        inbox_oldest_s=_age(first, now),
        outbox=_outbox(db, now),
        parked=parked.count(db),
        pushes=month.count,
        budget=pushes.budget(month, own_budget),
        free_bytes=_pragma(db, "freelist_count") * _pragma(db, "page_size"),
    )


def _outbox(db: Connection, now: datetime) -> tuple[Waiting, ...]:
    rows = db.execute(
        "select messenger, hold, count(*), min(iif(let_go_at = '', created_at, let_go_at))"
        " from outbox where state = 'waiting' group by messenger, hold"
    )
    return tuple(
        Waiting(messenger, hold, count, _age(oldest, now))
        for messenger, hold, count, oldest in rows
    )


def _age(at: str, now: datetime) -> float:
    """Seconds since a stored time, never less than none; 0 for ""."""
    return max(0.0, (now - parse(at)).total_seconds()) if at else 0.0


def _pragma(db: Connection, name: str) -> int:
    return int(db.execute(f"pragma {name}").fetchone()[0])
