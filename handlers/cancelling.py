"""Cancelling: the way out of whatever is going on in a chat, and of that only."""

from dataclasses import replace

from handlers.context import Context
from handlers.message import Message
from handlers.officers import being_away, counter, inquiry_stages, officer_words, sealed_identity
from handlers.reporting import by_receipt, intake, my_cases, ratings, receipt_words, reopening
from handlers.turn import Turn
from handlers.understanding.question import Question


async def cancel(message: Message, ctx: Context) -> Turn:
    """Stop the answer or the addition that is being written; else forget the draft."""
    step = ctx.conversation.step
    if step in officer_words.STEPS and ctx.staff is not None:
        turn = await officer_words.stop(message, ctx)
    elif step == counter.STEP:
        turn = counter.stop(message, ctx)
    elif step == inquiry_stages.STEP:
        turn = inquiry_stages.stop(ctx)
    elif step == being_away.DAYS:
        turn = being_away.stop(ctx)
    elif step == sealed_identity.REASON and ctx.staff is not None:
        turn = sealed_identity.stop(ctx)
    elif step == my_cases.ADD:
        turn = my_cases.stop_adding(ctx)
    elif step in receipt_words.STEPS:
        turn = await by_receipt.stop(message, ctx)
    elif step == reopening.REASON:
        turn = reopening.stop(ctx)
    elif step == ratings.WORD:
        turn = await ratings.no_words(message, ctx)
    else:
        turn = await intake.cancel(message, ctx)
    return replace(turn, question=Question(intent="cancel"))
