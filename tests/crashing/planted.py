"""``python -m tests.crashing.planted BUG serve``: the service with a bug planted in it, to see that
the harness finds it. Nothing of this is known to the service itself."""

import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from bot.cli import main
from bot.delivery import Courier
from bot.incoming import Incoming
from bot.receiving import Receiver
from data import inbox
from data.sealing import Vault
from data.store import Connection, Store, Unavailable


def ack_first() -> None:
    """Webhooks are answered before what they brought is committed."""
    take = Receiver.take
    running: set[asyncio.Task[Any]] = set()

    async def keep(self: Receiver, messages: Sequence[Incoming]) -> None:
        with contextlib.suppress(Unavailable):
            await take(self, messages)

    async def take_unseen(self: Receiver, messages: Sequence[Incoming]) -> list[bool]:
        task = asyncio.create_task(keep(self, messages))
        running.add(task)
        task.add_done_callback(running.discard)
        return [True for _ in messages]

    Receiver.take = take_unseen  # type: ignore[method-assign]


def no_dedupe() -> None:
    """Whatever is delivered again counts as new."""
    row = Receiver._row
    numbers = itertools.count()

    def of_its_own(self: Receiver, message: Incoming, payload: bytes) -> inbox.NewRow:
        event_id = f"{message.event_id}/{os.getpid()}/{next(numbers)}"
        return row(self, message, payload)._replace(event_id=event_id)

    Receiver._row = of_its_own  # type: ignore[method-assign]


def forget_outbox() -> None:
    """What waits in the outbox at the start is never sent."""
    start = Courier.start

    def start_anew(self: Courier) -> None:
        self._store.write_now(_forget)
        start(self)

    Courier.start = start_anew  # type: ignore[method-assign]


def normal() -> None:
    """Commits are not synced one by one (synchronous = normal)."""
    prepare = Store._prepare

    def prepare_hastily(self: Store, db: Connection, vault: Vault) -> Vault:
        prepared = prepare(self, db, vault)
        db.execute("pragma synchronous = normal")
        return prepared

    Store._prepare = prepare_hastily  # type: ignore[method-assign]


def _forget(db: Connection) -> None:
    db.execute("update outbox set state = 'sent' where state = 'waiting'")


BUGS: MappingProxyType[str, Callable[[], None]] = MappingProxyType(
    {
        "ack-first": ack_first,
        "no-dedupe": no_dedupe,
        "forget-outbox": forget_outbox,
        "normal": normal,
    }
)

if __name__ == "__main__":
    BUGS[sys.argv[1]]()
    sys.exit(main(sys.argv[2:]))
