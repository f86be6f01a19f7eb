"""Posting: webhooks are sent until the service says 200, as the platforms do it."""

import asyncio
import random
from collections.abc import Callable, Mapping

import aiohttp

from tests.crashing.findings import Findings

PATIENCE_S = 10.0
AGAIN_S = 0.15


class Post:
    """Delivers webhooks to one address, and sometimes once more than was needed."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        address: str,
        findings: Findings,
        draw: random.Random,
        twice: float,
    ) -> None:
        self._session = session
        self.address = address
        self.findings = findings
        self.draw = draw
        self._twice = twice
        self._late: set[asyncio.Task[None]] = set()

    async def deliver(
        self, path: str, make: Callable[[bool], tuple[bytes, Mapping[str, str]]]
    ) -> None:
        """Until it was taken. *make* gives body and headers, and is told whether it is a repeat."""
        repeated = False
        while not await self._send(path, *make(repeated)):
            repeated = True
            self.findings.note("redelivered")
            await asyncio.sleep(AGAIN_S * (0.5 + self.draw.random()))

    def is_unlucky(self) -> bool:
        """Whether the platform did not hear the 200 that it was sent, and delivers once more."""
        return self.draw.random() < self._twice

    def later(self, path: str, make: Callable[[bool], tuple[bytes, Mapping[str, str]]]) -> None:
        """Deliver once more, within a second, while other things go on."""

        async def deliver() -> None:
            await asyncio.sleep(self.draw.random())
            await self.deliver(path, lambda _: make(True))

        task = asyncio.create_task(deliver())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def finish(self) -> None:
        """Until nothing is on its way any more."""
        while self._late:
            await asyncio.wait(set(self._late))

    def stop(self) -> None:
        """Forget what is on its way."""
        for task in self._late:
            task.cancel()

    async def _send(self, path: str, body: bytes, headers: Mapping[str, str]) -> bool:
        patience = aiohttp.ClientTimeout(total=PATIENCE_S)
        try:
            async with self._session.post(
                self.address + path, data=body, headers=headers, timeout=patience
            ) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
        self.findings.stir()
        if answer.status == 200:
            self.findings.happens("acknowledgement")
        if answer.status not in (200, 503):
            self.findings.wrong("webhook", f"{path} answered {answer.status}")
        return answer.status == 200
