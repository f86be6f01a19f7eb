"""LINE: replies by token where there is one, else pushes, and says how each attempt ended.

Replies and pushes go out by calls of our own instead of the SDK's client, which costs some 0.5 ms
a call more and reads files whole, however large they are.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
import structlog

from bot.masking import masked
from bot.messengers import line_messages
from bot.messengers.calls import Calls, NotReached
from bot.messengers.line_calls import LineCalls
from bot.messengers.messenger import (
    AttachmentGone,
    BudgetSpent,
    NoAnswer,
    Sending,
    SlowDown,
    TokenDead,
    TryLater,
    Undeliverable,
)
from bot.messengers.vendor_connection import Answered, NotAnswered, TooLarge, header
from bot.messengers.written import Written
from handlers.message import Messenger
from handlers.turn import Reply

T = TypeVar("T")

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

API = "https://api.line.me"
CONTENT_API = "https://api-data.line.me"
REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"
LOADING = "/v2/bot/chat/loading/start"

CONTENT_S = 30.0
LOADING_SECONDS = 20  # of 5 to 60, in steps of 5; a message of ours ends it

TOKEN_REFUSED_WAIT = 300.0  # a wrong channel access token waits for the operator
MONTHLY_LIMIT_WAIT = 3600.0  # until the plan is changed or the month ends
STILL_PREPARING_WAIT = 1.0
LONGEST_WAIT = 3600.0

NO_MESSAGES = b"[]"

REPLY_REFUSED = "invalid reply token"  # LINE's words for unknown, used and expired alike
MONTHLY_LIMIT = "monthly limit"


class _Refusal(msgspec.Struct):
    """The body of LINE's errors; *details* name the property that was wrong."""

    message: str = ""
    details: list[dict[str, Any]] | None = None


class _Quota(msgspec.Struct):
    type: str
    value: int | None = None


class _Consumption(msgspec.Struct, rename="camel"):
    total_usage: int


class _Answer(msgspec.Struct, frozen=True):
    """What LINE's API said. *body* is the whole body, LINE's own words and ids."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes
    token: str = ""
    """Ours, which whoever stands between us and LINE may quote."""

    @property
    def request_id(self) -> str:
        return header(self.headers, b"x-line-request-id")

    @property
    def reason(self) -> str:
        try:
            refusal = msgspec.json.decode(self.body, type=_Refusal)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return f"{self.status}"
        details = "; ".join(
            f"{d.get('property', '')}: {d.get('message', '')}" for d in refusal.details or ()
        )
        reason = f"{self.status} {refusal.message} {details}".strip()
        return masked(reason, (self.token,))[:300]

    @property
    def accepted(self) -> bool:
        """A 200 that LINE itself gave, not something between us and LINE."""
        try:
            return self.status == 200 and isinstance(msgspec.json.decode(self.body), dict)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False

    @property
    def wait(self) -> float | None:
        """Seconds that LINE asks for, where it does."""
        given = header(self.headers, b"retry-after")
        if not (given.isascii() and given.isdigit() and len(given) <= 9):
            return None
        return min(float(given), LONGEST_WAIT)


class Line:
    """The LINE Official Account of one agency.

    *api_base* replaces both of LINE's API hosts (for tests), *public_url* is where LINE finds
    pictures of ours. An Adapter; see messenger.py.
    """

    name = Messenger.LINE
    batch = line_messages.MESSAGES_PER_CALL

    def __init__(
        self,
        api_base: str | None,
        channel_access_token: str,
        public_url: str = "",
    ) -> None:
        self.api_base = api_base.rstrip("/") if api_base else None
        self.channel_access_token = channel_access_token
        self._public_url = public_url.rstrip("/")
        self._api = self.api_base or API
        self._content_api = self.api_base or CONTENT_API
        self._noted = LineCalls()
        self._written: Written[Reply, bytes] = Written()
        self._calls = Calls({"Authorization": f"Bearer {channel_access_token}"})

    async def start(self) -> None:
        """Be ready to call; LINE is connected to at the first call."""
        self._calls.start()

    async def close(self) -> None:
        """Close the connections."""
        self._noted.write()
        await self._calls.close()

    async def send(self, sending: Sending) -> None:
        """Reply by the token, or push where the courier gives none.

        Raises TokenDead where LINE no longer knows the token and no reply can have been sent.
        """
        messages = self._composed(sending)
        if messages == NO_MESSAGES:
            raise Undeliverable("nothing to say")
        if sending.reply_token:
            await self._reply(sending, messages)
        else:
            await self._push(sending, messages)

    def _composed(self, sending: Sending) -> bytes:
        """The messages as JSON."""
        replies = sending.replies
        if len(replies) == 1 and replies[0].published:
            return self._written.of(replies[0], lambda: self._anew(sending))
        return self._anew(sending)

    def _anew(self, sending: Sending) -> bytes:
        files = dict(sending.files)
        composed = line_messages.compose(sending.replies, files, self._public_url)
        return msgspec.json.encode(composed)

    async def _reply(self, sending: Sending, messages: bytes) -> None:
        body = b'{"replyToken":%b,"messages":%b}' % (_json(sending.reply_token), messages)
        answer = await self._post(REPLY, body, sending.key)
        if answer.accepted:
            return
        if not (answer.status == 400 and REPLY_REFUSED in answer.reason.lower()):
            raise _failure(answer)
        if not sending.attempted:
            raise TokenDead(f"LINE: {answer.reason}")
        # Used, then: by the attempt whose outcome we never heard.

    async def _push(self, sending: Sending, messages: bytes) -> None:
        """Push under the row's retry key, which makes a second acceptance impossible (409)."""
        body = b'{"to":%b,"messages":%b}' % (_json(sending.address), messages)
        headers = {"X-Line-Retry-Key": sending.retry_key}
        answer = await self._post(PUSH, body, sending.key, headers)
        if not answer.accepted and answer.status != 409:
            raise _failure(answer)

    async def usage(self) -> tuple[int | None, int]:
        """How many pushes the plan has room for a month (None: no end), and how many LINE has
        counted in this one. Raises TryLater."""
        quota = await self._get("/v2/bot/message/quota", _Quota)
        used = await self._get("/v2/bot/message/quota/consumption", _Consumption)
        return (quota.value if quota.type == "limited" else None), used.total_usage

    async def _get(self, path: str, shape: type[T]) -> T:
        try:
            answer = self._answer(await self._calls.get(self._api + path))
        except NotAnswered as error:
            raise TryLater(_network(error), perhaps_sent=False) from error
        try:
            if answer.accepted:
                return msgspec.json.decode(answer.body, type=shape)
        except msgspec.MsgspecError:
            pass
        raise TryLater(f"LINE: {answer.reason}", perhaps_sent=False)

    async def _post(
        self, path: str, body: bytes, key: str, headers: Mapping[str, str] | None = None
    ) -> _Answer:
        """One call. Raises TryLater where LINE's answer did not arrive."""
        try:
            answer = self._answer(await self._calls.post(self._api + path, body, headers))
        except NotReached as error:
            raise NoAnswer(_network(error), perhaps_sent=False) from error
        except NotAnswered as error:
            raise NoAnswer(_network(error), perhaps_sent=True) from error
        self._noted.note(path, key, answer.status, answer.request_id)
        return answer

    def _answer(self, found: Answered) -> _Answer:
        return _Answer(found.status, found.headers, found.body, self.channel_access_token)

    async def fetch(self, file_id: str, *, limit: int) -> bytes:
        """The content of a photo, film, voice or file, as long as LINE keeps it."""
        url = f"{self._content_api}/v2/bot/message/{quote(file_id, safe='')}/content"
        try:
            found = await self._calls.get(url, seconds=CONTENT_S, longest=limit)
        except TooLarge as error:
            raise AttachmentGone(str(error), too_large=True) from error
        except NotAnswered as error:
            raise TryLater(_network(error), perhaps_sent=False) from error
        if found.status == 200:
            return found.body
        raise _no_content(self._answer(found))

    async def working(self, address: str) -> None:
        """Show the loading animation, which LINE has in one-to-one chats only."""
        if not address.startswith("U"):
            return
        body = msgspec.json.encode({"chatId": address, "loadingSeconds": LOADING_SECONDS})
        try:
            answer = self._answer(await self._calls.post(self._api + LOADING, body))
        except NotAnswered as error:
            log.warning("line.no_loading", reason=_network(error))
            return
        if answer.status >= 300:
            log.warning("line.no_loading", reason=answer.reason, request_id=answer.request_id)


def _failure(answer: _Answer) -> TryLater | Undeliverable:
    """What a refused or doubtful send means for its row.

    1. 401: the operator has to mend the token; nothing is lost meanwhile.
    2. 429: too fast, or the plan's pushes are used up; LINE did not take it.
    3. Any other 4xx: LINE refuses these messages or this chat for good.
    4. 5xx, and a 200 that is not LINE's: nobody knows.
    """
    reason = f"LINE: {answer.reason}"
    log.warning("line.not_sent", reason=reason, request_id=answer.request_id)
    if answer.status == 401:
        return NoAnswer(reason, seconds=TOKEN_REFUSED_WAIT, perhaps_sent=False)
    if answer.status == 429 and MONTHLY_LIMIT in answer.reason.lower():
        return BudgetSpent(reason, seconds=MONTHLY_LIMIT_WAIT, perhaps_sent=False)
    if answer.status == 429:
        return SlowDown(reason, seconds=answer.wait, perhaps_sent=False)
    if 400 <= answer.status < 500 and answer.status != 408:
        return Undeliverable(reason)
    return NoAnswer(reason, seconds=answer.wait, perhaps_sent=True)


def _json(text: str) -> bytes:
    return msgspec.json.encode(text)


def _network(error: NotAnswered) -> str:
    return f"no answer from LINE: {error}"


def _no_content(answer: _Answer) -> TryLater | AttachmentGone:
    """Why there is no content: 202 is LINE still preparing a film or a voice."""
    if answer.status == 202:
        return TryLater("still preparing", seconds=STILL_PREPARING_WAIT, perhaps_sent=False)
    if answer.status == 401:
        return TryLater(f"LINE: {answer.reason}", seconds=TOKEN_REFUSED_WAIT, perhaps_sent=False)
    if 400 <= answer.status < 500 and answer.status not in (408, 429):
        return AttachmentGone(f"LINE: {answer.reason}")
    return TryLater(f"LINE: {answer.reason}", seconds=answer.wait, perhaps_sent=False)
