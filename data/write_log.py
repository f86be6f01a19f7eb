"""The write-ahead log of a database: cut as soon as what was destroyed must not stand in it, and
where it has grown while somebody read.

A cut needs a moment without readers. Where there is none (a backup, an export, Litestream, which
always reads), it is tried again, and never holds up the writer. Litestream has the log begun anew
over the old one: what is left behind the new end is then cut off here with the write lock held, as
SQLite itself does under ``journal_size_limit``.
"""

import os
import sqlite3
import struct
import time
from pathlib import Path

KEPT_BYTES = 16 * 2**20
"""Of its file, once all of it stands in the database."""

MOVED_AT, MOVED_AT_WHERE_ROOM_IS_SHORT = 4000, 1000
"""Pages of the log that are moved into the database together. Most are written over and over (the
ends of the tables, the same pages of an index): of four times as many, far fewer than four times as
many are moved. 4000 fill what is kept of its file."""

FIRST_WAIT_MS = 50
"""For readers, when something was destroyed: whoever destroyed it waits no longer."""

PAUSE_S = 0.5
"""Between two tries, after the first few."""

QUICK_TRIES = 5
"""At something destroyed, with each commit: most readers are gone in a moment."""

HEADER = struct.Struct(">8xI4x8s8x")
"""Page size, salts."""
FRAME = struct.Struct(">8x8s8x")
"""Salts. SQLite's file format, 4.1: a frame with others than the header's is a left-over."""


class WriteLog:
    """The log of the database that *db* writes. Only who holds that connection cuts."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = log_of(path)
        self._tells = False
        self._is_new = False
        self._tries = 0
        self._salts = b""
        self._next = 0.0
        self._moved_at = 0
        self.spare_room(is_short=False)

    @property
    def tells(self) -> bool:
        """Whether it still holds what was destroyed."""
        return self._tells

    def must_be_cut(self) -> None:
        """Called by SQL: what this transaction overwrites must not stand in the log either."""
        self._tells = self._is_new = True
        self._tries = 0
        self._salts = _salts(self._path)

    def spare_room(self, *, is_short: bool) -> None:
        """Let it grow as far as there is room for."""
        pages = MOVED_AT_WHERE_ROOM_IS_SHORT if is_short else MOVED_AT
        if pages != self._moved_at:
            self._db.execute(f"pragma wal_autocheckpoint = {pages}")
            self._moved_at = pages

    def tend(self, *, is_large: bool) -> bool:
        """Cut it where that is due, and say whether it was: at once where something was destroyed
        just now, and again until it is done."""
        is_quick = self._tells and self._tries < QUICK_TRIES
        is_early = time.monotonic() < self._next
        if not is_quick and (is_early or not (self._tells or is_large)):
            return False
        is_cut = cut(self._db, FIRST_WAIT_MS if self._is_new else 0)
        self._tells = self._tells and not is_cut and not self._trim()
        self._is_new, self._next = False, time.monotonic() + PAUSE_S
        self._tries += 1
        return is_cut

    def _trim(self) -> bool:
        """Whether the log was begun anew since, and nothing from before is behind its end."""
        if _salts(self._path) == self._salts:
            return False
        try:
            self._db.execute("begin immediate")
        except sqlite3.Error:
            return False
        try:
            os.truncate(self._path, _end(self._path))
        except OSError:
            return False
        finally:
            self._db.execute("rollback")
        return True


def log_of(path: Path) -> Path:
    """Where SQLite keeps the log of the database *path*."""
    real = path.resolve()
    return real.with_name(f"{real.name}-wal")


def cut(db: sqlite3.Connection, wait_ms: int = 0) -> bool:
    """Move the log into the database; whether nothing stands in it any more. Waits that long for
    readers."""
    try:
        ((before,),) = db.execute("pragma busy_timeout").fetchall()
        db.execute(f"pragma busy_timeout = {wait_ms}")
        try:
            busy, _, _ = db.execute("pragma wal_checkpoint(truncate)").fetchone()
        finally:
            db.execute(f"pragma busy_timeout = {before}")
    except sqlite3.Error:
        return False
    return not busy


def _salts(path: Path) -> bytes:
    """What is different whenever the log is begun anew."""
    try:
        with path.open("rb") as file:
            return bytes(HEADER.unpack(file.read(HEADER.size))[1])
    except (OSError, struct.error):
        return b""


def _end(path: Path) -> int:
    """Where the frames of the log end that began last."""
    with path.open("rb") as file:
        header = file.read(HEADER.size)
        if len(header) < HEADER.size:
            return len(header)
        page_size, salts = HEADER.unpack(header)
        end = HEADER.size
        while len(frame := file.read(FRAME.size)) == FRAME.size and FRAME.unpack(frame)[0] == salts:
            end += FRAME.size + page_size
            file.seek(end)
    return min(end, path.stat().st_size)
