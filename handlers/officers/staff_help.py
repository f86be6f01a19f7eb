"""Staff's help: /start and /help list the commands of whoever works here, for them alone."""

from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Message
from handlers.officers.lateness import LATE
from handlers.officers.officer_screens import LIST, MINE
from handlers.texts import staff_help as texts
from handlers.turn import Turn


def instead(message: Message, ctx: Context) -> Turn | None:
    """The staff's screen in the place of the citizens'; None for citizens, and in groups."""
    if ctx.staff is None or not message.private:
        return None
    ways = (LIST, MINE, LATE) if ctx.staff.has_cases else ()
    return Turn(replies=(ctx.reply(texts.commands(ctx.staff), choices=(*ways, HELP)),))
