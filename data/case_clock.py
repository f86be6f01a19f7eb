"""A running clock of a case as it is kept, and its dates: days in Bangkok, kept as ISO dates.

*due_on* is "" where only the reporter's word can tell (the case is paused, and nothing limits it).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data import deadlines
from data.clock_settings import ClockName
from data.deadlines import Pause, Rule, Unit, Working
from data.office_calendar import OfficeCalendar, office_calendar
from data.store import Connection
from data.times import in_bangkok

COLUMNS = (
    "id, case_id, kind, name, started_at, amount, unit, warn_before, at_most_days, due_on,"
    " escalated_at"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that runs. *id* is a row id: it counts other cases too, so show it to nobody.

    *due_on* is the last day (Bangkok), None while paused without a limit.
    """

    id: int
    case_id: int
    kind: str
    name: ClockName
    started_at: str
    rule: Rule
    due_on: date | None
    escalated_at: str


def running(db: Connection, case_id: int) -> list[Clock]:
    """The clocks of a case that have not ended, soonest first; those that nobody can date last."""
    rows = db.execute(
        f"select {COLUMNS} from case_clock where case_id = :case_id and ended_at = ''"
        " order by due_on = '', due_on, id",
        {"case_id": case_id},
    )
    return [clock_of(row) for row in rows]


def working(db: Connection, clock: Clock) -> Working:
    """How the deadline of a clock came about, by the calendar of now."""
    started = day_of(clock.started_at)
    pauses = _pauses(db, "case_id = :case_id", {"case_id": clock.case_id})
    return deadlines.working(
        clock.rule, started, pauses[clock.case_id], office_calendar(db, started)
    )


def reckon_over(db: Connection, day: date, at: str) -> int:
    """Reckon every clock that runs over *day*, a holiday that came or went; how many."""
    condition = "ended_at = '' and due_on >= :day"
    values = {"day": day.isoformat()}
    rows = db.execute(f"select {COLUMNS} from case_clock where {condition}", values)
    clocks = [clock_of(row) for row in rows]
    cases = f"case_id in (select case_id from case_clock where {condition})"
    _reckon(db, clocks, _pauses(db, cases, values), office_calendar(db), at)
    return len(clocks)


def reckon_case(db: Connection, case_id: int, at: str) -> None:
    clocks = running(db, case_id)
    if clocks:
        since = min(day_of(clock.started_at) for clock in clocks)
        pauses = _pauses(db, "case_id = :case_id", {"case_id": case_id})
        _reckon(db, clocks, pauses, office_calendar(db, since), at)


def _reckon(
    db: Connection,
    clocks: Iterable[Clock],
    pauses: Mapping[int, list[Pause]],
    calendar: OfficeCalendar,
    at: str,
) -> None:
    """Date the clocks anew. What was told to be late, and is late, needs no second telling."""
    today = day_of(at).isoformat()
    db.executemany(
        "update case_clock set due_on = :due_on, warn_on = :warn_on,"
        " escalated_of = iif(escalated_of <> '' and :due_on < :today,"
        " max(escalated_of, :due_on), escalated_of)"
        " where id = :id and (due_on <> :due_on or warn_on <> :warn_on)",
        [
            {"id": clock.id, "today": today, **_dates(clock, pauses[clock.case_id], calendar)}
            for clock in clocks
        ],
    )


def _dates(clock: Clock, pauses: list[Pause], calendar: OfficeCalendar) -> dict[str, str]:
    started = day_of(clock.started_at)
    last = deadlines.last_day(clock.rule, started, pauses, calendar)
    warn = last and deadlines.warning_day(clock.rule, started, last, calendar)
    return {"due_on": iso(last), "warn_on": iso(warn)}


def _pauses(
    db: Connection, condition: str, values: Mapping[str, object]
) -> Mapping[int, list[Pause]]:
    """The pauses of cases, in the order they came."""
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    rows = db.execute(
        f"select case_id, paused_at, resumed_at from case_pause where {condition} order by id",
        values,
    )
    for case_id, paused_at, resumed_at in rows:
        until = day_of(resumed_at) if resumed_at else None
        found[case_id].append(Pause(day_of(paused_at), until))
    return found


def clock_of(
    row: tuple[int, int, str, str, str, int, str, int, int | None, str, str],
) -> Clock:
    clock_id, case_id, kind, name, started_at, amount, unit, warn, at_most, due_on, escalated = row
    rule = Rule(amount, Unit(unit), warn, at_most)
    day = date.fromisoformat(due_on) if due_on else None
    return Clock(clock_id, case_id, kind, ClockName(name), started_at, rule, day, escalated)


def day_of(at: str) -> date:
    return in_bangkok(at).date()


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
