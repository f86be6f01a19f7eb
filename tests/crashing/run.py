"""One run: a town of citizens walks its conversations while the service is killed at random."""

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.crashing.citizens import FIRST_NUMBER, Citizen
from tests.crashing.findings import Findings
from tests.crashing.town import MESSENGERS, Town, cancel, come_to_rest, gathered
from tests.crashing.weather import Weather

LOOK_AGAIN_S = 0.005
MOMENTS = ("", "acknowledgement", "reply")
MOMENT_COMES_S = 2.0
WAVER_S = 0.05
"""A kill at no moment in particular strikes so long after its mark at most."""

STARTING = 0.2
"""So many of the kills strike while the service is starting."""

START_S = 0.8


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in one run. *patience_s* is how long nothing may move before somebody counts as
    left without an answer; *hasty* ends the run at the first thing that is wrong."""

    seed: int
    events: int
    kills: int
    messengers: Sequence[str] = MESSENGERS
    powerloss: bool = False
    planted: str = ""
    moments: Sequence[str] = MOMENTS
    at_once: int = 48
    patience_s: float = 30.0
    hasty: bool = False

    @property
    def name(self) -> str:
        """How the line of verdict begins."""
        cut = " powerloss" if self.powerloss else ""
        bug = f" planted={self.planted}" if self.planted else ""
        return f"seed {self.seed} {'+'.join(self.messengers)}{cut}{bug}:"


async def run(plan: Plan, folder: Path) -> Findings:
    """Walk and kill, wait until all is quiet, check the books."""
    findings, began = Findings(), time.monotonic()
    draw = random.Random(plan.seed)
    weathers = {name: Weather(random.Random(draw.random())) for name in ("line", "telegram")}
    async with gathered(
        folder, findings, draw, weathers, planted=plan.planted, powerloss=plan.powerloss
    ) as town:
        citizens = _citizens(plan, town, draw)
        await _walk_and_kill(plan, town, citizens, draw)
        if not (plan.hasty and findings.wrongs):
            await come_to_rest(town, citizens, plan.patience_s)
    findings.note("seconds", round(time.monotonic() - began))
    return findings


def _citizens(plan: Plan, town: Town, draw: random.Random) -> list[Citizen]:
    """As many as it takes to send so many messages."""
    numbers = itertools.count(FIRST_NUMBER)
    messengers = itertools.cycle(plan.messengers)
    found: list[Citizen] = []
    events = 0
    while events < plan.events:
        found.append(town.citizen(next(messengers), draw, numbers))
        events += found[-1].events
    return found


async def _walk_and_kill(
    plan: Plan, town: Town, citizens: Sequence[Citizen], draw: random.Random
) -> None:
    """Until everybody is done or nobody gets any further, and all kills have struck."""
    town.findings.stir()
    places = asyncio.Semaphore(plan.at_once)
    walks = {asyncio.create_task(_walk(citizen, places)) for citizen in citizens}
    killer = asyncio.create_task(_kill(plan, town, draw))
    try:
        while not (killer.done() and all(walk.done() for walk in walks)):
            if plan.hasty and town.findings.wrongs:
                return
            if killer.done() and _stands_still(plan, town):
                break
            await asyncio.sleep(LOOK_AGAIN_S)
    finally:
        killer.cancel()
        await cancel(walks)
    await killer
    for citizen in citizens:
        if not citizen.is_done:
            last = citizen.chat.heard[-1].text[:40] if citizen.chat.heard else "nothing"
            town.findings.wrong("unanswered", f"{citizen.chat.name} after {last!r}")


async def _walk(citizen: Citizen, places: asyncio.Semaphore) -> None:
    async with places:
        await citizen.walk()


def _stands_still(plan: Plan, town: Town) -> bool:
    return asyncio.get_running_loop().time() - town.findings.stirred > plan.patience_s


async def _kill(plan: Plan, town: Town, draw: random.Random) -> None:
    """At random numbers of acknowledged messages, a moment later."""
    marks = sorted(
        draw.randrange(plan.events // 50, plan.events * 9 // 10) for _ in range(plan.kills)
    )
    for mark in marks:
        while town.findings.counts["acknowledged"] < mark:
            if _stands_still(plan, town):
                return
            await asyncio.sleep(LOOK_AGAIN_S)
        await _strike(plan, town, draw)
        town.findings.note("kills")
        await town.served.start()
        if draw.random() < STARTING:
            await asyncio.sleep(draw.random() * START_S)
            await town.served.kill()
            town.findings.note("kills_while_starting")
            await town.served.start()
        await town.served.ready()
        town.findings.stir()


async def _strike(plan: Plan, town: Town, draw: random.Random) -> None:
    """Kill a moment later, or in the very moment of an acknowledgement or a reply."""
    moment = draw.choice(plan.moments)
    if moment:
        struck = asyncio.Event()

        def strike() -> None:
            town.served.strike()
            struck.set()

        town.findings.at_the_next(moment, strike)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(struck.wait(), MOMENT_COMES_S)
    else:
        await asyncio.sleep(draw.random() * WAVER_S)
    await town.served.kill()
