"""The store: one SQLite file, one writer with group commit (group_commit.py), read-only readers.

Sealing is part of the connection: data/connection.py lists what SQL may call. What is destroyed by
a write (``wipe_log()``) is gone from the write-ahead log, too, when the write returns, or soon
after where somebody reads: see data/write_log.py.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from data import audit, connection, installation, soundness
from data.case_keys import CaseSeals
from data.connection import add_functions, connect
from data.group_commit import GroupCommit
from data.schema import migrations
from data.sealing import Vault
from data.trouble import Standing, Trouble, is_from_below, named
from data.trouble import Unavailable as Unavailable
from data.write_log import KEPT_BYTES, WriteLog, cut

Connection = connection.Connection
P = ParamSpec("P")
T = TypeVar("T")


class Stale(Exception):
    """The world changed since the caller read it: read again and decide again."""


class Store(GroupCommit):
    """One agency's database. Open it in the thread (the loop's) that reads from it; one loop at a
    time writes."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self.path = path
        self._seals = CaseSeals(vault)
        db, self.vault = self._open_for_writing(vault)
        super().__init__(path, db, Standing(), self._log, self._seals.close)
        self._reader = self._open_for_reading()

    def close(self) -> None:
        """Finish what was asked, then close. Nothing may be written afterwards."""
        self.finish()
        self._reader.close()
        self._writer.close()  # the last: only who may write takes the log away
        self._seals.close()

    def look_for_damage(self) -> str:
        """Read every page, from any thread, and say the first that is damaged; "" where none is.
        From then on nothing new is taken."""
        found = self.read_aside(soundness.damage)
        if found:
            self._standing.fails(Trouble.DAMAGED)
        return found

    # reading -------------------------------------------------------------------------------

    def read_now(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run *query* on the read-only connection. Only from the thread that opened the store.

        Raises what the query raises, or Unavailable where the file cannot be read.
        """
        try:
            return query(self._reader, *args, **kwargs)
        except sqlite3.Error as error:
            raise self._unreadable(error, *Trouble) from error

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same, for handlers: queries there are small, so no thread is worth its hand-over."""
        return self.read_now(query, *args, **kwargs)

    def read_aside(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same on a connection of its own, from any thread: for what takes long. All of it
        sees the data as they were at its first look."""
        try:
            db = self._open_for_reading()
            try:
                db.execute("begin")
                return query(db, *args, **kwargs)
            finally:
                db.close()
        except sqlite3.Error as error:
            raise self._unreadable(error, Trouble.DAMAGED) from error

    def _unreadable(self, error: sqlite3.Error, *told: Trouble) -> Exception:
        """What to raise instead of *error*; of the troubles *told* everybody hears."""
        if not is_from_below(error) or error.sqlite_errorcode == sqlite3.SQLITE_READONLY:
            return error  # a query is to blame, perhaps one that would write
        trouble = named(error, self.path)
        if trouble in told:
            self._standing.fails(trouble)
        return Unavailable(f"nothing can be read: {trouble}")

    # opening -------------------------------------------------------------------------------

    def _open_for_writing(self, vault: Vault) -> tuple[Connection, Vault]:
        """The writer's connection, the key checked. Raises WrongKey, Unavailable."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.touch(mode=0o600)
        except OSError as error:
            raise Unavailable(f"{self.path}: {error.strerror}") from error
        db = connect(self.path.absolute().as_uri())
        try:
            return db, self._prepare(db, vault)
        except BaseException as error:
            db.close()
            if isinstance(error, sqlite3.DatabaseError):
                raise Unavailable(f"{self.path.name}: {error}") from error
            raise

    def _open_for_reading(self) -> Connection:
        db = connect(f"{self.path.absolute().as_uri()}?mode=ro")
        add_functions(db, self.vault, self._seals)
        db.execute("pragma query_only = on")
        return db

    def _prepare(self, db: Connection, vault: Vault) -> Vault:
        soundness.must_be_sound(db, self.path)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        db.execute("pragma foreign_keys = on")
        db.execute("pragma secure_delete = on")
        db.execute(f"pragma journal_size_limit = {KEPT_BYTES}")
        migrations.apply(Database(db))
        add_functions(db, vault, self._seals)
        prepared = installation.prepare(db, vault)
        add_functions(db, prepared, self._seals)
        _begin_audit(db)
        self._log = WriteLog(db, self.path)
        db.create_function("wipe_log", 0, self._log.must_be_cut)
        db.execute("pragma busy_timeout = 0")
        cut(db)  # whoever destroyed something may have been killed before this
        return prepared


def _begin_audit(db: Connection) -> None:
    if not audit.has_begun(db):
        db.execute("begin immediate")
        audit.begin(db)
        db.execute("commit")
