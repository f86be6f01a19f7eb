"""Trouble from below: why the database takes nothing now, by name, and the files it stands in."""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from data.write_log import log_of

LOWEST_FREE = 16 * 2**20
"""Bytes left on the disk below which nothing new is taken: with them what was taken is finished."""

LARGE_LOG = 64 * 2**20
"""Bytes of the write-ahead log that are told of: somebody has been reading for long."""

CALM_S = 1.0
"""Without a failure, before a trouble counts as over."""


class Trouble(StrEnum):
    """Why the database takes nothing new; the words stand in /readyz and in the log."""

    FULL = "disk_full"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    REPLACED = "file_replaced"
    DAMAGED = "file_damaged"
    FAILING = "disk_error"


class Unavailable(Exception):
    """The database does not take writes now (full, read-only, locked), or cannot be read."""


class Replaced(sqlite3.OperationalError):
    """The database's files were moved, deleted or replaced: what is written now would be lost."""

    sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED


@dataclass(frozen=True, slots=True)
class Change:
    """A trouble began or is over (after *seconds*); None stands for a large write-ahead log."""

    trouble: Trouble | None
    began: bool
    seconds: float = 0.0


BY_CODE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Trouble.LOCKED,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_IOERR: Trouble.FAILING,
    sqlite3.SQLITE_CANTOPEN: Trouble.FAILING,
    sqlite3.SQLITE_NOMEM: Trouble.FAILING,
    sqlite3.SQLITE_PERM: Trouble.FAILING,
}


def is_from_below(error: sqlite3.Error) -> bool:
    """Whether no query is to blame."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in BY_CODE


def named(error: BaseException, path: Path) -> Trouble | None:
    """The trouble that a database error tells of; None where a query is to blame."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return Trouble.REPLACED
    trouble = BY_CODE.get(code & 0xFF)
    if trouble is Trouble.FAILING and path.exists() and not os.access(path, os.W_OK):
        return Trouble.READ_ONLY  # SQLite says "I/O error" of a file system that became so
    return trouble


class Files:
    """The database and its write-ahead log, as they were when they were opened."""

    def __init__(self, path: Path) -> None:
        self._folder = path.absolute().parent
        self._names = (str(path.absolute()), str(log_of(path)))
        self._opened, self._log_size = self._look()

    def log_size(self) -> int:
        """Bytes of the log. Raises Replaced where a file is not the one that was opened."""
        try:
            found, size = self._look()
        except OSError as error:
            raise Replaced(str(error.strerror)) from error
        if found != self._opened:
            raise Replaced("another file stands there")
        return size

    def free(self) -> int | None:
        """Bytes that may still be written where they stand; None where nobody can say."""
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return None
        return found.f_bavail * found.f_frsize

    def _look(self) -> tuple[list[tuple[int, int]], int]:
        found = [os.stat(name) for name in self._names]  # noqa: PTH116  # with every commit
        return [(each.st_dev, each.st_ino) for each in found], found[1].st_size


class Standing:
    """How the database stands; told of once when that changes. Any thread may tell it."""

    def __init__(self) -> None:
        self.hear: Callable[[Change], object] = _tell_nobody
        self.failing: Trouble | None = None
        self.trouble: Trouble | None = None
        self.log_is_large = False
        self._began = self._failed = 0.0
        self._lock = threading.Lock()

    def fails(self, trouble: Trouble) -> None:
        """Something could not be written, or read."""
        with self._lock:
            self._failed = time.monotonic()
            if self.failing is not Trouble.DAMAGED:
                self.failing = trouble
            self._begins(self.failing)

    def works(self, free: int | None) -> None:
        """A write is on the disk; *free* bytes are left there, None where nobody looked.

        What is damaged stays so: a page that can be written says nothing of the others.
        """
        with self._lock:
            if self.failing is Trouble.DAMAGED:
                return
            self.failing = None
            if free is None:
                return
            now = time.monotonic()
            if free < LOWEST_FREE or (self.trouble is Trouble.FULL and free < 2 * LOWEST_FREE):
                self._begins(Trouble.FULL)
            elif self.trouble is not None and now - self._failed >= CALM_S:
                over, self.trouble = self.trouble, None
                self._tell(Change(over, began=False, seconds=now - self._began))

    def log_is(self, size: int) -> None:
        """The write-ahead log has *size* bytes."""
        is_large = size > (LARGE_LOG // 2 if self.log_is_large else LARGE_LOG)
        if is_large != self.log_is_large:
            self.log_is_large = is_large
            self._tell(Change(None, began=is_large))

    def _begins(self, trouble: Trouble) -> None:
        is_first, self.trouble = self.trouble is None, trouble
        if is_first:
            self._began = time.monotonic()
            self._tell(Change(trouble, began=True))

    def _tell(self, change: Change) -> None:
        """Whoever cannot listen, such as a log that is closed, holds up nobody's write."""
        with contextlib.suppress(Exception):
            self.hear(change)


def _tell_nobody(_: Change) -> None:
    """Until somebody listens."""
