"""Joining hint: beside the review of a grievance, that there is an open one about the same.

It says what service, since when and where that one stands, and the place in the words of whoever
asks: nothing that its reporter wrote.
"""

from dataclasses import dataclass

from data import same_matter
from data.cases import CaseKind
from data.drafts import Draft
from data.same_matter import Match
from data.times import stamp
from handlers.context import Context
from handlers.message import Message
from handlers.texts import joining as texts
from handlers.texts.thai import date_of
from handlers.turn import Choice

JOINS = "joins"
"""In the conversation's memory where the hint was shown with the draft."""

JOIN = Choice("ร่วมกับเรื่องนั้น", "f:join", "file_grievance")
APART = Choice("คนละเรื่อง ส่งแยก", "f:send", "file_grievance")


@dataclass(frozen=True, slots=True)
class Hint:
    """What the review says more, and what it offers instead of sending."""

    text: str = ""
    choices: tuple[Choice, ...] = ()


async def found(message: Message, ctx: Context, kind: CaseKind, draft: Draft) -> Match | None:
    """An open case about what the *draft* of *kind* is about."""
    if kind is not CaseKind.GRIEVANCE:
        return None
    words = (*draft.texts, *draft.answers.values())
    return await ctx.read(same_matter.find, message.chat, words, stamp(ctx.now))


async def beside(message: Message, ctx: Context, kind: CaseKind, draft: Draft) -> Hint:
    """The hint of a draft; an empty one where there is nothing to join."""
    match = await found(message, ctx, kind, draft)
    if match is None:
        return Hint()
    text = ctx.say(texts.hint, match, ctx.say(date_of, match.opened_at))
    return Hint(f"\n\n{text}", (JOIN, APART))
