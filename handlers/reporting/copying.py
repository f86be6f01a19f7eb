"""Copying: a button that puts a case's code or a receipt into the clipboard, where one can.

LINE, Telegram and the page copy by themselves and tell us nothing; whoever's app is too old for
that is told how to do it by hand.
"""

from data.receipts import show
from handlers.context import Context
from handlers.menus import MY_CASES
from handlers.message import Message
from handlers.texts import copying as texts
from handlers.turn import Choice, Turn


def code(of_case: str) -> Choice:
    """Copies the code of a case."""
    return Choice(texts.CODE, "f:copy", "case_status", copies=of_case)


def receipt(digits: str) -> Choice:
    """Copies a receipt, as it is shown."""
    return Choice(texts.RECEIPT, "f:copy", "case_status", copies=show(digits))


async def say_how(_: Message, ctx: Context) -> Turn:
    """The button came to us: nothing was copied."""
    return Turn(replies=(ctx.reply(ctx.say(texts.by_hand), choices=(MY_CASES,)),))
