"""Whole cases over both platforms: the real process, LINE and Telegram played by stand-ins."""

import asyncio
import re
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import harness
from tests.pictures import jpeg
from tests.serving import ROOT, environment, free_port, running

POTHOLE = "ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4"
BRIBE = "มีคนเรียกเงินตอนขอใบอนุญาต"
PHOTO = jpeg(shade=60)
CITIZEN = "somchai"
OFFICER, HANDLER = 7001, 7002
PATIENCE_S = 15
BOT_TOKEN = "123456:TEST"
CODE = re.compile(r"PS-\w{3}-\w{3}-\w{3}")

pytestmark = [pytest.mark.harness, harness.needs_harness]


@dataclass
class Stage:
    """Both platforms, and the service between them."""

    line: Any
    telegram: Any
    folder: Path
    settings: dict[str, str]

    # the citizen on LINE

    async def citizen_says(self, text: str) -> str:
        return line_words(await self.line.say(CITIZEN, text))

    async def citizen_sends_photo(self) -> str:
        return line_words(await self.line.image(CITIZEN, data=PHOTO))

    async def citizen_presses(self, label: str) -> str:
        """Tap the quick reply with this label under the last message."""
        items = self.line.sent(CITIZEN)[-1]["quickReply"]["items"]
        actions = {item["action"]["label"]: item["action"] for item in items}
        return line_words(await self.line.press(CITIZEN, actions[label]))

    async def citizen_reads(self, text: str) -> str:
        """Wait for a message with *text* in it."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := [m for m in self.line.sent(CITIZEN) if text in m.get("text", "")]):
                await self.line.wake.wait()
        return str(found[-1]["text"])

    # staff on Telegram

    async def joins(self, user_id: int, *more: str) -> Any:
        """Invited on the command line, joined by the link."""
        said = await self._run("invite", "--role", "officer", "--name", "สมศรี", *more)
        found = re.search(r"\?start=(\S+)", said)
        assert found, said
        user = self.telegram.user(user_id, "สมศรี")
        (welcome, *_) = await self.telegram.say(user, f"/start {found[1]}")
        assert "ยินดีต้อนรับ" in welcome.text
        return user

    async def says(self, user: Any, text: str) -> str:
        return telegram_words(await self.telegram.say(user, text))

    async def presses(self, user: Any, label: str) -> str:
        """Press the button with this label under the newest message that has it."""
        found = [m for m in self.messages_to(user) if label in labels_of(m)]
        assert found, f"no button {label!r}"
        return telegram_words(await self.telegram.press(found[-1], label, user))

    async def forges(self, user: Any, data: str) -> str:
        """Press a button that was never shown."""
        message = self.messages_to(user)[-1]
        query = {"id": f"forged{data}", "from": user, "message": message}
        self.telegram.cbq[query["id"]] = {"t": time.time(), "answered": None}
        pressed = {**query, "chat_instance": "1", "data": data}
        return telegram_words(await self.telegram._act("callback_query", pressed))

    async def reads(self, user: Any, text: str) -> dict[str, Any]:
        """Wait for a message with *text* in it."""
        found: list[dict[str, Any]] = []

        def is_there() -> bool:
            found[:] = [m for m in self.messages_to(user) if text in m.get("text", "")]
            return bool(found)

        await self._until(is_there)
        return found[-1]

    def messages_to(self, user: Any) -> list[dict[str, Any]]:
        return [
            message
            for (chat, _), message in self.telegram.msgs.items()
            if chat == user["id"] and message["from"]["is_bot"]
        ]

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self.telegram.new.clear()
                await self.telegram.new.wait()

    async def _run(self, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *arguments),
            cwd=ROOT,
            env=environment(self.folder, **self.settings),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
        return said.decode()

    def assert_clean(self) -> None:
        """Neither platform has anything to object to."""
        assert self.line.violations == []
        self.telegram.assert_clean()


def line_words(messages: list[dict[str, Any]]) -> str:
    return "\n".join(message.get("text", "") for message in messages)


def telegram_words(calls: list[Any]) -> str:
    return "\n".join(call.text for call in calls)


def labels_of(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with set_up(tmp_path) as ready:
        yield ready


@asynccontextmanager
async def set_up(folder: Path) -> AsyncIterator[Stage]:
    fakeline = harness.module("line/fakeline.py")
    faketelegram = harness.module("telegram/faketelegram.py")
    port = free_port()
    us = f"http://127.0.0.1:{port}"
    async with (
        fakeline.FakeLine(f"{us}/webhook/line", secret="s3cret", token="tok") as line,
        faketelegram.FakeTelegram(BOT_TOKEN) as telegram,
    ):
        settings = {
            "PORT": str(port),
            "PUBLIC_URL": us,
            "LINE_API_BASE": line.url,
            "LINE_CHANNEL_SECRET": "s3cret",
            "LINE_CHANNEL_ACCESS_TOKEN": "tok",
            "TELEGRAM_API_BASE": telegram.base,
            "TELEGRAM_BOT_TOKEN": BOT_TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": "hook-secret",
        }
        async with running(folder, **settings):
            await telegram.wait_webhook()
            yield Stage(line, telegram, folder, settings)


async def test_a_case_goes_from_a_photo_on_line_over_an_officer_on_telegram_to_its_end(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    assert "ยังไม่ได้ส่งถึงใคร" in await stage.citizen_says(POTHOLE)
    assert "ก่อนเริ่ม" in await stage.citizen_presses("แจ้งเรื่องนี้")
    assert "1 ไฟล์" in await stage.citizen_sends_photo()
    assert POTHOLE in await stage.citizen_presses("ดูก่อนส่ง")
    filed = CODE.search(await stage.citizen_presses("ส่งเรื่อง"))
    assert filed
    code = filed[0]

    alert = await stage.reads(officer, f"เรื่องใหม่: ร้องทุกข์ {code}")
    assert POTHOLE not in alert["text"]
    assert code in await stage.presses(officer, "ดูเรื่องที่รอ")
    assert f"ผู้แจ้ง: {POTHOLE}" in await stage.presses(officer, code)
    await stage.presses(officer, "ดูไฟล์แนบ")
    (photo,) = [call for call in stage.telegram.calls if call["method"] == "sendPhoto"]
    assert photo["params"]["protect_content"] is True
    assert PHOTO in [file["data"] for file in stage.telegram.files.values()]

    await stage.presses(officer, "ตอบผู้แจ้ง")
    assert "ผู้แจ้งจะได้อ่านว่า" in await stage.says(officer, "จะไปซ่อมวันจันทร์")
    await stage.presses(officer, "ส่ง")
    assert code in await stage.citizen_reads("จะไปซ่อมวันจันทร์")

    await stage.citizen_presses("เขียนตอบ")
    await stage.citizen_says("ขอบคุณครับ")
    await stage.reads(officer, "ผู้แจ้งเขียนเพิ่ม")
    assert "ผู้แจ้ง: ขอบคุณครับ" in await stage.says(officer, f"/case {code}")

    await stage.presses(officer, "ปิดเรื่อง")
    await stage.presses(officer, "แก้ไขแล้ว")
    await stage.says(officer, "ซ่อมเสร็จแล้ว")
    await stage.presses(officer, "ส่ง")
    assert "เสร็จสิ้นแล้ว (แก้ไขแล้ว)" in await stage.citizen_reads("ซ่อมเสร็จแล้ว")
    assert "สถานะ: เสร็จสิ้น" in await stage.citizen_says(f"ติดตามเรื่อง {code}")
    stage.assert_clean()


async def test_corruption_is_alerted_without_content_and_shown_to_its_handler_only(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    assert "ยังไม่ได้แต่งตั้งผู้รับผิดชอบเรื่องทุจริต" in await stage.citizen_says(BRIBE)
    handler = await stage.joins(HANDLER, "--corruption")
    heard_before = len(stage.messages_to(officer))
    await stage.citizen_says(BRIBE)
    await stage.citizen_presses("แจ้งแบบลับ")
    await stage.citizen_presses("ดูก่อนส่ง")
    filed = CODE.search(await stage.citizen_presses("ส่งเรื่อง"))
    assert filed
    code = filed[0]

    alert = await stage.reads(handler, "มีเรื่องใหม่")
    assert alert["has_protected_content"] is True
    assert not any(told in alert["text"] for told in (code, BRIBE, "ทุจริต", "LINE"))
    assert len(stage.messages_to(officer)) == heard_before

    nothing = await stage.says(officer, "/case PS-000-000-000")
    assert "ไม่มีเรื่องที่รออยู่" in await stage.says(officer, "/cases")
    assert await stage.says(officer, f"/case {code}") == nothing
    number = case_number(stage.folder)
    assert await stage.forges(officer, f"c:{number}:open") == nothing
    assert await stage.forges(officer, f"c:{number}:answer") == nothing

    await stage.presses(handler, "ดูเรื่องที่รอ")
    assert BRIBE in await stage.presses(handler, code)
    assert stage.messages_to(handler)[-1]["has_protected_content"] is True
    await stage.presses(handler, "ตอบผู้แจ้ง")
    await stage.says(handler, "ได้รับเรื่องแล้ว กำลังตรวจสอบ")
    await stage.presses(handler, "ส่ง")
    await stage.citizen_reads("กำลังตรวจสอบ")
    stage.assert_clean()


def case_number(folder: Path) -> int:
    """The row id of the only case, as no officer can know it."""
    with sqlite3.connect(folder / "served.db") as db:
        return int(db.execute("select id from cases").fetchone()[0])
