"""What is destroyed leaves the write-ahead log, too, whoever reads meanwhile."""

import asyncio
import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from data import retention
from data.connection import connect
from data.retention_settings import Retention
from data.store import Connection, Store
from data.write_log import (
    KEPT_BYTES,
    MOVED_AT,
    MOVED_AT_WHERE_ROOM_IS_SHORT,
    PAUSE_S,
    cut,
    log_of,
)

FRAME_BYTES = 4096 + 24
SECRET = b"what must not be found again"


def keep(db: Connection, value: bytes) -> None:
    db.execute("create table if not exists kept (id integer primary key, value blob)")
    db.execute("insert or replace into kept values (1, :value)", {"value": value})


def destroy(db: Connection) -> None:
    db.execute("update kept set value = zeroblob(27)")
    db.execute("select wipe_log()")


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Somebody who reads, and goes on reading."""
    with closing(connect(path.absolute().as_uri())) as db:
        db.execute("begin")
        db.execute("select count(*) from kept").fetchone()
        yield db


async def is_gone_soon(store: Store) -> bool:
    """Whether the log loses it without another write."""
    for _ in range(1_000):
        if SECRET not in log_of(store.path).read_bytes():
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_write_that_destroys_does_not_wait_for_a_reader(store: Store) -> None:
    await store.write(keep, SECRET)
    with reading(store.path):
        begun = time.monotonic()
        await store.write(destroy)
        await store.write(keep, b"the next")
        took = time.monotonic() - begun
        assert SECRET in log_of(store.path).read_bytes()

    assert took < 2 * PAUSE_S


async def test_the_log_is_cut_by_itself_once_the_reader_is_gone(store: Store) -> None:
    await store.write(keep, SECRET)
    with reading(store.path):
        await store.write(destroy)

    assert await is_gone_soon(store)


async def test_what_is_left_behind_a_log_that_others_began_anew_is_cut_off(store: Store) -> None:
    """As Litestream does: its reader is back before anybody could have emptied the log."""
    await store.write(keep, SECRET)
    with closing(connect(store.path.absolute().as_uri())) as other:
        with reading(store.path):
            await store.write(destroy)
        other.execute("pragma wal_checkpoint(passive)")
        with reading(store.path) as back:
            other.execute("insert into kept values (2, 'begins the log anew')")
            assert SECRET in log_of(store.path).read_bytes()
            assert not cut(other)

            assert await is_gone_soon(store)
            back.execute("rollback")
    await store.write(keep, b"goes on")
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("select value from kept order by id").fetchall() == [
            (b"goes on",),
            ("begins the log anew",),
        ]
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)


async def test_what_a_command_destroyed_beside_a_reader_is_cut_in_the_night(store: Store) -> None:
    await store.write(keep, SECRET)
    with closing(connect(store.path.absolute().as_uri())) as command, reading(store.path):
        command.execute("update kept set value = zeroblob(27)")
    assert SECRET in log_of(store.path).read_bytes()

    await store.write(retention.forget_some, Retention(), "2026-01-05T03:00:00.000000+00:00")

    assert await is_gone_soon(store)


async def test_the_log_is_moved_sooner_while_room_is_short(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken is finished with the last of it, which the log must not use up."""
    await store.write(fill, 10)
    with monkeypatch.context() as short:
        short.setattr(store._files, "free", lambda: 2**20)
        store._room_seen_at = -math.inf
        await write_pages(store, 2 * MOVED_AT_WHERE_ROOM_IS_SHORT)
        assert log_of(store.path).stat().st_size < 2 * MOVED_AT_WHERE_ROOM_IS_SHORT * FRAME_BYTES

    await write_pages(store, 2 * MOVED_AT)
    assert MOVED_AT * FRAME_BYTES <= log_of(store.path).stat().st_size < KEPT_BYTES


async def write_pages(store: Store, number: int) -> None:
    for _ in range(number // 100):
        await store.write(fill, 100)


def fill(db: Connection, pages: int) -> None:
    db.execute("create table if not exists filled (id integer primary key, value blob)")
    db.execute("insert or replace into filled values (1, zeroblob(:size))", {"size": pages * 4080})
