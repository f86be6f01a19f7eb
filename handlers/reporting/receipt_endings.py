"""Receipt endings: a finished anonymous case says how it ended; it is rated, or opened again.

As in "เรื่องของฉัน", without anybody's name and from any chat.
"""

from dataclasses import replace
from types import MappingProxyType

from data import case_keys, ratings
from data.case_moves import REOPENED_WITHIN, Need, Who
from data.case_work import Making, make
from data.cases import Case
from data.times import BANGKOK, parse, stamp
from handlers.context import Context
from handlers.message import Message
from handlers.officers import alerts
from handlers.reporting import exclusion, reopening
from handlers.reporting.intake import CANCEL, words_of
from handlers.reporting.ratings import LONGEST
from handlers.reporting.receipt_screens import opened, over, said
from handlers.reporting.receipt_words import LEAVE, REOPEN, RESUME, SEE, WORD, WRITE
from handlers.texts import anonymity as texts
from handlers.texts import ratings as rating_texts
from handlers.turn import Choice, Turn, Write

NO_WORDS = Choice("ไม่บอกเพิ่ม", SEE.data, "case_status")


async def ending(ctx: Context, case: Case) -> str:
    """How it ended and what can be done now; "" while it is open."""
    if case.is_open:
        return ""
    until = (parse(case.closed_at) + REOPENED_WITHIN).astimezone(BANGKOK).date()
    may_reopen = await reopening.can_be_opened(ctx, case)
    may_rate = ratings.may_rate(case, await ctx.read(ratings.rating, case.id))
    return ctx.say(
        texts.ended, case.outcome, until=until if may_reopen else None, may_rate=may_rate
    )


async def choices(ctx: Context, case: Case) -> tuple[Choice, ...]:
    """One to five, and that it is not done."""
    stars: tuple[Choice, ...] = ()
    if ratings.may_rate(case, await ctx.read(ratings.rating, case.id)):
        stars = tuple(
            Choice(rating_texts.LABELS[each], f"r:rate:{each}", "case_status")
            for each in ratings.STARS
        )
    return (*stars, RESUME) if await reopening.can_be_opened(ctx, case) else stars


async def rate(message: Message, ctx: Context, case: Case, pressed: str) -> Turn:
    """The stars are kept at once; then a word may be said."""
    found = await ctx.read(ratings.rating, case.id)
    if pressed not in {str(each) for each in ratings.STARS} or not ratings.may_rate(case, found):
        return said(message, ctx, case, ctx.say(rating_texts.cannot), (SEE, LEAVE))
    turn = said(
        message, ctx, case, ctx.say(texts.thanks, int(pressed)), (NO_WORDS, LEAVE), step=WORD
    )
    write = Write(ratings.rate, (case, int(pressed), stamp(ctx.now)))
    return replace(turn, keep=(write, *turn.keep))


async def take_word(message: Message, ctx: Context) -> Turn:
    """The word beside the stars, sealed with the case."""
    case, words = await opened(ctx), words_of(message)[:LONGEST]
    if case is None:
        return over(message, ctx)
    found = await ctx.read(ratings.rating, case.id)
    gone = await ctx.read(case_keys.is_forgotten, case.id)
    if not words or found is None or gone or not ratings.may_rate(case, found):
        return said(message, ctx, case, ctx.say(rating_texts.cannot), (SEE, LEAVE))
    turn = said(message, ctx, case, ctx.say(texts.word_kept), (SEE, LEAVE))
    write = Write(ratings.say_why, (case, words, "", stamp(ctx.now)))
    return replace(turn, keep=(write, *turn.keep))


async def ask_why(message: Message, ctx: Context, case: Case) -> Turn:
    """What is not done? Before anything happens."""
    if not await reopening.can_be_opened(ctx, case):
        return said(message, ctx, case, ctx.say(texts.too_late), (SEE, LEAVE))
    return said(message, ctx, case, ctx.say(texts.ask_why), (CANCEL,), step=REOPEN)


async def reopen(message: Message, ctx: Context) -> Turn:
    """The reason: the case is open again, and its handlers are told."""
    case, words = await opened(ctx), words_of(message)
    if case is None:
        return over(message, ctx)
    if not words or not await reopening.can_be_opened(ctx, case):
        return await ask_why(message, ctx, case)
    given = MappingProxyType({Need.TEXT: words})
    rules = ctx.agency.clocks
    making = Making(case, "reopen", Who.REPORTER, stamp(ctx.now), given=given, rules=rules)
    told = ctx.say(texts.reopened)
    if not await exclusion.is_read(ctx, case):
        told = ctx.say(texts.added_unread, ctx.agency.outside_bodies)
    turn = said(message, ctx, case, told, (SEE, WRITE, LEAVE))
    notices = await alerts.reporter_reopened(ctx, case)
    return replace(turn, keep=(Write(make, (making,)), *turn.keep), notices=notices)
