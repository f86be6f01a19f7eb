"""Scores held against each other: extremes, comparisons, and how the total comes about."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from data import facts
from data.published import Indicator, Level, Part, Score
from data.scoring import half_up
from handlers import menus, mirrors, why
from handlers.context import Context
from handlers.message import Message
from handlers.scores import (
    SOURCES,
    indicators_of,
    instrument_parts,
    item_codes,
    item_rows,
    missing_code,
    named_indicators,
    named_subindicators,
    split_codes,
)
from handlers.texts import comparisons as texts
from handlers.texts import names
from handlers.texts.comparisons import Bounds
from handlers.turn import Choice, Turn

LEVELS = {
    "item": (Level.ITEM,),
    "subindicator": (Level.SUBINDICATOR,),
    "indicator": (Level.INDICATOR,),
    "instrument": (Level.INSTRUMENT,),
}
EVERY_LEVEL = (Level.INDICATOR, Level.ITEM)
"""Where no scope was named, both are said: nobody gets the answer to another question."""

FEWEST_SHOWN = 3
OF_YEARS = re.compile(
    r"ปี|แต่ก่อน|เมื่อก่อน|รอบก่อน|รอบที่แล้ว|คราวก่อน|ครั้งก่อน|ดีขึ้น|แย่ลง|ขึ้น|ลง|year|before|previous|last|^$"
)
"""How one speaks of the year before; nothing at all is the button."""


async def answer_extremes(_: Message, ctx: Context) -> Turn:
    """The highest or lowest items, indicators or instruments."""
    slots = ctx.question.slots
    narrow = slots.get("indicator") or slots.get("source")
    levels = LEVELS.get(slots.get("scope", ""), (Level.ITEM,) if narrow else EVERY_LEVEL)
    if "limit" in slots:
        return await _beyond(ctx, levels)
    lowest = slots.get("direction") != "highest"
    edges = [await _edge(ctx, level, lowest=lowest) for level in levels]
    text = ctx.say(texts.extremes, edges, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=_after_extremes(levels[-1], lowest)),))


async def _beyond(ctx: Context, levels: Sequence[Level]) -> Turn:
    """Every score above, below, between or at the points that are named."""
    slots = ctx.question.slots
    if slots["direction"] == "exact":
        return await _exactly(ctx, Decimal(slots["limit"]))
    bounds = _bounds(slots)
    found = [
        score
        for level in levels
        for score in await _searched(ctx, level)
        if bounds.hold(half_up(score.points))
    ]
    over = bounds.least is not None
    found.sort(key=lambda score: score.points, reverse=over)
    text = ctx.say(texts.beyond, found, bounds, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=_after_extremes(levels[-1], lowest=not over)),))


def _bounds(slots: Mapping[str, str]) -> Bounds:
    limit = Decimal(slots["limit"])
    until = Decimal(slots["until"]) if "until" in slots else None
    if until is not None:
        least, most = sorted((limit, until))
        return Bounds(least, most, included=slots["direction"] == "between")
    return Bounds(limit, None) if slots["direction"] == "over" else Bounds(None, limit)


async def _exactly(ctx: Context, points: Decimal) -> Turn:
    """Every score of just so many points, whatever it is of."""
    slots = ctx.question.slots
    levels = (Level.ITEM,) if slots.get("scope") == "item" else tuple(Level)
    found = [
        score
        for level in levels
        for score in await ctx.read(facts.scores, ctx.fiscal_year, level)
        if half_up(score.points) == points and score.part.startswith(slots.get("instrument", ""))
    ]
    text = ctx.say(texts.exactly, found, points, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=(menus.LOWEST, menus.INDICATORS, menus.TOTAL)),))


async def answer_compare(message: Message, ctx: Context) -> Turn:
    """Two parts of an item, several items, indicators or instruments, else this year and the one
    before."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    if slots.get("scope") == "gap":
        return await mirrors.answer_gaps(ctx)
    if "mirror" in slots and (turn := await mirrors.answer_mirror(ctx)):
        return turn
    if codes := item_codes(slots.get("items", ""), slots.get("item", "")):
        return await _compare_items(message, ctx, codes)
    if codes := split_codes(slots.get("subs", "")):
        return _indicators_compared(ctx, await named_subindicators(ctx, codes))
    if codes := split_codes(slots.get("indicators", "") or slots.get("indicator", "")):
        return await _compare_indicators(message, ctx, codes)
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


async def _edge(ctx: Context, level: Level, *, lowest: bool) -> texts.Edge:
    found = await _searched(ctx, level)
    ordered = sorted(found, key=lambda score: score.points, reverse=not lowest)
    ties = [score for score in ordered if score.points == ordered[0].points]
    more = ordered[len(ties) : FEWEST_SHOWN]
    return texts.Edge(
        level,
        lowest,
        _within(ctx, level),
        [(score, await _name(ctx, score)) for score in ties],
        [(score, await _name(ctx, score)) for score in more],
        [score for score in ordered if score.points == ordered[-1].points],
    )


async def _searched(ctx: Context, level: Level) -> list[Score]:
    """The scores of *level* among which the edge is looked for: what the question narrows it to,
    or all of them. An indicator counts once, an instrument by its published parts."""
    if level is Level.INSTRUMENT:
        return await instrument_parts(ctx)
    found = list(await ctx.read(facts.scores, ctx.fiscal_year, level))
    if level is not Level.ITEM:
        found = [score for score in found if score.part in (Part.IIT, Part.EIT, Part.OIT)]
    slots = ctx.question.slots
    found = [score for score in found if score.part.startswith(slots.get("instrument", ""))]
    return await _narrowed(ctx, found) if level is Level.ITEM else found


async def _narrowed(ctx: Context, found: list[Score]) -> list[Score]:
    """Items of the part and the indicator that the question names; all where it names none."""
    slots = ctx.question.slots
    part = SOURCES.get(slots.get("source", ""))
    if part is not None:
        found = [score for score in found if score.part is part]
    indicator = slots.get("indicator", "")
    if indicator not in ctx.vocabulary.indicators:
        return found
    codes = {item.code for item in await ctx.read(facts.items_of, indicator, ctx.fiscal_year)}
    return [score for score in found if score.code in codes]


def _within(ctx: Context, level: Level) -> str:
    slots = ctx.question.slots
    if level is Level.ITEM and slots.get("indicator") in ctx.vocabulary.indicators:
        return ctx.say(names.indicator, slots["indicator"])
    if level is Level.ITEM and slots.get("source") in SOURCES:
        return ctx.say(names.part, SOURCES[slots["source"]])
    return slots.get("instrument", "") if level is not Level.INSTRUMENT else ""


async def _compare_items(message: Message, ctx: Context, codes: Sequence[str]) -> Turn:
    rows = await item_rows(ctx, codes)
    if not rows:
        return await compare_years(message, ctx)
    choices = (*menus.of_items([item.code for item, _ in rows]), menus.COMPARE)
    if len(rows) > 1:
        text = ctx.say(texts.compare_items, rows, ctx.fiscal_year)
        return Turn(replies=(ctx.reply(text, choices=choices),))
    item, scores = rows[0]
    if len(scores) == 2:
        return _parts_compared(ctx, ctx.say(names.item, item.code), *scores)
    text = ctx.say(texts.one_part_only, item, scores[0])
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _compare_indicators(message: Message, ctx: Context, codes: Sequence[str]) -> Turn:
    found = await named_indicators(ctx, codes)
    if len(codes) > 1:
        return _indicators_compared(ctx, found)
    each, scores = found[0]
    if len(found) == 1 and len(scores) == 3:
        return _parts_compared(ctx, ctx.say(names.indicator_called, each), *scores[1:])
    return await compare_years(message, ctx)


def _indicators_compared(ctx: Context, found: Sequence[tuple[Indicator, Sequence[Score]]]) -> Turn:
    rows = [(ctx.say(names.in_a_list, each), scores[0]) for each, scores in found]
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


async def _name(ctx: Context, score: Score) -> str:
    if score.level is Level.ITEM:
        item = await ctx.read(facts.item, score.code, ctx.fiscal_year)
        return (item.text or "") if item else ""
    each = await ctx.read(facts.indicator, score.code, ctx.fiscal_year)
    return each.name if each else ""


def _after_extremes(level: Level, lowest: bool) -> tuple[Choice, ...]:
    label, other = ("ดูที่สูงสุด", "highest") if lowest else ("ดูที่ต่ำสุด", "lowest")
    across = menus.LOWEST_INDICATOR if level is Level.ITEM else menus.LOWEST
    flipped = menus.ask(label, "score_extremes", str(level), other)
    return (flipped, across, menus.WHAT_IF, menus.MEASURES)
