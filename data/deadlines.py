"""Deadlines: which day is the last one, when to warn, and how that was counted. Pure; days only.

The day on which a clock starts is not counted, the last one is whole. A day is left out while the
clock is paused: from the day of the pause (the rest of it is given back whole) up to the day before
it goes on. A holiday more, or a pause more, can therefore only move a deadline later.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from data.office_calendar import (
    ONE_DAY,
    SATURDAY,
    Holiday,
    OfficeCalendar,
    add_working_days,
    is_working_day,
    working_day_by,
)


class Unit(StrEnum):
    """What a clock counts. Months are calendar months, counted without pauses and then moved."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Rule:
    """How long something may take: *amount* of *unit*.

    *warn_before* is in working days for a clock of working days, else in days. *at_most_days* are
    days after the start (all of them, paused or not) that the deadline never passes; None without.
    """

    amount: int
    unit: Unit
    warn_before: int
    at_most_days: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """From *first* to *until*, the day it went on; None while it lasts."""

    first: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Working:
    """How a deadline came about. *last* is None while a pause that began in time leaves it open.

    Counting began after *counted_from* (the start, or the day it went on where it was paused on its
    very first day). *weekend* and *holidays* are what was left out of working days; *pauses* what
    was left out besides. *capped* says that *at_most_days* came first.
    """

    rule: Rule
    started: date
    counted_from: date
    pauses: tuple[Pause, ...]
    weekend: bool
    holidays: tuple[Holiday, ...]
    capped: bool
    last: date | None


def last_day(
    rule: Rule, started: date, pauses: Iterable[Pause], calendar: OfficeCalendar
) -> date | None:
    """The last day on which the clock is met in time; None while a pause leaves that open."""
    return working(rule, started, pauses, calendar).last


def warning_day(rule: Rule, started: date, last: date, calendar: OfficeCalendar) -> date:
    """From when to warn: a working day before *last*, yet never the day of the start itself."""
    if rule.unit is Unit.WORKING_DAY:
        day = add_working_days(last, -rule.warn_before, calendar)
    else:
        day = last - timedelta(days=rule.warn_before)
    return max(working_day_by(day, calendar), min(last, started + ONE_DAY))


def working(
    rule: Rule, started: date, pauses: Iterable[Pause], calendar: OfficeCalendar
) -> Working:
    """A deadline with its working."""
    counted_from, left_out, lasting = _pauses(started, pauses)
    cap = started + timedelta(days=rule.at_most_days) if rule.at_most_days else None
    found: date | None = _reckon(rule, started, counted_from, left_out, calendar)
    if lasting is not None and found is not None and found >= lasting:
        found = None
    capped = cap is not None and (found is None or cap < found)
    weekend, holidays = _skipped(rule, counted_from, found, calendar)
    return Working(
        rule=rule,
        started=started,
        counted_from=counted_from,
        pauses=left_out,
        weekend=weekend,
        holidays=holidays,
        capped=capped,
        last=cap if capped else found,
    )


def months_later(day: date, number: int) -> date:
    """The same day *number* calendar months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _pauses(started: date, pauses: Iterable[Pause]) -> tuple[date, tuple[Pause, ...], date | None]:
    """(the day after which counting begins, the pauses after it, since when one still lasts).

    Pauses may overlap or begin before the start: no day is left out twice.
    """
    counted_from = latest = started
    left_out: list[Pause] = []
    for pause in pauses:
        first = max(pause.first, latest)
        if pause.until is None:
            return counted_from, tuple(left_out), first
        if pause.until <= first:
            continue
        if first == counted_from:
            counted_from = pause.until
        else:
            left_out.append(Pause(first, pause.until))
        latest = pause.until
    return counted_from, tuple(left_out), None


def _reckon(
    rule: Rule,
    started: date,
    counted_from: date,
    pauses: tuple[Pause, ...],
    calendar: OfficeCalendar,
) -> date:
    if rule.unit is Unit.WORKING_DAY:
        return _count_working_days(rule.amount, counted_from, pauses, calendar)
    if rule.unit is Unit.MONTH:
        day = months_later(started, rule.amount) + (counted_from - started)
    else:
        day = counted_from + timedelta(days=rule.amount)
    for pause in pauses:
        if pause.until is not None and pause.first <= day:
            day += pause.until - pause.first
    return day


def _count_working_days(
    amount: int, day: date, pauses: tuple[Pause, ...], calendar: OfficeCalendar
) -> date:
    while amount:
        day += ONE_DAY
        paused = any(each.until and each.first <= day < each.until for each in pauses)
        amount -= not paused and is_working_day(day, calendar)
    return day


def _skipped(
    rule: Rule, after: date, last: date | None, calendar: OfficeCalendar
) -> tuple[bool, tuple[Holiday, ...]]:
    """Whether a weekend was left out, and the holidays that would have been working days."""
    if rule.unit is not Unit.WORKING_DAY or last is None:
        return False, ()
    days = [after + timedelta(days=number) for number in range(1, (last - after).days + 1)]
    return any(day.weekday() >= SATURDAY for day in days), tuple(
        Holiday(day, calendar.holidays[day])
        for day in days
        if day.weekday() < SATURDAY and day in calendar.holidays
    )
