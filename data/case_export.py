"""Cases as rows for a spreadsheet: what is counted of them, never whose they are or their words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from data import audit, register
from data.audit import Action, Event
from data.cases import Case
from data.staff import StaffMember
from data.store import Connection
from data.times import BANGKOK, BUDDHIST_ERA, in_bangkok, stamp


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A case and its promised answer: *due_on* is the last day, None where none was promised;
    *late* whether that day passed without the answer."""

    case: Case
    due_on: date | None
    late: bool


def cases_of_year(db: Connection, member: StaffMember, year: int, at: str) -> list[ExportedCase]:
    """The cases of a fiscal year (B.E.) that *member* may see, oldest first, as of now (*at*)."""
    first, end = (_october(year - 1), _october(year))
    today = in_bangkok(at).date()
    due = _promises(db, first, end)
    return [
        _exported(case, *due.get(case.id, ("", "")), today)
        for case in register.opened_between(db, member, first, end)
    ]


def record_export(
    db: Connection, year: int, number: int, purpose: str, at: str, by: int | None = None
) -> None:
    """*number* cases of *year* leave the system for *purpose*. *by* is None for the operator."""
    detail = f"{year} ({number}) {purpose}"
    audit.record(db, Event(at, audit.by(by), Action.EXPORTED, detail=detail))


def _october(year: int) -> str:
    return stamp(datetime(year - BUDDHIST_ERA, 10, 1, tzinfo=BANGKOK).astimezone(UTC))


def _promises(db: Connection, first: str, end: str) -> dict[int, tuple[str, str]]:
    """The latest promise to answer of every case: its last day, and when it ended."""
    rows = db.execute(
        "select case_id, due_on, ended_at from cases"
        " join case_clock on case_id = cases.id and name = 'answer'"
        " where opened_at >= :first and opened_at < :end order by case_clock.id",
        {"first": first, "end": end},
    )
    return {case_id: (due_on, ended_at) for case_id, due_on, ended_at in rows}


def _exported(case: Case, due_on: str, ended_at: str, today: date) -> ExportedCase:
    if not due_on:
        return ExportedCase(case, None, late=False)
    last = date.fromisoformat(due_on)
    until = in_bangkok(ended_at).date() if ended_at else today
    return ExportedCase(case, last, late=until > last)
