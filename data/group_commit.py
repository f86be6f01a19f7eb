"""Group commit: the one writer of a database, and how the database stands.

A write is a function of the connection. It runs whole between BEGIN IMMEDIATE and COMMIT; functions
that wait at the same time share a commit, so that durability costs one fsync for many messages.
Where one of them fails, all that they did is undone and each is run anew behind a savepoint of its
own, so that it spoils no other: a write may be called twice, and must have no effect but in the
database. No transaction spans an await.

The functions of a group run in the loop's thread; the commit in a thread of its own, while the next
group gathers. (With the functions there too, both threads passed the interpreter's lock to and fro
at every statement, which doubled what a message cost.) Where another process holds the database,
the group waits and runs in that thread: the loop never waits for a disk or a lock.

Where the database takes nothing (disk full, read-only, locked, replaced, damaged), writes raise
Unavailable, it is said once to whoever listens, and looked for by itself whether it is over.
"""

import asyncio
import math
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from data.connection import BUSY_TIMEOUT_MS, Connection
from data.trouble import (
    Change,
    Files,
    Replaced,
    Standing,
    Trouble,
    Unavailable,
    is_from_below,
    named,
)
from data.write_log import WriteLog

P = ParamSpec("P")
T = TypeVar("T")

LARGEST_GROUP = 512
"""Functions in one commit at most, so that the first does not wait for an endless queue."""

TURNS_BETWEEN = 3
"""Turns of the loop from one group to the next: in these, who waited for the one asks for more
(what is received is handled, what is answered is sent). Larger groups cost each function less."""

LONGEST_GROUP_S = 0.01
"""How long functions of one group may hold up the loop; the rest goes into the next."""

LOOK_AGAIN_S = 0.5
"""While something is wrong below: how often it is tried whether it still is."""

ROOM_EVERY_S = 0.05

IMPATIENT_MS = 250
"""For a lock, once one was waited for in vain."""


@dataclass(slots=True)
class _Job:
    query: Callable[..., Any]
    args: tuple[Any, ...]
    waiter: "asyncio.Future[Any] | None" = None
    result: Any = None
    error: BaseException | None = None


class GroupCommit:
    """Writes one database. *log_cut* is called before its log is cut. One loop at a time writes."""

    def __init__(
        self,
        path: Path,
        db: Connection,
        standing: Standing,
        log: WriteLog,
        log_cut: Callable[[], None],
    ) -> None:
        self.path = path
        self._writer = db
        self._standing = standing
        self._log = log
        self._log_cut = log_cut
        self._files = Files(path)
        self._is_looking = False
        self._room_seen_at = -math.inf
        self._jobs: deque[_Job] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None  # where a group is under way
        self.groups = 0  # begun so far: others write nothing while one is under way
        self._writing = threading.Lock()  # from BEGIN to COMMIT, in whichever thread
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    # how it stands -------------------------------------------------------------------------

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing new is to be taken now; what was taken may still be finished."""
        return self._standing.trouble

    @property
    def log_is_large(self) -> bool:
        """Whether the write-ahead log grows: somebody has been reading for long."""
        return self._standing.log_is_large

    def listen(self, hear: Callable[[Change], object]) -> None:
        """From now on *hear*, in any thread, of what begins and what is over. From the loop."""
        self._standing.hear = hear
        if self.trouble is not None:
            hear(Change(self.trouble, began=True))
            self._look_later(asyncio.get_running_loop())

    async def usable(self) -> None:
        """Wait while the database takes no writes."""
        self._look_later(asyncio.get_running_loop())
        await asyncio.sleep(LOOK_AGAIN_S)
        while self._standing.failing is not None:  # noqa: ASYNC110  # another thread tells
            await asyncio.sleep(LOOK_AGAIN_S)

    # writing -------------------------------------------------------------------------------

    def write(  # type: ignore[valid-type]  # kwargs stay out: jobs carry args only
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args
    ) -> "asyncio.Future[T]":
        """Run *query* in a transaction; to be awaited, done once it is on disk.

        Raises what the query raises (its changes are undone), or Unavailable.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        self._jobs.append(_Job(query, args, waiter))
        if self._loop is not loop:
            self._loop = loop
            loop.call_soon(self._begin, loop)
        return waiter

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
        job = _Job(query, args)
        with self._writing:
            self._write_whole([job])
        if job.error is not None:
            raise job.error
        result: T = job.result
        return result

    def finish(self) -> None:
        """Write what was asked. Nothing may be written afterwards."""
        self._thread.shutdown()
        with self._writing:
            while group := self._next_group():
                self._write_whole(group)
                _settle(group)

    # a group: begun in the loop, committed in the thread -----------------------------------

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run what waits, to be committed aside; all of it aside where somebody else writes."""
        group = None
        if self._writing.acquire(blocking=False):
            if self._can_begin():
                group = self._run_waiting(loop)
            else:
                self._writing.release()
        try:
            self._thread.submit(self._end, loop, group)
        except RuntimeError:  # closing: the rest is written there
            if group is not None:
                self._commit(group)
                self._writing.release()
                _settle(group)

    def _end(self, loop: asyncio.AbstractEventLoop, group: list[_Job] | None) -> None:
        """In the thread: commit what the loop has run, or wait for our turn and do it all here.
        Whatever happens, the loop hears of it: those who wait must not wait for ever."""
        bug: Exception | None = None
        try:
            if group is not None:
                self._commit(group)
            else:
                self._writing.acquire()
                group = self._next_group()
                self._write_whole(group)
        except Exception as error:
            bug = error
            if self._writer.in_transaction:
                self._fail(group or [], sqlite3.OperationalError(type(error).__name__))
        finally:
            self._writing.release()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._go_on, loop, group or [], bug)

    def _go_on(
        self, loop: asyncio.AbstractEventLoop, group: list[_Job], bug: Exception | None
    ) -> None:
        """In the loop again: tell what became of a group, begin the next when what that leads to
        has come."""
        _tell(loop, bug)
        _settle(group)
        self._begin_after(TURNS_BETWEEN, loop)
        self._look_later(loop)

    def _begin_after(self, turns: int, loop: asyncio.AbstractEventLoop) -> None:
        """Begin the next group, if there is one, in so many turns of the loop."""
        if turns and len(self._jobs) < LARGEST_GROUP:
            loop.call_soon(self._begin_after, turns - 1, loop)
        elif self._jobs:
            self._begin(loop)
        elif self._loop is loop:
            self._loop = None

    def _next_group(self) -> list[_Job]:
        number = min(len(self._jobs), LARGEST_GROUP)
        return [self._jobs.popleft() for _ in range(number)]

    def _can_begin(self) -> bool:
        """Whether the transaction is begun, without waiting for anybody."""
        if self._standing.failing is not None:
            return False
        try:
            self._writer.execute("begin immediate")
        except sqlite3.Error:
            return False
        return True

    def _run_waiting(self, loop: asyncio.AbstractEventLoop) -> list[_Job]:
        """Run what waits and still comes, for a while."""
        self.groups += 1
        db, until = self._writer, loop.time() + LONGEST_GROUP_S
        group: list[_Job] = []
        try:
            db.execute("savepoint jobs")
            while self._jobs and len(group) < LARGEST_GROUP and loop.time() < until:
                job = self._jobs.popleft()
                group.append(job)
                job.result = job.query(db, *job.args)
        except Exception as error:
            if isinstance(error, sqlite3.Error) and is_from_below(error):
                self._fail(group, error)
            else:
                group[-1].error = error
                self._run_each(group)
        return group

    def _run_each(self, group: list[_Job]) -> None:
        """The last of them failed: the others anew, each by itself."""
        db = self._writer
        try:
            db.execute("rollback to jobs")
            for job in group[:-1]:
                _run(db, job)
        except sqlite3.Error as error:
            self._fail(group, error)

    def _write_whole(self, group: list[_Job]) -> None:
        """Begin, run and commit, with patience for other processes."""
        self.groups += 1
        with self._patience():
            try:
                self._writer.execute("begin immediate")
                for job in group:
                    _run(self._writer, job)
            except sqlite3.Error as error:
                self._fail(group, error)
            else:
                self._commit(group)

    def _commit(self, group: list[_Job]) -> None:
        if not self._writer.in_transaction:
            return  # it failed before
        try:
            log_size = self._files.log_size()  # what nobody would find again is not kept
            self._writer.execute("commit")
        except sqlite3.Error as error:
            self._fail(group, error)
        else:
            self._tend_log(log_size)
            self._standing.works(self._files.free() if self._looks_for_room() else None)
            self._log.spare_room(is_short=self.trouble is Trouble.FULL)

    def _looks_for_room(self) -> bool:
        """Whether it is time to see how much room is left: not with every commit while there is."""
        now = time.monotonic()
        if self.trouble is None and now < self._room_seen_at + ROOM_EVERY_S:
            return False
        self._room_seen_at = now
        return True

    def _fail(self, group: list[_Job], error: sqlite3.Error) -> None:
        """Nothing of a group is written."""
        with suppress(sqlite3.Error):  # most troubles undo everything by themselves
            if self._writer.in_transaction:
                self._writer.execute("rollback")
        trouble = named(error, self.path)
        for job in group:
            job.error = job.error or Unavailable(f"nothing is written: {trouble or error}")
        if trouble is not None:
            self._standing.fails(trouble)

    @contextmanager
    def _patience(self) -> Iterator[None]:
        waits = BUSY_TIMEOUT_MS if self._standing.failing is None else IMPATIENT_MS
        self._writer.execute(f"pragma busy_timeout = {waits}")
        try:
            yield
        finally:
            self._writer.execute("pragma busy_timeout = 0")

    # looking after it ----------------------------------------------------------------------

    @property
    def _may_end(self) -> bool:
        """Whether something is wrong that may be over without a write that says so."""
        return self.trouble not in (None, Trouble.DAMAGED) or self.log_is_large or self._log.tells

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._may_end and not self._is_looking:
            self._is_looking = True
            loop.call_later(LOOK_AGAIN_S, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # closing
            self._thread.submit(self._look_after, loop)

    def _look_after(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the thread: try whether what is wrong is over. Where somebody writes now, that tells;
        to wait for a group whose commit stands behind this would be for ever."""
        bug: Exception | None = None
        if self._writing.acquire(blocking=False):
            try:
                self._try_again()
            except Exception as error:
                bug = error
            finally:
                self._writing.release()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._looked, loop, bug)

    def _try_again(self) -> None:
        if self.trouble is not None:
            self._write_whole([_Job(_touch, ())])
            return
        with suppress(Replaced):  # the next commit says so
            self._tend_log(self._files.log_size())

    def _looked(self, loop: asyncio.AbstractEventLoop, bug: Exception | None) -> None:
        _tell(loop, bug)
        self._is_looking = False
        self._look_later(loop)

    def _tend_log(self, size: int) -> None:
        if self._log.tells:
            self._log_cut()
        is_cut = self._log.tend(is_large=self.log_is_large)
        self._standing.log_is(0 if is_cut else size)


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


def _tell(loop: asyncio.AbstractEventLoop, bug: Exception | None) -> None:
    """What went wrong in the thread, where nobody would hear of it."""
    if bug is not None:
        loop.call_exception_handler({"message": "bug beside a write", "exception": bug})


def _settle(jobs: list[_Job]) -> None:
    """Hand out results."""
    for job in jobs:
        if job.waiter is None or job.waiter.done():
            continue
        if job.error is not None:
            job.waiter.set_exception(job.error)
        else:
            job.waiter.set_result(job.result)


def _touch(db: Connection) -> None:
    """A write that changes nothing but proves that one could."""
    db.execute("update installation set id = id where id = 1")
