"""An alarm: one timer for the earliest of many times, instead of looking every so often."""

import asyncio
from collections.abc import Callable

from bot import clock
from data import times

LONGEST_S = 900.0  # clocks are set right, machines sleep: ring by then, and look


class Alarm:
    """Calls *ring* once, at the earliest time that was set since it last rang."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._timer: asyncio.TimerHandle | None = None

    def set(self, when: str) -> None:
        """Ring at *when* (ISO 8601, UTC) unless it rings sooner anyway."""
        seconds = (times.parse(when) - clock.now()).total_seconds()
        loop = asyncio.get_running_loop()
        rings_at = loop.time() + min(max(seconds, 0.0), LONGEST_S)
        if self._timer is not None:
            if self._timer.when() <= rings_at:
                return
            self._timer.cancel()
        self._timer = loop.call_at(rings_at, self._go_off)

    def cancel(self) -> None:
        """Ring no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _go_off(self) -> None:
        self._timer = None
        self._ring()
