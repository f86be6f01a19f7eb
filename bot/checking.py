"""Checking: every night all pages of the database are read once, beside the work."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot import clock
from bot.log import where
from bot.retention import until_next
from data.store import Store

log = structlog.get_logger()


async def check_nightly(
    store: Store,
    now: Callable[[], datetime] = clock.now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Until it is cancelled. What is damaged is told as any trouble is: see bot/troubles.py."""
    while True:
        await sleep(until_next(now()))
        try:
            await asyncio.to_thread(store.look_for_damage)
        except Exception as error:
            log.error("could not look for damage", **where(error))
