"""Who must hear of which deadline: near it whoever works on the case, past it whoever is above.

Everybody hears only of cases that they may see (data.register decides), and nobody of what they
filed themselves. Who is told, and that they were, is one transaction: see bot/reminders.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from data import chats, clocks, covers, register, staff
from data.case_access import VISIBLE, rights
from data.case_clock import COLUMNS, Clock, clock_of, day_of
from data.cases import Case
from data.clocks import mark_escalated, mark_warned
from data.covers import Cover
from data.staff import StaffMember
from data.store import Connection

URGENT_WITHIN = timedelta(days=1)

NEAR = "ended_at = '' and due_on <> '' and warn_on <> '' and warn_on <= :today"
"""Which clocks are near their day or past it."""

SOONEST = (
    f"(select case_id, min(due_on) as due_on from case_clock where {NEAR} group by case_id)"
    f" as soonest join cases on cases.id = soonest.case_id and closed_at = '' and {VISIBLE}"
)
"""Open cases with such a clock that a member may see; with the parameters of rights()."""

CLOCK = (
    f"case_clock as clock on clock.id = (select min(id) from case_clock where {NEAR}"
    " and case_id = cases.id and due_on = soonest.due_on)"
)
CASE_AND_CLOCK = ", ".join(
    [f"cases.{column}" for column in register.COLUMNS.split(", ")]
    + [f"clock.{column}" for column in COLUMNS.split(", ")]
)
CASE_WIDTH = len(register.COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A case and the nearest of its dates."""

    case: Case
    clock: Clock


@dataclass(frozen=True, slots=True)
class Told:
    """What one member hears now, the soonest first and each case once."""

    member: StaffMember
    near: list[Deadline] = field(default_factory=list)
    late: list[Deadline] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counts:
    """A member's morning: open cases, those of them that nobody has read, that are near their
    deadline, and past it."""

    open: int
    unread: int
    near: int
    late: int


def near_or_late(
    db: Connection, member: StaffMember, today: date, most: int = register.ALL, skip: int = 0
) -> list[Deadline]:
    """Open cases near or past a deadline that *member* may see, the soonest first; *most* of them,
    without the first *skip*."""
    rows = db.execute(
        f"select {CASE_AND_CLOCK} from {SOONEST} join {CLOCK} order by clock.due_on, clock.id"
        " limit :most offset :skip",
        {**rights(member), "today": today.isoformat(), "most": most, "skip": skip},
    ).fetchall()
    cases = register.cases_of(row[:CASE_WIDTH] for row in rows)
    return [
        Deadline(case, clock_of(row[CASE_WIDTH:])) for case, row in zip(cases, rows, strict=True)
    ]


def count_near_or_late(db: Connection, member: StaffMember, today: date) -> tuple[int, int]:
    """How many of these are near, and how many late."""
    near, late = db.execute(
        "select count(*) filter (where due_on >= :today), count(*) filter (where due_on < :today)"
        f" from {SOONEST}",
        {**rights(member), "today": today.isoformat()},
    ).fetchone()
    return int(near), int(late)


def counts(db: Connection, member: StaffMember, today: date) -> Counts:
    """What waits for *member*, in numbers."""
    near, late = count_near_or_late(db, member, today)
    return Counts(register.count_open(db, member), register.count_unread(db, member), near, late)


def tell_of_due(db: Connection, at: str, *, only_urgent: bool = False) -> list[Told]:
    """What each member must hear at *at*, marked as told: say it in the same transaction.

    What nobody may see, or can be reached about, stays unmarked for whoever comes later.
    *only_urgent* is for a day off: what has a last day that no holiday moves, and is due.
    """
    due = clocks.due(db, at)
    heard = {member.id: Told(member) for member in reachable(db)}
    members = [told.member for told in heard.values()]
    for clock in _urgent(due.to_warn, at) if only_urgent else due.to_warn:
        case, seers = _seers(db, members, clock)
        if case is not None:
            for member in _workers(case, seers, covers.standing(db, day_of(at))):
                _add(heard[member.id].near, Deadline(case, clock))
            mark_warned(db, clock, at)
    for clock in _urgent(due.to_escalate, at) if only_urgent else due.to_escalate:
        case, seers = _seers(db, members, clock)
        if case is not None:
            for member in _supervisors(seers):
                _add(heard[member.id].late, Deadline(case, clock))
            mark_escalated(db, clock, at)
    return [told for told in heard.values() if told.near or told.late]


def begin_digest(db: Connection, day: date, at: str) -> bool:
    """Whether the morning digest of *day* (Bangkok) is still to be sent; it is begun with that."""
    begun = db.execute(
        "insert or ignore into digest (day, at) values (:day, :at)",
        {"day": day.isoformat(), "at": at},
    )
    return bool(begun.rowcount)


def reachable(db: Connection) -> list[StaffMember]:
    """Staff whom a message can be sent to."""
    return [member for member in staff.members(db) if chats.address(db, member.chat) is not None]


def _urgent(found: Iterable[Clock], at: str) -> list[Clock]:
    soon = day_of(at) + URGENT_WITHIN
    return [
        clock
        for clock in found
        if clock.rule.at_most_days is not None and clock.due_on is not None and clock.due_on <= soon
    ]


def _seers(
    db: Connection, members: Sequence[StaffMember], clock: Clock
) -> tuple[Case | None, list[StaffMember]]:
    """The case of a clock and who may be told of it; (None, []) where that is nobody."""
    seen = [(register.seen_by(db, member, clock.case_id), member) for member in members]
    found = [(case, member) for case, member in seen if case and case.chat != member.chat]
    return (found[0][0], [member for _, member in found]) if found else (None, [])


def _workers(case: Case, seers: list[StaffMember], away: Mapping[int, Cover]) -> list[StaffMember]:
    """Whoever took the case, while they may see it, or who stands in for them; otherwise all who
    may."""
    cover = away.get(case.assigned_to or 0)
    if cover and (found := [member for member in seers if member.id == cover.by_id]):
        return found
    return [member for member in seers if member.id == case.assigned_to] or seers


def _supervisors(seers: list[StaffMember]) -> list[StaffMember]:
    """Those above among who may see the case; where there are none, all who may."""
    return [member for member in seers if member.supervises] or seers


def _add(found: list[Deadline], deadline: Deadline) -> None:
    if all(each.case.id != deadline.case.id for each in found):
        found.append(deadline)
