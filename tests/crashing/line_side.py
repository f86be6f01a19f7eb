"""LINE: its webhooks, and its API on loopback. A reply token works once, a retry key too."""

import itertools
import json
import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.crashing.chats import Chat, Said
from tests.crashing.findings import Findings
from tests.crashing.posting import Post
from tests.crashing.vendor import Vendor
from tests.crashing.weather import Fault, Weather
from tests.pictures import jpeg
from tests.signing import line_signature

SECRET, TOKEN = "line-secret", "line-token"
TOKEN_LIFE_S = 60.0
PATH = "/webhook/line"
UNKNOWN_TOKEN = {"message": "Invalid reply token"}


class LineSide(Vendor):
    """The platform: who writes, which tokens it gave, which calls it took."""

    def __init__(self, post: Post, findings: Findings, weather: Weather) -> None:
        super().__init__(post, findings, weather)
        self.chats: dict[str, LineChat] = {}
        self._tokens: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()
        self._keys: set[str] = set()
        self._numbers = itertools.count(1)

    def chat(self, name: str) -> "LineChat":
        """A new friend of the account."""
        address = f"U{uuid.uuid4().hex}"
        self.chats[address] = LineChat(self, address, name)
        return self.chats[address]

    def routes(self) -> list[web.RouteDef]:
        """The API's methods that the service calls."""
        return [
            web.post("/v2/bot/message/reply", self._reply),
            web.post("/v2/bot/message/push", self._push),
            web.get("/v2/bot/message/quota", _no_quota),
            web.get("/v2/bot/message/quota/consumption", _no_usage),
            web.get("/v2/bot/message/{id}/content", _photo),
            web.post("/v2/bot/chat/loading/start", _nothing),
        ]

    async def deliver(self, address: str, events: Sequence[Mapping[str, Any]]) -> None:
        """A signed webhook, until it was taken; a redelivery makes its tokens work anew."""
        whole = [self._event(address, event) for event in events]

        def make(repeated: bool) -> tuple[bytes, Mapping[str, str]]:
            for event in whole:
                event["deliveryContext"] = {"isRedelivery": repeated}
                self.lend_token(address, event["replyToken"])
            return signed({"destination": f"U{'f' * 32}", "events": whole})

        await self.post.deliver(PATH, make)
        if self.post.is_unlucky():
            self.post.later(PATH, make)

    def lend_token(self, address: str, token: str = "") -> str:
        """A reply token that works from now on, for a while; or one that does so anew."""
        token = token or uuid.uuid4().hex
        self._tokens[token] = (address, time.monotonic())
        return token

    def _event(self, address: str, event: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "mode": "active",
            "timestamp": int(time.time() * 1000),
            "source": {"type": "user", "userId": address},
            "webhookEventId": f"01{uuid.uuid4().hex[:24].upper()}",
            "replyToken": uuid.uuid4().hex,
            **event,
        }

    def message(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A message event around *content*."""
        number = str(500_000_000_000_000_000 + next(self._numbers))
        return {"type": "message", "message": {"id": number, "quoteToken": "q", **content}}

    # the API

    def refusal(self, fault: Fault) -> web.Response:
        waits = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response({"message": "fault"}, status=fault.status, headers=waits)

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        if not _is_ours(request):
            return _stranger()
        body = await request.json()

        def take() -> web.Response:
            token = body["replyToken"]
            address, since = self._tokens.get(token, ("", 0.0))
            if not address or token in self._used or time.monotonic() - since > TOKEN_LIFE_S:
                self.findings.note("line_tokens_refused")
                return web.json_response(UNKNOWN_TOKEN, status=400)
            self._used.add(token)
            return self.show(address, body["messages"])

        return await self.meets(request, take)

    async def _push(self, request: web.Request) -> web.StreamResponse:
        if not _is_ours(request):
            return _stranger()
        body = await request.json()
        key = request.headers.get("X-Line-Retry-Key", "")

        def take() -> web.Response:
            if not key:
                self.findings.wrong("push", "without a retry key")
            if key in self._keys:
                self.findings.note("line_keys_refused")
                return web.json_response({"message": "already accepted"}, status=409)
            self._keys.add(key)
            self.findings.note("line_pushes")
            return self.show(body["to"], body["messages"])

        return await self.meets(request, take)

    def show(self, address: str, messages: Sequence[Mapping[str, Any]]) -> web.Response:
        """Everything but cards whose text stands below them."""
        chat = self.chats.get(address)
        if chat is None or not 1 <= len(messages) <= 5:
            return web.json_response({"message": "invalid"}, status=400)
        for message, following in itertools.pairwise([*messages, {}]):
            if not (message["type"] == "flex" and "text" in following):
                chat.hear(_said(message))
        return web.json_response({"sentMessages": [{"id": "1", "quoteToken": "q"}]})


class LineChat(Chat):
    """A friend of the account."""

    messenger = "line"

    def __init__(self, side: LineSide, address: str, name: str) -> None:
        super().__init__(name, side.findings)
        self.side = side
        self.address = address

    async def say(self, texts: Sequence[str]) -> None:
        events = [self.side.message({"type": "text", "text": text}) for text in texts]
        if self.side.post.draw.random() < 0.5:
            await self.side.deliver(self.address, events)
            return
        for event in events:
            await self.side.deliver(self.address, [event])

    async def press(self, data: str, _label: str) -> None:
        await self.side.deliver(self.address, [{"type": "postback", "postback": {"data": data}}])

    async def show(self, _photo: bytes) -> None:
        image = {"type": "image", "contentProvider": {"type": "line"}}
        await self.side.deliver(self.address, [self.side.message(image)])


def signed(body: Mapping[str, Any]) -> tuple[bytes, Mapping[str, str]]:
    """A webhook's body and headers, as LINE signs them."""
    raw = json.dumps(body, ensure_ascii=False).encode()
    return raw, {"X-Line-Signature": line_signature(raw, SECRET)}


def _said(message: Mapping[str, Any]) -> Said:
    actions = [item["action"] for item in message.get("quickReply", {}).get("items", ())]
    choices = {action["label"]: action["data"] for action in actions if "data" in action}
    return Said(message.get("text") or message.get("altText", ""), choices)


def _is_ours(request: web.Request) -> bool:
    return request.headers.get("Authorization") == f"Bearer {TOKEN}"


def _stranger() -> web.Response:
    return web.json_response({"message": "Authentication failed"}, status=401)


async def _no_quota(_: web.Request) -> web.Response:
    return web.json_response({"type": "none"})


async def _no_usage(_: web.Request) -> web.Response:
    return web.json_response({"totalUsage": 0})


async def _photo(_: web.Request) -> web.Response:
    return web.Response(body=jpeg(), content_type="image/jpeg")


async def _nothing(_: web.Request) -> web.Response:
    return web.json_response({}, status=202)
