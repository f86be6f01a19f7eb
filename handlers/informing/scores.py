"""Scores at every level, and the wording of items."""

import re
from collections.abc import Mapping, Sequence

from data import facts
from data.published import Indicator, Item, Level, Part, Score
from handlers import menus
from handlers.context import Context
from handlers.message import Message
from handlers.texts import names
from handlers.texts import scores as texts
from handlers.texts.endings import source
from handlers.texts.thai import points
from handlers.turn import Card, CardRow, Reply, Turn
from handlers.understanding.question import Vocabulary

SOURCES = {"public": Part.EIT_PUBLIC, "survey": Part.EIT_SURVEY}
PARTS_SHOWN = (Part.IIT, Part.EIT_PUBLIC, Part.EIT_SURVEY, Part.OIT)
MOST_SEVERAL = 45

PRINTED = re.compile(r"พิมพ์|ผิด|86\.93|ตัวไหน|อันไหน|ยึด|printed|misprint|\bwrong\b")
"""How one asks after a misprint."""

Rows = list[tuple[Item, Sequence[Score]]]


async def answer_total(_: Message, ctx: Context) -> Turn:
    """The agency's overall result."""
    result = await ctx.read(facts.result, ctx.fiscal_year)
    assert result is not None
    instruments = await instrument_parts(ctx)
    newest = ctx.fiscal_year == max(ctx.vocabulary.years)
    card = Card(
        title=f"ผลประเมิน ITA ปี {ctx.fiscal_year}",
        headline=f"{points(result.total.points)} {result.level}",
        rows=tuple(
            CardRow(texts.SHORT_PARTS[each.part], texts.whole(each)) for each in instruments
        ),
        footnote=source(ctx.fiscal_year),
    )
    text = ctx.say(texts.total, result, instruments, ctx.agency.short_name, newest=newest)
    choices = (*menus.INSTRUMENTS, menus.LOWEST, menus.COMPARE)
    return Turn(replies=(Reply(text, choices=choices, card=card),))


async def answer_instrument(message: Message, ctx: Context) -> Turn:
    """One instrument, or one part of EIT, with its indicators."""
    if "missing" in ctx.question.slots:
        return await missing_code(message, ctx)
    name = ctx.question.slots.get("instrument", "")
    part = SOURCES.get(ctx.question.slots.get("source", "")) if name in ("", "EIT") else None
    name = "EIT" if part is not None else name
    scores = await ctx.read(facts.instrument_scores, name, ctx.fiscal_year) if name else ()
    if part is not None:
        scores = tuple(score for score in scores if score.part is part)
    if not scores:
        return await answer_total(message, ctx)
    inside = await indicators_of(ctx, name, part or Part(name))
    text = ctx.say(texts.instrument, name, scores, inside)
    choices = menus.of_indicators([each.code for each, _ in inside])
    title = texts.SHORT_PARTS[part or Part(name)]
    card = _card(title, texts.whole(scores[0]), inside, ctx.fiscal_year)
    return Turn(replies=(Reply(text, choices=(*choices, menus.TOTAL)[: menus.MOST], card=card),))


async def answer_indicator(message: Message, ctx: Context) -> Turn:
    """One indicator with what it consists of, several that were named, or all ten."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    codes = split_codes(slots.get("indicators", "") or slots.get("indicator", ""))
    if len(codes) == 1 and (reply := await _indicator(ctx, codes[0])):
        return Turn(replies=(reply,))
    if "sub" in slots and (reply := await _indicator(ctx, slots["sub"])):
        return Turn(replies=(reply,))
    found = await named_indicators(ctx, codes)
    heading = texts.SEVERAL_INDICATORS if len(codes) > 1 else texts.ALL_INDICATORS
    text = ctx.say(texts.indicators, heading, found, ctx.fiscal_year)
    choices = menus.of_indicators([each.code for each, _ in found])
    return Turn(replies=(ctx.reply(text, choices=(*choices, menus.TOTAL)[:10]),))


async def answer_subindicator(message: Message, ctx: Context) -> Turn:
    """One sub-indicator with its items, or all of them."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    if reply := await _indicator(ctx, slots.get("sub", "")):
        return Turn(replies=(reply,))
    if codes := split_codes(slots.get("subs", "")):
        found = await named_subindicators(ctx, codes)
        text = ctx.say(texts.indicators, texts.SEVERAL_SUBINDICATORS, found, ctx.fiscal_year)
        choices = menus.of_indicators([each.code for each, _ in found])
        return Turn(replies=(ctx.reply(text, choices=choices),))
    if slots.get("indicator"):
        return await answer_indicator(message, ctx)
    found = await _with_scores(ctx, await ctx.read(facts.subindicators, ctx.fiscal_year))
    text = ctx.say(texts.indicators, texts.ALL_SUBINDICATORS, found, ctx.fiscal_year)
    choices = menus.of_indicators([each.code for each, _ in found])
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_item(message: Message, ctx: Context) -> Turn:
    """One item (or several): its points, its wording, and where it belongs."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    codes = item_codes(slots.get("items", ""), slots.get("item", ""))
    absent = slots.get("absent", "")
    if (len(codes) > 1 or absent) and (rows := of_part(slots, await item_rows(ctx, codes))):
        choices = (*menus.of_items([item.code for item, _ in rows]), menus.TOTAL)
        text = ctx.say(texts.several_items, rows, ctx.fiscal_year, absent)
        return Turn(replies=(ctx.reply(text, choices=choices),))
    item = await ctx.read(facts.item, codes[0], ctx.fiscal_year) if codes else None
    if item is None:
        named = slots.get("indicator") or slots.get("indicators") or slots.get("sub")
        return await answer_indicator(message, ctx) if named else await which_item(ctx)
    scores = await ctx.read(facts.item_scores, item.code, ctx.fiscal_year)
    ((_, chosen),) = of_part(slots, [(item, scores)])
    as_printed = PRINTED.search(ctx.question.normalised) is not None
    text = ctx.say(texts.item, item, chosen, await _above(ctx, item), as_printed=as_printed)
    rows_shown = tuple(CardRow(texts.SHORT_PARTS[s.part], points(s.points)) for s in chosen)
    headline = " / ".join(points(score.points) for score in chosen)
    card = Card(names.item(item.code), headline, rows_shown, item.text or item.note)
    return Turn(replies=(Reply(text, choices=menus.after_item(item, chosen), card=card),))


async def answer_wording(message: Message, ctx: Context) -> Turn:
    """What an item asks, or all items of an indicator."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    codes = item_codes(slots.get("items", ""), slots.get("item", ""))
    codes = codes or await codes_at_the_edge(ctx)
    items = [item for item, _ in await item_rows(ctx, codes)]
    group = slots.get("sub") or slots.get("indicator")
    if not items and group:
        items = list(await ctx.read(facts.items_of, group, ctx.fiscal_year))[:MOST_SEVERAL]
    if not items:
        return await which_item(ctx)
    choices = (*menus.of_items([item.code for item in items]), menus.TOTAL)
    return Turn(replies=(ctx.reply(ctx.say(texts.wording, items), choices=choices),))


async def missing_code(_: Message, ctx: Context) -> Turn:
    """A code that does not exist: say which do."""
    missing = ctx.question.slots["missing"]
    text = ctx.say(texts.no_such_code, missing, _existing(ctx.vocabulary), ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=(menus.TOTAL, menus.MEASURES, menus.HELP)),))


async def which_item(ctx: Context) -> Turn:
    """No item was named: offer those that the words may mean, or say how to name one."""
    rows = await item_rows(ctx, split_codes(ctx.question.slots.get("candidates", "")))
    if rows:
        choices = (*menus.of_items([item.code for item, _ in rows]), menus.LOWEST)
        with_points = ctx.question.intent == "score_item"
        text = ctx.say(texts.may_mean, rows, with_points=with_points)
        return Turn(replies=(ctx.reply(text, choices=choices),))
    text = ctx.say(texts.which_item, _items(ctx.vocabulary), ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=(menus.LOWEST, menus.INDICATORS, menus.TOTAL)),))


def _existing(vocabulary: Vocabulary) -> texts.Existing:
    """Which codes there are."""
    return texts.Existing(
        items=_items(vocabulary),
        indicators=_span(list(vocabulary.indicators)),
        subindicators=", ".join(sorted(vocabulary.subindicators, key=_number)),
        topics=_span(list(vocabulary.topics)),
        measures=", ".join(sorted(vocabulary.measures)),
    )


async def instrument_parts(ctx: Context) -> list[Score]:
    """The published score of each instrument; of EIT both parts'."""
    found = await ctx.read(facts.scores, ctx.fiscal_year, Level.INSTRUMENT)
    return [score for score in found if score.part in PARTS_SHOWN]


async def indicators_of(ctx: Context, instrument: str, part: Part) -> list[tuple[Indicator, Score]]:
    """An instrument's indicators with their scores in *part*."""
    found = []
    for each in await ctx.read(facts.indicators, ctx.fiscal_year):
        score = await ctx.read(facts.score, ctx.fiscal_year, part, each.code)
        if each.instrument == instrument and score is not None:
            found.append((each, score))
    return found


async def named_indicators(
    ctx: Context, codes: Sequence[str]
) -> list[tuple[Indicator, Sequence[Score]]]:
    """The indicators of these codes with their scores; all of them where none is known."""
    every = await ctx.read(facts.indicators, ctx.fiscal_year)
    chosen = [each for each in every if each.code in codes]
    return await _with_scores(ctx, chosen or every)


async def named_subindicators(
    ctx: Context, codes: Sequence[str]
) -> list[tuple[Indicator, Sequence[Score]]]:
    """The sub-indicators of these codes with their scores."""
    every = await ctx.read(facts.subindicators, ctx.fiscal_year)
    return await _with_scores(ctx, [each for each in every if each.code in codes])


async def item_rows(ctx: Context, codes: Sequence[str]) -> Rows:
    """The items of these codes with their scores, at most MOST_SEVERAL."""
    rows: Rows = []
    for code in codes[:MOST_SEVERAL]:
        item = await ctx.read(facts.item, code, ctx.fiscal_year)
        if item is not None:
            rows.append((item, await ctx.read(facts.item_scores, code, ctx.fiscal_year)))
    return rows


def of_part(slots: Mapping[str, str], rows: Rows) -> Rows:
    """The rows with the scores of the part that is asked for, where they have it."""
    return [
        (item, [s for s in scores if part_meant(slots, item.code) in (None, s.part)] or scores)
        for item, scores in rows
    ]


def part_meant(slots: Mapping[str, str], code: str) -> Part | None:
    """The part of EIT that is meant of an item; None where none is named of it."""
    codes, sources = slots.get("items", "").split(","), slots.get("sources", "").split(",")
    named = dict(zip(codes, sources, strict=False)).get(code, "")
    return SOURCES.get(named or slots.get("source", ""))


async def codes_at_the_edge(ctx: Context) -> list[str]:
    """The items with the lowest (or highest) points, where the question says so; few or none."""
    direction = ctx.question.slots.get("direction", "")
    if not direction:
        return []
    found = await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    edge = (min if direction == "lowest" else max)(score.points for score in found)
    codes = list(dict.fromkeys(score.code for score in found if score.points == edge))
    return codes if len(codes) <= MOST_SEVERAL else []


def split_codes(text: str) -> list[str]:
    """ "6,7" as codes."""
    return [code for code in text.split(",") if code]


def item_codes(several: str, one: str) -> list[str]:
    """The items that were named: several, else the one."""
    return split_codes(several) or split_codes(one)


async def _with_scores(
    ctx: Context, found: Sequence[Indicator]
) -> list[tuple[Indicator, Sequence[Score]]]:
    return [
        (each, await ctx.read(facts.indicator_scores, each.code, ctx.fiscal_year)) for each in found
    ]


async def _above(ctx: Context, item: Item) -> list[tuple[Indicator, Score]]:
    """What the item belongs to; the sub-indicator only where the report itself shows it."""
    codes = [item.indicator]
    if item.subindicator and not item.structure_source:
        codes.insert(0, item.subindicator)
    found = [await ctx.read(facts.indicator, code, ctx.fiscal_year) for code in codes]
    rows = await _with_scores(ctx, [each for each in found if each is not None])
    return [(each, scores[0]) for each, scores in rows]


async def _indicator(ctx: Context, code: str) -> Reply | None:
    """An indicator or sub-indicator with what it consists of; None where there is none."""
    each = await ctx.read(facts.indicator, code, ctx.fiscal_year)
    if each is None:
        return None
    scores = await ctx.read(facts.indicator_scores, code, ctx.fiscal_year)
    title = names.indicator_called(each)
    every = await ctx.read(facts.subindicators, ctx.fiscal_year)
    subs = [sub for sub in every if sub.code.startswith(f"{code}.")]
    if subs:
        inside = [(sub, found[0]) for sub, found in await _with_scores(ctx, subs)]
        choices = (*menus.of_indicators([sub.code for sub in subs]), menus.TOTAL)[: menus.MOST]
        text = ctx.say(texts.subindicators, each, scores[0], inside)
        card = _card(title, points(scores[0].points), inside, ctx.fiscal_year)
        return Reply(text, choices=choices, card=card)
    items = await ctx.read(facts.items_of, code, ctx.fiscal_year)
    rows = await item_rows(ctx, [item.code for item in items])
    lines = tuple(
        CardRow(item.code, " / ".join(points(score.points) for score in found))
        for item, found in rows
    )
    card = Card(title, points(scores[0].points), lines, source(ctx.fiscal_year))
    worst = sorted(rows, key=lambda row: min(score.points for score in row[1]))
    choices = (*menus.of_items([item.code for item, _ in worst]), menus.TOTAL)
    return Reply(ctx.say(texts.indicator, each, scores, rows), choices=choices, card=card)


def _card(
    title: str, headline: str, inside: Sequence[tuple[Indicator, Score]], fiscal_year: int
) -> Card:
    rows = tuple(CardRow(f"{each.code} {each.name}", points(s.points)) for each, s in inside)
    return Card(title, headline, rows, source(fiscal_year))


def _items(vocabulary: Vocabulary) -> str:
    letters = [[code for code in vocabulary.items if code[0] == letter] for letter in "ieo"]
    return ", ".join(_span(codes) for codes in letters)


def _span(codes: Sequence[str]) -> str:
    ordered = sorted(codes, key=_number)
    return f"{ordered[0]}-{ordered[-1]}" if ordered else ""


def _number(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.strip("ieo").split("."))
