"""Rewriting: taking the last message of a draft back, and how to change what is written."""

from data import drafts
from handlers.context import Context
from handlers.message import Message
from handlers.reporting import intake
from handlers.reporting.asked import questions_of
from handlers.reporting.intake import CANCEL, EDIT, GO_ON, SEE, UNDO
from handlers.texts import writing as texts
from handlers.turn import Reply, Turn, Write


async def undo(message: Message, ctx: Context) -> Turn:
    """Remove the last message or file of the draft, and show what is left."""
    if not intake.is_writing(ctx):
        return intake.no_draft(ctx)
    before = await ctx.read(drafts.load, message.chat)
    if before.is_empty:
        return intake.nothing_to_send(ctx)
    left = await ctx.read(drafts.without_last, message.chat)
    kind = intake.drafted_kind(ctx)
    choices = (CANCEL,) if left.is_empty else (SEE, UNDO, CANCEL)
    text = ctx.say(texts.undone, left)
    return Turn(
        replies=(Reply(text, choices, confidential=kind.is_secret),),
        keep=(Write(drafts.remove_last, (message.chat,)),),
        conversation=intake.still_writing(ctx),
    )


async def how(_: Message, ctx: Context) -> Turn:
    """How to change what is written."""
    if not intake.is_writing(ctx):
        return intake.no_draft(ctx)
    edit = (EDIT,) if questions_of(intake.drafted_kind(ctx)) else ()
    reply = ctx.reply(ctx.say(texts.how_to_change), choices=(UNDO, *edit, GO_ON, SEE, CANCEL))
    return Turn(replies=(reply,), conversation=intake.still_writing(ctx))
