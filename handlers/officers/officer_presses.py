"""Officers' presses: who takes the buttons of lists and of a case's card (``c:...``)."""

from handlers.context import Context
from handlers.message import Message
from handlers.officers import (
    being_away,
    casework,
    filtering,
    handing_over,
    lateness,
    officer_words,
    recusal,
    sealed_identity,
)
from handlers.turn import Turn


async def press(message: Message, ctx: Context, rest: str) -> Turn:
    """A list, what is being written, or a case by its row id."""
    first, _, second = rest.partition(":")
    if first == "list":
        return await casework.list_cases(message, ctx, second)
    if first == "mine":
        return await handing_over.list_mine(message, ctx)
    if first == "recuse":
        return await recusal.choose(message, ctx)
    if first == "identity":
        return await sealed_identity.press(message, ctx, second)
    if first == "late":
        return await lateness.list_late(message, ctx, second)
    if first in filtering.AREAS:
        return await filtering.press(message, ctx, first, second)
    if first == "away":
        return await being_away.press(message, ctx, second)
    if first in officer_words.SENDS:
        return await officer_words.SENDS[first](message, ctx)
    if first == "stop":
        return await officer_words.stop(message, ctx)
    return await casework.act(message, ctx, first, second)
