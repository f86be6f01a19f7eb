"""The platforms' side of a webhook: posts requests, each connection one at a time."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Sequence
from typing import cast

from benchmarks.load.http import whole


class Load:
    """Requests to be posted over some connections, and how they fared.

    With *rate* (a second) they leave at their times, whether or not others were answered (open
    loop), and a latency counts from the time it should have left; else each connection posts its
    next one when the last was acknowledged (closed loop).
    """

    def __init__(self, requests: Sequence[bytes], port: int, rate: float = 0.0) -> None:
        self.requests = requests
        self.port = port
        self.rate = rate
        self.left_at = [0.0] * len(requests)
        self.latency: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.started = self.ended = 0.0
        self._next = 0
        self._idle: deque[Connection] = deque()
        self._done = asyncio.get_running_loop().create_future()

    async def run(self, connections: int, patience_s: float) -> None:
        """Post all of them; at most *patience_s*."""
        loop = asyncio.get_running_loop()
        opened = [
            await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port)
            for _ in range(connections)
        ]
        self.started = time.perf_counter()
        for _, connection in opened:
            connection.go_on()
        pump = loop.create_task(self._pump()) if self.rate else None
        try:
            await asyncio.wait_for(self._done, patience_s)
        finally:
            if pump is not None:
                pump.cancel()
            for transport, _ in opened:
                transport.close()

    def take(self, connection: "Connection") -> int | None:
        """The number of the next request, None where there is none yet, or no more."""
        number = self._next
        if number >= len(self.requests):
            return None
        if self.rate and self.started + number / self.rate > time.perf_counter():
            self._idle.append(connection)
            return None
        self._next += 1
        now = time.perf_counter()
        self.left_at[number] = self.started + number / self.rate if self.rate else now
        return number

    def ended_with(self, number: int, status: int) -> None:
        """A request was acknowledged, or broken off (0)."""
        self.ended = time.perf_counter()
        self.latency.append(self.ended - self.left_at[number])
        self.statuses[status] += 1
        if self.statuses.total() == len(self.requests) and not self._done.done():
            self._done.set_result(None)

    async def _pump(self) -> None:
        while self._next < len(self.requests):
            due = self.started + self._next / self.rate
            if self._idle and due <= time.perf_counter():
                self._idle.popleft().go_on()
            else:
                await asyncio.sleep(max(0.0002, due - time.perf_counter()))


class Connection(asyncio.Protocol):
    """One connection that a platform keeps open."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = bytearray()
        self._current: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def go_on(self) -> None:
        """Post the next request, where there is one."""
        self._current = self._load.take(self)
        if self._current is not None:
            self._transport.write(self._load.requests[self._current])

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        found = whole(self._buffer)
        if found is None or self._current is None:
            return
        head, _, length = found
        del self._buffer[:length]
        self._load.ended_with(self._current, int(head[9:12]))
        self.go_on()

    def connection_lost(self, _: Exception | None) -> None:
        if self._current is not None:
            self._load.ended_with(self._current, 0)
            self._current = None
