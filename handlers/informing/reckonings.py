"""Reckonings: what is made of the figures that are shown: a mean, a sum, a rank, or the word that
the report gives a level to the total alone."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from data import facts
from data.published import Basis, Level, Part, Score
from data.scoring import TOTAL, half_up, mean
from handlers.context import Context
from handlers.informing.fiscal_years import Handler
from handlers.informing.scores import SOURCES, item_codes, item_rows, of_part, split_codes
from handlers.message import Message
from handlers.texts import names
from handlers.texts import reckonings as texts
from handlers.turn import Turn

MOST_OTHERS = 4
WORKED_OUT = ("mean", "sum")
PUBLISHED = (Part.IIT, Part.EIT, Part.OIT)


def reckoned(answer: Handler) -> Handler:
    """*answer*, begun with what is to be made of its figures where the question asks for that."""

    async def answer_reckoned(message: Message, ctx: Context) -> Turn:
        turn = await answer(message, ctx)
        remark = await _remark(ctx)
        if not remark or not turn.replies:
            return turn
        first, *rest = turn.replies
        first = replace(first, text=f"{remark}\n\n{first.text}", card=None)
        return replace(turn, replies=(first, *rest))

    return answer_reckoned


async def _remark(ctx: Context) -> str:
    slots = ctx.question.slots
    about = slots.get("about", "")
    if not slots.keys() & {"about", "claimed"} or "missing" in slots:
        return ""
    named = await _named(ctx)
    if "claimed" in slots:
        return await _checked(ctx, named, Decimal(slots["claimed"])) if named else ""
    if about in WORKED_OUT:
        return _worked_out(ctx, named, about)
    if len(named) != 1:
        return ""
    result = await ctx.read(facts.result, ctx.fiscal_year)
    if result is None:
        return ""
    if about == "level":
        return ctx.say(texts.level_of_total, _called(ctx, named[0][0]), result)
    if named[0][0].level is Level.INSTRUMENT:
        return ctx.say(texts.rank_of_total, named[0][0].code, result)
    every = await ctx.read(facts.scores, ctx.fiscal_year, named[0][0].level)
    places = [(_scored(ctx, score), *_place(score, _beside(score, every))) for score in named[0]]
    return ctx.say(texts.places, places)


async def _checked(ctx: Context, named: Sequence[Sequence[Score]], claimed: Decimal) -> str:
    """Whether what is named has the points that it is said to have; if not, what has them."""
    claimed = half_up(claimed)
    meant = [score for each in named for score in each]
    having = [[score for score in each if half_up(score.points) == claimed] for each in named]
    if all(having):
        return ctx.say(texts.so, [_scored(ctx, s) for each in having for s in each], claimed)
    misprinted = any(
        score.basis is Basis.CORRECTED and score.printed == str(claimed) for score in meant
    )
    every = await ctx.read(facts.scores, ctx.fiscal_year)
    others = [_scored(ctx, score) for score in every if half_up(score.points) == claimed]
    more = max(len(others) - MOST_OTHERS, 0)
    return ctx.say(texts.not_so, others[:MOST_OTHERS], more, claimed, misprinted=misprinted)


def _worked_out(ctx: Context, named: Sequence[Sequence[Score]], about: str) -> str:
    """The mean or the sum of what is named, part by part; of one item of EIT the mean of both."""
    if len(named) == 1 and len(named[0]) > 1 and about == "mean":
        of_one = mean([score.points for score in named[0]])
        return ctx.say(texts.mean, [(_called(ctx, named[0][0]), of_one, 0)])
    if len(named) < 2:
        return ""
    scores = [score for each in named for score in each]
    of_items = scores[0].level is Level.ITEM
    parts = list(dict.fromkeys(score.part for score in scores)) if of_items else [None]
    rows = []
    for part in parts:
        points = [score.points for score in scores if part in (None, score.part)]
        worked = mean(points) if about == "mean" else sum(points, Decimal(0))
        name = ctx.say(names.part, part) if part and len(parts) > 1 else ""
        rows.append((name, worked, len(points)))
    return ctx.say(texts.mean if about == "mean" else texts.total_of, rows)


async def _named(ctx: Context) -> list[Sequence[Score]]:
    """The published scores of each thing that the question names, part by part where it has two."""
    slots = ctx.question.slots
    if codes := item_codes(slots.get("items", ""), slots.get("item", "")):
        return [scores for _, scores in of_part(slots, await item_rows(ctx, codes))]
    if ctx.question.intent == "score_total":
        total = await ctx.read(facts.score, ctx.fiscal_year, *TOTAL)
        return [[total]] if total else []
    codes = [
        code
        for slot in ("subs", "sub", "indicators", "indicator")
        for code in split_codes(slots.get(slot, ""))
    ]
    found = [await ctx.read(facts.indicator_scores, code, ctx.fiscal_year) for code in codes]
    if not codes and (name := slots.get("instrument", "")):
        whole = await ctx.read(facts.instrument_scores, name, ctx.fiscal_year)
        part = SOURCES.get(slots.get("source", ""))
        found = [tuple(score for score in whole if part in (None, score.part))]
    part = SOURCES.get(slots.get("source", ""))
    if "claimed" in slots and not codes:
        return [scores for scores in found if scores]
    return [[s for s in scores if s.part is part] or scores[:1] for scores in found if scores]


def _beside(score: Score, every: Sequence[Score]) -> list[Score]:
    """What *score* stands among: the items of its part, all indicators, all sub-indicators."""
    if score.level is Level.ITEM:
        return [each for each in every if each.part is score.part]
    return [each for each in every if each.part in PUBLISHED]


def _place(score: Score, beside: Sequence[Score]) -> tuple[int, int, bool]:
    """The rank of *score* from the highest, among how many, and whether others share it."""
    higher = sum(each.points > score.points for each in beside)
    equal = sum(each.points == score.points for each in beside)
    return higher + 1, len(beside), equal > 1


def _called(ctx: Context, score: Score) -> str:
    if score.level is Level.ITEM:
        return ctx.say(names.item, score.code)
    return _scored(ctx, score)


def _scored(ctx: Context, score: Score) -> str:
    return ctx.say(names.scored, score.part, score.code, score.level)
