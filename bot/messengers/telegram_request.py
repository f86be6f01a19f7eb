"""Calls to Telegram's Bot API over one aiohttp session: python-telegram-bot's request interface.

Measured on 2 cores: 0.15-0.22 ms a call, against 0.7-2 over the library's own client. What
Telegram refuses becomes the library's errors here, so that an answer of any shape is one of them,
and none of them quotes what was sent or the address, which has the token in it.
"""

from collections.abc import Collection, Mapping
from typing import Any

import aiohttp
import msgspec
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.masking import forms_of, masked
from bot.messengers import reading

CONNECT_S = 5.0  # ends before the call: who was not reached cannot have taken anything
CALL_S = 10.0  # seconds for one call
UPLOAD_S = 60.0  # and for one that carries a file
DOWNLOAD_S = 60.0
CALL = aiohttp.ClientTimeout(total=CALL_S, connect=CONNECT_S)
AS_JSON = {"Content-Type": "application/json"}
LONGEST_WAIT_S = 3600.0  # whatever retry_after says
REASON_LIMIT = 200  # characters

# Bot methods build a Message of the answer unless it is true, as it is for inline messages. Nobody
# reads it here, and a shape of tomorrow must not turn what was delivered into a failure.
SENT = b'{"ok":true,"result":true}'
SENDING = ("send", "edit")


class NotSent(NetworkError):
    """Telegram was not reached: nothing can have happened."""


class TooFast(TelegramError):
    """Too many requests: again after *seconds* (None: Telegram did not say).

    The library's own RetryAfter warns of its deprecation whenever it is made.
    """

    def __init__(self, seconds: float | None) -> None:
        super().__init__(f"too fast: again after {seconds} s")
        self.seconds = seconds


class _Parameters(msgspec.Struct):
    retry_after: float | None = None
    migrate_to_chat_id: int | None = None


class _Answer(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw()
    description: str = ""
    parameters: _Parameters | None = None


_answer = msgspec.json.Decoder(_Answer)

REFUSALS: Mapping[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,  # also what a malformed token gets
    409: Conflict,
    413: BadRequest,
}


class AiohttpRequest(BaseRequest):
    """The session and what is asked over it. Opened by initialize, inside the running loop."""

    __slots__ = ("_hidden", "_session")

    def __init__(self, token: str = "") -> None:
        self._hidden = forms_of(token)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that a call may take."""
        return CALL_S

    async def initialize(self) -> None:
        """Open the session; it connects at the first call."""
        if self._session is None:
            # The courier bounds the calls: one that hangs must not hold up another chat's.
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One Bot method, for the library: always a POST, in our own time.

        Raises TelegramError for all but success.
        """
        if request_data is not None and request_data.contains_files:
            answer = await self._ask(url, UPLOAD_S, data=_form(request_data))
        else:
            parameters = request_data.parameters if request_data else {}
            answer = await self.call(url, parameters, seconds=CALL_S)
        return 200, SENT if url.rpartition("/")[2].startswith(SENDING) else answer

    async def call(
        self, url: str, parameters: Mapping[str, Any], *, seconds: float, longest: int = 0
    ) -> bytes:
        """The whole answer to one method, *longest* bytes at most where that is said. Raises
        TelegramError unless it says that it is ok."""
        body = msgspec.json.encode(parameters)
        return await self._ask(URL(url), seconds, longest, data=body, headers=AS_JSON)

    async def call_with(self, url: URL, body: bytes) -> bytes:
        """The same with parameters that are written as JSON already."""
        return await self._ask(url, CALL_S, data=body, headers=AS_JSON)

    async def _ask(self, url: str | URL, seconds: float, longest: int = 0, **content: Any) -> bytes:
        timeout = CALL if seconds == CALL.total else _timeout(seconds)
        try:
            async with self._open().post(
                url, timeout=timeout, allow_redirects=False, **content
            ) as response:
                status, body = response.status, await reading.answer(response, longest)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _network(error) from error
        _check(status, body, self._hidden)
        return body

    async def download(self, url: str, limit: int) -> bytes:
        """A file, at most *limit* bytes of it. Raises TooLarge or TelegramError."""
        timeout = _timeout(DOWNLOAD_S)
        try:
            async with self._open().get(url, timeout=timeout, allow_redirects=False) as response:
                if response.status == 200:
                    return await reading.at_most(response, limit)
                status = response.status
        except reading.TooLarge:
            raise
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _network(error) from error
        # 404 is the file's here, not the token's.
        raise BadRequest("no such file") if status == 404 else _refusal(status, None)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the Telegram adapter was not started")
        return self._session


def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, connect=CONNECT_S)


def _form(request_data: RequestData) -> aiohttp.FormData:
    # Unquoted, because Telegram shows a percent-encoded file name as it is.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form


def _network(error: Exception) -> NetworkError:
    """The kind alone: aiohttp's texts quote the address, and so the token."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return NotSent(type(error).__name__)
    if isinstance(error, TimeoutError):
        return TimedOut()
    return NetworkError(type(error).__name__)


def _check(status: int, body: bytes, hidden: Collection[str]) -> None:
    """Raise unless Telegram itself says that it did what it was asked. What is *hidden* is not
    repeated: whoever stands between may quote the address."""
    try:
        answer = _answer.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NetworkError(f"{status} with a body that is not Telegram's") from None
    if status != 200 or not answer.ok or not bytes(answer.result):
        raise _refusal(status, answer, hidden)


def _refusal(status: int, answer: _Answer | None, hidden: Collection[str] = ()) -> TelegramError:
    """Telegram's no as the library's error. *answer* is None where there was nothing to read."""
    told = (answer and answer.parameters) or _Parameters()
    if told.migrate_to_chat_id is not None:
        return ChatMigrated(told.migrate_to_chat_id)
    if status == 429:
        return TooFast(_bounded(told.retry_after))
    description = masked(answer.description, hidden) if answer else ""
    return REFUSALS.get(status, NetworkError)(f"{status} {description}".strip()[:REASON_LIMIT])


def _bounded(seconds: float | None) -> float | None:
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_WAIT_S)
