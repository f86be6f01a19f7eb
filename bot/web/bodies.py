"""Bodies of requests: never more than a limit of one, in time, and together in a bounded memory.

Whether a stranger sends one is known only when all of it is here (LINE signs the body), so what is
held until then must be bounded for everybody together, not for each alone.
"""

import asyncio
import contextlib
from dataclasses import dataclass

from aiohttp import web

from bot.web.crowd import Room

STEP = 2**10
"""Bytes that count as progress: a byte now and then does not."""


class Unread(Exception):
    """The body was not taken."""


class TooLarge(Unread):
    """More than the limit."""


class TooSlow(Unread):
    """It did not come in time."""


class NoRoom(Unread):
    """Too much is being read at this moment."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a body may be: *largest* bytes; *free* of them take no room (as much is held by the
    connection anyway); *grace_s* for all of it, and a second more for every *pace* bytes."""

    largest: int
    free: int = 0
    grace_s: float = 10.0
    pace: float = 0.0


class Hall(Room):
    """A room in which nobody lingers: where it is full, whoever has made no progress for longest
    makes way for another. A vendor's bodies come at once, a stranger's may stand still."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._inside: dict[_Held, int] = {}  # with how much; who stands still for longest first

    def note(self, held: "_Held", length: int) -> None:
        """It is *length* long by now, and holds some of the room, or wants to."""
        before = self._inside.get(held)
        if before is None or length - before >= STEP:
            self._inside.pop(held, None)
            self._inside[held] = length

    def forget(self, held: "_Held") -> None:
        """It holds nothing any more."""
        self._inside.pop(held, None)

    def make_way(self, newcomer: "_Held") -> bool:
        """Put out who stands still for longest; False where that is the newcomer."""
        slowest = next(iter(self._inside), newcomer)
        if slowest is newcomer:
            return False
        slowest.put_out()
        return True


def at_hand(request: web.BaseRequest, bounds: Bounds) -> bytes | None:
    """The whole body where it came along with its headers, as vendors' mostly do, else None. Raises
    TooLarge."""
    content = request.content
    if not content.is_eof():
        return None
    whole = content.read_nowait()
    if len(whole) > bounds.largest:
        raise TooLarge
    return whole


async def read(request: web.BaseRequest, bounds: Bounds, room: Room) -> bytes:
    """The whole body. Raises TooLarge, TooSlow or NoRoom."""
    if (request.content_length or 0) > bounds.largest:
        raise TooLarge
    whole = at_hand(request, bounds)
    if whole is not None:
        return whole
    held = _Held(room, bounds.free)
    try:
        return await _gather(request, bounds, held)
    except TimeoutError:
        raise TooSlow from None
    finally:
        held.let_go()


async def _gather(request: web.BaseRequest, bounds: Bounds, held: "_Held") -> bytes:
    body = bytearray()
    begun = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(bounds.grace_s) as patience:
            held.patience = patience
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > bounds.largest:
                    raise TooLarge
                if request.content.is_eof():
                    break  # whole: the last of it, however little, needs no room any more
                held.grow(len(body))
                if bounds.pace:
                    patience.reschedule(begun + bounds.grace_s + len(body) / bounds.pace)
        return bytes(body)
    finally:
        body.clear()  # an exception's traceback would hold on to it


class _Held:
    """What one body holds of the room while it is read."""

    def __init__(self, room: Room, free: int) -> None:
        self.patience: asyncio.Timeout | None = None
        self._room = room
        self._free = free
        self._bytes = 0
        self._is_out = False

    def grow(self, length: int) -> None:
        """Hold as much as a body of *length* does. Raises NoRoom."""
        more = length - self._free - self._bytes
        if more <= 0:
            return
        hall = self._room if isinstance(self._room, Hall) else None
        if hall is not None and not self._is_out:
            hall.note(self, length)
        while self._is_out or not self._room.take(more):
            if self._is_out or hall is None or not hall.make_way(self):
                raise NoRoom
        self._bytes += more

    def put_out(self) -> None:
        """Another needs the room: it is read no further."""
        self._is_out = True
        self.let_go()
        if self.patience is not None:
            with contextlib.suppress(RuntimeError):  # it is over anyway
                self.patience.reschedule(asyncio.get_running_loop().time())

    def let_go(self) -> None:
        self._room.give_back(self._bytes)
        self._bytes = 0
        if isinstance(self._room, Hall):
            self._room.forget(self)
