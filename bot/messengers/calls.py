"""Calls to one vendor over HTTP: bounded in time and size, redirected nowhere, and never quoted.

By aiohttp's client. A post of JSON, which every answer of ours is, uses its connections without the
session above them (vendor_connection.py): a fifth of the processor's time. What aiohttp says of an
error quotes the address, and so Telegram's token: only its kind is told.
"""

import asyncio
import math
from collections import defaultdict, deque
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import NamedTuple, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError
from httptools import HttpParserError, HttpParserUpgrade
from yarl import URL

from bot.messengers.vendor_connection import (
    Answered,
    NotAnswered,
    TooLarge,
    VendorConnection,
)

CONNECT_S = 5.0
"""Who was not reached in so long cannot have taken anything: known only if it ends before a call
does."""

CALL_S = 10.0
IDLE_S = 15.0
"""After which a connection is used no more: its other end may have closed it."""

LONGEST_ANSWER = 2**20
"""Bytes; LINE's and Telegram's answers to a call have a few hundred."""

OWN_HEADERS = {"User-Agent": "prongsai", "Accept-Encoding": "identity"}
JSON = "application/json"
MOST_WAYS = 64

MOST_PASSED_OVER = 64
"""Idle connections of which something came unasked."""

UNREACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
UNREAD = (HttpProcessingError, HttpParserError, HttpParserUpgrade)
BROKEN = (aiohttp.ClientError, *UNREAD, OSError)
"""TimeoutError is one of the last."""


class NotReached(NotAnswered):
    """Nobody was reached: nothing can have been done."""


class TooLate(NotAnswered):
    """No whole answer came in time."""


class Calls:
    """One vendor's connections, opened as they are needed. *headers* go with every call, which may
    take *seconds*, where it says so, else CALL_S."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self._headers = {**OWN_HEADERS, **(headers or {})}
        self._session: aiohttp.ClientSession | None = None
        self._ways: dict[str, _Way] = {}
        self._idle: defaultdict[object, deque[VendorConnection]] = defaultdict(deque)
        self._sweeping: asyncio.TimerHandle | None = None
        self._under_way: set[VendorConnection] = set()
        self._clock: asyncio.TimerHandle | None = None
        self._rings_at = math.inf

    def start(self) -> None:
        """Be ready; nobody is connected to yet. How many at once, the courier bounds: a call that
        hangs must not hold up another chat's."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=_Connector(),
                headers=self._headers,
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def close(self) -> None:
        """Close the connections; calls that are under way find no answer."""
        if self._session is not None:
            for connection in self._under_way:
                connection.ring()
            self._set_clock(math.inf, asyncio.get_running_loop())
            await asyncio.sleep(0)  # for they hear of it in the next turn
            self._sweep(math.inf)
            await self._session.close()
            self._session = None
            self._ways.clear()

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        seconds: float = 0.0,
        longest: int = LONGEST_ANSWER,
    ) -> Answered:
        """Post JSON. Raises NotAnswered."""
        loop = asyncio.get_running_loop()
        until = loop.time() + (seconds or CALL_S)
        way = self._ways.get(url) or self._way(url)
        head = way.head + _lines(headers) if headers else way.head
        whole = b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body)
        connection = _last_used(way.idle, loop.time() - IDLE_S)
        if connection is None:
            connection = await self._connected(way, seconds or CALL_S)
        connection.until = until
        self._under_way.add(connection)
        if until < self._rings_at:
            self._set_clock(until, loop)
        try:
            answer = await connection.ask(whole, longest)
            if connection.rang:  # what was cut off may look whole
                raise TimeoutError
        except BROKEN as error:
            connection.end()
            raise (TooLate if connection.rang else NotAnswered)(type(error).__name__) from None
        except BaseException:
            connection.end()
            raise
        finally:
            self._under_way.discard(connection)
        if connection.should_close:
            connection.end()
        else:
            connection.since = loop.time()
            way.idle.append(connection)
            if self._sweeping is None:
                self._sweeping = loop.call_later(IDLE_S, self._sweep)
        return answer

    def _set_clock(self, at: float, loop: asyncio.AbstractEventLoop) -> None:
        """One for all calls, which nearly always are over before it rings."""
        if self._clock is not None:
            self._clock.cancel()
        self._clock = None if math.isinf(at) else loop.call_at(at, self._ring)
        self._rings_at = at

    def _ring(self) -> None:
        """Cut off what takes too long."""
        loop = asyncio.get_running_loop()
        for connection in self._under_way:
            if connection.until <= loop.time():
                connection.ring()
        left = (each.until for each in self._under_way if not each.rang)
        self._set_clock(min(left, default=math.inf), loop)

    def _sweep(self, since: float | None = None) -> None:
        """Close what was not used for long, or *since*; again later where anything is left."""
        loop = asyncio.get_running_loop()
        before = loop.time() - IDLE_S if since is None else since
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        for idle in self._idle.values():
            while idle and idle[0].since < before:
                idle.popleft().end()
        if any(self._idle.values()):
            self._sweeping = loop.call_later(IDLE_S, self._sweep)

    async def upload(self, url: str, form: aiohttp.FormData, *, seconds: float) -> Answered:
        """Post a form with files. Raises NotAnswered."""
        return await self._asked("POST", url, seconds, LONGEST_ANSWER, form)

    async def get(
        self, url: str, *, seconds: float = 0.0, longest: int = LONGEST_ANSWER
    ) -> Answered:
        """What is there, *longest* bytes of it at most. Raises NotAnswered."""
        return await self._asked("GET", url, seconds or CALL_S, longest)

    async def _asked(
        self,
        method: str,
        url: str,
        seconds: float,
        longest: int,
        form: aiohttp.FormData | None = None,
    ) -> Answered:
        timeout = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_S)
        try:
            async with self._open().request(
                method, url, data=form, timeout=timeout, allow_redirects=False
            ) as response:
                if (response.content_length or 0) > max(longest, LONGEST_ANSWER):
                    response.close()
                    raise TooLarge(f"larger than {longest} bytes")  # not to be begun
                body = await _body(response.content, longest)
                headers = {name.lower(): value for name, value in response.raw_headers}
                return Answered(response.status, headers, body)
        except (*UNREACHED, aiohttp.InvalidURL, UnicodeError) as error:
            raise NotReached(type(error).__name__) from None
        except TimeoutError as error:
            raise TooLate(type(error).__name__) from None
        except BROKEN as error:
            raise NotAnswered(type(error).__name__) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the adapter was not started")
        return self._session

    def _way(self, url: str) -> "_Way":
        """How that address is posted to, kept for the next time. Raises NotReached of one that is
        none."""
        if len(self._ways) >= MOST_WAYS:
            self._ways.clear()
        try:
            where = URL(url)
            asked = aiohttp.ClientRequest("POST", where, loop=asyncio.get_running_loop())
        except ValueError as error:
            raise NotReached(type(error).__name__) from None
        first = f"POST {where.raw_path_qs} HTTP/1.1\r\n".encode()
        headers = {"Host": asked.headers["Host"], **self._headers, "Content-Type": JSON}
        idle = self._idle[asked.connection_key]
        way = self._ways[url] = _Way(asked, first + _lines(headers), idle)
        return way

    async def _connected(self, way: "_Way", seconds: float) -> VendorConnection:
        """A connection on which nobody has spoken since it was used last. Raises NotReached."""
        connector = self._open().connector
        assert connector is not None
        patience = _patience(min(seconds, CONNECT_S))
        for _ in range(MOST_PASSED_OVER):
            try:
                held = await connector.connect(way.asked, [], patience)
            except (*BROKEN, UnicodeError) as error:
                raise NotReached(type(error).__name__) from None
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if connector.closed and task is not None and not task.cancelling():
                    raise NotReached("closed") from None  # it cancels who looks a name up
                raise
            connection = cast("VendorConnection", held.protocol)
            connection.held = held
            if connection.is_idle:
                return connection
            connection.end()  # or what came unasked would be taken for the answer
        raise NotReached("spoken to unasked")


class _Connector(aiohttp.TCPConnector):
    """Opens connections that can be asked without a session."""

    def __init__(self) -> None:
        super().__init__(limit=0, keepalive_timeout=IDLE_S)
        self._factory = cast("partial[ResponseHandler]", partial(VendorConnection, loop=self._loop))


class _Way(NamedTuple):
    """*asked* is what aiohttp connects for, *head* the first lines of what is sent, *idle* what can
    be used at once, the last used at its end."""

    asked: aiohttp.ClientRequest
    head: bytes
    idle: deque[VendorConnection]


def _last_used(idle: deque[VendorConnection], after: float) -> VendorConnection | None:
    """The one that was used last, on which nobody has spoken since; the others rest, and are closed
    after a while if so many are not needed any more."""
    while idle:
        connection = idle.pop()
        if connection.since >= after and connection.is_idle:
            return connection
        connection.end()
    return None


async def _body(content: aiohttp.StreamReader, longest: int) -> bytes:
    """All of it. Raises TooLarge."""
    whole = bytearray()
    while len(whole) <= longest and (piece := await content.readany()):
        whole += piece
    if len(whole) > longest:
        raise TooLarge(f"larger than {longest} bytes")
    return bytes(whole)


def _lines(headers: Mapping[str, str]) -> bytes:
    """Headers as they are sent. Raises ValueError of one that would be more than a header."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if lines.count("\n") > len(headers) or lines.count("\r") > len(headers) or "\0" in lines:
        raise ValueError("a header of more than one line")
    return lines.encode()


@lru_cache
def _patience(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(connect=seconds)
