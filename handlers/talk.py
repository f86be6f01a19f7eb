"""The thread of a talk: what was asked last, so that a follow-up may leave it out.

Kept with the conversation and forgotten after half an hour of silence.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from data.times import parse, stamp
from handlers.context import Context
from handlers.texts.talk import assumed
from handlers.turn import Turn
from handlers.understanding.followups import complete, subject_of
from handlers.understanding.question import UNSURE, Question

FORGOTTEN_AFTER = timedelta(minutes=30)
NOTHING: Mapping[str, str] = MappingProxyType({})


def continued(question: Question, ctx: Context) -> Question:
    """*question* with what it leaves out taken from what was asked just before."""
    return complete(question, _subject(ctx), ctx.vocabulary)


def saying_so(turn: Turn, question: Question, ctx: Context) -> Turn:
    """The answer, beginning with what was assumed, where anything was."""
    if not question.assumed or not turn.replies:
        return turn
    first, *others = turn.replies
    first = replace(first, text=f"{ctx.say(assumed, question.assumed)}\n{first.text}")
    return replace(turn, replies=(first, *others))


def remembered(turn: Turn, ctx: Context) -> Turn:
    """The turn, with what it answered kept for the next message; else what was kept before."""
    question = turn.question
    subject = subject_of(question) if question is not None and question.intent != UNSURE else {}
    if subject:
        conversation = turn.conversation if turn.conversation is not None else ctx.conversation
        kept = replace(conversation, subject=subject, subject_at=stamp(ctx.now))
        return replace(turn, conversation=kept)
    if turn.conversation is None or turn.conversation.subject:
        return turn
    before = ctx.conversation
    kept = replace(turn.conversation, subject=before.subject, subject_at=before.subject_at)
    return replace(turn, conversation=kept)


def _subject(ctx: Context) -> Mapping[str, str]:
    at = ctx.conversation.subject_at
    if not at or ctx.now - parse(at) > FORGOTTEN_AFTER:
        return NOTHING
    return ctx.conversation.subject
