"""Many visitors with the web chat open: what each costs in memory, and how long a message takes.

``python -m benchmarks.visitors [VISITORS [SECONDS]]`` (10,000 and 15 by default). The service has
one core, the visitors the other. Each has a cookie and a socket of its own, has asked for its
history, and pings as the page does. Then RATE messages a second leave at their times, whether or
not others were answered, each from another visitor picked at random, for SECONDS with each mix of
questions. Latencies count from the sending. Beside them: how late the driver itself was, and for
which part of the time the service could have gone on, had others not been using its core.
"""

import asyncio
import itertools
import os
import random
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import uvloop

from benchmarks.load.measuring import percentile
from benchmarks.load.questions import Mix, mixes
from benchmarks.load.subjects import DRIVER_CORE, SERVICE_CORE
from benchmarks.visiting import Visitor, cookies
from tests.serving import Running, running

VISITORS = 10_000
RATE, SECONDS = 200, 15
WARM = 200
AT_ONCE = 64
PING_EVERY_S = 25.0
PATIENCE_S = 60.0
QUIET_S = 5.0
FILES = 20_000
SEED = 7
KILOBYTE = 1_000


async def come(port: int, number: int) -> list[Visitor]:
    """So many newcomers, each with the page's socket open."""
    given = iter(await cookies(port, number))
    visitors: list[Visitor] = []

    async def next_ones() -> None:
        for cookie in given:
            visitors.append(await Visitor.comes(port, cookie))

    await asyncio.gather(*(next_ones() for _ in range(AT_ONCE)))
    return visitors


async def stay(visitors: Sequence[Visitor]) -> None:
    """Each pings in turn, all of them once in PING_EVERY_S."""
    began = time.monotonic()
    for number, visitor in enumerate(itertools.cycle(visitors)):
        due = began + number * PING_EVERY_S / len(visitors)
        if due > time.monotonic():
            await asyncio.sleep(due - time.monotonic())
        visitor.pings()


async def talk(visitors: Sequence[Visitor], texts: Sequence[str]) -> list[float]:
    """Each says one of *texts*, RATE a second; how late each left. Waits for the answers."""
    late, began = [], time.perf_counter()
    for number, visitor in enumerate(visitors):
        due = began + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        late.append(time.perf_counter() - due)
        visitor.says(str(uuid.uuid4()), texts[number % len(texts)])
    await asyncio.wait([each.answered for each in visitors], timeout=PATIENCE_S)
    return late


def resident(service: Running) -> int:
    """Bytes of memory that the service has now."""
    text = Path(f"/proc/{service.process.pid}/statm").read_text("ascii")
    return int(text.split()[1]) * resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Use:
    """Seconds so far: of the clock, of processor time in all threads of the service, and for which
    its first thread, the loop's, waited for the core."""

    at: float
    busy: float
    kept_waiting: float

    @classmethod
    def of(cls, service: Running) -> Self:
        """Until now."""
        process = Path(f"/proc/{service.process.pid}")
        user, system = (process / "stat").read_text("ascii").rpartition(")")[2].split()[11:13]
        waited = int((process / "schedstat").read_text("ascii").split()[1])
        busy = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        return cls(time.perf_counter(), busy, waited / 1e9)

    def since(self, before: Self) -> Self:
        """What was used from *before* on."""
        return type(self)(
            self.at - before.at, self.busy - before.busy, self.kept_waiting - before.kept_waiting
        )


def row(name: str, visitors: Sequence[Visitor], late: Sequence[float], used: Use) -> str:
    """What came of it, as a line of the table."""
    taken = [each.taken_at - each.said_at for each in visitors if each.taken_at]
    answered = [each.answered_at - each.said_at for each in visitors if each.answered_at]
    lost = len(visitors) - min(len(taken), len(answered))
    figures = [
        f"{percentile(each, 0.5):.1f} / {percentile(each, 0.99):.1f}" for each in (taken, answered)
    ]
    return (
        f"| {name} | {len(visitors):,} | {' | '.join(figures)} | {percentile(late, 0.99):.1f}"
        f" | {used.busy / len(visitors) * 1e3:.2f} | {used.kept_waiting / used.at:.0%} | {lost} |"
    )


async def measure(service: Running, number: int, seconds: int, asked: Sequence[Mix]) -> None:
    """Connect them, let them talk, print the tables."""
    port = int(service.used["PORT"])
    warm = await come(port, WARM)
    await talk(warm, asked[0].texts)
    before, began = resident(service), time.perf_counter()
    visitors = await come(port, number)
    took, after = time.perf_counter() - began, resident(service)
    pinging = asyncio.create_task(stay(visitors))
    beginning = Use.of(service)
    await asyncio.sleep(QUIET_S)
    quiet = Use.of(service).since(beginning)
    print(
        f"{number:,} visitors came in {took:.0f} s; memory {before / 1e6:.0f} MB before,"
        f" {after / 1e6:.0f} MB after: {(after - before) / number / KILOBYTE:.1f} KB a visitor;"
        f" while nobody speaks they take {quiet.busy / quiet.at:.1%} of a core\n\n"
        f"| {RATE} messages a second, open loop | messages | taken: 50 % / 99 %, ms"
        " | answered: 50 % / 99 %, ms | driver late: 99 %, ms | processor, ms a message"
        " | kept from its core | lost |\n|---|---|---|---|---|---|---|---|",
        flush=True,
    )
    random.Random(SEED).shuffle(visitors)
    each = min(RATE * seconds, number // len(asked))
    for place, mix in enumerate(asked):
        saying = visitors[place * each : (place + 1) * each]
        beginning = Use.of(service)
        late = await talk(saying, mix.texts)
        used = Use.of(service).since(beginning)
        name = f"{mix.name} ({mix.encoder})"
        print(row(name, saying, late, used), flush=True)
    pinging.cancel()
    gone = sum(each.is_gone for each in visitors)
    print(
        f"\nmemory after that {resident(service) / 1e6:.0f} MB; connections lost: {gone}",
        flush=True,
    )
    for visitor in (*warm, *visitors):
        visitor.leaves()
    service.process.kill()


async def main(number: int = VISITORS, seconds: int = SECONDS) -> None:
    """The service on a throw-away database, then all of it."""
    asked = mixes()
    os.sched_setaffinity(0, {SERVICE_CORE})
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder)) as service:
            os.sched_setaffinity(0, {DRIVER_CORE})
            print(f"Load of the machine: {os.getloadavg()[0]:.1f}")
            await measure(service, number, seconds, asked)


if __name__ == "__main__":
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(*map(int, sys.argv[1:])))
