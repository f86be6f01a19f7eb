"""An echo that loses nothing: each message and each answer is on the disk (synchronous = full)
before the next thing is done, by one writer that commits what has gathered. It understands, seals
and remembers nothing: what being durable costs alone."""

import asyncio
import base64
import hmac
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import uvloop
from aiohttp import web

SECRET = os.environ["LINE_CHANNEL_SECRET"].encode()
SCHEMA = """
create table inbox (id integer primary key, event text not null unique, chat text not null,
    token text not null, words text not null, state text not null default 'waiting');
create index inbox_waiting on inbox (id) where state = 'waiting';
create table outbox (id integer primary key, inbox_id integer not null unique, chat text not null,
    token text not null, words text not null, state text not null default 'waiting');
create index outbox_waiting on outbox (id) where state = 'waiting';
"""
CALLS_AT_ONCE = 64


class Said(msgspec.Struct):
    text: str = ""


class Source(msgspec.Struct, rename="camel"):
    user_id: str = ""


class LineEvent(msgspec.Struct, rename="camel"):
    webhook_event_id: str
    source: Source
    reply_token: str = ""
    message: Said = msgspec.field(default_factory=Said)


class LineBody(msgspec.Struct):
    events: list[LineEvent]


class Chat(msgspec.Struct):
    id: int


class TelegramMessage(msgspec.Struct):
    chat: Chat
    text: str = ""


class Update(msgspec.Struct):
    update_id: int
    message: TelegramMessage


_line = msgspec.json.Decoder(LineBody)
_telegram = msgspec.json.Decoder(Update)
_encode = msgspec.json.Encoder().encode

Row = tuple[str, str, str, str]  # event, chat, token, words


class Writer:
    """One connection; what is asked while a commit is under way shares the next."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(SCHEMA)
        self._asked: list[tuple[Callable[..., Any], tuple[Any, ...], asyncio.Future[Any]]] = []
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1)
        self._is_busy = False

    def write(self, query: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        done = self._loop.create_future()
        self._asked.append((query, args, done))
        if not self._is_busy:
            self._is_busy = True
            self._loop.call_soon(self._begin)
        return done

    def _begin(self) -> None:
        group, self._asked = self._asked, []
        self._thread.submit(self._commit, group)

    def _commit(self, group: list[Any]) -> None:
        self._db.execute("begin immediate")
        results = [query(self._db, *args) for query, args, _ in group]
        self._db.execute("commit")
        self._loop.call_soon_threadsafe(self._tell, group, results)

    def _tell(self, group: list[Any], results: list[Any]) -> None:
        for (_, _, done), result in zip(group, results, strict=True):
            done.set_result(result)
        if self._asked:
            self._loop.call_soon(self._begin)
        else:
            self._is_busy = False


def keep(db: sqlite3.Connection, row: Row) -> int | None:
    cursor = db.execute(
        "insert into inbox (event, chat, token, words) values (?, ?, ?, ?)"
        " on conflict (event) do nothing",
        row,
    )
    return cursor.lastrowid if cursor.rowcount else None


def answer(db: sqlite3.Connection, inbox_id: int, chat: str, token: str, words: str) -> int | None:
    db.execute("update inbox set state = 'done' where id = ?", (inbox_id,))
    return db.execute(
        "insert into outbox (inbox_id, chat, token, words) values (?, ?, ?, ?)",
        (inbox_id, chat, token, words),
    ).lastrowid


def sent(db: sqlite3.Connection, row_id: int) -> None:
    db.execute("update outbox set state = 'sent' where id = ?", (row_id,))


class Bot:
    """Takes, answers, sends."""

    def __init__(self, writer: Writer, session: aiohttp.ClientSession) -> None:
        self._writer, self._session = writer, session
        self._tasks: set[asyncio.Task[None]] = set()

    async def line(self, request: web.Request) -> web.Response:
        body = await request.read()
        given = request.headers.get("X-Line-Signature", "").encode("latin-1", "replace")
        if not hmac.compare_digest(base64.b64encode(hmac.digest(SECRET, body, "sha256")), given):
            return web.Response(status=403)
        rows = [
            (event.webhook_event_id, event.source.user_id, event.reply_token, event.message.text)
            for event in _line.decode(body).events
        ]
        return await self._take(rows, self._reply_on_line)

    async def telegram(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode("latin-1", "replace"), SECRET):
            return web.Response(status=403)
        update = _telegram.decode(await request.read())
        chat, words = str(update.message.chat.id), update.message.text
        return await self._take([(str(update.update_id), chat, "", words)], self._send_on_telegram)

    async def _take(self, rows: list[Row], send: Callable[..., Any]) -> web.Response:
        for row in rows:
            inbox_id = await self._writer.write(keep, row)
            if inbox_id is not None:
                task = asyncio.create_task(self._answer(inbox_id, row, send))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return web.Response(text="OK")

    async def _answer(self, inbox_id: int, row: Row, send: Callable[..., Any]) -> None:
        _, chat, token, words = row
        row_id = await self._writer.write(answer, inbox_id, chat, token, words)
        await send(chat, token, words)
        await self._writer.write(sent, row_id)

    async def _reply_on_line(self, _: str, token: str, words: str) -> None:
        said = {"replyToken": token, "messages": [{"type": "text", "text": words}]}
        await self._post(f"{os.environ['LINE_API_BASE']}/v2/bot/message/reply", said)

    async def _send_on_telegram(self, chat: str, _: str, words: str) -> None:
        place = f"{os.environ['TELEGRAM_API_BASE']}/bot{os.environ['TELEGRAM_BOT_TOKEN']}"
        await self._post(f"{place}/sendMessage", {"chat_id": int(chat), "text": words})

    async def _post(self, url: str, said: object) -> None:
        async with self._session.post(url, data=_encode(said)) as answered:
            await answered.read()


async def serve() -> None:
    headers = {"Authorization": "Bearer t", "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=CALLS_AT_ONCE)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        bot = Bot(Writer(Path(os.environ["DATABASE"])), session)
        app = web.Application()
        app.router.add_post("/webhook/line", bot.line)
        app.router.add_post("/webhook/telegram", bot.telegram)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
        await asyncio.Event().wait()


uvloop.run(serve())
