"""Receiving: a message is kept durably before anybody is told that we have it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog

from bot import clock, incoming
from bot.at_once import AtOnce
from bot.incoming import Incoming
from bot.log import where
from data import drafts, inbox, times
from data.store import Connection, Store, Unavailable

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


def always() -> None:
    """Nothing speaks against taking more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is safe now: its inbox row, when it came, whether it came the first time."""

    row_id: int
    at: datetime
    fresh: bool

    @property
    def key(self) -> str:
        """How the web chat names it."""
        return f"i{self.row_id}"


class Receiver:
    """Puts messages into the inbox and hands fresh ones on."""

    def __init__(
        self,
        store: Store,
        hand_on: Callable[[inbox.Row], None],
        check: Callable[[], None] = always,
        at_once: AtOnce | None = None,
    ) -> None:
        self._store = store
        self._hand_on = hand_on
        self._at_once = at_once
        self._under_way = 0
        self._check = check  # raises Unavailable where the machine can take no more

    async def take(self, messages: Sequence[Incoming]) -> list[bool]:
        """Keep messages in one commit; which of them are fresh. Raises data.store.Unavailable."""
        if not messages:
            return []
        self._must_be_able()
        rows = [self._row(message, incoming.encode(message)) for message in messages]
        self._under_way += 1
        try:
            if len(rows) == 1 and self._may_answer(messages[0]):
                return [await self._take_known(rows[0], messages[0])]
            return await self._take_all(rows, messages)
        finally:
            self._under_way -= 1

    def _may_answer(self, message: Incoming) -> bool:
        return self._at_once is not None and self._at_once.may_answer(message, self._under_way)

    async def _take_known(self, row: inbox.NewRow, message: Incoming) -> bool:
        """Keep a message that can perhaps be answered in the same commit."""
        assert self._at_once is not None
        try:
            row_id, kept, answers = await self._store.write(self._at_once.put, row, message)
        except Unavailable:
            raise
        except Exception as error:  # handling it may fail as well, but then it is kept
            log.error("not answered at once", **where(error))
            (is_fresh,) = await self._take_all((row,), (message,))
            return is_fresh
        if kept is not None:
            self._at_once.was_put(kept, answers)
        elif row_id is not None:
            self._hand_on(inbox.waiting(row_id, row, message))
        return row_id is not None

    async def _take_all(
        self, rows: Sequence[inbox.NewRow], messages: Sequence[Incoming]
    ) -> list[bool]:
        ids = await self._store.write(inbox.put, rows)
        for row_id, row, message in zip(ids, rows, messages, strict=True):
            if row_id is not None:
                self._hand_on(inbox.waiting(row_id, row, message))
        return [row_id is not None for row_id in ids]

    async def take_one(self, message: Incoming, content: bytes | None = None) -> Taken:
        """Keep one message, with the file the web chat uploaded. Raises Unavailable."""
        self._must_be_able()
        row = self._row(message, b"")
        row_id, payload = await self._store.write(_put_one, row, message, content)
        if payload is not None:
            self._hand_on(inbox.waiting(row_id, _with_payload(row, payload)))
        return Taken(row_id, times.parse(row.received_at), fresh=payload is not None)

    def _must_be_able(self) -> None:
        """Refuse at once while something is wrong, instead of keeping everybody waiting for it."""
        if self._store.trouble is not None:
            raise Unavailable(f"nothing is taken: {self._store.trouble}")
        self._check()

    def _row(self, message: Incoming, payload: bytes) -> inbox.NewRow:
        tag, messenger = self._store.vault.tag, message.messenger.value
        return inbox.NewRow(
            messenger,
            message.event_id,
            tag("chat", f"{messenger}:{message.address}"),
            tag("message", f"{messenger}:{message.message_id}") if message.message_id else "",
            payload,
            times.stamp(clock.now()),
        )


def _put_one(
    db: Connection, row: inbox.NewRow, message: Incoming, content: bytes | None
) -> tuple[int, bytes | None]:
    """The row id, and the payload where the message is fresh."""
    known = inbox.find(db, row.messenger, row.event_id)
    if known is not None:
        return known, None
    if content is not None and message.file is not None:
        new = drafts.NewAttachment(
            row.chat, message.file.name, message.file.media_type, content, "", row.received_at
        )
        upload_id = drafts.add_attachment(db, new, "upload")
        file = msgspec.structs.replace(message.file, file_id=str(upload_id))
        message = msgspec.structs.replace(message, file=file)
    payload = incoming.encode(message)
    (row_id,) = inbox.put(db, (_with_payload(row, payload),))
    assert row_id is not None
    return row_id, payload


def _with_payload(row: inbox.NewRow, payload: bytes) -> inbox.NewRow:
    return row._replace(payload=payload)
