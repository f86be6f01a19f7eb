"""What browsers are told of every answer, and what nobody is told: over real HTTP."""

import logging
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.web.callers import Ceilings
from data.store import Store
from tests.doorstep import House, a_house, a_line
from tests.serving import running
from tests.test_webchat import LOOPBACK

LINE = {"LINE_CHANNEL_SECRET": "s" * 32, "LINE_CHANNEL_ACCESS_TOKEN": "t" * 40}
TELEGRAM = {"TELEGRAM_BOT_TOKEN": "123:ABC", "TELEGRAM_WEBHOOK_SECRET": "hook-secret"}
NOWHERE = {"LINE_API_BASE": "http://127.0.0.1:9", "TELEGRAM_API_BASE": "http://127.0.0.1:9"}
ASKED = (
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("GET", "/nowhere", 404),
    ("GET", "/static/0/../../settings.py", 404),
    ("PUT", "/", 405),
    ("TRACE", "/", 405),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/after/abc", 404),
    ("GET", "/chat/socket", 403),
    ("POST", "/chat/file", 403),
    ("POST", "/chat/leave", 403),
    ("POST", "/webhook/line", 403),
    ("POST", "/webhook/telegram", 403),
)
FRAMED_BY_NOBODY = ("frame-ancestors 'none'", "default-src 'none'")


@pytest.fixture
async def house(store: Store) -> AsyncIterator[House]:
    made = House(store, Ceilings(), LOOPBACK)

    async def fails(_: web.Request) -> web.Response:
        raise LookupError("the words of a citizen")

    made.app.router.add_get("/fails", fails)
    async with made.open():
        yield made


async def test_every_answer_of_the_service_is_hardened_and_names_no_version(
    tmp_path: Path,
) -> None:
    settings = {**LINE, **TELEGRAM, **NOWHERE, "PUBLIC_URL": "https://chat.example.go.th"}
    async with running(tmp_path, **settings) as service, aiohttp.ClientSession() as session:
        for method, path, status in ASKED:
            async with session.request(method, service.address + path) as answer:
                told = answer.headers
            assert (path, answer.status) == (path, status)
            assert told["Server"] == "prongsai"
            assert not {"X-Powered-By", "Via"} & set(told)
            if path.startswith("/webhook/"):  # no browser reads these
                continue
            assert told["X-Content-Type-Options"] == "nosniff"
            assert told["Referrer-Policy"] == "no-referrer"
            assert told["Strict-Transport-Security"].startswith("max-age=31536000")
            assert told["Cache-Control"] == "no-store"
            assert any(part in told["Content-Security-Policy"] for part in FRAMED_BY_NOBODY)


async def test_over_plain_http_nobody_is_told_to_stay_with_https(house: House) -> None:
    async with aiohttp.ClientSession() as session:
        plain = await session.get(house.address)
        behind = await session.get(house.address, headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in plain.headers
    assert "Strict-Transport-Security" in behind.headers


async def test_a_bug_says_nothing_of_itself_to_strangers_nor_keeps_their_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with a_line(house) as line:
        status, headers = await line.ask(
            b"GET /fails HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n"
        )

        assert (status, headers["content-length"]) == (500, "3")
        assert headers["server"] == "prongsai"
        assert headers["x-content-type-options"] == "nosniff"
        assert await line.is_cut()


@pytest.mark.parametrize("https", [True, False])
async def test_the_cookie_goes_as_it_came_and_to_no_other_host(house: House, https: bool) -> None:
    headers = {"X-Forwarded-Proto": "https" if https else "http", "X-Forwarded-Host": "a.example"}
    own = {**headers, "Origin": f"{headers['X-Forwarded-Proto']}://a.example"}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        page = await session.get(house.address, headers=headers)
        left = await session.post(f"{house.address}/chat/leave", headers=own)

    came, gone = (
        next(iter(SimpleCookie(answer.headers["Set-Cookie"]).values())) for answer in (page, left)
    )
    assert came.key == gone.key == ("__Host-visitor" if https else "visitor")
    for cookie in (came, gone):
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
        assert (bool(cookie["httponly"]), bool(cookie["secure"])) == (True, https)
    assert (came["max-age"], gone["max-age"]) == ("31536000", "0")


async def test_a_cookie_of_plain_http_is_none_over_https(house: House) -> None:
    """Whoever sits in the same network could have set it."""
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "a.example",
        "Origin": "https://a.example",
        "Cookie": f"visitor={'a' * 43}",
    }
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{house.address}/chat/socket", headers=headers)

        assert "คุกกี้" in (await socket.receive_json())["text"]


async def test_a_house_on_its_own_needs_no_proxy(store: Store) -> None:
    async with a_house(store, Ceilings()) as house, aiohttp.ClientSession() as session:
        answer = await session.get(house.address, headers={"X-Forwarded-Proto": "https"})

    assert "Secure" not in answer.headers["Set-Cookie"]
