"""Memory: idle, with the encoder read, and while a hundred thousand messages are answered.

``make benchmark-memory`` or ``python -m benchmarks.memory [100000]``. The real service, the vendors
played here. Every message is of another user, on LINE; the questions are the few hundred that are
asked again and again, so that the encoder is asked for the first time each of them comes. Memory is
what /proc says is resident, threads included, after each tenth has been answered whole. Beside it
stands how many pieces of memory Python holds for something then: what is resident grows with the
busiest moment so far, these only where something is kept.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import uvloop

from benchmarks.load.client import Load
from benchmarks.load.events import Place, request
from benchmarks.load.questions import mixes
from benchmarks.load.sink import Answered, Sink
from benchmarks.served import Served, serving

MESSAGES = 100_000
PARTS = 10
CONNECTIONS = 64
PATIENCE_S = 900.0
QUIET_S = 15.0
FIRST_USER = 1_000_001
DOUBTFUL = "ที่นี่โปร่งใสจริงไหม"


async def run(number: int, texts: Sequence[str], folder: Path) -> None:
    """Print the curve."""
    with ExitStack() as stack:
        async with vendors() as (answered, port):
            starting = serving(folder / "memory.db", port)
            service = await asyncio.to_thread(stack.enter_context, starting)
            print(f"idle, the encoder not read: {service.resident_mb():.0f} MB (at most 150)")
            await _ask(service, answered, [DOUBTFUL], 1)
            print(f"idle, the encoder read: {service.resident_mb():.0f} MB (at most 270)\n")
            print("| messages answered | resident, MB | pieces held | a second |", flush=True)
            print("|---|---|---|---|", flush=True)
            held = [
                await _part(service, answered, texts, FIRST_USER + part * number // PARTS, number)
                for part in range(PARTS)
            ]
            half = held[PARTS // 2 - 1]
            grown, pieces = held[-1][0] - half[0], held[-1][1] / half[1] - 1
            print(f"\nGrowth over the last half: {grown:+.1f} MB, pieces {pieces:+.2%}", end="; ")
            print(f"the most at any moment: {service.highest_mb():.0f} MB")


async def _part(
    service: Served, answered: Answered, texts: Sequence[str], first: int, number: int
) -> tuple[float, int]:
    began = time.perf_counter()
    count = number // PARTS
    await _ask(service, answered, [texts[at % len(texts)] for at in range(count)], first)
    held, pieces = service.resident_mb(), service.blocks()
    speed = count / (time.perf_counter() - began)
    said = first + count - FIRST_USER
    print(f"| {said:,} | {held:.1f} | {pieces:,} | {speed:,.0f} |", flush=True)
    return held, pieces


async def _ask(service: Served, answered: Answered, texts: Sequence[str], first: int) -> None:
    """Each text of another user; until all are answered."""
    place = Place("line", service.port, "/webhook/line")
    requests = [request(place, first + at, first + at, text) for at, text in enumerate(texts)]
    await Load(requests, service.port).run(min(CONNECTIONS, len(texts)), PATIENCE_S)
    users, began = range(first, first + len(texts)), time.perf_counter()
    while missing := sum(user not in answered.at for user in users):
        if time.perf_counter() - max(answered.newest, began) > QUIET_S:
            raise RuntimeError(f"{missing} were not answered")
        await asyncio.sleep(0.05)


@asynccontextmanager
async def vendors() -> AsyncIterator[tuple[Answered, int]]:
    """Both vendors' APIs, played, and their port."""
    answered = Answered()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(answered), "127.0.0.1", 0)
    try:
        yield answered, server.sockets[0].getsockname()[1]
    finally:
        server.close()


def main(number: int) -> None:
    """Measure in a folder that is gone afterwards."""
    again = mixes()[0]
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{number:,} messages, {again.name}; load of the machine {load}\n", flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(run(number, again.texts, Path(folder)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)
