"""What Telegram has to know of us: webhook and menus; and polling where there is no webhook.

Nothing here is waited for at start. What fails is logged and tried again, with exponential
backoff and jitter, until it works or the service stops.
"""

import random
from asyncio import gather, sleep
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import Conflict, TelegramError

from bot.messengers.messenger import BadBody
from bot.messengers.telegram import ALLOWED_UPDATES, Telegram
from bot.messengers.telegram_request import TooFast
from bot.messengers.telegram_shapes import Update
from data.store import Unavailable

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

WEBHOOK_PATH = "/webhook/telegram"

FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 60.0
UNAVAILABLE_PAUSE_S = 1.0
EMPTY_PAUSE_S = 0.2  # between polls, so that a server which does not keep them open is not flooded

CITIZEN_COMMANDS = (
    BotCommand("start", "เริ่มต้นใช้งาน"),
    BotCommand("help", "ถามอะไรได้บ้าง"),
    BotCommand("score", "คะแนนประเมิน ITA"),
    BotCommand("channels", "ช่องทางร้องเรียนและติดต่อ"),
    BotCommand("report", "แจ้งเรื่องหรือร้องเรียน"),
    BotCommand("status", "ติดตามเรื่องที่แจ้งไว้"),
    BotCommand("cancel", "ยกเลิกสิ่งที่ทำอยู่"),
)
STAFF_COMMANDS = (
    BotCommand("cases", "เรื่องที่รอดำเนินการ"),
    BotCommand("case", "เปิดเรื่องด้วยรหัส"),
    BotCommand("mine", "เรื่องที่ฉันรับไว้"),
    BotCommand("new", "บันทึกเรื่องจากเคาน์เตอร์ โทรศัพท์ ฯลฯ"),
    BotCommand("find", "ค้นด้วยรหัสหรือคำในเรื่อง"),
    BotCommand("late", "เรื่องที่ใกล้หรือเลยกำหนด"),
    BotCommand("away", "ลา และให้ใครทำแทน"),
    BotCommand("stats", "สถิติเรื่องของปีงบประมาณ"),
    *CITIZEN_COMMANDS,
)
"""A menu is no authorisation: rights are looked up wherever a command is carried out."""

Handle = Callable[[bytes], Awaitable[None]]


async def prepare(telegram: Telegram, public_url: str, secret: str) -> None:
    """All that a bot with a webhook needs; *public_url* is "" where the operator set it by hand."""
    steps = [_who_we_are(telegram), _menus(telegram)]
    if public_url:
        steps.append(insist("set_webhook", lambda: set_webhook(telegram, public_url, secret)))
    await gather(*steps)


async def prepare_polling(telegram: Telegram) -> None:
    """All that a bot without a webhook needs beside the polling itself."""
    await gather(_who_we_are(telegram), _menus(telegram))


async def name_of(telegram: Telegram) -> str:
    """The bot's username, asked for once over a session of its own; "" when Telegram can't say."""
    await telegram.start()
    try:
        await telegram.identify()
    except TelegramError as error:
        log.warning("telegram.identify_failed", reason=error.message)
        return ""
    finally:
        await telegram.close()
    return telegram.username


async def _who_we_are(telegram: Telegram) -> None:
    await insist("identify", telegram.identify)
    log.info("telegram.ready", username=telegram.username)


async def _menus(telegram: Telegram) -> None:
    await insist("set_commands", lambda: set_commands(telegram))


async def set_webhook(telegram: Telegram, public_url: str, secret: str) -> None:
    """Have updates sent to us. What waits at Telegram is kept. Raises TelegramError."""
    await telegram.bot.set_webhook(
        f"{public_url.rstrip('/')}{WEBHOOK_PATH}",
        secret_token=secret,
        allowed_updates=ALLOWED_UPDATES,
    )


async def set_commands(telegram: Telegram) -> None:
    """The citizens' menu in private chats, none elsewhere. Raises TelegramError.

    An earlier version's menu would linger in a scope that is not mentioned.
    """
    bot = telegram.bot
    await bot.set_my_commands(CITIZEN_COMMANDS, scope=BotCommandScopeAllPrivateChats())
    await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
    await bot.delete_my_commands()


async def set_staff_commands(telegram: Telegram, chat_id: str) -> None:
    """The staff's menu in one private chat. Raises TelegramError."""
    await telegram.bot.set_my_commands(STAFF_COMMANDS, scope=BotCommandScopeChat(int(chat_id)))


async def clear_staff_commands(telegram: Telegram, chat_id: str) -> None:
    """The citizens' menu again, for somebody who is no longer staff. Raises TelegramError."""
    await telegram.bot.delete_my_commands(scope=BotCommandScopeChat(int(chat_id)))


async def take_staff_commands(telegram: Telegram, chat_id: str) -> None:
    """The same once, over a session of its own. Only a courtesy, so that a failure is just logged:
    rights are looked up wherever a command is carried out."""
    await telegram.start()
    try:
        await clear_staff_commands(telegram, chat_id)
    except TelegramError as error:
        log.warning("telegram.menu_not_cleared", reason=error.message)
    finally:
        await telegram.close()


async def delete_webhook(telegram: Telegram) -> None:
    """Make polling possible. What waits at Telegram is kept. Raises TelegramError."""
    await telegram.bot.delete_webhook(drop_pending_updates=False)


async def insist(what: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do *work* until it works."""
    failures = 0
    while True:
        try:
            await work()
        except TelegramError as error:
            failures += 1
            await _back_off(f"telegram.{what}_failed", failures, error)
        else:
            return


async def poll(telegram: Telegram, handle: Handle) -> None:
    """Give every update to *handle*, which keeps it, and only then confirm it to Telegram.

    *handle* may raise BadBody (the update is left out) and Unavailable (it is asked again later).
    Runs until it is cancelled.
    """
    await insist("delete_webhook", lambda: delete_webhook(telegram))
    poller = _Poller(telegram, handle)
    failures = 0
    while True:
        try:
            await poller.once()
            failures = 0
        except Unavailable:  # why, is told once: see bot/troubles.py
            await sleep(UNAVAILABLE_PAUSE_S)
        except TelegramError as error:
            failures += 1
            await _back_off("telegram.poll_failed", failures, error)
            if isinstance(error, Conflict):
                # Another poller, or a webhook that was set behind our back.
                await insist("delete_webhook", lambda: delete_webhook(telegram))


class _Poller:
    """Where polling stands: *_offset* is the first update that is not safe yet."""

    def __init__(self, telegram: Telegram, handle: Handle) -> None:
        self._telegram = telegram
        self._handle = handle
        self._offset: int | None = None

    async def once(self) -> None:
        """One poll. Raises TelegramError or Unavailable; what was safe before it stays so."""
        updates = await self._telegram.updates(self._offset)
        handled = [await self._take(bytes(update)) for update in updates]
        if not any(handled):
            await sleep(EMPTY_PAUSE_S)

    async def _take(self, raw: bytes) -> bool:
        """Whether *raw* is an update, handled or refused for good: it need not come again."""
        try:
            update_id = msgspec.json.decode(raw, type=Update).update_id
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            log.warning("telegram.update_without_id")
            return False
        try:
            await self._handle(raw)
        except BadBody as bad:
            log.warning("telegram.update_refused", update_id=update_id, reason=str(bad))
        self._offset = max(update_id + 1, self._offset or 0)
        return True


async def _back_off(event: str, failures: int, error: Exception) -> None:
    told = error.seconds if isinstance(error, TooFast) else None
    backoff: float = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(failures - 1, 12))
    seconds = told or backoff * random.uniform(0.75, 1.25)  # noqa: S311 (jitter, no secret)
    reason = error.message if isinstance(error, TelegramError) else type(error).__name__
    log.warning(event, failures=failures, seconds=round(seconds, 1), reason=reason)
    await sleep(seconds)
