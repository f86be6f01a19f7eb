"""The backlog of one messenger: what waits in the database alone, and what of it is next.

As long as everything that waits is in hand, nothing here costs anything. What is more than that,
what waits longer than a moment, and all of it while the vendor is closed, stays in the database and
is taken up chat by chat, in order within each:

1. Whoever wrote just now is answered first, with what waited in the same chat before.
2. Then come the newest conversations, at the vendor's pace and in PLACES chats at once, so that
   most of the ways to the vendor are always free for 1.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot import clock
from bot.lanes import Lanes
from bot.log import where
from bot.vendor import Vendor
from data import outbox, waiting
from data.store import Store, Unavailable
from handlers.message import Messenger

MOST_IN_HAND = 2000  # rows of one messenger
MOST_NOTED = 10_000  # chats: the rest is found by looking
LANES_AT_ONCE = 128
"""Chats on their way: so many may call at once, and so much may be sent and not marked yet. More
take memory for what can only wait; of fewer, too few call while others wait for their marks. The
page's have no bound: what is shown once waits for a browser, and nobody is to wait for another's.
"""

PLACES = 32
ROWS_AT_ONCE = 10  # of one chat
LOOK_AT_ONCE = 200
LOOK_AGAIN_S = 5.0
SOON_S = 0.05
FRESH_S = 60.0
LONGEST_WAIT_S = 3600.0  # that any vendor asks for; more says that the clock was set back
REPLY_TOKEN_LIFETIME_S = 50.0  # LINE: about a minute; the rest is for the call itself
TOP = 2**63 - 1

Deliver = Callable[[outbox.Row], Awaitable[None]]
GiveUp = Callable[[Messenger, str], Awaitable[None]]

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Backlog:
    """One messenger's rows. *known* are those in hand, each in the lane of its chat; of a chat in
    hand these are the oldest."""

    def __init__(self, store: Store, name: Messenger, deliver: Deliver, give_up: GiveUp) -> None:
        self.name = name
        self.vendor = Vendor(name)
        self.known: set[int] = set()
        most = math.inf if name is Messenger.WEB else LANES_AT_ONCE
        self.lanes: Lanes[outbox.Row] = Lanes(deliver, self._ended, most=most)
        self._store = store
        self._give_up = give_up
        self._is_left = False
        self._answers: deque[str] = deque()
        self._upcoming: deque[str] = deque()
        self._more: dict[str, bool] = {}
        self._served: set[str] = set()
        self._below = 0
        self._look_at = math.inf
        self._wake = asyncio.Event()
        self._feeding: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up what waits."""
        self.look()
        self._feeding = asyncio.get_running_loop().create_task(self._feed())

    def stop(self) -> None:
        """Take up nothing more."""
        if self._feeding is not None:
            self._feeding.cancel()

    def look(self) -> None:
        """There may be rows that nobody handed over."""
        self._is_left = True
        self._look_at = _now()
        self._wake.set()

    def take(self, row: outbox.Row) -> None:
        """Deliver a row that was just kept: at once where nothing else waits."""
        if self._must_wait():
            self._note(row)
        else:
            self._add(row)

    def put_back(self, rows: Iterable[outbox.Row], seconds: float) -> None:
        """The first of *rows*, at the head of its lane, is not delivered now: what is in hand of
        its chat waits in the database, for *seconds* at least."""
        chat = ""
        for row in rows:
            chat = row.chat
            self.known.discard(row.id)
        self.known.difference_update(row.id for row in self.lanes.drop_behind(chat))
        self._is_left = True
        self._look_at = min(self._look_at, _now() + seconds)
        self._wake.set()

    def _must_wait(self) -> bool:
        return (
            self._is_left
            or self.vendor.is_closed
            or len(self.known) >= MOST_IN_HAND
            or self.vendor.is_limited
        )

    def _note(self, row: outbox.Row) -> None:
        self._is_left = True
        if len(self._answers) + len(self._upcoming) >= MOST_NOTED:
            self._look_at = _now()
        elif row.inbox_id is None:
            self._upcoming.appendleft(row.chat)
        else:
            self._answers.append(row.chat)
            self.vendor.hasten()
        self._wake.set()

    def _add(self, row: outbox.Row) -> None:
        self.known.add(row.id)
        self.lanes.add(row.chat, row)

    def _ended(self, chat: str) -> None:
        """Nothing of *chat* is in hand any more."""
        if not self._is_left:
            return
        self._served.discard(chat)
        if chat == self.vendor.probing:
            self._probed()
        is_urgent = self._more.pop(chat, None)
        if is_urgent is not None:
            (self._answers if is_urgent else self._upcoming).appendleft(chat)
        self._wake.set()

    def _probed(self) -> None:
        self.vendor.probed()
        if not self.vendor.is_closed:  # the newest first, again
            self._upcoming.clear()
            self._look_at = _now()
            self._below = 0

    # feeding -----------------------------------------------------------------------------

    async def _feed(self) -> None:
        while True:
            try:
                if self.vendor.is_closed and self._is_left and self.vendor.reopens_in() <= 0:
                    await self._give_up(self.name, self.vendor.problem)
                seconds = self._step()
            except Unavailable:
                seconds = self._look_later()
            except Exception as error:
                seconds = self._look_later()
                log.error("backlog", messenger=self.name.value, **where(error))
            await self._rest(seconds)

    def _look_later(self) -> float:
        """Something was not taken up: it is found by looking."""
        self._look_at = min(self._look_at, _now() + LOOK_AGAIN_S)
        return LOOK_AGAIN_S

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(None if math.isinf(seconds) else seconds):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()

    def _step(self) -> float:
        """Take up one chat, if one may be; seconds until the next."""
        if not self._is_left or len(self.known) >= MOST_IN_HAND:
            return math.inf
        if self.vendor.is_closed:
            return self._ask()
        wait = self.vendor.until_next()
        if self._answers and (wait <= 0 or not self.vendor.is_limited):
            self._serve(self._answers.popleft(), is_urgent=True)
            return 0.0
        if wait > 0:
            return wait
        if len(self._served) >= PLACES:
            return math.inf
        chat = self._next()
        if chat is None:
            return self._settle()
        self._serve(chat, is_urgent=False)
        return 0.0

    def _ask(self) -> float:
        """Have one chat's rows ask a closed vendor, when it is time to: rather not those whose
        reply token would be used up by an answer that never comes."""
        if self.vendor.probing:
            return math.inf
        wait = self.vendor.reopens_in()
        if wait > 0:
            return wait
        chat = self._next()
        if chat is None and _now() >= self._look_at:
            return 0.0
        spare = chat is not None
        if chat is None and self._answers:
            chat = self._answers.popleft()
        if chat is None:
            return self._settle()
        if self._serve(chat, is_urgent=True, spare=spare):
            self.vendor.probe(chat)
        return 0.0

    def _next(self) -> str | None:
        """The chat with the newest row that was not looked at yet."""
        if not self._upcoming:
            if not self._below:
                if _now() < self._look_at:
                    return None
                self._below, self._look_at = TOP, math.inf
            found = self._store.read_now(waiting.newest_first, self.name, self._below, LOOK_AT_ONCE)
            self._below = found[-1][0] if found else 0
            self._upcoming.extend(dict.fromkeys(chat for _, chat in found))
        return self._upcoming.popleft() if self._upcoming else None

    def _serve(self, chat: str, *, is_urgent: bool, spare: bool = False) -> bool:
        """Whether the oldest rows of *chat* are on their way now. *spare*: not with a token."""
        if chat in self.lanes:
            self._more[chat] = is_urgent or self._more.get(chat, False)
            return False
        rows = self._store.read_now(waiting.of_chat, self.name, chat, ROWS_AT_ONCE)
        if not rows or (spare and _has_token(rows[0])):
            return False
        seconds = -clock.seconds_since(rows[0].not_before)
        if rows[0].tries and SOON_S < seconds <= LONGEST_WAIT_S:
            self._look_at = min(self._look_at, _now() + seconds)
            return False
        if len(rows) == ROWS_AT_ONCE:
            self._more[chat] = is_urgent
        self._served.add(chat)
        is_limited = self.vendor.is_limited
        self.vendor.took(sum(is_limited or not _is_fresh(row) for row in rows))
        for row in rows:
            self._add(row)
        return True

    def _settle(self) -> float:
        """Nothing to take up now: is everything in hand? Seconds until the next look."""
        if not self._served and not self._below:
            ids = self._store.read_now(waiting.oldest, self.name, len(self.known) + 1)
            if self.known.issuperset(ids):
                self._is_left = False
                self._more.clear()
                return math.inf
            self._look_at = min(self._look_at, _now() + LOOK_AGAIN_S)
        return max(SOON_S, self._look_at - _now())


def _is_fresh(row: outbox.Row) -> bool:
    """Whether it answers what somebody wrote just now: no backlog, and so without a pace."""
    return row.inbox_id is not None and clock.seconds_since(row.created_at) < FRESH_S


def _has_token(row: outbox.Row) -> bool:
    """Whether its reply token was not tried yet, and may work."""
    if not row.token_at or row.attempted:
        return False
    return clock.seconds_since(row.token_at) < REPLY_TOKEN_LIFETIME_S


def _now() -> float:
    return asyncio.get_running_loop().time()
