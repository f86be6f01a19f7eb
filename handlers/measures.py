"""The plan of measures: the list, one in detail, who, when."""

from collections.abc import Sequence

from data import facts
from data.published import Measure
from handlers import menus
from handlers.context import Context
from handlers.message import Message
from handlers.scores import missing_code
from handlers.texts import measures as texts
from handlers.turn import Choice, Turn


async def answer_measure_list(_: Message, ctx: Context) -> Turn:
    """The whole plan, or an office's part of it."""
    found = await _all(ctx)
    if not found:
        return _no_plan(ctx)
    office = ctx.question.slots.get("office", "")
    kept = [each for each in found if office and office in (each.office, each.position)] or found
    choices = tuple(
        menus.ask(f"มาตรการ {each.code}", "measure_detail", each.code) for each in kept[:9]
    )
    return Turn(replies=(ctx.reply(texts.all_measures(kept), choices=choices),))


async def answer_measure_detail(message: Message, ctx: Context) -> Turn:
    """One measure: what, how, who, when."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _named(ctx)
    if not found:
        return await answer_measure_list(message, ctx)
    text = texts.detail(found[0]) if len(found) == 1 else texts.several(found)
    return Turn(replies=(ctx.reply(text, choices=_next(found)),))


async def answer_measure_owner(message: Message, ctx: Context) -> Turn:
    """Who is responsible."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _named(ctx) or await _all(ctx)
    if not found:
        return _no_plan(ctx)
    return Turn(replies=(ctx.reply(texts.owner(found), choices=_next(found)),))


async def answer_measure_period(message: Message, ctx: Context) -> Turn:
    """From when to when."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    found = await _named(ctx) or await _all(ctx)
    if not found:
        return _no_plan(ctx)
    return Turn(replies=(ctx.reply(texts.period(found), choices=_next(found)),))


async def _all(ctx: Context) -> Sequence[Measure]:
    return await ctx.read(facts.measures, ctx.plan_year)


async def _named(ctx: Context) -> Sequence[Measure]:
    """The measure that was named, or all rows of a topic ("1" has three)."""
    code = ctx.question.slots.get("measure", "") or ctx.question.slots.get("topic", "")
    found = await _all(ctx)
    exact = [each for each in found if each.code == code]
    return exact or [each for each in found if code and str(each.topic) == code]


def _no_plan(ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(texts.no_plan(ctx.plan_year), choices=(menus.TOTAL,)),))


def _next(found: Sequence[Measure]) -> tuple[Choice, ...]:
    topic = str(found[0].topic)
    about = menus.ask(f"ประเด็นที่ {topic}", "analysis_topic", topic)
    return (about, menus.MEASURES, menus.TOTAL) if len(found) < 9 else (menus.MEASURES, menus.TOTAL)
