"""Which fiscal year (B.E.) a question is about: the one it names, else the newest there is.

A year that is not published is never answered with its neighbour's figures.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from data import facts
from handlers import menus
from handlers.context import Context
from handlers.informing.about import answer_other_year
from handlers.message import Message
from handlers.texts import comparisons as texts
from handlers.texts import measures as measure_texts
from handlers.turn import Turn

Handler = Callable[[Message, Context], Awaitable[Turn]]

OF_A_PART = frozenset({"item", "items", "indicator", "indicators", "sub", "subs", "instrument"})
TOTAL_INTENTS = ("score_total", "score_compare")


def of_scores(answer: Handler) -> Handler:
    """*answer*, for the year of the assessment that the question names."""

    async def answer_for_year(message: Message, ctx: Context) -> Turn:
        year = ctx.question.slots.get("year", "")
        if not year or year == str(ctx.fiscal_year):
            return await answer(message, ctx)
        if _among(year, ctx.vocabulary.years):
            return await answer(message, ctx._replace(fiscal_year=int(year)))
        if _among(year, ctx.vocabulary.previous_years):
            return await answer_previous_year(message, ctx)
        return await answer_other_year(message, ctx)

    return answer_for_year


def of_plan(answer: Handler) -> Handler:
    """*answer*, for the year of the plan that the question names. The year of a report means the
    plan that the report made."""

    async def answer_for_year(message: Message, ctx: Context) -> Turn:
        year = ctx.question.slots.get("year", "")
        if not year or year == str(ctx.plan_year):
            return await answer(message, ctx)
        if _among(year, ctx.vocabulary.plan_years):
            return await answer(message, ctx._replace(plan_year=int(year)))
        if _among(year, ctx.vocabulary.years):
            turn = await answer(message, ctx._replace(plan_year=int(year) + 1))
            return _begun(turn, ctx.say(measure_texts.plan_of_report, int(year), int(year) + 1))
        return await answer_other_year(message, ctx)

    return answer_for_year


def _begun(turn: Turn, remark: str) -> Turn:
    """*turn*, its first reply begun with *remark*."""
    first, *rest = turn.replies
    return replace(
        turn, replies=(replace(first, text=f"{remark}\n\n{first.text}", card=None), *rest)
    )


async def answer_previous_year(message: Message, ctx: Context) -> Turn:
    """A year of which a later report tells the total alone."""
    year = ctx.question.slots["year"]
    for known in sorted(ctx.vocabulary.years):
        result = await ctx.read(facts.result, known)
        if result and result.previous and str(result.previous.fiscal_year) == year:
            slots = ctx.question.slots
            asks_total = ctx.question.intent in TOTAL_INTENTS and not slots.keys() & OF_A_PART
            text = (
                ctx.say(texts.compare_years, result)
                if asks_total
                else ctx.say(texts.only_total, result.previous)
            )
            choices = (menus.TOTAL, menus.EXPLAIN, menus.LOWEST)
            return Turn(replies=(ctx.reply(text, choices=choices),))
    return await answer_other_year(message, ctx)


def _among(year: str, years: frozenset[int]) -> bool:
    return year in {str(known) for known in years}
