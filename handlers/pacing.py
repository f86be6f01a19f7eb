"""Pacing: so many messages of one chat a minute are answered (in a group, of those that mention us:
there they are counted, where else the inbox tells). Beyond that, what a person tells for
their draft is still added to it, quietly; what the draft does not take is said once a minute.
Anything else is kept in the inbox and not answered, and once a minute the person is told so.
Nothing that gives a code or a receipt is ever done unsaid.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from data import drafts, limits
from data.times import stamp
from handlers import language
from handlers.context import Context
from handlers.message import Kind, Message, Messenger
from handlers.reporting.intake import CANCEL, DESCRIBE, REVIEW, SEE, is_writing, over, still_writing
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
    if message.private and not ctx.is_hurried:
        return await _with_file(message, ctx, respond)
    at, its = stamp(message.received_at), ctx.agency.limits
    if not message.private:
        verdict = await ctx.read(limits.standing, its.messages, message.chat, at)
        if verdict.allowed:
            turn = await _with_file(message, ctx, respond)
            return replace(turn, counts=(*turn.counts, Count(its.messages)))
    turn = await _hurried(message, ctx, respond)
    told = await ctx.read(limits.standing, its.reminders, message.chat, at)
    return _reminded(turn, message, ctx) if told.allowed else turn


async def _with_file(message: Message, ctx: Context, respond: Respond) -> Turn:
    """A file is handled only while the chat may send more; what is kept of it is counted."""
    content = message.attachment.content if message.attachment else None
    if not content:
        return await respond(message, ctx)
    uploads, at = ctx.agency.limits.uploads, stamp(message.received_at)
    verdict = await ctx.read(limits.standing, uploads, message.chat, at, len(content))
    if not verdict.allowed:
        text = ctx.say(texts.upload_refused, verdict, ctx.now, uploads.per_chat.most)
        return Turn(replies=(ctx.reply(text, choices=(SEE, CANCEL) if is_writing(ctx) else ()),))
    turn = await respond(message, ctx)
    counts = (Count(uploads, len(content)),) if turn.keep else ()
    return replace(turn, counts=(*turn.counts, *counts))


def _is_counted(message: Message, ctx: Context) -> bool:
    """Officers at work, talk in a group among others, and the terminal are not."""
    return (
        message.addressed
        and message.kind not in ALWAYS_HEARD
        and message.messenger is not Messenger.TERMINAL
        and ctx.staff is None
    )


async def _hurried(message: Message, ctx: Context, respond: Respond) -> Turn:
    """Only what adds to the draft, or says that it did not. No question is asked unsaid, and none
    is answered: what is told so fast are words."""
    if message.kind not in TOLD or ctx.conversation.step not in (DESCRIBE, REVIEW):
        return Turn()
    quiet = ctx._replace(conversation=over(ctx, ctx.conversation.step))
    turn, asides = await _with_file(message, quiet, respond), ctx.agency.limits.asides
    if turn.keep:
        adds = all(write.query in ADDS for write in turn.keep)
        return replace(turn, replies=(), conversation=still_writing(ctx)) if adds else Turn()
    at = stamp(message.received_at)
    aside = await ctx.read(limits.standing, asides, message.chat, at)
    return replace(turn, counts=(*turn.counts, Count(asides))) if aside.allowed else Turn()


def _reminded(turn: Turn, message: Message, ctx: Context) -> Turn:
    ctx = language.spoken(message, ctx)
    writing = is_writing(ctx)
    reply = ctx.reply(
        ctx.say(texts.too_fast, is_writing=writing), choices=(SEE, CANCEL) if writing else ()
    )
    reply = language.of_reply(reply, ctx.language)
    counts = (*turn.counts, Count(ctx.agency.limits.reminders))
    return replace(turn, replies=(*turn.replies, reply), counts=counts)
