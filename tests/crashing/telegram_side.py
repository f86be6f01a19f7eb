"""Telegram: its webhooks, and its Bot API on loopback. Sends have no key: a repeat is a repeat."""

import html
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.crashing.chats import Chat, Said
from tests.crashing.findings import Findings
from tests.crashing.posting import Post
from tests.crashing.vendor import Vendor
from tests.crashing.weather import Fault, Weather
from tests.pictures import jpeg

TOKEN, SECRET = "123456:TEST", "hook-secret"
PATH = "/webhook/telegram"
FIRST_UPDATE, FIRST_CHAT = 100_000_000, 1_000
STAFF = 999
OK = {"ok": True, "result": True}


class TelegramSide(Vendor):
    """The platform: who writes, what stands in which chat."""

    def __init__(self, post: Post, findings: Findings, weather: Weather) -> None:
        super().__init__(post, findings, weather)
        self.chats: dict[int, TelegramChat] = {}
        self._updates = itertools.count(FIRST_UPDATE)
        self._people = itertools.count(FIRST_CHAT)
        self._shown: dict[int, dict[int, Mapping[str, Any]]] = defaultdict(dict)

    def chat(self, name: str) -> "TelegramChat":
        """Somebody who talks to the bot."""
        number = next(self._people)
        self.chats[number] = TelegramChat(self, number, name)
        return self.chats[number]

    def staff(self) -> "StaffChat":
        """The officer who is told of cases."""
        found = StaffChat(self, STAFF, "staff")
        self.chats[STAFF] = found
        return found

    def routes(self) -> list[web.RouteDef]:
        """The Bot API's methods."""
        return [
            web.post(f"/bot{TOKEN}/{{method}}", self._called),
            web.get(f"/file/bot{TOKEN}/{{path}}", _photo),
        ]

    async def deliver(self, update: Mapping[str, Any]) -> None:
        """An update, until it was taken; the next of this chat comes after it."""
        body = json.dumps({"update_id": next(self._updates), **update}, ensure_ascii=False)

        def make(_: bool) -> tuple[bytes, Mapping[str, str]]:
            return body.encode(), {"X-Telegram-Bot-Api-Secret-Token": SECRET}

        await self.post.deliver(PATH, make)
        if self.post.is_unlucky():
            await self.post.deliver(PATH, make)

    def number_of(self, chat: int, data: str) -> int:
        """The newest message of *chat* with this button."""
        return max(
            number
            for number, body in self._shown[chat].items()
            if data in _said(body).choices.values()
        )

    # the API

    def refusal(self, fault: Fault) -> web.Response:
        waits = {} if fault.retry_after is None else {"retry_after": fault.retry_after}
        told = {"ok": False, "error_code": fault.status, "description": "fault"}
        return web.json_response({**told, "parameters": waits}, status=fault.status)

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await request.json()
        take = {"sendMessage": self._send, "editMessageText": self._edit}.get(method)
        if take is None:
            return web.json_response(_of_no_chat(method))
        return await self.meets(request, lambda: take(body))

    def _send(self, body: Mapping[str, Any]) -> web.Response:
        chat = self.chats.get(int(body["chat_id"]))
        if chat is None:
            return _no("Bad Request: chat not found")
        number = chat.number_of_next()
        self._shown[chat.number][number] = body
        chat.hear(_said(body))
        return web.json_response({"ok": True, "result": {"message_id": number}})

    def _edit(self, body: Mapping[str, Any]) -> web.Response:
        chat = self.chats.get(int(body["chat_id"]))
        number = int(body["message_id"])
        if chat is None or number not in self._shown[chat.number]:
            return _no("Bad Request: message to edit not found")
        if _said(self._shown[chat.number][number]) == _said(body):
            return _no("Bad Request: message is not modified")
        self._shown[chat.number][number] = body
        chat.hear(_said(body))
        return web.json_response(OK)


class TelegramChat(Chat):
    """A private chat with the bot."""

    messenger = "telegram"

    def __init__(self, side: TelegramSide, number: int, name: str) -> None:
        super().__init__(name, side.findings)
        self.side = side
        self.number = number
        self._messages = itertools.count(1)

    def number_of_next(self) -> int:
        """The number of the next message here, whoever writes it."""
        return next(self._messages)

    def hear_again(self, _said: Said) -> None:
        """What the service could not know to have arrived; how often is looked at in the end."""
        self.findings.note("telegram_repeats")

    async def say(self, texts: Sequence[str]) -> None:
        for text in texts:
            await self.side.deliver({"message": self._message({"text": text})})

    async def press(self, data: str, _label: str) -> None:
        number = self.side.number_of(self.number, data)
        shown = {"message_id": number, "date": 1, "chat": self._chat()}
        query = {"id": f"{self.number}{number}", "from": self._person(), "message": shown}
        await self.side.deliver({"callback_query": {**query, "chat_instance": "1", "data": data}})

    async def show(self, _photo: bytes) -> None:
        size = {"file_id": "photo", "file_unique_id": "p", "width": 8, "height": 8}
        await self.side.deliver({"message": self._message({"photo": [size]})})

    def _message(self, content: Mapping[str, Any]) -> dict[str, Any]:
        envelope = {"message_id": self.number_of_next(), "date": 1, "chat": self._chat()}
        return {**envelope, "from": self._person(), **content}

    def _chat(self) -> dict[str, Any]:
        return {"id": self.number, "type": "private"}

    def _person(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": self.name}


class StaffChat(TelegramChat):
    """An officer's chat: hears of many cases in the same words."""

    def hear(self, said: Said) -> None:
        self.findings.stir()
        self.findings.note("notices")
        self.heard.append(said)
        self._news.set()

    async def hears(self, words: str) -> None:
        """Wait for a message with *words* in it."""
        while not any(words in said.text for said in self.heard):
            self._news.clear()
            await self._news.wait()


def _said(body: Mapping[str, Any]) -> Said:
    """What is shown of a send or an edit."""
    text = html.unescape(re.sub(r"<[^>]+>", "", str(body.get("text", ""))))
    markup = body.get("reply_markup") or {}
    markup = json.loads(markup) if isinstance(markup, str) else markup
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    return Said(text, {b["text"]: b["callback_data"] for b in buttons if "callback_data" in b})


def _of_no_chat(method: str) -> Mapping[str, Any]:
    if method == "getMe":
        return {"ok": True, "result": {"id": 1, "is_bot": True, "username": "crash_bot"}}
    if method == "getFile":
        return {"ok": True, "result": {"file_id": "photo", "file_path": "photo.jpg"}}
    return OK


def _no(description: str) -> web.Response:
    body = {"ok": False, "error_code": 400, "description": description}
    return web.json_response(body, status=400)


async def _photo(_: web.Request) -> web.Response:
    return web.Response(body=jpeg(), content_type="image/jpeg")
