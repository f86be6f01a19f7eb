"""The visitor's cookie: who comes back is known by 32 random bytes, and by nothing else."""

import hashlib
import re
import secrets

from aiohttp import web

COOKIE = "visitor"
SAFE_COOKIE = "__Host-visitor"
"""Over https: no other host and no plain http can set a cookie of this name."""

RANDOM_BYTES = 32
ONE_YEAR_S = 365 * 24 * 60 * 60

_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")


def chat_address(request: web.Request, *, secure: bool) -> str | None:
    """The visitor's chat address, None without a cookie of ours. *secure*: they come over https.

    It is the SHA-256 of the cookie, in hex: who reads the address cannot come back as the visitor.
    """
    value = _value(request, secure=secure)
    return None if value is None else hashlib.sha256(value.encode()).hexdigest()


def remember(request: web.Request, response: web.StreamResponse, *, secure: bool) -> None:
    """Give a newcomer a cookie; renew that of somebody who comes back, for another year."""
    response.set_cookie(
        SAFE_COOKIE if secure else COOKIE,
        _value(request, secure=secure) or secrets.token_urlsafe(RANDOM_BYTES),
        max_age=ONE_YEAR_S,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def forget(response: web.Response, *, secure: bool) -> None:
    """Take the cookie away: whoever opens the page next in this browser is a newcomer."""
    response.del_cookie(
        SAFE_COOKIE if secure else COOKIE, path="/", secure=secure, httponly=True, samesite="Lax"
    )


def _value(request: web.Request, *, secure: bool) -> str | None:
    value = request.cookies.get(SAFE_COOKIE if secure else COOKIE, "")
    return value if _VALUE.fullmatch(value) else None
