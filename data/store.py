"""The store: one SQLite file, one writer thread with group commit, read-only readers.

A write is a function of the connection. It runs whole between BEGIN IMMEDIATE and COMMIT; functions
that wait at the same time share a commit, each behind its own savepoint, so that durability costs
one fsync for many messages and one failing function spoils no other. No transaction spans an await.

Sealing is part of the connection: data/connection.py lists what SQL may call. What is destroyed by
a write (``wipe_log()``) is gone from the write-ahead log, too, when the write returns.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from data import audit, connection, installation, soundness
from data.case_keys import CaseSeals
from data.connection import BUSY_TIMEOUT_MS, add_functions, connect
from data.schema import migrations
from data.sealing import Vault
from data.trouble import Change, Files, Replaced, Standing, Trouble, is_from_below, named
from data.trouble import Unavailable as Unavailable
from data.write_log import KEPT_BYTES, WriteLog, cut

Connection = connection.Connection
P = ParamSpec("P")
T = TypeVar("T")

LARGEST_GROUP = 512
"""Functions in one commit at most, so that the first does not wait for an endless queue."""

LOOK_AGAIN_S = 0.5
"""While something is wrong below: how often it is tried whether it still is."""

IMPATIENT_MS = 250
"""For a lock, once one was waited for in vain."""


class Stale(Exception):
    """The world changed since the caller read it: read again and decide again."""


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
        self._standing = Standing()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer, self.vault = self._open_for_writing(vault)
        self._waits_ms = BUSY_TIMEOUT_MS
        self._files = Files(path)
        self._reader = self._open_for_reading()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    # how it stands -------------------------------------------------------------------------

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing new is to be taken now; what was taken may still be finished."""
        return self._standing.trouble

    @property
    def log_is_large(self) -> bool:
        """Whether the write-ahead log grows: somebody has been reading for long."""
        return self._standing.log_is_large

    def listen(self, hear: Callable[[Change], None]) -> None:
        """From now on *hear*, in any thread, of what begins and what is over."""
        self._standing.hear = hear
        if self.trouble is not None:
            hear(Change(self.trouble, began=True))

    async def usable(self) -> None:
        """Wait while the database takes no writes."""
        await asyncio.sleep(LOOK_AGAIN_S)
        while self._standing.failing is not None:  # noqa: ASYNC110  # another thread tells
            await asyncio.sleep(LOOK_AGAIN_S)

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

    # writing -------------------------------------------------------------------------------

    async def write(self, query: Callable[Concatenate[Connection, P], T], *args: P.args) -> T:  # type: ignore[valid-type]  # kwargs stay out: jobs carry args only
        """Run *query* in a transaction; returns once it is on disk.

        Raises what the query raises (its changes are undone), or Unavailable.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(query, args, Future(), waiter))
        return await waiter

    async def write_patiently(self, query: Callable[..., T], *args: object) -> T:
        """The same, however long the database takes nothing: what is known must not be forgotten.
        Raises what the query raises."""
        while True:
            try:
                return await self.write(query, *args)
            except Unavailable:
                await self.usable()

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
            elif not last:
                self._look_after()
            if last:
                return

    def _gather(self) -> tuple[list[_Job], bool]:
        """What waits now, at least one unless something below is wrong and has to be looked at
        again; whether the store is closing."""
        group: list[_Job] = []
        try:
            job = self._jobs.get(timeout=self._patience())
            while job is not None:
                group.append(job)
                if len(group) >= LARGEST_GROUP:
                    return group, False
                job = self._jobs.get_nowait()
        except queue.Empty:
            return group, False
        return group, True

    def _patience(self) -> float | None:
        """How long to wait for work before looking whether something is over."""
        may_end = self.trouble not in (None, Trouble.DAMAGED)
        return LOOK_AGAIN_S if may_end or self.log_is_large or self._log.tells else None

    def _look_after(self) -> None:
        """Nobody writes: try whether what is wrong is over."""
        if self.trouble is not None:
            self._commit([_Job(_touch, (), Future())])
            return
        with contextlib.suppress(Replaced):  # the next commit says so
            self._tend_log(self._files.log_size())

    def _commit(self, group: list[_Job]) -> None:
        try:
            self._begin()
            for job in group:
                _run(self._writer, job)
            log_size = self._files.log_size()  # what nobody would find again is not kept
            self._writer.execute("commit")
        except sqlite3.Error as error:
            self._undo()
            trouble = named(error, self.path)
            for job in group:
                job.error = job.error or Unavailable(f"nothing is written: {trouble or error}")
            if trouble is not None:
                self._standing.fails(trouble)
        else:
            self._tend_log(log_size)
            self._standing.works(self._files.free())

    def _begin(self) -> None:
        if self._standing.failing is not None:
            self._wait_for_locks(IMPATIENT_MS)
        self._writer.execute("begin immediate")
        self._wait_for_locks(BUSY_TIMEOUT_MS)

    def _wait_for_locks(self, milliseconds: int) -> None:
        if self._waits_ms != milliseconds:
            self._writer.execute(f"pragma busy_timeout = {milliseconds}")
            self._waits_ms = milliseconds

    def _tend_log(self, size: int) -> None:
        if self._log.tells:
            self._seals.close()
        is_cut = self._log.tend(is_large=self.log_is_large)
        self._standing.log_is(0 if is_cut else size)

    def _undo(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # most troubles undo everything by themselves
            if self._writer.in_transaction:
                self._writer.execute("rollback")

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
        self._log = WriteLog(db)
        db.create_function("wipe_log", 0, self._log.must_be_cut)
        cut(db)  # whoever destroyed something may have been killed before this
        return prepared


def _run(db: Connection, job: _Job) -> None:
    """One function behind its savepoint; its failure is its own."""
    db.execute("savepoint job")
    try:
        job.result = job.query(db, *job.args)
    except Exception as error:
        if isinstance(error, sqlite3.Error) and is_from_below(error):
            raise
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


def _touch(db: Connection) -> None:
    """A write that changes nothing but proves that one could."""
    db.execute("update installation set id = id where id = 1")


def _begin_audit(db: Connection) -> None:
    if not audit.has_begun(db):
        db.execute("begin immediate")
        audit.begin(db)
        db.execute("commit")
