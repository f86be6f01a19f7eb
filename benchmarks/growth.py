"""How large the file gets when messages come for a year and a half, and are pruned every night.

``python -m benchmarks.growth [messages a day]``. Every message is answered, three quarters of them
on LINE, the rest on the page; each night runs as in the service. The file first grows for as many
days as words are kept, and then no more: what is pruned is written over by what comes.
"""

import asyncio
import logging
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.retention import forget
from data import inbox, outbox
from data.retention_settings import Retention
from data.sealing import Vault
from data.store import Connection, Store
from data.times import stamp

DAYS = 540
SHOWN_EVERY = 30
BEGINNING = datetime(2026, 1, 1, 3, tzinfo=UTC)
WORDS = b"w" * 300


def come(db: Connection, day: int, count: int) -> None:
    """A day's messages, and what was answered."""
    at = stamp(BEGINNING + timedelta(days=day))
    for number in range(count):
        messenger, chat = ("web", "line", "line", "line")[number % 4], f"chat {number % 50}"
        new = inbox.NewRow(messenger, f"{day}-{number}", chat, f"{day}m{number}", WORDS, at)
        (row_id,) = inbox.put(db, (new,))
        assert row_id is not None
        inbox.mark_done(db, row_id)
        reply = outbox.add(db, outbox.NewRow(messenger, chat, WORDS, at, row_id))
        outbox.mark_sent(db, reply.id, at)


async def run(count: int) -> None:
    """Print a table: the day, rows, megabytes."""
    kept = Retention()
    print(f"{count} messages a day; words kept {kept.messages} days, rows {kept.rows}")
    print("| day | inbox rows | outbox rows | MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "growth.db", Vault(bytes(32)))
        for day in range(DAYS + 1):
            await store.write(come, day, count)
            await forget(store, Retention(), stamp(BEGINNING + timedelta(days=day, hours=18)))
            if day % SHOWN_EVERY == 0:
                print(f"| {day} | {' | '.join(store.read_now(sizes))} |", flush=True)
        store.close()


def sizes(db: Connection) -> list[str]:
    """Rows of the inbox and of the outbox, and megabytes of the file."""
    rows = [db.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES]
    pages, page = (
        db.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return [*(f"{number:,}" for number in rows), f"{pages * page / 1e6:.1f}"]


TABLES = ("inbox", "outbox")

if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
