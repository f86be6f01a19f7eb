"""What if items had scored otherwise: the exact chain up to the total."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from data import facts
from data.published import Item, Level, Part
from data.scoring import EIT_PARTS, TOTAL, Key, Structure, half_up, recompute
from handlers import menus
from handlers.context import Context
from handlers.informing import goals, why
from handlers.informing.scores import (
    SOURCES,
    codes_at_the_edge,
    item_codes,
    item_rows,
    missing_code,
    part_meant,
    split_codes,
)
from handlers.message import Message
from handlers.texts import comparisons as texts
from handlers.texts.comparisons import Step
from handlers.turn import Turn

FULL = Decimal(100)
Changes = dict[Key, Decimal]
Levels = dict[Key, Level]

PARTS_OF_THE_WHOLE = frozenset({"instrument", "indicator", "sub"})
"""Of which a goal is answered by what they have now and what pulls them down."""

PROVEN = frozenset({"10.2"})
"""Sub-indicators whose items the report itself proves; of the others it does not say them."""

MOST_MOVING = 6
"""Items of a whole indicator that are shown one by one."""


async def answer_what_if(message: Message, ctx: Context) -> Turn:
    """Change items' points and follow them to the total; without any, say what would raise it."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    if "goal" in slots and "item" in slots:
        return await goals.answer_needed(ctx, slots["goal"], slots["item"])
    if "goal" in slots:
        pulled_down = await why.answer_why(ctx) if slots.keys() & PARTS_OF_THE_WHOLE else None
        return pulled_down or await goals.answer_goal(ctx, slots["goal"])
    if not slots.keys() & {"item", "items"}:
        if groups := _groups(slots):
            return await _whole_groups(ctx, groups)
        if slots.get("instruments"):
            return await _several_instruments(ctx, split_codes(slots["instruments"]))
        if slots.get("instrument"):
            return await _whole_instrument(ctx, slots["instrument"])
    codes = item_codes(slots.get("items", ""), slots.get("item", ""))
    codes = codes or await codes_at_the_edge(ctx)
    items = [item for item, _ in await item_rows(ctx, codes)]
    if items and "step" in slots:
        return await _stepped(ctx, items, split_codes(slots["step"]))
    raw = split_codes(slots.get("values", "") or slots.get("value", ""))
    values = [_value(text) for text in raw]
    known = [value for value in values if value is not None]
    if "moves" in slots:
        return await goals.answer_moves(ctx)
    if not items or len(known) != len(values) or len(known) not in (1, len(items)):
        return _how(ctx, items, out_of_range=bool(raw) and len(known) != len(values))
    wished = known * len(items) if len(known) == 1 else known
    changes = {
        (part, item.code): value
        for item, value in zip(items, wished, strict=True)
        for part in await _parts_meant(ctx, item)
    }
    return await _followed(ctx, items, changes)


async def _stepped(ctx: Context, items: Sequence[Item], steps: Sequence[str]) -> Turn:
    """Items that gain or lose points from what they have: all the same, or each its own."""
    if len(steps) not in (1, len(items)):
        return _how(ctx, items, out_of_range=False)
    slots = ctx.question.slots
    before = {
        (score.part, score.code): score.points
        for score in await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    }
    each = list(steps) * len(items) if len(steps) == 1 else steps
    changes = {
        (part, item.code): before[part, item.code] + Decimal(step)
        for item, step in zip(items, each, strict=True)
        for part in _parts(item, part_meant(slots, item.code))
    }
    if not all(0 <= value <= FULL for value in changes.values()):
        return _how(ctx, items, out_of_range=True)
    return await _followed(ctx, items, changes)


async def _stepped_instrument(
    ctx: Context, instrument: str, structure: Structure, step: Decimal
) -> Turn:
    """An instrument that gains or loses points: the total follows by its weight."""
    scores = await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    before = recompute({(score.part, score.code): score.points for score in scores}, structure)
    old, total = before[Part(instrument), instrument], before[TOTAL]
    if not 0 <= old + step <= FULL:
        return _how(ctx, (), out_of_range=True)
    moved = total + structure.weights[instrument] * step
    chain = [
        Step(Part(instrument), instrument, Level.INSTRUMENT, old, old + step),
        Step(*TOTAL, Level.TOTAL, total, moved),
    ]
    told = [ctx.say(texts.instrument_changed, Part(instrument), old + step)]
    return _told(ctx, told, chain)


async def _several_instruments(ctx: Context, names: Sequence[str]) -> Turn:
    """Several instruments with other points: the total follows by their weights."""
    slots = ctx.question.slots
    raw = split_codes(slots.get("values", "") or slots.get("value", ""))
    values = [value for text in raw if (value := _value(text)) is not None]
    if len(values) != len(raw) or len(values) not in (1, len(names)):
        return _how(ctx, (), out_of_range=len(values) != len(raw))
    wished = dict(zip(names, values * len(names) if len(values) == 1 else values, strict=True))
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    scores = await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    before = recompute({(score.part, score.code): score.points for score in scores}, structure)
    chain = [
        Step(Part(name), name, Level.INSTRUMENT, before[Part(name), name], value)
        for name, value in wished.items()
    ]
    moved = sum((structure.weights[s.code] * (s.after - s.before) for s in chain), before[TOTAL])
    chain.append(Step(*TOTAL, Level.TOTAL, before[TOTAL], moved))
    told = [ctx.say(texts.instrument_changed, Part(name), to) for name, to in wished.items()]
    return _told(ctx, told, chain)


async def _followed(ctx: Context, items: Sequence[Item], changes: Changes) -> Turn:
    """The *changes* of *items*, followed to the total."""
    steps = {**dict.fromkeys(changes, Level.ITEM), **_above(items, changes)}
    chain = await _chain(ctx, changes, steps)
    told = [ctx.say(texts.changed, part, code, to) for (part, code), to in changes.items()]
    both = any({(part, item.code) for part in EIT_PARTS} <= changes.keys() for item in items)
    return _told(ctx, told, chain, both_parts=both)


def _told(
    ctx: Context, changes: Sequence[str], chain: Sequence[Step], *, both_parts: bool = False
) -> Turn:
    """The chain in words, with whether the total that is asked after is reached."""
    target = _value(ctx.question.slots.get("target", ""))
    grouped = any(step.level is Level.SUBINDICATOR for step in chain)
    text = ctx.say(
        texts.what_if,
        changes,
        chain,
        ctx.fiscal_year,
        target,
        both_parts=both_parts,
        grouped=grouped and not all(step.code in PROVEN for step in chain if "." in step.code),
    )
    return Turn(replies=(ctx.reply(text, choices=(menus.EXPLAIN, menus.LOWEST, menus.MEASURES)),))


def _groups(slots: Mapping[str, str]) -> list[str]:
    """The sub-indicators or indicators that are named."""
    found = (
        split_codes(slots.get(slot, "")) for slot in ("subs", "sub", "indicators", "indicator")
    )
    return next((codes for codes in found if codes), [])


async def _whole_groups(ctx: Context, codes: Sequence[str]) -> Turn:
    """Indicators or sub-indicators with other points: as if each of their items had them."""
    slots = ctx.question.slots
    raw = split_codes(slots.get("values", "") or slots.get("value", ""))
    values = [value for text in raw if (value := _value(text)) is not None]
    inside = [await ctx.read(facts.items_of, code, ctx.fiscal_year) for code in codes]
    items = [item for each in inside for item in each]
    if not items or len(values) != len(raw) or len(values) not in (1, len(codes)):
        return _how(ctx, items[:1], out_of_range=len(values) != len(raw))
    wished = values * len(codes) if len(values) == 1 else values
    changes = {
        (part, item.code): value
        for each, value in zip(inside, wished, strict=True)
        for item in each
        for part in _parts(item, SOURCES.get(slots.get("source", "")))
    }
    steps = {**dict.fromkeys(changes, Level.ITEM), **_above(items, changes)}
    chain = _moving(await _chain(ctx, changes, steps))
    told = [ctx.say(texts.group_changed, *each) for each in zip(codes, wished, strict=True)]
    return _told(ctx, told, chain)


async def _whole_instrument(ctx: Context, instrument: str) -> Turn:
    """Every item of an instrument, of one part of EIT, or of ALL, with the same points."""
    slots = ctx.question.slots
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    if (
        "," not in slots.get("step", ",")
        and "every" not in slots
        and instrument in structure.weights
        and "source" not in slots
    ):
        return await _stepped_instrument(ctx, instrument, structure, Decimal(slots["step"]))
    raw = split_codes(slots.get("values", "") or slots.get("value", ""))
    value = _value(raw[0]) if len(raw) == 1 else None
    every = await ctx.read(facts.items, ctx.fiscal_year)
    left = split_codes(slots.get("without", ""))
    items = [
        item
        for item in every
        if instrument in (item.instrument, Part.ALL) and not {item.code, item.indicator} & {*left}
    ]
    if value is None or not items:
        return _how(ctx, items[:1], out_of_range=bool(raw))
    source = slots.get("source", "")
    of_eit = SOURCES.get(source)
    changes = {(part, item.code): value for item in items for part in _parts(item, of_eit)}
    chain = await _chain(ctx, changes, _above(items, changes))
    part = SOURCES.get(source, Part(instrument))
    told = [ctx.say(texts.all_changed, part, value, left)]
    return _told(ctx, told, chain)


def _how(ctx: Context, items: Sequence[Item], *, out_of_range: bool) -> Turn:
    example = items[0].code if items else menus.EXAMPLE_ITEM
    text = ctx.say(texts.what_if_how, example, ctx.fiscal_year, out_of_range=out_of_range)
    full = menus.ask(f"ถ้า {example} ได้ 100", "what_if", example, "100")
    return Turn(replies=(ctx.reply(text, choices=(full, menus.EXPLAIN, menus.LOWEST)),))


async def _chain(ctx: Context, changes: Changes, steps: Levels) -> list[Step]:
    """Every one of *steps* on the way from the changed items to the total, exact."""
    before = {
        (score.part, score.code): score.points
        for score in await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    }
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    after = {**before, **changes}
    old = {**before, **recompute(before, structure)}
    new = {**after, **recompute(after, structure)}
    return [Step(*key, level, old[key], new[key]) for key, level in steps.items()]


def _moving(chain: Sequence[Step]) -> list[Step]:
    """The chain with the items that move, where they are few; the others stay as they are."""
    moving = [s for s in chain if s.level is Level.ITEM and s.before != s.after]
    shown = moving if len(moving) <= MOST_MOVING else []
    return [*shown, *(step for step in chain if step.level is not Level.ITEM)]


def _above(items: Sequence[Item], changes: Changes) -> Levels:
    """Everything on the way from the items to the total, lower levels first, each once."""
    return dict([*_indicators(items), *_instruments(items, changes), (TOTAL, Level.TOTAL)])


def _indicators(items: Sequence[Item]) -> Iterator[tuple[Key, Level]]:
    for item in items:
        if item.subindicator:
            yield (Part(item.instrument), item.subindicator), Level.SUBINDICATOR
    for item in items:
        yield (Part(item.instrument), item.indicator), Level.INDICATOR


def _instruments(items: Sequence[Item], changes: Changes) -> Iterator[tuple[Key, Level]]:
    for part in EIT_PARTS:
        if any(changed is part for changed, _ in changes):
            yield (part, "EIT"), Level.INSTRUMENT
    for item in items:
        yield (Part(item.instrument), item.instrument), Level.INSTRUMENT


def _parts(item: Item, part: Part | None) -> tuple[Part, ...]:
    """Where an item is measured; of EIT only in *part*, where one is named."""
    if item.instrument != "EIT":
        return (Part(item.instrument),)
    return (part,) if part is not None else EIT_PARTS


async def _parts_meant(ctx: Context, item: Item) -> tuple[Part, ...]:
    """The parts of an item whose points change: the one that had, or is misprinted as, the points
    that are named; else the one that is named, or both."""
    slots = ctx.question.slots
    parts = _parts(item, part_meant(slots, item.code))
    scores = await ctx.read(facts.item_scores, item.code, ctx.fiscal_year)
    had, value = _value(slots.get("from", "")), slots.get("value", "")
    meant = [
        score.part
        for score in scores
        if half_up(score.points) == had
        or (score.points != _value(value) and score.printed == value)
    ]
    return (meant[0],) if len(meant) == 1 and meant[0] in parts else parts


def _value(text: str) -> Decimal | None:
    """Points out of 100 to two decimals; None where it is no such number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return abs(half_up(value)) if value.is_finite() and 0 <= value <= FULL else None
