"""What arrives in sips is what was sent, and who is trusted drinks as it comes."""

import asyncio
import os
from collections.abc import Callable
from typing import cast

import pytest
import uvloop
from aiohttp import web

from bot.web import callers
from bot.web.sips import SIP_BYTES, Sips, without_sips

SENT = os.urandom(40 * SIP_BYTES)


class Listener(asyncio.Protocol):
    """Hears everything; from *trusts_at* bytes on without sips."""

    def __init__(self, trusts_at: float) -> None:
        self.heard: list[bytes] = []
        self.over = asyncio.get_running_loop().create_future()
        self._trusts_at = trusts_at

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by name

    def data_received(self, data: bytes) -> None:
        self.heard.append(data)
        if sum(map(len, self.heard)) >= self._trusts_at:
            self._trusts_at = float("inf")
            asyncio.get_running_loop().call_soon(without_sips, self.transport, self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self.over.set_result(exc)


async def heard(trusts_at: float) -> list[bytes]:
    loop = asyncio.get_running_loop()
    listener = Listener(trusts_at)
    server = await loop.create_server(lambda: Sips(listener), "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    async with asyncio.timeout(20):
        for at in range(0, len(SENT), 10 * SIP_BYTES):
            writer.write(SENT[at : at + 10 * SIP_BYTES])
            await writer.drain()
        writer.close()
        assert await listener.over is None
    server.close()
    return listener.heard


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
@pytest.mark.parametrize("trusts_at", [float("inf"), 1, 5 * SIP_BYTES])
def test_all_of_it_arrives_and_a_stranger_s_in_sips(
    loop: Callable[[], asyncio.AbstractEventLoop], trusts_at: float
) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        pieces = runner.run(heard(trusts_at))

    assert b"".join(pieces) == SENT
    in_sips = max(map(len, pieces)) <= SIP_BYTES
    assert in_sips == (trusts_at == float("inf"))


async def test_what_comes_after_a_pause_is_read() -> None:
    """aiohttp's parser pauses at very many small pieces, and goes on when it is asked to read."""

    async def tell(request: web.BaseRequest) -> web.Response:
        async with asyncio.timeout(5):
            body = b"".join([piece async for piece in request.content.iter_any()])
        return web.Response(text=f"{len(body)} bytes")

    server = web.Server(tell)
    guests = callers.Callers(callers.ceilings(10), ())
    listening = await asyncio.get_running_loop().create_server(
        lambda: Sips(callers.Caller(server, guests)), "127.0.0.1", 0
    )
    reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
    head = b"POST / HTTP/1.1\r\nHost: a\r\n%b\r\n\r\n%b"
    pieces = b"1\r\nx\r\n" * 513 + b"0\r\n\r\n"
    for sent, said in (
        (head % (b"Transfer-Encoding: chunked", pieces), b"513 bytes"),
        (head % (b"Content-Length: 5", b"hello"), b"5 bytes"),
    ):
        writer.write(sent)
        async with asyncio.timeout(10):
            assert await reader.readuntil(said)
    writer.close()
    listening.close()
    await server.shutdown()
