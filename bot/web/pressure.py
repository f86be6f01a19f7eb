"""Whether there is memory to take more, looked at once a second.

Nothing is refused for what waits: only where taking more would take the service down. The disk is
looked after by the store (data/trouble.py).
"""

import asyncio
import contextlib
import ctypes
import gc
import os
import resource
from collections.abc import Callable
from pathlib import Path

import structlog

from data.store import Unavailable

LOOK_S = 1.0
MEGABYTE = 2**20
PART_OF_MEMORY = 0.8
"""Of what the machine or its container has, where the operator sets no limit."""

STATM = Path("/proc/self/statm")
CONTAINERS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)

log = structlog.get_logger()


class Pressure:
    """Says why nothing more is taken now; "" while everything is.

    *most_memory* is bytes, 0: most of what the machine has.
    """

    def __init__(self, most_memory: int, memory_used: Callable[[], int] | None = None) -> None:
        self.reason = ""
        self._most_memory = most_memory or int(PART_OF_MEMORY * memory_there_is())
        self._memory_used = memory_used or resident
        self._timer: asyncio.TimerHandle | None = None

    def check(self) -> None:
        """Raise Unavailable while the machine can take no more."""
        if self.reason:
            raise Unavailable(f"no {self.reason} left")

    def start(self) -> None:
        """Look now, and every second in the running loop."""
        self.look()
        self._timer = asyncio.get_running_loop().call_later(LOOK_S, self.start)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def look(self) -> None:
        """See how it is now; a change is logged once."""
        before, self.reason = self.reason, self._seen()
        if self.reason and not before:
            log.error("nothing more is taken", reason=f"no {self.reason} left")
        elif before and not self.reason:
            log.warning("messages are taken again")

    def _seen(self) -> str:
        if self._memory_used() > self._most_memory:
            give_back_memory()
            if self._memory_used() > self._most_memory:
                return "memory"
        return ""


def resident() -> int:
    """Bytes of memory that this process has now; 0 where the system does not say."""
    try:
        return int(STATM.read_text("ascii").split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def memory_there_is() -> int:
    """Bytes of memory that the machine has, or the container where that is less."""
    there_is = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in CONTAINERS:
        with contextlib.suppress(OSError, ValueError):
            there_is = min(there_is, int(path.read_text("ascii")))
    return there_is


def give_back_memory() -> None:
    """What was freed goes back to the system, where its library can do that."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
