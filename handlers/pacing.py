"""Pacing: so many messages of one chat a minute are answered. Beyond that, what a person tells for
their draft is still added to it, quietly; anything else is kept in the inbox and not answered, and
once a minute the person is told so. Nothing that gives a code or a receipt is ever done unsaid.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from data import drafts, limits
from data.times import stamp
from handlers import language
from handlers.context import Context
from handlers.intake import CANCEL, DESCRIBE, REVIEW, SEE, is_writing
from handlers.message import Kind, Message, Messenger
from handlers.texts import limits as texts
from handlers.turn import Count, Turn

Respond = Callable[[Message, Context], Awaitable[Turn]]

ALWAYS_HEARD = (Kind.UNSENT, Kind.LEFT)
TOLD = (Kind.TEXT, Kind.FILE, Kind.LOCATION, Kind.EDITED)
ADDS = (drafts.add_text, drafts.add_attachment, drafts.replace_text)
"""What may be done without a word."""


async def paced(message: Message, ctx: Context, respond: Respond) -> Turn:
    """What *respond* makes of a message, as far as its chat is not too fast."""
    if not _is_counted(message, ctx):
        return await respond(message, ctx)
    at, its = stamp(message.received_at), ctx.agency.limits
    verdict = await ctx.read(limits.standing, its.messages, message.chat, at)
    if verdict.allowed:
        turn = await respond(message, ctx)
        return replace(turn, counts=(*turn.counts, Count(its.messages)))
    told = await ctx.read(limits.standing, its.reminders, message.chat, at)
    turn = await _quietly(message, ctx, respond)
    return _reminded(turn, message, ctx) if told.allowed else turn


def _is_counted(message: Message, ctx: Context) -> bool:
    """Officers at work, talk in a group among others, and the terminal are not."""
    return (
        message.addressed
        and message.kind not in ALWAYS_HEARD
        and message.messenger is not Messenger.TERMINAL
        and ctx.staff is None
    )


async def _quietly(message: Message, ctx: Context, respond: Respond) -> Turn:
    """Only what adds to the draft."""
    if message.kind not in TOLD or ctx.conversation.step not in (DESCRIBE, REVIEW):
        return Turn()
    turn = await respond(message, ctx)
    if not all(write.query in ADDS for write in turn.keep) or not turn.keep:
        return Turn()
    return replace(turn, replies=())


def _reminded(turn: Turn, message: Message, ctx: Context) -> Turn:
    ctx = language.spoken(message, ctx)
    writing = is_writing(ctx)
    reply = ctx.reply(
        ctx.say(texts.too_fast, is_writing=writing), choices=(SEE, CANCEL) if writing else ()
    )
    reply = language.of_reply(reply, ctx.language)
    return replace(
        turn, replies=(reply,), counts=(*turn.counts, Count(ctx.agency.limits.reminders))
    )
