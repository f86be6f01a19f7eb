"""The answer to a webhook whose message is kept: 200, made once and not anew for each.

A Response of aiohttp's own collects, checks and joins the same five headers every time, which is a
sixth of an acknowledgement. This one is written as it stands, with the second's date.
"""

from email.utils import formatdate
from types import MappingProxyType

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

from bot import clock
from bot.web.security import SERVER

OK, HEADERS = b"ok", MappingProxyType({"Server": SERVER, "Content-Type": "text/plain"})


def taken(request: web.BaseRequest) -> web.StreamResponse:
    """200 to *request*; who does not keep the connection is told so by an ordinary answer."""
    if request.keep_alive and request.version == HttpVersion11:
        return _TAKEN
    return web.Response(body=OK, headers=HEADERS)


class _Taken(web.StreamResponse):
    """Nothing in it belongs to one request, so that one serves all."""

    def __init__(self) -> None:
        super().__init__(headers=HEADERS)
        self._second = -1
        self._written = b""

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Write all of it. Raises ConnectionResetError where nobody is there any more."""
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("nobody waits for it")
        transport.write(self._now())
        await request.writer.drain()
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing is left to write."""

    def _now(self) -> bytes:
        second = clock.second()
        if second != self._second:
            self._second = second
            date = formatdate(second, usegmt=True)
            headers = {**HEADERS, "Content-Length": len(OK), "Date": date}
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            self._written = b"HTTP/1.1 200 OK\r\n%b\r\n%b" % (lines.encode(), OK)
        return self._written


_TAKEN = _Taken()
