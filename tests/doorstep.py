"""The doorstep: the page, the chat and LINE's webhook on a real port, spoken to in bytes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.receiving import Receiver
from bot.service import bind
from bot.settings import Network
from bot.web.callers import Callers, Ceilings, Site
from bot.web.health import Health
from bot.web.pressure import MEGABYTE, Pressure
from bot.web.webhooks import LINE_PATH, LineWebhook
from data import inbox_waiting
from data.store import Store
from handlers.message import Messenger
from tests.echo_service import EchoService, application
from tests.signing import line_signature

SECRET = "s3cret"
PATIENCE_S = 10

PAGE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def event(number: int = 1, text: str = "สวัสดี") -> bytes:
    source = {"type": "user", "userId": "U" + "1" * 32}
    message = {"type": "text", "id": str(number), "text": text}
    one = {"type": "message", "mode": "active", "webhookEventId": f"E{number}", "source": source}
    return json.dumps({"events": [{**one, "message": message}]}).encode()


def signature(body: bytes) -> str:
    return line_signature(body, SECRET)


def post(body: bytes, signed: str | None = None, *, length: int | None = None) -> bytes:
    """A webhook of LINE's in bytes, with the right signature unless *signed* says another."""
    signed = signature(body) if signed is None else signed
    lines = [
        f"POST {LINE_PATH} HTTP/1.1",
        "Host: a",
        f"Content-Length: {len(body) if length is None else length}",
        *([f"X-Line-Signature: {signed}"] if signed else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


class House:
    """The page, the chat and LINE's webhook on a real port, behind the door."""

    def __init__(self, store: Store, limits: Ceilings, proxies: tuple[Network, ...] = ()) -> None:
        self.callers = Callers(limits, proxies)
        self.pressure = Pressure(MEGABYTE, lambda: self.memory)
        self.memory = 0
        self.chat = EchoService()
        self.store = store
        receiver = Receiver(store, lambda _: None, self.pressure.check)
        self.app = application(self.chat, trusted_proxies=proxies)
        self.line = LineWebhook(receiver, SECRET)
        self.app.router.add_post(LINE_PATH, self.line.handle)
        self.app.router.add_get("/endless", self._endless)
        health = Health(store, lambda: True, lambda: self.pressure.reason)
        self.app.router.add_get("/readyz", health.ready)
        self._socket = bind("127.0.0.1", 0)
        self.port = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    async def _endless(self, _: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["House"]:
        runner = web.AppRunner(self.app, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        direct = {LINE_PATH: self.line.handle}
        await Site(runner, self._socket, self.callers, direct=direct).start()
        try:
            yield self
        finally:
            await runner.cleanup()

    def kept(self) -> int:
        return sum(
            len(self.store.read_now(inbox_waiting.oldest, name, 0, 10_000)) for name in Messenger
        )


class Line:
    """One connection, spoken to in bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def ask(self, *parts: bytes) -> tuple[int, dict[str, str]]:
        """Send *parts*; the status and headers of what comes back."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
        return await self.answer()

    async def answer(self) -> tuple[int, dict[str, str]]:
        async with asyncio.timeout(PATIENCE_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        first, *rest = head.strip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in rest)
        async with asyncio.timeout(PATIENCE_S):
            await self.reader.readexactly(int(headers.get("content-length", "0")))
        return int(first.split()[1]), headers

    async def is_cut(self) -> bool:
        """Wait until the other side hangs up."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while await self.reader.read(2**16):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True


@asynccontextmanager
async def a_line(house: House, *, address: str = "127.0.0.1") -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port, local_addr=(address, 0))
    try:
        yield Line(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def a_house(store: Store, limits: Ceilings, **more: Any) -> AsyncIterator[House]:
    async with House(store, limits, **more).open() as house:
        yield house
