"""Retention in the service: once a day, at night, what has been kept long enough is forgotten."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot import clock
from data import erasing, forgetting, pruning, retention, times
from data.pruning import Place
from data.retention import Kept
from data.retention_settings import Retention
from data.store import Store, Unavailable

HOUR = 3
"""Bangkok time: nobody waits for an answer then."""

LARGEST_BYTES = 64 * 2**20
"""Of a database that is written anew while messages come in: they wait well under a second."""

BREATH_S = 0.01

log = structlog.get_logger()


async def forget_daily(
    store: Store,
    periods: Retention,
    now: Callable[[], datetime] = clock.now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """At once, for the nights that were missed, and then every night; until it is cancelled."""
    while True:
        try:
            at = times.stamp(now())
            left = await store.write(forgetting.fulfil, at)
            forgotten = await forget(store, periods, at)
            words = replace(forgotten, rows=0, looked=0)  # rows had none left
            if words != Kept() or left:
                await _compact(store)
        except Unavailable:  # why, is told once: see bot/troubles.py
            await store.usable()
            continue
        except Exception as error:
            log.error("retention failed", problem=type(error).__name__)
        await sleep(until_next(now()))


async def _compact(store: Store) -> None:
    """No page keeps a trace; a large database is left to ``privacy retain``."""
    if store.path.stat().st_size > LARGEST_BYTES:
        log.info("traces are left: run privacy retain when few people write")
        return
    if not await asyncio.to_thread(erasing.compact, store):
        log.info("traces are left: the database was in use")


async def forget(store: Store, periods: Retention, at: str) -> Kept:
    """Forget all that has been kept long enough as of *at*, some of it a transaction."""
    forgotten = Kept()
    while (some := await store.write(retention.forget_some, periods, at)) != Kept():
        forgotten += some
    forgotten += await _prune(store, periods, at)
    if forgotten != Kept():
        log.info("retention", cases=forgotten.cases, drafts=forgotten.drafts, rows=forgotten.rows)
    return forgotten


async def _prune(store: Store, periods: Retention, at: str) -> Kept:
    """Messages and replies, leaving the database to others between two steps."""
    pruned, place = Kept(), Place()
    while True:
        step = await store.write(pruning.prune_some, place, periods, at)
        pruned += Kept(messages=step.words, rows=step.rows)
        if step.following is None:
            return pruned
        place = step.following
        if step.words or step.rows:
            await asyncio.sleep(BREATH_S)


def until_next(now: datetime) -> float:
    """Seconds until the next night's run."""
    here = now.astimezone(times.BANGKOK)
    run = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return ((run if run > here else run + timedelta(days=1)) - here).total_seconds()
