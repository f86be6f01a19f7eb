"""Files from the page: read to a limit, known by their first bytes, kept like any message.

Of one address only so many bytes are kept (bot/web/budgets.py): the chat's own limit is looked at
when a file is already on the disk, and one address may be any number of chats.
"""

import unicodedata
from math import ceil
from urllib.parse import unquote

import structlog
from aiohttp import web

from bot.files import LARGEST_BYTES, sniff
from bot.incoming import Incoming, IncomingFile
from bot.web import bodies, frames, visitors
from bot.web.bodies import Bounds
from bot.web.budgets import MESSAGE, MINUTE_S, Budget
from bot.web.crowd import Crowd, Room
from bot.web.live import Live
from bot.web.security import Doorway
from bot.web.socket import Intake, is_event_id
from data.store import Unavailable
from handlers.message import Kind, Messenger
from handlers.texts import page as texts

KINDS = ("image/jpeg", "image/png", "image/webp", "application/pdf")
LONGEST_NAME = 100
BOUNDS = Bounds(LARGEST_BYTES, grace_s=20.0, pace=LARGEST_BYTES / 160)
"""10 MB may take 180 s, as over a slow phone line; who stands still is cut off after 20."""

ROOM = 8 * LARGEST_BYTES
"""Bytes of files in memory at the same time; who comes then is asked to try again."""

MOST_AT_ONCE = 3
"""Files from one address."""

log = structlog.get_logger()


class Refused(Exception):
    """The file is not taken: *status* for the browser, *text* for the person."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Upload:
    """POST /chat/file: the raw body, with X-File-Name (percent-encoded) and X-Event-Id (a UUID)."""

    def __init__(
        self, doorway: Doorway, intake: Intake, live: Live, messages: Budget, files: Budget
    ) -> None:
        self._doorway = doorway
        self._intake = intake
        self._live = live
        self._room = Room(ROOM)
        self._senders = Crowd(MOST_AT_ONCE)
        self._messages = messages
        self._files = files

    async def handle(self, request: web.Request) -> web.Response:
        """200 kept; 4xx or 503 with a Thai sentence."""
        try:
            return web.json_response(await self._take(request))
        except Refused as refused:
            if refused.status != 503:  # not the file's fault
                log.info("web file refused", status=refused.status)
            answer = {"ok": False, "text": refused.text}
            return web.json_response(answer, status=refused.status)

    async def _take(self, request: web.Request) -> dict[str, object]:
        address, event_id = self._sender(request)
        who = self._doorway.visitor(request)
        if not self._senders.enter(who):
            raise Refused(503, texts.too_busy())
        try:
            self._must_fit(who, request.content_length or 0)
            content = await self._read(request)
            self._must_fit(who, len(content))
            message = _incoming(address, event_id, _name(request), content)
            self._messages.spend(who, MESSAGE)
            taken = await self._intake.take_file(message, content)
        except Unavailable as error:
            raise Refused(503, texts.too_busy()) from error
        finally:
            self._senders.leave(who)
        at = taken.at.isoformat()
        if taken.fresh:
            self._files.spend(who, len(content))
            await self._live.tell(address, frames.of_message(taken.key, message, at))
        return {"ok": True, "key": taken.key, "at": at}

    def _must_fit(self, who: str, size: int) -> None:
        """Refuse for now what the budgets of its address have no room for. What is kept is counted
        when it is: of the few that come at the same time all may be, and are paid for later."""
        wait = max(self._messages.wait(who, MESSAGE), self._files.wait(who, size))
        if wait:
            raise Refused(503, texts.file_waits_for_others(ceil(wait / MINUTE_S)))

    async def _read(self, request: web.Request) -> bytes:
        try:
            return await bodies.read(request, BOUNDS, self._room)
        except bodies.TooLarge as error:
            raise Refused(413, texts.file_too_large()) from error
        except bodies.TooSlow as error:
            raise Refused(408, texts.file_too_slow()) from error
        except bodies.NoRoom as error:
            raise Refused(503, texts.too_busy()) from error

    def _sender(self, request: web.Request) -> tuple[str, str]:
        if not self._doorway.is_own_page(request):
            raise Refused(403, texts.not_understood())
        address = visitors.chat_address(request, secure=self._doorway.is_https(request))
        if address is None:
            raise Refused(403, texts.no_cookie())
        event_id = request.headers.get("X-Event-Id", "")
        if not is_event_id(event_id):
            raise Refused(400, texts.not_understood())
        return address, event_id


def _incoming(address: str, event_id: str, name: str, content: bytes) -> Incoming:
    media_type = sniff(content)
    if media_type not in KINDS:
        raise Refused(415, texts.file_refused())
    file = IncomingFile(file_id="", name=name, media_type=media_type, size=len(content))
    return Incoming(
        messenger=Messenger.WEB, event_id=event_id, address=address, kind=Kind.FILE, file=file
    )


def _name(request: web.Request) -> str:
    """The file's own name without folders and invisible characters."""
    given = unquote(request.headers.get("X-File-Name", ""), errors="replace")
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return seen.strip()[-LONGEST_NAME:] or texts.unnamed_file()
