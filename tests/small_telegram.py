"""A small Telegram of our own on loopback: remembers the calls and answers as told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import on_loopback

TOKEN = "123456:TEST"
GARBAGE, RESET, HANG = "garbage", "reset", "hang"
OK = (200, {"ok": True, "result": True})


def no(code: int, description: str = "", **parameters: Any) -> tuple[int, dict[str, Any]]:
    """Telegram's refusal."""
    body = {"ok": False, "error_code": code, "description": description}
    return code, {**body, **({"parameters": parameters} if parameters else {})}


@dataclass
class Call:
    """One request that reached Telegram; *files* holds (name, content) by field."""

    method: str
    body: dict[str, Any]
    files: dict[str, tuple[str, bytes]]


@dataclass
class SmallTelegram:
    """Answers as told, in order, and ok after that."""

    calls: list[Call] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    content: dict[str, bytes] = field(default_factory=dict)
    arrived: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def will(self, method: str, *answers: Any) -> None:
        """What to answer to the next calls of *method*."""
        self.answers.setdefault(method, []).extend(answers)

    def methods(self) -> list[str]:
        """What was called, in order."""
        return [call.method for call in self.calls]

    def bodies(self, method: str) -> list[dict[str, Any]]:
        """With what *method* was called."""
        return [call.body for call in self.calls if call.method == method]

    async def until(self, method: str) -> None:
        """Wait until *method* has been called once more."""
        async with asyncio.timeout(5):
            while await self.arrived.get() != method:
                pass

    def by_itself(self, call: Call) -> Any:  # noqa: ARG002
        """What is answered where the test says nothing."""
        return OK

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One method of the Bot API."""
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "description": "Unauthorized"}, status=401)
        method = request.match_info["method"]
        self.calls.append(await _read(method, request))
        self.arrived.put_nowait(method)
        told = self.answers.get(method)
        answer = told.pop(0) if told else self.by_itself(self.calls[-1])
        if method in self.slow:
            await self.slow[method].wait()
        if answer == RESET:
            assert request.transport is not None
            request.transport.abort()
        if answer == HANG:
            await self.released.wait()
        if isinstance(answer, str):
            return web.Response(text="<html><h1>200 OK", content_type="text/html")
        status, content = answer
        if isinstance(content, bytes):
            return web.Response(status=status, body=content)
        return web.json_response(content, status=status)

    async def give(self, request: web.Request) -> web.StreamResponse:
        """A file that somebody sent."""
        content = self.content.get(request.match_info["path"])
        if content is None or request.match_info["token"] != TOKEN:
            return web.Response(status=404)
        return web.Response(body=content)


async def _read(method: str, request: web.Request) -> Call:
    if request.content_type == "application/json":
        return Call(method, json.loads(await request.read()), {})
    body, files = {}, {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            body[name] = value
    return Call(method, body, files)


@asynccontextmanager
async def running(telegram: SmallTelegram) -> AsyncIterator[SmallTelegram]:
    """Serve *telegram* on a free port."""
    app = web.Application(client_max_size=60 * 2**20)
    app.router.add_route("*", "/bot{token}/{method}", telegram.serve)
    app.router.add_get("/file/bot{token}/{path:.*}", telegram.give)
    async with on_loopback(app) as telegram.url:
        try:
            yield telegram
        finally:
            telegram.released.set()
