"""Holding: officers' words wait the moment in which they can be taken back, then the move is made.

Nothing polls: each row has its timer, and a start takes up what waited. Releasing is one
transaction: the row ends, the case moves, the words are in the outbox; or, where the case went on
meanwhile, the officer is told that nothing left. A row that was taken back is not there any more.
"""

import asyncio
from collections.abc import Callable, Iterable

import structlog

from bot import clock
from bot.dispatch import Kept, add_notices
from bot.log import where
from data import (
    after_photos,
    conversations,
    held_words,
    joining,
    outbox,
    register,
    staff,
    times,
    withdrawals,
)
from data.agency import Agency
from data.quiet_hours import NEVER
from data.store import Connection, Stale, Store, Unavailable
from handlers.officers import held_back, joiner_news, work_shown
from handlers.officers.officer_moves import DEEDS, allowed, write_of
from handlers.officers.officer_wording import Leaving, making, news, notices, shared
from handlers.turn import Notice, Write

AGAIN_S = 1.0

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Holds:
    """The timers of what waits."""

    def __init__(
        self, store: Store, send: Callable[[Iterable[outbox.Row]], None], agency: Agency
    ) -> None:
        self._store = store
        self._send = send
        self._agency = agency
        self._timers: dict[tuple[int, int], asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Take up all that waits; what is overdue leaves at once, and nothing waits longer than it
        ever may, whatever the clock says."""
        for case_id, mark, due_at in self._store.read_now(held_words.waiting):
            if (case_id, mark) not in self._timers:
                left = (times.parse(due_at) - clock.now()).total_seconds()
                self._expect((case_id, mark), min(max(0.0, left), self._agency.undo_seconds))

    def note(self, kept: Kept) -> None:
        """A turn was kept: perhaps words wait that did not before."""
        if any(write.query is held_words.hold for write in kept.turn.keep):
            self.start()

    async def stop(self) -> None:
        """What waits goes on waiting in the database."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _expect(self, key: tuple[int, int], seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._timers[key] = loop.call_later(seconds, self._begin, key)

    def _begin(self, key: tuple[int, int]) -> None:
        task = asyncio.get_running_loop().create_task(self._release(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _release(self, key: tuple[int, int]) -> None:
        self._timers.pop(key, None)
        try:
            at = times.stamp(clock.now())
            self._send(await self._store.write(release, key, at, self._agency))
        except Unavailable:
            self._expect(key, AGAIN_S)
        except Exception as error:
            log.error("held words could not leave", **where(error))
            self._expect(key, AGAIN_S)


def release(db: Connection, key: tuple[int, int], at: str, agency: Agency) -> list[outbox.Row]:
    """Make the move whose words waited, in the caller's one transaction; what to deliver."""
    held = held_words.end(db, *key)
    if held is None:
        return []
    member = next((each for each in staff.members(db) if each.id == held.staff_id), None)
    case = register.seen_by(db, member, held.case_id) if member else None
    wording = held_back.wording_of(held)
    if member is None or case is None or wording is None:
        held_words.drop(db, held, at)
        return []
    leaving = Leaving(case, member, wording, held.photo, at, agency.clocks)
    silent = withdrawals.is_withdrawn(db, case.id)
    if not _is_made(db, leaving, silent=silent):
        held_words.drop(db, held, at)
        return add_notices(db, (held_back.not_sent(leaving),), at, NEVER)
    words = None if silent else _words(db, leaving)
    told = notices(leaving, words, joining.joiners(db, case.id))
    return add_notices(db, told, at, agency.quiet)


def _words(db: Connection, leaving: Leaving) -> Notice:
    spoken = conversations.load(db, leaving.case.chat).language
    words = news(leaving, spoken)
    if photo := leaving.photo and after_photos.in_case(db, leaving.photo):
        return work_shown.with_link(words, photo, after_photos.link(db, photo[0]))
    return words


def _is_made(db: Connection, leaving: Leaving, *, silent: bool) -> bool:
    """Whether the case still allows it; if not, nothing of it is kept."""
    deed = DEEDS[leaving.wording.verb]
    now = times.parse(leaving.at)
    if deed not in allowed(leaving.case, leaving.member, now, silent=silent):
        return False
    joiners = joining.joiners(db, leaving.case.id)
    return _kept_whole(
        db,
        Write(write_of(deed), (making(leaving),)),
        *joiner_news.kept(leaving.case, joiners, shared(leaving)),
    )


def _kept_whole(db: Connection, *writes: Write) -> bool:
    db.execute("savepoint leaving")
    try:
        for write in writes:
            write.query(db, *write.args)
    except Stale:
        db.execute("rollback to leaving")
        return False
    finally:
        db.execute("release leaving")
    return True
