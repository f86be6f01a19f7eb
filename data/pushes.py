"""Pushes: what LINE bills, counted by month, and how much of the month's budget is left.

LINE bills each recipient of a push or a push that its retry key finds accepted; replies are free.
Its own count is read now and then, and ours goes on from there.
"""

from dataclasses import dataclass

from data.store import Connection
from data.times import in_bangkok

WARN_AT = (80, 95, 100)
"""Per cent of the budget."""


@dataclass(frozen=True, slots=True)
class Month:
    """The pushes of one month ("2026-11", Bangkok). *pushed* is what we counted; *plan* what LINE's
    plan has room for, None while it is unknown or has no end; *used* what LINE had counted when we
    had *pushed_before*; *warned* the highest level that was told."""

    month: str
    pushed: int = 0
    plan: int | None = None
    used: int = 0
    pushed_before: int = 0
    read_at: str = ""
    warned: int = 0

    @property
    def count(self) -> int:
        """The best we know."""
        return max(self.pushed, self.used + self.pushed - self.pushed_before)


@dataclass(frozen=True, slots=True)
class Reached:
    """A level of the budget that was just reached."""

    level: int
    count: int
    budget: int


COLUMNS = "month, pushed, plan, used, pushed_before, read_at, warned"


def month_of(at: str) -> str:
    """The month of a stored time, in Bangkok."""
    return f"{in_bangkok(at):%Y-%m}"


def month(db: Connection, at: str) -> Month:
    """The month in which *at* lies."""
    name = month_of(at)
    row = db.execute(
        f"select {COLUMNS} from push_month where month = :month", {"month": name}
    ).fetchone()
    return Month(*row) if row else Month(name)


def months(db: Connection, most: int = 12) -> list[Month]:
    """The newest first."""
    rows = db.execute(
        f"select {COLUMNS} from push_month order by month desc limit :most", {"most": most}
    )
    return [Month(*row) for row in rows]


def count(db: Connection, at: str, recipients: int = 1) -> None:
    """A push was taken."""
    db.execute(
        "insert into push_month (month, pushed) values (:month, :n)"
        " on conflict (month) do update set pushed = pushed + :n",
        {"month": month_of(at), "n": recipients},
    )


def note_usage(db: Connection, at: str, plan: int | None, used: int) -> None:
    """What LINE says of this month."""
    db.execute(
        "insert into push_month (month, plan, used, read_at) values (:month, :plan, :used, :at)"
        " on conflict (month) do update set plan = :plan, used = :used, pushed_before = pushed,"
        " read_at = :at",
        {"month": month_of(at), "plan": plan, "used": used, "at": at},
    )


def budget(found: Month, own: int | None) -> int | None:
    """The smaller of the agency's *own* budget and LINE's plan; None where there is no end."""
    known = [each for each in (own, found.plan) if each is not None]
    return min(known) if known else None


def is_over(db: Connection, at: str, own: int | None) -> bool:
    """Whether the agency's own budget is used up; LINE says itself when its plan is."""
    return own is not None and month(db, at).count >= own


def room(db: Connection, at: str, own: int | None) -> int | None:
    """How many pushes may be tried, as far as is known; None where there is no end."""
    found = month(db, at)
    most = budget(found, own)
    return None if most is None else max(0, most - found.count)


def newly_reached(db: Connection, at: str, own: int | None) -> Reached | None:
    """The level of the budget that has to be told now; it counts as told."""
    found = month(db, at)
    most = budget(found, own)
    if most is None:
        return None
    level = max((each for each in WARN_AT if found.count * 100 >= each * most), default=0)
    if level <= found.warned:
        return None
    db.execute(
        "update push_month set warned = :level where month = :month",
        {"level": level, "month": found.month},
    )
    return Reached(level, found.count, most)


def is_spent_for(db: Connection, chat: str, at: str, own: int | None) -> bool:
    """Whether what is said unasked to *chat* (a tag) waits, because no pushes are left."""
    row = db.execute("select messenger from chat where chat = :chat", {"chat": chat}).fetchone()
    if row is None or row[0] != "line":
        return False
    waits = db.execute("select 1 from outbox where hold = 'budget' and state = 'waiting' limit 1")
    return waits.fetchone() is not None or is_over(db, at, own)
