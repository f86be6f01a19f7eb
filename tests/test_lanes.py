"""Lanes: in order within each, and in a burst whatever else the loop does keeps its turn."""

import asyncio

import pytest

from bot import lanes
from bot.lanes import Lanes


async def test_in_a_burst_only_some_begin_in_one_turn_of_the_loop() -> None:
    begun: list[int] = []
    turn = 0

    async def do(_: int) -> None:
        begun.append(turn)

    yielding: Lanes[int] = Lanes(do, yielding=True)
    for number in range(1_000):
        yielding.add(f"chat{number}", number)
    while not yielding.is_idle:
        await asyncio.sleep(0)
        turn += 1

    in_a_turn = [begun.count(each) for each in range(turn)]
    assert len(begun) == 1_000
    assert max(in_a_turn) <= lanes.IN_A_TURN
    assert in_a_turn[5] <= lanes.IN_A_CROWDED_TURN


async def test_whoever_came_first_begins_first_and_each_lane_keeps_its_order() -> None:
    done: list[tuple[str, int]] = []

    async def do(work: tuple[str, int]) -> None:
        await asyncio.sleep(0)
        done.append(work)

    yielding: Lanes[tuple[str, int]] = Lanes(do, yielding=True)
    for number in range(100):
        for chat in ("a", "b", f"c{number}"):
            yielding.add(chat, (chat, number))
    assert await yielding.drain(10) == 0

    assert yielding.is_idle
    assert len(done) == 300
    for chat in "ab":
        assert [number for each, number in done if each == chat] == list(range(100))
    alone = [number for chat, number in done if chat.startswith("c")]
    assert alone == sorted(alone)


async def test_what_has_not_begun_when_time_is_over_is_counted() -> None:
    async def do(_: int) -> None:
        await asyncio.Event().wait()

    yielding: Lanes[int] = Lanes(do, yielding=True)
    for number in range(50):
        yielding.add(f"chat{number}", number)

    assert await yielding.drain(0) == 50
    assert yielding.is_idle


async def test_who_is_stopped_before_it_began_leaves_no_lane(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def at_once(*_: object, **__: object) -> None: ...

    async def do(_: int) -> None: ...

    monkeypatch.setattr("bot.lanes.asyncio.wait", at_once)
    lanes: Lanes[int] = Lanes(do)
    lanes.add("chat", 1)

    assert await lanes.drain(0) == 1
    assert lanes.is_idle
    assert "chat" not in lanes
