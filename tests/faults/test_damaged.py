"""Pages of the database are damaged: by a failing disk, or by whoever wrote into the file."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.checking import check_nightly
from data.sealing import Vault
from data.store import Store, Unavailable
from data.trouble import Change, Trouble
from tests.faults.ground import a_service
from tests.test_service import bot
from tests.test_store import insert

PAGE = 4096


async def test_a_start_on_a_damaged_file_says_so_and_serves_nothing(tmp_path: Path) -> None:
    async with a_service(tmp_path):
        pass
    damage(tmp_path / "served.db")

    status, said = await bot(tmp_path, "serve")

    assert status == 1
    assert "served.db is damaged" in said
    assert "restore a backup" in said
    assert "Traceback" not in said


async def test_what_is_no_database_at_all_is_told_too(tmp_path: Path) -> None:
    write(tmp_path / "served.db", b"not a database " * 1000)

    status, said = await bot(tmp_path, "serve")

    assert status == 1
    assert "Traceback" not in said


async def test_damage_that_is_met_while_it_runs_closes_the_door_and_is_told_once(
    tmp_path: Path,
) -> None:
    async with a_service(tmp_path) as ground:
        with sqlite3.connect(ground.database, isolation_level=None) as db:
            db.execute("pragma wal_checkpoint(truncate)")
        damage(ground.database)
        await ground.line("U1", "E1")
        await ground.is_not_ready("file_damaged")
        assert (await ground.line("U2", "E2")).status == 503
        assert (await ground.telegram(77, 1)).status == 503

        assert len(ground.said("file_damaged")) == 1
        assert ground.said("parked") == []


async def test_every_night_all_pages_are_read_beside_the_work(store: Store) -> None:
    heard: list[Change] = []
    store.listen(heard.append)
    nights: asyncio.Queue[None] = asyncio.Queue()
    reached = asyncio.Event()

    async def next_night(seconds: float) -> None:
        assert seconds == 60 * 60
        reached.set()
        await nights.get()

    at_two = datetime(2026, 11, 25, 19, tzinfo=UTC)
    checking = asyncio.create_task(check_nightly(store, lambda: at_two, next_night))
    for is_damaged in (False, True):
        if is_damaged:
            with sqlite3.connect(store.path, isolation_level=None) as db:
                db.execute("pragma wal_checkpoint(truncate)")
            damage(store.path)
        await reached.wait()
        reached.clear()
        nights.put_nowait(None)
        await asyncio.wait_for(reached.wait(), 30)
        assert store.trouble == (Trouble.DAMAGED if is_damaged else None)
    checking.cancel()

    assert heard == [Change(Trouble.DAMAGED, began=True)]


def test_a_file_whose_pages_do_not_fit_together_is_not_opened(tmp_path: Path, vault: Vault) -> None:
    store = Store(tmp_path / "a.db", vault)
    store.write_now(insert, "E1")
    store.close()
    damage(tmp_path / "a.db")

    with pytest.raises(Unavailable):
        Store(tmp_path / "a.db", vault)


def damage(database: Path) -> None:
    """Every page but the first, which says that it is a database."""
    write(database, b"\xff" * (database.stat().st_size - PAGE), PAGE)


def write(path: Path, content: bytes, at: int = 0) -> None:
    path.touch()
    with path.open("r+b") as out:
        out.seek(at)
        out.write(content)
