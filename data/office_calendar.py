"""The office's calendar: working days, office hours, holidays. Days and hours are Bangkok's.

A day counts as a working day from Monday to Friday unless it is a holiday. Holidays are edited in
data/holidays.py, which moves the clocks of cases in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from data.times import BANGKOK

if TYPE_CHECKING:
    from data.store import Connection

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which the office is closed. *name* is Thai."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When the office works: *opens* to *closes* (the lunch hour included), but for *holidays*.

    *holidays* are the Thai names by day.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    opens: time = time(8, 30)
    closes: time = time(16, 30)


# reckoning ---------------------------------------------------------------------------------


def is_working_day(day: date, calendar: OfficeCalendar) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in calendar.holidays


def add_working_days(start: date, number: int, calendar: OfficeCalendar) -> date:
    """The *number*-th working day after *start*, before it where negative; *start* itself for 0.

    The first day is not counted, as offices here count.
    """
    step = ONE_DAY if number > 0 else -ONE_DAY
    day, left = start, abs(number)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def working_day_by(day: date, calendar: OfficeCalendar) -> date:
    """*day*, or the last working day before it."""
    while not is_working_day(day, calendar):
        day -= ONE_DAY
    return day


def is_open(now: datetime, calendar: OfficeCalendar) -> bool:
    """Whether somebody is at the office at *now* (aware)."""
    return next_opening(now, calendar) == now


def next_opening(now: datetime, calendar: OfficeCalendar) -> datetime:
    """From when somebody reads what comes at *now* (aware): *now* in office hours, in Bangkok."""
    here = now.astimezone(BANGKOK)
    today = here.date()
    if is_working_day(today, calendar) and here.time() < calendar.closes:
        return max(here, _at(today, calendar.opens))
    return _at(add_working_days(today, 1, calendar), calendar.opens)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BANGKOK)


# kept --------------------------------------------------------------------------------------


def office_calendar(db: "Connection", since: date = date.min) -> OfficeCalendar:
    """The calendar as the supervisor keeps it, with the holidays from *since* on."""
    rows = db.execute("select day, name from holiday where day >= :day", {"day": since.isoformat()})
    holidays = {date.fromisoformat(day): str(name) for day, name in rows}
    hours = db.execute("select opens, closes from office_hours").fetchone()
    if hours is None:
        return OfficeCalendar(holidays)
    return OfficeCalendar(holidays, *map(time.fromisoformat, hours))


def holidays_of(db: "Connection", year: int) -> list[Holiday]:
    """The holidays of a calendar year (CE), in order."""
    rows = db.execute(
        "select day, name from holiday where day between :first and :last order by day",
        {"first": date(year, 1, 1).isoformat(), "last": date(year, 12, 31).isoformat()},
    )
    return [Holiday(date.fromisoformat(day), name) for day, name in rows]


def set_office_hours(
    db: "Connection", opens: time, closes: time, staff_id: int | None, at: str
) -> None:
    """Keep new office hours, whole minutes. *staff_id* is None for the machine's operator.

    Raises ValueError when they do not open before they close. No clock depends on them.
    """
    if opens >= closes:
        raise ValueError("the office opens before it closes")
    db.execute(
        "insert or replace into office_hours (id, opens, closes, staff_id, at)"
        " values (1, :opens, :closes, :staff_id, :at)",
        {
            "opens": opens.isoformat("minutes"),
            "closes": closes.isoformat("minutes"),
            "staff_id": staff_id,
            "at": at,
        },
    )
