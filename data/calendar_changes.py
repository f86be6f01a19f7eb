"""Changes of the office's calendar by a person: they move the clocks of cases, and are audited."""

import re
from datetime import date, time

from data import audit, holidays, office_calendar
from data.audit import Action, Event
from data.office_calendar import Holiday
from data.store import Connection
from data.times import BUDDHIST_ERA

BE_DAY = re.compile(r"(2[4-9]\d\d)-(\d{1,2})-(\d{1,2})", re.ASCII)


def be_day(text: str) -> date | None:
    """A day as Thais write it, 2570-04-13 with its year in B.E.; None where there is none such."""
    found = BE_DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]) - BUDDHIST_ERA, int(found[2]), int(found[3]))
    except ValueError:
        return None


def add_holiday(db: Connection, holiday: Holiday, staff_id: int | None, at: str) -> bool:
    """Keep a holiday; whether the day was a working one before. *staff_id* None: the operator."""
    is_new = holidays.add(db, holiday, staff_id, at)
    _record(db, f"holiday + {holiday.day.isoformat()}", staff_id, at)
    return is_new


def remove_holiday(db: Connection, day: date, staff_id: int | None, at: str) -> bool:
    """Make *day* no holiday any more; False where it was none."""
    was_one = holidays.remove(db, day, at)
    if was_one:
        _record(db, f"holiday - {day.isoformat()}", staff_id, at)
    return was_one


def set_hours(db: Connection, opens: time, closes: time, staff_id: int | None, at: str) -> None:
    """Keep new office hours. Raises ValueError when they do not open before they close."""
    office_calendar.set_office_hours(db, opens, closes, staff_id, at)
    hours = f"{opens.isoformat('minutes')}-{closes.isoformat('minutes')}"
    _record(db, f"office hours {hours}", staff_id, at)


def _record(db: Connection, detail: str, staff_id: int | None, at: str) -> None:
    audit.record(db, Event(at, audit.by(staff_id), Action.SETTINGS_CHANGED, detail=detail))
