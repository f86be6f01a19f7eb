"""What was said so far in a visitor's chat, from the inbox and the outbox."""

from collections.abc import Sequence

from bot import incoming, outgoing
from bot.web import frames
from bot.web.frames import Item
from data import transcripts
from data.store import Store
from data.transcripts import Line
from handlers.message import Messenger


class Past:
    """The history that a page asks for when it opens or comes back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, chat_address: str, after: str) -> Sequence[Item]:
        """The lines after *after*, oldest first; all recent ones where that is "" or unknown."""
        chat = self._store.vault.tag("chat", f"{Messenger.WEB}:{chat_address}")
        lines = self._store.read_now(transcripts.recent, chat)
        keys = [line.key for line in lines]
        start = keys.index(after) + 1 if after in keys else 0
        return [_item(line) for line in lines[start:]]


def _item(line: Line) -> Item:
    if line.from_person:
        return frames.of_message(line.key, incoming.decode(line.payload), line.at)
    (reply,) = outgoing.decode(line.payload).replies
    return frames.of_reply(line.key, reply, line.at)
