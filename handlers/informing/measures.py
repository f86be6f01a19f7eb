"""The plan of measures for the next fiscal year: what, who, when."""

import re
from collections.abc import Sequence

from data import facts
from data.published import Measure
from handlers import menus
from handlers.context import Context
from handlers.informing.scores import missing_code
from handlers.message import Message
from handlers.texts import measures as texts
from handlers.turn import Choice, Turn


async def answer_measure_list(message: Message, ctx: Context) -> Turn:
    """The whole plan, or an office's part of it."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _all(ctx)
    if not found:
        return _no_plan(ctx)
    kept = _of_office(ctx, found)
    office = ctx.question.slots["office"] if kept else ""
    shown = kept or found
    choices = tuple(
        menus.ask(f"มาตรการที่ {each.code}", "measure_detail", each.code) for each in shown
    )
    text = ctx.say(texts.all_measures, shown, office, _absent_office(ctx, found))
    return Turn(replies=(ctx.reply(text, choices=(*choices, menus.TOTAL)[:9]),))


async def answer_measure_detail(message: Message, ctx: Context) -> Turn:
    """One measure: what, how, who, when."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _named(ctx)
    if not found:
        return await answer_measure_list(message, ctx)
    one = len(found) == 1
    text = ctx.say(texts.detail, found[0]) if one else ctx.say(texts.several, found)
    return Turn(replies=(ctx.reply(text, choices=_next(found)),))


async def answer_measure_owner(message: Message, ctx: Context) -> Turn:
    """Who is responsible."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _named_or_all(ctx)
    if not found:
        return _no_plan(ctx)
    one = len(found) == 1
    absent = _absent_office(ctx, found)
    text = ctx.say(texts.owner_of, found[0]) if one else ctx.say(texts.owner, found, absent)
    return Turn(replies=(ctx.reply(text, choices=_next(found)),))


async def answer_measure_period(message: Message, ctx: Context) -> Turn:
    """From when to when."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _named_or_all(ctx)
    if not found:
        return _no_plan(ctx)
    one = len(found) == 1
    text = ctx.say(texts.period_of, found[0]) if one else ctx.say(texts.period, found)
    return Turn(replies=(ctx.reply(text, choices=_next(found)),))


OTHER_OFFICE = re.compile("กอง(?:ช่าง|การศึกษา|สาธารณสุข|สวัสดิการสังคม|สวัสดิการ|ส่งเสริมการเกษตร)")
"""An office that an agency has and that the plan may give nothing to do."""


def _absent_office(ctx: Context, found: Sequence[Measure]) -> str:
    """The office that is asked about, where the plan has nothing of it; else ""."""
    asked = OTHER_OFFICE.search(ctx.question.normalised)
    offices = {each.office for each in found}
    return asked[0] if asked and asked[0] not in offices else ""


async def _all(ctx: Context) -> Sequence[Measure]:
    return await ctx.read(facts.measures, ctx.plan_year)


async def _named_or_all(ctx: Context) -> Sequence[Measure]:
    """The measure that was named, else an office's, else every one."""
    found = await _all(ctx)
    return await _named(ctx) or _of_office(ctx, found) or found


async def _named(ctx: Context) -> Sequence[Measure]:
    """The measure that was named, or all rows of a topic ("1" has three)."""
    code = ctx.question.slots.get("measure", "") or ctx.question.slots.get("topic", "")
    found = await _all(ctx)
    exact = [each for each in found if each.code == code]
    return exact or [each for each in found if code and str(each.topic) == code]


def _of_office(ctx: Context, found: Sequence[Measure]) -> Sequence[Measure]:
    """An office's measures, or those of one of its positions."""
    office = ctx.question.slots.get("office", "")
    return [each for each in found if office and office in (each.office, each.position)]


def _no_plan(ctx: Context) -> Turn:
    choices = (menus.TOTAL, menus.TOPICS)
    return Turn(replies=(ctx.reply(ctx.say(texts.no_plan, ctx.plan_year), choices=choices),))


def _next(found: Sequence[Measure]) -> tuple[Choice, ...]:
    topics = {str(each.topic) for each in found}
    if len(topics) > 1:
        return (menus.MEASURES, menus.TOTAL)
    (topic,) = topics
    about = menus.ask(f"ประเด็นที่ {topic}", "analysis_topic", topic)
    return (about, menus.MEASURES, menus.TOTAL)
