"""Promises: by when a case that is just being filed is read, and answered."""

from datetime import date

from data import deadlines, office_calendar
from data.cases import NewCase
from data.clock_settings import ClockName
from handlers.context import Context


async def promised(ctx: Context, new: NewCase) -> tuple[date, date]:
    """The last days on which it is read, and its answer or outcome told."""
    today = ctx.now.date()
    calendar = await ctx.read(office_calendar.office_calendar, today)
    names = (ClockName.ACKNOWLEDGE, ClockName.ANSWER)
    rules = (new.clocks[new.kind][name] for name in names)
    read_by, known_by = (deadlines.last_day(rule, today, (), calendar) for rule in rules)
    assert read_by is not None
    assert known_by is not None
    return read_by, known_by
