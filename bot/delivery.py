"""Delivery: the courier carries the outbox to the messengers.

1. In order within a chat, chats side by side; a chat that waits holds up nobody else.
2. A LINE reply token works once, and LINE cannot say whether it did: so the row is marked before
   the first call with it. A marked row is only ever tried again with its token; one that is not
   marked is pushed, under its stored random retry key, once the token is too old or known dead.
3. Not now: again after the vendor's own delay, else with exponential backoff, for a day at most.
4. What is held stays in the database alone; one alarm is set for the next that is due.
5. What waits for one chat leaves together where the messenger takes several messages at once.
6. What is more than a messenger takes now, or waits for long, stays in the database: backlog.py.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot import clock, exported, outgoing, pushing
from bot.alarm import Alarm
from bot.backlog import REPLY_TOKEN_LIFETIME_S, Backlog
from bot.log import where
from bot.messengers.messenger import (
    Adapter,
    BudgetSpent,
    Sending,
    StoredFile,
    TokenDead,
    TryLater,
    Undeliverable,
)
from bot.messengers.topic_host import TopicHost
from bot.packing import Packing, Rows, in_order
from bot.photos import without_metadata
from bot.topic_keeper import TopicKeeper
from data import after_photos, holding, outbox, pushes, times, together, waiting
from data.push_tables import TIME
from data.store import Store, Unavailable
from handlers.message import Messenger
from handlers.turn import Reply

GIVE_UP_AFTER = timedelta(hours=22)  # LINE forgets a retry key after 24; clocks are set back
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 300.0
SENDS_AT_ONCE = 64  # a messenger; each lane has one at most
LONGEST_NAP_S = 5.0  # in hand; who waits longer does so in the database
SPENT_FOR_S = 60.0  # pushes that LINE refused one of are not tried
LOOK_AGAIN_S = 2.0
MOST_LOOKED_AT = 500

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Delay:
    seconds: float
    problem: str
    perhaps_sent: bool
    alone: bool = False
    untried: bool = False


class _Closed(TryLater):
    """The vendor is closed: nothing was tried."""


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
        self._on_taken = on_taken
        self._store = store
        self._budget = budget
        self._adapters = adapters
        self._backlogs: dict[str, Backlog] = {
            name: Backlog(store, name, self._deliver, self._give_up_overdue) for name in adapters
        }
        self._spent_at = ""
        self._seen_to = 0
        self._slots = {name: asyncio.Semaphore(SENDS_AT_ONCE) for name in adapters}
        self._looking: asyncio.Task[None] | None = None
        self._alarm = Alarm(self._ring)
        self._packing = Packing(store)
        self._letting_go: asyncio.Task[None] | None = None
        self._topics = TopicKeeper(store, topics)

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
        log.info("courier stopped", chats_left=sum(await asyncio.gather(*drained)))

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
        attempted, tries = row.attempted, row.tries
        if tries:  # what was never tried waits for no clock, which may have been set back
            await _until(row.not_before)
        rows: Rows = ()
        while True:
            try:
                rows = rows or await self._pack(row)
                sending = self._sending(row, rows, attempted, is_first=tries == 0)
                delay = await self._try(row, rows, sending, is_first=tries == 0)
            except Unavailable:  # it could not be read; nothing has left
                await self._store.usable()
                continue
            if delay is None:
                backlog.known.difference_update(each.id for each in rows)
                return
            if delay.alone:
                await self._store.write_patiently(together.part, row.id)
                rows = (row,)
            attempted = bool(sending.reply_token) and (attempted or delay.perhaps_sent)
            seconds = 0.0
            if not delay.untried:
                tries += 1
                seconds = await self._postpone(row, delay, tries)
            if seconds > LONGEST_NAP_S or backlog.vendor.is_closed:
                self._put_back(row, rows, seconds)
                return
            await asyncio.sleep(seconds)

    def _put_back(self, row: outbox.Row, rows: Rows, seconds: float) -> None:
        if len(rows) > 1:
            self._packing.remember(row.id)
        self._backlogs[row.messenger].put_back(rows, seconds)

    async def _pack(self, row: outbox.Row) -> Rows:
        """The row, and what leaves together with it: what was joined before, else what waits right
        behind it and, where a reply token makes it free, what waits for the month's pushes."""
        batch = self._adapters[Messenger(row.messenger)].batch
        if batch == 1:
            return (row,)
        found = self._packing.joined(row)
        if not found:
            behind = self._backlogs[row.messenger].lanes.behind(row.chat)
            chosen = self._packing.companions(row, behind, batch, lambda: self._has_token(row))
            found = (
                await self._store.write_patiently(together.join, row.id, chosen) if chosen else []
            )
        return in_order(row, found)

    def _has_token(self, row: outbox.Row) -> bool:
        token = outgoing.of(row).reply_token
        return bool(self._token(row, token, attempted=False, is_first=True))

    async def _try(
        self, row: outbox.Row, rows: Rows, sending: Sending, *, is_first: bool
    ) -> _Delay | None:
        """One try; None when the rows are finished, one way or the other."""
        adapter = self._adapters[Messenger(row.messenger)]
        vendor = self._backlogs[row.messenger].vendor
        once = any(reply.once for reply in sending.replies)
        pushed = adapter.name is Messenger.LINE and not sending.reply_token
        first_with_token = bool(sending.reply_token) and not sending.attempted
        if (rest := vendor.rest(row.chat)) > 0:
            await asyncio.sleep(rest)
        if not vendor.allows(row.chat):
            return _Delay(0.0, vendor.problem, perhaps_sent=False, untried=True)
        if first_with_token:
            await self._store.write_patiently(outbox.mark_attempted, row.id)
        try:
            if pushed and is_first and self._is_budget_spent(row):
                raise BudgetSpent("known to be used up", perhaps_sent=False)
            async with self._slots[adapter.name]:
                if not vendor.allows(row.chat):
                    raise _Closed(vendor.problem, perhaps_sent=False)
                await self._carry(row, sending, adapter)
        except Unavailable:
            if first_with_token:
                await self._store.write_patiently(outbox.clear_attempted, row.id)
            raise
        except TokenDead as dead:
            vendor.answered()
            await self._store.write_patiently(outbox.drop_token, row.id)
            return _Delay(0.0, str(dead), perhaps_sent=False)
        except BudgetSpent as spent:
            vendor.answered()
            log.warning("no pushes left this month", row=row.id, problem=str(spent))
            self._packing.keep(row.chat)
            if spent.seconds is not None:  # the vendor itself says so
                self._spent_at = times.stamp(clock.now())
            await self._finish(rows, pushing.keep_for_budget)
        except TryLater as later:
            untried = isinstance(later, _Closed)
            if not untried:
                vendor.failed(row.chat, sending.address, later)
            if first_with_token and not later.perhaps_sent:
                await self._store.write_patiently(outbox.clear_attempted, row.id)
            if clock.now() - times.parse(row.let_go_at or row.created_at) < GIVE_UP_AFTER:
                seconds = -1.0 if later.seconds is None else later.seconds
                return _Delay(seconds, str(later), later.perhaps_sent, untried=untried)
            await self._give_up(rows, f"given up after a day: {later}", once=once)
        except Undeliverable as never:
            vendor.answered()
            if len(rows) > 1:  # which of them is refused?
                if first_with_token:
                    await self._store.write_patiently(outbox.clear_attempted, row.id)
                return _Delay(0.0, str(never), perhaps_sent=False, alone=True)
            await self._give_up(rows, str(never), once=once)
        except Exception as bug:
            log.error("delivery failed", row=row.id, **where(bug))
            return _Delay(-1.0, type(bug).__name__, perhaps_sent=True)
        else:
            if self._on_taken is not None:
                for each in rows:
                    self._on_taken(each)
            vendor.answered()
            sent = partial(pushing.mark_sent, pushed=pushed, once=once, budget=self._budget)
            await self._finish(rows, sent)
        return None

    def _is_budget_spent(self, row: outbox.Row) -> bool:
        """By our own budget, or for what is said unasked: LINE said so a moment ago."""
        now = clock.now()
        if self._spent_at and row.inbox_id is None and row.let_go_at < self._spent_at:
            if clock.seconds_since(self._spent_at) < SPENT_FOR_S:
                return True
            self._spent_at = ""
        return self._store.read_now(pushes.is_over, times.stamp(now), self._budget)

    async def _finish(self, rows: Rows, query: Callable[..., list[outbox.Row]]) -> None:
        """Keep what became of rows, and deliver what is to be said of it."""
        ids, at = [each.id for each in rows], times.stamp(clock.now())
        self.send(await self._store.write_patiently(query, ids, at))

    async def _carry(self, row: outbox.Row, sending: Sending, adapter: Adapter) -> None:
        order = outgoing.of(row).topic
        if order is None:
            await adapter.send(await exported.filled(self._store, sending))
        else:
            self.send(await self._topics.bring(order, row.created_at))

    def _sending(self, row: outbox.Row, rows: Rows, attempted: bool, *, is_first: bool) -> Sending:
        content = outgoing.of(row)
        replies = content.replies
        if len(rows) > 1:
            replies = tuple(each for one in rows for each in outgoing.of(one).replies)
        token = self._token(row, content.reply_token, attempted, is_first=is_first)
        return Sending(
            key=f"o{row.id}",
            address=content.address,
            replies=replies,
            retry_key=row.retry_key,
            reply_token=token,
            attempted=attempted and bool(token),
            pressed_id=content.pressed_id,
            files=self._files(replies),
            thread=content.thread,
        )

    def _token(self, row: outbox.Row, token: str, attempted: bool, *, is_first: bool) -> str:
        """The reply token if it may be used: a redelivery may have renewed it, a try may have found
        it dead."""
        if not token or not row.token_at:
            return ""
        token_at = row.token_at
        if not is_first or attempted or clock.seconds_since(token_at) >= REPLY_TOKEN_LIFETIME_S:
            token_at = self._store.read_now(outbox.token_at, row.id)
        if not token_at:
            return ""
        is_good = attempted or clock.seconds_since(token_at) < REPLY_TOKEN_LIFETIME_S
        return token if is_good else ""

    def _files(self, replies: Iterable[Reply]) -> tuple[tuple[int, StoredFile], ...]:
        found = []
        for reply in replies:
            if reply.file and reply.file.content:
                made = StoredFile(
                    reply.file.name, reply.file.media_type, reply.file.content.encode()
                )
                found.append((reply.file.attachment_id, made))
                continue
            stored = reply.file and self._store.read_now(
                after_photos.content, reply.file.attachment_id
            )
            if reply.file and stored:
                name, media_type, content = stored
                shown = StoredFile(name, media_type, without_metadata(content, media_type))
                found.append((reply.file.attachment_id, shown))
        return tuple(found)

    async def _postpone(self, row: outbox.Row, delay: _Delay, tries: int) -> float:
        """Seconds until the next try, as is kept with the row; a closed vendor sets its own."""
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
        await self._store.write_patiently(outbox.postpone, row.id, until, delay.problem)
        return seconds

    async def _give_up(self, rows: Rows, problem: str, *, once: bool) -> None:
        for row in rows:
            log.warning("undeliverable", row=row.id, messenger=row.messenger, problem=problem)
        await self._finish(rows, partial(pushing.give_up, problem=problem, once=once))

    async def _give_up_overdue(self, name: Messenger, problem: str) -> None:
        """Of what waits for a vendor that is down, what had its day."""
        before, known = times.stamp(clock.now() - GIVE_UP_AFTER), self._backlogs[name].known
        while True:
            found = self._store.read_now(waiting.overdue, name, before, MOST_LOOKED_AT)
            rows = [row for row in found if row.id not in known]
            if not rows:
                return
            told = f"given up after a day: {problem}"
            await asyncio.gather(*(self._give_up((row,), told, once=_is_once(row)) for row in rows))


def _is_once(row: outbox.Row) -> bool:
    return any(reply.once for reply in outgoing.of(row).replies)


async def _until(when: str) -> None:
    """Wait for a stored time that is near, as the backlog leaves it; at once when it is past, or so
    far off that the clock was set back."""
    seconds = -clock.seconds_since(when)
    if 0 < seconds <= LONGEST_NAP_S:
        await asyncio.sleep(seconds)
