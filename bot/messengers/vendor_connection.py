"""A connection to a vendor on which one question at a time is asked, and its answer heard.

aiohttp opens it: names, addresses, TLS. What is answered is read by httptools, for aiohttp's
session and its streams take three times as long over the few hundred bytes of an answer.
"""

import asyncio
import zlib
from collections.abc import Mapping
from typing import Any

import aiohttp
import msgspec
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

SWITCHING = 101

LARGEST_HEAD = 2**16
"""Bytes of all headers of an answer, with those before it (early hints) and behind it; and of
whatever comes without an end, such as one header."""

LARGEST_FRAME = 8
"""Bytes on the way for one of a body: chunks of a single one take six."""

PACKED = (b"gzip", b"x-gzip", b"deflate")
"""We ask for none of it, but whoever stands between may not care."""

GZIP_OR_ZLIB = 47


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


def _unpacked(body: bytes, longest: int) -> bytes:
    """Raises zlib.error, of what has no end, too."""
    unpacking = zlib.decompressobj(GZIP_OR_ZLIB)
    found = unpacking.decompress(body, longest + 1)
    if not unpacking.eof and len(found) <= longest:
        raise zlib.error("no end")
    return found


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
        self._body_left = self._head_left = self._left = 0
        self._unended = 0
        self._is_of_session = False

    @property
    def is_idle(self) -> bool:
        """Whether something may be asked: it is open, and nobody has spoken unasked. What a session
        has used reads on by itself, and half an answer is not to be seen there."""
        return self.is_connected() and not (self.should_close or self._is_of_session)

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
        self._head_left, self._unended = LARGEST_HEAD, 0
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

    def set_response_params(self, **parameters: Any) -> None:
        """A session asks."""
        self._is_of_session = True
        super().set_response_params(**parameters)

    def _expect(self) -> None:
        self._headers, self._body, self._has_head = {}, [], False

    def _tell(self, status: int) -> None:
        body = b"".join(self._body)
        if self._headers.get(b"content-encoding", b"identity") in PACKED:
            try:
                body = _unpacked(body, self._longest)
            except zlib.error:
                self._fail(aiohttp.ClientPayloadError("packed, and cannot be unpacked"))
                return
            if len(body) > self._longest:
                self._fail(TooLarge(f"larger than {self._longest} bytes"))
                return
        told, self._told = self._told, None
        if told is not None and not told.done():
            told.set_result(Answered(status, self._headers, body))

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
        self._unended += len(data)
        try:
            self._reader.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self._fail(error)
        if self._left < 0 or self._unended > LARGEST_HEAD:
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
        """One header; behind the body it is counted, not kept."""
        self._unended = 0
        self._head_left -= len(name) + len(value)
        if self._head_left < 0:
            self._fail(TooLarge("larger than a head may be"))
        elif not self._has_head:
            self._headers.setdefault(name.lower(), value.strip(b" \t"))

    def on_headers_complete(self) -> None:
        """The body follows."""
        self._has_head, self._unended = True, 0

    def on_body(self, body: bytes) -> None:
        """Some of the body."""
        if self._told is None:
            return
        self._unended = 0
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
