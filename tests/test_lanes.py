"""Lanes: in order within each, and in a burst whatever else the loop does keeps its turn."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


class Broken(Exception):
    """A bug."""


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["do", "nap", "fail"])), max_size=40),
    st.integers(1, 4),
)
def test_only_so_many_are_under_way_but_for_those_that_nap(
    works: list[tuple[int, str]], most: int
) -> None:
    """Each lane keeps its order, they begin as they came, and nothing is left behind, whatever
    breaks in others."""

    async def all_of_them() -> None:
        under_way: set[int] = set()
        seen: list[int] = []
        told: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told_of: told.append(told_of))

        async def do(number: int) -> None:
            lane, how = works[number]
            assert lane not in {works[each][0] for each in under_way}
            under_way.add(number)
            seen.append(number)
            try:
                assert len(under_way - napping) <= most
                await asyncio.sleep(0)
                if how == "nap":
                    napping.add(number)
                    await bounded.nap(0)
                    napping.discard(number)
                    assert len(under_way - napping) <= most
                if how == "fail":
                    raise Broken
            finally:
                under_way.discard(number)

        napping: set[int] = set()
        bounded: Lanes[int] = Lanes(do, most=most)
        for number, (lane, _) in enumerate(works):
            bounded.add(f"chat{lane}", number)
        for _ in range(1_000):
            if bounded.is_idle:
                break
            await asyncio.sleep(0)
        assert bounded.is_idle
        assert all(isinstance(each["exception"], Broken) for each in told)

        first = list(dict.fromkeys(lane for lane, _ in works))
        if all(how == "do" for _, how in works):  # else the next may be a step ahead
            assert list(dict.fromkeys(works[each][0] for each in seen)) == first
        for lane in first:
            numbers = [each for each, (of, _) in enumerate(works) if of == lane]
            failed = [each for each in numbers if works[each][1] == "fail"]
            done = [each for each in seen if works[each][0] == lane]
            assert done == (numbers[: numbers.index(failed[0]) + 1] if failed else numbers)

    asyncio.run(all_of_them())


async def test_who_naps_gives_its_place_to_another() -> None:
    done: list[int] = []
    others = asyncio.Event()

    async def do(number: int) -> None:
        if not number:
            await bounded.nap(0.05)
            await others.wait()
        done.append(number)
        if number == 2:
            others.set()

    bounded: Lanes[int] = Lanes(do, most=1)
    for number in range(3):
        bounded.add(f"chat{number}", number)
    async with asyncio.timeout(10):
        await others.wait()
    assert await bounded.drain(10) == 0
    assert done == [1, 2, 0]


async def test_who_has_napped_waits_for_a_place_and_is_before_those_that_are_new() -> None:
    steps: list[str] = []
    may_end = asyncio.Event()

    async def do(name: str) -> None:
        steps.append(name)
        if name.startswith("nap"):
            await bounded.nap(0)
            steps.append(f"{name} awake")
        if name == "other":
            await may_end.wait()

    bounded: Lanes[str] = Lanes(do, most=1)
    for name in ("nap 1", "nap 2", "other", "new"):
        bounded.add(name, name)
    for _ in range(10):
        await asyncio.sleep(0)
    assert steps == ["nap 1", "nap 2", "other"]
    may_end.set()
    assert await bounded.drain(10) == 0
    assert steps == ["nap 1", "nap 2", "other", "nap 1 awake", "nap 2 awake", "new"]


@pytest.mark.parametrize("turns", range(8))
async def test_a_stop_while_some_nap_or_wait_for_a_place_leaves_all_places_free(turns: int) -> None:
    under_way = most_seen = 0
    may_end = asyncio.Event()

    async def do(number: int) -> None:
        nonlocal under_way, most_seen
        if number % 2:
            await bounded.nap(0)
        under_way += 1
        most_seen = max(most_seen, under_way)
        try:
            await may_end.wait()
        finally:
            under_way -= 1

    bounded: Lanes[int] = Lanes(do, most=2)
    for goes_on in (turns, 30):
        for number in range(9):
            bounded.add(f"chat{number}", number)
        for _ in range(goes_on):
            await asyncio.sleep(0)
        if goes_on == turns:
            assert await bounded.drain(0) == 9
    assert under_way == 2
    may_end.set()
    assert await bounded.drain(10) == 0
    assert bounded.is_idle
    assert most_seen == 2


async def test_what_waits_for_a_place_when_time_is_over_is_counted() -> None:
    async def do(_: int) -> None:
        await asyncio.Event().wait()

    bounded: Lanes[int] = Lanes(do, most=2)
    for number in range(5):
        bounded.add(f"chat{number}", number)
    await asyncio.sleep(0)
    assert "chat4" in bounded
    stopping = asyncio.create_task(bounded.drain(0))
    await asyncio.sleep(0)
    bounded.add("chat5", 5)
    await stopping
    assert bounded.is_idle
    assert not any(f"chat{number}" in bounded for number in range(6))
