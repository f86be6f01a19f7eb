"""A visitor of the web chat, over the real socket: what their page sends, and what it shows."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

PATIENCE_S = 30


class Visitor:
    """One browser with its cookie. Like the page, it comes back by itself when the line breaks."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session = session
        self.address = address
        self.items: list[dict[str, Any]] = []
        self.kept: set[str] = set()
        self.changed = asyncio.Event()
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.listening: asyncio.Task[None] | None = None

    async def comes(self) -> None:
        """Open the page, and hear what was said so far."""
        async with self.session.get(self.address) as page:
            assert page.status == 200
        headers = {"Origin": self.address}
        self.socket = await self.session.ws_connect(f"{self.address}/chat/socket", headers=headers)
        self.listening = asyncio.create_task(self._listen(self.socket))
        after = self.items[-1]["key"] if self.items else ""
        await self.socket.send_json({"type": "hello", "after": after})

    async def leaves(self) -> None:
        """Close the page."""
        if self.socket is not None:
            await self.socket.close()
        if self.listening is not None:
            await self.listening

    async def sends(self, text: str) -> str:
        """Write *text* and see it kept; under which id."""
        return await self._send({"type": "text", "id": str(uuid.uuid4()), "text": text})

    async def says(self, text: str) -> str:
        """Write *text*; what is answered first."""
        return await self._answered(self.sends(text))

    async def presses(self, label: str) -> str:
        """Press the newest button with this label; what is answered first."""
        frame: dict[str, str] = {}

        def is_shown() -> bool:
            for item in self.items:
                for choice in item.get("choices", ()):
                    if choice["label"] == label:
                        frame.update(data=choice["data"], label=label)
            return bool(frame)

        await self._until(is_shown)
        press = {"type": "press", "id": str(uuid.uuid4()), **frame}
        return await self._answered(self._send(press))

    async def uploads(self, name: str, content: bytes) -> str:
        """Send a file; what is answered first."""
        headers = {
            "Origin": self.address,
            "X-Event-Id": str(uuid.uuid4()),
            "X-File-Name": name,
        }

        async def send() -> None:
            sent = self.session.post(f"{self.address}/chat/file", data=content, headers=headers)
            async with sent as answer:
                assert answer.status == 200, await answer.text()

        return await self._answered(send())

    async def reads(self, text: str) -> str:
        """Wait for a reply with *text* in it."""
        await self._until(lambda: any(text in words for words in self._replies()))
        return next(words for words in reversed(self._replies()) if text in words)

    async def _answered(self, sending: Any) -> str:
        before = len(self._replies())
        await sending
        await self._until(lambda: len(self._replies()) > before)
        return self._replies()[before]

    async def _send(self, frame: dict[str, str]) -> str:
        assert self.socket is not None
        await self.socket.send_json(frame)
        await self._until(lambda: frame["id"] in self.kept)
        return frame["id"]

    def _replies(self) -> list[str]:
        return [item["text"] for item in self.items if item["from"] == "us"]

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for heard in socket:
            if heard.type is not aiohttp.WSMsgType.TEXT:
                continue
            frame = heard.json()
            if frame["type"] == "history":
                self._show(*frame["items"])
            elif frame["type"] == "item":
                self._show(frame["item"])
                if frame.get("once"):
                    await socket.send_json({"type": "shown", "key": frame["item"]["key"]})
            elif frame["type"] == "taken":
                self.kept.add(frame["id"])
            elif frame["type"] == "problem":
                self._has_problem(frame)
            self.changed.set()

    def _has_problem(self, frame: dict[str, Any]) -> None:
        raise AssertionError(frame)

    def _show(self, *items: dict[str, Any]) -> None:
        known = {item["key"] for item in self.items}
        self.items += [item for item in items if item["key"] not in known]

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def a_visitor(address: str) -> AsyncIterator[Visitor]:
    """Somebody who has just opened the page."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        visitor = Visitor(session, address)
        await visitor.comes()
        yield visitor
        await visitor.leaves()
