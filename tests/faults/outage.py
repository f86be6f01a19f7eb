"""``python -m tests.faults.outage [--minutes 60]``: LINE and Telegram answer 503 to everything for
so long, while people go on writing; then they are well again. One line of verdict.

Everybody is told what they asked, once. Only LINE leaves some open: whether it took a reply that it
answered with 503 nobody can know, and such a token is asked again only as long as it lives.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.ground import ANSWER, Ground, a_service, until

EVERY_S = 4.0
"""A new person on each of the two writes as often as this."""

IN_A_ROW = 200
"""So many write on each at once when the outage begins, and again when it is half over."""

PATIENCE_S = 300.0
FIRST_NUMBER = 10_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How long the vendors are down, and who writes meanwhile."""

    minutes: float = 60.0
    every_s: float = EVERY_S
    in_a_row: int = IN_A_ROW


@dataclass
class Seen:
    """What came of it."""

    wrote: int = 0
    untold: int = 0
    open: int = 0
    twice: int = 0
    wrong: int = 0
    not_taken: int = 0
    slowest_s: float = 0.0
    asked: int = 0
    drained_s: float = 0.0
    not_ready: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether what is promised was kept. *open* is what LINE alone knows."""
        return not (self.untold or self.twice or self.wrong or self.not_taken or self.not_ready)

    def __str__(self) -> str:
        return (
            f"{self.wrote} wrote while both were down: {self.untold} never told, {self.open} left"
            f" open by LINE, {self.twice} told twice, {self.wrong} told something else;"
            f" {self.not_taken} not taken, the slowest in {self.slowest_s * 1000:.0f} ms; the"
            f" vendors were asked {self.asked} times meanwhile; so it stood"
            f" {self.drained_s:.0f} s after they were well"
        )


class Outage:
    """People who write, and the book of them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._people: list[str] = []
        self.seen = Seen()

    async def run(self, plan: Plan) -> Seen:
        """From the first 503 until everything has arrived."""
        vendors = self._ground.vendors
        vendors.is_down = True
        begins = time.monotonic()
        half, ends = begins + plan.minutes * 30, begins + plan.minutes * 60
        await self._several(plan.in_a_row)
        is_half_over = False
        while time.monotonic() < ends:
            await asyncio.sleep(min(plan.every_s, max(0.0, ends - time.monotonic())))
            await self._both()
            if not is_half_over and time.monotonic() > half:
                is_half_over = True
                await self._several(plan.in_a_row)
        self.seen.asked = vendors.refused
        vendors.is_down = False
        begins = time.monotonic()
        with contextlib.suppress(TimeoutError):  # then somebody is not told, which the books show
            await until(self._nothing_waits, PATIENCE_S)
        self.seen.drained_s = time.monotonic() - begins
        self._audit()
        return self.seen

    async def _several(self, number: int) -> None:
        await asyncio.gather(*(self._both() for _ in range(number)))

    async def _both(self) -> None:
        """Somebody writes on LINE, somebody else on Telegram; both are to be acknowledged."""
        number = FIRST_NUMBER + len(self._people)
        on_line = f"U{number:032d}"
        self._people += [on_line, str(number)]
        for asking in (
            self._ground.line(on_line, f"event-{number}"),
            self._ground.telegram(number, number),
        ):
            began = time.monotonic()
            taken = await asking
            self.seen.slowest_s = max(self.seen.slowest_s, time.monotonic() - began)
            self.seen.wrote += 1
            self.seen.not_taken += taken.status != 200
        status, _ = await self._ground.readiness()
        self.seen.not_ready += status != 200

    async def _nothing_waits(self) -> bool:
        unanswered = self._ground.rows("select count(*) from inbox where state <> 'done'")
        unsent = self._ground.rows("select count(*) from outbox where state = 'waiting'")
        return (unanswered, unsent) == ([(0,)], [(0,)])

    def _audit(self) -> None:
        vendors, seen = self._ground.vendors, self.seen
        for who in self._people:
            told = vendors.texts_to(who)
            seen.twice += len(told) > 1
            seen.wrong += any(ANSWER not in each for each in told)
            if not told and who in vendors.tokens_refused:
                seen.open += 1
            elif not told:
                seen.untold += 1


async def outage(plan: Plan, folder: Path) -> Seen:
    """The real service between both vendors while they are down."""
    async with a_service(folder) as ground:
        return await Outage(ground).run(plan)


def main(arguments: Sequence[str]) -> int:
    """0 where the promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.outage", description=__doc__)
    parser.add_argument("--minutes", type=float, default=Plan().minutes)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(outage(Plan(minutes=asked.minutes), Path(folder)))
    print(f"{'PASS' if seen.is_kept else 'FAIL'}: {asked.minutes:g} minutes: {seen}")
    return 0 if seen.is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
