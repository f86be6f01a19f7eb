"""What was said so far in a visitor's chat, from the inbox and the outbox."""

from collections.abc import Sequence

from bot import incoming, outgoing
from bot.web import frames
from bot.web.frames import Item
from data import page_reading, transcripts
from data.store import Store
from data.transcripts import Line
from handlers.message import Messenger


class Past:
    """The history that a page asks for when it opens or comes back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, chat_address: str, after: str) -> Sequence[Item]:
        """The lines after *after*, oldest first; all recent ones where that is "" or unknown."""
        chat = self._tag(chat_address)
        lines = self._store.read_now(transcripts.recent, chat)
        read_until = self._store.read_now(page_reading.read_until, chat)
        keys = [line.key for line in lines]
        start = keys.index(after) + 1 if after in keys else 0
        return [_item(line, read_until) for line in lines[start:]]

    async def has_read(self, chat_address: str, key: str) -> None:
        """The visitor has seen the reply *key* ("o7") and what came before it."""
        chat, row_id = self._tag(chat_address), frames.row_of(key)
        shown = self._store.read_now(page_reading.shown_at, chat, row_id) if row_id else ""
        if shown > self._store.read_now(page_reading.read_until, chat):
            await self._store.write(page_reading.note_read, chat, shown)

    def _tag(self, chat_address: str) -> str:
        return self._store.vault.tag("chat", f"{Messenger.WEB}:{chat_address}")


def _item(line: Line, read_until: str) -> Item:
    if line.from_person:
        return frames.of_message(line.key, incoming.decode(line.payload), line.at)
    (reply,) = outgoing.decode(line.payload).replies
    is_new = bool(read_until) and line.at > read_until
    return frames.of_reply(line.key, reply, line.at, is_new=is_new)
