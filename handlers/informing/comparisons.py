"""Scores held against each other: extremes, comparisons, and how the total comes about."""

import re
from collections import Counter
from collections.abc import Sequence

from data import facts
from data.published import Indicator, Level, Part, Score
from data.scoring import TOTAL
from handlers import menus
from handlers.context import Context
from handlers.informing import mirrors, why
from handlers.informing.scores import (
    SOURCES,
    indicators_of,
    instrument_parts,
    item_codes,
    item_rows,
    missing_code,
    named_indicators,
    named_subindicators,
    of_part,
    split_codes,
)
from handlers.message import Message
from handlers.texts import comparisons as texts
from handlers.texts import names
from handlers.turn import Turn

OF_YEARS = re.compile(
    r"ปี|แต่ก่อน|เมื่อก่อน|รอบก่อน|รอบที่แล้ว|คราวก่อน|ครั้งก่อน|ดีขึ้น|แย่ลง|ขึ้น|ลง|year|before|previous|last|^$"
)
"""How one speaks of the year before; nothing at all is the button."""


async def answer_compare(message: Message, ctx: Context) -> Turn:
    """Two parts of an item, several items, indicators or instruments, else this year and the one
    before."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    if slots.get("scope") == "gap":
        return await mirrors.answer_gaps(ctx)
    if "across" in slots:
        return await _compare_across(ctx)
    if "mirror" in slots and (turn := await mirrors.answer_mirror(ctx)):
        return turn
    if codes := item_codes(slots.get("items", ""), slots.get("item", "")):
        return await _compare_items(message, ctx, codes)
    if codes := split_codes(slots.get("subs", "")):
        return _indicators_compared(ctx, await named_subindicators(ctx, codes))
    if codes := split_codes(slots.get("indicators", "") or slots.get("indicator", "")):
        return await _compare_indicators(message, ctx, codes)
    if slots.get("instruments", "").count(",") == 1:
        return await _compare_across(ctx)
    if slots.get("instrument") == "EIT" or slots.get("source"):
        _, public, survey = await ctx.read(facts.instrument_scores, "EIT", ctx.fiscal_year)
        return _parts_compared(ctx, "EIT", public, survey)
    if slots.get("scope") == "instrument" or slots.get("instrument"):
        wanted = split_codes(slots.get("instruments", ""))
        parts = await instrument_parts(ctx)
        named = [each for each in parts if each.code in wanted] or parts
        rows = [(ctx.say(names.part, s.part), s) for s in named]
        text = ctx.say(texts.compare_scores, rows, texts.INSTRUMENT_PLACE)
        return Turn(replies=(ctx.reply(text, choices=(*menus.INSTRUMENTS, menus.EXPLAIN)),))
    result = await ctx.read(facts.result, ctx.fiscal_year)
    if result is None or OF_YEARS.search(ctx.question.normalised):
        return await compare_years(message, ctx)
    rows = [(ctx.say(names.part, s.part), s) for s in await instrument_parts(ctx)]
    text = ctx.say(texts.overview, result, rows)
    choices = (menus.COMPARE, *menus.INSTRUMENTS, menus.GAPS)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def compare_years(_: Message, ctx: Context) -> Turn:
    """This year's total and the one before."""
    result = await ctx.read(facts.result, ctx.fiscal_year)
    assert result is not None
    choices = (menus.TOTAL, menus.EXPLAIN, menus.LOWEST)
    return Turn(replies=(ctx.reply(ctx.say(texts.compare_years, result), choices=choices),))


async def answer_explain(_: Message, ctx: Context) -> Turn:
    """How the total comes about; of anything else that is named, what pulls it down."""
    if turn := await why.answer_why(ctx):
        return turn
    choices = (menus.WHAT_IF, menus.TOTAL, menus.LOWEST, menus.INDICATORS)
    about = ctx.question.slots.get("about", "")
    if about == "respondents":
        text = ctx.say(texts.respondents, ctx.fiscal_year)
        return Turn(replies=(ctx.reply(text, choices=choices),))
    if about == "meaning" and (result := await ctx.read(facts.result, ctx.fiscal_year)):
        items = Counter(item.instrument for item in await ctx.read(facts.items, ctx.fiscal_year))
        text = ctx.say(texts.meaning, result, await instrument_parts(ctx), items)
        return Turn(replies=(ctx.reply(text, choices=choices),))
    total = await ctx.read(facts.score, ctx.fiscal_year, Part.ALL, "total")
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    assert total is not None
    instruments: list[tuple[Score, Sequence[Score]]] = []
    for name in structure.weights:
        whole, *parts = await ctx.read(facts.instrument_scores, name, ctx.fiscal_year)
        inside = [score for _, score in await indicators_of(ctx, name, Part(name))]
        instruments.append((whole, parts or inside))
    text = ctx.say(texts.explain, instruments, total, structure.weights)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _compare_items(message: Message, ctx: Context, codes: Sequence[str]) -> Turn:
    rows = await item_rows(ctx, codes)
    if not rows:
        return await compare_years(message, ctx)
    choices = (*menus.of_items([item.code for item, _ in rows]), menus.COMPARE)
    if len(rows) > 1:
        rows = of_part(ctx.question.slots, rows)
        text = ctx.say(texts.compare_items, rows, ctx.fiscal_year)
        return Turn(replies=(ctx.reply(text, choices=choices),))
    item, scores = rows[0]
    if len(scores) == 2:
        return _parts_compared(ctx, ctx.say(names.item, item.code), *scores)
    text = ctx.say(texts.one_part_only, item, scores[0])
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _compare_across(ctx: Context) -> Turn:
    """Items, indicators, instruments and the total that are named, held against each other."""
    slots = ctx.question.slots
    codes = item_codes(slots.get("items", ""), slots.get("item", ""))
    things = [scores for _, scores in of_part(slots, await item_rows(ctx, codes))]
    own = await ctx.read(facts.item, codes[0], ctx.fiscal_year) if codes else None
    for slot in ("subs", "sub", "indicators", "indicator"):
        for named_code in split_codes(slots.get(slot, "")):
            code = own.indicator if own and named_code == "own" else named_code
            things.append((await ctx.read(facts.indicator_scores, code, ctx.fiscal_year))[:1])
    for code in split_codes(slots.get("instruments", "") or slots.get("instrument", "")):
        parts = [s for s in await instrument_parts(ctx) if s.code == code]
        part = SOURCES.get(slots.get("source", ""))
        things.append([s for s in parts if part in (None, s.part)] or parts)
    if "total" in slots and (total := await ctx.read(facts.score, ctx.fiscal_year, *TOTAL)):
        things.append([total])
    named = [[(ctx.say(names.scored, s.part, s.code, s.level), s) for s in each] for each in things]
    text = ctx.say(texts.compare_things, [each for each in named if each], ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=(menus.TOTAL, menus.INDICATORS, menus.LOWEST)),))


async def _compare_indicators(message: Message, ctx: Context, codes: Sequence[str]) -> Turn:
    found = await named_indicators(ctx, codes)
    if len(codes) > 1:
        return _indicators_compared(ctx, found)
    each, scores = found[0]
    if len(found) == 1 and len(scores) == 3:
        return _parts_compared(ctx, ctx.say(names.indicator_called, each), *scores[1:])
    return await compare_years(message, ctx)


def _indicators_compared(ctx: Context, found: Sequence[tuple[Indicator, Sequence[Score]]]) -> Turn:
    part = SOURCES.get(ctx.question.slots.get("source", ""))
    rows = [
        (ctx.say(names.in_a_list, each), next((s for s in scores if s.part is part), scores[0]))
        for each, scores in found
    ]
    text = ctx.say(texts.compare_scores, rows, texts.INDICATOR_PLACE)
    choices = menus.of_indicators([each.code for each, _ in found][: menus.MOST - 1])
    return Turn(replies=(ctx.reply(text, choices=(*choices, menus.TOTAL)),))


def _parts_compared(ctx: Context, name: str, public: Score, survey: Score) -> Turn:
    text = ctx.say(texts.compare_parts, name, public, survey)
    first = menus.INSTRUMENTS[1]
    if public.level is Level.ITEM:
        first = menus.ask("ข้อนี้ถามว่าอะไร", "question_text", public.code)
    choices = (first, menus.COMPARE, menus.TOTAL)
    return Turn(replies=(ctx.reply(text, choices=choices),))
