"""A messenger for tests: a real adapter whose vendor does what the test says."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot import clock, outgoing
from bot.messengers.messenger import Sending
from bot.outgoing import Outgoing
from data import outbox, times
from handlers.message import Messenger
from handlers.turn import Reply


@dataclass
class PostOffice:
    """Delivers, or fails in the way that waits in *trouble* (one entry a call, None: works).

    *files* is what people sent, by the vendor's id, or why it cannot be had. *tell* is called after
    every delivery.
    """

    name: Messenger = Messenger.LINE
    batch: int = 5
    trouble: deque[Exception | asyncio.Event | None] = field(default_factory=deque)
    calls: list[Sending] = field(default_factory=list)
    delivered: list[Sending] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    files: dict[str, bytes | Exception] = field(default_factory=dict)
    tell: Callable[[], None] = lambda: None

    async def start(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def working(self, address: str) -> None:
        pass

    async def fetch(self, file_id: str, *, limit: int) -> bytes:
        content = self.files[file_id]
        assert limit > 0
        if isinstance(content, Exception):
            raise content
        return content

    async def send(self, sending: Sending) -> None:
        self.calls.append(sending)
        self.called.set()
        trouble = self.trouble.popleft() if self.trouble else None
        if isinstance(trouble, asyncio.Event):
            await trouble.wait()
        elif trouble is not None:
            raise trouble
        self.delivered.append(sending)
        self.arrived.set()
        self.tell()

    async def wait_for(self, count: int) -> list[str]:
        """The texts delivered, once there are *count*."""
        async with asyncio.timeout(10):
            while len(self.texts) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return self.texts

    @property
    def texts(self) -> list[str]:
        """What was delivered, as it was said."""
        return [reply.text for sending in self.delivered for reply in sending.replies]


def letter(
    text: str, chat: str = "chat", *, token: str = "", messenger: str = "line", **more: Any
) -> outbox.NewRow:
    """A row for the outbox; *more* is what else an outbox.NewRow takes."""
    payload = outgoing.encode(Outgoing(f"address of {chat}", (Reply(text),), token))
    return outbox.NewRow(messenger, chat, payload, right_now(), **more)


def right_now() -> str:
    return times.stamp(clock.now())
