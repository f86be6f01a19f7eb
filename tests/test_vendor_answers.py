"""What LINE or Telegram may answer, or not, to one call: each is understood, and bounded."""

import asyncio
import ssl
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.messengers import calls
from bot.messengers.line import Line
from bot.messengers.messenger import Sending, SlowDown, TryLater
from bot.messengers.telegram import Telegram
from handlers.turn import Reply
from tests.certificates import self_signed

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

SENDING = Sending("o1", "5", (Reply("สวัสดีค่ะ"),), "123e4567-e89b-12d3-a456-426614174000")
TELEGRAM_OK = b'{"ok":true,"result":true}'
BOTH = pytest.mark.parametrize(
    "make", [lambda url: Line(url, "t"), lambda url: Telegram("1:T", url)]
)


@asynccontextmanager
async def vendor(answer: Answer, **more: Any) -> AsyncIterator[str]:
    """A vendor that answers every call so; its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, **more).start()
    try:
        yield "http://{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()


async def outcome(make: Callable[[str], Line | Telegram], url: str) -> TryLater:
    """Why one send was not taken."""
    adapter = make(url)
    await adapter.start()
    try:
        with pytest.raises(TryLater) as later:
            async with asyncio.timeout(5):
                await adapter.send(SENDING)
    finally:
        await adapter.close()
    return later.value


def megabytes(*, told: bool, count: int = 10) -> Answer:
    """A JSON object of so many megabytes, whose size is *told* beforehand or not."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if told:
            response.content_length = count * 2**20 + len(TELEGRAM_OK)
        await response.prepare(request)
        try:
            for _ in range(count * 16):
                await response.write(b" " * 65_536)
            await response.write(TELEGRAM_OK)
        except ConnectionError:
            pass
        return response

    return answer


@BOTH
@pytest.mark.parametrize("told", [True, False])
async def test_of_an_endless_answer_no_more_than_a_megabyte_is_read(
    make: Callable[[str], Line | Telegram], told: bool
) -> None:
    async with vendor(megabytes(told=told, count=64)) as url:
        tracemalloc.start()
        later = await outcome(make, url)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert later.perhaps_sent
    assert peak < 8 * 2**20


@BOTH
async def test_a_body_that_breaks_off_leaves_the_outcome_open(
    make: Callable[[str], Line | Telegram],
) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = len(TELEGRAM_OK)
        await response.prepare(request)
        await response.write(TELEGRAM_OK[:9])
        assert request.transport is not None
        request.transport.close()
        return response

    async with vendor(cut) as url:
        assert (await outcome(make, url)).perhaps_sent


@BOTH
@pytest.mark.parametrize(
    "body", [b'{"ok":tr', b"[]", b'"ok"', b"7", b"\xff\xfe", b"[" * 100_000, b"<html>200 OK"]
)
async def test_a_200_that_is_not_the_vendors_delivers_nothing(
    make: Callable[[str], Line | Telegram], body: bytes
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body)

    async with vendor(answer) as url:
        assert (await outcome(make, url)).perhaps_sent


@BOTH
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(
    make: Callable[[str], Line | Telegram], status: int
) -> None:
    asked = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if request.path == "/elsewhere":
            return web.Response(body=TELEGRAM_OK)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    async with vendor(answer) as url:
        assert (await outcome(make, url)).perhaps_sent

    assert "/elsewhere" not in asked


@BOTH
async def test_too_fast_is_told_from_other_trouble(
    make: Callable[[str], Line | Telegram],
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        body = {"ok": False, "message": "too many", "parameters": {"retry_after": 3}}
        return web.json_response(body, status=429)

    async with vendor(answer) as url:
        later = await outcome(make, url)

    assert isinstance(later, SlowDown)
    assert not later.perhaps_sent


# ---------------------------------------------------------------- never reached


@BOTH
async def test_an_address_that_has_no_host_was_never_reached(
    make: Callable[[str], Line | Telegram],
) -> None:
    assert not (await outcome(make, "http://no-such-host.invalid")).perhaps_sent


@BOTH
async def test_a_certificate_that_is_not_the_vendors_is_never_spoken_to(
    make: Callable[[str], Line | Telegram], tmp_path: Path
) -> None:
    asked = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=TELEGRAM_OK)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    async with vendor(answer, ssl_context=context) as url:
        later = await outcome(make, url.replace("http://", "https://"))

    assert (later.perhaps_sent, asked) == (False, [])


@BOTH
async def test_a_host_that_never_takes_the_connection_cannot_have_taken_the_message(
    make: Callable[[str], Line | Telegram], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(calls, "CONNECT_S", 0.2)
    async with silent() as port:
        assert not (await outcome(make, f"https://127.0.0.1:{port}")).perhaps_sent


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """A port that takes connections and never says a word of TLS."""

    async def nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(nothing, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()
