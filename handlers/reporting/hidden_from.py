"""Hidden from: the one question who must not see a corruption report, before it is sent.

It can be left alone. The answer is kept beside the draft and excludes when the report is filed.
"""

from dataclasses import replace

from data import case_access
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import exclusion
from handlers.reporting.intake import (
    CANCEL,
    CHANNELS,
    SEE,
    describe,
    drafted_kind,
    is_writing,
    no_draft,
    origin_of,
    still_writing,
)
from handlers.texts import exclusion as texts
from handlers.turn import Choice, Reply, Turn, Write
from handlers.wording import plain

ASKED = "intake.hidden"
LONGEST_WISH = 500
NOBODY = Choice("ไม่มีใคร", "f:hide-none", "file_complaint")
NOBODY_WORDS = frozenset(
    {"ไม่มี", "ไม่มีใคร", "ข้าม", "ไม่ทราบ", "ไม่รู้", "no", "nobody", "none", "skip", "no one"}
)


async def ask(_: Message, ctx: Context) -> Turn:
    """Who must not see it?"""
    if not is_writing(ctx) or not drafted_kind(ctx).is_inquiry:
        return no_draft(ctx)
    reply = ctx.reply(ctx.say(texts.ask), choices=(NOBODY, CANCEL))
    return Turn(replies=(reply,), conversation=still_writing(ctx, ASKED))


async def take_words(message: Message, ctx: Context) -> Turn:
    """A name or a post, in the reporter's own words; a photo or a place is the draft's."""
    if message.kind in (Kind.FILE, Kind.LOCATION) and is_writing(ctx):
        return await describe(message, ctx)
    words = message.text.strip()[:LONGEST_WISH] if message.kind is Kind.TEXT else ""
    if not words or not is_writing(ctx):
        return await ask(message, ctx)
    if plain(words) in NOBODY_WORDS:
        return await hide_from_nobody(message, ctx)
    return await _kept(message, ctx, words)


async def hide_from_nobody(message: Message, ctx: Context) -> Turn:
    """Nobody, or the question is skipped: what was said before does not count any more."""
    if not is_writing(ctx):
        return no_draft(ctx)
    return await _kept(message, ctx, "")


async def _kept(message: Message, ctx: Context, words: str) -> Turn:
    """The answer is kept; whoever leaves nobody to read it hears so before sending."""
    origin = origin_of(message, message.message_id) if words else ""
    keep = (Write(case_access.keep_wish, (message.chat, words, origin)),)
    told = exclusion.refuse(ctx, (CHANNELS, exclusion.HIDE, CANCEL))
    if not await exclusion.is_nobody_left(message, ctx, words, drafted_kind(ctx)):
        text = ctx.say(texts.noted, words)
        told = Turn(replies=(Reply(text, (SEE, exclusion.HIDE, CANCEL), confidential=True),))
    return replace(told, keep=keep, conversation=still_writing(ctx))
