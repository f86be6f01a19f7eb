"""Requests in bytes, over connections that stay open."""

import asyncio
import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Request:
    """One POST; with *path* "" *body* is sent as it is, and "ws" says it on the web chat. What the
    same *who* sends arrives in order."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    who: str = ""

    def raw(self) -> bytes:
        """As it travels."""
        if not self.path:
            return self.body
        length = {"Host": "a", "Content-Length": str(len(self.body))}
        lines = [f"{name}: {value}" for name, value in {**length, **self.headers}.items()]
        return "\r\n".join([f"POST {self.path} HTTP/1.1", *lines, "", ""]).encode() + self.body


def dumped(requests: Sequence[Request]) -> bytes:
    """As a file of the corpus."""
    rows = [[r.path, dict(r.headers), base64.b64encode(r.body).decode(), r.who] for r in requests]
    return json.dumps(rows, indent=0).encode()


def loaded(content: bytes) -> list[Request]:
    """The requests of such a file."""
    rows = json.loads(content)
    return [Request(path, head, base64.b64decode(body), who) for path, head, body, who in rows]


class Wire:
    """A connection to the service, opened anew where it was closed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, request: Request) -> int:
        """The status; 0 where the other side hung up instead."""
        async with asyncio.timeout(PATIENCE_S):
            for _ in range(2):
                fresh = self._ends is None
                status = await self._try(request)
                if status or fresh:
                    return status
        return 0

    async def _try(self, request: Request) -> int:
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        try:
            writer.write(request.raw())
            if not request.path:
                writer.write_eof()
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or b"0"))
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            return 0
        if not request.path or b"connection: close" in head:
            self.close()
        return int(head.split()[1])

    def close(self) -> None:
        """Hang up."""
        if self._ends is not None:
            self._ends[1].transport.abort()
            self._ends = None
