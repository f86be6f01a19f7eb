"""Telegram's webhook: what is acknowledged is kept; what could not be judged yet is not."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bot.messengers.telegram import Telegram
from bot.receiving import Receiver
from bot.web.webhooks import TELEGRAM_PATH, TelegramWebhook
from data import inbox
from data.store import Store
from tests.serving import free_port

SECRET = "s" * 24
GROUP = {"id": -100, "type": "supergroup", "title": "ตลาด"}
ME = {"id": 5, "type": "private", "first_name": "ก"}
MENTION = "@prongsai_bot คะแนน e9"


def update(number: int, chat: dict[str, object], text: str) -> bytes:
    sender = {"id": 5, "is_bot": False, "first_name": "ก"}
    entities = [{"type": "mention", "offset": 0, "length": 13}] if text.startswith("@") else []
    message = {
        **{"message_id": number, "date": 1_780_000_000, "chat": chat, "from": sender},
        **{"text": text, "entities": entities},
    }
    return json.dumps({"update_id": number, "message": message}).encode()


@asynccontextmanager
async def a_webhook(store: Store, telegram: Telegram) -> AsyncIterator[tuple[str, list[inbox.Row]]]:
    kept: list[inbox.Row] = []
    app, port = web.Application(), free_port()
    webhook = TelegramWebhook(Receiver(store, kept.append), telegram, SECRET)
    app.router.add_post(TELEGRAM_PATH, webhook.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}{TELEGRAM_PATH}", kept
    finally:
        await runner.cleanup()


async def posts(address: str, body: bytes) -> tuple[int, str]:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=headers) as answer,
    ):
        return answer.status, answer.headers.get("Retry-After", "")


async def test_a_group_is_not_acknowledged_before_our_name_is_known(store: Store) -> None:
    telegram = Telegram("123:ABC")
    async with a_webhook(store, telegram) as (address, kept):
        assert await posts(address, update(1, GROUP, MENTION)) == (503, "5")
        assert await posts(address, update(2, ME, "คะแนน e9")) == (200, "")
        telegram.username = "prongsai_bot"
        assert await posts(address, update(1, GROUP, MENTION)) == (200, "")
        assert await posts(address, update(3, GROUP, "ไปกินข้าวกัน")) == (200, "")

    assert [row.event_id for row in kept] == ["2", "1"]
