"""Ratings: how content a reporter is with how a finished case was handled: one tap, one word."""

from dataclasses import replace

from data import case_keys, ratings
from data.cases import Case
from data.times import stamp
from handlers.context import Context
from handlers.menus import PERSON
from handlers.message import Message
from handlers.officers import alerts
from handlers.reporting import intake, reopening
from handlers.reporting.intake import MINE
from handlers.texts import my_cases as case_texts
from handlers.texts import ratings as texts
from handlers.turn import Choice, Reply, Turn, Write

WORD = "case.rate"
"""The step that awaits a word beside the stars, or none."""

LONGEST = 1_000  # characters
FEW = 2  # stars: whoever took the case is told when words come with them
NO_WORDS = Choice("ไม่บอกเพิ่ม", "f:no-words", "case_status")


def choices(case: Case) -> tuple[Choice, ...]:
    """One to five."""
    return tuple(
        Choice(texts.LABELS[stars], f"f:rate:{case.id}:{stars}", "case_status")
        for stars in ratings.STARS
    )


async def choices_now(ctx: Context, case: Case) -> tuple[Choice, ...]:
    """The same where the case may be rated."""
    found = await ctx.read(ratings.rating, case.id)
    return choices(case) if ratings.may_rate(case, found) else ()


async def on_card(ctx: Context, case: Case) -> str:
    """What officers read of it below the card; "" where nobody rated."""
    return texts.on_card(await ctx.read(ratings.rating, case.id))


async def rate(message: Message, ctx: Context, argument: str) -> Turn:
    """The stars are kept at once; then a word may be said."""
    case_id, _, pressed = argument.partition(":")
    case = await reopening.mine(message, ctx, case_id)
    if case is None or pressed not in {str(stars) for stars in ratings.STARS}:
        reply = ctx.reply(ctx.say(case_texts.no_such_case), choices=(MINE,))
        return Turn(replies=(reply,))
    if not ratings.may_rate(case, await ctx.read(ratings.rating, case.id)):
        return Turn(replies=(ctx.reply(ctx.say(texts.cannot), choices=(MINE, PERSON)),))
    stars = int(pressed)
    if await ctx.read(case_keys.is_forgotten, case.id):
        turn = _done(ctx, with_words=False)
    else:
        secret = case.kind.is_secret
        reply = Reply(ctx.say(texts.thanks, stars, case.code), (NO_WORDS,), confidential=secret)
        step = intake.meanwhile(ctx, WORD, case=str(case.id))
        turn = Turn(replies=(reply,), conversation=step)
    keep = (Write(ratings.rate, (case, stars, stamp(ctx.now))),)
    return Turn(turn.replies, keep, conversation=turn.conversation)


async def take_word(message: Message, ctx: Context) -> Turn:
    """The word, sealed with the case."""
    case = await reopening.mine(message, ctx, ctx.conversation.memory["case"])
    words = intake.words_of(message)[:LONGEST]
    found = await ctx.read(ratings.rating, case.id) if case else None
    if case is None or not words or found is None or not ratings.may_rate(case, found):
        return _done(ctx, with_words=False)
    origin = intake.origin_of(message, message.message_id)
    arguments = (case, words, origin, stamp(ctx.now))
    unhappy = found.stars <= FEW
    return replace(
        _done(ctx, with_words=True),
        keep=(Write(ratings.say_why, arguments),),
        notices=await alerts.reporter_is_unhappy(ctx, case, found.stars) if unhappy else (),
    )


async def no_words(_: Message, ctx: Context) -> Turn:
    """Nothing more is said."""
    return _done(ctx, with_words=False)


def _done(ctx: Context, *, with_words: bool) -> Turn:
    reply = ctx.reply(ctx.say(texts.kept, with_words=with_words), choices=(MINE, PERSON))
    over = ctx.conversation.step == WORD
    return Turn(replies=(reply,), conversation=intake.afterwards(ctx) if over else None)
