"""The visitor's cookie: who comes back is known by 32 random bytes, and by nothing else."""

import hashlib
import re
import secrets

from aiohttp import web

COOKIE = "visitor"
RANDOM_BYTES = 32
ONE_YEAR_S = 365 * 24 * 60 * 60

_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")


def chat_address(request: web.Request) -> str | None:
    """The visitor's chat address, None without a cookie of ours.

    It is the SHA-256 of the cookie, in hex: who reads the address cannot come back as the visitor.
    """
    value = _value(request)
    return None if value is None else hashlib.sha256(value.encode()).hexdigest()


def remember(request: web.Request, response: web.StreamResponse, *, secure: bool) -> None:
    """Give a newcomer a cookie; renew that of somebody who comes back, for another year."""
    response.set_cookie(
        COOKIE,
        _value(request) or secrets.token_urlsafe(RANDOM_BYTES),
        max_age=ONE_YEAR_S,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def _value(request: web.Request) -> str | None:
    value = request.cookies.get(COOKIE, "")
    return value if _VALUE.fullmatch(value) else None
