"""A drill: LINE as it is under load, the service and Litestream as processes that can be killed."""

import asyncio
import json
import signal
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot import replication
from tests.loopback import on_loopback
from tests.serving import ROOT
from tests.signing import line_signature

SECRET, TOKEN = "drill-secret", "drill-token"
QUESTIONS = ("คะแนนรวมเท่าไหร่", "มาตรการมีอะไรบ้าง", "คะแนน e9", "สวัสดีค่ะ")
CONNECTIONS = 48
PATIENCE_S = 60


@dataclass
class Platform:
    """LINE: posts signed events, each by a person of its own; takes each reply token once."""

    url: str = ""
    acknowledged: dict[str, float] = field(default_factory=dict)
    posted: set[str] = field(default_factory=set)
    answers: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    used: set[str] = field(default_factory=set)
    retry_keys: set[str] = field(default_factory=set)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    loading: bool = True

    async def serve(self, request: web.Request) -> web.Response:
        """The Messaging API, as far as answers go."""
        raw = await request.read()
        body = json.loads(raw) if raw else {}
        if request.path.endswith("/message/reply"):
            token = body["replyToken"]
            if token in self.used:
                return web.json_response({"message": "Invalid reply token"}, status=400)
            self.used.add(token)
            self._hears(token.removeprefix("token-"))
        elif request.path.endswith("/message/push"):
            key = request.headers["X-Line-Retry-Key"]
            if key in self.retry_keys:
                return web.json_response({"message": "accepted already"}, status=409)
            self.retry_keys.add(key)
            self._hears(number_of(body["to"]))
        return web.json_response({"sentMessages": []})

    def _hears(self, number: str) -> None:
        self.answers[number].append(time.monotonic())
        self.heard.set()

    async def load(self, webhook: str) -> None:
        """Post as fast as events are acknowledged, until ``loading`` is no more."""
        numbers = iter(range(10**6))

        async def post_on(session: aiohttp.ClientSession) -> None:
            while self.loading:
                await self.post(session, webhook, str(next(numbers)))

        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as session:
            await asyncio.gather(*(post_on(session) for _ in range(CONNECTIONS)))

    async def post(
        self, session: aiohttp.ClientSession, webhook: str, number: str, *, again: bool = False
    ) -> None:
        """One event; whether and when it was acknowledged is noted."""
        raw = json.dumps({"destination": "U" + "0" * 32, "events": [event(number, again)]}).encode()
        mac = line_signature(raw, SECRET)
        self.posted.add(number)
        try:
            async with session.post(webhook, data=raw, headers={"X-Line-Signature": mac}) as answer:
                if answer.status == 200:
                    self.acknowledged[number] = time.monotonic()
                    self.heard.set()
        except aiohttp.ClientError:
            await asyncio.sleep(0.01)  # it was killed: nobody has said that it is kept

    async def acknowledges(self, more: int) -> None:
        """Wait until the service has said of so many more that it keeps them."""
        enough = len(self.acknowledged) + more
        await self.hears(lambda: len(self.acknowledged) >= enough)

    async def redeliver(self, webhook: str, numbers: Iterable[str]) -> None:
        """The same events, marked as repeated."""
        async with aiohttp.ClientSession() as session:
            for number in numbers:
                await self.post(session, webhook, number, again=True)

    async def hears(self, is_enough: Callable[[], bool]) -> None:
        """Wait until the answers are what was waited for."""
        async with asyncio.timeout(PATIENCE_S):
            while not is_enough():
                self.heard.clear()
                await self.heard.wait()


def event(number: str, again: bool) -> dict[str, Any]:
    """What a person says, whom nobody else is."""
    return {
        "type": "message",
        "webhookEventId": event_id(number),
        "mode": "active",
        "timestamp": 1700000000000,
        "deliveryContext": {"isRedelivery": again},
        "source": {"type": "user", "userId": f"U{int(number):032x}"},
        "replyToken": f"token-{number}",
        "message": {
            "type": "text",
            "id": f"9{number}",
            "quoteToken": "q",
            "text": QUESTIONS[int(number) % len(QUESTIONS)],
        },
    }


def event_id(number: str) -> str:
    return f"01DRILL{int(number):019}"


def number_of(user: str) -> str:
    return str(int(user.removeprefix("U"), 16))


@asynccontextmanager
async def playing() -> AsyncIterator[Platform]:
    """LINE, on a free port."""
    platform = Platform()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", platform.serve)
    async with on_loopback(app) as platform.url:
        yield platform


@asynccontextmanager
async def replicating(database: Path, replica: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Litestream with our settings, once it has begun; killed at the end, if not before."""
    program = replication.program()
    assert program is not None
    settings = database.with_name("litestream.yml")
    settings.write_text(replication.config(database, replica.as_uri(), days=30), "utf-8")
    process = await asyncio.create_subprocess_exec(
        program, "replicate", "-no-expand-env", "-config", str(settings), cwd=ROOT
    )
    try:
        await asyncio.to_thread(_wait_for_files, replica)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


def _wait_for_files(replica: Path) -> None:
    """Another process makes them: nothing tells of it."""
    until = time.monotonic() + PATIENCE_S
    while not any(replica.glob("ltx/*/*.ltx")):
        assert time.monotonic() < until, "litestream takes nothing away"
        time.sleep(0.05)
