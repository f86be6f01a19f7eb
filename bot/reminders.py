"""Reminders: warn before a deadline, escalate after it, and say each morning what waits.

What is to be said, and that it is said, is one transaction of the outbox and the clocks: whatever
interrupts it, nobody is told twice and nothing is forgotten.

1. In office hours: everything. What came due over a holiday is told at the next opening.
2. On a day off, by day: only what has a last day that no holiday moves. At night: nothing.
3. On a working day, before noon or so: the digest, once.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot.dispatch import add_notices
from bot.log import where
from data import (
    clocks,
    covers,
    holidays,
    limits,
    office_calendar,
    outbox,
    parked,
    passing_access,
    reminding,
    times,
)
from data.clock_settings import ClockRules
from data.holidays import ShippedHolidays
from data.office_calendar import OfficeCalendar
from data.quiet_hours import NEVER
from data.reminding import Counts
from data.staff import StaffMember
from data.store import Connection, Store, Unavailable
from handlers.officers import lateness
from handlers.texts import covers as cover_texts
from handlers.texts import parked as parked_texts
from handlers.turn import Notice, Reply

LOOK_EVERY_S = 120.0
MOST_COVERED = 1_000
MORNING = timedelta(hours=4)
"""After the opening: a digest that could not be sent by then is not sent that day."""

log = structlog.get_logger()


class Reminders:
    """Looks every now and then whether somebody must hear of something; *now* is the clock."""

    def __init__(
        self,
        store: Store,
        send: Callable[[Iterable[outbox.Row]], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._send = send
        self._now = now
        self._shipped = holidays.load_shipped()
        self._task: asyncio.Task[None] | None = None
        self.wake = asyncio.Event()

    async def start(self, rules: ClockRules) -> None:
        """Give every open case its clocks, then begin to look."""
        await self._store.write(prepare, self._shipped, rules, self._now())
        self._task = asyncio.get_running_loop().create_task(self._keep_looking())

    async def stop(self) -> None:
        """Look no more; what is being written is written whole."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> None:
        """Say what is to be said now, and forget what was open for a while only."""
        at = times.stamp(self._now())
        if over := await asyncio.to_thread(self._store.read_aside, passing_access.over, at):
            await self._store.write(passing_access.forget, over, at)
        if await self._store.read(limits.has_old, at):
            await self._store.write(limits.prune, at)
        self._send(await self._store.write(remind, self._shipped, self._now()))

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self.look()
            except Unavailable:
                await self._store.usable()
                continue
            except Exception as error:
                log.error("reminders failed", **where(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self.wake.wait()
            self.wake.clear()


def prepare(db: Connection, shipped: ShippedHolidays, rules: ClockRules, now: datetime) -> int:
    """The holidays of this year and the next, and clocks for the cases of older databases; how
    many of these."""
    _begin_years(db, shipped, now)
    return clocks.start_missing(db, rules)


def remind(db: Connection, shipped: ShippedHolidays, now: datetime) -> list[outbox.Row]:
    """All that is to be said at *now*, kept and marked as said; the rows to deliver."""
    _begin_years(db, shipped, now)
    here, at = now.astimezone(times.BANGKOK), times.stamp(now)
    calendar = office_calendar.office_calendar(db)
    if not calendar.opens <= here.time() < calendar.closes:
        return []
    is_open = office_calendar.is_open(here, calendar)
    notices = _digest(db, calendar, here, at) if is_open else []
    for told in reminding.tell_of_due(db, at, only_urgent=not is_open):
        replies = lateness.told(told, here.date())
        notices += [Notice(told.member.chat, reply) for reply in replies]
    return add_notices(db, notices, at, NEVER)


def _digest(db: Connection, calendar: OfficeCalendar, here: datetime, at: str) -> list[Notice]:
    """Everybody's morning, once a day; nothing for whom nothing waits."""
    opened = datetime.combine(here.date(), calendar.opens, times.BANGKOK)
    if here - opened > MORNING or not reminding.begin_digest(db, here.date(), at):
        return []
    counted = [
        (member, reminding.counts(db, member, here.date()))
        for member in reminding.reachable(db)
        if not covers.rests(db, member, here.date())
    ]
    return [
        Notice(member.chat, _morning(db, member, found, here.date()))
        for member, found in counted
        if found.open
    ]


def _morning(db: Connection, member: StaffMember, found: Counts, day: date) -> Reply:
    stands_in = len(covers.covered(db, member, day, MOST_COVERED))
    reply = lateness.digest(found, confidential=member.is_named)
    failed = parked_texts.in_digest(parked.count(db)) if member.supervises else ""
    return replace(reply, text=f"{reply.text}{cover_texts.in_digest(stands_in)}{failed}")


def _begin_years(db: Connection, shipped: ShippedHolidays, now: datetime) -> None:
    year = now.astimezone(times.BANGKOK).year
    for each in (year, year + 1):
        holidays.begin_year(db, shipped, each, times.stamp(now))
