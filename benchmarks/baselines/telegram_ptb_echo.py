"""What people would use on Telegram: python-telegram-bot behind a webhook. Keeps nothing."""

import asyncio
import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def serve() -> None:
    base = os.environ["TELEGRAM_API_BASE"]
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).updater(None)
    bot = builder.base_url(f"{base}/bot").build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))

    async def take(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token")
        if given != os.environ["TELEGRAM_WEBHOOK_SECRET"]:
            return Response(status_code=403)
        await bot.update_queue.put(Update.de_json(data=await request.json(), bot=bot.bot))
        return Response()

    app = Starlette(routes=[Route("/webhook/telegram", take, methods=["POST"])])
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_level="warning",
        access_log=False,
    )
    async with bot:
        await bot.start()
        await uvicorn.Server(config).serve()
        await bot.stop()


asyncio.run(serve())
