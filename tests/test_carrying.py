"""A LINE reply is marked before its call and no earlier: a marked one whose token LINE refuses
counts as delivered."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.backlog import LANES_AT_ONCE
from bot.delivery import Courier
from bot.messengers.messenger import (
    NoAnswer,
    SlowDown,
    TokenDead,
    TryLater,
    Undeliverable,
)
from data import outbox
from data.store import Connection, Store, Unavailable
from handlers.message import Messenger
from tests.conversing import PATIENCE_S
from tests.post_office import PostOffice, letter, right_now


@asynccontextmanager
async def delivering(store: Store, office: PostOffice) -> AsyncIterator[Courier]:
    working = Courier(store, {office.name: office})
    working.start()
    await until(lambda: not working._backlogs[office.name]._is_left)
    try:
        yield working
    finally:
        await working.stop(PATIENCE_S)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110  # rows of a database tell nobody
            await asyncio.sleep(0.01)


def reply(text: str, chat: str = "chat") -> outbox.NewRow:
    return letter(text, chat, token=f"T {text}", token_at=right_now())


def marks(store: Store) -> list[tuple[str, int]]:
    return store.read_now(
        lambda db: db.execute("select state, attempted from outbox order by id").fetchall()
    )


async def test_in_a_crowd_it_is_marked_when_it_is_its_turn(store: Store) -> None:
    office, hang = PostOffice(), asyncio.Event()
    office.trouble += [hang] * LANES_AT_ONCE
    async with delivering(store, office) as courier:
        for number in range(LANES_AT_ONCE + 1):
            courier.send([await store.write(outbox.add, reply("ก", f"{number}"))])
        await until(lambda: len(office.calls) == LANES_AT_ONCE)
        await store.write(outbox.token_at, 0)  # whatever was to be written is
        assert marks(store) == [("waiting", 1)] * LANES_AT_ONCE + [("waiting", 0)]
        hang.set()
        await office.wait_for(LANES_AT_ONCE + 1)


async def test_a_page_that_does_not_answer_holds_up_no_other(store: Store) -> None:
    office, hang = PostOffice(Messenger.WEB), asyncio.Event()
    office.trouble += [hang] * LANES_AT_ONCE
    async with delivering(store, office) as courier:
        for number in range(LANES_AT_ONCE + 1):
            courier.send([await store.write(outbox.add, letter("ก", f"{number}", messenger="web"))])
        await office.wait_for(1)
        hang.set()


@pytest.mark.parametrize(
    "trouble",
    [
        NoAnswer("refused", perhaps_sent=False),
        NoAnswer("reset", perhaps_sent=True),
        TryLater("busy", seconds=0.01, perhaps_sent=True),
        SlowDown("429", seconds=0.01, perhaps_sent=False),
        TokenDead("invalid reply token"),
        Undeliverable("blocked"),
        Unavailable("nothing can be read"),
        ValueError("a bug"),
    ],
    ids=lambda trouble: f"{type(trouble).__name__} {getattr(trouble, 'perhaps_sent', '')}",
)
async def test_however_a_try_ends_others_may_begin(
    store: Store, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.backlog.LANES_AT_ONCE", 1)
    office = PostOffice()
    office.trouble.append(trouble)
    async with delivering(store, office) as courier:
        courier.send([await store.write(outbox.add, reply("ก"))])
        await until(lambda: marks(store)[0][0] != "waiting")
        courier.send([await store.write(outbox.add, reply("ข", "another"))])
        await until(lambda: marks(store)[1][0] == "sent")
    first, *rest, other = office.calls
    assert (other.reply_token, other.attempted) == ("T ข", False)
    assert (first.reply_token, first.attempted) == ("T ก", False)
    if isinstance(trouble, Unavailable) or not getattr(trouble, "perhaps_sent", True):
        assert [call.attempted for call in rest] == [False]


async def test_who_has_to_wait_holds_up_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a chat whose try failed nor one that was told to slow down has a place meanwhile."""
    monkeypatch.setattr("bot.backlog.LANES_AT_ONCE", 1)
    office = PostOffice()
    office.trouble.append(SlowDown("429", seconds=1.0, perhaps_sent=False))
    async with delivering(store, office) as courier:
        for text, chat in (("ก", "a"), ("ข", "b")):
            courier.send([await store.write(outbox.add, reply(text, chat))])
        await office.wait_for(2)
        for text, chat in (("ค", "a"), ("ง", "b")):
            courier.send([await store.write(outbox.add, reply(text, chat))])
        await office.wait_for(4)
    assert [call.reply_token for call in office.calls] == ["T ก", "T ข", "T ก", "T ง", "T ค"]


async def test_cut_short_while_it_is_marked_it_is_not_marked_any_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, is_run, may_commit = PostOffice(), asyncio.Event(), threading.Event()
    commit = store._commit

    def noted(db: Connection, row_ids: list[int]) -> None:
        outbox.mark_attempted(db, row_ids)
        is_run.set()

    def waits(group: list[Any]) -> None:
        if is_run.is_set():
            may_commit.wait(PATIENCE_S)
        commit(group)

    async with delivering(store, office) as courier:
        kept = await store.write(outbox.add, reply("ก"))
        monkeypatch.setattr(courier.carrier._attempts, "_query", noted)
        monkeypatch.setattr(store, "_commit", waits)
        courier.send([kept])
        await is_run.wait()
        await courier.stop(0)
        may_commit.set()
        await store.write(outbox.token_at, kept.id)
        assert marks(store) == [("waiting", 0)]
        assert not office.calls


async def test_while_it_cannot_be_marked_what_needs_no_mark_may_leave(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, write, refused = PostOffice(), store.write, asyncio.Event()

    def writes(query: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        if query is not outbox.mark_attempted:
            return write(query, *args)
        refused.set()
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        answer.set_exception(Unavailable("nothing is written"))
        return answer

    async with delivering(store, office) as courier:
        kept = await write(outbox.add, reply("ก"))
        monkeypatch.setattr(store, "write", writes)
        courier.send([kept])
        await refused.wait()
        courier.send([await write(outbox.add, letter("ข", "another"))])
        await office.wait_for(1)
        monkeypatch.setattr(store, "write", write)
        await office.wait_for(2)
    assert [(call.reply_token, call.attempted) for call in office.calls] == [
        ("", False),
        ("T ก", False),
    ]
