"""The service: one agency's store, messengers, dispatcher, courier and web server, put together.

The only place where everything meets. Start: check and publish the dataset, take up what waited,
open the port. With intake only, what comes is kept and nothing is handled or sent: for work on the
machine or trouble at a vendor. The next start takes it up. Stop: close the port, finish what is in
hand within ten seconds, leave the rest in the inbox and the outbox for the next start.
"""

import asyncio
import socket
from collections.abc import Coroutine, Mapping

import structlog
from aiohttp import web

from bot import clock
from bot.agency_context import ContextMaker
from bot.at_once import AtOnce
from bot.checking import check_nightly
from bot.delivery import Courier
from bot.dispatch import Dispatcher, Kept
from bot.holding import Holds
from bot.messengers import telegram_setup
from bot.messengers.line import Line
from bot.messengers.messenger import Adapter
from bot.messengers.telegram import Telegram
from bot.messengers.telegram_topics import TelegramTopics
from bot.messengers.webchat import WebChat
from bot.metrics import Metrics
from bot.opening import Opened
from bot.parked_watch import ParkedWatch
from bot.push_budget import PushBudget
from bot.receiving import Receiver
from bot.reminders import Reminders
from bot.retention import forget_daily
from bot.settings import Settings
from bot.troubles import OpenFiles, tell
from bot.web import app as web_app
from bot.web.callers import Callers, Site, ceilings
from bot.web.live import Live
from bot.web.pressure import MEGABYTE, Pressure
from bot.web.webhooks import take_update
from data import case_access, chats, inbox, staff
from handlers.message import Messenger
from handlers.understanding.understand import Understanding

HANDLING_DRAIN_S = 3.0
DELIVERY_DRAIN_S = 4.0
CONNECTION_DRAIN_S = 1.0

BACKLOG = 1024

log = structlog.get_logger()


class Service:
    """One running Prongsai."""

    def __init__(
        self,
        settings: Settings,
        opened: Opened,
        understanding: Understanding,
        *,
        intake_only: bool = False,
    ) -> None:
        self._is_intake_only = intake_only
        self._settings = settings
        self._store = opened.store
        self._periods = opened.agency.retention
        self.live = Live()
        self.line = _line(settings)
        self.telegram = _telegram(settings)
        self.adapters: Mapping[Messenger, Adapter] = _adapters(self.live, self.line, self.telegram)
        own = opened.agency.pushes_per_month
        topics = TelegramTopics(self.telegram) if self.telegram else None
        self.metrics = Metrics(self._store, self.adapters, own)
        self.courier = Courier(self._store, self.adapters, own, topics, self.metrics.taken)
        self.push_budget = (
            PushBudget(self._store, self.line, self.courier.send, clock.now, own)
            if self.line is not None
            else None
        )
        self.holds = Holds(self._store, self.courier.send, opened.agency)
        self.reminders = Reminders(self._store, self.courier.send, clock.now)
        self._clock_rules = opened.agency.clocks
        contexts = ContextMaker(opened.agency, self._store, understanding)
        self.dispatcher = Dispatcher(
            self._store,
            self.adapters,
            self.courier,
            contexts,
            self._after_kept,
            opened.agency.quiet,
        )
        self._parked = ParkedWatch(
            self._store,
            self.dispatcher.take_again,
            self.courier.send,
            opened.agency.quiet,
            clock.now,
        )
        self.pressure = Pressure(settings.most_memory_mb * MEGABYTE)
        hand_on = self._leave if intake_only else self.dispatcher.take
        self._at_once = AtOnce(self._store, self.adapters, self.courier, contexts, self._after_kept)
        self.receiver = Receiver(
            self._store, hand_on, self.pressure.check, None if intake_only else self._at_once
        )
        self.callers = Callers(ceilings(settings.most_per_address), settings.trusted_proxies)
        self._webhooks = web_app.webhooks(self, settings)
        self._runner = web.AppRunner(
            web_app.build(self, settings, opened, self._webhooks),
            access_log=None,
            shutdown_timeout=CONNECTION_DRAIN_S,
        )
        self._open_files = OpenFiles()
        self._background: set[asyncio.Task[None]] = set()
        self.is_running = False

    async def start(self) -> None:
        """Take up what waited, open the port. Waits for no vendor."""
        port = bind(self._settings.host, self._settings.port)
        self._store.listen(tell)
        self._open_files.watch(asyncio.get_running_loop())
        for adapter in self.adapters.values():
            await adapter.start()
        if self.telegram is not None:
            self._start_telegram(self.telegram)
        if not self._is_intake_only:
            await self._start_working()
        self.is_running = True
        self.pressure.start()
        await self._runner.setup()
        site = Site(self._runner, port, self.callers, backlog=BACKLOG, direct=self._webhooks)
        await site.start()
        log.info(
            "ready",
            host=self._settings.host,
            port=self._settings.port,
            messengers=[name.value for name in self.adapters],
            intake_only=self._is_intake_only,
        )

    async def _start_working(self) -> None:
        self._at_once.start()
        self.courier.start()
        self.holds.start()
        self.dispatcher.start()
        await self.reminders.start(self._clock_rules)
        if self.push_budget is not None:
            self._spawn(self.push_budget.keep_looking())
        self._spawn(self._parked.keep_looking())
        self._spawn(forget_daily(self._store, self._periods))
        self._spawn(check_nightly(self._store))

    def _leave(self, row: inbox.Row) -> None:
        """What came stays in the inbox."""

    async def stop(self) -> None:
        """Close the port, finish what is in hand, keep the rest for the next start."""
        self.is_running = False
        for task in self._background:
            task.cancel()
        self._open_files.cancel()
        await self.reminders.stop()
        self.pressure.stop()
        await self._runner.cleanup()
        await self.dispatcher.stop(HANDLING_DRAIN_S)
        await self.holds.stop()
        await self.courier.stop(DELIVERY_DRAIN_S)
        for adapter in self.adapters.values():
            await adapter.close()
        self._store.close()
        log.info("stopped")

    def _start_telegram(self, telegram: Telegram) -> None:
        settings = self._settings
        if settings.telegram_webhook_secret:
            self._spawn(
                telegram_setup.prepare(
                    telegram, settings.public_url, settings.telegram_webhook_secret
                )
            )
        else:
            self._spawn(telegram_setup.prepare_polling(telegram))
            self._spawn(telegram_setup.poll(telegram, self._take_update))

        for member in self._store.read_now(staff.members):
            found = self._store.read_now(chats.address, member.chat)
            if found is not None and found[0] == Messenger.TELEGRAM:
                self._give_staff_menu(telegram, found[1])

    def _after_kept(self, kept: Kept) -> None:
        """Whoever has just joined gets the staff's menu of commands."""
        if kept.turn.question is not None:
            self.metrics.was_read(kept.turn.question)
        if not kept.turn.keep:
            return
        self.holds.note(kept)
        joined = any(write.query is case_access.join for write in kept.turn.keep)
        if joined and self.telegram is not None and kept.event.messenger is Messenger.TELEGRAM:
            self._give_staff_menu(self.telegram, kept.event.address)

    def _give_staff_menu(self, telegram: Telegram, address: str) -> None:
        self._spawn(
            telegram_setup.insist(
                "set_staff_commands", lambda: telegram_setup.set_staff_commands(telegram, address)
            )
        )

    async def _take_update(self, raw: bytes) -> None:
        assert self.telegram is not None
        await take_update(raw, self.receiver, self.telegram)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


class PortTaken(Exception):
    """The address cannot be listened on: somebody else does, or it is not ours."""


def bind(host: str, port: int) -> socket.socket:
    """The port, before anything begins that would have to be undone. Raises PortTaken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(f"HOST {host} PORT {port}: {error.strerror or error}") from error


def _line(settings: Settings) -> Line | None:
    if not settings.has_line:
        return None
    return Line(
        settings.line_api_base or None,
        settings.line_channel_access_token,
        settings.public_url,
    )


def _telegram(settings: Settings) -> Telegram | None:
    if not settings.has_telegram:
        return None
    return Telegram(settings.telegram_bot_token, settings.telegram_api_base or None)


def _adapters(live: Live, line: Line | None, telegram: Telegram | None) -> dict[Messenger, Adapter]:
    adapters: dict[Messenger, Adapter] = {Messenger.WEB: WebChat(live)}
    if line is not None:
        adapters[Messenger.LINE] = line
    if telegram is not None:
        adapters[Messenger.TELEGRAM] = telegram
    return adapters
