"""Receipt screens: what is said while a case is open by its receipt, and whether it still is.

Nothing of it stays in the chat: each turn empties what was just said and heard.
"""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from data import anonymous, register
from data.cases import Case
from data.conversations import Conversation
from data.passing_access import ANSWER
from data.times import parse, stamp
from handlers.context import Context
from handlers.message import Message
from handlers.reporting.anonymity import BY_RECEIPT
from handlers.reporting.intake import CHANNELS, afterwards, meanwhile
from handlers.reporting.receipt_words import OPEN, STEPS, WITH_A_CASE
from handlers.texts import anonymity as texts
from handlers.turn import Choice, Reply, Turn, Write

OPEN_FOR = timedelta(minutes=15)


def said(
    message: Message,
    ctx: Context,
    case: Case,
    text: str,
    choices: tuple[Choice, ...],
    step: str = OPEN,
) -> Turn:
    """Something said in the open case, which stays open for a while from now."""
    until = stamp(ctx.now + OPEN_FOR)
    conversation: Conversation = meanwhile(ctx, step, case=str(case.id), until=until)
    return Turn(
        replies=(secret(text, choices),), keep=forgetting(message), conversation=conversation
    )


def remembering(turn: Turn, words: str) -> Turn:
    """The turn, with words that wait for a yes as long as the case is open here."""
    assert turn.conversation is not None
    memory = MappingProxyType({**turn.conversation.memory, ANSWER: words})
    return replace(turn, conversation=replace(turn.conversation, memory=memory))


def secret(text: str, choices: tuple[Choice, ...] = ()) -> Reply:
    """Kept nowhere once it is delivered."""
    return Reply(text, choices, confidential=True, once=True)


def over(message: Message, ctx: Context) -> Turn:
    """No case is open here (any more)."""
    opened = ctx.conversation.step in STEPS
    reply = Reply(ctx.say(texts.over), (BY_RECEIPT, CHANNELS), once=opened)
    return Turn(
        replies=(reply,),
        keep=forgetting(message) if opened else (),
        conversation=afterwards(ctx) if opened else None,
    )


async def opened(ctx: Context) -> Case | None:
    """The case that a receipt opened in this conversation, if that still counts."""
    if ctx.conversation.step not in WITH_A_CASE or not is_in_time(ctx):
        return None
    return await ctx.read(register.filed_here, "", int(ctx.conversation.memory["case"]))


def is_in_time(ctx: Context) -> bool:
    """Whether the quarter of an hour is not over."""
    return ctx.now < parse(ctx.conversation.memory["until"])


def forgetting(message: Message) -> tuple[Write, ...]:
    """What was said just now leaves nothing in the chat."""
    return (Write(anonymous.forget_talk, (message.chat,)),)
