"""A visitor of the web chat as light as can be: one connection, no browser, the page's frames."""

import asyncio
import base64
import os
import re
import time
from typing import Self, cast

import msgspec

from benchmarks.load.http import whole

HELLO = b'{"type":"hello","after":""}'
PING = b'{"type":"ping"}'
TEXT, VENDOR_PING, PONG = 1, 9, 10
AGENT = (
    "User-Agent: Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Mobile Safari/537.36\r\n"
    "Accept-Language: th-TH,th;q=0.9,en-US;q=0.8,en;q=0.7\r\nAccept-Encoding: gzip, deflate, br\r\n"
)
COOKIE = re.compile(rb"Set-Cookie: (visitor=[^;]+)")


def framed(payload: bytes, kind: int = TEXT) -> bytes:
    """A frame from a browser; the mask is all zeros, which leaves the payload as it is."""
    length = len(payload)
    size = bytes([0x80 | length]) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    return bytes([0x80 | kind]) + size + b"\0\0\0\0" + payload


class Visitor(asyncio.Protocol):
    """One open page: when it said something, saw it taken and answered; 0.0 is not yet."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        loop = asyncio.get_running_loop()
        self._ready: asyncio.Future[None] = loop.create_future()
        self.answered: asyncio.Future[None] = loop.create_future()
        self._is_open = self.is_gone = False
        self._id = ""
        self.said_at = self.taken_at = self.answered_at = 0.0

    @classmethod
    async def comes(cls, port: int, cookie: str) -> Self:
        """Open the socket, and hear that nothing was said so far."""
        loop = asyncio.get_running_loop()
        _, visitor = await loop.create_connection(cls, "127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        visitor._transport.write(
            f"GET /chat/socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{AGENT}"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Pragma: no-cache\r\nCache-Control: no-cache\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
            f"Sec-WebSocket-Key: {key}\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        await visitor._ready
        return visitor

    def says(self, event_id: str, text: str) -> None:
        """Write *text*."""
        self._id, self.said_at = event_id, time.perf_counter()
        frame = {"type": "text", "id": event_id, "text": text}
        self._transport.write(framed(msgspec.json.encode(frame)))

    def pings(self) -> None:
        """Ask whether somebody is still there."""
        self._transport.write(framed(PING))

    def leaves(self) -> None:
        """Break off."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _: Exception | None) -> None:
        self.is_gone = True
        if not self._ready.done():
            self._ready.set_exception(ConnectionError("turned away"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self._buffer.startswith(b"HTTP/1.1 101"):
                self.leaves()
                return
            del self._buffer[: end + 4]
            self._is_open = True
            self._transport.write(framed(HELLO))
        while self._hear_one():
            pass

    def _hear_one(self) -> bool:
        buffer = self._buffer
        start, length = 2, buffer[1] if len(buffer) > 1 else 0
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return False
        payload = bytes(buffer[start : start + length])
        kind = buffer[0] & 15
        del buffer[: start + length]
        if kind == VENDOR_PING:
            self._transport.write(framed(payload, PONG))
        elif kind == TEXT:
            self._see(payload)
        return True

    def _see(self, payload: bytes) -> None:
        if payload == b'{"type":"pong"}':
            return
        frame = msgspec.json.decode(payload)
        if frame["type"] == "history":
            self._ready.set_result(None)
        elif frame["type"] == "taken" and frame["id"] == self._id:
            self.taken_at = time.perf_counter()
        elif frame["type"] == "item" and frame["item"]["from"] == "us" and not self.answered_at:
            self.answered_at = time.perf_counter()
            self.answered.set_result(None)


async def cookies(port: int, number: int) -> list[str]:
    """What as many newcomers get when they open the page."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found, buffer = [], bytearray()
    for _ in range(number):
        writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{AGENT}\r\n".encode())
        while (answer := whole(buffer)) is None:
            buffer += await reader.read(2**16)
        cookie = COOKIE.search(answer[0])
        assert cookie, answer[0]
        found.append(cookie[1].decode())
        del buffer[: answer[2]]
    writer.close()
    return found
