"""The store: one SQLite file, one writer thread with group commit, read-only readers.

A write is a function of the connection. It runs whole between BEGIN IMMEDIATE and COMMIT; functions
that wait at the same time share a commit, each behind its own savepoint, so that durability costs
one fsync for many messages and one failing function spoils no other. No transaction spans an await.

Sealing is part of the connection: data/connection.py lists what SQL may call. What is destroyed by
a write (``wipe_log()``) is gone from the write-ahead log, too, when the write returns.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from data import audit, connection, installation
from data.case_keys import CaseSeals
from data.connection import BUSY_TIMEOUT_MS, add_functions, connect
from data.schema import migrations
from data.sealing import Vault

Connection = connection.Connection
P = ParamSpec("P")
T = TypeVar("T")

LARGEST_GROUP = 512
"""Functions in one commit at most, so that the first does not wait for an endless queue."""


class Stale(Exception):
    """The world changed since the caller read it: read again and decide again."""


class Unavailable(Exception):
    """The database does not take writes now (full, read-only, locked)."""


@dataclass(slots=True)
class _Job:
    query: Callable[..., Any]
    args: tuple[Any, ...]
    done: Future[Any]
    waiter: "asyncio.Future[Any] | None" = None
    result: Any = None
    error: BaseException | None = None


class Store:
    """One agency's database. Open it in the thread (the loop's) that reads from it."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self.path = path
        self._seals = CaseSeals(vault)
        self._log_tells = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer, self.vault = self._open_for_writing(vault)
        self._reader = self._open_for_reading()
        self._thread = threading.Thread(target=self._work, name="writer")
        self._thread.start()

    # reading -------------------------------------------------------------------------------

    def read_now(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run *query* on the read-only connection. Only from the thread that opened the store."""
        return query(self._reader, *args, **kwargs)

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same, for handlers: queries there are small, so no thread is worth its hand-over."""
        return query(self._reader, *args, **kwargs)

    def read_aside(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same on a connection of its own, from any thread: for what takes long. All of it
        sees the data as they were at its first look."""
        db = self._open_for_reading()
        try:
            db.execute("begin")
            return query(db, *args, **kwargs)
        finally:
            db.close()

    # writing -------------------------------------------------------------------------------

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args) -> T:  # type: ignore[valid-type]  # kwargs stay out: jobs carry args only
        """Run *query* in a transaction; returns once it is on disk.

        Raises what the query raises (its changes are undone), or Unavailable.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(query, args, Future(), waiter))
        return await waiter

    def write_now(self, query: Callable[Concatenate[Connection, P], T], *args: P.args) -> T:  # type: ignore[valid-type]  # as above
        """The same for callers without a loop (the terminal)."""
        job = _Job(query, args, Future())
        self._jobs.put(job)
        result: T = job.done.result()
        return result

    def close(self) -> None:
        """Finish what was asked, then close. Nothing may be written afterwards."""
        self._jobs.put(None)
        self._thread.join()
        self._reader.close()
        self._writer.close()
        self._seals.close()

    # the writer thread ---------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            group, last = self._gather()
            if group:
                self._commit(group)
                _tell(group)
            if last:
                return

    def _gather(self) -> tuple[list[_Job], bool]:
        """What waits now, at least one; whether the store is closing."""
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) >= LARGEST_GROUP:
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit(self, group: list[_Job]) -> None:
        db = self._writer
        try:
            db.execute("begin immediate")
            for job in group:
                _run(db, job)
            db.execute("commit")
        except sqlite3.Error as error:
            if db.in_transaction:
                db.execute("rollback")
            for job in group:
                job.error = job.error or Unavailable(str(error))
        if self._log_tells:
            self._wipe_log()

    def _must_wipe_log(self) -> None:
        """Called by SQL: what this transaction overwrites must not stand in the log either."""
        self._log_tells = True

    def _wipe_log(self) -> None:
        """Move the log into the database and cut it; again later where a reader is in the way."""
        self._seals.close()
        self._log_tells = not _cut_log(self._writer)

    # opening -------------------------------------------------------------------------------

    def _open_for_writing(self, vault: Vault) -> tuple[Connection, Vault]:
        """The writer's connection, the key checked. Raises WrongKey, Unavailable."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(mode=0o600)
        db = connect(self.path.absolute().as_uri())
        try:
            return db, self._prepare(db, vault)
        except BaseException as error:
            db.close()
            if isinstance(error, sqlite3.OperationalError):
                raise Unavailable(str(error)) from error
            raise

    def _open_for_reading(self) -> Connection:
        db = connect(f"{self.path.absolute().as_uri()}?mode=ro")
        add_functions(db, self.vault, self._seals)
        db.execute("pragma query_only = on")
        return db

    def _prepare(self, db: Connection, vault: Vault) -> Vault:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        db.execute("pragma foreign_keys = on")
        db.execute("pragma secure_delete = on")
        migrations.apply(Database(db))
        add_functions(db, vault, self._seals)
        prepared = installation.prepare(db, vault)
        add_functions(db, prepared, self._seals)
        _begin_audit(db)
        db.create_function("wipe_log", 0, self._must_wipe_log)
        db.execute("pragma busy_timeout = 0")
        _cut_log(db)  # whoever destroyed something may have been killed before this
        db.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
        return prepared


def _cut_log(db: Connection) -> bool:
    """Whether nothing stands in the write-ahead log any more."""
    try:
        busy, _, _ = db.execute("pragma wal_checkpoint(truncate)").fetchone()
    except sqlite3.Error:
        return False
    return not busy


def _run(db: Connection, job: _Job) -> None:
    """One function behind its savepoint; its failure is its own."""
    db.execute("savepoint job")
    try:
        job.result = job.query(db, *job.args)
    except Exception as error:
        if not db.in_transaction:
            raise sqlite3.OperationalError(f"transaction lost: {error}") from error
        db.execute("rollback to job")
        job.error = error
    db.execute("release job")


def _tell(group: list[_Job]) -> None:
    """Hand out results: one wake-up a loop, however many wait there."""
    loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in group:
        if job.waiter is not None:
            loops.setdefault(job.waiter.get_loop(), []).append(job)
        elif job.error is not None:
            job.done.set_exception(job.error)
        else:
            job.done.set_result(job.result)
    for loop, jobs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        assert job.waiter is not None
        if job.waiter.done():
            continue
        if job.error is not None:
            job.waiter.set_exception(job.error)
        else:
            job.waiter.set_result(job.result)


def _begin_audit(db: Connection) -> None:
    if not audit.has_begun(db):
        db.execute("begin immediate")
        audit.begin(db)
        db.execute("commit")
