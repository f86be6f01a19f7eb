"""The web application: the agency's page and chat, the vendors' webhooks, health."""

import time
from collections.abc import Callable, Mapping
from typing import Protocol

from aiohttp import web

from bot.incoming import Incoming
from bot.messengers.telegram import Telegram
from bot.metrics import Metrics
from bot.opening import Opened
from bot.receiving import Receiver, Taken
from bot.settings import Settings
from bot.web.after_photo import AfterPhotos
from bot.web.budgets import of_each_address
from bot.web.figures import PATH as METRICS_PATH
from bot.web.figures import Handler, MetricsPage
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
from handlers.message import Messenger


class Running(Protocol):
    """What the application needs of the running service."""

    receiver: Receiver
    live: Live
    telegram: Telegram | None
    pressure: Pressure
    is_running: bool
    metrics: Metrics


class _Intake:
    """The web chat's way into the inbox."""

    def __init__(self, receiver: Receiver, observe: Callable[[float], None]) -> None:
        self._receiver = receiver
        self._observe = observe

    async def take(self, incoming: Incoming) -> Taken:
        return await self.take_file(incoming)

    async def take_file(self, incoming: Incoming, content: bytes | None = None) -> Taken:
        begun = time.perf_counter()
        taken = await self._receiver.take_one(incoming, content)
        self._observe(time.perf_counter() - begun)
        return taken


def build(
    service: Running, settings: Settings, opened: Opened, posted: Mapping[str, Handler]
) -> web.Application:
    """Everything that answers on the port; *posted* are the webhooks."""
    app = web.Application(client_max_size=LARGEST_BODY)
    pressure = service.pressure
    health = Health(opened.store, lambda: service.is_running, lambda: pressure.reason)
    app.router.add_get("/healthz", health.alive)
    app.router.add_get("/readyz", health.ready)
    metrics = service.metrics
    app.router.add_route("*", METRICS_PATH, MetricsPage(metrics, settings).show)
    for path, handle in posted.items():
        app.router.add_post(path, handle)
    app.router.add_get(f"{after_photos.PATH}{{name}}", AfterPhotos(opened.store).show)
    add_web_chat(
        app,
        agency=opened.agency,
        intake=_Intake(service.receiver, metrics.acknowledged(Messenger.WEB)),
        history=Past(opened.store),
        live=service.live,
        budgets=of_each_address(metrics.told_to_wait),
        starters=menus.MAIN,
        public_url=settings.public_url,
        trusted_proxies=settings.trusted_proxies,
    )
    return app


def webhooks(service: Running, settings: Settings) -> Mapping[str, Handler]:
    """Where the vendors post what people say, and who takes it."""
    found: dict[str, Handler] = {}
    acknowledged = service.metrics.acknowledged
    if settings.has_line:
        found[LINE_PATH] = LineWebhook(
            service.receiver, settings.line_channel_secret, acknowledged(Messenger.LINE)
        ).handle
    if service.telegram is not None and settings.telegram_webhook_secret:
        found[TELEGRAM_PATH] = TelegramWebhook(
            service.receiver,
            service.telegram,
            settings.telegram_webhook_secret,
            acknowledged(Messenger.TELEGRAM),
        ).handle
    return found
