"""The privacy notice: what is kept, for what, who reads it, how long, and how to be forgotten."""

from data import staff
from handlers.context import Context
from handlers.intake import MINE, are_handlers_named
from handlers.menus import FORGET_ME, MY_DATA, PERSON, TELL
from handlers.message import KNOWN_TO, Message, Messenger
from handlers.texts.privacy_notice import notice
from handlers.turn import Turn


async def show(message: Message, ctx: Context) -> Turn:
    """The notice, as often as anybody likes; true for this chat and these officers."""
    workers = [
        *await ctx.read(staff.case_workers, corruption=False),
        *await ctx.read(staff.case_workers, corruption=True),
    ]
    carriers = {KNOWN_TO.get(Messenger(worker.messenger), "") for worker in workers}
    text = ctx.say(
        notice,
        ctx.agency,
        takes_corruption=await are_handlers_named(message, ctx),
        known_to=KNOWN_TO.get(message.messenger, ""),
        carriers=sorted(carriers - {""}),
    )
    return Turn(replies=(ctx.reply(text, choices=(TELL, MINE, MY_DATA, FORGET_ME, PERSON)),))
