"""Holding: officers' words wait the moment in which they can be taken back, then the move is made.

Each row has its timer; a start takes up what waited, and a look every two seconds what the terminal
has written, which is another process. Releasing is one transaction: the row ends, the case moves,
the words are in the outbox; or, where the case went on meanwhile, the officer is told that nothing
left (the machine's operator, who has no chat, by a note in the case). A row that was taken back is
not there any more.
"""

import asyncio
from collections.abc import Callable, Iterable

import structlog

from bot import clock
from bot.dispatch import Kept, add_notices
from bot.log import where
from data import (
    after_photos,
    case_work,
    conversations,
    held_words,
    joining,
    outbox,
    register,
    staff,
    times,
    two_persons,
    withdrawals,
)
from data.agency import Agency
from data.quiet_hours import NEVER
from data.store import Connection, Stale, Store, Unavailable
from handlers.officers import held_back, joiner_news, work_shown
from handlers.officers.officer_moves import DEEDS, allowed, write_of
from handlers.officers.officer_wording import Leaving, making, news, notices, shared
from handlers.texts import held_back as held_texts
from handlers.turn import Notice, Write

AGAIN_S = 1.0
LOOK_AGAIN_S = 2.0

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
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up all that waits, and from now on what other processes add."""
        self.take_up()
        self._looking = asyncio.get_running_loop().create_task(self._keep_looking())

    def take_up(self) -> None:
        """A timer for all that waits; what is overdue leaves at once, and nothing waits longer than
        it ever may, whatever the clock says."""
        for case_id, mark, due_at in self._store.read_now(held_words.waiting):
            if (case_id, mark) not in self._timers:
                left = -clock.seconds_since(due_at)
                self._expect((case_id, mark), min(max(0.0, left), self._agency.undo_seconds))

    def note(self, kept: Kept) -> None:
        """A turn was kept: perhaps words wait that did not before."""
        if any(write.query is held_words.hold for write in kept.turn.keep):
            self.take_up()

    async def stop(self) -> None:
        """What waits goes on waiting in the database."""
        if self._looking is not None:
            self._looking.cancel()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            try:
                self.take_up()
            except Unavailable:
                continue  # looks again
            except Exception as error:
                log.error("could not look for held words", problem=type(error).__name__)

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
    by, operator = held.staff_id, staff.OPERATOR
    member = operator if by is None else two_persons.member_numbered(db, by)
    case = register.seen_by(db, member, held.case_id) if member else None
    wording = held_back.wording_of(held)
    if member is None or case is None or wording is None:
        held_words.drop(db, held, at)
        return []
    leaving = Leaving(case, member, wording, held.photo, at, agency.clocks)
    silent = withdrawals.is_withdrawn(db, case.id)
    if not _is_made(db, leaving, silent=silent):
        held_words.drop(db, held, at)
        if member is operator:
            case_work.jot(db, case, held_texts.not_sent(case, wording.text), None, at)
            return []
        return add_notices(db, (held_back.not_sent(leaving),), at, NEVER)
    words = None if silent else _words(db, leaving)
    told = notices(leaving, words, joining.joiners(db, case.id))
    return add_notices(db, told, at, agency.quiet)


def release_due(store: Store, agency: Agency) -> None:
    """Make what is overdue, from the terminal: perhaps no service runs that would. What it has to
    send waits in the outbox."""
    at = times.stamp(clock.now())
    for case_id, mark, due_at in store.read_now(held_words.waiting):
        if due_at > at:
            continue
        try:
            store.write_now(release, (case_id, mark), at, agency)
        except Exception as error:
            log.error("held words could not leave", **where(error))


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
