"""Signs of life: whoever waits long for an answer sees that it is being worked on."""

import asyncio
from collections.abc import Callable, Coroutine

WORKING_AFTER_S = 0.8

Show = Callable[[], Coroutine[object, object, None]]


class SignsOfLife:
    """Shows a sign for each piece of work that takes longer than WORKING_AFTER_S. One alarm is set
    for all of them: hardly any ever comes to it, and an alarm for each costs more than their turn
    in a dictionary."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[float, Show]] = {}  # the first to begin first
        self._shown: dict[int, asyncio.Task[None]] = {}
        self._alarm: asyncio.TimerHandle | None = None

    def begins(self, work: int, show: Show) -> None:
        """*work* is being done from now on."""
        loop = asyncio.get_running_loop()
        self._begun[work] = loop.time(), show
        if self._alarm is None:
            self._alarm = loop.call_later(WORKING_AFTER_S, self._look)

    def ends(self, work: int) -> None:
        """It is done, or given up."""
        if self._begun.pop(work, None) is None and (task := self._shown.pop(work, None)):
            task.cancel()

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._alarm = None
        while self._begun:
            work, (since, show) = next(iter(self._begun.items()))
            left = since + WORKING_AFTER_S - loop.time()
            if left > 0:
                self._alarm = loop.call_later(left, self._look)
                return
            del self._begun[work]
            self._shown[work] = loop.create_task(show())
