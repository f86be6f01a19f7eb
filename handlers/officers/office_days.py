"""/holidays: the office's holidays and hours for staff, and their changes for those above."""

import re
from datetime import time

from data import calendar_changes, holidays, office_calendar
from data.office_calendar import Holiday
from data.staff import StaffMember
from data.times import BUDDHIST_ERA, stamp
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Message
from handlers.officers.officer_screens import LIST, strangers
from handlers.texts import casework as casework_texts
from handlers.texts import clocks as clock_texts
from handlers.texts import office_days as texts
from handlers.turn import Turn, Write

FIRST_YEAR, LAST_YEAR = 2400, 2999
VERBS = ("add", "remove", "hours")
HOURS = re.compile(
    r"([01]?\d|2[0-3])[:.]([0-5]\d)\s*(?:-|ถึง)?\s*([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII
)


async def holidays_command(message: Message, ctx: Context, argument: str) -> Turn:
    """The holidays of this year or a given one (B.E.), and the office hours; ``add DATE NAME``,
    ``remove DATE`` and ``hours 08:30 16:30``."""
    if ctx.staff is None:
        return strangers(ctx)
    if not message.private:
        return _say(ctx, casework_texts.in_private())
    verb, _, rest = argument.partition(" ")
    if verb in VERBS:
        if not ctx.staff.supervises:
            return _say(ctx, texts.not_yours())
        return await _change(ctx, ctx.staff, verb, rest.strip())
    year = ctx.now.year + BUDDHIST_ERA
    if argument:
        year = int(argument) if argument.isascii() and argument.isdigit() else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _say(ctx, texts.bad_year())
    found = await ctx.read(office_calendar.holidays_of, year - BUDDHIST_ERA)
    text = clock_texts.holiday_list(year - BUDDHIST_ERA, found, ())
    calendar = await ctx.read(office_calendar.office_calendar)
    text = f"{text}\n\n{texts.hours(calendar.opens, calendar.closes)}\n\n{texts.other_years(year)}"
    if ctx.staff.supervises:
        text = f"{text}\n{texts.how_to_change()}"
    return _say(ctx, text)


def _set_hours(ctx: Context, member: StaffMember, rest: str) -> Turn:
    found = HOURS.fullmatch(rest)
    opens, closes = (
        (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
        if found
        else (time.max, time.min)
    )
    if opens >= closes:
        return _say(ctx, texts.bad_hours())
    arguments = (opens, closes, member.id, stamp(ctx.now))
    return _say(ctx, texts.hours(opens, closes), Write(calendar_changes.set_hours, arguments))


async def _change(ctx: Context, member: StaffMember, verb: str, rest: str) -> Turn:
    if verb == "hours":
        return _set_hours(ctx, member, rest)
    written, _, name = rest.partition(" ")
    day, name, at = calendar_changes.be_day(written), name.strip(), stamp(ctx.now)
    if day is None:
        return _say(ctx, texts.bad_date())
    known = {each.day for each in await ctx.read(office_calendar.holidays_of, day.year)}
    if verb == "remove":
        if day not in known:
            return _say(ctx, texts.no_holiday(day))
        write = Write(calendar_changes.remove_holiday, (day, member.id, at))
        return _say(ctx, texts.removed(day), write)
    if not name:
        return _say(ctx, texts.how_to_change())
    holiday = Holiday(day, name[: holidays.LONGEST_NAME])
    write = Write(calendar_changes.add_holiday, (holiday, member.id, at))
    return _say(ctx, texts.added(holiday, is_new=day not in known), write)


def _say(ctx: Context, text: str, *keep: Write) -> Turn:
    return Turn(replies=(ctx.reply(text, choices=(LIST, HELP)),), keep=keep)
