"""Threads that stand back behind the loop: they get the processor where it leaves it.

Linux alone has a priority for each thread; elsewhere, and where it may not be set, all stay alike.
"""

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

TASKS = Path("/proc/self/task")


def stand_back(steps: int) -> None:
    """The thread that calls this, by *steps* of nice(2) behind the process."""
    _put_behind(threading.get_native_id(), steps)


def put_behind(name: bytes, steps: int) -> None:
    """Every thread that Linux knows by *name* (a library's own)."""
    with suppress(OSError):  # there is no /proc, or a thread has ended meanwhile
        for task in TASKS.iterdir():
            if (task / "comm").read_bytes().strip() == name:
                _put_behind(int(task.name), steps)


def _put_behind(thread: int, steps: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            own = os.getpriority(os.PRIO_PROCESS, os.getpid())
            os.setpriority(os.PRIO_PROCESS, thread, own + steps)
