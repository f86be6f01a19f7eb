"""Marks of one turn are written together; none is lost or falsely said to be made."""

import asyncio
import threading

import pytest

from bot.delivery import Courier
from bot.marks import Marks
from data import outbox
from data.store import Connection, Store, Unavailable
from handlers.message import Messenger
from tests.conversing import PATIENCE_S
from tests.post_office import PostOffice, letter
from tests.test_carrying import marks, until


async def test_those_of_one_turn_are_one_function(store: Store) -> None:
    written: list[list[int]] = []

    def query(_: Connection, ids: list[int]) -> None:
        written.append(ids)

    made = Marks(store, query)
    await asyncio.gather(*(made.mark([number]) for number in range(5)))
    await made.mark([5, 6])
    assert written == [[0, 1, 2, 3, 4], [5, 6]]


@pytest.mark.parametrize("insisting", [False, True])
async def test_where_nothing_is_taken_it_is_insisted_on_or_told(
    store: Store, monkeypatch: pytest.MonkeyPatch, insisting: bool
) -> None:
    tries = []

    def query(_: Connection, ids: list[int]) -> None:
        tries.append(ids)
        if len(tries) < 3:
            raise Unavailable("nothing is written")

    async def usable() -> None:
        """At once."""

    monkeypatch.setattr(store, "usable", usable)
    made = Marks(store, query, insisting=insisting)
    both = await asyncio.gather(made.mark([1]), made.mark([2]), return_exceptions=True)
    if insisting:
        assert list(both) == [None, None]
        assert tries == [[1, 2]] * 3
    else:
        assert [type(each) for each in both] == [Unavailable] * 2


async def test_a_bug_is_told_to_all_who_wait(store: Store) -> None:
    def query(*_: object) -> None:
        raise ZeroDivisionError

    made = Marks(store, query, insisting=True)
    both = await asyncio.gather(made.mark([1]), made.mark([2]), return_exceptions=True)
    assert [type(each) for each in both] == [ZeroDivisionError] * 2


async def test_whoever_comes_after_a_cancelled_one_is_marked(store: Store) -> None:
    written: list[list[int]] = []

    def query(_: Connection, ids: list[int]) -> None:
        written.append(ids)

    made = Marks(store, query)
    made.mark([1]).cancel()
    await made.mark([2])
    assert sorted(each for ids in written for each in ids) == [1, 2]


async def test_at_a_stop_all_that_was_delivered_is_marked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the disk is slow, and a second is delivered while the first is being marked."""
    office = PostOffice(Messenger.TELEGRAM, 1)
    gate, commit = threading.Event(), store._commit
    courier = Courier(store, {Messenger.TELEGRAM: office})
    courier.start()
    await until(lambda: not courier._backlogs[Messenger.TELEGRAM]._is_left)
    rows = [
        await store.write(outbox.add, letter(text, f"chat {text}", messenger="telegram"))
        for text in "AB"
    ]

    def slowly(group: list[object]) -> None:
        gate.wait(PATIENCE_S)
        commit(group)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_commit", slowly)
    for number, row in enumerate(rows, 1):
        courier.send([row])
        await office.wait_for(number)
        await asyncio.sleep(0.05)  # its mark is asked for
    await courier.stop(0.1)
    threading.Timer(0.2, gate.set).start()
    store.finish()
    assert [state for state, _ in marks(store)] == ["sent", "sent"]
