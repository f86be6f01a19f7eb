"""What people would use on LINE: line-bot-sdk's own aiohttp echo. Keeps nothing."""

import asyncio
import os

from aiohttp import web
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.webhooks import MessageEvent, TextMessageContent


async def serve() -> None:
    client = AsyncApiClient(Configuration(access_token="t", host=os.environ["LINE_API_BASE"]))
    api, parser = AsyncMessagingApi(client), WebhookParser(os.environ["LINE_CHANNEL_SECRET"])

    async def echo(request: web.Request) -> web.Response:
        try:
            events = parser.parse(await request.text(), request.headers["X-Line-Signature"])
        except InvalidSignatureError:
            return web.Response(status=400)
        for event in events:
            if isinstance(event, MessageEvent) and isinstance(event.message, TextMessageContent):
                said = TextMessage(text=event.message.text)
                await api.reply_message(
                    ReplyMessageRequest(reply_token=event.reply_token, messages=[said])
                )
        return web.Response(text="OK")

    app = web.Application()
    app.router.add_post("/webhook/line", echo)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
    await asyncio.Event().wait()


asyncio.run(serve())
