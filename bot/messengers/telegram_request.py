"""Calls to Telegram's Bot API: python-telegram-bot's request interface over calls of our own.

The library's own client takes 0.7 to 2 ms a call (measured on 2 cores). What
Telegram refuses becomes the library's errors here, so that an answer of any shape is one of them,
and none of them quotes what was sent or the address, which has the token in it.
"""

from collections.abc import Collection, Coroutine, Mapping
from typing import Any

import msgspec
from aiohttp import FormData
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

from bot.masking import forms_of, masked
from bot.messengers.calls import CALL_S, LONGEST_ANSWER, Calls, NotReached, TooLate
from bot.messengers.vendor_connection import Answered, NotAnswered, TooLarge

UPLOAD_S = 60.0  # seconds for a call that carries a file
DOWNLOAD_S = 60.0
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


class OwnRequest(BaseRequest):
    """Calls to Telegram. Opened by initialize, inside the running loop."""

    __slots__ = ("_calls", "_hidden")

    def __init__(self, token: str = "") -> None:
        self._hidden = forms_of(token)
        self._calls = Calls()

    @property
    def read_timeout(self) -> float:
        """Seconds that a call may take."""
        return CALL_S

    async def initialize(self) -> None:
        """Be ready; Telegram is connected to at the first call."""
        self._calls.start()

    async def shutdown(self) -> None:
        """Close the connections."""
        await self._calls.close()

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
            answer = await self._taken(
                self._calls.upload(url, _form(request_data), seconds=UPLOAD_S)
            )
        else:
            parameters = request_data.parameters if request_data else {}
            answer = await self.call(url, parameters)
        return 200, SENT if url.rpartition("/")[2].startswith(SENDING) else answer

    async def call(
        self, url: str, parameters: Mapping[str, Any], *, seconds: float = 0.0, longest: int = 0
    ) -> bytes:
        """The whole answer to one method, *longest* bytes at most where that is said. Raises
        TelegramError unless it says that it is ok."""
        body, most = msgspec.json.encode(parameters), longest or LONGEST_ANSWER
        return await self._taken(self._calls.post(url, body, seconds=seconds, longest=most))

    async def call_with(self, url: str, body: bytes) -> bytes:
        """The same with parameters that are written as JSON already."""
        return await self._taken(self._calls.post(url, body))

    async def _taken(self, call: Coroutine[Any, Any, Answered]) -> bytes:
        try:
            answer = await call
        except NotAnswered as error:
            raise _network(error) from error
        _check(answer.status, answer.body, self._hidden)
        return answer.body

    async def download(self, url: str, limit: int) -> bytes:
        """A file, at most *limit* bytes of it. Raises TooLarge or TelegramError."""
        try:
            found = await self._calls.get(url, seconds=DOWNLOAD_S, longest=limit)
        except TooLarge:
            raise
        except NotAnswered as error:
            raise _network(error) from error
        if found.status == 200:
            return found.body
        # 404 is the file's here, not the token's.
        raise BadRequest("no such file") if found.status == 404 else _refusal(found.status, None)


def _form(request_data: RequestData) -> FormData:
    # Unquoted, because Telegram shows a percent-encoded file name as it is.
    form = FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form


def _network(error: NotAnswered) -> NetworkError:
    if isinstance(error, NotReached):
        return NotSent(str(error))
    return TimedOut() if isinstance(error, TooLate) else NetworkError(str(error))


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
