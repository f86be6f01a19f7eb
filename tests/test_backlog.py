"""A vendor that is ill, and what waits for it: nothing lost, nobody starved, no other delayed."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from bot import backlog, clock, pushing, vendor
from bot.backlog import LANES_AT_ONCE
from bot.carrying import GIVE_UP_AFTER
from bot.messengers import calls
from bot.messengers.line import Line
from bot.push_budget import PushBudget
from data import holding, outbox
from data.push_tables import BUDGET
from data.store import Connection, Store
from handlers.message import Messenger
from tests.played_vendor import (
    BROKEN,
    GARBAGE,
    HANGS,
    RESETS,
    WELL,
    PlayedVendor,
    played,
)
from tests.waiting_rows import add_many, answer, delivering, notices, row, states

MANY = 2000


@pytest.fixture
async def line() -> AsyncIterator[PlayedVendor]:
    async with played(PlayedVendor()) as it:
        yield it


@pytest.fixture
async def telegram() -> AsyncIterator[PlayedVendor]:
    async with played(PlayedVendor()) as it:
        yield it


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed vendor is asked again soon, a call ends soon, and a backlog has no pace."""
    monkeypatch.setattr(vendor, "FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(vendor, "LONGEST_PAUSE_S", 0.2)
    monkeypatch.setattr(vendor, "HASTE_S", 0.05)
    monkeypatch.setattr(vendor, "PACES", {})
    monkeypatch.setattr(calls, "CALL_S", 0.5)
    monkeypatch.setattr(calls, "CONNECT_S", 0.4)


async def until(store: Store, state: str, number: int) -> None:
    async with asyncio.timeout(60):
        while states(store)[state] < number:
            await store.write(lambda _: None)


def tried(store: Store) -> int:
    query = "select sum(tries) from outbox"
    return int(store.read_now(lambda db: db.execute(query).fetchone()[0]))


async def until_all_failed(store: Store, line: PlayedVendor) -> None:
    """Until every call has failed, and more than enough did."""
    async with asyncio.timeout(30):
        while not vendor.FAILING_CHATS <= line.calls.total() <= tried(store):
            await store.write(lambda _: None)


# the newest first ------------------------------------------------------------------------


async def test_whoever_writes_now_is_answered_before_what_waited(
    store: Store, line: PlayedVendor, hasty: None
) -> None:
    line.latency = 0.02
    await store.write(add_many, notices(MANY))
    async with delivering(store, line) as courier:
        await line.until(100)
        begun = len(line.texts)
        courier.send(await store.write(answer, "fresh", "newcomer"))
        await line.until(begun + 3 * backlog.PLACES)
        assert "fresh" in line.texts[begun : begun + 3 * backlog.PLACES]
        await line.until(MANY + 1)
        await until(store, "sent", MANY + 1)

    assert sorted(line.texts) == sorted(["fresh", *(f"old {n}" for n in range(1, MANY + 1))])
    assert line.calls["reply"] == 1


async def test_of_what_waited_the_newest_conversations_come_first(
    store: Store, line: PlayedVendor, hasty: None
) -> None:
    await store.write(add_many, notices(500))
    async with delivering(store, line):
        texts = await line.until(500)

    half = {f"old {n}" for n in range(251, 501)}
    assert len(half.intersection(texts[:250])) > 200


async def test_in_one_chat_the_order_is_kept_however_much_waits(
    store: Store, telegram: PlayedVendor, hasty: None
) -> None:
    telegram.latency = 0.005
    rows = [row(f"{n}", f"{n % 7 + 1}", "telegram") for n in range(300)]
    await store.write(add_many, rows)
    async with delivering(store, telegram=telegram) as courier:
        await telegram.until(20)
        courier.send(await store.write(answer, "300", f"{300 % 7 + 1}", "telegram"))
        await telegram.until(301)

    for chat in range(1, 8):
        said = [int(text) for text in telegram.to(str(chat))]
        assert said == sorted(said)
        assert len(said) == len([n for n in range(301) if n % 7 + 1 == chat])


async def test_what_is_taken_up_does_not_fill_the_memory(
    store: Store, line: PlayedVendor, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "CALL_S", 60.0)
    line.state = HANGS
    await store.write(add_many, notices(MANY))
    before = len(asyncio.all_tasks())
    async with delivering(store, line):
        await line.until_called(backlog.PLACES)
        for _ in range(100):
            await store.write(lambda _: None)
        assert len(asyncio.all_tasks()) - before < 5 * backlog.PLACES


async def test_a_restart_in_the_midst_loses_and_repeats_nothing(
    store: Store, line: PlayedVendor, hasty: None
) -> None:
    line.latency = 0.005
    await store.write(add_many, notices(400))
    for stop_at in (50, 150, 250):
        async with delivering(store, line):
            await line.until(stop_at)
    async with delivering(store, line):
        await until(store, "sent", 400)

    assert sorted(line.texts) == sorted(f"old {n}" for n in range(1, 401))


# ill ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [HANGS, BROKEN, RESETS, GARBAGE])
@pytest.mark.parametrize("ill", ["line", "telegram"])
async def test_a_dead_vendor_delays_nobody_else(
    store: Store, line: PlayedVendor, telegram: PlayedVendor, ill: str, state: str
) -> None:
    (line if ill == "line" else telegram).state = state
    well, other = (telegram, "telegram") if ill == "line" else (line, "line")
    await store.write(add_many, notices(MANY, ill))
    async with delivering(store, line, telegram) as courier:
        for number in range(1, 21):
            async with asyncio.timeout(5):
                courier.send(await store.write(answer, f"fresh {number}", f"{number}", other))
                courier.send(await store.write(answer, f"fresh {number}", f"w{number}", "web"))
                await well.until(number)
        await until(store, "sent", 40)

    assert states(store) == {"sent": 40, "waiting": MANY}


@pytest.mark.parametrize("state", [HANGS, BROKEN, RESETS, GARBAGE])
async def test_a_vendor_that_is_down_is_asked_now_and_then_and_gets_all_when_it_is_back(
    store: Store,
    telegram: PlayedVendor,
    hasty: None,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
) -> None:
    monkeypatch.setattr(backlog, "PLACES", 8)
    telegram.state = state
    await store.write(add_many, notices(300, "telegram"))
    async with delivering(store, telegram=telegram) as courier:
        courier.send(await store.write(answer, "meanwhile", "999", "telegram"))
        await telegram.until_called(8 + 6)
        times = telegram.called_at[-6:]
        assert times[-1] - times[0] > 5 * 0.04  # each may be seen a little late
        assert times[-1] - times[0] > 0.3
        assert states(store) == {"waiting": 301}
        telegram.state = WELL
        telegram.released.set()
        await until(store, "sent", 301)

    assert set(telegram.texts) == {"meanwhile", *(f"old {n}" for n in range(1, 301))}


async def test_when_somebody_writes_by_a_vendor_that_is_down_it_is_asked_at_once(
    store: Store, line: PlayedVendor, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "FIRST_PAUSE_S", 60.0)
    line.state = BROKEN
    await store.write(add_many, notices(20))
    async with delivering(store, line) as courier:
        await until_all_failed(store, line)
        line.state = WELL
        courier.send(await store.write(answer, "here", "writer"))
        texts = await line.until(21, seconds=10)

    assert "here" in texts


async def test_whose_answer_would_be_spoilt_does_not_ask_a_vendor_that_is_down(
    store: Store, line: PlayedVendor, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "LONGEST_PAUSE_S", 0.05)
    line.state = BROKEN
    await store.write(add_many, notices(8))
    async with delivering(store, line) as courier:
        await line.until_called(8 + 3)
        courier.send(await store.write(answer, "here", "writer"))
        await line.until_called(line.calls.total() + 3 * 8)
        line.state = WELL
        await line.until(9)

    assert line.calls["reply"] == 1
    assert [each.by for each in line.arrived if each.text == "here"] == ["reply"]


async def test_a_row_that_was_never_tried_is_given_up_after_a_day_and_not_before(
    store: Store, line: PlayedVendor, hasty: None
) -> None:
    line.state = BROKEN
    hours = GIVE_UP_AFTER.total_seconds() / 3600
    await store.write(add_many, notices(60), hours + 0.1)
    await store.write(add_many, notices(60, first=61), hours - 0.1)
    async with delivering(store, line):
        await until(store, "undeliverable", 60)
        assert states(store) == {"undeliverable": 60, "waiting": 60}
        assert line.calls.total() < 60
        line.state = WELL
        await until(store, "sent", 60)

    assert {int(text.split()[1]) for text in line.texts} == set(range(61, 121))


async def test_what_is_in_hand_when_a_vendor_is_found_to_be_down_is_not_tried(
    store: Store, line: PlayedVendor, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "FIRST_PAUSE_S", 60.0)
    monkeypatch.setattr(calls, "CALL_S", 3.0)
    line.state = HANGS
    async with delivering(store, line) as courier:
        rows = await store.write(lambda db: [outbox.add(db, each) for each in notices(300)])
        courier.send(rows)
        await until_all_failed(store, line)
        assert line.calls.total() < LANES_AT_ONCE + vendor.FAILING_CHATS


async def test_one_message_that_a_vendor_cannot_take_closes_nothing(
    store: Store, telegram: PlayedVendor
) -> None:
    async with delivering(store, telegram=telegram) as courier:
        telegram.state = BROKEN
        courier.send(await store.write(answer, "1", "1", "telegram"))
        await telegram.until_called(2)
        telegram.state = WELL
        courier.send(await store.write(answer, "2", "2", "telegram"))
        await telegram.until(2, seconds=10)

    assert sorted(telegram.texts) == ["1", "2"]


# its pace --------------------------------------------------------------------------------


async def test_a_backlog_keeps_to_the_pace_that_telegram_allows(
    store: Store, telegram: PlayedVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "PACES", {Messenger.TELEGRAM: 250.0})
    telegram.rate = 300.0
    await store.write(add_many, notices(500, "telegram"))
    async with delivering(store, telegram=telegram):
        await telegram.until(500)

    assert telegram.refused == 0


async def test_answers_take_nothing_from_the_pace_of_a_backlog(
    store: Store, telegram: PlayedVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "PACES", {Messenger.TELEGRAM: 100.0})
    await store.write(add_many, notices(20, "telegram"))
    async with delivering(store, telegram=telegram) as courier:
        for number in range(150):
            courier.send(await store.write(answer, f"fresh {number}", f"{number}", "telegram"))
            await telegram.until(number + 1)
        texts = await telegram.until(170)

    assert texts[-1].startswith("fresh")


async def test_answers_that_a_restart_left_behind_have_no_pace(
    store: Store, telegram: PlayedVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "PACES", {Messenger.TELEGRAM: 0.01})
    for number in range(100):
        await store.write(answer, f"{number}", f"{number}", "telegram")
    async with delivering(store, telegram=telegram):
        await telegram.until(100, seconds=30)


@pytest.mark.parametrize("retry_after", [1, None])
async def test_a_vendor_that_takes_less_is_not_stormed(
    store: Store,
    telegram: PlayedVendor,
    monkeypatch: pytest.MonkeyPatch,
    retry_after: int | None,
) -> None:
    monkeypatch.setattr(vendor, "PACES", {Messenger.TELEGRAM: 400.0})
    telegram.rate, telegram.retry_after = 150.0, retry_after
    await store.write(add_many, notices(500, "telegram"))
    async with delivering(store, telegram=telegram):
        await telegram.until(500)
        await until(store, "sent", 500)

    assert sorted(telegram.texts) == sorted(f"old {n}" for n in range(1, 501))
    assert telegram.refused < 150


async def test_a_chat_that_is_told_to_slow_down_slows_down_alone(
    store: Store, telegram: PlayedVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "GROUP_EVERY_S", 0.4)
    telegram.slow, telegram.retry_after = {"-100"}, 1
    async with delivering(store, telegram=telegram) as courier:
        for number in range(4):
            courier.send(await store.write(answer, f"{number}", "-100", "telegram"))
        await telegram.until_called(1)
        for number in range(20):
            courier.send(await store.write(answer, f"to {number}", f"{number}", "telegram"))
        texts = await telegram.until(24)

    assert set(texts[:20]) == {f"to {n}" for n in range(20)}
    group = [each for each in telegram.arrived if each.chat == "-100"]
    assert [each.text for each in group] == ["0", "1", "2", "3"]
    assert group[3].at - group[0].at > 2 * 0.4
    assert telegram.refused == 1


async def test_groups_that_are_told_to_slow_down_slow_down_nobody_else(
    store: Store, telegram: PlayedVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "GROUP_EVERY_S", 0.1)
    groups = {f"-{number}" for number in range(100, 110)}
    telegram.slow, telegram.retry_after = set(groups), 3
    async with delivering(store, telegram=telegram) as courier:
        for group in groups:
            courier.send(await store.write(answer, group, group, "telegram"))
        await telegram.until_called(10)
        courier.send(await store.write(answer, "at once", "5", "telegram"))
        texts = await telegram.until(11)

    assert texts[0] == "at once"
    assert set(texts[1:]) == groups


# whatever happens ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_a_vendor_does_all_arrives_once_and_in_order(
    store: Store, line: PlayedVendor, hasty: None, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(backlog, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(backlog, "MOST_IN_HAND", 40)
    chance = random.Random(seed)
    line.latency = 0.002
    sent = {f"c{number}": 0 for number in range(60)}

    def some(db: Connection) -> list[outbox.Row]:
        chat = chance.choice(list(sent))
        sent[chat] += 1
        if chance.random() < 0.3:
            return answer(db, f"{chat} {sent[chat]}", chat, token=False)
        return [outbox.add(db, row(f"{chat} {sent[chat]}", chat))]

    for _ in range(300):
        await store.write(some)
    async with delivering(store, line) as courier:
        for _ in range(40):
            line.state = chance.choice([WELL, WELL, BROKEN, RESETS, GARBAGE])
            line.rate = chance.choice([None, None, 300.0])
            for _ in range(chance.randrange(12)):
                courier.send(await store.write(some))
            await line.until_called(line.calls.total() + 1)
        line.state, line.rate = WELL, None
        await until(store, "sent", sum(sent.values()))

    for chat, number in sent.items():
        assert line.to(chat) == [f"{chat} {each}" for each in range(1, number + 1)]


# who cannot be reached -------------------------------------------------------------------


async def test_whoever_blocked_the_bot_is_not_tried_again_and_holds_up_nobody(
    store: Store, telegram: PlayedVendor, hasty: None
) -> None:
    telegram.blocked = {str(n) for n in range(1, 11)}
    await store.write(add_many, notices(30, "telegram"))
    async with delivering(store, telegram=telegram):
        await telegram.until(20)
        await until(store, "undeliverable", 10)

    assert states(store) == {"sent": 20, "undeliverable": 10}
    assert telegram.calls.total() == 30


async def test_without_pushes_left_everything_is_kept_and_answers_go_on(
    store: Store, line: PlayedVendor, hasty: None
) -> None:
    line.spent = True
    await store.write(add_many, notices(300))
    async with delivering(store, line) as courier:
        await line.until_called(1)
        courier.send(await store.write(answer, "free", "writer"))
        await line.until(1)
        async with asyncio.timeout(30):
            while store.read_now(holding.counts) != {BUDGET: 300}:
                await store.write(lambda _: None)

    assert line.texts == ["free"]
    assert line.calls["push"] <= backlog.PLACES


async def test_when_there_is_room_again_no_more_is_let_go_than_there_is_room_for(
    store: Store, line: PlayedVendor, hasty: None
) -> None:
    await store.write(add_many, notices(1200))
    ids = list(range(1, 1201))
    await store.write(holding.hold_for_budget, ids, pushing.OUT_OF_BUDGET)
    line.plan, line.used = 5000, 4300
    async with delivering(store, line) as courier:
        adapter = Line(line.url, "tok")
        await adapter.start()
        budget = PushBudget(store, adapter, courier.send, clock.now, None)
        await budget.look()
        await until(store, "sent", 700)
        await adapter.close()

    assert store.read_now(holding.counts) == {BUDGET: 500}
    assert {int(text.split()[1]) for text in line.texts} == set(range(1, 701))
