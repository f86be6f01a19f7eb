"""LINE or Telegram played on loopback: takes what is sent at a rate, or is as ill as told.

``python -m tests.played_vendor 0.002 [30]`` plays it in a process of its own until its input ends:
latency, calls a second at most; prints its address, and
answers ``/played`` with what has arrived.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import on_loopback

TOKEN = "123456:TEST"
WELL, HANGS, BROKEN, RESETS, GARBAGE = "well", "hangs", "broken", "resets", "garbage"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message that was taken."""

    chat: str
    text: str
    at: float
    by: str


@dataclass
class PlayedVendor:
    """*rate* is how many calls a second it takes, a second's worth at once; None: all.

    *blocked* are chats that refuse us, *spent* says that the month's pushes are used up, *plan* and
    *used* are its answers about them, *slow* are chats that are told to slow down, once each.
    """

    state: str = WELL
    latency: float = 0.0
    rate: float | None = None
    retry_after: int | None = 1
    spent: bool = False
    plan: int = 0
    used: int = 0
    blocked: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    arrived: list[Arrival] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    called_at: list[float] = field(default_factory=list)
    refused: int = 0
    more: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    _tokens: float = 0.0
    _at: float = 0.0

    @property
    def texts(self) -> list[str]:
        """What has arrived."""
        return [each.text for each in self.arrived]

    def to(self, chat: str) -> list[str]:
        """What has arrived in one chat."""
        return [each.text for each in self.arrived if each.chat == chat]

    async def until(self, count: int, seconds: float = 60) -> list[str]:
        """What has arrived, once it is *count*."""
        async with asyncio.timeout(seconds):
            while len(self.arrived) < count:
                self.more.clear()
                await self.more.wait()
        return self.texts

    async def until_called(self, count: int) -> None:
        """Until so many calls were made."""
        async with asyncio.timeout(30):
            while self.calls.total() < count:
                self.more.clear()
                await self.more.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call of either API."""
        raw = await request.read()
        self.calls[request.path.rpartition("/")[2]] += 1
        self.called_at.append(asyncio.get_running_loop().time())
        self.more.set()
        if self.latency:
            await asyncio.sleep(self.latency)
        ill = await self._is_ill(request)
        if ill is not None:
            return ill
        body = json.loads(raw) if raw else {}
        if request.path.startswith("/v2/"):
            return self._line(request, body)
        return self._telegram(body)

    async def tell(self, _: web.Request) -> web.Response:
        """What has arrived, for who plays it in another process."""
        arrived = [(each.chat, each.text, each.at) for each in self.arrived]
        return web.json_response({"arrived": arrived, "refused": self.refused})

    async def _is_ill(self, request: web.Request) -> web.StreamResponse | None:
        match self.state:
            case "hangs":
                await self.released.wait()
                return web.Response(status=504)
            case "broken":
                return web.Response(status=503, text="<html>503")
            case "resets":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case "garbage":
                return web.Response(text="<html>200 OK", content_type="text/html")
        return None

    def _line(self, request: web.Request, body: Any) -> web.StreamResponse:
        if request.path.endswith("/quota"):
            return web.json_response({"type": "limited", "value": self.plan})
        if request.path.endswith("/consumption"):
            return web.json_response({"totalUsage": self.used})
        chat = body.get("to") or body.get("replyToken", "")
        if self._is_too_fast(chat):
            return _line_says(429, "The API rate limit has been exceeded. Try again later.")
        is_push = request.path.endswith("/push")
        if is_push and self.spent:
            return _line_says(429, "You have reached your monthly limit.")
        key = request.headers.get("X-Line-Retry-Key") or body.get("replyToken", "")
        if key in self.keys:
            return _line_says(409 if is_push else 400, "Invalid reply token")
        self.keys.add(key)
        for message in body.get("messages", ()):
            self._take(chat, message.get("text", ""), "push" if is_push else "reply")
        return web.json_response({"sentMessages": []})

    def _telegram(self, body: Any) -> web.StreamResponse:
        chat = str(body.get("chat_id", ""))
        if self._is_too_fast(chat):
            told = {"retry_after": self.retry_after} if self.retry_after is not None else {}
            return _telegram_says(429, "Too Many Requests", parameters=told)
        if chat in self.blocked:
            return _telegram_says(403, "Forbidden: bot was blocked by the user")
        self._take(chat, body.get("text", ""), "telegram")
        return web.json_response({"ok": True, "result": True})

    def _take(self, chat: str, text: str, by: str) -> None:
        self.arrived.append(Arrival(chat, text, asyncio.get_running_loop().time(), by))
        self.more.set()

    def _is_too_fast(self, chat: str) -> bool:
        if chat in self.slow:
            self.slow.discard(chat)
            self.refused += 1
            return True
        if self.rate is None:
            return False
        now = asyncio.get_running_loop().time()
        self._tokens = min(self.rate, self._tokens + (now - self._at) * self.rate)
        self._at = now
        if self._tokens < 1:
            self.refused += 1
            return True
        self._tokens -= 1
        return False


def _line_says(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)


def _telegram_says(code: int, description: str, **more: Any) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, **more}
    return web.json_response(body, status=code)


@asynccontextmanager
async def played(vendor: PlayedVendor) -> AsyncIterator[PlayedVendor]:
    """Serve it on a free port."""
    app = web.Application(client_max_size=60 * 2**20)
    app.router.add_get("/played", vendor.tell)
    app.router.add_route("*", "/{path:.*}", vendor.serve)
    async with on_loopback(app) as vendor.url:
        try:
            yield vendor
        finally:
            vendor.released.set()


async def _play(latency: float, rate: float | None) -> None:
    async with played(PlayedVendor(latency=latency, rate=rate)) as vendor:
        print(vendor.url, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:]]
    asyncio.run(_play(given[0], given[1] if len(given) > 1 else None))
