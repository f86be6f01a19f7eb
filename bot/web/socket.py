"""The chat's WebSocket: what the page sends is kept durably, then answered with ``taken``.

1. Only a page of ours may connect, and only with the visitor's cookie.
2. A message counts once its row is committed. Until the page hears so it keeps it and sends it
   again after reconnecting, under the same id, which the inbox knows.
3. A problem is told in Thai; ``again`` says that the page is to try by itself. So it is told where
   its address sends more than its budget (bot/web/budgets.py).
"""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import WSMsgType, web

from bot.incoming import Incoming, IncomingPlace
from bot.web import frames, visitors
from bot.web.budgets import MESSAGE, Budget
from bot.web.callers import Seat
from bot.web.frames import Heard, Item
from bot.web.live import Listener, Live
from bot.web.security import Doorway
from data.store import Unavailable
from handlers.message import Kind, Messenger
from handlers.texts import page as texts
from handlers.turn import DATA_LIMIT

HEARTBEAT_S = 25.0
"""A ping that often; half of it without a pong, and the connection counts as dead."""

FRAMES_AT_ONCE, FRAMES_PER_S = 100, 20.0
"""Of one page: more than a person writes, presses and reads."""

WAITING_AS_FRAMES = 20
"""Frames that one counts as that must wait for the budget of its address. A page that waits as it
is told does not notice; one that does not is heard once a second."""

GOODBYE_S = 1.0
LONGEST_TEXT = 5_000
LONGEST_LABEL = 40

NO_COOKIE = 4401
TOO_MANY_PAGES = 4429

_EVENT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Taken(Protocol):
    """A message that is safe: its key ("i12"), when it came, whether it came the first time."""

    @property
    def key(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def fresh(self) -> bool: ...


class Intake(Protocol):
    """Keeps a message durably and wakes the dispatcher. Raises data.store.Unavailable."""

    async def take(self, incoming: Incoming) -> Taken: ...
    async def take_file(self, incoming: Incoming, content: bytes) -> Taken: ...


class History(Protocol):
    """What was said in a chat, oldest first: after the line *after*, or all where that is ""
    or unknown; and up to which reply it was read."""

    async def of(self, chat_address: str, after: str) -> Sequence[Item]: ...
    async def has_read(self, chat_address: str, key: str) -> None: ...


def is_event_id(text: str) -> bool:
    """Whether *text* is a UUID as the page makes them."""
    return _EVENT_ID.fullmatch(text) is not None


class Pace:
    """How fast one page is listened to: what comes faster waits on its own side of the line."""

    def __init__(self) -> None:
        self._free_at = 0.0

    async def keep(self) -> None:
        """Wait until the next frame may be heard."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now - FRAMES_AT_ONCE / FRAMES_PER_S) + 1 / FRAMES_PER_S
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)

    def slow_down(self, frames: int) -> None:
        """As if *frames* more had been heard."""
        self._free_at += frames / FRAMES_PER_S


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Whose chat it shows, whose use it counts as, the way to it, and how fast it is heard."""

    chat_address: str
    who: str
    listener: Listener
    pace: Pace


class ChatSocket:
    """GET /chat/socket."""

    def __init__(
        self, doorway: Doorway, intake: Intake, history: History, live: Live, budget: Budget
    ) -> None:
        self._doorway = doorway
        self._intake = intake
        self._history = history
        self._live = live
        self._budget = budget

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """403 for other people's pages, 503 in a full house; else a conversation until one side
        leaves."""
        if not self._doorway.is_own_page(request):
            return web.Response(status=403, text="not from this page")
        who = self._doorway.visitor(request)
        with Seat(request, who) as is_free:
            if not is_free:
                return web.Response(status=503, text="no seat", headers={"Retry-After": "5"})
            return await self._seated(request, who)

    async def _seated(self, request: web.Request, who: str) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S,
            timeout=GOODBYE_S,
            max_msg_size=frames.LARGEST_FRAME,
            compress=False,
        )
        await socket.prepare(request)
        address = visitors.chat_address(request, secure=self._doorway.is_https(request))
        if address is None:
            return await _turn_away(socket, NO_COOKIE, texts.no_cookie())
        listener = Listener(socket, lambda: _hang_up(request))
        if not self._live.join(address, listener):
            return await _turn_away(socket, TOO_MANY_PAGES, texts.too_many_pages())
        try:
            await self._talk(socket, OpenPage(address, who, listener, Pace()))
        finally:
            self._live.leave(address, listener)
        return socket

    async def _talk(self, socket: web.WebSocketResponse, page: OpenPage) -> None:
        writer = asyncio.get_running_loop().create_task(page.listener.write())
        try:
            async for said in socket:
                if said.type is WSMsgType.TEXT:
                    await page.pace.keep()
                    await self._hear(frames.parse(said.data), page)
        finally:
            writer.cancel()

    async def _hear(self, heard: Heard | None, page: OpenPage) -> None:
        address, listener = page.chat_address, page.listener
        if heard is None:
            listener.offer(frames.problem(texts.not_understood()))
        elif heard.type == "hello" and listener.may_ask_history():
            listener.offer(frames.history(await self._history.of(address, heard.after)))
        elif heard.type == "read":
            await self._read(address, heard.key)
        elif heard.type == "shown":
            self._live.was_shown(address, heard.key)
        elif heard.type == "ping":
            listener.offer(frames.PONG)
        elif heard.type in ("text", "press", "place"):
            await self._take(heard, page)

    async def _read(self, address: str, key: str) -> None:
        """Not kept, it is new once more when the page is opened again: no harm."""
        with contextlib.suppress(Unavailable):
            await self._history.has_read(address, key)

    async def _take(self, heard: Heard, page: OpenPage) -> None:
        refusal = _refusal(heard)
        if refusal:
            page.listener.offer(frames.problem(refusal, heard.id))
            return
        if not self._fits(heard, page.who):
            page.listener.offer(frames.problem(texts.waits_for_others(), heard.id, again=True))
            page.pace.slow_down(WAITING_AS_FRAMES)
            return
        message = _incoming(heard, page.chat_address)
        try:
            taken = await self._intake.take(message)
        except Unavailable:
            page.listener.offer(frames.problem(texts.not_kept_yet(), heard.id, again=True))
            return
        at = taken.at.isoformat()
        page.listener.offer(frames.taken(heard.id, taken.key, at))
        if taken.fresh:
            item = frames.of_message(taken.key, message, at)
            await self._live.tell(page.chat_address, item, beside=page.listener)

    def _fits(self, heard: Heard, who: str) -> bool:
        """Whether the budget of its address has room for it; counted, if so."""
        letters = MESSAGE + len(heard.text)
        if self._budget.wait(who, letters):
            return False
        self._budget.spend(who, letters)
        return True


def _refusal(heard: Heard) -> str:
    """Why it cannot be taken, in Thai; "" when it can."""
    if not is_event_id(heard.id):
        return texts.not_understood()
    if heard.type == "text":
        if not heard.text.strip():
            return texts.nothing_written()
        too_long = len(heard.text) > LONGEST_TEXT
        return texts.too_long(len(heard.text), LONGEST_TEXT) if too_long else ""
    if heard.type == "place":
        named = heard.latitude is not None and heard.longitude is not None
        return "" if named else texts.not_understood()
    fits = heard.data.isascii() and 1 <= len(heard.data) <= DATA_LIMIT
    return "" if fits else texts.not_understood()


def _incoming(heard: Heard, address: str) -> Incoming:
    if heard.type == "press":
        return Incoming(
            messenger=Messenger.WEB,
            event_id=heard.id,
            address=address,
            kind=Kind.BUTTON,
            text=" ".join(heard.label.split())[:LONGEST_LABEL],
            data=heard.data,
        )
    if heard.type == "place" and heard.latitude is not None and heard.longitude is not None:
        return Incoming(
            messenger=Messenger.WEB,
            event_id=heard.id,
            address=address,
            kind=Kind.LOCATION,
            place=IncomingPlace(heard.latitude, heard.longitude),
        )
    return Incoming(
        messenger=Messenger.WEB,
        event_id=heard.id,
        address=address,
        kind=Kind.TEXT,
        text=heard.text,
    )


async def _turn_away(socket: web.WebSocketResponse, code: int, why: str) -> web.WebSocketResponse:
    await socket.send_str(frames.problem(why))
    await socket.close(code=code)
    return socket


def _hang_up(request: web.Request) -> None:
    """Cut a connection whose reader is too slow to be told anything."""
    if request.transport is not None:
        request.transport.abort()
