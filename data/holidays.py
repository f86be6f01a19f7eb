"""Editing the holidays. Every change dates the open clocks anew, in the same transaction.

What the country celebrates on the same date every year is shipped (data/agencies/holidays.toml);
what goes by the moon, the Palace or a cabinet resolution is the supervisor's to add.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.case_clock import reckon_over
from data.office_calendar import Holiday
from data.store import Connection
from data.toml_file import DatasetError, TomlFile

SHIPPED = Path(__file__).parent / "agencies" / "holidays.toml"
FIXED_KEYS = {"month", "day", "name"}
TO_DECIDE_KEYS = {"name", "set_by"}
LONGEST_NAME = 200
A_COMMON_YEAR = 2001


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """A holiday on the same date of every year."""

    month: int
    day: int
    name: str


@dataclass(frozen=True, slots=True)
class UndecidedHoliday:
    """A holiday whose date somebody announces each year; *set_by* says who or what, in Thai."""

    name: str
    set_by: str


@dataclass(frozen=True, slots=True)
class ShippedHolidays:
    """What every year begins with, and what the supervisor still has to look up."""

    fixed: tuple[FixedHoliday, ...]
    to_decide: tuple[UndecidedHoliday, ...]


def add(db: Connection, holiday: Holiday, staff_id: int | None, at: str) -> bool:
    """Keep a holiday, or its new name; whether the day was a working one before this.

    *staff_id* is None for the machine's operator and for what is shipped.
    """
    known = db.execute(
        "select 1 from holiday where day = :day", {"day": holiday.day.isoformat()}
    ).fetchone()
    db.execute(
        "insert or replace into holiday (day, name, staff_id, at)"
        " values (:day, :name, :staff_id, :at)",
        {
            "day": holiday.day.isoformat(),
            "name": holiday.name[:LONGEST_NAME],
            "staff_id": staff_id,
            "at": at,
        },
    )
    if known is None:
        reckon_over(db, holiday.day, at)
    return known is None


def remove(db: Connection, day: date, at: str) -> bool:
    """The office works on *day* after all; False where it was no holiday."""
    removed = db.execute("delete from holiday where day = :day", {"day": day.isoformat()})
    if removed.rowcount:
        reckon_over(db, day, at)
    return bool(removed.rowcount)


def begin_year(db: Connection, shipped: ShippedHolidays, year: int, at: str) -> bool:
    """Fill in the fixed holidays of *year* (CE), once: what is then removed stays away."""
    begun = db.execute(
        "insert or ignore into holiday_year (year, at) values (:year, :at)",
        {"year": year, "at": at},
    )
    if not begun.rowcount:
        return False
    for each in shipped.fixed:
        day = date(year, each.month, each.day)
        kept = db.execute(
            "insert or ignore into holiday (day, name, at) values (:day, :name, :at)",
            {"day": day.isoformat(), "name": each.name, "at": at},
        )
        if kept.rowcount:
            reckon_over(db, day, at)
    return True


def load_shipped(path: Path = SHIPPED) -> ShippedHolidays:
    """The holidays as shipped. Raises DatasetError with every problem, by key path."""
    problems: list[str] = []
    file = TomlFile(path, problems)
    file.only({"fixed", "to_decide"})
    shipped = ShippedHolidays(
        tuple(_fixed(file, f"fixed[{n}]") for n in range(file.count("fixed"))),
        tuple(_to_decide(file, f"to_decide[{n}]") for n in range(file.count("to_decide"))),
    )
    days = [(each.month, each.day) for each in shipped.fixed]
    for month, day in sorted({each for each in days if days.count(each) > 1}):
        file.problem("fixed", f"month {month} day {day} stands here twice")
    if problems:
        raise DatasetError(problems)
    return shipped


def _fixed(file: TomlFile, at: str) -> FixedHoliday:
    file.only(FIXED_KEYS, at)
    month = file.integer(f"{at}.month", least=1, most=12)
    day = file.integer(f"{at}.day", least=1, most=31)
    try:
        date(A_COMMON_YEAR, month, day)
    except ValueError:
        file.problem(at, "must be a day of every year")
    return FixedHoliday(month, day, file.text(f"{at}.name"))


def _to_decide(file: TomlFile, at: str) -> UndecidedHoliday:
    file.only(TO_DECIDE_KEYS, at)
    return UndecidedHoliday(file.text(f"{at}.name"), file.text(f"{at}.set_by"))
