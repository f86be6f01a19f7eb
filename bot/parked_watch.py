"""Watching over parked messages: staff are told, and what the operator wants is tried again.

1. Staff hear of what was parked, once an hour at most and not in quiet hours: how many and their
   numbers, never a word of them.
2. What is to be tried again goes to the end of its chat's lane, also when another process asked.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from bot.dispatch import add_notices
from bot.log import where
from data import chats, inbox, outbox, parked, staff, times
from data.quiet_hours import NEVER, QuietHours
from data.store import Connection, Store, Unavailable
from handlers.officers.officer_screens import LIST
from handlers.texts import parked as texts
from handlers.turn import Notice, Reply

LOOK_EVERY_S = 2.0

log = structlog.get_logger()


class ParkedWatch:
    """Looks every two seconds; *now* is the clock."""

    def __init__(
        self,
        store: Store,
        take: Callable[[inbox.Row], None],
        send: Callable[[Iterable[outbox.Row]], None],
        quiet: QuietHours,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._take = take
        self._send = send
        self._quiet = quiet
        self._now = now

    async def keep_looking(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.look()
            except Unavailable:  # the database says so itself
                pass
            except Exception as error:
                log.error("could not look after parked messages", **where(error))
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Hand over what is to be tried again, tell staff of what is new."""
        if self._store.read_now(parked.is_any_wanted):
            for row in await self._store.write(parked.take_up):
                self._take(row)
        now = self._now()
        at = times.stamp(now)
        must_tell = self._quiet.end_of(now) is None and self._store.read_now(parked.must_tell, at)
        if must_tell and self._store.read_now(listeners):
            self._send(await self._store.write(tell, at))


def listeners(db: Connection) -> list[str]:
    """The chats of those who are told: whoever supervises, without them everybody on cases."""
    reached = [each for each in staff.members(db) if chats.address(db, each.chat) is not None]
    found = [each for each in reached if each.supervises]
    return [each.chat for each in found or reached if each.works_cases]


def tell(db: Connection, at: str) -> list[outbox.Row]:
    """One alert for all that was parked since the last; the rows to deliver."""
    found = parked.tell(db, at)
    if not found:
        return []
    reply = Reply(texts.alert(found), choices=(LIST,))
    return add_notices(db, [Notice(chat, reply) for chat in listeners(db)], at, NEVER)
