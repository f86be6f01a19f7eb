"""Two trees in turn: what a change is worth, on a machine whose speed goes up and down by a half.

``python -m benchmarks.load.in_turn line OTHER_TREE [--rounds 30] [--messages 1000] [--intake]``.
The service of another checkout and that of this one run beside each other, each with a database of
its own, and take so many messages in turn, in an order that changes with each round; a ratio is of
one round, and the median of all is told. The questions are those that are asked again and again.
With ``bare`` in place of a tree, bare aiohttp is the other: its acknowledgements beside answers.
"""

import argparse
import asyncio
import itertools
import os
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import uvloop

from benchmarks.load.measuring import Figures, Work, passed, started, vendors
from benchmarks.load.questions import mixes
from benchmarks.load.subjects import BARE, DRIVER_CORE, INTAKE, PORT, ROOT, SERVICE, Subject

WARM = 1_000
FIRST_USER, USERS_APART = 1_000_001, 10_000


async def rounds(subjects: Sequence[Subject], work: Work, number: int) -> list[list[Figures]]:
    """Of each round, what each subject did."""
    found = []
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        answered = await stack.enter_async_context(vendors())
        services = [
            await stack.enter_async_context(started(subject, folder / str(subject.port)))
            for subject in subjects
        ]
        pairs = list(zip(subjects, services, strict=True))
        users = itertools.count(FIRST_USER, USERS_APART)
        for at in range(number + 1):  # the first warms up
            these = work if at else replace(work, number=WARM)
            done = {
                subject.port: await passed(subject, service, answered, these, next(users))
                for subject, service in (pairs if at % 2 else reversed(pairs))
            }
            found.append([done[subject.port] for subject in subjects])
    return found[1:]


def told(found: Sequence[Sequence[Figures]], name: str, of: str = "") -> str:
    """A line of one figure, beside the same of the other, or another of it."""
    pairs = [(getattr(other, of or name), getattr(ours, name)) for other, ours in found]
    of_other = statistics.median(ours / other for other, ours in pairs if other)
    other, ours = (statistics.median(each) for each in zip(*pairs, strict=True))
    return f"| {name} | {other:,.0f} | {ours:,.0f} | {of_other:.3f} |"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("line", "telegram"))
    parser.add_argument("other", help="a tree, or bare")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--intake", action="store_true", help="acknowledgements alone")
    asked = parser.parse_args()
    os.sched_setaffinity(0, {DRIVER_CORE})
    subject = INTAKE if asked.intake else SERVICE
    is_bare = asked.other == "bare"
    other = BARE if is_bare else replace(subject, root=Path(asked.other).resolve())
    subjects = [other, replace(subject, root=ROOT, port=PORT + 10)]
    work = Work(asked.kind, mixes()[0].texts, asked.messages)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(rounds(subjects, work, asked.rounds))
    print(f"{asked.rounds} rounds of {asked.messages} messages of {asked.kind}: {subject.name}\n")
    print("| | other | this | this of other |\n|---|---|---|---|")
    for name in ("acks",) if asked.intake else ("acks", "replies"):
        print(told(found, name, "acks" if is_bare else ""))
    print(told(found, "cpu"))
    lost = sum(each.lost + each.twice for pair in found for each in pair)
    print(f"\nLost or twice: {lost}")


if __name__ == "__main__":
    main()
