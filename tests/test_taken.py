"""The acknowledgement that is made once for all: to whoever asks it is an answer like any other."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
from aiohttp import web

from bot import clock
from bot.web.taken import HEADERS, OK, taken
from tests.loopback import on_loopback

PATIENCE_S = 5.0


async def _ready_made(request: web.Request) -> web.StreamResponse:
    return taken(request)


async def _ordinary(_: web.Request) -> web.StreamResponse:
    return web.Response(body=OK, headers=HEADERS)


def _app() -> web.Application:
    app = web.Application()
    app.add_routes([web.post("/made", _ready_made), web.post("/ordinary", _ordinary)])
    return app


@asynccontextmanager
async def _line() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    async with on_loopback(_app()) as address:
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            yield reader, writer
        finally:
            writer.close()


def _asked(rest: str = "", *, version: str = "1.1") -> bytes:
    return f"POST /made HTTP/{version}\r\nHost: x\r\nContent-Length: 2\r\n{rest}\r\n{{}}".encode()


async def test_it_says_what_an_ordinary_answer_says() -> None:
    async with on_loopback(_app()) as address, aiohttp.ClientSession(address) as session:
        said = []
        for path in ("/made", "/ordinary", "/made"):
            async with session.post(path, data=b"{}") as answer:
                date = parsedate_to_datetime(answer.headers["Date"]).timestamp()
                assert abs(date - time.time()) < PATIENCE_S
                headers = {name: value for name, value in answer.headers.items() if name != "Date"}
                said.append((answer.status, answer.reason, headers, await answer.read()))
    assert said[0] == said[1] == said[2]


async def test_many_on_one_connection_are_answered_one_by_one() -> None:
    async with _line() as (reader, writer):
        writer.write(_asked() * 50)
        for _ in range(50):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(OK)), PATIENCE_S) == OK


@pytest.mark.parametrize(
    "asked", [_asked("Connection: close\r\n"), _asked(version="1.0")], ids=["asked", "old"]
)
async def test_who_keeps_no_connection_is_told_that_it_ends(asked: bytes) -> None:
    async with _line() as (reader, writer):
        writer.write(asked)
        said = await asyncio.wait_for(reader.read(), PATIENCE_S)
    head, _, body = said.partition(b"\r\n\r\n")
    assert b" 200 OK\r\n" in head
    assert b"Connection: close" in head or head.startswith(b"HTTP/1.0")
    assert body == OK


async def test_the_date_goes_with_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    dates = []
    async with on_loopback(_app()) as address, aiohttp.ClientSession(address) as session:
        for second in (1_000_000_000.9, 1_000_000_001.0):
            moment = datetime.fromtimestamp(second, UTC)
            monkeypatch.setattr(clock, "second", lambda moment=moment: int(moment.timestamp()))
            async with session.post("/made", data=b"{}") as answer:
                dates.append(answer.headers["Date"])
    assert dates == ["Sun, 09 Sep 2001 01:46:40 GMT", "Sun, 09 Sep 2001 01:46:41 GMT"]
