"""The vendors' webhooks: verified on the raw bytes, kept durably, then 200; handled after."""

import asyncio

import structlog
from aiohttp import web

from bot.messengers import line_events, telegram_updates
from bot.messengers.messenger import BadBody, BadSignature
from bot.messengers.telegram import Telegram
from bot.receiving import Receiver
from data.store import Unavailable

LINE_PATH = "/webhook/line"
TELEGRAM_PATH = "/webhook/telegram"
LARGEST_BODY = 2 * 2**20
RETRY_AFTER_S = "5"
BODY_S = 10.0

log = structlog.get_logger()


class LineWebhook:
    """POST /webhook/line."""

    def __init__(self, receiver: Receiver, channel_secret: str) -> None:
        self._receiver = receiver
        self._secret = channel_secret

    async def handle(self, request: web.Request) -> web.Response:
        """403 forged, 400 not a webhook, 503 not kept, 200 kept (or known already)."""
        if not request.headers.get("X-Line-Signature"):
            return _refusal("line", BadSignature("no signature"))
        raw = await _read(request)
        try:
            line_events.verify(raw, request.headers.get("X-Line-Signature"), self._secret)
            events = line_events.parse(raw)
            await self._receiver.take(events)
        except (BadSignature, BadBody, Unavailable) as error:
            return _refusal("line", error)
        return web.Response(text="ok")


class TelegramWebhook:
    """POST /webhook/telegram."""

    def __init__(self, receiver: Receiver, telegram: Telegram, secret: str) -> None:
        self._receiver = receiver
        self._telegram = telegram
        self._secret = secret

    async def handle(self, request: web.Request) -> web.Response:
        """403 forged, 400 not an update, 503 not kept, 200 kept (or known, or of no concern)."""
        try:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
            telegram_updates.check_secret(given, self._secret)
            raw = await _read(request)
            await take_update(raw, self._receiver, self._telegram)
        except (BadSignature, BadBody, Unavailable) as error:
            return _refusal("telegram", error)
        return web.Response(text="ok")


async def take_update(raw: bytes, receiver: Receiver, telegram: Telegram) -> None:
    """Keep one update; a pressed button stops spinning as soon as it is safe.

    Raises BadBody or Unavailable.
    """
    message = telegram_updates.parse(raw, telegram.username)
    message = message and telegram_updates.concerning_us(message)
    if message is None:
        return
    await receiver.take((message,))
    if message.callback_id:
        telegram.answer_press(message.callback_id)


async def _read(request: web.Request) -> bytes:
    """The whole body, in time; who takes longer is cut off."""
    if request.content.is_eof():
        return await request.read()
    try:
        async with asyncio.timeout(BODY_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _refusal(messenger: str, error: Exception) -> web.Response:
    if isinstance(error, Unavailable):  # why, is told once: see bot/troubles.py
        return web.Response(status=503, text="try again", headers={"Retry-After": RETRY_AFTER_S})
    log.warning("webhook refused", messenger=messenger, reason=type(error).__name__)
    if isinstance(error, BadSignature):
        return web.Response(status=403, text="bad signature")
    return web.Response(status=400, text="not a webhook")
