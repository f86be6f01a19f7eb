"""A stage for whole stories: the real process, LINE and Telegram played by stand-ins."""

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import harness
from tests.conversing import NO_PHOTO
from tests.pictures import jpeg
from tests.serving import ROOT, Running, command, environment, free_port, running

POTHOLE = "ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4"
BRIBE = "มีคนเรียกเงินตอนขอใบอนุญาต"
PHOTO = jpeg(shade=60)
CITIZEN = "somchai"
OFFICER, HANDLER, ADMINISTRATOR = 7001, 7002, 7003
PATIENCE_S = 30
BOT_TOKEN = "123456:TEST"
CODE = re.compile(r"PS-\w{3}-\w{3}-\w{3}")


@dataclass
class Stage:
    """Both platforms, and the service between them."""

    line: Any
    telegram: Any
    service: Running
    folder: Path
    settings: dict[str, str]

    async def is_struck(self, at: str = "") -> None:
        """The service is killed, wherever it is, and started again; *at* is the time it is then."""
        if at:
            self.settings["CLOCK_STARTS_AT"] = self.service.used["CLOCK_STARTS_AT"] = at
        await self.service.is_killed_and_started_again()

    # the citizen on LINE

    async def citizen_says(self, text: str, who: str = CITIZEN) -> str:
        return line_words(await self.line.say(who, text))

    async def citizen_sends_photo(self, who: str = CITIZEN) -> str:
        return line_words(await self.line.image(who, data=PHOTO))

    async def citizen_presses(self, label: str, who: str = CITIZEN) -> str:
        """Tap the quick reply with this label under the last message."""
        items = self.line.sent(who)[-1]["quickReply"]["items"]
        actions = {item["action"]["label"]: item["action"] for item in items}
        assert label in actions, f"no {label!r} among {list(actions)}"
        return line_words(await self.line.press(who, actions[label]))

    async def citizen_reads(self, text: str, who: str = CITIZEN) -> str:
        """Wait for a message with *text* in it."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := [m for m in self.line.sent(who) if text in m.get("text", "")]):
                await self.line.wake.wait()
        return str(found[-1]["text"])

    async def citizen_files(self, text: str = POTHOLE, who: str = CITIZEN) -> str:
        """A grievance on LINE, from the first word to its code."""
        await self.citizen_says(text, who)
        await self.citizen_presses("แจ้งเรื่องนี้", who)
        await self.citizen_presses("ดูก่อนส่ง", who)
        return code_in(await self.citizen_presses("ส่งเรื่อง", who))

    # staff on Telegram

    async def joins(self, user_id: int, *more: str) -> Any:
        """Invited on the command line, joined by the link."""
        role = () if "--role" in more else ("--role", "officer")
        said = await self.commands("invite", *role, "--name", "สมศรี", *more)
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

    def count(self, user: Any, text: str) -> int:
        """How many messages with *text* in them reached *user*."""
        return sum(text in message.get("text", "") for message in self.messages_to(user))

    async def reads(self, user: Any, text: str) -> dict[str, Any]:
        """Wait for a message with *text* in it."""
        found: list[dict[str, Any]] = []

        def is_there() -> bool:
            found[:] = [m for m in self.messages_to(user) if text in m.get("text", "")]
            return bool(found)

        await self.until(is_there)
        return found[-1]

    def messages_to(self, user: Any) -> list[dict[str, Any]]:
        return [
            message
            for (chat, _), message in self.telegram.msgs.items()
            if chat == user["id"] and message["from"]["is_bot"]
        ]

    def written_in_topics(self, code: str) -> list[str]:
        """What stands in the topics that name a case."""
        named = {key for key, topic in self.telegram.topics.items() if code in topic["name"]}
        return [
            message.get("text", "")
            for (chat, _), message in self.telegram.msgs.items()
            if (chat, message.get("message_thread_id")) in named
        ]

    async def closes(self, user: Any, code: str, text: str) -> None:
        """Close a grievance as solved."""
        await self.says(user, f"/case {code}")
        await self.presses(user, "ปิดเรื่อง")
        await self.presses(user, "แก้ไขแล้ว")
        await self.presses(user, NO_PHOTO)
        await self.says(user, text)
        await self.presses(user, "ส่ง")

    # what stands in the database

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the service keeps, read beside it."""
        with closing(sqlite3.connect(self.folder / "served.db")) as db:
            return db.execute(query).fetchall()

    def code_of_the_only_case(self) -> str:
        """As no stranger can know it."""
        ((code,),) = self.rows("select code from cases")
        return str(code)

    def assert_nothing_leads_back(self) -> None:
        """No row of a case names a chat or a message."""
        assert self.rows("select distinct chat from cases") == [("",)]
        assert self.rows("select distinct message from case_entry where kind = 'report'") == [("",)]
        assert self.rows("select distinct chat, message from attachment") == [("", "")]

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Wait for something at Telegram."""
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self.telegram.new.clear()
                await self.telegram.new.wait()

    async def commands(self, *arguments: str) -> str:
        """``python -m bot`` with *arguments*, beside the running service; what it prints."""
        used = environment(self.folder, **self.settings)
        process = await asyncio.create_subprocess_exec(
            *command(used),
            *arguments,
            cwd=ROOT,
            env=used,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
        return said.decode()

    def assert_clean(self) -> None:
        """Neither platform has anything to object to."""
        assert self.line.violations == []
        self.telegram.assert_clean()


def code_in(text: str) -> str:
    """The case code that stands in *text*."""
    found = CODE.search(text)
    assert found, text
    return found[0]


def line_words(messages: list[dict[str, Any]]) -> str:
    return "\n".join(message.get("text", "") for message in messages)


def telegram_words(calls: list[Any]) -> str:
    return "\n".join(call.text for call in calls)


def labels_of(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@asynccontextmanager
async def set_up(folder: Path, undo_seconds: int = 0) -> AsyncIterator[Stage]:
    """Both stand-ins, and the service between them; skips where they are absent."""
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
            "UNDO_SECONDS": str(undo_seconds),
            "LINE_API_BASE": line.url,
            "LINE_CHANNEL_SECRET": "s3cret",
            "LINE_CHANNEL_ACCESS_TOKEN": "tok",
            "TELEGRAM_API_BASE": telegram.base,
            "TELEGRAM_BOT_TOKEN": BOT_TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": "hook-secret",
        }
        async with running(folder, **settings) as service:
            await telegram.wait_webhook(2 * PATIENCE_S)
            yield Stage(line, telegram, service, folder, settings)
