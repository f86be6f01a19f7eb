"""Which replies are kept already, each under its key: see data/common_replies.py."""

import asyncio
import hashlib
from functools import partial

from bot import outgoing
from bot.messengers.written import Written
from data import common_replies
from data.store import Connection, Store
from handlers.turn import Reply


class CommonReplies:
    """Knows the key of a reply once that is on the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: Written[Reply, str] = Written()
        self._seen: set[str] = set()  # to be kept, as long as no other process writes
        self._version = self._group = -1

    def start(self) -> None:
        """Begin anew where nothing on its way names what was kept before; never waits."""
        begun = self._store.write(common_replies.forget)
        begun.add_done_callback(lambda written: written.cancelled() or written.exception())

    def key_of(self, db: Connection, reply: Reply) -> str:
        """Its key, for a row that names it in the same transaction: "" where it is not kept, or
        another process has forgotten it."""
        key = self._keys.known(reply) or ""
        if not key:
            return ""
        if self._group != self._store.groups:
            self._group = self._store.groups
            self._hear_of_others(db)
        if key not in self._seen:
            if not common_replies.is_kept(db, key):
                return ""
            self._seen.add(key)
        return key

    def _hear_of_others(self, db: Connection) -> None:
        version = common_replies.written_by_others(db)
        if version != self._version:
            self._version = version
            self._seen.clear()

    def learn(self, reply: Reply) -> None:
        """Keep a published reply from now on; never waits. From the loop."""
        if self._keys.known(reply) is not None:
            return
        self._keys.keep(reply, "")
        packed = outgoing.packed(reply)
        key = hashlib.blake2b(packed, digest_size=common_replies.KEY_LETTERS // 2).hexdigest()
        written = self._store.write(common_replies.keep, key, packed)
        written.add_done_callback(partial(self._kept, reply, key))

    def _kept(self, reply: Reply, key: str, written: "asyncio.Future[None]") -> None:
        if written.cancelled() or written.exception() is not None:
            self._keys.forget(reply)
            self._seen.discard(key)
        else:
            self._keys.keep(reply, key)
