"""A row names a reply by its key only where that is kept, whatever others do and whatever fails."""

import sqlite3
from typing import Any

import pytest

from bot.common_replies import CommonReplies
from data import common_replies
from data.sealing import Vault
from data.store import Connection, Store, Unavailable
from handlers.turn import Reply


def said() -> Reply:
    return Reply("same words", published=True)


@pytest.fixture
def common(store: Store) -> CommonReplies:
    return CommonReplies(store)


def forgotten_by_another(store: Store) -> None:
    other = Store(store.path, Vault(bytes(range(32))))
    other.write_now(common_replies.forget)
    other.close()


async def test_a_key_is_told_once_it_is_kept(store: Store, common: CommonReplies) -> None:
    reply = said()
    assert await store.write(common.key_of, reply) == ""
    common.learn(reply)
    kept = store.write(common.key_of, reply)
    assert await kept == ""  # in the same commit
    key = await store.write(common.key_of, reply)
    assert key
    assert await store.write(common_replies.is_kept, key)


async def test_what_another_process_has_forgotten_is_named_no_more(
    store: Store, common: CommonReplies
) -> None:
    reply = said()
    common.learn(reply)
    await store.write(common.key_of, reply)
    assert await store.write(common.key_of, reply)
    forgotten_by_another(store)
    assert await store.write(common.key_of, reply) == ""


async def test_what_was_kept_in_a_commit_that_failed_does_not_count(
    store: Store, common: CommonReplies, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = said(), said()
    common.learn(first)
    await store.write(common.key_of, first)
    assert await store.write(common.key_of, first)
    forgotten_by_another(store)

    def full(group: list[Any]) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        store._fail(group, error)

    with monkeypatch.context() as patched:
        patched.setattr(store, "_commit", full)
        common.learn(second)
        with pytest.raises(Unavailable):
            await store.write(common.key_of, first)
    await store.usable()

    def is_named_and_kept(db: Connection) -> tuple[bool, bool]:
        key = common.key_of(db, first)
        return bool(key), common_replies.is_kept(db, key)

    is_named, is_kept = await store.write_patiently(is_named_and_kept)
    assert is_named == is_kept
