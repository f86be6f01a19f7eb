"""Delivery: the courier carries the outbox to the messengers.

1. In order within a chat, chats side by side; a chat that waits holds up nobody else.
2. A LINE reply token works once, and LINE cannot say whether it did: so the row is marked before
   the first call with it. A marked row is only ever tried again with its token; one that is not
   marked is pushed, under its stored random retry key, once the token is too old or known dead.
3. Not now: again after the vendor's own delay, else with exponential backoff, for a day at most.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from bot import clock, outgoing, undelivered
from bot.lanes import Lanes
from bot.log import where
from bot.messengers.messenger import (
    Adapter,
    Sending,
    StoredFile,
    TokenDead,
    TryLater,
    Undeliverable,
)
from bot.photos import without_metadata
from data import case_files, outbox, times
from data.store import Store, Unavailable
from handlers.message import Messenger
from handlers.turn import Reply

GIVE_UP_AFTER = timedelta(hours=24)  # LINE forgets a retry key after 24 hours
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 300.0
SENDS_AT_ONCE = 64  # a messenger; each lane has one at most
LOOK_AGAIN_S = 2.0
REPLY_TOKEN_LIFETIME_S = 50.0  # LINE: about a minute; the rest is for the call itself
DATABASE_PATIENCE_S = 1.0

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Delay:
    seconds: float
    problem: str
    perhaps_sent: bool


class Courier:
    """Takes outbox rows to their messengers, whatever happens in between."""

    def __init__(self, store: Store, adapters: Mapping[Messenger, Adapter]) -> None:
        self._store = store
        self._adapters = adapters
        self._lanes: Lanes[outbox.Row] = Lanes(self._deliver)
        self._known: set[int] = set()
        self._slots = {name: asyncio.Semaphore(SENDS_AT_ONCE) for name in adapters}
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up everything that waits, and from now on what other processes add."""
        self._seen_to = 0
        self._look()
        self._looking = asyncio.get_running_loop().create_task(self._keep_looking())

    def send(self, rows: Iterable[outbox.Row]) -> None:
        """Deliver rows that were just kept; never waits."""
        for row in rows:
            if row.id in self._known or row.messenger not in self._adapters:
                continue
            self._known.add(row.id)
            self._lanes.add(row.chat, row)

    async def stop(self, seconds: float) -> None:
        """Finish what is on its way within *seconds*; the rest stays in the outbox."""
        if self._looking is not None:
            self._looking.cancel()
        left = await self._lanes.drain(seconds)
        log.info("courier stopped", chats_left=left)

    def _look(self) -> None:
        """Take up what nobody handed over. Row ids grow in the order of commits, whoever commits:
        below the newest one seen here there is nothing unseen."""
        rows = self._store.read_now(outbox.added_after, self._seen_to)
        self._seen_to = max((row.id for row in rows), default=self._seen_to)
        self.send(rows)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            try:
                self._look()
            except Exception as error:
                log.error("could not look into the outbox", problem=type(error).__name__)

    async def _deliver(self, row: outbox.Row) -> None:
        attempted, tries = row.attempted, row.tries
        await _until(row.not_before)
        while True:
            sending = self._sending(row, attempted)
            delay = await self._try(row, sending)
            if delay is None:
                self._known.discard(row.id)
                return
            attempted = bool(sending.reply_token) and (attempted or delay.perhaps_sent)
            tries += 1
            await self._postpone(row, delay, tries)

    async def _try(self, row: outbox.Row, sending: Sending) -> _Delay | None:
        """One try; None when the row is finished, one way or the other."""
        adapter = self._adapters[Messenger(row.messenger)]
        once = any(reply.once for reply in sending.replies)
        first_with_token = bool(sending.reply_token) and not sending.attempted
        if first_with_token:
            await self._write(outbox.mark_attempted, row.id)
        try:
            async with self._slots[adapter.name]:
                await adapter.send(sending)
        except TokenDead as dead:
            await self._write(outbox.drop_token, row.id)
            return _Delay(0.0, str(dead), perhaps_sent=False)
        except TryLater as later:
            if first_with_token and not later.perhaps_sent:
                await self._write(outbox.clear_attempted, row.id)
            if clock.now() - times.parse(row.created_at) < GIVE_UP_AFTER:
                seconds = -1.0 if later.seconds is None else later.seconds
                return _Delay(seconds, str(later), later.perhaps_sent)
            await self._give_up(row, f"given up after a day: {later}", once=once)
        except Undeliverable as never:
            await self._give_up(row, str(never), once=once)
        except Exception as bug:
            log.error("delivery failed", row=row.id, **where(bug))
            return _Delay(-1.0, type(bug).__name__, perhaps_sent=True)
        else:
            sent = outbox.mark_sent_once if once else outbox.mark_sent
            await self._write(sent, row.id, times.stamp(clock.now()))
        return None

    def _sending(self, row: outbox.Row, attempted: bool) -> Sending:
        content = outgoing.decode(row.payload)
        token, age = self._token(row, content.reply_token, attempted)
        return Sending(
            key=f"o{row.id}",
            address=content.address,
            replies=content.replies,
            retry_key=row.retry_key,
            reply_token=token,
            token_age=age,
            attempted=attempted and bool(token),
            pressed_id=content.pressed_id,
            files=self._files(content.replies),
        )

    def _token(self, row: outbox.Row, token: str, attempted: bool) -> tuple[str, float]:
        """The reply token if it may be used, and its age: a redelivery may have renewed it."""
        token_at = self._store.read_now(outbox.token_at, row.id) if token else ""
        if not token_at:
            return "", 0.0
        age = (clock.now() - times.parse(token_at)).total_seconds()
        return (token, age) if attempted or age < REPLY_TOKEN_LIFETIME_S else ("", 0.0)

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
                case_files.attachment_content, reply.file.attachment_id
            )
            if reply.file and stored:
                name, media_type, content = stored
                shown = StoredFile(name, media_type, without_metadata(content, media_type))
                found.append((reply.file.attachment_id, shown))
        return tuple(found)

    async def _postpone(self, row: outbox.Row, delay: _Delay, tries: int) -> None:
        backoff = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(tries - 1, 12))
        seconds = delay.seconds if delay.seconds >= 0 else backoff * random.uniform(0.75, 1.25)  # noqa: S311  # jitter
        log.warning(
            "will try again",
            row=row.id,
            messenger=row.messenger,
            tries=tries,
            seconds=round(seconds, 1),
            problem=delay.problem,
        )
        until = times.stamp(clock.now() + timedelta(seconds=seconds))
        await self._write(outbox.postpone, row.id, until, delay.problem)
        await asyncio.sleep(seconds)

    async def _give_up(self, row: outbox.Row, problem: str, *, once: bool) -> None:
        log.warning("undeliverable", row=row.id, messenger=row.messenger, problem=problem)
        at = times.stamp(clock.now())
        self.send(await self._write(undelivered.give_up, row.id, at, problem, once))

    async def _write(self, query: Callable[..., T], *args: object) -> T:
        """Write; while the database takes nothing, wait for it: the row must not be forgotten."""
        while True:
            try:
                return await self._store.write(query, *args)
            except Unavailable as error:
                log.error("database takes no writes", problem=str(error))
                await asyncio.sleep(DATABASE_PATIENCE_S)


async def _until(when: str) -> None:
    """Wait for a stored time; at once when it is past."""
    seconds = (times.parse(when) - clock.now()).total_seconds()
    if seconds > 0:
        await asyncio.sleep(min(seconds, LONGEST_BACKOFF_S))
