"""Afterthoughts: a message that its sender edited or took back.

What was kept of it follows: the draft, an answer that is being worded, a case that is filed. In a
case nothing is overwritten: new words stand beside the old, and taken back leaves a mark.
"""

from data import drafts, ratings, register, unsending
from data.case_work import said, write_on
from data.cases import Case
from data.times import stamp
from handlers.context import Context
from handlers.message import Message
from handlers.officers import alerts, officer_words
from handlers.reporting import intake
from handlers.reporting.intake import CANCEL, MINE, SEE
from handlers.reporting.my_cases import FILE_SOMETHING
from handlers.texts import intake as texts
from handlers.texts import my_cases as case_texts
from handlers.turn import Turn, Write


async def edited(message: Message, ctx: Context) -> Turn | None:
    """What an edit changes; None where nothing was kept of the message."""
    origin = intake.origin_of(message, message.original)
    if not origin or not message.private:
        return None
    if intake.is_writing(ctx) and await ctx.read(drafts.holds, message.chat, origin):
        return await _in_draft(message, ctx, origin)
    if ctx.conversation.step == officer_words.CONFIRM and _is_remembered(message, ctx):
        return await officer_words.take_text(message, ctx)
    case = await ctx.read(register.of_message, message.chat, origin)
    return await _in_case(message, ctx, case, origin) if case else None


def unsent(message: Message, ctx: Context) -> Turn:
    """Remove what was kept of the message, wherever it is."""
    origin = intake.origin_of(message, message.original)
    return Turn(
        keep=(
            Write(unsending.forget, (message.chat, origin, stamp(ctx.now))),
            Write(ratings.forget_message, (origin,)),
        ),
        conversation=intake.afterwards(ctx) if _is_remembered(message, ctx) else None,
    )


def _is_remembered(message: Message, ctx: Context) -> bool:
    """Whether the conversation's memory quotes the message."""
    remembered = ctx.conversation.memory.get("message", "")
    return bool(message.original) and message.original in (remembered, *remembered.split())


async def _in_draft(message: Message, ctx: Context, origin: str) -> Turn:
    draft = await ctx.read(drafts.load, message.chat)
    if not intake.fits(draft, message.text):
        return Turn(replies=(ctx.reply(ctx.say(texts.draft_full), choices=(SEE, CANCEL)),))
    arguments = (message.chat, message.text, origin, stamp(ctx.now))
    return Turn(
        replies=(ctx.reply(ctx.say(texts.edited), choices=(SEE, CANCEL)),),
        keep=(Write(drafts.replace_text, arguments),),
        conversation=intake.still_writing(ctx),
    )


async def _in_case(message: Message, ctx: Context, case: Case, origin: str) -> Turn:
    if not case.is_open:
        reply = ctx.reply(ctx.say(case_texts.case_closed), choices=(FILE_SOMETHING,))
        return Turn(replies=(reply,))
    text = case_texts.corrected(message.text)
    return Turn(
        replies=(ctx.reply(ctx.say(case_texts.edited, case.code), choices=(MINE,)),),
        keep=(Write(write_on, (said(case, text, stamp(ctx.now), origin),)),),
        notices=await alerts.reporter_wrote(ctx, case),
    )
