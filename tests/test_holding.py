"""Holding: a notice may wait until a time; it survives whatever happens, and keeps its place."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot import clock
from bot.delivery import Courier
from bot.messengers.messenger import TryLater
from data import holding, inbox, outbox, times
from data.sealing import Vault
from data.store import Connection, Store
from tests.conversing import KEY
from tests.post_office import PostOffice, letter

HELD = "select count(*) from outbox where hold <> '' and state = 'waiting'"


@asynccontextmanager
async def courier(
    store: Store, office: PostOffice, seconds: float = 5, budget: int | None = None
) -> AsyncIterator[Courier]:
    """One that has so many *seconds* for what is on its way at the end."""
    working = Courier(store, {office.name: office}, budget)
    working.start()
    yield working
    await working.stop(seconds)


def after(seconds: float) -> str:
    return times.stamp(clock.now() + timedelta(seconds=seconds))


def held(store: Store) -> int:
    return int(store.read_now(lambda db: db.execute(HELD).fetchone()[0]))


def an_answer(db: Connection, text: str, chat: str = "chat") -> outbox.Row:
    """A reply to a message that the person sent."""
    message = inbox.NewRow("line", f"E {text}", chat, f"line:M {text}", b"{}", after(0))
    inbox.put(db, (message,))
    (row_id,) = db.execute("select max(id) from inbox").fetchone()
    return outbox.add(db, letter(text, chat, inbox_id=row_id))


async def test_a_held_notice_arrives_when_its_time_has_come_and_not_before(store: Store) -> None:
    office = PostOffice()
    due = clock.now() + timedelta(seconds=0.3)
    async with courier(store, office) as working:
        row = await store.write(outbox.add, letter("เช้าแล้ว", not_before=times.stamp(due)))
        working.send([row])
        assert held(store) == 1
        assert await office.wait_for(1) == ["เช้าแล้ว"]
        assert clock.now() >= due

    assert held(store) == 0


async def test_a_reply_to_a_message_passes_a_held_notice(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("พรุ่งนี้", not_before=after(3600)))])
        working.send([await store.write(an_answer, "ตอบทันที")])
        assert await office.wait_for(1) == ["ตอบทันที"]

    assert held(store) == 1


async def test_a_later_notice_waits_behind_a_held_one(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ก่อน", not_before=after(0.3)))])
        working.send([await store.write(outbox.add, letter("หลัง"))])
        assert (await office.wait_for(2))[:2] == ["ก่อน", "หลัง"]


async def test_a_notice_for_somebody_else_does_not_wait(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ก", "one", not_before=after(3600)))])
        working.send([await store.write(outbox.add, letter("ข", "two"))])
        assert await office.wait_for(1) == ["ข"]


async def test_an_urgent_notice_takes_along_what_was_held_before_it(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ก่อน", not_before=after(3600)))])
        working.send([await store.write(outbox.add, letter("ด่วน", urgent=True))])
        assert await office.wait_for(2) == ["ก่อน", "ด่วน"]

    assert held(store) == 0


async def test_an_urgent_notice_with_a_moment_to_undo_it_leaves_none_before_it_undone(
    store: Store,
) -> None:
    before = await store.write(outbox.add, letter("ก่อน", not_before=after(3600)))
    moment = after(10)
    await store.write(outbox.add, letter("ด่วน", not_before=moment, urgent=True))

    assert await store.write(holding.let_go, after(9)) == []
    assert (await store.write(holding.let_go, after(11)))[0] == before.id


async def test_what_another_process_holds_is_found(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office):
        await store.write(outbox.add, letter("จากเทอร์มินัล", not_before=after(0.2)))
        assert await office.wait_for(1) == ["จากเทอร์มินัล"]


async def test_what_was_held_while_nobody_delivered_arrives_at_start(store: Store) -> None:
    await store.write(outbox.add, letter("เมื่อคืน", not_before=after(0.05)))
    await store.write(outbox.add, letter("พรุ่งนี้", "other", not_before=after(3600)))
    office = PostOffice()

    async with courier(store, office):
        assert await office.wait_for(1) == ["เมื่อคืน"]

    assert held(store) == 1


async def test_what_was_let_go_has_a_day_from_then(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(TryLater("busy", seconds=0.01, perhaps_sent=False))
    row = await store.write(outbox.add, letter("นานแล้ว", not_before=after(0.05)))
    long_ago = times.stamp(clock.now() - timedelta(days=3))
    await store.write(
        lambda db: db.execute(
            "update outbox set created_at = :at where id = :id", {"at": long_ago, "id": row.id}
        )
    )

    async with courier(store, office):
        assert await office.wait_for(1) == ["นานแล้ว"]


HOLDS_AND_DIES = """
    import os, signal, sys
    from pathlib import Path
    from data import outbox
    from data.sealing import Vault
    from data.store import Store
    from tests.conversing import KEY
    from tests.post_office import letter

    store = Store(Path(sys.argv[1]), Vault(KEY))
    store.write_now(outbox.add, letter("ไม่หาย", not_before=sys.argv[2]))
    os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_what_is_held_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "held.sqlite"
    died = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-c", textwrap.dedent(HOLDS_AND_DIES), str(path), after(0.1)],
        check=False,
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL
    office = PostOffice()
    reopened = Store(path, Vault(KEY))

    async with courier(reopened, office):
        assert await office.wait_for(1) == ["ไม่หาย"]
    reopened.close()
