"""``python -m tests.crashing.soak``: mixed load with random kills and bad weather at the vendors,
for as long as one likes; one line of verdict."""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.crashing.citizens import FIRST_NUMBER, Citizen
from tests.crashing.findings import Findings
from tests.crashing.town import MESSENGERS, Town, cancel, come_to_rest, gathered
from tests.crashing.weather import FAULTS, Fault, Weather
from tests.crashing.web_side import WebChat

LOOK_AGAIN_S = 0.05
THINKS_S = 1.0
"""A citizen waits so long at most before each step."""

KILL_AFTER_S = (5.0, 40.0)
SPELL_S = (5.0, 20.0)
OUTAGE_S = 4.0
"""A vendor whose answers tell nothing for longer would outlive a reply token: then LINE's reply is
given up rather than sent twice, and that is no fault of the service."""

TOO_FAST = (Fault(429), Fault(429, retry_after=2))
DOWN = (Fault(500), Fault(503), Fault(0), Fault(200))


@dataclass(frozen=True, slots=True)
class Soak:
    """How long, and how much at once. *patience_s*: see run.Plan; backoff takes its time here."""

    minutes: float = 30.0
    seed: int = 1
    at_once: int = 40
    patience_s: float = 90.0


async def soak(plan: Soak, folder: Path) -> Findings:
    """Talk, kill and storm until the time is up; then wait for quiet and check the books."""
    findings, draw = Findings(), random.Random(plan.seed)
    weathers = {name: Weather(random.Random(draw.random())) for name in ("line", "telegram")}
    async with gathered(folder, findings, draw, weathers) as town:
        ends = time.monotonic() + plan.minutes * 60
        others = {asyncio.create_task(_storm(weather, draw)) for weather in weathers.values()}
        others.add(asyncio.create_task(_kill(town, draw)))
        citizens: list[Citizen] = []
        try:
            walking = await _talk(plan, town, draw, ends, others, citizens)
        finally:
            await cancel(others)
        await _clear_up(town, weathers)
        await _finish(plan, town, walking)
        _note_who_waits(findings, citizens)
        await come_to_rest(town, citizens, plan.patience_s)
    return findings


async def _talk(
    plan: Soak,
    town: Town,
    draw: random.Random,
    ends: float,
    others: set[asyncio.Task[None]],
    citizens: list[Citizen],
) -> set[asyncio.Task[None]]:
    """Whoever is done makes room for somebody new, who joins the *citizens*; who still walks when
    the time is up."""
    numbers, names = itertools.count(FIRST_NUMBER), itertools.cycle(MESSENGERS)
    walking: set[asyncio.Task[None]] = set()
    while time.monotonic() < ends and not any(other.done() for other in others):
        while len(walking) < plan.at_once:
            citizens.append(_newcomer(town, next(names), draw, numbers))
            walking.add(asyncio.create_task(_walk(citizens[-1])))
        _, walking = await asyncio.wait(walking, timeout=LOOK_AGAIN_S)
    for failed in (other for other in others if other.done()):
        failed.result()
    return walking


def _note_who_waits(findings: Findings, citizens: Sequence[Citizen]) -> None:
    findings.note("citizens", len(citizens))
    for citizen in citizens:
        if not citizen.is_done:
            findings.wrong("unanswered", citizen.chat.name)


def _newcomer(town: Town, name: str, draw: random.Random, numbers: Iterator[int]) -> Citizen:
    async def thinks() -> None:
        await asyncio.sleep(draw.random() * THINKS_S)

    citizen = town.citizen(name, draw, numbers)
    citizen.thinks = thinks
    return citizen


async def _walk(citizen: Citizen) -> None:
    await citizen.walk()
    if isinstance(citizen.chat, WebChat):
        await citizen.chat.leave()


async def _finish(plan: Soak, town: Town, walking: set[asyncio.Task[None]]) -> None:
    """In fair weather, until everybody is done or nothing moves."""
    loop = asyncio.get_running_loop()
    while walking and loop.time() - town.findings.stirred < plan.patience_s:
        _, walking = await asyncio.wait(walking, timeout=LOOK_AGAIN_S)
    await cancel(walking)


async def _kill(town: Town, draw: random.Random) -> None:
    while True:
        await asyncio.sleep(draw.uniform(*KILL_AFTER_S))
        counts = town.findings.counts
        counts["resident_mb"] = max(counts["resident_mb"], town.served.resident_mb())
        await town.served.kill()
        town.findings.note("kills")
        await town.served.start()
        await town.served.ready()


async def _storm(weather: Weather, draw: random.Random) -> None:
    """Fair, rough, too fast for the vendor, or the vendor down for a while; always a few calls that
    are slow."""
    weather.slow = 0.01
    while True:
        spell = draw.choice(("fair", "rough", "too fast", "down"))
        weather.foul = {"fair": 0.0, "rough": 0.05}.get(spell, 1.0)
        weather.faults = {"too fast": TOO_FAST, "down": DOWN}.get(spell, FAULTS)
        await asyncio.sleep(OUTAGE_S if spell == "down" else draw.uniform(*SPELL_S))
        weather.foul = 0.0
        await asyncio.sleep(OUTAGE_S)


async def _clear_up(town: Town, weathers: dict[str, Weather]) -> None:
    """Fair weather, and a service that answers: the last kill may have struck it half-started."""
    for weather in weathers.values():
        weather.foul = weather.slow = 0.0
    await town.served.kill()
    await town.served.start()
    await town.served.ready()


def main(arguments: list[str]) -> int:
    """One line of verdict; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashing.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parsed = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        found = asyncio.run(soak(Soak(parsed.minutes, parsed.seed), Path(folder)))
    print(f"soak of {parsed.minutes:g} minutes, seed {parsed.seed}:", found.verdict)
    return 1 if found.wrongs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
