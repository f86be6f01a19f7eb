"""Scores at every level, their wording, extremes, comparisons, and how the total comes about."""

from collections.abc import Sequence
from decimal import Decimal

from data import facts
from data.published import Indicator, Item, Level, Part, Score
from handlers import menus
from handlers.context import Context
from handlers.message import Message
from handlers.texts import scores as texts
from handlers.texts.thai import points
from handlers.turn import Card, CardRow, Choice, Reply, Turn
from handlers.understanding.question import Vocabulary

SOURCES = {"public": Part.EIT_PUBLIC, "survey": Part.EIT_SURVEY}
MOST_LISTED = 6
MOST_SEVERAL = 12
PARTS_SHOWN = (Part.IIT, Part.EIT_PUBLIC, Part.EIT_SURVEY, Part.OIT)


async def answer_total(_: Message, ctx: Context) -> Turn:
    """The agency's overall result."""
    result = await ctx.read(facts.result, ctx.fiscal_year)
    assert result is not None
    instruments = [
        score
        for score in await ctx.read(facts.scores, ctx.fiscal_year, Level.INSTRUMENT)
        if score.part in PARTS_SHOWN
    ]
    text = texts.total(result, instruments)
    rows = tuple(CardRow(texts.SHORT_PARTS[each.part], points(each.points)) for each in instruments)
    card = Card(
        title=f"ผลประเมิน ITA ปี {ctx.fiscal_year}",
        headline=f"{points(result.total.points)} {result.level}",
        rows=rows,
        footnote=texts.source(ctx.fiscal_year),
    )
    choices = (*menus.INSTRUMENTS, menus.EXPLAIN, menus.LOWEST, menus.COMPARE)
    return Turn(replies=(Reply(text, choices=choices, card=card),))


async def answer_instrument(message: Message, ctx: Context) -> Turn:
    """One instrument, or one part of EIT, with its indicators."""
    name = ctx.question.slots.get("instrument", "")
    part = SOURCES.get(ctx.question.slots.get("source", ""))
    name = "EIT" if part is not None else name
    scores = await ctx.read(facts.instrument_scores, name, ctx.fiscal_year) if name else ()
    if not scores:
        return await answer_total(message, ctx)
    if part is not None:
        scores = tuple(score for score in scores if score.part is part)
    inside = await _indicators_of(ctx, name, part or Part(name))
    text = texts.instrument(name, scores, inside)
    choices = tuple(
        menus.ask(f"ตัวชี้วัดที่ {each.code}", "score_indicator", each.code) for each, _ in inside
    )
    card = _card(name, scores[0], inside)
    return Turn(replies=(Reply(text, choices=(*choices, menus.TOTAL), card=card),))


async def answer_indicator(message: Message, ctx: Context) -> Turn:
    """One indicator with what it consists of, or all ten."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    codes = [code for code in slots.get("indicators", slots.get("indicator", "")).split(",") if code]
    replies = [reply for code in codes[:5] if (reply := await _indicator(ctx, code))]
    if replies:
        return Turn(replies=tuple(replies))
    found = [
        (each, scores[0])
        for each in await ctx.read(facts.indicators, ctx.fiscal_year)
        if (scores := await ctx.read(facts.indicator_scores, each.code, ctx.fiscal_year))
    ]
    choices = tuple(
        menus.ask(f"ตัวชี้วัดที่ {each.code}", "score_indicator", each.code) for each, _ in found
    )
    text = texts.all_indicators(found, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_subindicator(message: Message, ctx: Context) -> Turn:
    """One sub-indicator with its items."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    reply = await _indicator(ctx, ctx.question.slots.get("sub", ""))
    if reply is not None:
        return Turn(replies=(reply,))
    return await answer_indicator(message, ctx)


async def answer_item(message: Message, ctx: Context) -> Turn:
    """One item (or several): its points, its wording, and where it belongs."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    if "," in slots.get("items", ""):
        return await _several_items(ctx, slots["items"].split(","))
    item = await ctx.read(facts.item, slots.get("item", ""), ctx.fiscal_year)
    if item is None:
        return Turn(replies=(ctx.reply(texts.which_item(), choices=(menus.LOWEST, menus.TOTAL)),))
    scores = await ctx.read(facts.item_scores, item.code, ctx.fiscal_year)
    part = SOURCES.get(slots.get("source", ""))
    chosen = [score for score in scores if part in (None, score.part)] or list(scores)
    indicator = await ctx.read(facts.indicator, item.indicator, ctx.fiscal_year)
    whole = await ctx.read(facts.indicator_scores, item.indicator, ctx.fiscal_year)
    assert indicator is not None
    text = texts.item(item, chosen, indicator.name, whole[0])
    rows = tuple(CardRow(texts.SHORT_PARTS[each.part], points(each.points)) for each in chosen)
    card = Card(f"ข้อ {item.code}", points(chosen[0].points), rows, item.text or item.note)
    choices = menus.after_item(chosen[0], item.indicator)
    return Turn(replies=(Reply(text, choices=choices, card=card),))


async def answer_wording(message: Message, ctx: Context) -> Turn:
    """What an item asks."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    item = await ctx.read(facts.item, ctx.question.slots.get("item", ""), ctx.fiscal_year)
    if item is None:
        return Turn(replies=(ctx.reply(texts.which_item(), choices=(menus.LOWEST, menus.TOTAL)),))
    choices = (menus.ask(f"คะแนน {item.code}", "score_item", item.code), menus.TOTAL)
    return Turn(replies=(ctx.reply(texts.wording(item), choices=choices),))


async def answer_extremes(_: Message, ctx: Context) -> Turn:
    """The highest or lowest items, indicators or instruments."""
    slots = ctx.question.slots
    level = {"item": Level.ITEM, "instrument": Level.INSTRUMENT}.get(
        slots.get("scope", ""), Level.INDICATOR
    )
    lowest = slots.get("direction", "lowest") == "lowest"
    found = [
        score
        for score in await ctx.read(facts.scores, ctx.fiscal_year, level)
        if level is not Level.INDICATOR or score.part in (Part.IIT, Part.EIT, Part.OIT)
    ]
    found = [score for score in found if (score.part, level) != (Part.EIT, Level.INSTRUMENT)]
    edge = (min if lowest else max)(score.points for score in found)
    ordered = sorted(found, key=lambda score: score.points, reverse=not lowest)
    shown = [score for score in ordered if score.points == edge]
    title = f"{_LEVEL_NAMES[level]}ที่ได้{'ต่ำสุด' if lowest else 'สูงสุด'}"
    rows = [(score, await _name(ctx, score)) for score in shown[:MOST_LISTED]]
    if lowest and len(shown) < 3:
        rows += [(score, await _name(ctx, score)) for score in ordered[len(shown) : 3]]
        title = f"{_LEVEL_NAMES[level]}ที่ได้ต่ำสุด เรียงจากต่ำ"
    text = texts.extremes(title, rows, max(0, len(shown) - MOST_LISTED), ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=_after_extremes(level, lowest)),))


_LEVEL_NAMES = {
    Level.ITEM: "ข้อ",
    Level.INDICATOR: "ตัวชี้วัด",
    Level.INSTRUMENT: "แบบวัด",
}


async def answer_compare(message: Message, ctx: Context) -> Turn:
    """Two parts of an item, several items, the instruments, or this year and the one before."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    if "," in slots.get("items", ""):
        return await _several_items(ctx, slots["items"].split(","))
    item = await ctx.read(facts.item, slots.get("item", ""), ctx.fiscal_year)
    if item is not None and item.instrument == "EIT":
        public, survey = await ctx.read(facts.item_scores, item.code, ctx.fiscal_year)
        choices = (menus.ask("ข้อนี้ถามว่าอะไร", "question_text", item.code), menus.COMPARE)
        return Turn(replies=(ctx.reply(texts.compare_parts(item, public, survey), choices=choices),))
    if item is not None:
        return await answer_item(message, ctx)
    if slots.get("scope") == "instrument" or slots.get("instrument"):
        return await _compare_instruments(ctx)
    result = await ctx.read(facts.result, ctx.fiscal_year)
    assert result is not None
    choices = (menus.TOTAL, menus.EXPLAIN, menus.LOWEST)
    return Turn(replies=(ctx.reply(texts.compare_years(result), choices=choices),))


async def answer_explain(_: Message, ctx: Context) -> Turn:
    """How the total comes about."""
    whole = await ctx.read(facts.score, ctx.fiscal_year, Part.ALL, "total")
    iit, eit, oit = [
        (await ctx.read(facts.instrument_scores, name, ctx.fiscal_year))[0]
        for name in ("IIT", "EIT", "OIT")
    ]
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    assert whole is not None
    weights: dict[str, Decimal] = dict(structure.weights)
    text = texts.explain(iit, eit, oit, whole, weights)
    return Turn(replies=(ctx.reply(text, choices=(menus.WHAT_IF, menus.TOTAL, menus.LOWEST)),))


async def missing_code(_: Message, ctx: Context) -> Turn:
    """A code that does not exist: say which do."""
    text = texts.no_such_code(ctx.question.slots["missing"], existing(ctx.vocabulary))
    return Turn(replies=(ctx.reply(text, choices=(menus.TOTAL, menus.MEASURES, menus.HELP)),))


def existing(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Which codes there are, a line a family."""
    families = [
        _span([code for code in vocabulary.items if code.startswith(letter)]) for letter in "ieo"
    ]
    measures = ", ".join(sorted(vocabulary.measures))
    return (
        f"ข้อ {' '.join(families)}",
        f"ตัวชี้วัดที่ {_span(list(vocabulary.indicators))}"
        f" ตัวชี้วัดย่อย {', '.join(sorted(vocabulary.subindicators, key=_number))}",
        f"ประเด็นที่ {_span(list(vocabulary.topics))} มาตรการ {measures}",
    )


def _span(codes: Sequence[str]) -> str:
    ordered = sorted(codes, key=_number)
    return f"{ordered[0]}-{ordered[-1]}" if ordered else ""


def _number(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.strip("ieo").split("."))


async def _indicator(ctx: Context, code: str) -> Reply | None:
    each = await ctx.read(facts.indicator, code, ctx.fiscal_year)
    if each is None:
        return None
    scores = await ctx.read(facts.indicator_scores, code, ctx.fiscal_year)
    subs = [
        (sub, (await ctx.read(facts.indicator_scores, sub.code, ctx.fiscal_year))[0])
        for sub in await ctx.read(facts.subindicators, ctx.fiscal_year)
        if sub.code.split(".")[0] == code
    ]
    if subs:
        choices = tuple(
            menus.ask(f"ย่อยที่ {sub.code}", "score_subindicator", sub.code) for sub, _ in subs
        )
        text = texts.subindicators(each, scores[0], subs)
        card = _card(f"ตัวชี้วัดที่ {code}", scores[0], subs)
        return Reply(text, choices=(*choices, menus.TOTAL), card=card)
    items = await ctx.read(facts.items_of, code, ctx.fiscal_year)
    rows = [
        (item, await ctx.read(facts.item_scores, item.code, ctx.fiscal_year)) for item in items
    ]
    shown = tuple(
        CardRow(item.code, " / ".join(points(score.points) for score in found))
        for item, found in rows
    )
    title = f"ตัวชี้วัด{'ย่อย' if '.' in code else ''}ที่ {code} {each.name}"
    card = Card(title, points(scores[0].points), shown, texts.source(ctx.fiscal_year))
    choices = tuple(menus.ask(item.code, "score_item", item.code) for item, _ in rows)
    text = texts.indicator(each, scores, rows)
    return Reply(text, choices=(*choices[:10], menus.TOTAL), card=card)


async def _several_items(ctx: Context, codes: Sequence[str]) -> Turn:
    rows: list[tuple[Item, Sequence[Score]]] = []
    for code in codes[:MOST_SEVERAL]:
        item = await ctx.read(facts.item, code, ctx.fiscal_year)
        if item is not None:
            rows.append((item, await ctx.read(facts.item_scores, code, ctx.fiscal_year)))
    choices = tuple(menus.ask(item.code, "score_item", item.code) for item, _ in rows[:10])
    text = texts.several_items(rows, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=(*choices, menus.TOTAL)),))


async def _compare_instruments(ctx: Context) -> Turn:
    found = [
        score
        for score in await ctx.read(facts.scores, ctx.fiscal_year, Level.INSTRUMENT)
        if score.part in PARTS_SHOWN
    ]
    text = texts.compare_instruments(found, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=(*menus.INSTRUMENTS, menus.EXPLAIN)),))


async def _indicators_of(
    ctx: Context, instrument: str, part: Part
) -> list[tuple[Indicator, Score]]:
    found = []
    for each in await ctx.read(facts.indicators, ctx.fiscal_year):
        score = await ctx.read(facts.score, ctx.fiscal_year, part, each.code)
        if each.instrument == instrument and score is not None:
            found.append((each, score))
    return found


def _card(title: str, whole: Score, inside: Sequence[tuple[Indicator, Score]]) -> Card:
    rows = tuple(CardRow(f"{each.code} {each.name}", points(score.points)) for each, score in inside)
    return Card(title, points(whole.points), rows, texts.source(whole.fiscal_year))


async def _name(ctx: Context, score: Score) -> str:
    if score.level is Level.ITEM:
        item = await ctx.read(facts.item, score.code, ctx.fiscal_year)
        return (item.text or "") if item else ""
    if score.level is Level.INSTRUMENT:
        return ""
    each = await ctx.read(facts.indicator, score.code, ctx.fiscal_year)
    return each.name if each else ""


def _after_extremes(level: Level, lowest: bool) -> tuple[Choice, ...]:
    other = "highest" if lowest else "lowest"
    label = "ดูที่สูงสุด" if lowest else "ดูที่ต่ำสุด"
    scope = str(level)
    across = (
        menus.ask("ดูเป็นตัวชี้วัด", "score_extremes", "indicator", "lowest")
        if level is Level.ITEM
        else menus.LOWEST
    )
    return (menus.ask(label, "score_extremes", scope, other), across, menus.WHAT_IF, menus.MEASURES)
