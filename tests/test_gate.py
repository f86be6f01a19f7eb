"""So many at once, in the order in which they asked, whoever gives up on the way."""

import asyncio
from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from bot.gate import Gate

moves = st.lists(
    st.tuples(st.sampled_from(("ask", "ask", "leave", "give up", "turn")), st.integers(0, 9)),
    min_size=8,
    max_size=30,
)


@given(st.integers(1, 3), moves)
def test_nobody_is_passed_over_and_no_place_is_lost(
    number: int, moves: list[tuple[str, int]]
) -> None:
    async def play() -> None:
        gate, entered = Gate(number), list[int]()
        tasks, leaves = dict[int, asyncio.Task[None]](), dict[int, asyncio.Event]()
        waiting, within = deque[int](), deque[int]()

        async def one(name: int) -> None:
            async with gate:
                entered.append(name)
                await leaves[name].wait()

        def expect() -> None:
            while waiting and len(within) < number:
                within.append(waiting.popleft())

        for move, chosen in moves:
            if move == "ask":
                name = len(tasks)
                leaves[name] = asyncio.Event()
                tasks[name] = asyncio.create_task(one(name))
                waiting.append(name)
            elif move == "leave" and within:
                name = within[chosen % len(within)]
                within.remove(name)
                leaves[name].set()
            elif move == "give up" and tasks:
                name = chosen % len(tasks)
                tasks[name].cancel()
                for each in (waiting, within):
                    if name in each:
                        each.remove(name)
            else:
                await asyncio.sleep(0)
            for _ in range(4):  # all that follows from one move
                await asyncio.sleep(0)
            expect()
            assert [name for name in entered if name in within] == list(within)
            assert gate.free == number - len(within)
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        assert gate.free == number

    asyncio.run(play())


async def test_who_gives_up_in_the_moment_of_being_let_in_lets_the_next_in() -> None:
    gate, entered = Gate(1), asyncio.Event()

    async def enters() -> None:
        async with gate:
            entered.set()

    async with gate:
        first, second = asyncio.create_task(enters()), asyncio.create_task(enters())
        await asyncio.sleep(0)
    first.cancel()  # it has been given a place, and does not know yet
    await asyncio.wait_for(second, 5)
    assert first.cancelled() or first.done()
    assert entered.is_set()
    assert gate.free == 1
