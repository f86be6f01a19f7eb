"""Privacy: who reads what people tell, asked before, during or after telling it."""

from handlers import menus
from handlers.context import Context
from handlers.message import KNOWN_TO, Message
from handlers.reporting.intake import are_handlers_named
from handlers.texts.privacy import privacy
from handlers.turn import Turn


async def answer_privacy(message: Message, ctx: Context) -> Turn:
    """Who reads a report, and what stays secret."""
    takes = await are_handlers_named(message, ctx)
    known_to = KNOWN_TO.get(message.messenger, "")
    text = ctx.say(privacy, ctx.agency, takes_corruption=takes, known_to=known_to)
    secretly = (menus.CORRUPTION,) if takes else ()
    choices = (*secretly, menus.GRIEVANCE, menus.CHANNELS, menus.PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))
