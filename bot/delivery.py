"""Delivery: the courier carries the outbox to the messengers.

1. In order within a chat, chats side by side; a chat that waits holds up nobody else.
2. Each try is carrying.py's, which marks what may be taken once only before it is called for.
3. Not now: again after the vendor's own delay, else with exponential backoff, for a day at most.
4. What is held stays in the database alone; one alarm is set for the next that is due.
5. What waits for one chat leaves together where the messenger takes several messages at once.
6. What is more than a messenger takes now, or waits for long, stays in the database: backlog.py.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

import structlog

from bot import clock, incoming, outgoing
from bot.alarm import Alarm
from bot.backlog import Backlog
from bot.carrying import GIVE_UP_AFTER, Carrier, Delay
from bot.messengers.messenger import Adapter
from bot.messengers.topic_host import TopicHost
from bot.packing import Packing, Rows, in_order
from bot.topic_keeper import TopicKeeper
from data import holding, outbox, times, together, waiting
from data.push_tables import TIME
from data.store import Store, Unavailable
from handlers.message import Messenger

FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 300.0
LONGEST_NAP_S = 5.0  # in hand; who waits longer does so in the database
LOOK_AGAIN_S = 2.0
MOST_LOOKED_AT = 500

log = structlog.get_logger()


class Courier:
    """Takes outbox rows to their messengers, whatever happens in between."""

    def __init__(
        self,
        store: Store,
        adapters: Mapping[Messenger, Adapter],
        budget: int | None = None,
        topics: TopicHost | None = None,
        on_taken: Callable[[outbox.Row], None] | None = None,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._backlogs: dict[str, Backlog] = {
            name: Backlog(store, name, self._deliver, self._give_up_overdue) for name in adapters
        }
        self._seen_to = 0
        self._looking: asyncio.Task[None] | None = None
        self._alarm = Alarm(self._ring)
        self._packing = Packing(store)
        self._letting_go: asyncio.Task[None] | None = None
        self._topics = TopicKeeper(store, topics)
        self.carrier = Carrier(
            store,
            adapters,
            {name: backlog.vendor for name, backlog in self._backlogs.items()},
            self._packing,
            self._topics,
            self.send,
            budget=budget,
            on_taken=on_taken,
        )

    def start(self) -> None:
        """Take up everything that waits, and from now on what other processes add."""
        self._seen_to = self._store.read_now(waiting.newest_id)
        self._packing.start()
        if due := self._store.read_now(holding.next_due):
            self._alarm.set(due)
        for backlog in self._backlogs.values():
            backlog.start()
        self._looking = asyncio.get_running_loop().create_task(self._keep_looking())

    def send(self, rows: Iterable[outbox.Row]) -> None:
        """Deliver rows that were just kept; never waits."""
        for row in rows:
            if row.id == self._seen_to + 1:
                self._seen_to = row.id
            backlog = self._backlogs.get(row.messenger)
            if backlog is None or row.id in backlog.known:
                continue
            if row.hold == TIME:
                self._alarm.set(row.not_before)
            if not row.hold:
                backlog.take(row)

    async def stop(self, seconds: float) -> None:
        """Finish what is on its way within *seconds*; the rest stays in the outbox."""
        if self._looking is not None:
            self._looking.cancel()
        self._alarm.cancel()
        if self._letting_go is not None:
            self._letting_go.cancel()
        for backlog in self._backlogs.values():
            backlog.stop()
        drained = (backlog.lanes.drain(seconds) for backlog in self._backlogs.values())
        left = sum(await asyncio.gather(*drained))
        log.info("courier stopped", chats_left=left)

    def _look(self) -> None:
        """Take up what nobody handed over. Row ids grow in the order of commits, whoever commits:
        below the newest one seen here there is nothing unseen."""
        rows = self._store.read_now(outbox.added_after, self._seen_to, MOST_LOOKED_AT)
        self._seen_to = max((row.id for row in rows), default=self._seen_to)
        self.send(rows)
        if len(rows) == MOST_LOOKED_AT:
            self._seen_to = self._store.read_now(waiting.newest_id)
            for backlog in self._backlogs.values():
                backlog.look()

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            try:
                self._look()
                self.send(await self._topics.noted())
            except Unavailable:
                continue  # looks again
            except Exception as error:
                log.error("could not look into the outbox", problem=type(error).__name__)

    def _ring(self) -> None:
        if self._letting_go is None:
            self._letting_go = asyncio.get_running_loop().create_task(self._let_go())

    async def _let_go(self) -> None:
        """Deliver what is due, and set the alarm for the next."""
        self.send(await self._store.write_patiently(outbox.let_go, times.stamp(clock.now())))
        following = await self._store.write_patiently(holding.next_due)
        self._letting_go = None
        if following:
            self._alarm.set(following)

    async def _deliver(self, row: outbox.Row) -> None:
        backlog = self._backlogs[row.messenger]
        if row.id not in backlog.known:
            return  # it left together with one before it
        try:
            row = outgoing.at_hand(row)
        except incoming.UNREADABLE:
            log.error("unread: kept by another version", row=row.id)
            await self.carrier.give_up((row,), "kept by another version", once=False)
            backlog.known.discard(row.id)
            return
        attempted, tries = row.attempted, row.tries
        # what was never tried waits for no clock, which may have been set back
        if tries and (seconds := _until(row.not_before)) > 0:
            await backlog.lanes.nap(seconds)
        rows: Rows = ()
        while True:
            try:
                rows = rows or self._alone(row) or await self._pack(row)
                if (rest := backlog.vendor.rest(row.chat)) > 0:
                    await backlog.lanes.nap(rest)
                sending = self.carrier.sending(row, rows, attempted, is_first=tries == 0)
                delay = await self.carrier.carry(row, rows, sending, is_first=tries == 0)
            except Unavailable:  # it could not be read or marked; nothing has left
                await self._store.usable()
                continue
            if delay is None:
                backlog.known.difference_update(each.id for each in rows)
                return
            if delay.alone:
                await self._store.write_patiently(together.part, row.id)
                rows = (row,)
            attempted = attempted or delay.perhaps_sent
            seconds = 0.0
            if not delay.untried:
                tries += 1
                seconds, is_wanted = await self._postpone(row, delay, tries)
                if not is_wanted and len(rows) == 1:  # else all of them go on under their key
                    self._put_back(row, rows, 0.0)
                    return
            if seconds > LONGEST_NAP_S or backlog.vendor.is_closed:
                self._put_back(row, rows, seconds)
                return
            await backlog.lanes.nap(seconds)

    def _put_back(self, row: outbox.Row, rows: Rows, seconds: float) -> None:
        if len(rows) > 1:
            self._packing.remember(row.id)
        self._backlogs[row.messenger].put_back(rows, seconds)

    def _alone(self, row: outbox.Row) -> Rows:
        """The row where nothing can leave together with it, as is usual."""
        lanes = self._backlogs[row.messenger].lanes
        is_alone = lanes.is_last(row.chat) and self._packing.is_plain(row)
        return (row,) if is_alone else ()

    async def _pack(self, row: outbox.Row) -> Rows:
        """The row, and what leaves together with it: what was joined before, else what waits right
        behind it and, where a reply token makes it free, what waits for the month's pushes."""
        batch = self._adapters[Messenger(row.messenger)].batch
        if batch == 1:
            return (row,)
        found = self._packing.joined(row)
        if not found:
            behind = self._backlogs[row.messenger].lanes.behind(row.chat)
            chosen = self._packing.companions(
                row, behind, batch, lambda: self.carrier.has_token(row)
            )
            found = (
                await self._store.write_patiently(together.join, row.id, chosen) if chosen else []
            )
        return in_order(row, found)

    async def _postpone(self, row: outbox.Row, delay: Delay, tries: int) -> tuple[float, bool]:
        """Seconds until the next try, as is kept with the row, a closed vendor sets its own; and
        whether it is wanted."""
        backoff = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(tries - 1, 12))
        seconds = delay.seconds if delay.seconds >= 0 else backoff * random.uniform(0.75, 1.25)  # noqa: S311  # jitter
        if self._backlogs[row.messenger].vendor.is_closed:
            seconds = 0.0
        log.warning(
            "will try again",
            row=row.id,
            messenger=row.messenger,
            tries=tries,
            seconds=round(seconds, 1),
            problem=delay.problem,
        )
        until = times.stamp(clock.now() + timedelta(seconds=seconds))
        is_wanted = await self._store.write_patiently(outbox.postpone, row.id, until, delay.problem)
        return seconds, is_wanted

    async def _give_up_overdue(self, name: Messenger, problem: str) -> None:
        """Of what waits for a vendor that is down, what had its day."""
        before, known = times.stamp(clock.now() - GIVE_UP_AFTER), self._backlogs[name].known
        while True:
            found = self._store.read_now(waiting.overdue, name, before, MOST_LOOKED_AT)
            rows = [row for row in found if row.id not in known]
            if not rows:
                return
            told = f"given up after a day: {problem}"
            await asyncio.gather(
                *(self.carrier.give_up((row,), told, once=_is_once(row)) for row in rows)
            )


def _is_once(row: outbox.Row) -> bool:
    return any(reply.once for reply in outgoing.of(row).replies)


def _until(when: str) -> float:
    """Seconds until a stored time that is near, as the backlog leaves it; none when it is past, or
    so far off that the clock was set back."""
    seconds = -clock.seconds_since(when)
    return seconds if 0 < seconds <= LONGEST_NAP_S else 0.0
