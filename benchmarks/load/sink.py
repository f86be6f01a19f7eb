"""LINE's and Telegram's API, played: says yes, and notes when which user was answered."""

import asyncio
import json
import re
import time
from collections import Counter, defaultdict
from typing import cast
from urllib.parse import unquote_to_bytes

from benchmarks.load.http import whole

CHAT = re.compile(rb"chat_id\W+?(\d+)")
SENT = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"x"}}'
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b_bot"}}'


class Answered:
    """When each user was answered (seconds, perf_counter), and what was refused."""

    def __init__(self) -> None:
        self.at: dict[int, list[float]] = defaultdict(list)
        self.refused: Counter[str] = Counter()
        self.tokens: set[str] = set()
        self.keys: set[bytes] = set()
        self.newest = 0.0

    def note(self, user: int) -> None:
        self.newest = time.perf_counter()
        self.at[user].append(self.newest)


class Sink(asyncio.Protocol):
    """One connection to the played APIs."""

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while found := whole(self._buffer):
            head, body, length = found
            del self._buffer[:length]
            status, said = self._answer(head, body)
            self._transport.write(
                b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nx-line-request-id: r\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (status, len(said), said)
            )

    def _answer(self, head: bytes, body: bytes) -> tuple[int, bytes]:
        path = head.split(b" ", 2)[1]
        leaf = path.rsplit(b"/", 1)[-1].split(b"?")[0].lower()
        if leaf == b"reply":
            return self._reply(json.loads(body)["replyToken"])
        if leaf == b"push":
            return self._push(head, json.loads(body)["to"])
        if leaf == b"sendmessage":
            coded = b"urlencoded" in head.lower()
            found = CHAT.search(unquote_to_bytes(body.replace(b"+", b" ")) if coded else body)
            assert found is not None
            self._answered.note(int(found[1]))
            return 200, SENT
        if path.startswith(b"/bot"):
            return 200, ME if leaf == b"getme" else b'{"ok":true,"result":true}'
        return 200, b"{}"

    def _reply(self, token: str) -> tuple[int, bytes]:
        if token in self._answered.tokens:
            self._answered.refused["a token used twice"] += 1
            return 400, b'{"message":"Invalid reply token"}'
        self._answered.tokens.add(token)
        self._answered.note(int(token, 16))
        return 200, b'{"sentMessages":[{"id":"1","quoteToken":"q"}]}'

    def _push(self, head: bytes, to: str) -> tuple[int, bytes]:
        key = re.search(rb"x-line-retry-key: *(\S+)", head, re.IGNORECASE)
        if key is not None and key[1] in self._answered.keys:
            self._answered.refused["a push tried twice"] += 1
            return 409, b'{"message":"The retry key is already accepted"}'
        if key is not None:
            self._answered.keys.add(key[1])
        self._answered.note(int(to[1:], 16))
        return 200, b'{"sentMessages":[{"id":"1","quoteToken":"q"}]}'
