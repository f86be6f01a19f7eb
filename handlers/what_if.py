"""What if an item had scored otherwise: the exact chain up to the total."""

from decimal import Decimal, InvalidOperation

from data import facts
from data.published import Item, Level, Part
from data.scoring import EIT_PARTS, TOTAL, Key, recompute
from handlers import menus
from handlers.context import Context
from handlers.message import Message
from handlers.scores import SOURCES, missing_code
from handlers.texts import scores as texts
from handlers.texts.thai import points
from handlers.turn import Turn


async def answer_what_if(message: Message, ctx: Context) -> Turn:
    """Change one item's points and follow it to the total; without one, say how to ask."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    item = await ctx.read(facts.item, slots.get("item", ""), ctx.fiscal_year)
    value = _value(slots.get("value", ""))
    if item is None or value is None:
        lowest = "o43" if "o43" in ctx.vocabulary.items else min(ctx.vocabulary.items)
        text = texts.what_if_how(item.code if item else lowest)
        return Turn(replies=(ctx.reply(text, choices=(menus.WHAT_IF, menus.EXPLAIN)),))
    before = {
        (score.part, score.code): score.points
        for score in await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    }
    parts = _parts(item, slots.get("source", ""))
    after = {**before, **{(part, item.code): value for part in parts}}
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    old, new = recompute(before, structure), recompute(after, structure)
    names = [(_item_name(item, part), (part, item.code)) for part in parts]
    chain = [(name, before[key], after[key]) for name, key in names]
    chain += [(name, old[key], new[key]) for name, key in _above(item, parts)]
    changes = [f"{name} ได้ {points(value)}" for name, _ in names]
    text = texts.what_if(changes, chain, ctx.fiscal_year)
    choices = (menus.EXPLAIN, menus.LOWEST, menus.MEASURES)
    return Turn(replies=(ctx.reply(text, choices=choices),))


def _above(item: Item, parts: tuple[Part, ...]) -> list[tuple[str, Key]]:
    """Everything on the way from the item to the total, with its name."""
    main = Part(item.instrument)
    steps: list[tuple[str, Key]] = []
    if item.subindicator:
        steps.append((f"ตัวชี้วัดย่อยที่ {item.subindicator}", (main, item.subindicator)))
    steps.append((f"ตัวชี้วัดที่ {item.indicator}", (main, item.indicator)))
    steps += [(texts.SHORT_PARTS[part], (part, "EIT")) for part in parts if part is not main]
    steps.append((item.instrument, (main, item.instrument)))
    return [*steps, ("คะแนนรวม", TOTAL)]


def _parts(item: Item, source: str) -> tuple[Part, ...]:
    if item.instrument != "EIT":
        return (Part(item.instrument),)
    return (SOURCES[source],) if source in SOURCES else EIT_PARTS


def _item_name(item: Item, part: Part) -> str:
    return f"{item.code} {texts.SHORT_PARTS[part]}" if part in EIT_PARTS else item.code


def _value(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 100 else None


