"""GET /metrics: for Prometheus, and for nobody else, to whom there is no such page.

1. Who names METRICS_TOKEN reads them, from anywhere.
2. Without a token only this machine does, and only while no way leads in from outside: through a
   proxy or a tunnel on the machine, the whole world comes from 127.0.0.1.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.crowd import read_address

PATH = "/metrics"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class MetricsPage:
    """The page, and who may read it."""

    def __init__(self, metrics: Metrics, settings: Settings) -> None:
        self._metrics = metrics
        self._token = settings.metrics_token.encode()
        self._is_private = not (
            settings.public_url
            or settings.trusted_proxies
            or settings.has_line
            or settings.telegram_webhook_secret
        )

    async def show(self, request: web.Request) -> web.Response:
        """404 to whoever may not know that it exists."""
        if request.method != "GET" or not self._may_read(request):
            raise web.HTTPNotFound
        text = await asyncio.to_thread(self._metrics.text)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    def _may_read(self, request: web.BaseRequest) -> bool:
        if self._token:
            given = request.headers.get("Authorization", "")
            wanted = b"Bearer " + self._token
            return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted)
        return self._is_private and _is_from_here(request)


def _is_from_here(request: web.BaseRequest) -> bool:
    """Whether a program on this machine asks, by this machine's own name."""
    if any(name in request.headers for name in PASSED_ON):
        return False
    host = request.host
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    address = read_address(request.remote)
    return address is not None and address.is_loopback and name.lower() in LOCAL_NAMES
