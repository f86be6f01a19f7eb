"""Holidays and office hours from the terminal, in the years of the Buddhist Era."""

import argparse
from datetime import time

from bot import clock
from bot.complaining import complain
from data import calendar_changes, holidays, office_calendar
from data.office_calendar import Holiday
from data.store import Store
from data.times import BANGKOK, BUDDHIST_ERA, stamp
from handlers.texts import clocks as clock_texts
from handlers.texts import office_days as texts

FIRST_YEAR, LAST_YEAR = 2400, 2999


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """list, add, remove or hours."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="the holidays of a year, and the office hours")
    listing.add_argument("--year", type=int, help="B.E., such as 2570; this year without it")
    add = verbs.add_parser("add", help="a day on which the office is closed")
    add.add_argument("date", help="B.E. year-month-day, such as 2570-04-13")
    add.add_argument("name", help="what the holiday is called")
    remove = verbs.add_parser("remove", help="the office works on that day after all")
    remove.add_argument("date", help="B.E. year-month-day")
    hours = verbs.add_parser("hours", help="when the office opens and closes")
    hours.add_argument("opens", help="such as 08:30")
    hours.add_argument("closes", help="such as 16:30")


def holidays_command(parsed: argparse.Namespace, store: Store) -> int:
    """Run one verb; the exit status."""
    verbs = {"list": _list, "add": _add, "remove": _remove, "hours": _hours}
    try:
        return verbs[parsed.verb](parsed, store)
    finally:
        store.close()


def _list(parsed: argparse.Namespace, store: Store) -> int:
    year = parsed.year or clock.now().astimezone(BANGKOK).year + BUDDHIST_ERA
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return complain(texts.bad_year(), 2)
    shipped = holidays.load_shipped()
    year -= BUDDHIST_ERA
    store.write_now(holidays.begin_year, shipped, year, stamp(clock.now()))
    found = store.read_now(office_calendar.holidays_of, year)
    calendar = store.read_now(office_calendar.office_calendar)
    print(clock_texts.holiday_list(year, found, shipped.to_decide))
    print(f"\n{texts.hours(calendar.opens, calendar.closes)}")
    return 0


def _add(parsed: argparse.Namespace, store: Store) -> int:
    day, name = calendar_changes.be_day(parsed.date), parsed.name.strip()
    if day is None or not name:
        return complain(texts.no_name() if day else texts.bad_date(), 2)
    holiday = Holiday(day, name[: holidays.LONGEST_NAME])
    is_new = store.write_now(calendar_changes.add_holiday, holiday, None, stamp(clock.now()))
    print(texts.added(holiday, is_new=is_new))
    return 0


def _remove(parsed: argparse.Namespace, store: Store) -> int:
    day = calendar_changes.be_day(parsed.date)
    if day is None:
        return complain(texts.bad_date(), 2)
    if not store.write_now(calendar_changes.remove_holiday, day, None, stamp(clock.now())):
        return complain(texts.no_holiday(day))
    print(texts.removed(day))
    return 0


def _hours(parsed: argparse.Namespace, store: Store) -> int:
    try:
        opens, closes = time.fromisoformat(parsed.opens), time.fromisoformat(parsed.closes)
        store.write_now(calendar_changes.set_hours, opens, closes, None, stamp(clock.now()))
    except ValueError:
        return complain(texts.bad_hours(), 2)
    print(texts.hours(opens, closes))
    return 0
