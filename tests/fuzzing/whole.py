"""The whole way: bytes at the real port, the real store, handlers and courier; vendors are played.

After everything that was sent: no status but those that are promised, no handler failed, nothing is
parked, nothing was logged as an error, and somebody who asks is answered.
"""

import asyncio
import json
import logging
import re
import secrets
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import aiohttp
import structlog
from aiohttp import web

from bot import clock, service, settings
from bot.opening import open_agency
from bot.web.webhooks import LINE_PATH, TELEGRAM_PATH
from data import staff, times
from data.staff import Invitation
from handlers.understanding.understand import Understanding
from tests.conversing import awake
from tests.fuzzing import material
from tests.fuzzing.source import Source, among, one_in
from tests.fuzzing.wire import Request, Wire
from tests.pictures import jpeg
from tests.serving import KEY, free_port
from tests.signing import line_signature

SECRET, HOOK = "s3cret", "hook-secret"
PROMISED = frozenset({0, 200, 400, 403, 408, 413, 415, 503})
"""0: garbage that is no HTTP may be hung up on. 400 to 415 and 503 of an upload have words."""

CITIZENS = tuple(f"U{number:032x}" for number in range(1, 7))
CHATTERS = (5001, 5002, 5003)
MEMBERS = {7001: "supervisor", 7002: "officer", 7003: "administrator", 7004: "viewer"}
ALL_ON_TELEGRAM = (*CHATTERS, *MEMBERS)
PROBE = "U" + "f" * 32
COOKIE = "visitor=" + "a" * 43
LIMITS = (
    "messages_per_minute filings_per_day filings_of_all_per_hour"
    " upload_megabytes_per_day upload_megabytes_of_all_per_day"
)
WIRES = 8
FORGET = "update inbox set state = 'done' where state = 'parked'"
FRAMES = 40
SETTLED_S = 60


class Broken(AssertionError):
    """A promise was not kept."""


class Vendors:
    """LINE and Telegram in one: they take everything, and remember which buttons were offered."""

    def __init__(self) -> None:
        self.port = free_port()
        self.offered: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=40))
        self.said: defaultdict[str, int] = defaultdict(int)
        self.files: deque[bytes] = deque(maxlen=8)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Vendors"]:
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{rest:.*}", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        path = request.path
        if path.endswith("/content") or "/file/bot" in path:
            return web.Response(body=self.files[-1] if self.files else jpeg())
        said = (await request.read()).decode("utf-8", "replace")
        self._remember(said)
        if path.startswith("/v2/"):
            return web.json_response({"sentMessages": [{"id": "1", "quoteToken": "q"}]})
        results: dict[str, Any] = {
            "getMe": {"id": 1, "is_bot": True, "first_name": "p", "username": "prongsai_bot"},
            "getFile": {"file_id": "f", "file_path": "photos/f.jpg", "file_size": 5},
            "getChatMember": {"status": "administrator", "user": {"id": 1}},
        }
        method = path.rpartition("/")[2]
        return web.json_response({"ok": True, "result": results.get(method, True)})

    def _remember(self, said: str) -> None:
        found = re.search(r'"(?:to|replyToken|chat_id)":"?(-?\w+)', said)
        whose = found[1] if found else ""
        whose = "U" + whose.partition("U")[2] if "tokenU" in whose else whose
        self.said[whose] += 1
        told = said.replace('\\"', '"')
        self.offered[whose].extend(re.findall(r'"(?:data|callback_data)":"([^"]+)"', told))


class Town:
    """The service with everything around it."""

    def __init__(self, folder: Path, vendors: Vendors) -> None:
        self.vendors = vendors
        self.folder = folder
        self.problems: list[str] = []
        self.sent = 0
        self._number = 0
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._talking = asyncio.Lock()
        self._frames = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Town"]:
        port, vendor = free_port(), f"http://127.0.0.1:{self.vendors.port}"
        values = {
            "PORT": str(port),
            "DATABASE": str(self.folder / "fuzzed.db"),
            "AGENCY": str(_hasty(self.folder)),
            "CASE_KEY": KEY,
            "UNDO_SECONDS": "0",
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": "t",
            "LINE_API_BASE": vendor,
            "TELEGRAM_BOT_TOKEN": "123:ABC",
            "TELEGRAM_WEBHOOK_SECRET": HOOK,
            "TELEGRAM_API_BASE": vendor,
        }
        self.address = f"http://127.0.0.1:{port}"
        self._listen()
        used = settings.load(values, self.folder / "none.env")
        self.opened = open_agency(used)
        understanding = Understanding.load(with_embedding=False)
        self.service = service.Service(used, self.opened, understanding)
        await self.service.start()
        self._wires = [Wire(port) for _ in range(WIRES)]
        try:
            async with aiohttp.ClientSession() as self._session:
                await self._everybody_joins()
                yield self
                if self._socket is not None:
                    await self._socket.close()
        finally:
            for wire in self._wires:
                wire.close()
            await self.service.stop()
            logging.getLogger().removeHandler(self._ear)
            structlog.reset_defaults()

    # what is heard

    def _listen(self) -> None:
        def hear(_: Any, level: str, line: MutableMapping[str, Any]) -> Any:
            if level in ("error", "critical"):
                self.problems.append(f"logged: {dict(line)}")
            raise structlog.DropEvent

        structlog.configure(
            processors=[hear], wrapper_class=structlog.make_filtering_bound_logger(logging.INFO)
        )
        town = self

        class Ear(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                kind = record.exc_info[0] if record.exc_info else None
                if kind is None or not issubclass(kind, aiohttp.http.HttpProcessingError):
                    town.problems.append(f"{record.name}: {record.getMessage()[:500]} {kind}")

        self._ear = Ear(logging.ERROR)
        logging.getLogger().addHandler(self._ear)

    async def _everybody_joins(self) -> None:
        now = clock.now()
        for user, role in MEMBERS.items():
            token = secrets.token_urlsafe(32)
            invited = Invitation("", f"คนที่ {user}", role, role != "viewer", "")
            expires = times.stamp(now + timedelta(days=3))
            self.opened.store.write_now(staff.invite, token, invited, expires, times.stamp(now))
            await self._wires[0].post(_telegram_says(user, self.next(), f"/start join_{token}"))
        await self.settled()
        assert len(self.opened.store.read_now(staff.members)) == len(MEMBERS)

    def next(self) -> int:
        """A number that nothing had yet."""
        self._number += 1
        return self._number

    # what is done

    async def take(self, requests: Sequence[Request]) -> None:
        """Send them, side by side where they are from different people, and look. Raises Broken."""

        async def send(number: int, wire: Wire) -> None:
            for request in requests:
                if crc32(request.who.encode()) % WIRES != number:
                    continue
                status = await (self._talk(request) if request.path == "ws" else wire.post(request))
                if status not in PROMISED:
                    self.problems.append(f"{request.path}: {status}")

        await asyncio.gather(*(send(number, wire) for number, wire in enumerate(self._wires)))
        self.sent += len(requests)
        await self.settled()
        await self._look()

    async def _talk(self, request: Request) -> int:
        async with self._talking:
            socket = await self._open_page()
            try:
                await socket.send_str(request.body.decode("utf-8", "replace"))
                await socket.send_str('{"type":"ping"}')
                async with asyncio.timeout(SETTLED_S):
                    while (await socket.receive()).data not in ('{"type":"pong"}', None):
                        pass
            except (ConnectionError, aiohttp.ClientError):
                await socket.close()
            return 200

    async def _open_page(self) -> aiohttp.ClientWebSocketResponse:
        """A new one before the last has said as much as makes it wait."""
        self._frames += 1
        if self._socket is not None and self._frames % FRAMES == 0:
            await self._socket.close()
        if self._socket is None or self._socket.closed:
            headers = {"Origin": self.address, "Cookie": COOKIE}
            address = f"{self.address}/chat/socket"
            self._socket = await self._session.ws_connect(address, headers=headers)
        return self._socket

    async def settled(self) -> None:
        """Until everything that was taken is handled."""
        dispatcher = self.service.dispatcher
        async with asyncio.timeout(SETTLED_S):
            while not dispatcher.is_idle:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

    async def _look(self) -> None:
        parked = self.opened.store.read_now(
            lambda db: db.execute("select id from inbox where state = 'parked'").fetchall()
        )
        if parked:
            self.opened.store.write_now(lambda db: db.execute(FORGET) and None)
            self.problems.append(f"parked: {len(parked)}")
        if self.problems:
            told, self.problems = "\n".join(self.problems[:20]), []
            raise Broken(told)

    async def answers(self) -> None:
        """Somebody asks, and is answered. Raises Broken."""
        number = self.next()
        before = self.vendors.said[PROBE]
        status = await self._wires[0].post(_line_says(PROBE, number, "คะแนน ITA"))
        async with asyncio.timeout(SETTLED_S):
            while self.vendors.said[PROBE] == before:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        if status != 200:
            raise Broken(f"the probe got {status}")


def _hasty(folder: Path) -> Path:
    """The agency without quiet hours, for people who type in no time."""
    path = awake(folder)
    text = path.read_text("utf-8")
    for name in LIMITS.split():
        text = re.sub(rf"^{name} = \d+", f"{name} = 99999", text, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    return path


# what is sent ------------------------------------------------------------------------------


def requests(source: Source, town: Town, count: int) -> list[Request]:
    """So many, of everybody."""
    made: list[Request] = []
    while len(made) < count:
        made += _walk(source, town) if one_in(source, 4) else [_request(source, town)]
    return made[:count]


def _walk(source: Source, town: Town) -> list[Request]:
    """Steps that lead somewhere, mostly: one person's, each now and then replaced by anything."""
    by_line = one_in(source, 2)
    who: str | int = among(source, CITIZENS) if by_line else among(source, ALL_ON_TELEGRAM)
    steps: list[Request] = []
    for step in among(source, WALKS):
        kind = step.replace("{kind}", among(source, KINDS))
        if one_in(source, 12):
            kind = among(source, (material.button(source), material.text(source)[:600]))
        pressed = re.fullmatch(r"[a-z]:\S+", kind) is not None
        words = among(source, material.WORDS[:3]) if kind == "*" else kind
        steps.append(_does(who, town.next(), words, pressed=pressed))
    return steps


def _does(who: str | int, number: int, words: str, *, pressed: bool) -> Request:
    if isinstance(who, str) and pressed:
        return _line_event(who, number, {"type": "postback", "postback": {"data": words}})
    if isinstance(who, str):
        return _line_says(who, number, words)
    return _telegram_presses(who, number, words) if pressed else _telegram_says(who, number, words)


KINDS = ("grievance", "corruption", "feedback", "question", "ethics", "privacy", "x")
WALKS = (
    ("f:start:{kind}", "*", "f:review", "f:send"),
    ("f:start:{kind}", "*", "*", "f:review", "f:send", "f:status"),
    ("f:start:{kind}", "*", "f:skip:where", "f:skip:when", "f:review", "f:send"),
    ("f:start:{kind}", "*", "f:hide", "f:hide-none", "f:review", "f:send"),
    ("f:start:{kind}", "*", "f:how:anonymous", "f:review", "f:send"),
    ("*", "แจ้งเรื่องนี้", "ดูก่อนส่ง", "ส่งเรื่อง", "ติดตามเรื่อง"),
    ("f:my-data", "f:forget", "f:forgotten"),
    ("f:status", "f:withdraw", "f:erase"),
    ("/cases", "/mine", "/late", "/stats"),
    ("/new", "n:of:grievance", "*", "วันนี้", "ไม่มี", "n:save"),
    ("/export", "e:start", "/staff", "/invite officer ก"),
)


def _request(source: Source, town: Town) -> Request:
    number = town.next()
    match source.number(0, 19):
        case 0:
            return among(source, GARBAGE)(source, number)
        case 1:
            headers = {"Origin": town.address, "Cookie": COOKIE, "X-File-Name": "a%2F%ff.pdf"}
            headers["X-Event-Id"] = material.event_uuid(source)
            return Request("/chat/file", headers, material.picture(source)[1])
        case 2 | 3:
            return Request("ws", {}, material.frame(source))
        case 4 | 5 | 6 | 7 | 8:
            return _presses_what_was_offered(source, town, number)
        case 9 | 10 | 11 | 12 | 13:
            user = among(source, CITIZENS)
            if one_in(source, 8):
                town.vendors.files.append(material.picture(source)[1])
            return _line(material.line_body(source, f"E{number}x", user), who=user)
    chatter = among(source, ALL_ON_TELEGRAM)
    return _telegram(material.telegram_body(source, number, chatter), who=str(chatter))


def _presses_what_was_offered(source: Source, town: Town, number: int) -> Request:
    user, chatter = among(source, CITIZENS), among(source, ALL_ON_TELEGRAM)
    place, by_line = source.number(0, 39), one_in(source, 2)
    offered = town.vendors.offered[user if by_line else str(chatter)]
    data = offered[place % len(offered)] if offered else "q:help"
    if one_in(source, 6):
        data += among(source, (":0", ":²", ":" + "9" * 20, "x", ":"))
    return _does(user if by_line else chatter, number, data, pressed=True)


def _line(body: bytes, signed: str | None = None, who: str = "") -> Request:
    signature = line_signature(body, SECRET) if signed is None else signed
    return Request(LINE_PATH, {"X-Line-Signature": signature}, body, who)


def _telegram(body: bytes, secret: str = HOOK, who: str = "") -> Request:
    return Request(TELEGRAM_PATH, {"X-Telegram-Bot-Api-Secret-Token": secret}, body, who)


def _line_event(user: str, number: int, content: Mapping[str, Any]) -> Request:
    event = {"mode": "active", "webhookEventId": f"E{number}", "replyToken": f"token{user}"}
    source = {"type": "user", "userId": user}
    events = [{**event, "source": source, **content}]
    return _line(_json({"destination": "U0", "events": events}), who=user)


def _line_says(user: str, number: int, text: str) -> Request:
    message = {"type": "text", "id": str(number), "text": text}
    return _line_event(user, number, {"type": "message", "message": message})


def _telegram_presses(user: int, number: int, data: str) -> Request:
    person = {"id": user, "is_bot": False, "first_name": "ก"}
    message = {"message_id": 5, "date": 1, "chat": {"id": user, "type": "private"}}
    pressed = {"id": str(number), "from": person, "message": message, "data": data}
    return _telegram(_json({"update_id": number, "callback_query": pressed}), who=str(user))


def _telegram_says(user: int, number: int, text: str) -> Request:
    person = {"id": user, "is_bot": False, "first_name": "ก"}
    chat = {"id": user, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": text}
    return _telegram(_json({"update_id": number, "message": message}), who=str(user))


def _json(thing: Any) -> bytes:
    return json.dumps(thing).encode()


GARBAGE: tuple[Callable[[Source, int], Request], ...] = (
    lambda source, _: Request("", {}, source.junk(300)),
    lambda source, _: Request("", {}, b"POST /webhook/line HTTP/1.1\r\n" + source.junk(90)),
    lambda source, _: _line(source.junk(400)),
    lambda source, _: _telegram(source.junk(400)),
    lambda source, n: _line(material.line_body(source, f"G{n}", CITIZENS[0]), signed="forged"),
    lambda source, n: _telegram(material.telegram_body(source, n, 5001), secret="forged"),
    lambda source, _: Request(LINE_PATH, {}, source.junk(50)),
    lambda source, _: Request(TELEGRAM_PATH, {}, source.junk(50)),
    lambda source, _: Request("/chat/file", {"Cookie": COOKIE}, source.junk(50)),
    lambda source, _: _line(b"\xe0" * (2 * 2**20 + source.number(0, 1))),
)
