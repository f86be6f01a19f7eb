"""What browsers may do with our pages, and from whose pages they may talk to us."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import web

from bot.settings import Network
from bot.web.crowd import counted_as, read_address

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
"""The Content-Security-Policy: our own files only, nothing inline, and no HTML made by scripts."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SERVER = "prongsai"
"""Instead of what we run on, and its version."""

WEBHOOKS = "/webhook/"
STRICT_TRANSPORT = "max-age=31536000"


class Doorway:
    """How requests reach us: directly, or through proxies whose X-Forwarded headers count."""

    def __init__(self, public_url: str, trusted_proxies: Sequence[Network]) -> None:
        self._public = urlsplit(public_url)
        self._proxies = tuple(trusted_proxies)
        self._headers = {**HEADERS, "Content-Security-Policy": self._policy()}

    def is_https(self, request: web.BaseRequest) -> bool:
        """Whether the visitor's side of the connection is encrypted."""
        if self._public.scheme == "https" or request.secure:
            return True
        return self._forwarded(request, "X-Forwarded-Proto") == "https"

    def is_own_page(self, request: web.BaseRequest) -> bool:
        """Whether a page of ours asks. Browsers name the asking page's origin, and no page can
        have that forged; who names none is refused."""
        origin = request.headers.get("Origin", "")
        if self._public.netloc:
            return origin.lower() == f"{self._public.scheme}://{self._public.netloc}".lower()
        return bool(_host(origin)) and _host(origin) == self._host(request)

    def visitor(self, request: web.BaseRequest) -> str:
        """Whose use the request counts as: the last address of its way that no trusted proxy has;
        "" for nobody in particular."""
        told = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
        way = [*told, request.remote or ""]
        while len(way) > 1 and self._is_trusted(way[-1]):
            way.pop()
        return counted_as(read_address(way[-1]))

    async def protect(self, request: web.BaseRequest, response: web.StreamResponse) -> None:
        """Every answer's headers, where the handler has not set its own (on_response_prepare).
        A vendor's webhook is no browser."""
        response.headers["Server"] = SERVER
        if request.path.startswith(WEBHOOKS):
            return
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        if self.is_https(request):
            response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)

    def _policy(self) -> str:
        """Safari before 15.4 does not count our own WebSocket as 'self', so it is named too."""
        own = {"https": f" wss://{self._public.netloc}", "http": f" ws://{self._public.netloc}"}
        sources = {**POLICY, "connect-src": "'self'" + own.get(self._public.scheme, "")}
        return "; ".join(f"{name} {value}" for name, value in sources.items())

    def _host(self, request: web.BaseRequest) -> str:
        return (self._forwarded(request, "X-Forwarded-Host") or request.host).lower()

    def _forwarded(self, request: web.BaseRequest, header: str) -> str:
        """What a trusted proxy says of the visitor's own request; "" from anybody else."""
        if not self._is_trusted(request.remote):
            return ""
        return request.headers.get(header, "").split(",")[0].strip()

    def _is_trusted(self, remote: str | None) -> bool:
        address = read_address(remote)
        return address is not None and any(address in network for network in self._proxies)


def _host(origin: str) -> str:
    """The host and port of an origin, "" where it is none ("null")."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
