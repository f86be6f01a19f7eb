"""The web application: the agency's page and chat, the vendors' webhooks, health."""

from typing import Protocol

from aiohttp import web

from bot.incoming import Incoming
from bot.messengers.telegram import Telegram
from bot.opening import Opened
from bot.receiving import Receiver, Taken
from bot.settings import Settings
from bot.web.after_photo import AfterPhotos
from bot.web.health import Health
from bot.web.live import Live
from bot.web.page import add_web_chat
from bot.web.past import Past
from bot.web.pressure import Pressure
from bot.web.webhooks import (
    LARGEST_BODY,
    LINE_PATH,
    TELEGRAM_PATH,
    LineWebhook,
    TelegramWebhook,
)
from data import after_photos
from handlers import menus


class Running(Protocol):
    """What the application needs of the running service."""

    receiver: Receiver
    live: Live
    telegram: Telegram | None
    pressure: Pressure
    is_running: bool


class _Intake:
    """The web chat's way into the inbox."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    async def take(self, incoming: Incoming) -> Taken:
        return await self._receiver.take_one(incoming)

    async def take_file(self, incoming: Incoming, content: bytes) -> Taken:
        return await self._receiver.take_one(incoming, content)


def build(service: Running, settings: Settings, opened: Opened) -> web.Application:
    """Everything that answers on the port."""
    app = web.Application(client_max_size=LARGEST_BODY)
    pressure = service.pressure
    health = Health(opened.store, lambda: service.is_running, lambda: pressure.reason)
    app.router.add_get("/healthz", health.alive)
    app.router.add_get("/readyz", health.ready)
    if settings.has_line:
        line = LineWebhook(service.receiver, settings.line_channel_secret)
        app.router.add_post(LINE_PATH, line.handle)
    if service.telegram is not None and settings.telegram_webhook_secret:
        telegram = TelegramWebhook(
            service.receiver, service.telegram, settings.telegram_webhook_secret
        )
        app.router.add_post(TELEGRAM_PATH, telegram.handle)
    app.router.add_get(f"{after_photos.PATH}{{name}}", AfterPhotos(opened.store).show)
    add_web_chat(
        app,
        agency=opened.agency,
        intake=_Intake(service.receiver),
        history=Past(opened.store),
        live=service.live,
        starters=menus.MAIN,
        public_url=settings.public_url,
        trusted_proxies=settings.trusted_proxies,
    )
    return app
