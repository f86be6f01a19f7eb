"""The write-ahead log: cut where it tells what was destroyed, or has grown while somebody read."""

import sqlite3
import time

KEPT_BYTES = 16 * 2**20
"""Of its file, once all of it stands in the database."""

FIRST_WAIT_MS = 250
"""For readers, when something was destroyed: whoever destroyed it waits no longer."""

PAUSE_S = 0.5
"""Between two tries at one that is only large."""


class WriteLog:
    """Of one writer's connection; only its thread cuts."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._tells = False
        self._is_kept = False
        self._tried_at = 0.0

    @property
    def tells(self) -> bool:
        """Whether it still holds what was destroyed."""
        return self._tells

    def must_be_cut(self) -> None:
        """Called by SQL: what this transaction overwrites must not stand in the log either."""
        self._tells = True

    def tend(self, *, is_large: bool) -> bool:
        """Cut it where that is due, and say whether it was: at once where something was destroyed
        just now, and again until no reader is in the way."""
        is_new = self._tells and not self._is_kept
        is_patient = time.monotonic() - self._tried_at < PAUSE_S
        if not self._tells and (is_patient or not is_large):
            return False
        is_cut = cut(self._db, FIRST_WAIT_MS if is_new else 0)
        self._tried_at = time.monotonic()
        self._tells = self._is_kept = self._tells and not is_cut
        return is_cut


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
