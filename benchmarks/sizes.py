"""How keeping, lists and answers grow with the rows of the database, and how a start does.

``make benchmark-sizes`` or ``python -m benchmarks.sizes [--largest 3000000]``. One database for
each size, filled as after weeks (filled.py); each round asks all of them in turn, so that a ratio
compares what was measured within one moment. A start is of the real service, until its port
answers. Prints tables; draws sizes.svg beside this.
"""

import argparse
import asyncio
import logging
import os
import platform
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

import structlog
import uvloop

from benchmarks.answering import Answering
from benchmarks.cases import HANDLER
from benchmarks.curve import chart
from benchmarks.filled import (
    MESSAGES_A_CHAT,
    MESSENGERS,
    NOW,
    WORDS,
    chat_of,
    filled,
    opened,
)
from benchmarks.served import serving
from data import inbox, register
from data.store import Connection
from data.times import stamp
from handlers.understanding.understand import Understanding

SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
GOAL = 1.5
TIMES = 100
"""How often each is asked in a round."""

DRAWN = Path(__file__).parent / "sizes.svg"

Spent = Mapping[str, Mapping[int, list[float]]]


class Subject:
    """One database, and what is asked of it; times in milliseconds."""

    def __init__(self, path: Path, size: int, understanding: Understanding) -> None:
        self.size, self.path = size, path
        self.store = opened(path) if path.exists() else filled(path, size)
        self._answering = Answering(self.store, understanding)
        self._put = 0

    async def start(self) -> None:
        """Nothing waits."""
        await self._answering.start()

    async def stop(self) -> None:
        """Finish what is in hand."""
        await self._answering.stop()

    async def answer(self, at: int) -> None:
        """Until the messenger has taken it."""
        await self._answering.answer(self._chat(at)[2])

    async def keep_one(self, _: int) -> None:
        """A message, to the disk."""
        await self._keep(1)

    async def keep_many(self, _: int) -> None:
        """In one commit."""
        await self._keep(64)

    async def list_cases(self, _: int) -> None:
        """As staff see it first."""
        self.store.read_now(register.open_cases, HANDLER, 8)

    def _chat(self, at: int) -> tuple[str, str, str]:
        """One of those on LINE, from the oldest to the newest."""
        every = MESSAGES_A_CHAT * len(MESSENGERS)
        return chat_of(self.store.vault, at * (self.size // TIMES) // every * every)

    async def _keep(self, number: int) -> None:
        await self.store.write(inbox.put, tuple(self._new() for _ in range(number)))

    def _new(self) -> inbox.NewRow:
        self._put += 1
        chat, _, _ = self._chat(self._put % TIMES)
        message = self.store.vault.tag("message", f"line:{uuid.uuid4()}")
        return inbox.NewRow("line", uuid.uuid4().hex, chat, message, WORDS, stamp(NOW))

    def take_away(self) -> None:
        """What was only kept: the database is to stay as large as it is."""
        self.store.write_now(_remove_waiting)


def _remove_waiting(db: Connection) -> None:
    db.execute("delete from inbox where state = 'waiting'")


def median(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


def mean(numbers: Iterable[float]) -> float:
    return statistics.fmean(numbers)


ASKED: Mapping[str, Callable[[Subject, int], Awaitable[None]]] = MappingProxyType(
    {
        "a whole answer": Subject.answer,
        "inbox: one message kept": Subject.keep_one,
        "inbox: 64 messages in a commit": Subject.keep_many,
        "first page of the case list": Subject.list_cases,
    }
)


async def measured(subjects: list[Subject], rounds: int) -> tuple[Spent, Spent]:
    """By what was asked and size, of each round: the median of what passed, the mean of what the
    processor did; milliseconds. The first round warms up."""
    passed: dict[str, dict[int, list[float]]] = {name: {} for name in ASKED}
    worked: dict[str, dict[int, list[float]]] = {name: {} for name in ASKED}
    for number in range(rounds + 1):
        for subject in subjects:
            await subject.start()
        for name, ask in ASKED.items():
            for size, took in (await _round(subjects, ask)).items():
                if number:
                    passed[name].setdefault(size, []).append(median(each for each, _ in took))
                    worked[name].setdefault(size, []).append(mean(each for _, each in took))
            for subject in subjects:
                subject.take_away()
        for subject in subjects:
            await subject.stop()
    return passed, worked


async def _round(
    subjects: list[Subject], ask: Callable[[Subject, int], Awaitable[None]]
) -> Mapping[int, list[tuple[float, float]]]:
    """Each in turn, so that what others do on the machine meets all of them."""
    took: dict[int, list[tuple[float, float]]] = {subject.size: [] for subject in subjects}
    for at in range(TIMES):
        for subject in subjects[at % len(subjects) :] + subjects[: at % len(subjects)]:
            began, worked = time.perf_counter(), time.process_time()
            await ask(subject, at)
            spent = time.perf_counter() - began, time.process_time() - worked
            took[subject.size].append((spent[0] * 1e3, spent[1] * 1e3))
    return took


def ratios(times: Mapping[int, list[float]]) -> Mapping[int, float]:
    """Of the smallest size, within each round: the median."""
    least = times[min(times)]
    return {
        size: median(at / small for at, small in zip(each, least, strict=True))
        for size, each in times.items()
    }


def table(what: str, spent: Spent) -> list[str]:
    """Milliseconds and ratios by size."""
    sizes = sorted(next(iter(spent.values())))
    columns = " | ".join(f"{size:,} rows" for size in sizes)
    lines = [
        f"| {what}, ms (times those at {sizes[0]:,}) | {columns} |",
        "|---" * (len(sizes) + 1) + "|",
    ]
    for name, times in spent.items():
        found = ratios(times)
        cells = [f"{median(times[size]):.2f} ({found[size]:.2f})" for size in sizes]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def starts(databases: Mapping[str, Callable[[], Path]], rounds: int) -> list[str]:
    """How long until the port answers, each in turn."""
    wall: dict[str, list[float]] = {name: [] for name in databases}
    cpu: dict[str, list[float]] = {name: [] for name in databases}
    for number in range(rounds + 1):  # the first one compiles what is new
        for name, path in databases.items():
            with serving(path()) as served:
                if number:
                    wall[name].append(served.ready_s)
                    cpu[name].append(served.ready_cpu_s)
    return [
        "| start of the service until its port answers, seconds | passed | of the processor |",
        "|---|---|---|",
        *(f"| {name} | {span(wall[name])} | {span(cpu[name])} |" for name in databases),
    ]


def span(numbers: Sequence[float]) -> str:
    """The median, and from where to where."""
    return f"{statistics.median(numbers):.2f} ({min(numbers):.2f}-{max(numbers):.2f})"


def machine() -> str:
    """What this runs on, and what else it does."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def fresh_in(folder: Path) -> Callable[[], Path]:
    """A database that is new at every call."""

    def fresh() -> Path:
        path = folder / "fresh.db"
        for each in folder.glob("fresh.db*"):
            each.unlink()
        return path

    return fresh


def main() -> int:
    """Fill, measure, print, draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizes")
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="fill here, and use what was filled before")
    parsed = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    understanding = Understanding.load()
    with tempfile.TemporaryDirectory() as name:
        folder = parsed.folder or Path(name)
        subjects = []
        for size in (each for each in SIZES if each <= parsed.largest):
            subjects.append(Subject(folder / f"{size}.db", size, understanding))
            print(f"{size:,} rows: {subjects[-1].path.stat().st_size / 1e6:,.0f} MB", flush=True)
        print(f"\n{parsed.rounds} rounds of {TIMES}; machine: {machine()}.\n")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            passed, worked = runner.run(measured(subjects, parsed.rounds))
        print("\n".join([*table("passed", passed), "", *table("of the processor", worked)]))
        DRAWN.write_text(drawn(passed), "utf-8")
        for subject in subjects:
            subject.store.close()
        print(f"\nMachine: {machine()}.\n")
        databases = {"fresh": fresh_in(folder)}
        for each in subjects:
            databases[f"{each.size:,} rows"] = partial(Path, each.path)
        print("\n".join(starts(databases, parsed.rounds)))
    return 0


def drawn(spent: Spent) -> str:
    """The chart."""
    return chart(
        "Times those with 10,000 rows",
        {name: ratios(times) for name, times in spent.items()},
        GOAL,
        ("rows in the inbox (logarithmic)", "times"),
    )


if __name__ == "__main__":
    sys.exit(main())
