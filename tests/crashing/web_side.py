"""The web chat: visitors as their page does it. It sends one message at a time, keeps it until it
is taken, comes back by itself, and asks for what was said meanwhile."""

import asyncio
import json
import uuid
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.crashing.chats import Chat, Said
from tests.crashing.findings import Findings
from tests.crashing.posting import Post

COME_BACK_S = 0.15
PATIENCE_S = 10.0


class WebSide:
    """The visitors of the page."""

    def __init__(self, session: aiohttp.ClientSession, post: Post, findings: Findings) -> None:
        self.session = session
        self.post = post
        self.findings = findings
        self.chats: list[WebChat] = []

    def chat(self, name: str) -> "WebChat":
        """Somebody who opens the page."""
        visitor = WebChat(self, name)
        self.chats.append(visitor)
        return visitor

    @asynccontextmanager
    async def back(self) -> AsyncIterator[None]:
        """Whoever closed the page has it open once more: what is shown once waits for them where
        the service died before it could note that they had seen it."""
        gone = [chat for chat in self.chats if not chat.is_here]
        for chat in gone:
            chat.come_back()
        try:
            yield
        finally:
            await asyncio.gather(*(chat.leave() for chat in gone))

    async def look_back(self) -> None:
        """Whoever is here opens the page anew."""
        for chat in self.chats:
            if chat.is_here:
                await chat.look_back()

    async def leave(self) -> None:
        """Everybody closes the page."""
        await asyncio.gather(*(chat.leave() for chat in self.chats))


class WebChat(Chat):
    """A visitor with their cookie and one open page."""

    messenger = "web"

    def __init__(self, side: WebSide, name: str) -> None:
        super().__init__(name, side.findings)
        self.side = side
        self._cookie = ""
        self._keys: set[str] = set()
        self._mine: list[str] = []
        self._newest = ""
        self._unsent: deque[dict[str, str]] = deque()
        self._flying = ""
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._taken = asyncio.Event()
        self._opened = asyncio.Event()
        self._early: list[Mapping[str, Any]] = []
        self._page = asyncio.create_task(self._stay())

    # what the visitor does

    async def say(self, texts: Sequence[str]) -> None:
        self._mine += texts
        await self._send(*({"type": "text", "text": text} for text in texts))

    async def press(self, data: str, label: str) -> None:
        self._mine.append(label)
        await self._send({"type": "press", "data": data, "label": label})

    async def show(self, photo: bytes) -> None:
        self._mine.append("photo")
        await self._opened.wait()
        headers = {**self._headers(), "X-Event-Id": str(uuid.uuid4()), "X-File-Name": "photo.jpg"}
        await self.side.post.deliver("/chat/file", lambda _: (photo, headers))
        if self.side.post.is_unlucky():
            await self.side.post.deliver("/chat/file", lambda _: (photo, headers))

    @property
    def is_here(self) -> bool:
        """Whether the page is still open."""
        return not self._page.done()

    def come_back(self) -> None:
        """Open the page again; what was shown before is known by its key."""
        self._page = asyncio.create_task(self._stay())

    async def leave(self) -> None:
        """Close the page."""
        self._page.cancel()
        await asyncio.gather(self._page, return_exceptions=True)

    # the page

    async def _send(self, *frames: dict[str, str]) -> None:
        for frame in frames:
            self._unsent.append({**frame, "id": str(uuid.uuid4())})
        await self._send_next()
        while self._unsent:
            self._taken.clear()
            await self._taken.wait()

    async def _send_next(self) -> None:
        if self._socket is None or self._flying or not self._unsent:
            return
        frame = self._unsent[0]
        self._flying = frame["id"]
        try:
            await self._socket.send_json(frame)
            if self.side.post.is_unlucky():
                await self._socket.send_json(frame)
        except (ConnectionError, aiohttp.ClientError):
            pass  # the page notices below

    async def _stay(self) -> None:
        """Come back whenever the line breaks."""
        while True:
            try:
                if not self._cookie:
                    await self._open()
                await self._talk()
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            self._socket, self._flying = None, ""
            self.findings.note("web_reconnects")
            await asyncio.sleep(COME_BACK_S * (0.5 + self.side.post.draw.random()))

    async def _open(self) -> None:
        patience = aiohttp.ClientTimeout(total=PATIENCE_S)
        async with self.side.session.get(self.side.post.address + "/", timeout=patience) as page:
            await page.read()
            self._cookie = page.cookies["visitor"].value
        self._opened.set()

    async def _talk(self) -> None:
        address = self.side.post.address + "/chat/socket"
        async with self.side.session.ws_connect(address, headers=self._headers()) as socket:
            await socket.send_json({"type": "hello", "after": self._newest})
            async for heard in socket:
                if heard.type is aiohttp.WSMsgType.TEXT:
                    await self._hear(socket, json.loads(heard.data))

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]) -> None:
        if frame["type"] == "history":
            for item in (*frame["items"], *self._early):
                self._show(item)
            self._early.clear()
            self._socket = socket
            await self._send_next()
        elif frame["type"] == "item":
            self._hear_now(frame["item"])
            if frame.get("once"):
                await socket.send_json({"type": "shown", "key": frame["item"]["key"]})
        elif frame["type"] == "taken":
            await self._is_taken(frame)
        elif frame["type"] == "problem":
            await self._refused(frame)

    def _hear_now(self, item: Mapping[str, Any]) -> None:
        """What comes before the history it follows is shown after it, even if the line breaks
        between: what is shown once does not come again."""
        if self._socket is None:
            self._early.append(item)
        else:
            self._show(item)

    async def _is_taken(self, frame: Mapping[str, str]) -> None:
        self.findings.stir()
        self.findings.happens("acknowledgement")
        self._keys.add(frame["key"])
        if self._unsent and self._unsent[0]["id"] == frame["id"]:
            self._unsent.popleft()
            self._flying = ""
            self._taken.set()
        await self._send_next()

    async def _refused(self, frame: Mapping[str, Any]) -> None:
        if not frame.get("again"):
            self.findings.wrong("page", f"{self.name}: {frame['text']}")
        self._flying = ""
        await asyncio.sleep(COME_BACK_S)
        await self._send_next()

    def _show(self, item: Mapping[str, Any]) -> None:
        if item["from"] == "us":
            self._newest = item["key"]
        if item["key"] in self._keys:
            return
        self._keys.add(item["key"])
        if item["from"] == "us":
            choices = {each["label"]: each["data"] for each in item.get("choices", ())}
            self.hear(Said(item["text"], choices))

    def _headers(self) -> dict[str, str]:
        return {"Origin": self.side.post.address, "Cookie": f"visitor={self._cookie}"}

    async def look_back(self) -> None:
        """Open the page anew: what was sent once stands there once."""
        address = self.side.post.address + "/chat/socket"
        async with self.side.session.ws_connect(address, headers=self._headers()) as socket:
            await socket.send_json({"type": "hello", "after": ""})
            items = (await socket.receive_json(timeout=PATIENCE_S))["items"]
        mine = [item["text"] for item in items if item["from"] == "me"]
        for text in {text for text in mine if mine.count(text) > max(1, self._mine.count(text))}:
            self.findings.wrong("web kept twice", f"{self.name}: {text}")
