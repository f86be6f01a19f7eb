"""Who has the page open now: the sockets of each visitor, each with a bounded way out."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable

from aiohttp import WSCloseCode, web

from bot.web import frames
from bot.web.frames import Item

MOST_SOCKETS = 5
"""Open pages of one visitor."""

MOST_WAITING = 100
"""Frames that wait for a slow reader; one more and the reader is dropped. It loses nothing: the
page reconnects and asks for the history."""

MOST_HISTORIES = 5
"""Times that one connection is told the history."""

LEFT = 4410
"""Close code: the visitor pressed the quick exit, here or on another of their pages."""

MOST_BYTES = 4 * 2**20
"""That wait for one slow reader; one history is a tenth of it at most."""


class Listener:
    """One open page. Frames leave in order; nobody waits for a slow one."""

    def __init__(self, socket: web.WebSocketResponse, hang_up: Callable[[], None]) -> None:
        self._socket = socket
        self._hang_up = hang_up
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._bytes = 0
        self._histories = 0

    def may_ask_history(self) -> bool:
        """Whether the page may be told the history once more: a page asks once a connection."""
        self._histories += 1
        return self._histories <= MOST_HISTORIES

    def offer(self, frame: str) -> bool:
        """Take a frame along; false when the reader was too slow and is dropped."""
        self._bytes += len(frame)
        if self._waiting.full() or self._bytes > MOST_BYTES:
            self._hang_up()
            return False
        self._waiting.put_nowait(frame)
        return True

    async def write(self) -> None:
        """Send what waits, until cancelled or the connection is gone."""
        with contextlib.suppress(ConnectionError):
            while True:
                frame = await self._waiting.get()
                await self._socket.send_str(frame)
                self._bytes -= len(frame)

    async def say_goodbye(self, code: int) -> None:
        """Close the connection from our side; the page reconnects."""
        await self._socket.close(code=code)


class Live:
    """The open pages, by chat address."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._shown: dict[tuple[str, str], asyncio.Future[None]] = {}
        self._expected: dict[str, asyncio.Event] = {}

    def join(self, address: str, listener: Listener) -> bool:
        """From now on *listener* hears what is said; false when the visitor has too many open."""
        present = self._listeners.setdefault(address, set())
        if len(present) >= MOST_SOCKETS:
            return False
        present.add(listener)
        if address in self._expected:
            self._expected.pop(address).set()
        return True

    def leave(self, address: str, listener: Listener) -> None:
        """The page is closed."""
        present = self._listeners.get(address, set())
        present.discard(listener)
        if not present:
            self._listeners.pop(address, None)

    async def tell(self, address: str, item: Item, *, beside: Listener | None = None) -> int:
        """Show *item* on the visitor's open pages but *beside*; on how many it will be seen."""
        return self._offer(address, frames.live(item), beside)

    async def tell_once(self, address: str, item: Item, seconds: float) -> bool:
        """Show what the history does not keep; whether a page says that it did, within *seconds* or
        meanwhile, after an earlier try. A line may be dead long before we notice. Where no page is
        open, one is awaited as long: after a restart they are about to come back."""
        if not self._listeners.get(address):
            await self._expect(address, seconds)
        place = (address, item.key)
        shown = self._shown.setdefault(place, asyncio.get_running_loop().create_future())
        if not shown.done() and self._offer(address, frames.live(item, once=True), None):
            await asyncio.wait([shown], timeout=seconds)
        if shown.done():
            del self._shown[place]
        return shown.done()

    async def _expect(self, address: str, seconds: float) -> None:
        """Wait until the visitor opens a page, for *seconds* at most."""
        comes = self._expected.setdefault(address, asyncio.Event())
        try:
            async with asyncio.timeout(seconds):
                await comes.wait()
        except TimeoutError:
            self._expected.pop(address, None)

    def was_shown(self, address: str, key: str) -> None:
        """A page of the visitor says so of what is shown once."""
        shown = self._shown.get((address, key))
        if shown is not None and not shown.done():
            shown.set_result(None)

    async def working(self, address: str) -> int:
        """Show that an answer is on its way."""
        return self._offer(address, frames.WORKING, None)

    async def close(self) -> None:
        """The service stops: let every page know, so that it reconnects at once."""
        everyone = [each for present in self._listeners.values() for each in present]
        await asyncio.gather(*(each.say_goodbye(WSCloseCode.SERVICE_RESTART) for each in everyone))

    async def close_pages(self, address: str) -> None:
        """The visitor left for good: their open pages close, and show nothing any more."""
        present = tuple(self._listeners.get(address, ()))
        await asyncio.gather(*(each.say_goodbye(LEFT) for each in present))

    def _offer(self, address: str, frame: str, beside: Listener | None) -> int:
        present: Iterable[Listener] = tuple(self._listeners.get(address, ()))
        return sum(each.offer(frame) for each in present if each is not beside)
