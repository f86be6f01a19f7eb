"""Extremes: the lowest and the highest, ranks, and what lies above, below or at some points."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from data import facts
from data.published import Basis, Level, Part, Score
from data.scoring import half_up
from handlers import menus
from handlers.context import Context
from handlers.informing.scores import SOURCES, instrument_parts, split_codes
from handlers.message import Message
from handlers.texts import extremes as texts
from handlers.texts import names
from handlers.texts.extremes import Bounds
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
MOST_BEFORE = 6
"""Scores before a rank that are shown too, and such as share the last place."""


async def answer_extremes(_: Message, ctx: Context) -> Turn:
    """The highest or lowest items, indicators or instruments; those of a rank, or so many."""
    slots = ctx.question.slots
    narrow = (
        slots.get("indicator")
        or slots.get("source")
        or slots.get("without", "").strip("0123456789,.")
    )
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
    included = slots["direction"] == "between" or "included" in slots
    if until is not None:
        return Bounds(min(limit, until), max(limit, until), included)
    over = slots["direction"] == "over"
    return Bounds(limit if over else None, None if over else limit, included)


async def _exactly(ctx: Context, points: Decimal) -> Turn:
    """Every score of just so many points, whatever it is of."""
    slots = ctx.question.slots
    levels = LEVELS.get(slots.get("scope", ""), tuple(Level))
    every = [s for each in levels for s in await ctx.read(facts.scores, ctx.fiscal_year, each)]
    found = [
        score
        for score in every
        if half_up(score.points) == points
        and score.part.startswith(slots.get("instrument", ""))
        and SOURCES.get(slots.get("source", "")) in (None, score.part)
    ]
    misprinted = [s for s in every if s.basis is Basis.CORRECTED and s.printed == str(points)]
    result = await ctx.read(facts.result, ctx.fiscal_year)
    before = result.previous if result and result.previous else None
    before = before if before and before.points == points else None
    text = ctx.say(texts.exactly, found, points, ctx.fiscal_year, misprinted, before)
    return Turn(replies=(ctx.reply(text, choices=(menus.LOWEST, menus.INDICATORS, menus.TOTAL)),))


async def _edge(ctx: Context, level: Level, *, lowest: bool) -> texts.Edge:
    """One end of *level*: what has the rank that is asked for, else the first, and what follows."""
    slots = ctx.question.slots
    found = await _searched(ctx, level)
    ordered = sorted(found, key=lambda score: score.points, reverse=not lowest)
    values = list(dict.fromkeys(score.points for score in ordered))
    rank = _rank(slots, ordered, values)
    ties = [score for score in ordered if score.points == values[rank - 1]]
    rest = [score for score in ordered if score not in ties]
    if rank > 1:
        more = [score for score in rest if score.points in values[: rank - 1]]
        more = more if len(more) <= MOST_BEFORE else []
    else:
        more = _next(rest, max(int(slots.get("count", "0")), FEWEST_SHOWN) - len(ties))
    return texts.Edge(
        level,
        lowest,
        _within(ctx, level),
        [(score, await _name(ctx, score)) for score in ties],
        [(score, await _name(ctx, score)) for score in more],
        [score for score in ordered if score.points == values[-1]],
        rank,
    )


def _next(rest: Sequence[Score], count: int) -> list[Score]:
    """The next *count*, and what shares its points with the last of them where that is little."""
    shown = list(rest[: max(count, 0)])
    equal = [score for score in rest[len(shown) :] if shown and score.points == shown[-1].points]
    return shown + equal if len(equal) <= MOST_BEFORE else shown


def _rank(slots: Mapping[str, str], ordered: Sequence[Score], values: Sequence[Decimal]) -> int:
    """Which rank is asked for, equal points sharing one; the last where there are fewer."""
    rank = int(slots.get("rank", "1"))
    after = [score.points for score in ordered if score.code == slots.get("after")]
    if after:
        rank = values.index(after[0]) + 2
    return min(rank, len(values))


async def _searched(ctx: Context, level: Level) -> list[Score]:
    """The scores of *level* among which the edge is looked for: what the question narrows it to,
    or all of them. An indicator counts once, an instrument by its published parts."""
    if level is Level.INSTRUMENT:
        return await instrument_parts(ctx)
    slots = ctx.question.slots
    left_out = split_codes(slots.get("without", ""))
    every = await ctx.read(facts.scores, ctx.fiscal_year, level)
    found = [score for score in every if score.code not in left_out]
    if level is not Level.ITEM:
        part = SOURCES.get(slots.get("source", ""))
        parts = (part,) if part else (Part.IIT, Part.EIT, Part.OIT)
        found = [score for score in found if score.part in parts]
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
    if level is not Level.INSTRUMENT and slots.get("source") in SOURCES:
        return ctx.say(names.part, SOURCES[slots["source"]])
    return slots.get("instrument", "") if level is not Level.INSTRUMENT else ""


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
