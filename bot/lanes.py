"""Lanes: work in order within one chat, chats side by side."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

CROWD = 128
IN_A_TURN, IN_A_CROWDED_TURN = 64, 2
"""Lanes that begin in one turn of the loop."""

Work = TypeVar("Work")


class Lanes(Generic[Work]):
    """Gives each piece of work to *do*, one at a time and in order within its lane.

    *do* must not raise: what it raises is a bug and stops that lane's task loudly. *ended* is told
    of each lane in which nothing is left. Of all lanes *most* are under way at once, those that nap
    not counted; the others wait: first those that have napped, then the new in the order in which
    they came. Where *yielding*, only some lanes begin in one turn of the loop, and fewer while many
    wait: in a burst, whatever else the loop does comes first.
    """

    def __init__(
        self,
        do: Callable[[Work], Awaitable[None]],
        ended: Callable[[str], None] = lambda _: None,
        *,
        yielding: bool = False,
        most: float = math.inf,
    ) -> None:
        self._do = do
        self._ended = ended
        self._lanes: dict[str, deque[Work]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._yielding = yielding
        self._most = most
        self._napping = 0  # with those that have napped and wait for a place
        self._awake: deque[asyncio.Future[None]] = deque()
        self._is_stopping = False
        self._begun = 0  # in this turn
        self._queue: deque[str] = deque()

    def add(self, lane: str, work: Work) -> None:
        """Put *work* at the end of its lane; never waits."""
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(work)
            return
        self._lanes[lane] = deque([work])
        if not self._queue and self._may_begin:
            self._begin(lane)
        else:
            self._queue.append(lane)

    @property
    def _has_place(self) -> bool:
        return len(self._tasks) - self._napping < self._most

    @property
    def _may_begin(self) -> bool:
        if self._is_stopping:
            return False
        if not self._yielding:
            return self._has_place
        return self._begun < (IN_A_TURN if len(self._queue) < CROWD else IN_A_CROWDED_TURN)

    def _begin(self, lane: str) -> None:
        loop = asyncio.get_running_loop()
        if self._yielding and not self._begun:
            loop.call_soon(self._next_turn)
        if self._yielding:
            self._begun += 1
        self._tasks[lane] = loop.create_task(self._drive(lane))

    def _next_turn(self) -> None:
        self._begun = 0
        self._fill()

    def _fill(self) -> None:
        """Give away the places that are free."""
        while self._awake and self._has_place:
            place = self._awake.popleft()
            if not place.done():  # else it was stopped
                self._napping -= 1
                place.set_result(None)
        while self._queue and self._may_begin:
            self._begin(self._queue.popleft())

    async def nap(self, seconds: float) -> None:
        """For work that is under way: wait so long at least, while its place is another lane's."""
        self._napping += 1
        self._fill()
        place = asyncio.get_running_loop().create_future()
        try:
            await asyncio.sleep(seconds)
            self._awake.append(place)
            self._fill()
            await place
        finally:
            if not place.done() or place.cancelled():  # it was stopped
                self._napping -= 1

    def is_last(self, lane: str) -> bool:
        """Whether nothing waits in a lane behind the work that is done now."""
        return len(self._lanes[lane]) < 2

    def behind(self, lane: str) -> tuple[Work, ...]:
        """What waits in a lane behind the work that is done now."""
        return tuple(self._lanes.get(lane, ()))[1:]

    def drop_behind(self, lane: str) -> tuple[Work, ...]:
        """Take out what waits in a lane behind the work that is done now."""
        behind = self.behind(lane)
        for _ in behind:
            self._lanes[lane].pop()
        return behind

    def __contains__(self, lane: str) -> bool:
        return lane in self._lanes

    async def drain(self, seconds: float) -> int:
        """Wait until nothing is left, at most *seconds*; then stop. How many were cut short."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while self._yielding and self._queue:
            self._begin(self._queue.popleft())
        while self._tasks and (left_s := until - loop.time()) > 0:
            await asyncio.wait(set(self._tasks.values()), timeout=left_s)
        self._is_stopping = True  # nobody goes on with what has not begun
        stopped = dict(self._tasks)
        left = set(stopped.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for lane, task in stopped.items():  # who was stopped before it began has left its lane
            if self._tasks.get(lane) is task:
                del self._lanes[lane], self._tasks[lane]
        not_begun = len(self._queue)
        while self._queue:
            del self._lanes[self._queue.popleft()]
        self._is_stopping = False
        return len(left) + not_begun

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not (self._tasks or self._queue)

    async def _drive(self, lane: str) -> None:
        """Do what waits in one lane, and go on with the next that waits."""
        task = self._tasks[lane]
        following: str | None = lane
        while following is not None:
            lane, waiting = following, self._lanes[following]
            is_well = False
            try:
                while waiting:
                    await self._do(waiting[0])
                    waiting.popleft()
                is_well = True
            finally:
                del self._lanes[lane], self._tasks[lane]
                self._ended(lane)
                if self._awake or not is_well:
                    self._fill()
            following = None
            if self._queue and not self._yielding and self._may_begin:
                following = self._queue.popleft()
                self._tasks[following] = task
