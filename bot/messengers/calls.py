"""Calls to one vendor over HTTP: bounded in time and size, redirected nowhere, and never quoted.

By pyreqwest, which is Rust's reqwest: measured on one core, a call costs some 30 microseconds of
the processor, by aiohttp's client 80. What either says of an error quotes the address, and so
Telegram's token: only its kind is told.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

import msgspec
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError, RequestTimeoutError
from pyreqwest.multipart import FormBuilder
from pyreqwest.request import RequestBuilder
from pyreqwest.response import Response

from bot.standing_back import put_behind

CONNECT_S = 5.0
"""Who was not reached in so long cannot have taken anything: known only if it ends before a call
does."""

CALL_S = 10.0
IDLE_S = 15.0
"""After which a connection is used no more: its other end may have closed it."""

LONGEST_ANSWER = 2**20
"""Bytes; LINE's and Telegram's answers to a call have a few hundred."""

THREAD, STANDS_BACK = b"pyreqwest", 4
"""What pyreqwest calls its thread, and by how much it stands back: woken for every call and every
answer, it would break in on the loop twice a message, a tenth of all that a message takes."""

BEFORE_SENDING = "client error (Connect)"


class NotAnswered(Exception):
    """No whole answer came; what was asked for may have been done. Told is the error's kind."""


class NotReached(NotAnswered):
    """Nobody was reached: nothing can have been done."""


class TooLate(NotAnswered):
    """No whole answer came in time."""


class TooLarge(NotAnswered):
    """There is more of it than was asked for."""


class Answered(msgspec.Struct, frozen=True):
    """What the vendor, or whoever stands between, said. The names of *headers* have no case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def header(headers: Mapping[str, str], name: str) -> str:
    """What a header says; "" where there is none, or one that is no text."""
    try:
        return headers.get(name, "")
    except ValueError:
        return ""


class Calls:
    """One vendor's connections, opened as they are needed. *headers* go with every call, which may
    take *seconds*, where it says so, else CALL_S."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self._headers = dict(headers or {})
        self._client: Client | None = None

    def start(self) -> None:
        """Be ready; nobody is connected to yet. How many at once, the courier bounds: a call that
        hangs must not hold up another chat's."""
        if self._client is None:
            self._client = (
                ClientBuilder()
                .default_headers(self._headers)
                .user_agent("prongsai")
                .no_proxy()
                .follow_redirects(False)
                .connect_timeout(timedelta(seconds=CONNECT_S))
                .pool_idle_timeout(timedelta(seconds=IDLE_S))
                .build()
            )
            put_behind(THREAD, STANDS_BACK)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

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
        asked = self._open().post(url).header("Content-Type", "application/json").body_bytes(body)
        return await _answer(asked.headers(headers) if headers else asked, seconds, longest)

    async def upload(self, url: str, form: FormBuilder, *, seconds: float) -> Answered:
        """Post a form with files. Raises NotAnswered."""
        return await _answer(self._open().post(url).multipart(form), seconds, LONGEST_ANSWER)

    async def get(
        self, url: str, *, seconds: float = 0.0, longest: int = LONGEST_ANSWER
    ) -> Answered:
        """What is there, *longest* bytes of it at most. Raises NotAnswered."""
        return await _answer(self._open().get(url), seconds, longest)

    def _open(self) -> Client:
        if self._client is None:
            raise RuntimeError("the adapter was not started")
        return self._client


async def _answer(asked: RequestBuilder, seconds: float, longest: int) -> Answered:
    task = asyncio.current_task()
    before = task.cancelling() if task is not None else 0
    try:
        async with asked.timeout(_seconds(seconds or CALL_S)).build_streamed() as response:
            body = await _body(response, longest)
            return Answered(response.status, response.headers, body)
    except PyreqwestError as error:
        raise _kind(error) from None
    finally:
        if task is not None and task.cancelling() > before:  # it loses what comes with an answer
            raise asyncio.CancelledError


async def _body(response: Response, longest: int) -> bytes:
    if longest > LONGEST_ANSWER and _length(response) > longest:  # not to be begun
        raise TooLarge(f"larger than {longest} bytes")
    content = await response.body_reader.read(longest + 1)
    if content is None:
        return b""
    if len(content) > longest:
        raise TooLarge(f"larger than {longest} bytes")
    return bytes(content)


def _length(response: Response) -> int:
    """Of the body that comes; 0 where that is not known. What comes in chunks is as long as they
    are, whatever else is said."""
    told = response.get_header("Content-Length")
    if told is None or not told.isdecimal() or response.get_header("Transfer-Encoding") is not None:
        return 0
    return int(told)


@lru_cache
def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def _kind(error: PyreqwestError) -> NotAnswered:
    """What is known of the vendor by *error*. Its class does not say: a connection that broke, and
    a call that took too long, are errors of connecting there even after all was sent."""
    kind = type(error).__name__
    causes = (error.details["causes"] or []) if isinstance(error, DetailedPyreqwestError) else []
    if any(cause["message"] == BEFORE_SENDING for cause in causes):
        return NotReached(kind)
    return TooLate(kind) if isinstance(error, RequestTimeoutError) else NotAnswered(kind)
