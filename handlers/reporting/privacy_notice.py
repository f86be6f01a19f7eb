"""The privacy notice: what is kept, for what, who reads it, how long, and how to be forgotten."""

from data import staff
from handlers.context import Context
from handlers.menus import DATA_REQUEST, FORGET_ME, MY_DATA, PERSON, TELL
from handlers.message import KNOWN_TO, Message, Messenger
from handlers.reporting.intake import MINE, are_handlers_named
from handlers.texts.privacy_notice import notice
from handlers.turn import Turn


async def show(message: Message, ctx: Context) -> Turn:
    """The notice, as often as anybody likes; true for this chat and these officers."""
    workers = [each for each in await ctx.read(staff.members) if each.has_cases]
    carriers = {KNOWN_TO.get(Messenger(worker.messenger), "") for worker in workers}
    text = ctx.say(
        notice,
        ctx.agency,
        takes_corruption=await are_handlers_named(message, ctx),
        known_to=KNOWN_TO.get(message.messenger, ""),
        carriers=sorted(carriers - {""}),
    )
    choices = (TELL, MINE, MY_DATA, FORGET_ME, DATA_REQUEST, PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))
