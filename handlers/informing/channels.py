"""Complaint channels and contacts: what is configured, and plainly what is not."""

from collections.abc import Sequence

from data import facts, staff
from data.cases import CaseKind
from data.published import Item, Score
from handlers import menus
from handlers.context import Context
from handlers.informing.privacy import answer_privacy
from handlers.message import Message
from handlers.texts import channels as texts
from handlers.turn import Turn

ESERVICE_WORDS = ("E-Service", "บริการออนไลน์")
NO_GIFT = "No Gift Policy"
SENTENCE_START = "ควรปฏิบัติตามประกาศ"


async def answer_channels(message: Message, ctx: Context) -> Turn:
    """Which channel for what; who would read a report, where that is the question."""
    if ctx.question.slots.get("about") == "privacy":
        return await answer_privacy(message, ctx)
    handlers = await ctx.read(staff.handlers_of, CaseKind.CORRUPTION)
    named = bool(handlers)
    text = ctx.say(texts.channels, ctx.agency, ctx.fiscal_year, takes_corruption=named)
    choices = (menus.FEEDBACK, menus.GRIEVANCE, menus.CORRUPTION, menus.PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_contact(_: Message, ctx: Context) -> Turn:
    """Where the agency is and how to reach it."""
    choices = (menus.LEAVE_QUESTION, menus.CHANNELS)
    return Turn(replies=(ctx.reply(ctx.say(texts.contact, ctx.agency), choices=choices),))


async def answer_eservice(_: Message, ctx: Context) -> Turn:
    """E-Service."""
    rows = await _items_about(ctx, ESERVICE_WORDS)
    measures = [
        each
        for each in await ctx.read(facts.measures, ctx.plan_year)
        if any(word in each.heading for word in ESERVICE_WORDS)
    ]
    text = ctx.say(texts.eservice, ctx.agency, rows, measures, ctx.fiscal_year)
    planned = [menus.ask(f"มาตรการที่ {m.code}", "measure_detail", m.code) for m in measures]
    choices = (*planned[:2], menus.CHANNELS, menus.PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_no_gift(_: Message, ctx: Context) -> Turn:
    """The No Gift Policy."""
    rows = await _items_about(ctx, (NO_GIFT,))
    text = ctx.say(texts.no_gift, rows, await _sentence(ctx), ctx.fiscal_year)
    choices = (menus.CORRUPTION, menus.CHANNELS, menus.TOTAL)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _items_about(ctx: Context, words: Sequence[str]) -> list[tuple[Item, Sequence[Score]]]:
    """The items whose wording has one of *words*, with their scores."""
    return [
        (item, await ctx.read(facts.item_scores, item.code, ctx.fiscal_year))
        for item in await ctx.read(facts.items, ctx.fiscal_year)
        if item.text and any(word in item.text for word in words)
    ]


async def _sentence(ctx: Context) -> str:
    """What the topics say should be done about gifts, "" where they say nothing."""
    for topic in await ctx.read(facts.topics, ctx.fiscal_year):
        for finding in topic.findings:
            start = finding.text.find(SENTENCE_START)
            if start >= 0 and NO_GIFT in finding.text[start:]:
                return finding.text[start:].strip()
    return ""
