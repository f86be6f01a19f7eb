"""No secret's value is ever in the log, in what is printed, or in the list of processes."""

import base64
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.log import LINE, Masking
from bot.masking import forms_of
from bot.settings import DEFAULTS, load
from tests.loopback import on_loopback
from tests.serving import Running, free_port, running
from tests.signing import line_signature

KEY = "c0ffee" + "5a" * 29
SECRETS = {
    "CASE_KEY": KEY,
    "LINE_CHANNEL_SECRET": "lineChannelSecretValue",
    "LINE_CHANNEL_ACCESS_TOKEN": "lineAccessTokenValue+/=",
    "TELEGRAM_BOT_TOKEN": "7654321:telegramTokenValue_-",
    "TELEGRAM_WEBHOOK_SECRET": "telegramWebhookSecretValue",
    "METRICS_TOKEN": "metricsTokenValue0123456789",
}
FORMS = {
    *SECRETS.values(),
    "telegramTokenValue",
    "lineAccessTokenValue",
    base64.b64encode(bytes.fromhex(KEY)).decode(),
}
"""How each may be written; a token's second half is the secret of it."""
TOLD = ("refuses", "fails")
"""Where the vendor's own words are logged."""


def echoed(request: web.Request, raw: bytes) -> str:
    """All that came, as a careless proxy shows it."""
    return f"no route for {request.url} {dict(request.headers)} {raw[:200]!r}"


@asynccontextmanager
async def careless(kind: str) -> AsyncIterator[str]:
    """A vendor, or a proxy before it, that answers with what it was sent; its address."""

    async def serve(request: web.Request) -> web.StreamResponse:
        said = echoed(request, await request.read())
        status = {"refuses": 404, "fails": 500}.get(kind, 400)
        if kind == "resets":
            assert request.transport is not None
            request.transport.abort()
        if kind == "redirects":
            raise web.HTTPFound(f"http://127.0.0.1:1{request.path_qs}")
        if kind == "garbage":
            return web.Response(status=200, text=said, content_type="text/html")
        body = {"ok": False, "error_code": status, "description": said, "message": said}
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", serve)
    async with on_loopback(app) as address:
        yield address


def line_event(number: int) -> dict[str, Any]:
    return {
        "type": "message",
        "webhookEventId": f"01E{number}",
        "mode": "active",
        "timestamp": 1700000000000,
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": f"U{number:032x}"},
        "replyToken": f"token{number}",
        "message": {"type": "text", "id": f"{number}", "quoteToken": "q", "text": "สวัสดีค่ะ"},
    }


def update(number: int) -> dict[str, Any]:
    person = {"id": 500 + number, "is_bot": False, "first_name": "มานี"}
    chat = {"id": 500 + number, "type": "private", "first_name": "มานี"}
    message = {"message_id": 1, "date": 1700000000, "chat": chat, "from": person, "text": "สวัสดี"}
    return {"update_id": number, "message": message}


async def people_write(service: Running) -> None:
    """On both, and strangers with a wrong secret."""
    secret = SECRETS["LINE_CHANNEL_SECRET"]
    raw = json.dumps({"destination": "U" + "0" * 32, "events": [line_event(1)]}).encode()
    mac = line_signature(raw, secret)
    telegram_header = "X-Telegram-Bot-Api-Secret-Token"
    async with aiohttp.ClientSession() as session:
        line, telegram = f"{service.address}/webhook/line", f"{service.address}/webhook/telegram"
        for signature, status in ((mac, 200), (mac[:-4] + "AAA=", 403)):
            headers = {"X-Line-Signature": signature}
            assert (await session.post(line, data=raw, headers=headers)).status == status
        given = SECRETS["TELEGRAM_WEBHOOK_SECRET"]
        for value, status in ((given, 200), (given + "x", 403)):
            found = await session.post(telegram, json=update(1), headers={telegram_header: value})
            assert found.status == status


def of_processes(pid: int) -> str:
    """What everybody on the machine may read of the service and what it started."""
    shown = Path("/proc") / str(pid) / "cmdline"
    if not shown.exists():
        pytest.skip("no /proc here")
    tasks = (Path("/proc") / str(pid) / "task").iterdir()
    children = [(task / "children").read_text().split() for task in tasks]
    own = [str(pid), *(child for found in children for child in found)]
    return " ".join((Path("/proc") / each / "cmdline").read_text() for each in own)


@pytest.mark.parametrize("kind", ["refuses", "fails", "garbage", "redirects", "resets", "absent"])
async def test_no_secret_is_told_whatever_a_vendor_does(kind: str, tmp_path: Path) -> None:
    async with careless(kind) as address:
        base = f"http://127.0.0.1:{free_port()}" if kind == "absent" else address
        settings = {**SECRETS, "LINE_API_BASE": base, "TELEGRAM_API_BASE": base}
        async with running(tmp_path, **settings, PUBLIC_URL="https://chat.example") as service:
            await people_write(service)
            for messenger in ("line", "telegram"):
                await service.says(
                    rf"(will try again|undeliverable)'.*messenger=.*'{messenger}'"
                    rf"|{messenger}.not_sent"
                )
            shown = of_processes(service.process.pid)
    log = "".join(service.log)
    kept = b"".join(path.read_bytes() for path in files_of(tmp_path))

    assert "bot" in shown
    assert "[secret]" in log or kind not in TOLD
    assert not [form for form in FORMS if form in log or form in shown or form.encode() in kept]


def files_of(folder: Path) -> list[Path]:
    return list(folder.glob("served.db*"))


def test_a_traceback_that_quotes_a_secret_is_logged_without_it() -> None:
    try:
        raise ValueError(f"no host in {SECRETS['TELEGRAM_BOT_TOKEN']}")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("own", logging.ERROR, "own.py", 1, "failed", (), info)

    said = Masking(LINE, forms_of(SECRETS["TELEGRAM_BOT_TOKEN"])).format(record)

    assert "no host in [secret]" in said


def test_every_secret_that_can_be_set_is_hidden() -> None:
    loaded = load(SECRETS, Path("no.env"))

    for name, value in SECRETS.items():
        assert value in loaded.secrets, name
    secret_names = {name for name in DEFAULTS if re.search("SECRET|TOKEN|KEY", name)}
    assert secret_names == {*SECRETS, "NEW_CASE_KEY"}
