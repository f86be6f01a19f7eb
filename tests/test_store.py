"""The store: durable, one writer, group commit, one failure never spoils another."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from data import group_commit, inbox, inbox_waiting, trouble
from data.sealing import Vault, WrongKey
from data.store import Connection, Store, Unavailable
from data.trouble import Change
from tests.conversing import PATIENCE_S


def row(event_id: str, payload: bytes = "ความลับ".encode()) -> inbox.NewRow:
    return inbox.NewRow("line", event_id, "chat", "", payload, "2026-01-01T00:00:00+00:00")


def insert(db: Connection, event_id: str) -> None:
    inbox.put(db, (row(event_id),))


def fail(db: Connection, event_id: str) -> None:
    insert(db, event_id)
    raise LookupError(event_id)


def events(store: Store) -> set[str]:
    return {row.event_id for row in waiting(store)}


def waiting(store: Store) -> list[inbox.Row]:
    return store.read_now(inbox_waiting.of_chat, "line", "chat", 1000)


async def test_a_write_is_seen_by_readers_once_it_returns(store: Store) -> None:
    await store.write(insert, "E1")

    assert events(store) == {"E1"}


async def test_a_database_behind_a_link_is_used_where_it_is(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "disk").mkdir()
    link = tmp_path / "prongsai.db"
    link.symlink_to(tmp_path / "disk" / "prongsai.db")
    linked = Store(link, vault)

    await linked.write(insert, "E1")

    assert events(linked) == {"E1"}
    assert linked.trouble is None
    linked.close()


async def test_a_failing_write_undoes_itself_and_spoils_no_other(store: Store) -> None:
    results = await asyncio.gather(
        *(store.write(fail if number == 7 else insert, f"E{number}") for number in range(20)),
        return_exceptions=True,
    )

    assert [type(result) for result in results if result is not None] == [LookupError]
    assert events(store) == {f"E{number}" for number in range(20) if number != 7}


async def test_waiting_writes_share_a_commit(store: Store) -> None:
    before = store.read_now(lambda db: db.execute("pragma data_version").fetchone()[0])

    await asyncio.gather(*(store.write(insert, f"E{number}") for number in range(50)))

    commits = store.read_now(lambda db: db.execute("pragma data_version").fetchone()[0]) - before
    assert len(events(store)) == 50
    assert commits <= 2


async def test_what_a_commit_leads_to_shares_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was asked while it was under way does not leave before that."""
    groups, commit = list[list[str]](), store._commit
    is_committing, may_go_on = threading.Event(), threading.Event()

    def noted(group: list[Any]) -> None:
        groups.append([job.args[0] for job in group])
        is_committing.set()
        may_go_on.wait(PATIENCE_S)
        commit(group)

    async def received_and_handled() -> None:
        await store.write(_nothing, "received")
        await asyncio.create_task(handled())

    async def handled() -> None:
        await store.write(_nothing, "handled")

    monkeypatch.setattr(store, "_commit", noted)
    following = asyncio.create_task(received_and_handled())
    await asyncio.to_thread(is_committing.wait, PATIENCE_S)
    meanwhile = store.write(_nothing, "meanwhile")
    may_go_on.set()
    await asyncio.gather(following, meanwhile)

    assert groups == [["received"], ["meanwhile", "handled"]]


def _nothing(_: Connection, name: str) -> None:
    """Written by nobody."""


async def test_what_fails_beside_a_commit_leaves_nobody_waiting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException | None] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(context.get("exception")))

    def fails(size: int) -> None:
        raise OSError("the log cannot be tended")

    with monkeypatch.context() as broken:
        broken.setattr(store, "_tend_log", fails)
        await asyncio.wait_for(store.write(insert, "E1"), 10)
    await asyncio.wait_for(store.write(insert, "E2"), 10)

    assert events(store) == {"E1", "E2"}
    assert [type(each) for each in told] == [OSError]


async def test_the_durability_settings_are_in_force(store: Store) -> None:
    def settings(db: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        return {name: db.execute(f"pragma {name}").fetchone()[0] for name in names}

    assert await store.write(settings) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


async def test_every_table_is_strict(store: Store) -> None:
    loose = store.read_now(
        lambda db: db.execute(
            "select name from pragma_table_list where schema = 'main' and type = 'table'"
            " and strict = 0 and name not like 'sqlite_%'"
            " and name not like '\\_sqlite%' escape '\\'"
        ).fetchall()
    )
    assert loose == []


async def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store.read_now(insert, "E1")


async def test_a_locked_database_is_told_as_unavailable_and_recovers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "BUSY_TIMEOUT_MS", 10)
    with sqlite3.connect(store.path, isolation_level=None) as other:
        other.execute("begin immediate")
        with pytest.raises(Unavailable):
            await store.write(insert, "E1")
        other.execute("rollback")

    await store.write(insert, "E2")
    assert events(store) == {"E2"}


async def test_a_full_database_is_no_fault_of_the_query_that_meets_it(store: Store) -> None:
    heard: list[Change] = []
    store.listen(heard.append)

    def allow(db: Connection, more: int) -> None:
        (pages,) = db.execute("pragma page_count").fetchone()
        db.execute(f"pragma max_page_count = {pages + more}")

    await store.write(allow, 0)
    with pytest.raises(Unavailable):
        await store.write(inbox.put, (row("E1", bytes(100_000)),))
    assert store.trouble == "disk_full"

    await store.write(allow, 10_000)
    await asyncio.wait_for(is_over(store), 30)
    await store.write(inbox.put, (row("E1", bytes(100_000)),))
    assert events(store) == {"E1"}
    assert [(each.trouble, each.began) for each in heard] == [
        ("disk_full", True),
        ("disk_full", False),
    ]


async def test_what_must_be_written_waits_as_long_as_it_takes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "BUSY_TIMEOUT_MS", 10)
    began = asyncio.Event()
    loop = asyncio.get_running_loop()
    store.listen(lambda _: loop.call_soon_threadsafe(began.set))
    with sqlite3.connect(store.path, isolation_level=None) as other:
        other.execute("begin immediate")
        writing = asyncio.ensure_future(store.write_patiently(insert, "E1"))
        await asyncio.wait_for(began.wait(), 30)
        assert store.trouble == "locked"
        assert not writing.done()
        other.execute("rollback")

    await asyncio.wait_for(writing, 30)
    assert events(store) == {"E1"}


async def is_over(store: Store) -> None:
    while store.trouble is not None:  # noqa: ASYNC110  # another thread tells
        await asyncio.sleep(0.01)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_what_people_said_is_not_in_the_files(store: Store, tmp_path: Path) -> None:
    await store.write(insert, "E1")

    files = everything_in(tmp_path)
    assert "ความลับ".encode() not in files
    assert waiting(store)[0].payload.decode() == "ความลับ"


async def test_another_key_is_refused_at_opening(tmp_path: Path) -> None:
    Store(tmp_path / "a.db", Vault(b"1" * 32)).close()

    with pytest.raises(WrongKey):
        Store(tmp_path / "a.db", Vault(b"2" * 32))


async def test_closing_finishes_what_was_asked(tmp_path: Path, vault: Vault) -> None:
    store = Store(tmp_path / "a.db", vault)
    writes = [asyncio.ensure_future(store.write(insert, f"E{number}")) for number in range(100)]
    await asyncio.sleep(0)
    store.close()
    await asyncio.gather(*writes)

    again = Store(tmp_path / "a.db", vault)
    assert len(events(again)) == 100
    again.close()


async def test_an_event_is_kept_once(store: Store) -> None:
    first, second = await asyncio.gather(
        store.write(inbox.put, (row("E1"),)), store.write(inbox.put, (row("E1"),))
    )

    assert sorted([first, second], key=str) == [[1], [None]]
    assert len(events(store)) == 1


async def test_who_cannot_listen_holds_up_no_write(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Change] = []

    def cannot(change: Change) -> None:
        heard.append(change)
        raise ValueError("I/O operation on closed file")

    monkeypatch.setattr(trouble, "LARGE_LOG", 0)
    store.listen(cannot)
    async with asyncio.timeout(5):
        for _ in range(3):
            await store.write(lambda db: db.execute("update installation set id = id") and None)

    assert heard
