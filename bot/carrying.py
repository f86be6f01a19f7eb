"""Carrying: one try to hand rows of the outbox to their messenger, and what is kept of its end.

A LINE reply token works once, and LINE cannot say whether it did: so a row is marked before the
first call with it, when it is its turn. A marked row is only ever tried again with its token; one
that is not marked is pushed, under its stored retry key, once the token is too old or known
dead. Under one key LINE takes one push, whatever is in it: so a row is marked before its first
push, too, and from then on neither its token is used nor does anything else leave with it. What was
perhaps pushed together stays together until LINE has said what became of it.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from bot import clock, exported, outgoing, pushing
from bot.backlog import REPLY_TOKEN_LIFETIME_S
from bot.log import where
from bot.marks import Marks
from bot.messengers.messenger import (
    Adapter,
    BudgetSpent,
    Sending,
    StoredFile,
    TokenDead,
    TryLater,
    Undeliverable,
)
from bot.packing import Packing, Rows
from bot.photos import without_metadata
from bot.topic_keeper import TopicKeeper
from bot.vendor import Vendor
from data import after_photos, outbox, pushes, times
from data.store import Connection, Store, Unavailable
from handlers.message import Messenger
from handlers.turn import Reply

GIVE_UP_AFTER = timedelta(hours=22)  # LINE forgets a retry key after 24; clocks are set back
SPENT_FOR_S = 60.0  # pushes that LINE refused one of are not tried

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delay:
    """Not now: again after *seconds* (-1: as the backoff says). *perhaps_sent*: it may have taken
    effect. *alone*: without what left with it. *untried*: the vendor was not even asked."""

    seconds: float
    problem: str
    perhaps_sent: bool
    alone: bool = False
    untried: bool = False


class _Closed(TryLater):
    """The vendor is closed: nothing was tried."""


class Carrier:
    """Hands rows over. *send* delivers what is to be said of how that ended."""

    def __init__(
        self,
        store: Store,
        adapters: Mapping[Messenger, Adapter],
        vendors: Mapping[str, Vendor],
        packing: Packing,
        topics: TopicKeeper,
        send: Callable[[Iterable[outbox.Row]], None],
        *,
        budget: int | None,
        on_taken: Callable[[outbox.Row], None] | None,
    ) -> None:
        self._store = store
        self._adapters: dict[str, Adapter] = {each.value: adapters[each] for each in adapters}
        self._vendors = vendors
        self._packing = packing
        self._topics = topics
        self._send = send
        self._budget = budget
        self.on_taken = on_taken
        self._spent_at = ""
        self._attempts = Marks(store, outbox.mark_attempted)
        self._pushes = Marks(store, outbox.mark_pushed)
        self._sent = Marks(store, _mark_sent, insisting=True)

    def sending(self, row: outbox.Row, rows: Rows, attempted: bool, *, is_first: bool) -> Sending:
        """What the messenger is given of *rows*, led by *row*."""
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
            attempted=attempted,
            pressed_id=content.pressed_id,
            files=self._files(replies),
            thread=content.thread,
        )

    async def carry(
        self, row: outbox.Row, rows: Rows, sending: Sending, *, is_first: bool
    ) -> Delay | None:
        """One try; None when the rows are finished, one way or the other. Raises Unavailable where
        something could not be read or kept before the call; then there was none."""
        adapter = self._adapters[row.messenger]
        vendor = self._vendors[row.messenger]
        once = any(reply.once for reply in sending.replies)
        pushed = adapter.name is Messenger.LINE and not sending.reply_token
        mark = self._mark_of(sending, pushed=pushed)
        if not vendor.allows(row.chat):
            return Delay(0.0, vendor.problem, perhaps_sent=False, untried=True)
        try:
            may_wait = pushed and is_first and not sending.attempted
            if may_wait and self._is_budget_spent(row):
                raise BudgetSpent("known to be used up", perhaps_sent=False)
            if mark is not None:
                await self._mark(mark, row.id)
            if not vendor.allows(row.chat):
                raise _Closed(vendor.problem, perhaps_sent=False)
            await self._hand_over(row, sending, adapter)
        except Unavailable:
            if mark is not None:
                await self._store.write_patiently(outbox.clear_attempted, row.id)
            raise
        except TokenDead as dead:
            vendor.answered()
            await self._store.write_patiently(outbox.drop_token, row.id)
            return Delay(0.0, str(dead), perhaps_sent=False)
        except BudgetSpent as spent:
            vendor.answered()
            log.warning("no pushes left this month", row=row.id, problem=str(spent))
            if mark is not None:
                await self._store.write_patiently(outbox.clear_attempted, row.id)
            self._packing.keep(row.chat)
            if len(rows) > 1:
                self._packing.remember(row.id)
            if spent.seconds is not None:  # the vendor itself says so
                self._spent_at = times.stamp(clock.now())
            await self._finish(rows, pushing.keep_for_budget)
        except TryLater as later:
            untried = isinstance(later, _Closed)
            if not untried:
                vendor.failed(row.chat, sending.address, later)
            if mark is not None and not later.perhaps_sent:
                await self._store.write_patiently(outbox.clear_attempted, row.id)
            if clock.now() - times.parse(row.let_go_at or row.created_at) < GIVE_UP_AFTER:
                seconds = -1.0 if later.seconds is None else later.seconds
                return Delay(seconds, str(later), later.perhaps_sent, untried=untried)
            await self.give_up(rows, f"given up after a day: {later}", once=once)
        except Undeliverable as never:
            vendor.answered()
            if len(rows) > 1:  # which of them is refused?
                if mark is not None:
                    await self._store.write_patiently(outbox.clear_attempted, row.id)
                return Delay(0.0, str(never), perhaps_sent=False, alone=True)
            await self.give_up(rows, str(never), once=once)
        except Exception as bug:
            log.error("delivery failed", row=row.id, **where(bug))
            return Delay(-1.0, type(bug).__name__, perhaps_sent=True)
        else:
            if self.on_taken is not None:
                for each in rows:
                    self.on_taken(each)
            vendor.answered()
            if pushed or once:
                sent = partial(pushing.mark_sent, pushed=pushed, once=once, budget=self._budget)
                await self._finish(rows, sent)
            else:
                await self._sent.mark(each.id for each in rows)
        return None

    def _mark_of(self, sending: Sending, *, pushed: bool) -> Marks | None:
        """How the row is to be marked before this call; None where it is, or needs no mark."""
        if sending.attempted:
            return None
        if sending.reply_token:
            return self._attempts
        return self._pushes if pushed else None

    async def _mark(self, mark: Marks, row_id: int) -> None:
        try:
            await mark.mark((row_id,))
        except asyncio.CancelledError:  # it is marked soon, perhaps, and was not tried
            asyncio.get_running_loop().call_soon(self._unmark, row_id)
            raise

    def _unmark(self, row_id: int) -> None:
        undone = self._store.write(outbox.clear_attempted, row_id)
        undone.add_done_callback(lambda written: written.exception())

    def _is_budget_spent(self, row: outbox.Row) -> bool:
        """By our own budget, or for what is said unasked: LINE said so a moment ago."""
        now = clock.now()
        if self._spent_at and row.inbox_id is None and row.let_go_at < self._spent_at:
            if clock.seconds_since(self._spent_at) < SPENT_FOR_S:
                return True
            self._spent_at = ""
        return self._store.read_now(pushes.is_over, times.stamp(now), self._budget)

    async def _hand_over(self, row: outbox.Row, sending: Sending, adapter: Adapter) -> None:
        order = outgoing.of(row).topic
        if order is None:
            await adapter.send(await exported.filled(self._store, sending))
        else:
            self._send(await self._topics.bring(order, row.created_at))

    def has_token(self, row: outbox.Row) -> bool:
        """Whether *row*, never tried, has a reply token that may be used."""
        token = outgoing.of(row).reply_token
        return bool(self._token(row, token, attempted=False, is_first=True))

    def _token(self, row: outbox.Row, token: str, attempted: bool, *, is_first: bool) -> str:
        """The reply token if it may be used: a redelivery may have renewed it, a try may have found
        it dead."""
        if not token or not row.token_at:
            return ""
        if is_first and not attempted and _is_young(row.token_at):
            return token
        token_at = self._store.read_now(outbox.token_at, row.id)
        if not token_at:
            return ""
        return token if attempted or _is_young(token_at) else ""

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

    async def give_up(self, rows: Rows, problem: str, *, once: bool) -> None:
        """They will never arrive."""
        for row in rows:
            log.warning("undeliverable", row=row.id, messenger=row.messenger, problem=problem)
        await self._finish(rows, partial(pushing.give_up, problem=problem, once=once))

    async def _finish(self, rows: Rows, query: Callable[..., list[outbox.Row]]) -> None:
        """Keep what became of rows, and deliver what is to be said of it."""
        ids, at = [each.id for each in rows], times.stamp(clock.now())
        self._send(await self._store.write_patiently(query, ids, at))


def _mark_sent(db: Connection, row_ids: list[int]) -> None:
    outbox.mark_all_sent(db, row_ids, times.stamp(clock.now()))


def _is_young(token_at: str) -> bool:
    """Whether a reply token that reached us then may still be used."""
    return clock.seconds_since(token_at) < REPLY_TOKEN_LIFETIME_S
