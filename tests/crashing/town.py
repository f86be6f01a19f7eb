"""The town: everybody who talks to the service, over the messengers they use."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.crashing import books
from tests.crashing.chats import Chat
from tests.crashing.citizens import Citizen, Filing, plan
from tests.crashing.findings import Findings
from tests.crashing.line_side import LineSide
from tests.crashing.posting import Post
from tests.crashing.served import Served
from tests.crashing.telegram_side import StaffChat, TelegramSide
from tests.crashing.weather import Weather
from tests.crashing.web_side import WebSide
from tests.loopback import on_loopback

QUIET_S = 1.0
MESSENGERS = ("line", "telegram", "web")
CODE = re.compile(r"PS-\w{3}-\w{3}-\w{3}")
JOIN = re.compile(r"start=(\S+)|/start (\S+)")


@dataclass
class Town:
    """The service, the platforms around it, and an officer who hears of what is filed."""

    served: Served
    findings: Findings
    post: Post
    line: LineSide
    telegram: TelegramSide
    web: WebSide
    staff: StaffChat

    def chat(self, messenger: str, name: str) -> Chat:
        """A new chat on *messenger*."""
        if messenger == "line":
            return self.line.chat(name)
        return self.telegram.chat(name) if messenger == "telegram" else self.web.chat(name)

    def citizen(self, messenger: str, draw: random.Random, numbers: Iterator[int]) -> Citizen:
        """Somebody new with something to say."""
        name = f"{messenger} {next(numbers)}"
        return Citizen(self.chat(messenger, name), plan(draw, numbers), self.findings)

    async def officer_joins(self) -> None:
        """Invited on the command line, joined by the link; reads corruption reports, too."""
        said = await self.served.invite("--role", "officer", "--name", "สมศรี", "--corruption")
        found = JOIN.search(said)
        assert found, said
        await self.staff.say([f"/start {found[1] or found[2]}"])
        await self.staff.hears("ยินดีต้อนรับ")

    def check_notices(self, filings: Sequence[Filing]) -> None:
        """The officer was told of every case that has a code."""
        told = {code for said in self.staff.heard for code in CODE.findall(said.text)}
        secret = sum("มีเรื่องใหม่ที่คุณได้รับแต่งตั้ง" in said.text for said in self.staff.heard)
        for filing in filings:
            if filing.kind != "CORRUPTION" and filing.code and filing.code not in told:
                self.findings.wrong("staff", f"nobody was told of {filing.code}")
        given = sum(1 for filing in filings if filing.kind == "CORRUPTION" and filing.code)
        if secret < given:
            self.findings.wrong("staff", f"told of {secret} of {given} secret reports")


@asynccontextmanager
async def gathered(
    folder: Path,
    findings: Findings,
    draw: random.Random,
    weathers: Mapping[str, Weather],
    *,
    planted: str = "",
    powerloss: bool = False,
    twice: float = 0.05,
) -> AsyncIterator[Town]:
    """Platforms and service, running; nobody is left at the end."""
    jar = aiohttp.DummyCookieJar()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as session:
        post = Post(session, "", findings, draw, twice)
        line = LineSide(post, findings, weathers["line"])
        telegram = TelegramSide(post, findings, weathers["telegram"])
        app = web.Application()
        app.add_routes([*line.routes(), *telegram.routes()])
        async with on_loopback(app) as address:
            served = Served(folder, address, planted=planted, powerloss=powerloss)
            post.address = served.address
            town = Town(
                served,
                findings,
                post,
                line,
                telegram,
                WebSide(session, post, findings),
                telegram.staff(),
            )
            try:
                await served.start()
                await served.ready()
                await town.officer_joins()
                yield town
            finally:
                post.stop()
                await town.web.leave()
                await served.kill()


async def come_to_rest(town: Town, citizens: Sequence[Citizen], patience_s: float) -> None:
    """All is delivered; a restart says nothing more; the books are right."""
    findings, database = town.findings, town.served.database
    filings = [talk.filing for each in citizens for talk in each.conversations if talk.filing]
    await town.post.finish()
    if not await books.settled(database, patience_s):
        async with town.web.back():
            await books.settled(database, patience_s)
    await _wake_in_quiet(town)
    await town.web.look_back()
    for citizen in citizens:
        citizen.chat.end()
    if await town.served.stop() != 0:
        findings.wrong("stop", "the service did not stop well")
    town.check_notices(filings)
    books.audit(database, filings, findings)
    books.of_repeats(findings)


async def _wake_in_quiet(town: Town) -> None:
    """Killed and started when nothing is left to do, the service has nothing to say."""
    counts = town.findings.counts
    before = counts["replies"] + counts["notices"]
    await town.served.kill()
    await town.served.start()
    await town.served.ready()
    await asyncio.sleep(QUIET_S)
    if more := counts["replies"] + counts["notices"] - before:
        town.findings.wrong("quiet", f"{more} messages after a restart in quiet")


async def cancel(tasks: set[asyncio.Task[None]]) -> None:
    """End what still runs, and wait for that."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
