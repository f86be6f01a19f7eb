"""A connection to a vendor on which one question at a time is asked, and its answer heard.

aiohttp opens it: names, addresses, TLS. What is answered is read by httptools, for aiohttp's
session and its streams take three times as long over the few hundred bytes of an answer.
"""

import asyncio
from collections.abc import Mapping

import aiohttp
import msgspec
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

SWITCHING = 101

LARGEST_HEAD = 2**16
"""Bytes, and what comes before it, such as early hints."""

LARGEST_FRAME = 8
"""Bytes on the way for one of a body: chunks of a single one take six."""


class NotAnswered(Exception):
    """No whole answer came; what was asked for may have been done. Told is the error's kind."""


class TooLarge(NotAnswered):
    """There is more of it than was asked for."""


class Answered(msgspec.Struct, frozen=True):
    """What the vendor, or whoever stands between, said. The names of *headers* are in small
    letters; see header()."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes


def header(headers: Mapping[bytes, bytes], name: bytes) -> str:
    """What a header says; "" where there is none, or one that is no plain text."""
    said = headers.get(name, b"").decode("latin-1")
    return said if said.isascii() and said.isprintable() else ""


class VendorConnection(ResponseHandler):
    """aiohttp's own where its session asks; else only what ask() asks is heard.

    It was used *since* then for the last time, and what is asked is to be answered *until* then
    (the loop's time); *rang* where it was not.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.held: Connection | None = None
        self.since = 0.0
        self.until = 0.0
        self.rang = False
        self._told: asyncio.Future[Answered] | None = None
        self._reader: HttpResponseParser | None = None
        self._headers: dict[bytes, bytes] = {}
        self._body: list[bytes] = []
        self._has_head = False
        self._longest = 0
        self._body_left = 0
        self._left = 0

    @property
    def is_idle(self) -> bool:
        """Whether something may be asked: it is open, and nobody has spoken unasked."""
        return self.is_connected() and not self.should_close

    def ask(self, whole: bytes, longest: int) -> "asyncio.Future[Answered]":
        """Send *whole*; its answer, of *longest* bytes at most.

        Raises, then or later, TooLarge, aiohttp.ClientError or HttpParserError; the connection is
        of no more use then, nor if whoever waits is cancelled.
        """
        if self.transport is None:
            raise aiohttp.ServerDisconnectedError
        if self._reader is None:
            self._reader = HttpResponseParser(self)
        self._longest = self._body_left = longest
        self._left = LARGEST_HEAD + LARGEST_FRAME * longest
        self._expect()
        self._told = told = self._loop.create_future()
        self.transport.write(whole)
        return told

    def ring(self) -> None:
        """It takes too long: cut it off."""
        self.rang = True
        if self.transport is not None:
            self.transport.abort()

    def end(self) -> None:
        """Close it."""
        if self.held is not None:
            self.held.close()
            self.held = None

    def _expect(self) -> None:
        self._headers, self._body, self._has_head = {}, [], False

    def _tell(self, status: int) -> None:
        told, self._told = self._told, None
        if told is not None and not told.done():
            told.set_result(Answered(status, self._headers, b"".join(self._body)))

    def _fail(self, error: Exception) -> None:
        self.force_close()
        told, self._told = self._told, None
        if told is not None and not told.done():
            told.set_exception(error)

    # what the transport calls ----------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Some bytes came."""
        if self._told is None or self._reader is None:
            super().data_received(data)  # keeps it as what came unasked
            return
        self._left -= len(data)
        try:
            self._reader.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self._fail(error)
        if self._left < 0:
            self._fail(TooLarge(f"larger than {self._longest} bytes"))

    def connection_lost(self, exc: BaseException | None) -> None:
        """Nothing more will come: the answer is whole if nothing but that tells its end."""
        if self._told is not None and self._reader is not None:
            ends_so = not {b"content-length", b"transfer-encoding"} & self._headers.keys()
            if exc is None and self._has_head and ends_so:
                self._tell(self._reader.get_status_code())
            else:
                self._fail(aiohttp.ServerDisconnectedError())
        self._reader = None  # it holds us
        super().connection_lost(exc)

    # what the parser calls -------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Somebody answers, perhaps without being asked."""
        if self._told is None:
            self.force_close()

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        """The body follows."""
        self._has_head = True

    def on_body(self, body: bytes) -> None:
        """Some of the body."""
        self._body.append(body)
        self._body_left -= len(body)
        if self._body_left < 0:
            self._fail(TooLarge(f"larger than {self._longest} bytes"))

    def on_message_complete(self) -> None:
        """An answer is whole; it may tell that there is another to come."""
        if self._told is None or self._reader is None:
            return
        status = self._reader.get_status_code()
        if 100 <= status < 200 and status != SWITCHING:
            self._expect()
            return
        if not self._reader.should_keep_alive():
            self.force_close()
        self._tell(status)
