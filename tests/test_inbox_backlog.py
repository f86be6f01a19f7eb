"""What waits in the inbox: taken up little by little, each once, in order within its chat."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot import inbox_backlog
from bot.inbox_backlog import InboxBacklog
from bot.incoming import Incoming
from data import figures, inbox, inbox_waiting, parked, times
from data.store import Connection, Store, Unavailable
from handlers.message import Kind, Messenger
from tests.conversing import PATIENCE_S, Town

AT = "2026-01-01T00:00:00+00:00"
CHATS = 50
MANY = 600
Keep = Callable[..., list[inbox.Row]]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is in hand at once."""
    monkeypatch.setattr(inbox_backlog, "MOST_IN_HAND", 20)
    monkeypatch.setattr(inbox_backlog, "PLACES", 5)
    monkeypatch.setattr(inbox_backlog, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(inbox_backlog, "LOOK_AT_ONCE", 7)
    monkeypatch.setattr(inbox_backlog, "STEPS_AT_ONCE", 3)


MOST = 20 + 2 * 5 * 2
"""Rows in hand, with what *small* sets."""


@pytest.fixture
def keep(store: Store) -> Keep:
    numbers = iter(range(10**6))

    def put(chats: list[str], messenger: str = "line") -> list[inbox.Row]:
        rows = tuple(
            inbox.NewRow(messenger, f"E{next(numbers)}", chat, "", b"words", AT) for chat in chats
        )
        ids = store.write_now(inbox.put, rows)
        return [
            inbox.Row(found or 0, messenger, row.event_id, row.chat, row.payload, AT, AT, 0)
            for found, row in zip(ids, rows, strict=True)
        ]

    return put


class Hands:
    """Whoever handles rows, and how many were with them at once."""

    def __init__(self, store: Store) -> None:
        self.begun: list[int] = []
        self.done: list[inbox.Row] = []
        self.backlog = InboxBacklog(store, Messenger.LINE, self._handle)
        self.may = asyncio.Event()
        self.may.set()
        self.most = 0
        self.bad: set[int] = set()
        self.slow = asyncio.Event()  # when it is set, those on "slow" chats go on
        self._store = store

    async def _handle(self, row: inbox.Row) -> None:
        self.begun.append(row.id)
        self.most = max(self.most, len(self.backlog._known))
        await self.may.wait()
        if row.chat.startswith("slow"):
            await self.slow.wait()
        if row.retried:
            assert await self._store.write(parked.begin, row.id)
        if row.id in self.bad:
            raise LookupError(row.id)
        await self._store.write(self._finish, row)

    def _finish(self, db: Connection, row: inbox.Row) -> None:
        if inbox.finish(db, row.id, row.delivered_at) is not None:
            self.done.append(row)

    async def until(self, number: int, chat: str = "") -> None:
        async with asyncio.timeout(PATIENCE_S):
            while len(self.of(chat) if chat else self.done) < number:
                await self._store.write(lambda _: None)

    async def idle(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while self.backlog._is_left or not self.backlog.lanes.is_idle:
                await self._store.write(lambda _: None)

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.done]

    def of(self, chat: str) -> list[int]:
        return [row.id for row in self.done if row.chat == chat]


@asynccontextmanager
async def handling(store: Store) -> AsyncIterator[Hands]:
    hands = Hands(store)
    hands.backlog.start()
    try:
        yield hands
    finally:
        await hands.backlog.stop(0)
        await store.write(lambda _: None)  # what was on its way to the disk is there


def chats_in_turn(number: int, chats: int = CHATS) -> list[str]:
    return [f"chat {each % chats}" for each in range(number)]


def states(store: Store) -> dict[str, int]:
    counted = "select state, count(*) from inbox group by state"
    return dict(store.read_now(lambda db: db.execute(counted).fetchall()))


# at the start ----------------------------------------------------------------------------


async def test_what_waited_is_handled_once_each_and_in_order_within_each_chat(
    store: Store, keep: Keep, small: None
) -> None:
    rows = keep(chats_in_turn(MANY))
    async with handling(store) as hands:
        await hands.until(MANY)
        await hands.idle()

    assert sorted(hands.ids) == [row.id for row in rows]
    for chat in set(chats_in_turn(MANY)):
        assert hands.of(chat) == sorted(hands.of(chat))
    assert states(store) == {"done": MANY}


async def test_of_many_that_wait_few_are_in_hand(store: Store, keep: Keep, small: None) -> None:
    keep(chats_in_turn(MANY, MANY))
    async with handling(store) as hands:
        assert len(hands.backlog._known) <= MOST
        await hands.until(MANY)
        assert 5 <= hands.most <= MOST


async def test_those_who_have_waited_longest_come_first(
    store: Store, keep: Keep, small: None
) -> None:
    rows = keep(chats_in_turn(MANY, MANY))
    async with handling(store) as hands:
        await hands.until(100)
        assert set(hands.ids) <= {row.id for row in rows[:150]}


async def test_what_was_kept_before_a_restart_in_the_midst_is_lost_and_repeated_by_nobody(
    store: Store, keep: Keep, small: None
) -> None:
    keep(chats_in_turn(MANY))
    done: list[int] = []
    for number in (50, 200, 300):
        async with handling(store) as hands:
            await hands.until(number - len(done))
        done += hands.ids
    async with handling(store) as hands:
        await hands.idle()
    done += hands.ids

    assert len(done) == len(set(done)) == MANY
    assert states(store) == {"done": MANY}


async def test_one_chat_with_very_much_holds_up_nobody(
    store: Store, keep: Keep, small: None
) -> None:
    keep(["flood"] * MANY)
    keep(["other"])
    async with handling(store) as hands:
        await hands.until(300)
        assert hands.of("other")
        (row,) = keep(["newcomer"])
        hands.backlog.take(row)
        before = len(hands.done)
        await hands.until(1, "newcomer")
        assert len(hands.done) - before < MOST
        await hands.until(MANY + 2)

    assert hands.of("flood") == sorted(hands.of("flood"))


async def test_chats_that_take_long_hold_up_no_others(
    store: Store, keep: Keep, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_backlog, "SLOW_S", 0.01)
    keep([f"slow {number}" for number in range(12)])
    keep(chats_in_turn(100))
    keep([f"slow {number}" for number in range(12, 100)])
    async with handling(store) as hands:
        await hands.until(100)
        (row,) = keep(["newcomer"])
        hands.backlog.take(row)
        await hands.until(1, "newcomer")
        assert hands.most <= MOST
        hands.slow.set()
        await hands.idle()

    assert len(hands.ids) == len(set(hands.ids)) == 201


async def test_what_nobody_serves_any_more_waits_and_blocks_nobody(
    store: Store, keep: Keep, small: None
) -> None:
    keep(["on telegram"] * 300, "telegram")
    keep(chats_in_turn(100, 100))
    keep(["on telegram"] * 300, "telegram")
    async with handling(store) as hands:
        await hands.idle()

    assert len(hands.done) == 100
    assert states(store) == {"done": 100, "waiting": 600}


async def test_whoever_stops_takes_up_nothing_more(store: Store, keep: Keep, small: None) -> None:
    keep(chats_in_turn(MANY))
    async with handling(store) as hands:
        assert await hands.backlog.stop(PATIENCE_S) == 0
        assert 0 < len(hands.done) <= MOST


async def test_a_database_that_cannot_be_read_for_a_while_has_nothing_lost(
    store: Store, keep: Keep, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_backlog, "LOOK_AGAIN_S", 0.0)
    read, asked = inbox_waiting.of_chat, itertools.count(1)

    def sometimes(db: Connection, *arguments: Any) -> list[inbox.Row]:
        if next(asked) % 3 == 0:
            raise Unavailable("not now")
        return read(db, *arguments)

    monkeypatch.setattr(inbox_waiting, "of_chat", sometimes)
    aside = keep([f"aside {number}" for number in range(20)])
    for row in aside:
        store.write_now(set_aside, row.id)
    keep(chats_in_turn(MANY))
    async with handling(store) as hands:
        for row in aside:
            hands.backlog.take_again(row._replace(retried=True))
        await hands.idle()

    assert len(hands.ids) == len(set(hands.ids)) == MANY + 20
    assert states(store) == {"done": MANY + 20}


# meanwhile -------------------------------------------------------------------------------


async def test_whoever_writes_now_comes_soon_behind_what_waited_in_the_same_chat(
    store: Store, keep: Keep, small: None
) -> None:
    keep(chats_in_turn(MANY, MANY))
    old = keep(["mine", "mine", "mine"])
    async with handling(store) as hands:
        await hands.until(20)
        (fresh,) = keep(["mine"])
        hands.backlog.take(fresh)
        before = len(hands.done)
        await hands.until(4, "mine")
        assert hands.of("mine") == [*(row.id for row in old), fresh.id]
        assert len(hands.done) - before < 100
        await hands.idle()

    assert len(hands.ids) == len(set(hands.ids)) == MANY + 4


async def test_of_a_burst_that_is_more_than_can_be_handled_the_rest_is_left_in_the_database(
    store: Store, keep: Keep, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_backlog, "MOST_NOTED", 10)
    async with handling(store) as hands:
        hands.may.clear()
        for _ in range(MANY):
            (row,) = keep([f"chat {_ % 200}"])
            hands.backlog.take(row)
            assert len(hands.backlog._known) <= MOST
            assert len(hands.backlog._writing) <= 10
        hands.may.set()
        await hands.idle()

    assert len(hands.ids) == len(set(hands.ids)) == MANY
    assert all(hands.of(chat) == sorted(hands.of(chat)) for chat in chats_in_turn(200, 200))


async def test_a_row_that_was_taken_up_from_the_database_before_it_was_handed_over_is_not_twice(
    store: Store, keep: Keep
) -> None:
    (row,) = keep(["chat"])
    async with handling(store) as hands:
        assert not hands.backlog._is_left
        hands.backlog.take(row)
        await hands.idle()

    assert hands.begun == [row.id]


async def test_old_and_fresh_take_turns_however_many_are_fresh(
    store: Store, keep: Keep, small: None
) -> None:
    old = {row.id for row in keep(chats_in_turn(100, 100))}
    async with handling(store) as hands:
        for number in range(300):
            (row,) = keep([f"fresh {number}"])
            hands.backlog.take(row)
            await asyncio.sleep(0)
        await hands.until(200)
        assert len(old.intersection(hands.ids[:200])) > 20
        await hands.idle()


# trying again ----------------------------------------------------------------------------


def set_aside(db: Connection, row_id: int) -> None:
    parked.park(db, row_id, "text", "LookupError", AT)


async def test_what_is_tried_again_comes_behind_all_that_waits_in_its_chat(
    store: Store, keep: Keep, small: None
) -> None:
    (first, unrelated) = keep(["mine", "other"])
    for row in (first, unrelated):
        store.write_now(set_aside, row.id)
    keep(chats_in_turn(200, 200))
    mine = keep(["mine"] * 7)
    async with handling(store) as hands:
        for row in (first, unrelated):
            hands.backlog.take_again(row._replace(retried=True))
        await hands.idle()

    assert hands.of("mine") == [*(row.id for row in mine), first.id]
    assert hands.of("other") == [unrelated.id]
    assert states(store) == {"done": 209}


async def test_what_cannot_even_be_set_aside_is_left_and_its_chat_goes_on(
    store: Store, keep: Keep, small: None
) -> None:
    rows = keep(["mine"] * 6)
    keep(chats_in_turn(100))
    async with handling(store) as hands:
        hands.bad = {rows[0].id, rows[3].id}
        await hands.idle()
        fresh = keep(["mine"] * 2)
        for row in fresh:
            hands.backlog.take(row)
        await hands.idle()

    left = [row.id for row in (*rows, *fresh) if row.id not in hands.bad]
    assert hands.of("mine") == left
    assert states(store) == {"done": 106, "waiting": 2}


async def test_a_row_whose_seal_is_broken_holds_up_its_own_chat_alone(
    store: Store, keep: Keep, small: None
) -> None:
    (row,) = keep(["mine"])
    broken = "update inbox set payload = x'00ff' where id = :id"
    store.write_now(lambda db: db.execute(broken, {"id": row.id}) and None)
    keep(chats_in_turn(100))
    async with handling(store) as hands:
        await hands.idle()

    assert len(hands.done) == 100
    assert states(store) == {"done": 100, "waiting": 1}


async def test_whoever_writes_in_a_chat_of_which_much_cannot_be_read_is_answered(
    store: Store, keep: Keep, small: None
) -> None:
    row, *_ = keep(["mine"] * 30)
    broken = "update inbox set payload = x'00ff' where id = :id"
    store.write_now(lambda db: db.execute(broken, {"id": row.id}) and None)
    async with handling(store) as hands:
        await hands.idle()
        (fresh,) = keep(["mine"])
        hands.backlog.take(fresh)
        await hands.until(1)

    assert hands.ids == [fresh.id]


# the whole talk --------------------------------------------------------------------------


async def test_after_an_outage_everybody_is_answered_in_order_also_who_writes_meanwhile(
    town: Town, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [town.citizen(f"person {number}") for number in range(30)]
    left: list[inbox.Row] = []
    monkeypatch.setattr(town.receiver, "_hand_on", left.append)
    for text in ("คะแนนรวมเท่าไหร่", "คะแนนข้อ e9 เท่าไหร่"):
        for number, person in enumerate(people):
            event_id = f"{text} {number}"
            event = Incoming(Messenger.LINE, event_id, person.name, Kind.TEXT, text=text)
            await town.receiver.take([event])
    assert len(left) == 60
    await town.restart()
    last = people[-1]
    await last.says("ตัวชี้วัดที่ 7 ได้เท่าไหร่")

    first, second, third = (kept.row.id for kept in town.kept if kept.row.chat == last.chat)
    assert first < second < third
    assert len(town.kept) == 61
    for person in people:
        heard = [reply.text for reply in person.replies]
        assert "96.46" in heard[0]
        assert "e9" in heard[1]


# looking through -------------------------------------------------------------------------


def test_what_waits_is_found_without_reading_what_was_handled(store: Store, keep: Keep) -> None:
    asked: list[str] = []

    def plans(db: Connection) -> str:
        db.set_trace_callback(asked.append)
        inbox_waiting.oldest(db, "line", 0, 9)
        inbox_waiting.of_chat(db, "line", "chat", 9)
        figures.gather(db, times.parse(AT), None)
        db.set_trace_callback(None)
        wanted = [each for each in asked if "from inbox" in each and "waiting" in each]
        assert len(wanted) == 3
        steps = [db.execute(f"explain query plan {each}").fetchall() for each in wanted]
        return "\n".join(step[3] for plan in steps for step in plan)

    found = store.read_now(plans)
    assert "USING INDEX inbox_waiting (messenger=? AND id>?)" in found
    assert "USING INDEX inbox_by_chat (chat=? AND id>?)" in found
    assert "SCAN inbox\n" not in f"{found}\n"
    assert "SEARCH inbox\n" not in f"{found}\n"
