"""The month's budget of LINE pushes: what LINE counts, who is warned, what may go again."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from bot import pushing
from bot.log import where
from bot.messengers.line import Line
from bot.messengers.messenger import TryLater
from data import outbox, pushes, times
from data.store import Connection, Store, Unavailable

LOOK_EVERY_S = 3600.0
AT_ONCE = 500  # rows that are let go in one transaction

log = structlog.get_logger()


class PushBudget:
    """Looks every hour: the plan may have been changed, a month may have begun. *own* is the
    agency's budget of a month, None where LINE's plan is the only one."""

    def __init__(
        self,
        store: Store,
        line: Line,
        send: Callable[[Iterable[outbox.Row]], None],
        now: Callable[[], datetime],
        own: int | None,
    ) -> None:
        self._store = store
        self._line = line
        self._send = send
        self._now = now
        self._own = own

    async def keep_looking(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.look()
            except Unavailable:
                await self._store.usable()
                continue
            except Exception as error:
                log.error("could not look after LINE's pushes", **where(error))
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Ask LINE, warn, and let go of what waited where there is room again."""
        usage: tuple[int | None, int] | None = None
        try:
            usage = await self._line.usage()
        except TryLater as error:
            log.warning("LINE does not say how many pushes are left", problem=str(error))
        at = times.stamp(self._now())
        rows = await self._store.write(note, at, usage, self._own)
        room = self._store.read_now(pushes.room, at, self._own)
        self._send(rows)
        await self._let_go(at, sum(row.let_go_at == at for row in rows), room)

    async def _let_go(self, at: str, gone: int, room: int | None) -> None:
        """Let go of what else there is room for: *gone* has been already."""
        while gone and gone % AT_ONCE == 0 and (room is None or gone < room):
            most = AT_ONCE if room is None else min(AT_ONCE, room - gone)
            rows = await self._store.write(outbox.free_of_budget, at, most)
            self._send(rows)
            if not rows:
                return
            gone += len(rows)


def note(
    db: Connection, at: str, usage: tuple[int | None, int] | None, own: int | None
) -> list[outbox.Row]:
    """What LINE says (None: nothing); the rows to deliver."""
    if usage is not None:
        pushes.note_usage(db, at, *usage)
    rows = pushing.warn(db, at, own)
    if usage is None and not _month_has_changed(db, at):
        return rows
    room = pushes.room(db, at, own)
    most = AT_ONCE if room is None else min(AT_ONCE, room)
    return [*rows, *outbox.free_of_budget(db, at, most)]


def _month_has_changed(db: Connection, at: str) -> bool:
    """Whether nothing was counted in this month yet, while LINE does not say."""
    return pushes.month(db, at).count == 0
