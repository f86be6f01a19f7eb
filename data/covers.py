"""Covers: who stands in for whom while they are on leave. A cover changes who is told of the cases
that the one on leave has taken, and nothing else: nobody sees a case by it that they did not see.
"""

from dataclasses import dataclass
from datetime import date

from data import audit, case_access, register, staff
from data.audit import Action, Event
from data.cases import LEVELS, Case
from data.staff import StaffMember
from data.store import Connection, Stale

COLUMNS = "id, away_id, by_id, first_day, last_day"
BOTH_WORK = (
    "away_id in (select id from staff where removed_at = '')"
    " and by_id in (select id from staff where removed_at = '')"
)
STANDS = f"ended_at = '' and first_day <= :day and last_day >= :day and {BOTH_WORK}"
"""Inside a query with a day of Bangkok's."""


@dataclass(frozen=True, slots=True)
class Cover:
    """*by_id* stands in for *away_id*, both row ids of staff, on these days and between."""

    id: int
    away_id: int
    by_id: int
    first: date
    last: date


def begin(db: Connection, new: Cover, actor: int | None, at: str) -> None:
    """Somebody stands in (*new*'s id is not looked at). *actor* as in data.audit.by.

    Raises Stale where one of the two has a cover on one of these days already, or works here no
    more.
    """
    if not may_begin(db, new):
        raise Stale("no such cover now")
    db.execute(
        "insert into cover (away_id, by_id, first_day, last_day, at)"
        " values (:away_id, :by_id, :first, :last, :at)",
        {**_days(new), "away_id": new.away_id, "by_id": new.by_id, "at": at},
    )
    audit.record(db, Event(at, audit.by(actor), Action.COVER_SET, detail=_named(new)))


def may_begin(db: Connection, new: Cover) -> bool:
    """Whether both work here, neither is away then (as far as is known), and the days are some."""
    working = {member.id for member in staff.members(db)}
    if not {new.away_id, new.by_id} <= working or new.away_id == new.by_id or new.first > new.last:
        return False
    overlapping = db.execute(
        "select 1 from cover where ended_at = '' and first_day <= :last and last_day >= :first"
        " and away_id in (:away_id, :by_id)",
        {**_days(new), "away_id": new.away_id, "by_id": new.by_id},
    )
    return overlapping.fetchone() is None


def end(db: Connection, cover: Cover, actor: int | None, at: str) -> None:
    """It ends before its day. Raises Stale where it has ended."""
    ended = db.execute(
        "update cover set ended_at = :at where id = :id and ended_at = ''",
        {"id": cover.id, "at": at},
    )
    if not ended.rowcount:
        raise Stale("the cover has ended")
    audit.record(db, Event(at, audit.by(actor), Action.COVER_ENDED, detail=_named(cover)))


def to_come(db: Connection, day: date) -> list[Cover]:
    """All that stand on *day* or later, the soonest first."""
    rows = db.execute(
        f"select {COLUMNS} from cover where ended_at = '' and last_day >= :day and {BOTH_WORK}"
        " order by first_day, id",
        {"day": day.isoformat()},
    )
    return [_cover(row) for row in rows]


def standing(db: Connection, day: date) -> dict[int, Cover]:
    """Who is away on *day* (a row id of staff) and has somebody."""
    rows = db.execute(f"select {COLUMNS} from cover where {STANDS}", {"day": day.isoformat()})
    return {cover.away_id: cover for cover in map(_cover, rows)}


def cover_of(db: Connection, case: Case, day: date) -> StaffMember | None:
    """Who stands in for whoever took the case, if they may see it themselves."""
    cover = standing(db, day).get(case.assigned_to or 0)
    member = _member(db, cover.by_id) if cover else None
    return member if member and register.seen_by(db, member, case.id) else None


def relieved(db: Connection, case_id: int, day: date) -> str:
    """The chat of whoever took the case and is away, so that somebody else is told; "" for none."""
    row = db.execute("select assigned_to from cases where id = :id", {"id": case_id}).fetchone()
    away = _member(db, row[0]) if row and row[0] else None
    case = register.seen_by(db, away, case_id) if away else None
    return away.chat if away and case and cover_of(db, case, day) else ""


def rests(db: Connection, member: StaffMember, day: date) -> bool:
    """Whether *member* is away, and somebody hears of all that they would hear of."""
    cover = standing(db, day).get(member.id)
    by = _member(db, cover.by_id) if cover else None
    return by is not None and _hears_all(by, member)


def _hears_all(by: StaffMember, member: StaffMember) -> bool:
    """Whether *by* works on every kind of case that *member* does, and for their unit."""
    unit = case_access.rights(by)["unit"]
    return unit in ("", member.unit) and all(
        by.handles(kind) for kind in LEVELS if member.handles(kind)
    )


def covered(db: Connection, member: StaffMember, day: date, limit: int) -> list[Case]:
    """Open cases of those for whom *member* stands in, as far as *member* may see them."""
    found = [
        case
        for cover in standing(db, day).values()
        if cover.by_id == member.id
        for case in register.assigned_to_other(db, member, cover.away_id, limit)
    ]
    return sorted(found, key=lambda case: (case.opened_at, case.id))[:limit]


def _member(db: Connection, staff_id: int) -> StaffMember | None:
    return next((each for each in staff.members(db) if each.id == staff_id), None)


def _days(cover: Cover) -> dict[str, str | int]:
    return {"first": cover.first.isoformat(), "last": cover.last.isoformat()}


def _named(cover: Cover) -> str:
    return f"#{cover.away_id} > #{cover.by_id} {cover.first} {cover.last}"


def _cover(row: tuple[int, int, int, str, str]) -> Cover:
    number, away, by, first, last = row
    return Cover(number, away, by, date.fromisoformat(first), date.fromisoformat(last))
