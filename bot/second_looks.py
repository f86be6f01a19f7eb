"""Second looks: texts that letters leave in doubt are read with the embedding, beside the loop.

Its weights are read from memory once for a group, which is what takes the time: what gathers while
one group is read is the next. Nobody waits for a group to fill.
"""

import asyncio
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from handlers.understanding.question import Question

MOST_AT_ONCE = 8  # texts; twice as many would take a tenth less of each, and twice as long
LOW_PRIORITY = 10

Read = Callable[[Sequence[str]], Sequence[Question]]
Awaited = tuple[str, "asyncio.Future[Question]"]


class SecondLooks:
    """Gives texts to *read*, in no more threads than leave the loop its core, so that nobody's
    acknowledgement waits for them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._cores = cores_beside_the_loop()
        self._threads = ThreadPoolExecutor(
            self._cores,
            thread_name_prefix="embedding",
            initializer=stand_back,
        )
        self._waiting: deque[Awaited] = deque()

    async def of(self, text: str) -> Question:
        """What *text* asks. Raises what reading it raises."""
        answer: asyncio.Future[Question] = asyncio.get_running_loop().create_future()
        self._waiting.append((text, answer))
        self._threads.submit(self._look)
        return await answer

    def _look(self) -> None:
        """In a thread, once for each text: read what waits, if nobody has yet."""
        group = [each for each in self._next_group() if not each[1].done()]
        if not group:
            return
        found = self._tried([text for text, _ in group])
        for (_, answer), each in zip(group, found, strict=True):
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                answer.get_loop().call_soon_threadsafe(_tell, answer, each)

    def _next_group(self) -> list[Awaited]:
        share = -(-len(self._waiting) // self._cores)
        group: list[Awaited] = []
        with suppress(IndexError):  # another thread took the last
            for _ in range(min(MOST_AT_ONCE, share)):
                group.append(self._waiting.popleft())
        return group

    def _tried(self, texts: Sequence[str]) -> list[Question | Exception]:
        """One text on which reading fails does not spoil the others."""
        try:
            return list(self._read(texts))
        except Exception as error:
            if len(texts) == 1:
                return [error]
            return [each for text in texts for each in self._tried((text,))]


def _tell(answer: "asyncio.Future[Question]", found: Question | Exception) -> None:
    if answer.done():
        return
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)


def cores_beside_the_loop() -> int:
    """How many threads may work at the same time as the loop; one at least."""
    has_own = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_own else os.cpu_count() or 1
    return max(1, cores - 1)


def stand_back() -> None:
    """This thread gets the processor where the others leave it: what is said meanwhile is taken
    first. Linux alone has a priority for each thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            own = os.getpriority(os.PRIO_PROCESS, os.getpid())
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), own + LOW_PRIORITY)
