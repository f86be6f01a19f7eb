"""The queue in a group: an administrator makes a Telegram group with topics the place where
ordinary cases are told of. What then stands in its topics: bot/topic_keeper.py.

In the group nothing is said of any case here, and /queue is answered for administrators only.
"""

from data import audit, case_topics, staff, topic_queue
from data.times import stamp
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Kind, Message
from handlers.officers.officer_screens import LIST, strangers
from handlers.texts import casework as casework_texts
from handlers.texts import group_queue as texts
from handlers.turn import Turn, Write

OFF, BOTH = "off", "both"
IN_PRIVATE_ONLY = (
    *("cases", "case", "mine", "new", "late", "find", "stats", "holidays", "away", "export"),
    *("staff", "invite", "remove", "identity"),
)
"""Commands of staff that a group hears nothing of."""


async def command(message: Message, ctx: Context, argument: str) -> Turn:
    """/queue: in a group it becomes the queue, ``both`` beside private chats, ``off`` no more; in
    private how that is done."""
    verb = argument.strip().casefold()
    if not message.private:
        return await _in_group(message, ctx, verb)
    if ctx.staff is None:
        return strangers(ctx)
    if not ctx.staff.supervises:
        return Turn(replies=(ctx.reply(texts.not_yours(), choices=(LIST, HELP)),))
    found = await ctx.read(topic_queue.queue)
    if verb == OFF and found is not None and found.is_on:
        return Turn(
            replies=(ctx.reply(texts.turned_off(), choices=(LIST, HELP)),),
            keep=(Write(topic_queue.turn_off, (audit.by(ctx.staff.id), stamp(ctx.now))),),
        )
    text = f"{texts.standing(found)}\n\n{texts.how_to()}"
    return Turn(replies=(ctx.reply(text, choices=(LIST, HELP)),))


async def _in_group(message: Message, ctx: Context, verb: str) -> Turn:
    member = await ctx.read(staff.of_chat, message.sender) if message.sender else None
    if member is None or not member.supervises:
        return Turn()
    at = stamp(ctx.now)
    if verb == OFF:
        found = await ctx.read(topic_queue.queue)
        if found is None or found.chat != message.chat:
            return Turn()
        return Turn(
            replies=(ctx.reply(texts.turned_off()),),
            keep=(Write(topic_queue.turn_off, (audit.by(member.id), at)),),
        )
    asked = (message.chat, member.id, verb == BOTH, at)
    return Turn(keep=(Write(topic_queue.ask, asked),))


async def heard(message: Message, ctx: Context) -> Turn | None:
    """Words in the queue's group that are no command: they reach no reporter, and no answer of ours
    belongs there. None anywhere else."""
    if message.kind is Kind.BUTTON or message.text.startswith("/"):
        return None
    found = await ctx.read(topic_queue.queue)
    if found is None or not found.is_on or found.chat != message.chat:
        return None
    edited = message.kind is Kind.EDITED
    return Turn(replies=() if edited else (ctx.reply(texts.not_to_reporter()),))


def created(message: Message) -> Turn:
    """Telegram tells of a topic that we created: perhaps one whose id never reached us."""
    return Turn(keep=(Write(case_topics.seen, (message.chat, message.thread, message.topic)),))


def in_private(ctx: Context) -> Turn:
    """A command of staff in a group: nothing is said there."""
    return Turn(replies=(ctx.reply(casework_texts.in_private()),))
