"""``python -m tests.fuzzing [--inputs N] [--seed S] [--whole PERCENT]``: dice for every parser and
for the whole way from webhook to reply, and one line of verdict. What breaks something is kept in
the corpus, where the tests replay it."""

import argparse
import asyncio
import hashlib
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from tests.fuzzing import whole
from tests.fuzzing.parsers import TARGETS
from tests.fuzzing.source import Dice
from tests.fuzzing.whole import Broken, Town, Vendors
from tests.fuzzing.wire import Request, dumped

CORPUS = Path(__file__).parent / "corpus"
WHOLE = "whole"
BATCH = 64
REMEMBERED = 3 * BATCH
SLOW_S = 2.0
SWITCH_S = 0.0002
"""The writer's thread takes its turn at once, where there is nobody else to be fair to."""

SHARES = {"understood": 0.3, "replies": 0.2, "settings": 0.2, "form": 0.5}
"""Of an even share of the inputs, for those that take long."""

Say = Callable[[str], None]


def keep(target: str, content: bytes) -> Path:
    """Into the corpus."""
    folder = CORPUS / target.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(content).hexdigest()[:12]}.bin"
    path.write_bytes(content)
    return path


def parsers(inputs: int, seed: int, say: Say) -> tuple[int, int]:
    """How many inputs were tried, and how many kinds of failure they found."""
    weights = {name: SHARES.get(name, 1.0) for name in TARGETS}
    tried = found = 0
    for name, weight in weights.items():
        count = round(inputs * weight / sum(weights.values()))
        begun = time.perf_counter()
        failures = _one(name, count, seed)
        tried, found = tried + count, found + len(failures)
        say(f"{name}: {count:,} in {time.perf_counter() - begun:.0f} s, {len(failures)} broken")
        for where, content in failures.items():
            say(f"  {where}: {keep(name, content)}")
    return tried, found


def _one(name: str, count: int, seed: int) -> dict[str, bytes]:
    """The smallest input for each place that broke."""
    target, failures = TARGETS[name], dict[str, bytes]()
    for number in range(count):
        content = target.make(Dice(seed * 10**9 + number))
        begun = time.perf_counter()
        try:
            target.check(content)
        except Exception as error:
            where = _where(error)
        else:
            where = "slow" if time.perf_counter() - begun > SLOW_S else ""
        if where and len(content) <= len(failures.get(where, content)):
            failures[where] = content
    return failures


def _where(error: Exception) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    line = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    return f"{type(error).__name__} {line}"


async def whole_way(inputs: int, seed: int, say: Say) -> tuple[int, int]:
    """The same for the service as a whole."""
    folder = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    found, begun = set[str](), time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        async with Vendors().open() as vendors, Town(Path(temporary), vendors).open() as town:
            source, sent = Dice(seed), list[Request]()
            while town.sent < inputs:
                batch = whole.requests(source, town, min(BATCH, inputs - town.sent))
                sent = [*sent[-REMEMBERED:], *batch]
                try:
                    await town.take(batch)
                    await town.answers()
                except (Broken, TimeoutError) as broken:
                    told = str(broken) or "it hangs"
                    if told not in found and len(found) < 20:
                        say(f"  {told}\n  {keep(WHOLE, dumped(sent))}")
                    found.add(told)
                if town.sent % (BATCH * 150) == 0:
                    say(f"whole: {town.sent:,} in {time.perf_counter() - begun:.0f} s")
            say(f"whole: {town.sent:,} in {time.perf_counter() - begun:.0f} s, {len(found)} broken")
            return town.sent, len(found)


def main() -> int:
    """1 where anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", type=int, default=10, help="per cent that go the whole way")
    told = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sys.setswitchinterval(SWITCH_S)
    begun = time.perf_counter()
    of_whole = told.inputs * told.whole // 100
    tried, found = parsers(told.inputs - of_whole, told.seed, print) if told.whole < 100 else (0, 0)
    more, also = asyncio.run(whole_way(of_whole, told.seed, print)) if of_whole else (0, 0)
    verdict = "nothing broke" if not found + also else f"{found + also} kinds of failure"
    took = time.perf_counter() - begun
    print(f"fuzzing: {tried + more:,} inputs ({more:,} the whole way) in {took:,.0f} s: {verdict}")
    return 1 if found + also else 0


if __name__ == "__main__":
    sys.exit(main())
