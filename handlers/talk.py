"""The thread of a talk: what was asked last, so that a follow-up may leave it out.

Kept with the conversation and forgotten after half an hour of silence. An answer says what it took
from there, and what else may have been meant.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from data.conversations import Conversation
from data.times import parse, stamp
from handlers import menus
from handlers.context import Context
from handlers.texts.talk import assumed, otherwise
from handlers.turn import Turn
from handlers.understanding.followups import complete, subject_of
from handlers.understanding.question import UNSURE, Question
from handlers.understanding.understand import SURE

FORGOTTEN_AFTER = timedelta(minutes=30)
SURE_IN_A_TALK = 0.45
"""Probability from which on the best guess is answered where a talk is under way: what went before
makes it likelier than the words alone do, and whoever is asked back every time stops asking."""

HEDGED_BELOW = 0.8
"""Probability below which an answer also offers what else may have been meant."""

MOST_CHOICES = 10
NO_OFFER = frozenset({"greeting", "thanks", "cancel", "out_of_scope", "help", "human_handoff"})
"""What nobody picks from a list of what they may have meant."""

NOTHING: Mapping[str, str] = MappingProxyType({})


def continued(question: Question, ctx: Context) -> Question:
    """*question* with what it leaves out taken from what was asked just before."""
    subject = subject_now(ctx)
    if subject and _is_likely(question):
        question = replace(question, intent=question.guesses[0].intent)
    return complete(question, subject, ctx.vocabulary)


def saying_so(turn: Turn, question: Question, ctx: Context) -> Turn:
    """The answer, beginning with what was assumed, where anything was."""
    if not question.assumed or not turn.replies:
        return turn
    first, *others = turn.replies
    first = replace(first, text=f"{ctx.say(assumed, question.assumed)}\n{first.text}")
    return replace(turn, replies=(first, *others))


def hedged(turn: Turn, question: Question, ctx: Context) -> Turn:
    """The answer, followed by what else may have been meant, where the question was not clear."""
    is_clear = question.confidence >= HEDGED_BELOW or question.intent in (UNSURE, *NO_OFFER)
    if is_clear or not turn.replies or turn.conversation is not None:
        return turn
    others = [guess for guess in question.guesses[1:] if guess.intent not in NO_OFFER]
    offers = [menus.guess(guess.intent, question.slots) for guess in others]
    last = turn.replies[-1]
    offers = [offer for offer in offers if offer.data not in {each.data for each in last.choices}]
    if not offers:
        return turn
    text = f"{last.text}\n{ctx.say(otherwise, [offer.label for offer in offers])}"
    choices = (*offers, *last.choices)[:MOST_CHOICES]
    return replace(turn, replies=(*turn.replies[:-1], replace(last, text=text, choices=choices)))


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


def _is_likely(question: Question) -> bool:
    """Whether its best guess, not sure by itself, may be answered in a talk. A person is never a
    guess that is answered so; nor is a figure that the report may not hold, however sure."""
    if question.intent != UNSURE or not SURE_IN_A_TALK <= question.confidence < SURE:
        return False
    return question.guesses[0].probability >= SURE_IN_A_TALK


def subject_now(ctx: Context) -> Mapping[str, str]:
    """What was asked last, where that is not forgotten."""
    return subject_as_of(ctx.conversation, ctx.now)


def subject_as_of(conversation: Conversation, now: datetime) -> Mapping[str, str]:
    """The same, of a chat that stands there now."""
    at = conversation.subject_at
    if not at or now - parse(at) > FORGOTTEN_AFTER:
        return NOTHING
    return conversation.subject
