"""A reply on LINE is kept marked where it leaves at once; wherever it does not after all, it is not
marked any more before anything else happens to it, and no way to LINE is ever lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot import clock, dispatch
from bot.delivery import SENDS_AT_ONCE, Courier
from bot.dispatch import Kept
from bot.messengers.messenger import (
    NoAnswer,
    Sending,
    SlowDown,
    TokenDead,
    TryLater,
    Undeliverable,
)
from bot.vendor import FAILING_CHATS
from bot.ways import Way
from data import outbox, times
from data.store import Connection, Stale, Store, Unavailable
from handlers.message import Messenger
from tests.conversing import PATIENCE_S, Person, Town
from tests.post_office import PostOffice, letter, right_now

ASKED = "คะแนนรวมปี 2566"


@asynccontextmanager
async def delivering(store: Store, office: PostOffice) -> AsyncIterator[Courier]:
    working = Courier(store, {Messenger.LINE: office})
    working.start()
    await until(lambda: is_clear(working))
    try:
        yield working
    finally:
        await working.stop(PATIENCE_S)


async def answered(
    store: Store, courier: Courier, text: str, chat: str = "chat", *, token_at: str = ""
) -> outbox.Row:
    """A reply that is kept as the dispatcher keeps it, and on its way."""
    way = await courier.ahead(Messenger.LINE, chat)
    new = letter(text, chat, token=f"T {text}", token_at=token_at or right_now())
    row = await store.write(outbox.add, new._replace(attempted=way is not None))
    courier.send([row], way)
    return row


def is_clear(courier: Courier) -> bool:
    return courier._backlogs[Messenger.LINE].is_clear_for("anybody")


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110  # rows of a database tell nobody
            await asyncio.sleep(0.01)


def marks(store: Store) -> list[tuple[str, int]]:
    return store.read_now(
        lambda db: db.execute("select state, attempted from outbox order by id").fetchall()
    )


async def free_ways(courier: Courier) -> int:
    """How many there are, counted by taking them all."""
    taken: list[Way] = []
    while way := await courier.ahead(Messenger.LINE, "nobody"):
        taken.append(way)
    for way in taken:
        way.give_back()
    return len(taken)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that were marked by a commit of their own."""
    found: list[int] = []
    mark = outbox.mark_attempted

    def noted(db: Connection, row_id: int, *, attempted: bool = True) -> None:
        if attempted:
            found.append(row_id)
        mark(db, row_id, attempted=attempted)

    monkeypatch.setattr(outbox, "mark_attempted", noted)
    return found


async def test_what_leaves_at_once_is_kept_marked(
    town: Town, citizen: Person, marked: list[int]
) -> None:
    office = town.offices[Messenger.LINE]
    hang = asyncio.Event()
    office.trouble.append(hang)
    asking = asyncio.create_task(citizen.says(ASKED, reply_token="T"))
    await until(office.called.is_set)
    assert marks(town.store) == [("waiting", 1)]
    hang.set()
    await asking

    assert [call.attempted for call in office.calls] == [False]
    assert not marked
    assert await free_ways(town.courier) == SENDS_AT_ONCE


async def test_without_a_free_way_it_is_marked_when_it_is_its_turn(
    store: Store, marked: list[int]
) -> None:
    office, hang = PostOffice(), asyncio.Event()
    office.trouble += [hang] * SENDS_AT_ONCE
    async with delivering(store, office) as courier:
        for number in range(SENDS_AT_ONCE):
            await answered(store, courier, "ก", f"{number}")
        await until(lambda: len(office.calls) == SENDS_AT_ONCE)
        assert await free_ways(courier) == 0
        assert not marked
        late = await answered(store, courier, "ข", "late")
        assert not late.attempted
        hang.set()
        await office.wait_for(SENDS_AT_ONCE + 1)
        assert marked == [late.id]


async def test_behind_another_it_is_not_kept_marked(store: Store) -> None:
    office, hang = PostOffice(), asyncio.Event()
    office.trouble.append(hang)
    async with delivering(store, office) as courier:
        await answered(store, courier, "ก")
        assert await courier.ahead(Messenger.LINE, "chat") is None
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
async def test_however_a_try_ends_the_way_is_free_again(store: Store, trouble: Exception) -> None:
    office = PostOffice()
    office.trouble.append(trouble)
    async with delivering(store, office) as courier:
        await answered(store, courier, "ก")
        if not isinstance(trouble, Undeliverable):
            await office.wait_for(1)
        await until(lambda: marks(store)[0][0] != "waiting" and is_clear(courier))
        assert await free_ways(courier) == SENDS_AT_ONCE
    first, *rest = office.calls
    assert first.reply_token
    assert not first.attempted
    if isinstance(trouble, Unavailable) or not getattr(trouble, "perhaps_sent", True):
        assert [call.attempted for call in rest] == [False]


async def test_a_vendor_that_is_down_gets_nothing_marked(store: Store) -> None:
    office = PostOffice()
    office.trouble += [NoAnswer("refused", perhaps_sent=False)] * FAILING_CHATS
    async with delivering(store, office) as courier:
        ahead = await courier.ahead(Messenger.LINE, "chat")
        assert ahead is not None
        row = letter("ก", token="T", token_at=right_now(), attempted=True)
        kept = await store.write(outbox.add, row)
        for number in range(FAILING_CHATS):
            await answered(store, courier, "ข", f"{number}")
        await until(lambda: len(office.calls) == FAILING_CHATS)
        assert await courier.ahead(Messenger.LINE, "other") is None
        courier.send([kept], ahead)
        await until(lambda: marks(store)[0] == ("waiting", 0) or "ก" in office.texts)
        await office.wait_for(FAILING_CHATS + 1)
        calls = [call for call in office.calls if call.key == f"o{kept.id}"]
        assert [call.attempted for call in calls] == [False]
        await until(lambda: is_clear(courier))
        assert await free_ways(courier) == SENDS_AT_ONCE


class Reluctant(PostOffice):
    """Its vendor has its first caller wait, and then come back in a minute."""

    def __init__(self) -> None:
        super().__init__()
        self.decided = asyncio.Event()

    async def send(self, sending: Sending) -> None:
        if not self.decided.is_set():
            self.called.set()
            await self.decided.wait()
            raise TryLater("busy", seconds=60.0, perhaps_sent=False)
        await super().send(sending)


async def test_what_stands_behind_a_row_that_is_put_back_is_not_marked_any_more(
    store: Store,
) -> None:
    """It came into a lane that was taken meanwhile by something that nobody asked for."""
    office = Reluctant()
    async with delivering(store, office) as courier:
        way = await courier.ahead(Messenger.LINE, "chat")
        assert way is not None
        courier.send([await store.write(outbox.add, letter("unasked"))])
        await until(office.called.is_set)
        reply = letter("reply", token="T", token_at=right_now(), attempted=True)
        courier.send([await store.write(outbox.add, reply)], way)
        assert marks(store) == [("waiting", 0), ("waiting", 1)]
        office.decided.set()
        await until(lambda: marks(store) == [("waiting", 0)] * 2)
        await until(lambda: not way.is_held)
        assert not office.calls


async def test_stopping_before_it_was_tried_takes_the_mark_away(store: Store) -> None:
    office, hang = PostOffice(), asyncio.Event()
    office.trouble.append(hang)
    async with delivering(store, office) as courier:
        way = await courier.ahead(Messenger.LINE, "chat")
        courier.send([await store.write(outbox.add, letter("unasked"))])
        await until(office.called.is_set)
        reply = letter("reply", token="T", token_at=right_now(), attempted=True)
        courier.send([await store.write(outbox.add, reply)], way)
        await courier.stop(0)
        assert marks(store) == [("waiting", 0), ("waiting", 0)]
        assert await courier.ahead(Messenger.LINE, "other") is None


async def test_a_token_that_grew_too_old_meanwhile_is_not_used(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(TryLater("reset", seconds=0.01, perhaps_sent=True))
    async with delivering(store, office) as courier:
        long_ago = times.stamp(clock.now() - timedelta(minutes=5))
        await answered(store, courier, "ก", token_at=long_ago)
        await office.wait_for(1)
        assert [(call.reply_token, call.attempted) for call in office.calls] == [("", False)] * 2
        await until(lambda: marks(store) == [("sent", 0)])


@pytest.mark.parametrize("trouble", [Stale("others were faster"), ValueError("a bug")])
async def test_what_is_not_kept_gives_its_way_back(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    keep, failed = dispatch.keep, list[Kept]()

    def fails_once(db: Connection, kept: Kept) -> list[outbox.Row]:
        if not failed:
            failed.append(kept)
            raise trouble
        return keep(db, kept)

    monkeypatch.setattr(dispatch, "keep", fails_once)
    await citizen.says(ASKED, reply_token="T")

    assert failed[0].way is not None
    assert not failed[0].way.is_held
    assert await free_ways(town.courier) == SENDS_AT_ONCE


async def test_killed_before_it_was_tried_it_is_tried_with_its_token(store: Store) -> None:
    """And LINE says whether that was the first time."""
    reply = letter("ก", token="T", token_at=right_now(), attempted=True)
    await store.write(outbox.add, reply)
    office = PostOffice()
    async with delivering(store, office):
        assert await office.wait_for(1) == ["ก"]

    assert [(call.reply_token, call.attempted) for call in office.calls] == [("T", True)]
