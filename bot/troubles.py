"""Troubles from below in the log: one line when one begins, one when it is over."""

import asyncio
import errno
import os
from collections.abc import Mapping
from typing import Any

import structlog

from data.trouble import Change

OUT_OF_FILES = (errno.EMFILE, errno.ENFILE)
FREE_AGAIN = 8
"""Files that can be opened at once, before their lack counts as over."""

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

    The loop takes in whoever knocks meanwhile and lets them go at once, without a word to anybody:
    so it is looked whether a file can be opened.
    """

    def __init__(self) -> None:
        self._watching: asyncio.TimerHandle | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._began = self._failed = 0.0

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look from now on, and hear what the loop cannot tell anybody."""
        loop.set_exception_handler(self.hear)
        self._watching = loop.call_later(LOOK_AGAIN_S, self._watch, loop)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        if not _are_free(1):
            self._fails(loop)
        self._watching = loop.call_later(LOOK_AGAIN_S, self._watch, loop)

    def hear(self, loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        """One of the loop's problems; all but the lack of files go their usual way."""
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in OUT_OF_FILES):
            loop.default_exception_handler(dict(context))
            return
        self._fails(loop)

    def _fails(self, loop: asyncio.AbstractEventLoop) -> None:
        self._failed = loop.time()
        if self._looking is None:
            self._began = loop.time()
            self._looking = loop.call_later(LOOK_AGAIN_S, self._look, loop)
            log.error("no more files or connections can be opened", reason="no_descriptors")

    def cancel(self) -> None:
        """Look no more."""
        if self._watching is not None:
            self._watching.cancel()
        if self._looking is not None:
            self._looking.cancel()

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if loop.time() - self._failed < CALM_S or not _are_free(FREE_AGAIN):
            self._looking = loop.call_later(LOOK_AGAIN_S, self._look, loop)
            return
        self._looking = None
        seconds = round(loop.time() - self._began, 1)
        log.info("files and connections can be opened again", seconds=seconds)


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
