"""A visitor of the page whose messages are refused, and what their page does then."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.visiting import Visitor


class Unlucky(Visitor):
    """Keeps the problems, and sends again when asked to."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        super().__init__(session, address)
        self.problems: list[dict[str, Any]] = []

    async def is_refused(self, text: str) -> dict[str, Any]:
        """Write *text*; the problem that is told."""
        return await self._is_refused({"type": "text", "id": str(uuid.uuid4()), "text": text})

    async def sends_again(self, text: str, event_id: str) -> str:
        """The same once more under the same id, as the page does; what is answered first."""
        return await self._answered(self._send({"type": "text", "id": event_id, "text": text}))

    async def upload(self, content: bytes, event_id: str = "") -> tuple[int, dict[str, Any]]:
        """Send a file; what is answered."""
        headers = {"Origin": self.address, "X-Event-Id": event_id or str(uuid.uuid4())}
        address = f"{self.address}/chat/file"
        async with self.session.post(address, data=content, headers=headers) as answer:
            return answer.status, await answer.json()

    async def _is_refused(self, frame: dict[str, str]) -> dict[str, Any]:
        assert self.socket is not None
        await self.socket.send_json(frame)
        await self._until(lambda: any(each["id"] == frame["id"] for each in self.problems))
        return self.problems[-1]

    def _has_problem(self, frame: dict[str, Any]) -> None:
        self.problems.append(frame)


@asynccontextmanager
async def an_unlucky_visitor(address: str) -> AsyncIterator[Unlucky]:
    """Somebody who has just opened the page."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        visitor = Unlucky(session, address)
        await visitor.comes()
        yield visitor
        await visitor.leaves()
