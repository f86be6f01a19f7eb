"""Complaint channels and contacts: what is configured, and plainly what is not."""

from data import facts, staff
from data.published import Item, Part, Score
from handlers import menus
from handlers.context import Context
from handlers.message import Message
from handlers.texts import channels as texts
from handlers.turn import Turn

NO_GIFT_ITEMS = ("o31", "o32", "o33")
ESERVICE_ITEMS = ("o18", "e13")


async def answer_channels(_: Message, ctx: Context) -> Turn:
    """Which channel for what."""
    handlers = await ctx.read(staff.case_workers, corruption=True)
    text = texts.channels(ctx.agency, ctx.fiscal_year, takes_corruption=bool(handlers))
    choices = (menus.FEEDBACK, menus.GRIEVANCE, menus.CORRUPTION, menus.PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_contact(_: Message, ctx: Context) -> Turn:
    """Where the agency is and how to reach it."""
    choices = (menus.LEAVE_QUESTION, menus.CHANNELS)
    return Turn(replies=(ctx.reply(texts.contact(ctx.agency), choices=choices),))


async def answer_eservice(_: Message, ctx: Context) -> Turn:
    """E-Service."""
    rows = [row for code in ESERVICE_ITEMS for row in await _scored(ctx, code)]
    text = texts.eservice(ctx.agency, rows, ctx.fiscal_year)
    choices = (menus.ask("มาตรการที่ 2", "measure_detail", "2"), menus.CHANNELS, menus.PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_no_gift(_: Message, ctx: Context) -> Turn:
    """The No Gift Policy."""
    rows = [row for code in NO_GIFT_ITEMS for row in await _scored(ctx, code)]
    choices = (menus.CORRUPTION, menus.CHANNELS, menus.TOTAL)
    return Turn(replies=(ctx.reply(texts.no_gift(rows, ctx.fiscal_year), choices=choices),))


async def _scored(ctx: Context, code: str) -> list[tuple[Item, Score]]:
    """The item with its score (for EIT, what citizens answered themselves)."""
    item = await ctx.read(facts.item, code, ctx.fiscal_year)
    scores = await ctx.read(facts.item_scores, code, ctx.fiscal_year)
    if item is None or not scores:
        return []
    public = [score for score in scores if score.part is not Part.EIT_SURVEY]
    return [(item, (public or list(scores))[0])]
