"""Out of office hours: when somebody reads what was just written."""

from data import office_calendar
from handlers.context import Context
from handlers.texts import clocks as texts


async def with_opening(ctx: Context, text: str) -> str:
    """*text*, and from when somebody reads it where nobody is at the office now."""
    calendar = await ctx.read(office_calendar.office_calendar, ctx.now.date())
    if office_calendar.is_open(ctx.now, calendar):
        return text
    opening = office_calendar.next_opening(ctx.now, calendar)
    return f"{text}\n\n{ctx.say(texts.read_from, opening)}"
