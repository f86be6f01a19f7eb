"""Telegram: sends by python-telegram-bot's typed methods, and says how each attempt ended."""

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

import msgspec
import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.messengers import telegram_text
from bot.messengers.calls import CALL_S
from bot.messengers.messenger import (
    AttachmentGone,
    NoAnswer,
    Sending,
    SlowDown,
    StoredFile,
    TryLater,
    Undeliverable,
)
from bot.messengers.telegram_request import NotSent, OwnRequest, TooFast
from bot.messengers.telegram_text import Part
from bot.messengers.vendor_connection import TooLarge
from bot.messengers.written import Written
from handlers.message import Messenger
from handlers.turn import Reply

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

Result = TypeVar("Result")

API = "https://api.telegram.org"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

POLL_S = 25  # seconds that Telegram keeps a poll open while there is nothing new
LONGEST_UPDATES = 16 * 2**20  # bytes: 100 updates come in one answer
TOKEN_REFUSED_WAIT_S = 300.0  # a wrong bot token waits for the operator
PRESS_TRIES = 3
PRESS_PAUSE_S = 0.5
PRESS_TEXT_LIMIT = 200  # characters of an answer to a callback query
LAST_PRESSES_S = 1.0  # for the answers that are on their way at close

NOT_MODIFIED = "message is not modified"
BAD_MARKUP = "can't parse entities"
NO_PREVIEW = {"is_disabled": True}
TOO_BIG = "file is too big"  # more than 20 MB: Telegram gives it to no bot


class _Me(msgspec.Struct):
    username: str


class _Found(msgspec.Struct):
    """getFile's answer: *file_path* is missing where the file can't be downloaded."""

    file_path: str | None = None
    file_size: int | None = None


class _Answer(msgspec.Struct):
    result: msgspec.Raw


class _Place(NamedTuple):
    """Where something is put: a chat, a topic of it, perhaps in the place of a pressed message."""

    chat: int
    thread: int | None = None
    pressed: str = ""


class Telegram:
    """One agency's Telegram bot. An Adapter; see messenger.py.

    *api_base* replaces Telegram's API host (for tests, or a Bot API server of one's own). *bot* is
    for calls without a person's message in them, as setup makes. The library's own initialisation
    asks Telegram first, so it is left out: the methods work without it.
    """

    name = Messenger.TELEGRAM
    batch = 1

    def __init__(self, token: str, api_base: str | None = None) -> None:
        base = (api_base or API).rstrip("/")
        self._methods = f"{base}/bot{token}"
        self._files = f"{base}/file/bot{token}"
        self._request = OwnRequest(token)
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self.username = ""  # without the @; until Telegram has told us
        self._presses: set[asyncio.Task[None]] = set()
        self._parts_sent: dict[str, int] = {}
        self._send_message = f"{self._methods}/sendMessage"
        self._parts: Written[Reply, list[Part]] = Written()
        self._written: Written[Part, bytes] = Written()

    async def start(self) -> None:
        """Open the session; it connects at the first call."""
        await self._request.initialize()

    async def close(self) -> None:
        """Let the answers to buttons go out, then close the session."""
        if self._presses:
            _, late = await asyncio.wait(self._presses, timeout=LAST_PRESSES_S)
            for task in late:
                task.cancel()
        await self._request.shutdown()

    # ------------------------------------------------------------ replies

    async def send(self, sending: Sending) -> None:
        """Send every part of the replies; a later try goes on behind the last part that arrived."""
        files = dict(sending.files)
        parts = [(r, part) for r in sending.replies for part in self._composed(r, files)]
        if not parts:
            raise Undeliverable("nothing to say")
        pressed = sending.pressed_id if len(parts) == 1 else ""
        for number in range(self._parts_sent.pop(sending.key, 0), len(parts)):
            try:
                place = _Place(int(sending.address), int(sending.thread or 0) or None, pressed)
                await self._deliver(place, *parts[number])
            except TelegramError as error:
                raise self._not_sent(sending, number, error) from error

    def _composed(self, reply: Reply, files: Mapping[int, StoredFile]) -> list[Part]:
        """The messages of a reply; those of a published answer are composed once."""
        if not reply.published:
            return telegram_text.compose(reply, files)
        return self._parts.of(reply, lambda: telegram_text.compose(reply, files))

    def _not_sent(
        self, sending: Sending, number: int, error: TelegramError
    ) -> TryLater | Undeliverable:
        outcome = failure(error)
        log.warning("telegram.not_sent", key=sending.key, reason=str(outcome))
        if number and isinstance(outcome, TryLater):
            self._parts_sent[sending.key] = number
        return outcome

    async def _deliver(self, place: _Place, reply: Reply, part: Part) -> None:
        try:
            await self._put(place, reply, part)
        except ChatMigrated as moved:
            await self._put(_Place(moved.new_chat_id), reply, part)

    async def _put(self, place: _Place, reply: Reply, part: Part) -> None:
        pressed = place.pressed if reply.replaces_pressed else ""
        if part.file is not None:
            await self._put_file(place, reply, part)
        elif not (pressed and await self._edit(place.chat, part, pressed)):
            await self._put_text(place, reply, part)

    async def _put_text(self, place: _Place, reply: Reply, part: Part) -> None:
        """Written here: the library's send_message costs as much as all the rest of an answer."""
        thread = b'"message_thread_id":%d,' % place.thread if place.thread else b""
        to = b'{"chat_id":%d,%b' % (place.chat, thread)
        try:
            await self._request.call_with(self._send_message, to + self._written_of(reply, part))
        except BadRequest as refused:
            if BAD_MARKUP not in refused.message:
                raise
            log.error("telegram.bad_markup", reason=refused.message)
            await self._request.call_with(
                self._send_message, to + _written(reply, part, html=False)
            )

    def _written_of(self, reply: Reply, part: Part) -> bytes:
        """What is sent but for the chat. That of a published answer is worked out once."""
        if not reply.published:
            return _written(reply, part)
        return self._written.of(part, lambda: _written(reply, part))

    async def _put_file(self, place: _Place, reply: Reply, part: Part) -> None:
        """A picture is shown; what Telegram takes for none, and all the rest, is a document."""
        assert part.file is not None
        more: dict[str, Any] = {
            "message_thread_id": place.thread,
            "filename": part.file.name,
            "caption": part.html or None,
            "parse_mode": ParseMode.HTML,
            "reply_markup": part.keyboard,
            "protect_content": reply.confidential or None,
        }
        if part.is_photo:
            try:
                await self.bot.send_photo(place.chat, part.file.content, **more)
            except BadRequest as refused:
                log.info("telegram.no_picture", reason=refused.message)
            else:
                return
        await self.bot.send_document(place.chat, part.file.content, **more)

    async def _edit(self, chat: int, part: Part, pressed: str) -> bool:
        """Whether the pressed message now says *part*: it may be gone, or too old to be edited."""
        keys = part.keyboard
        try:
            await self.bot.edit_message_text(
                part.html,
                chat_id=chat,
                message_id=int(pressed),
                parse_mode=ParseMode.HTML,
                reply_markup=keys if isinstance(keys, InlineKeyboardMarkup) else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as refused:
            if NOT_MODIFIED in refused.message.lower():
                return True
            log.info("telegram.not_edited", reason=refused.message)
            return False
        return True

    # ------------------------------------------------------------ buttons, files, signs of life

    def answer_press(self, callback_id: str, text: str = "") -> None:
        """Stop a pressed button's spinner: at once, in the background, as well as it goes."""
        task = asyncio.get_running_loop().create_task(self._answer_press(callback_id, text))
        self._presses.add(task)
        task.add_done_callback(self._presses.discard)

    async def _answer_press(self, callback_id: str, text: str) -> None:
        for _ in range(PRESS_TRIES):
            try:
                await self.bot.answer_callback_query(callback_id, text[:PRESS_TEXT_LIMIT] or None)
            except (NotSent, TooFast) as error:
                problem, pause = error, getattr(error, "seconds", None) or PRESS_PAUSE_S
            except TelegramError as error:
                log.warning("telegram.press_unanswered", reason=error.message)
                return
            else:
                return
            await asyncio.sleep(pause)
        log.warning("telegram.press_unanswered", reason=problem.message)

    async def fetch(self, file_id: str, *, limit: int) -> bytes:
        """The content of a file a person sent, as long as Telegram keeps it."""
        try:
            found = await self.ask("getFile", {"file_id": file_id}, _Found)
            if (found.file_size or 0) > limit:
                raise TooLarge(f"{found.file_size} bytes")
            if not found.file_path:
                raise AttachmentGone("Telegram: no path to the file")
            url = f"{self._files}/{quote(found.file_path)}"
            return await self._request.download(url, limit)
        except TooLarge as error:
            raise AttachmentGone(f"Telegram: {error}", too_large=True) from error
        except TelegramError as error:
            raise _no_content(error) from error

    async def working(self, address: str) -> None:
        """Show "typing", which lasts for 5 seconds or until something is sent."""
        try:
            await self.bot.send_chat_action(int(address), ChatAction.TYPING)
        except TelegramError as error:
            log.info("telegram.no_typing", reason=error.message)

    # ------------------------------------------------------------ who we are, what is new

    async def identify(self) -> None:
        """Learn our own username. Raises TelegramError."""
        self.username = (await self.ask("getMe", {}, _Me)).username

    async def updates(self, offset: int | None) -> list[msgspec.Raw]:
        """What is new from update *offset* on, each as Telegram's JSON; waits for it for POLL_S
        seconds, and confirms all that came before. Raises TelegramError."""
        parameters: dict[str, Any] = {"timeout": POLL_S, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            parameters["offset"] = offset
        return await self.ask(
            "getUpdates",
            parameters,
            list[msgspec.Raw],
            seconds=POLL_S + CALL_S,
            longest=LONGEST_UPDATES,
        )

    async def ask(
        self,
        method: str,
        parameters: dict[str, Any],
        shape: type[Result],
        *,
        seconds: float = 0.0,
        longest: int = 0,
    ) -> Result:
        """The result of a method whose answer matters. Raises TelegramError, for a result of
        another shape too."""
        url = f"{self._methods}/{method}"
        body = await self._request.call(url, parameters, seconds=seconds, longest=longest)
        try:
            result = msgspec.json.decode(body, type=_Answer).result
            return msgspec.json.decode(result, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise NetworkError(f"{method}: a result of another shape") from None


def _written(reply: Reply, part: Part, *, html: bool = True) -> bytes:
    """The parameters of sendMessage behind the chat's, as JSON with its closing brace."""
    parameters: dict[str, Any] = {
        "text": part.html if html else part.plain,
        "link_preview_options": NO_PREVIEW,
    }
    if html:
        parameters["parse_mode"] = ParseMode.HTML
    if reply.confidential:
        parameters["protect_content"] = True
    if part.keyboard is not None:
        parameters["reply_markup"] = part.keyboard.to_dict()
    return msgspec.json.encode(parameters)[1:]


def failure(error: TelegramError) -> TryLater | Undeliverable:
    """What a refused or doubtful send means for its row.

    1. Too fast, or Telegram was not reached: nothing was sent.
    2. The token is refused: the operator has to mend it; nothing is lost meanwhile.
    3. Blocked, gone, or refused for good. (BadRequest is a NetworkError to the library.)
    4. Anything else: nobody knows.
    """
    reason = f"Telegram: {error.message}"
    if isinstance(error, TooFast):
        return SlowDown(reason, seconds=error.seconds, perhaps_sent=False)
    if isinstance(error, NotSent):
        return NoAnswer(reason, perhaps_sent=False)
    if isinstance(error, InvalidToken):
        return NoAnswer(reason, seconds=TOKEN_REFUSED_WAIT_S, perhaps_sent=False)
    if isinstance(error, Forbidden | BadRequest):
        return Undeliverable(reason)
    return NoAnswer(reason, perhaps_sent=True)


def _no_content(error: TelegramError) -> TryLater | AttachmentGone:
    """Why there is no content, in the words of a fetch."""
    outcome = failure(error)
    if isinstance(outcome, TryLater):
        return TryLater(str(outcome), seconds=outcome.seconds, perhaps_sent=False)
    return AttachmentGone(str(outcome), too_large=TOO_BIG in str(outcome).lower())
