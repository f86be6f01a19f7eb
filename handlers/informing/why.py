"""Why a score is what it is: what pulls it down. The report gives no other reasons."""

from collections.abc import Sequence

from data import facts
from data.published import Item, Score
from handlers import menus
from handlers.context import Context
from handlers.informing.scores import (
    SOURCES,
    codes_at_the_edge,
    indicators_of,
    item_rows,
    named_subindicators,
    split_codes,
)
from handlers.texts import names
from handlers.texts import why as texts
from handlers.turn import Turn

FULL = menus.FULL
MOST_ITEMS = 5


async def answer_why(ctx: Context) -> Turn | None:
    """What pulls the named item, indicator or instrument down; None where none is named."""
    slots = ctx.question.slots
    codes = split_codes(slots.get("items", "") or slots.get("item", ""))
    codes = codes or await codes_at_the_edge(ctx)
    if codes:
        return await _item(ctx, codes[0])
    group = slots.get("sub") or slots.get("indicator")
    if group:
        return await _indicator(ctx, group)
    if slots.get("instrument"):
        return await _instrument(ctx, slots["instrument"])
    return None


async def _item(ctx: Context, code: str) -> Turn | None:
    rows = await item_rows(ctx, [code])
    if not rows:
        return None
    item, scores = rows[0]
    topics = [t for t in await ctx.read(facts.topics, ctx.fiscal_year) if code in t.items]
    text = ctx.say(texts.item, item, scores, [(topic.number, topic.title) for topic in topics])
    choices = tuple(
        menus.ask(f"ประเด็นที่ {topic.number}", "analysis_topic", str(topic.number))
        for topic in topics
    )
    wording = menus.ask("ข้อนี้ถามว่าอะไร", "question_text", code)
    return Turn(replies=(ctx.reply(text, choices=(*choices, wording, menus.MEASURES)),))


async def _indicator(ctx: Context, code: str) -> Turn | None:
    each = await ctx.read(facts.indicator, code, ctx.fiscal_year)
    scores = await ctx.read(facts.indicator_scores, code, ctx.fiscal_year)
    if each is None or not scores:
        return None
    down = await _lowest(ctx, [code])
    codes = [sub for sub in ctx.vocabulary.subindicators if sub.startswith(f"{code}.")]
    inside = [
        (sub.name, score)
        for sub, scores_of_it in await named_subindicators(ctx, codes)
        for score in scores_of_it
        if score.points < FULL
    ]
    text = ctx.say(texts.group, ctx.say(names.indicator_called, each), scores[0], inside, down)
    choices = (*menus.of_items([item.code for item, _ in down]), menus.WHAT_IF)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _instrument(ctx: Context, name: str) -> Turn | None:
    scores = await ctx.read(facts.instrument_scores, name, ctx.fiscal_year)
    if not scores:
        return None
    part = SOURCES.get(ctx.question.slots.get("source", ""), scores[0].part)
    inside = await indicators_of(ctx, name, part)
    lower = sorted(
        (pair for pair in inside if pair[1].points < FULL), key=lambda pair: pair[1].points
    )
    down = await _lowest(ctx, [each.code for each, _ in lower])
    shown = next((score for score in scores if score.part is part), scores[0])
    text = ctx.say(texts.group, name, shown, [(each.name, s) for each, s in lower], down)
    choices = (*menus.of_items([item.code for item, _ in down]), menus.WHAT_IF)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _lowest(ctx: Context, groups: Sequence[str]) -> list[tuple[Item, Score]]:
    """The lowest items below 100 in these indicators or sub-indicators."""
    codes = [
        item.code
        for group in groups
        for item in await ctx.read(facts.items_of, group, ctx.fiscal_year)
    ]
    found = [
        (item, score)
        for code in codes
        for item, scores in await item_rows(ctx, [code])
        for score in scores
        if score.points < FULL
    ]
    return sorted(found, key=lambda pair: pair[1].points)[:MOST_ITEMS]
