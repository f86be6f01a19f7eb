"""The ceiling: aiohttp checks LINE's HMAC (or Telegram's secret) and says yes. Keeps nothing."""

import asyncio
import base64
import hmac
import os

from aiohttp import web

SECRET = os.environ["LINE_CHANNEL_SECRET"].encode()


async def line(request: web.Request) -> web.Response:
    body = await request.read()
    given = request.headers.get("X-Line-Signature", "").encode("latin-1", "replace")
    if not hmac.compare_digest(base64.b64encode(hmac.digest(SECRET, body, "sha256")), given):
        return web.Response(status=403)
    return web.Response(text="OK")


async def telegram(request: web.Request) -> web.Response:
    await request.read()
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode("latin-1", "replace")
    return (
        web.Response(text="OK") if hmac.compare_digest(given, SECRET) else web.Response(status=403)
    )


async def serve() -> None:
    app = web.Application()
    app.router.add_post("/webhook/line", line)
    app.router.add_post("/webhook/telegram", telegram)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
    await asyncio.Event().wait()


if os.environ.get("LOOP") == "uvloop":
    import uvloop

    uvloop.run(serve())
else:
    asyncio.run(serve())
