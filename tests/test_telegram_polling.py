"""Telegram's setup and polling: nothing is confirmed before it is safe, whatever happens."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.messengers import telegram as telegram_adapter
from bot.messengers import telegram_setup
from bot.messengers.messenger import BadBody
from bot.messengers.telegram import ALLOWED_UPDATES, Telegram
from data.store import Unavailable
from handlers.router import COMMANDS
from tests.small_telegram import GARBAGE, HANG, RESET, TOKEN, SmallTelegram, no, running
from tests.test_telegram_adapter import fake_telegram

POLL = "getUpdates"
ME = (200, {"ok": True, "result": {"id": 123456, "is_bot": True, "username": "borang_bot"}})


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backoff in hundredths, so that the tests need not wait for it."""
    monkeypatch.setattr(telegram_setup, "FIRST_BACKOFF_S", 0.01)
    monkeypatch.setattr(telegram_setup, "EMPTY_PAUSE_S", 0.01)


@pytest.fixture
async def platform() -> AsyncIterator[SmallTelegram]:
    async with running(SmallTelegram()) as it:
        yield it


@pytest.fixture
async def telegram(platform: SmallTelegram) -> AsyncIterator[Telegram]:
    adapter = Telegram(TOKEN, platform.url)
    await adapter.start()
    yield adapter
    await adapter.close()


@dataclass
class Inbox:
    """What was handed over, and what to say to it: an exception, once each."""

    kept: list[int] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    refusals: dict[int, Exception] = field(default_factory=dict)
    arrived: asyncio.Queue[int] = field(default_factory=asyncio.Queue)

    async def take(self, raw: bytes) -> None:
        number = json.loads(raw)["update_id"]
        refusal = self.refusals.pop(number, None)
        if refusal is not None:
            raise refusal
        self.kept.append(number)
        self.raws.append(raw)
        self.arrived.put_nowait(number)

    async def until(self, number: int) -> None:
        async with asyncio.timeout(5):
            while await self.arrived.get() != number:
                pass


def news(*numbers: int) -> tuple[int, dict[str, Any]]:
    updates = [{"update_id": n, "message": {"text": f"ข้อความ {n}"}} for n in numbers]
    return 200, {"ok": True, "result": updates}


@asynccontextmanager
async def polling(telegram: Telegram, inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(telegram_setup.poll(telegram, inbox.take))
    try:
        yield
    finally:
        assert not task.done(), "the polling ended by itself"
        task.cancel()
        async with asyncio.timeout(1):
            await asyncio.gather(task, return_exceptions=True)


async def offset_after(platform: SmallTelegram) -> int | None:
    """What the next poll confirms."""
    await platform.until(POLL)
    offset: int | None = platform.bodies(POLL)[-1].get("offset")
    return offset


# ---------------------------------------------------------------- polling


async def test_polling_begins_without_a_webhook_and_drops_nothing_that_waits(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, HANG)

    async with polling(telegram, Inbox()):
        await platform.until(POLL)

    assert platform.methods() == ["deleteWebhook", POLL]
    assert not platform.bodies("deleteWebhook")[0].get("drop_pending_updates")
    assert platform.bodies(POLL) == [{"timeout": 25, "allowed_updates": list(ALLOWED_UPDATES)}]


async def test_updates_are_handed_over_in_order_as_telegram_wrote_them(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    raw = b'{"ok":true,"result":[{"update_id":7, "x":"\\u0e01"} ,{"update_id":9}]}'
    platform.will(POLL, (200, raw), HANG)
    inbox = Inbox()

    async with polling(telegram, inbox):
        await inbox.until(9)

    assert inbox.raws == [b'{"update_id":7, "x":"\\u0e01"}', b'{"update_id":9}']


async def test_an_update_is_confirmed_once_it_is_safe(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, news(7, 8), HANG)
    inbox = Inbox()

    async with polling(telegram, inbox):
        await inbox.until(8)
        assert await offset_after(platform) is None
        assert await offset_after(platform) == 9


async def test_an_update_that_could_not_be_kept_comes_again_and_those_before_it_do_not(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, news(7, 8, 9), news(8, 9), HANG)
    inbox = Inbox(refusals={8: Unavailable("the disk is full")})

    async with polling(telegram, inbox):
        await inbox.until(9)

    assert inbox.kept == [7, 8, 9]
    assert [body.get("offset") for body in platform.bodies(POLL)][:2] == [None, 8]


async def test_an_update_that_is_none_is_left_out_and_does_not_come_again(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, news(7, 8), HANG)
    inbox = Inbox(refusals={7: BadBody("no update")})

    async with polling(telegram, inbox):
        await inbox.until(8)
        await offset_after(platform)
        assert await offset_after(platform) == 9


async def test_an_entry_without_a_number_hides_no_other(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, (200, {"ok": True, "result": [5, {}, {"update_id": 7}]}), HANG)
    inbox = Inbox()

    async with polling(telegram, inbox):
        await inbox.until(7)

    assert inbox.kept == [7]


@pytest.mark.parametrize(
    "trouble",
    [
        no(409, "Conflict: terminated by other getUpdates request"),
        no(429, "Too Many Requests", retry_after=0.01),
        no(500),
        (502, b"<html>"),
        no(401, "Unauthorized"),
        RESET,
        GARBAGE,
        (200, {"ok": True, "result": {}}),
        (200, {"ok": True, "result": True}),
        (200, b"[]"),
    ],
    ids=repr,
)
async def test_polling_survives_whatever_telegram_answers(
    telegram: Telegram, platform: SmallTelegram, trouble: Any
) -> None:
    platform.will(POLL, trouble, trouble, news(7), HANG)
    inbox = Inbox()

    async with polling(telegram, inbox):
        await inbox.until(7)


async def test_a_webhook_that_was_set_behind_our_back_is_removed_again(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, no(409, "Conflict: can't use getUpdates while webhook is active"), HANG)

    async with polling(telegram, Inbox()):
        await platform.until(POLL)
        await platform.until(POLL)

    assert platform.methods() == ["deleteWebhook", POLL, "deleteWebhook", POLL]


async def test_polling_waits_as_long_as_telegram_says(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(POLL, no(429, retry_after=0.4), HANG)

    async with polling(telegram, Inbox()):
        await platform.until(POLL)
        began = asyncio.get_running_loop().time()
        await platform.until(POLL)
        assert asyncio.get_running_loop().time() - began > 0.35


async def test_a_poll_that_never_ends_is_given_up(
    telegram: Telegram, platform: SmallTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_adapter, "CALL_S", -24.8)  # behind Telegram's own 25 s
    platform.will(POLL, HANG, news(7), HANG)
    inbox = Inbox()

    async with polling(telegram, inbox):
        await inbox.until(7)


# ---------------------------------------------------------------- setup


async def test_a_bot_with_a_webhook_tells_telegram_all_it_needs(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will("getMe", ME)

    await telegram_setup.prepare(telegram, "https://borang.example/", "s3cret")

    (webhook,) = platform.bodies("setWebhook")
    assert webhook["url"] == "https://borang.example/webhook/telegram"
    assert webhook["secret_token"] == "s3cret"
    assert webhook["allowed_updates"] == list(ALLOWED_UPDATES)
    assert not webhook.get("drop_pending_updates")
    assert telegram.username == "borang_bot"


async def test_without_a_public_address_the_webhook_is_left_as_it_is(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will("getMe", ME)

    await telegram_setup.prepare(telegram, "", "s3cret")

    assert "setWebhook" not in platform.methods()
    assert "setMyCommands" in platform.methods()


async def test_citizens_have_their_menu_in_private_and_groups_have_none(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    await telegram_setup.set_commands(telegram)

    (menu,) = platform.bodies("setMyCommands")
    names = [command["command"] for command in menu["commands"]]
    assert menu["scope"] == {"type": "all_private_chats"}
    assert names == ["start", "help", "score", "channels", "report", "status", "cancel"]
    cleared = [body.get("scope", {}).get("type") for body in platform.bodies("deleteMyCommands")]
    assert cleared == ["all_group_chats", None]


async def test_staff_have_their_own_menu_in_their_chat_alone(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    await telegram_setup.set_staff_commands(telegram, "5")
    await telegram_setup.clear_staff_commands(telegram, "5")

    (menu,) = platform.bodies("setMyCommands")
    assert menu["scope"] == {"type": "chat", "chat_id": 5}
    assert [command["command"] for command in menu["commands"]][:2] == ["cases", "case"]
    assert platform.bodies("deleteMyCommands") == [{"scope": {"type": "chat", "chat_id": 5}}]


def test_every_command_on_a_menu_leads_somewhere() -> None:
    assert {command.command for command in telegram_setup.STAFF_COMMANDS} <= set(COMMANDS)


@pytest.mark.parametrize("trouble", [no(500), no(429), RESET, GARBAGE, no(400), no(401)], ids=repr)
async def test_setup_goes_on_until_it_works(
    telegram: Telegram, platform: SmallTelegram, trouble: Any
) -> None:
    platform.will("getMe", trouble, (200, {"ok": True, "result": {"x": 1}}), ME)
    for method in ("setWebhook", "setMyCommands"):
        platform.will(method, trouble)

    async with asyncio.timeout(5):
        await telegram_setup.prepare(telegram, "https://borang.example", "s3cret")

    assert telegram.username == "borang_bot"
    assert len(platform.bodies("setWebhook")) == 2


async def test_one_thing_that_fails_does_not_hold_up_the_others(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will("getMe", HANG)
    setup = asyncio.create_task(telegram_setup.prepare(telegram, "https://b.example", "s3cret"))

    await platform.until("setWebhook")

    setup.cancel()
    await asyncio.gather(setup, return_exceptions=True)


async def test_setup_ends_promptly_when_the_service_stops(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch, platform: SmallTelegram
) -> None:
    monkeypatch.setattr(telegram_setup, "FIRST_BACKOFF_S", 30.0)
    platform.will("getMe", no(500))
    setup = asyncio.create_task(telegram_setup.prepare_polling(telegram))
    await platform.until("getMe")

    setup.cancel()

    async with asyncio.timeout(1):
        await asyncio.gather(setup, return_exceptions=True)


def test_the_wait_between_tries_grows_and_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_setup, "FIRST_BACKOFF_S", 0.5)
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(telegram_setup, "sleep", note)
    back_off: Callable[..., Any] = telegram_setup._back_off
    for failures in (1, 2, 3, 20, 10**6):
        asyncio.run(back_off("telegram.test", failures, Unavailable()))

    assert all(
        low <= seconds <= high
        for seconds, (low, high) in zip(
            waited, [(0.3, 0.7), (0.7, 1.3), (1.5, 2.5), (45, 75), (45, 75)], strict=True
        )
    )


# ---------------------------------------------------------------- Telegram's own specification


@pytest.mark.harness
async def test_setup_and_polling_agree_with_telegrams_own_specification() -> None:
    inbox = Inbox()
    async with fake_telegram()(TOKEN) as fake:
        adapter = Telegram(TOKEN, fake.base)
        await adapter.start()
        await telegram_setup.prepare(adapter, "https://borang.example", "s3cret-Token_1")
        await telegram_setup.set_staff_commands(adapter, "5")
        await telegram_setup.delete_webhook(adapter)
        fake._emit("message", fake._store(fake._dm(fake.user(5)), fake.user(5), text="ก"))
        async with polling(adapter, inbox):
            await inbox.until(fake.uid)
        await adapter.close()

    fake.assert_clean()
    assert adapter.username == "test_bot"
