"""Connections: strangers' are few, short and small; a vendor's signature lifts every ceiling.

1. The headers of a request must be whole *head_s* seconds after the connection or, later, after
   their own first byte: whoever dribbles is cut. So is who sends more than *head_bytes* of them.
2. A connection is closed when nobody used it for *idle_s*; a trusted proxy's, for an hour.
3. One address has at most *per_address* connections. Whoever comes beyond them may show a vendor's
   signature within *unsigned_s*; whatever else they ask is refused.
4. There are never more than *strangers* of them: in a full house one goes for each who comes, of
   the address that has the most where that is more than a fair share, and the idle before the busy.
5. A request may take *request_s*: who reads no answer is cut.
6. Whoever sent a webhook with a good signature is a stranger no more. WebSockets have seats of
   their own: per address, and all together.
"""

import asyncio
import resource
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

import structlog
from aiohttp import hdrs, web

from bot.settings import Network
from bot.web.crowd import Crowd, counted_as, read_address
from bot.web.security import SERVER
from bot.web.sips import Sips, without_sips
from bot.web.throng import Throng

SWEEP_S = 1.0
MOST_HEADERS = 64
LINGERING_S = 2.0
UNREAD_BYTES = 2**13
"""Of a body, that wait to be read; twice that at most, and a sip more."""

PROXY_IDLE_S = 3600.0
MOST_STRANGERS, MOST_SEATS = 8_192, 32_768
FAIR_SHARE = 16
"""Of a full house, for one address: a flood from elsewhere costs it nothing."""

LOOKED_AT = 64
"""Strangers among whom the one to go is sought."""

UNUSED_S = 1.0
"""After which a connection counts as idle: until then its request may be on its way."""

BARE = {
    "Server": SERVER,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

Handler = Callable[[Any], Awaitable[web.StreamResponse]]
NOTHING: Mapping[str, Handler] = MappingProxyType({})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What strangers may do; see above."""

    per_address: int = 256
    strangers: int = 4096
    seats: int = 12_288
    head_s: float = 10.0
    head_bytes: int = 32 * 1024
    idle_s: float = 75.0
    request_s: float = 240.0
    unsigned_s: float = 2.0


def ceilings(per_address: int) -> Ceilings:
    """As many as the process may have files open: a fifth of them for strangers, three for seats;
    the rest is for vendors, the database and calls out."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = sys.maxsize if allowed == resource.RLIM_INFINITY else allowed
    return Ceilings(per_address, min(files // 5, MOST_STRANGERS), min(3 * files // 5, MOST_SEATS))


class Callers:
    """Everybody connected who has not shown a vendor's signature."""

    def __init__(self, limits: Ceilings, proxies: Sequence[Network]) -> None:
        self.limits = limits
        self._proxies = tuple(proxies)
        self._strangers: Throng[Caller] = Throng()
        self._seated = Crowd(limits.per_address)
        self._seats = 0
        self._timer: asyncio.TimerHandle | None = None

    def address_of(self, transport: asyncio.BaseTransport) -> tuple[str, bool]:
        """Whose the connection counts as, and whether it is a trusted proxy's."""
        peer = transport.get_extra_info("peername")
        address = read_address(str(peer[0])) if isinstance(peer, tuple) and peer else None
        is_proxy = address is not None and any(address in network for network in self._proxies)
        return ("" if is_proxy else counted_as(address)), is_proxy

    @property
    def strangers(self) -> int:
        """How many there are."""
        return len(self._strangers)

    def welcome(self, caller: "Caller") -> None:
        """Somebody has connected; for one too many another goes."""
        present = self._strangers.number_of(caller.address)
        caller.is_in_excess = present >= self.limits.per_address
        if len(self._strangers) >= self.limits.strangers:
            self._make_room()
        self._strangers.enter(caller, caller.address)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SWEEP_S, self.sweep)

    def forget(self, caller: "Caller") -> None:
        """No stranger any more: gone, seated, or vouched for."""
        self._strangers.leave(caller)

    def seat(self, who: str) -> bool:
        """Whether *who* may open a WebSocket; unseat() when it ends."""
        if self._seats >= self.limits.seats or not self._seated.enter(who):
            log.info("no seat left", of_one=self._seats < self.limits.seats)
            return False
        self._seats += 1
        return True

    def unseat(self, who: str) -> None:
        """A WebSocket has ended."""
        self._seats -= 1
        self._seated.leave(who)

    def sweep(self) -> None:
        """Cut who is overdue."""
        now = asyncio.get_running_loop().time()
        overdue = [each for each in self._strangers if each.is_overdue(now)]
        for caller in overdue:
            caller.hang_up()
        if overdue:
            excess = sum(each.is_in_excess for each in overdue)
            log.info("connections cut", slow=len(overdue) - excess, unsigned=excess)
        self._timer = (
            asyncio.get_running_loop().call_later(SWEEP_S, self.sweep) if self._strangers else None
        )

    def _make_room(self) -> None:
        """Cut whoever needs their place least; of several, the first to come."""
        now = asyncio.get_running_loop().time()
        largest = self._strangers.of_the_largest()
        among = largest if len(largest) > FAIR_SHARE else self._strangers
        first = list(islice(among, LOOKED_AT))
        goes = min(first, key=lambda each: each.need(now))
        self.forget(goes)
        goes.hang_up()


class Caller(web.RequestHandler):
    """One connection."""

    def __init__(self, server: web.Server, callers: Callers, **options: Any) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # aiohttp's own way to have none
            auto_decompress=False,
            keepalive_timeout=callers.limits.idle_s,
            lingering_time=LINGERING_S,
            max_headers=MOST_HEADERS,
            read_bufsize=UNREAD_BYTES,
            **options,
        )
        self.callers = callers
        self.address = ""
        self.is_stranger = True
        self.is_in_excess = False
        self._came = self._heard_at = self._loop.time()
        self._head_bytes = 0
        self._head_since = 0.0
        self._busy_with = -1
        self._busy_since = 0.0
        self._was_paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.address, is_proxy = self.callers.address_of(transport)
        if is_proxy:
            self._keepalive_timeout = PROXY_IDLE_S
        self._came = self._heard_at = self._head_since = self._loop.time()
        super().connection_made(transport)
        self.callers.welcome(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self.callers.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self._request_count
        self._heard_at = self._loop.time()
        super().data_received(data)
        if self._request_count != before:
            self._head_bytes, self._head_since = 0, 0.0
        elif self.is_idle:
            self._note_head(len(data))

    def pause_reading(self) -> None:
        self._was_paused = True
        super().pause_reading()

    def resume_reading(self, resume_parser: bool = True) -> None:
        """Nothing where reading was never paused: aiohttp asks for it after every body, and would
        have its parser look for what it left unread in a pause."""
        if self._was_paused:
            super().resume_reading(resume_parser)

    def _note_head(self, length: int) -> None:
        """Headers have begun and are not whole yet."""
        self._head_bytes += length
        self._head_since = self._head_since or self._heard_at
        if self._head_bytes > self.callers.limits.head_bytes:
            self.hang_up()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The status alone: neither what we run on nor what was sent to us."""
        super().handle_error(request, status, exc, message)
        response = web.Response(status=status, text=str(status), headers=BARE)
        response.force_close()
        return response

    @property
    def is_idle(self) -> bool:
        """Whether no whole request is in hand."""
        return not self._request_count or (self._waiter is not None and not self._waiter.done())

    def need(self, now: float) -> int:
        """0 where nobody uses it, 1 with a request in hand, 2 where one may be on its way: who has
        just come may be a vendor, whose webhook is whole, and vouched for, as soon as it is here.
        """
        if not self.is_idle:
            return 1
        return 0 if now - self._heard_at > UNUSED_S else 2

    def is_overdue(self, now: float) -> bool:
        """Whether its signature, its headers, or what it is busy with, have taken too long."""
        limits = self.callers.limits
        if self.is_in_excess:
            return now - self._came > limits.unsigned_s
        if self.is_idle:
            return bool(self._head_since) and now - self._head_since > limits.head_s
        if self._busy_with != self._request_count:
            self._busy_with, self._busy_since = self._request_count, now
        return now - self._busy_since > limits.request_s

    def is_vouched_for(self) -> None:
        """A vendor's signature came over it."""
        self.is_stranger = self.is_in_excess = False
        self.callers.forget(self)
        if self.transport is not None:
            without_sips(self.transport, self)

    def hang_up(self) -> None:
        """Cut the connection, whatever it still wants."""
        if self.transport is not None:
            self.transport.abort()


class Site(web.SockSite):
    """Where everybody connects; their headers, and how long and how many they are, are bounded.
    What is posted to *direct* paths passes the router by."""

    def __init__(
        self,
        runner: web.AppRunner,
        port: Any,
        callers: Callers,
        *,
        backlog: int = 128,
        direct: Mapping[str, Handler] = NOTHING,
    ) -> None:
        super().__init__(runner, port, backlog=backlog)
        self._callers = callers
        self._direct = direct

    async def start(self) -> None:
        await web.BaseSite.start(self)
        server = self._runner.server
        assert server is not None
        server.request_handler = past_the_router(server.request_handler, self._direct)
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Sips(Caller(server, self._callers)), sock=self._sock, backlog=self._backlog
        )


def past_the_router(handle: Handler, direct: Mapping[str, Handler]) -> Handler:
    """What is posted to these paths goes to their handlers at once, the rest to *handle*: choosing
    a route costs a tenth of an acknowledgement. Whoever is in excess may do the first alone."""

    def choose(request: Any) -> Awaitable[web.StreamResponse]:
        if request.protocol.is_in_excess:
            return only_signed(request, handle, direct)
        found = direct.get(request.raw_path) if request.method == hdrs.METH_POST else None
        return (found or handle)(request) if hdrs.EXPECT not in request.headers else handle(request)

    return choose


async def only_signed(
    request: Any, handle: Handler, direct: Mapping[str, Handler]
) -> web.StreamResponse:
    """What *handle* says to a webhook; the connection ends with it unless the webhook was signed.
    Anything else is refused."""
    if request.method == hdrs.METH_POST and request.path in direct:
        response = await handle(request)
    else:
        log.info("connection refused: too many of one address")
        response = web.Response(status=503, text="503", headers=BARE)
    if request.protocol.is_in_excess:
        response.force_close()
    return response


def vouch(request: web.BaseRequest) -> None:
    """The request bore a vendor's signature: no ceiling is on its connection any more."""
    caller = request.protocol
    if isinstance(caller, Caller) and caller.is_stranger:
        caller.is_vouched_for()


class Seat:
    """A place among the open WebSockets: ``with Seat(request, who) as is_free``."""

    def __init__(self, request: web.BaseRequest, who: str) -> None:
        self._caller = request.protocol if isinstance(request.protocol, Caller) else None
        self._who = who
        self._is_taken = False

    def __enter__(self) -> bool:
        if self._caller is None:
            return True
        self._is_taken = self._caller.callers.seat(self._who)
        if self._is_taken:
            self._caller.callers.forget(self._caller)
        return self._is_taken

    def __exit__(self, *_: object) -> None:
        if self._caller is not None and self._is_taken:
            self._caller.callers.unseat(self._who)
