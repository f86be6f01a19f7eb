"""Cases as rows for a spreadsheet: what is counted of them, never their words. Whose they are, only
data.exported_identity adds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data import audit, register
from data.audit import Action, Event
from data.case_statistics import FIRST_MONTH, fiscal_year, is_year, months_of
from data.cases import Case
from data.staff import StaffMember
from data.store import Connection
from data.times import BANGKOK, BUDDHIST_ERA, in_bangkok, stamp

MOST_CASES = 1_000_000
"""In one file: a sheet of Excel has 1,048,576 rows."""

MOST_NAMED = 20_000
"""In one file with names, which is made in memory; nobody needs a longer list of people."""

_CODE = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year (B.E.), or one *month* of it ("2025-10"), "" for all of them."""

    year: int
    month: str = ""

    @property
    def code(self) -> str:
        """How it stands in a button and in the audit trail: "2569", "2025-10"."""
        return self.month or str(self.year)


@dataclass(frozen=True, slots=True)
class Export:
    """What somebody on staff asked for at *at* (ISO 8601, UTC): *form* is "xlsx" or "csv";
    *with_identity* whether it says who reported (data.exported_identity)."""

    staff_id: int
    period: Period
    form: str
    purpose: str
    at: str
    with_identity: bool = False

    @property
    def most(self) -> int:
        """How many cases it may hold."""
        return MOST_NAMED if self.with_identity else MOST_CASES


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A case and its promised answer: *due_on* is the last day, None where none was promised;
    *late* whether that day passed without the answer."""

    case: Case
    due_on: date | None
    late: bool


def period(code: str, now: datetime) -> Period | None:
    """The period behind its code, None where it is none that has begun."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    if found[2] is None:
        year = int(found[1])
        return Period(year) if is_year(year, now) else None
    if not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        return None
    year = fiscal_year(datetime(int(found[1]), int(found[2]), 1, tzinfo=BANGKOK))
    has_begun = is_year(year, now) and code in months_of(year, now.astimezone(BANGKOK).date())
    return Period(year, code) if has_begun else None


def numbers(db: Connection, member: StaffMember, period: Period) -> Mapping[str, int]:
    """How many cases of a period *member* may see, by kind."""
    return register.count_opened_between(db, member, *_bounds(period))


def cases_of(
    db: Connection, member: StaffMember, period: Period, at: str
) -> Iterator[ExportedCase]:
    """The cases of a period that *member* may see, oldest first, as of now (*at*), one by one."""
    today = in_bangkok(at).date()
    for case in register.opened_between(db, member, *_bounds(period)):
        yield _exported(case, *_promise(db, case.id), today)


def record_export(db: Connection, what: str, export: Export) -> None:
    """Cases leave the system, and with them perhaps who reported them. Of what somebody on staff
    takes out no number is said: who compares it with their own would learn of other cases."""
    action = Action.IDENTITY_EXPORTED if export.with_identity else Action.EXPORTED
    by = audit.by(export.staff_id or None)  # the operator has no number
    audit.record(db, Event(export.at, by, action, detail=f"{what} {export.purpose}"))


def _bounds(period: Period) -> tuple[str, str]:
    if not period.month:
        ends = period.year - BUDDHIST_ERA
        return _first_of(ends - 1, FIRST_MONTH), _first_of(ends, FIRST_MONTH)
    year, month = map(int, period.month.split("-"))
    return _first_of(year, month), _first_of(year + month // 12, month % 12 + 1)


def _first_of(year: int, month: int) -> str:
    return stamp(datetime(year, month, 1, tzinfo=BANGKOK).astimezone(UTC))


def _promise(db: Connection, case_id: int) -> tuple[str, str]:
    """The latest promise to answer: its last day, and when it ended."""
    row = db.execute(
        "select due_on, ended_at from case_clock where case_id = :id and name = 'answer'"
        " order by id desc limit 1",
        {"id": case_id},
    ).fetchone()
    return (row[0], row[1]) if row else ("", "")


def _exported(case: Case, due_on: str, ended_at: str, today: date) -> ExportedCase:
    if not due_on:
        return ExportedCase(case, None, late=False)
    last = date.fromisoformat(due_on)
    until = in_bangkok(ended_at).date() if ended_at else today
    return ExportedCase(case, last, late=until > last)
