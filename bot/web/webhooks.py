"""The vendors' webhooks: verified on the raw bytes, kept durably, then 200; handled after."""

from time import perf_counter

from aiohttp import web

from bot.messengers import line_events, telegram_updates
from bot.messengers.messenger import BadBody, BadSignature
from bot.messengers.telegram import Telegram
from bot.metrics import Observe
from bot.receiving import Receiver
from bot.web import bodies
from bot.web.bodies import Bounds, Hall, TooLarge, TooSlow, Unread
from bot.web.callers import vouch
from bot.web.refusals import Refusals
from bot.web.taken import HEADERS, taken
from data.store import Unavailable

LINE_PATH = "/webhook/line"
TELEGRAM_PATH = "/webhook/telegram"
LARGEST_BODY = 2**20
BOUNDS = Bounds(LARGEST_BODY, free=2**14)
UNVERIFIED_ROOM = 2 * LARGEST_BODY
"""Bytes of bodies whose signature is not checked yet, beside the first 16 KiB of each."""

RETRY_AFTER_S = "5"


def by_nobody(_: float) -> None:
    """Not observed."""


class LineWebhook:
    """POST /webhook/line."""

    def __init__(
        self, receiver: Receiver, channel_secret: str, observe: Observe = by_nobody
    ) -> None:
        self._observe = observe  # how long an acknowledgement took
        self._receiver = receiver
        self._secret = channel_secret
        self._refusals = Refusals("line")
        self._room = Hall(UNVERIFIED_ROOM)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """403 forged, 400 not a webhook, 413 or 408 not read, 503 not kept, 200 kept (or known)."""
        begun = perf_counter()
        signature = request.headers.get("X-Line-Signature")
        if not signature:
            return _refusal(self._refusals, BadSignature("no signature"))
        try:
            raw = bodies.at_hand(request, BOUNDS)
            if raw is None:
                raw = await bodies.read(request, BOUNDS, self._room)
            line_events.verify(raw, signature, self._secret)
            vouch(request)
            await self._receiver.take(line_events.parse(raw))
        except (BadSignature, BadBody, Unread, Unavailable) as error:
            return _refusal(self._refusals, error)
        self._observe(perf_counter() - begun)
        return taken(request)


class TelegramWebhook:
    """POST /webhook/telegram."""

    def __init__(
        self, receiver: Receiver, telegram: Telegram, secret: str, observe: Observe = by_nobody
    ) -> None:
        self._observe = observe
        self._receiver = receiver
        self._telegram = telegram
        self._secret = secret
        self._refusals = Refusals("telegram")
        self._room = Hall(UNVERIFIED_ROOM)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """403 forged, 400 not an update, 503 not kept, 200 kept (or known, or of no concern)."""
        begun = perf_counter()
        try:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
            telegram_updates.check_secret(given, self._secret)
            vouch(request)
            raw = bodies.at_hand(request, BOUNDS)
            if raw is None:
                raw = await bodies.read(request, BOUNDS, self._room)
            await take_update(raw, self._receiver, self._telegram)
        except (BadSignature, BadBody, Unread, Unavailable) as error:
            return _refusal(self._refusals, error)
        self._observe(perf_counter() - begun)
        return taken(request)


async def take_update(raw: bytes, receiver: Receiver, telegram: Telegram) -> None:
    """Keep one update; a pressed button stops spinning as soon as it is safe.

    Raises BadBody or Unavailable: this, too, for what is said in a group before Telegram has told
    us our name. Nobody could say then whether it is for us; it is delivered again.
    """
    message = telegram_updates.parse(raw, telegram.username)
    if message and not telegram.username and not (message.addressed or message.private):
        raise Unavailable("our own name is not known yet")
    message = message and telegram_updates.concerning_us(message)
    if message is None:
        return
    await receiver.take((message,))
    if message.callback_id:
        telegram.answer_press(message.callback_id)


def _refusal(refusals: Refusals, error: Exception) -> web.Response:
    if not isinstance(error, Unavailable):  # why that is, is told once: see bot/troubles.py
        refusals.note(type(error).__name__)
    if isinstance(error, BadSignature):
        return _said(403, b"bad signature")
    if isinstance(error, BadBody):
        return _said(400, b"not a webhook")
    if isinstance(error, TooLarge):
        return _said(413, b"too large")
    if isinstance(error, TooSlow):
        return _said(408, b"too slow")
    response = _said(503, b"try again")
    response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _said(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, headers=HEADERS)
