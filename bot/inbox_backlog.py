"""The backlog of one messenger's inbox: what waits in the database alone, and what is next.

As long as everything that waits is in hand, nothing here costs anything. What is more than that
(many messages after an outage, or more than are handled) stays in the database and is taken up
chat by chat, in order within each:

1. Whoever wrote just now comes soon, behind what waited in the same chat before.
2. Of the rest, the chats that have waited longest come first, PLACES of them at once; one that
   takes long (a file that its vendor does not give) soon holds no place any more.
3. What is tried again (data.parked) comes behind all that waits in its chat.
"""

import asyncio
import itertools
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

import structlog

from bot.lanes import Lanes
from bot.log import where
from data import inbox, inbox_waiting
from data.store import Store, Unavailable
from handlers.message import Messenger

MOST_IN_HAND = 2000  # rows of one messenger that are taken as they come
MOST_NOTED = 10_000  # chats: the rest is found by looking
PLACES = 100  # chats of those that write just now, and as many of those that waited
ROWS_AT_ONCE = 4  # of one chat
LOOK_AT_ONCE = 200
STEPS_AT_ONCE = 100
SOON_S = 0.05
SLOW_S = 1.0
LOOK_AGAIN_S = 5.0

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class InboxBacklog:
    """One messenger's rows, each given to *handle* in the lane of its chat; of a chat in hand these
    are the oldest."""

    def __init__(
        self, store: Store, name: Messenger, handle: Callable[[inbox.Row], Awaitable[None]]
    ) -> None:
        self.lanes: Lanes[inbox.Row] = Lanes(self._handle_one, self._ended, yielding=True)
        self._store = store
        self._name = name
        self._handle = handle
        self._known: set[int] = set()  # rows in hand
        self._failed: set[int] = set()  # rows that are left for the next start
        self._unread: set[str] = set()  # chats that are
        self._taken_up = 0  # the newest row that was read from the database
        self._is_left = False
        self._is_stopped = False
        self._begin_look()
        self._writing: OrderedDict[str, None] = OrderedDict()
        self._more: dict[str, bool] = {}  # chats in hand, and whether somebody writes there now
        self._retried: dict[str, list[inbox.Row]] = {}
        self._served_now: set[str] = set()
        self._served_old: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._slow_timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Take up what waits, as far as there is room."""
        self._is_left = True
        self._take_up()

    async def stop(self, seconds: float) -> int:
        """Finish what is in hand within *seconds*; how many chats were cut short."""
        self._is_stopped = True
        for timer in (self._timer, self._slow_timer):
            if timer is not None:
                timer.cancel()
        return await self.lanes.drain(seconds)

    def take(self, row: inbox.Row) -> None:
        """Handle a row that was just kept; at once where nothing else waits."""
        if self._is_left or len(self._known) >= MOST_IN_HAND:
            self._leave(row.chat)
        elif row.id > self._taken_up:
            self._add(row)

    def take_again(self, row: inbox.Row) -> None:
        """Handle a parked row behind all that waits in its chat."""
        if not self._is_left:
            self._add(row)
            return
        self._retried.setdefault(row.chat, []).append(row)
        self._writing[row.chat] = None
        self._take_up()

    def _leave(self, chat: str) -> None:
        """A row of *chat* is found in the database when its turn comes."""
        self._is_left = True
        if len(self._writing) < MOST_NOTED:
            self._writing[chat] = None
        self._take_up()

    def _add(self, row: inbox.Row) -> None:
        self._known.add(row.id)
        self.lanes.add(row.chat, row)

    async def _handle_one(self, row: inbox.Row) -> None:
        try:
            await self._handle(row)
        except Exception:
            self._give_up(row)
            raise
        self._known.discard(row.id)

    def _give_up(self, row: inbox.Row) -> None:
        """The next start tries it again; what stands behind it in its chat goes on."""
        self._failed.add(row.id)
        behind = self.lanes.drop_behind(row.chat)
        self._known.difference_update((row.id, *(each.id for each in behind)))
        self._retried.setdefault(row.chat, []).extend(each for each in behind if each.retried)
        self._more[row.chat] = self._is_left = True

    def _ended(self, chat: str) -> None:
        """Nothing of *chat* is in hand any more."""
        if not self._is_left:
            return
        self._served_now.discard(chat)
        self._served_old.discard(chat)
        is_writing = self._more.pop(chat, None)
        if is_writing:
            self._writing[chat] = None
        elif is_writing is not None:
            self._upcoming.appendleft(chat)
        self._take_up()

    # taking up -------------------------------------------------------------------------------

    def _take_up(self) -> None:
        """As many chats as there is room for; never raises."""
        if self._is_stopped or not self._is_left:
            return
        try:
            for _ in range(STEPS_AT_ONCE):
                if not self._step():
                    return
        except Unavailable:
            self._go_on_in(LOOK_AGAIN_S)
        except Exception as error:
            self._go_on_in(LOOK_AGAIN_S)
            log.error("inbox backlog", messenger=self._name.value, **where(error))
        else:
            self._go_on_in(0.0)

    def _go_on_in(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        self._timer = None
        self._take_up()

    def _step(self) -> bool:
        """Take up one chat, or look for some; whether there may be more to do now."""
        if self._writing and self._has_room:
            self._serve(self._writing.popitem(last=False)[0], is_writing=True)
        elif self._upcoming and len(self._served_old) < PLACES:
            self._serve(self._upcoming.popleft(), is_writing=False)
        elif not self._upcoming and not self._is_looked_through:
            self._look()
        else:
            self._rest()
            return False
        return True

    @property
    def _has_room(self) -> bool:
        return len(self._known) < MOST_IN_HAND or len(self._served_now) < PLACES

    def _rest(self) -> None:
        """Nothing can be taken up now: is everything in hand, or are all places held for long?"""
        if not self._upcoming:
            self._settle()
        elif self._slow_timer is None:
            loop, held = asyncio.get_running_loop(), frozenset(self._served_old)
            self._slow_timer = loop.call_later(SLOW_S, self._free, held)

    def _free(self, held: frozenset[str]) -> None:
        self._slow_timer = None
        if len(self._known) < MOST_IN_HAND:
            self._served_old -= held
        self._take_up()

    def _begin_look(self) -> None:
        self._above = 0
        self._is_looked_through = False
        self._upcoming: deque[str] = deque()

    def _look(self) -> None:
        """Find the next chats of those that have waited longest."""
        found = self._store.read_now(inbox_waiting.oldest, self._name, self._above, LOOK_AT_ONCE)
        self._is_looked_through = len(found) < LOOK_AT_ONCE
        if found:
            self._above = found[-1][0]
        self._upcoming.extend(dict.fromkeys(self._left_of(found)))

    def _left_of(self, found: list[tuple[int, str]]) -> list[str]:
        """The chats of those rows that are not in hand, and can be taken up."""
        known, failed, unread = self._known, self._failed, self._unread
        return [
            chat
            for row_id, chat in found
            if row_id not in known and row_id not in failed and chat not in unread
        ]

    def _serve(self, chat: str, *, is_writing: bool) -> None:
        """The oldest rows of *chat* are in hand now, or will be when those are handled that are."""
        if chat in self.lanes:
            self._more[chat] = is_writing or self._more.get(chat, False)
            return
        most = ROWS_AT_ONCE + len(self._failed)
        found = self._read(chat, most)
        rows = [row for row in found if row.id not in self._failed]
        if found:
            self._taken_up = max(self._taken_up, found[-1].id)
        if len(found) < most:
            rows += self._retried.pop(chat, ())
        else:
            self._more[chat] = is_writing
        if rows:
            (self._served_now if is_writing else self._served_old).add(chat)
        for row in rows:
            self._add(row)

    def _read(self, chat: str, most: int) -> list[inbox.Row]:
        try:
            return self._store.read_now(inbox_waiting.of_chat, self._name, chat, most)
        except Unavailable:
            raise  # found again by looking
        except Exception as error:  # a seal that is broken
            self._unread.add(chat)
            log.error("left unread", messenger=self._name.value, **where(error))
            return []

    def _settle(self) -> None:
        if self._writing or self._more or len(self._known) > MOST_IN_HAND // 2:
            return
        is_left = self._finds_more()
        self._begin_look()
        if is_left:
            self._go_on_in(SOON_S)
            return
        self._is_left = False
        self._served_now.clear()
        self._served_old.clear()
        for row in itertools.chain.from_iterable(self._retried.values()):
            self._add(row)
        self._retried.clear()

    def _finds_more(self) -> bool:
        """Whether anything waits that is not in hand, and can be taken up."""
        above = 0
        while found := self._store.read_now(inbox_waiting.oldest, self._name, above, LOOK_AT_ONCE):
            if self._left_of(found):
                return True
            above = found[-1][0]
        return False
