"""Troubles from below in the log: one line when one begins, one when it is over."""

import asyncio
import os

import structlog

from data.trouble import Change

FREE_AGAIN = 8
"""Files that can be opened at once; fewer are a lack."""

LOOK_AGAIN_S = 1.0
CALM_S = 3.0
"""Without a failure: those who left while they waited at the port are taken in first."""

log = structlog.get_logger()


def tell(change: Change) -> None:
    """What began or ended in the database. Called in any thread."""
    over = {} if change.began else {"seconds": round(change.seconds, 1)}
    if change.trouble is None and change.began:
        log.warning("the write-ahead log is large: somebody reads for long")
    elif change.trouble is None:
        log.info("the write-ahead log is small again")
    elif change.began:
        log.error("database takes nothing new", reason=change.trouble.value)
    else:
        log.info("database takes messages again", reason=change.trouble.value, **over)


class OpenFiles:
    """Tells when this process may open no more files and connections, and when it may again.

    The loop tells nobody: it takes whoever knocks meanwhile and hangs up at once, so it is looked
    every second whether a few could be opened.
    """

    def __init__(self) -> None:
        self._looking: asyncio.TimerHandle | None = None
        self._began: float | None = None
        self._failed = 0.0

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look from now on."""
        self._looking = loop.call_later(LOOK_AGAIN_S, self.watch, loop)
        if not _are_free(FREE_AGAIN):
            self._failed = loop.time()
            if self._began is None:
                self._began = self._failed
                log.error("no more files or connections can be opened", reason="no_descriptors")
        elif self._began is not None and loop.time() - self._failed >= CALM_S:
            seconds, self._began = round(loop.time() - self._began, 1), None
            log.info("files and connections can be opened again", seconds=seconds)

    def cancel(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()


def _are_free(number: int) -> bool:
    opened: list[int] = []
    try:
        while len(opened) < number:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        return False
    finally:
        for each in opened:
            os.close(each)
    return True
