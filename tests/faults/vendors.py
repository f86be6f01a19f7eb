"""LINE and Telegram in one, on loopback: they keep what they took, by whom it is for."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.loopback import on_loopback
from tests.signing import line_signature

SECRET, LINE_TOKEN = "s" * 32, "t" * 40
BOT_TOKEN, HOOK_SECRET = "123456:TEST", "hook-secret"


class Vendors:
    """A reply token works once, a retry key is taken once; Telegram takes all that it is given.
    While *is_down* nothing is taken and everything answered with 503; *tokens_refused* are those of
    LINE's that were brought meanwhile, by whom they would have answered."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.owners: dict[str, str] = {}
        self.keys: set[str] = set()
        self.is_down = False
        self.refused = 0
        self.tokens_refused: set[str] = set()
        self.answers = asyncio.Event()
        self.answers.set()
        self.news = asyncio.Condition()

    def texts_to(self, who: str) -> list[str]:
        """What *who* has been told, a call each."""
        return self.taken[who]

    async def told(self, who: str, count: int = 1, seconds: float = 30) -> list[str]:
        """Wait until *who* has been told *count* things."""
        async with asyncio.timeout(seconds), self.news:
            await self.news.wait_for(lambda: len(self.taken[who]) >= count)
        return self.taken[who]

    # what they send us -----------------------------------------------------------------------

    def line_event(self, who: str, text: str, event_id: str) -> tuple[bytes, dict[str, str]]:
        """A signed webhook; its reply token is one of ours."""
        token = f"token-{event_id}"
        self.owners[token] = who
        event = {
            "type": "message",
            "webhookEventId": event_id,
            "deliveryContext": {"isRedelivery": False},
            "timestamp": 1_700_000_000_000,
            "source": {"type": "user", "userId": who},
            "replyToken": token,
            "mode": "active",
            "message": {"type": "text", "id": f"m{event_id}", "text": text, "quoteToken": "q"},
        }
        raw = json.dumps({"destination": "U0", "events": [event]}).encode()
        return raw, {"X-Line-Signature": line_signature(raw, SECRET)}

    def telegram_event(self, who: int, text: str, number: int) -> tuple[bytes, dict[str, str]]:
        """An update with its secret."""
        person = {"id": who, "is_bot": False, "first_name": "ก"}
        message = {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": {"id": who, "type": "private"},
            "from": person,
            "text": text,
        }
        raw = json.dumps({"update_id": number, "message": message}).encode()
        return raw, {"X-Telegram-Bot-Api-Secret-Token": HOOK_SECRET}

    # what we send them -----------------------------------------------------------------------

    @web.middleware
    async def weather(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Whether they take anything at all."""
        if not self.is_down:
            return await handler(request)
        self.refused += 1
        if request.path.endswith("/message/reply"):
            token = (await request.json())["replyToken"]
            self.tokens_refused.add(self.owners.get(token, ""))
        return web.Response(status=503, text="Service Unavailable")

    async def reply(self, request: web.Request) -> web.Response:
        """LINE: by a token."""
        body = await request.json()
        who = self.owners.pop(body["replyToken"], None)
        if who is None:
            return web.json_response({"message": "Invalid reply token"}, status=400)
        await self._take(who, body["messages"])
        return web.json_response({})

    async def push(self, request: web.Request) -> web.Response:
        """LINE: under a retry key."""
        body, key = await request.json(), request.headers["X-Line-Retry-Key"]
        if key in self.keys:
            return web.json_response({"message": "already accepted"}, status=409)
        self.keys.add(key)
        await self._take(body["to"], body["messages"])
        return web.json_response({})

    async def telegram(self, request: web.Request) -> web.Response:
        """Telegram: any method."""
        body = await request.json() if request.content_type == "application/json" else {}
        if request.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": True})
        chat = int(body["chat_id"])
        await self._take(str(chat), [body])
        sent = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": sent})

    async def other(self, _: web.Request) -> web.Response:
        """Loading animations, quota and the like."""
        return web.json_response({})

    async def _take(self, who: str, messages: list[dict[str, Any]]) -> None:
        """It is theirs now; whether we hear so is another matter."""
        words = [message.get("text") or message["altText"] for message in messages]
        self.taken[who].append("\n".join(words))
        async with self.news:
            self.news.notify_all()
        await self.answers.wait()


@asynccontextmanager
async def played() -> AsyncIterator[Vendors]:
    """Both, until the end of the block."""
    vendors = Vendors()
    app = web.Application(middlewares=[vendors.weather])
    app.router.add_post("/v2/bot/message/reply", vendors.reply)
    app.router.add_post("/v2/bot/message/push", vendors.push)
    app.router.add_post("/bot{token}/{method}", vendors.telegram)
    app.router.add_route("*", "/{rest:.*}", vendors.other)
    async with on_loopback(app) as vendors.url:
        try:
            yield vendors
        finally:
            vendors.answers.set()
