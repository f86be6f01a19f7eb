"""The web chat over real HTTP and real sockets: who may connect, what is kept, who hears what."""

import asyncio
import hashlib
import ipaddress
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers import webchat
from bot.messengers.messenger import Sending, TryLater
from bot.web import frames, live
from bot.web.live import Listener
from bot.web.socket import NO_COOKIE, TOO_MANY_PAGES
from handlers.message import Kind, Messenger
from handlers.turn import Choice, Reply
from tests.echo_service import EchoService, application

FIRST = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
SECOND = "7a0c3d52-1111-4a2b-9c3d-5e6f70819203"
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
PDF = b"%PDF-1.7\nhello"

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def service() -> EchoService:
    made = EchoService()
    made.answers = False
    return made


@pytest.fixture
async def client(service: EchoService) -> AsyncIterator[Client]:
    async with browser(service) as opened:
        yield opened


def browser(service: EchoService, **settings: Any) -> Client:
    """A browser with a cookie jar, in front of the page served with *settings*."""
    jar = aiohttp.CookieJar(unsafe=True)
    return TestClient(TestServer(application(service, **settings)), cookie_jar=jar)


def origin(client: Client) -> str:
    return str(client.make_url("/")).rstrip("/")


class OpenPage:
    """One open page: its socket, spoken to in frames."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def hear(self) -> Any:
        async with asyncio.timeout(5):
            return await self.socket.receive_json()

    async def ask(self, **frame: Any) -> Any:
        await self.say(**frame)
        return await self.hear()

    async def close_code(self) -> int | None:
        async with asyncio.timeout(5):
            while not (await self.socket.receive()).type.name.startswith("CLOS"):
                pass
        return self.socket.close_code


async def open_page(client: Client) -> OpenPage:
    """Load the page, then connect as its script does."""
    await client.get("/")
    return await connect(client)


async def connect(client: Client) -> OpenPage:
    headers = {"Origin": origin(client)}
    return OpenPage(await client.ws_connect("/chat/socket", headers=headers))


def address_of(client: Client) -> str:
    cookie = client.session.cookie_jar.filter_cookies(client.make_url("/"))["visitor"]
    return hashlib.sha256(cookie.value.encode()).hexdigest()


async def send_file(
    client: Client, content: bytes, *, event_id: str = FIRST, **headers: str
) -> tuple[int, dict[str, Any]]:
    await client.get("/")
    sent = {"Origin": origin(client), "X-Event-Id": event_id, "X-File-Name": "a.pdf", **headers}
    async with client.post("/chat/file", data=content, headers=sent) as answer:
        return answer.status, await answer.json()


# --- the page and its cookie ---


async def test_the_cookie_is_unguessable_and_out_of_reach_of_scripts_and_other_sites(
    client: Client,
) -> None:
    answer = await client.get("/")

    cookie = SimpleCookie(answer.headers["Set-Cookie"])["visitor"]
    assert len(cookie.value) == 43
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/", "31536000")


async def test_the_cookie_is_secure_where_the_public_address_is_https(
    service: EchoService,
) -> None:
    async with browser(service, public_url="https://chat.example.go.th") as client:
        answer = await client.get("/")

    assert SimpleCookie(answer.headers["Set-Cookie"])["__Host-visitor"]["secure"]
    assert "Strict-Transport-Security" in answer.headers
    assert "wss://chat.example.go.th;" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("trusted", "secure"), [(LOOPBACK, True), ((), False)])
async def test_https_at_the_proxy_counts_only_when_the_proxy_is_trusted(
    service: EchoService, trusted: Any, secure: bool
) -> None:
    async with browser(service, trusted_proxies=trusted) as client:
        answer = await client.get("/", headers={"X-Forwarded-Proto": "https"})

    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert cookie.key == ("__Host-visitor" if secure else "visitor")
    assert bool(cookie["secure"]) is secure


async def test_who_comes_back_keeps_the_cookie_and_a_made_up_one_is_replaced(
    service: EchoService,
) -> None:
    async with browser(service) as client:
        first = (await client.get("/")).cookies["visitor"].value
        again = (await client.get("/")).cookies["visitor"].value
        client.session.cookie_jar.update_cookies({"visitor": "me"}, client.make_url("/"))
        replaced = (await client.get("/")).cookies["visitor"].value

    assert first == again
    assert len(replaced) == 43


class PageReader(HTMLParser):
    """Everything on a page that a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.forbidden.append(tag)
        self.forbidden += [name for name in names if name == "style" or name.startswith("on")]
        self.forbidden += [
            value or ""
            for name, value in attrs
            if name in ("src", "href") and "//" in (value or "")
        ]


async def test_the_page_runs_only_its_own_files_and_names_no_other_host(client: Client) -> None:
    answer = await client.get("/")
    html = await answer.text()

    reader = PageReader()
    reader.feed(html)
    assert reader.forbidden == []
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_every_answer_bears_the_security_headers(client: Client) -> None:
    answer = await client.get("/nowhere")

    assert answer.status == 404
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_static_files_may_be_kept_for_good_and_are_not_sent_twice(client: Client) -> None:
    html = await (await client.get("/")).text()
    path = re.findall(r'src="(/static/[0-9a-f]{16}/chat\.js)"', html)[0]

    first = await client.get(path)
    second = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.content_type.endswith("/javascript")
    assert second.status == 304


# --- who may connect ---


async def test_another_sites_page_cannot_connect(client: Client) -> None:
    await client.get("/")
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect("/chat/socket", headers=headers)
        assert refused.value.status == 403


async def test_behind_a_proxy_the_public_address_is_the_pages_own(service: EchoService) -> None:
    async with browser(service, public_url="https://chat.example.go.th") as client:
        headers = {
            "Origin": "https://chat.example.go.th",
            "Cookie": f"__Host-visitor={'a' * 43}",
        }
        page = OpenPage(await client.ws_connect("/chat/socket", headers=headers))

        assert await page.ask(type="ping") == {"type": "pong"}
        for other in ("http://chat.example.go.th", "https://chat.example.go.th:8443"):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await client.ws_connect("/chat/socket", headers={**headers, "Origin": other})


async def test_one_connection_is_told_the_history_a_few_times_only(client: Client) -> None:
    page = await open_page(client)
    for _ in range(8):
        await page.say(type="hello", after="")
    await page.say(type="ping")

    told = [await page.hear()]
    while told[-1]["type"] != "pong":
        told.append(await page.hear())
    assert [frame["type"] for frame in told].count("history") == 5


@pytest.mark.parametrize(("trusted", "status"), [(LOOPBACK, 101), ((), 403)])
async def test_a_forwarded_host_counts_only_from_a_trusted_proxy(
    service: EchoService, trusted: Any, status: int
) -> None:
    async with browser(service, trusted_proxies=trusted) as client:
        await client.get("/")
        headers = {"Origin": "https://a.example", "X-Forwarded-Host": "a.example"}
        try:
            await client.ws_connect("/chat/socket", headers=headers)
            got = 101
        except aiohttp.WSServerHandshakeError as refused:
            got = refused.status

    assert got == status


async def test_without_a_cookie_the_page_is_told_why_nothing_works(client: Client) -> None:
    page = await connect(client)

    assert "คุกกี้" in (await page.hear())["text"]
    assert await page.close_code() == NO_COOKIE


async def test_the_sixth_open_page_is_turned_away_until_one_closes(client: Client) -> None:
    pages = [await open_page(client) for _ in range(live.MOST_SOCKETS)]
    sixth = await open_page(client)
    assert (await sixth.hear())["type"] == "problem"
    assert await sixth.close_code() == TOO_MANY_PAGES

    await pages[0].socket.close()
    assert await (await open_page(client)).ask(type="ping") == {"type": "pong"}


# --- what is said ---


async def test_a_text_is_kept_before_it_is_called_taken(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)

    taken = await page.ask(type="text", id=FIRST, text="คะแนน e9", colour="red")

    assert (taken["type"], taken["id"], taken["key"]) == ("taken", FIRST, "i1")
    (kept,) = service.messages
    assert (kept.messenger, kept.kind, kept.text) == (Messenger.WEB, Kind.TEXT, "คะแนน e9")
    assert kept.event_id == FIRST
    assert kept.address == address_of(client)


async def test_a_text_sent_again_under_the_same_id_is_taken_once(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)

    first = await page.ask(type="text", id=FIRST, text="สวัสดี")
    again = await page.ask(type="text", id=FIRST, text="สวัสดี")

    assert again == first
    assert len(service.messages) == 1


async def test_while_nothing_can_be_kept_the_page_is_asked_to_try_again(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)
    service.is_available = False

    problem = await page.ask(type="text", id=FIRST, text="สวัสดี")
    service.is_available = True
    taken = await page.ask(type="text", id=FIRST, text="สวัสดี")

    assert (problem["type"], problem["id"], problem["again"]) == ("problem", FIRST, True)
    assert taken["type"] == "taken"


async def test_a_text_of_5000_thai_characters_is_taken_and_one_more_is_not(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)

    longest = await page.ask(type="text", id=FIRST, text="ก" * 5000)
    too_long = await page.ask(type="text", id=SECOND, text="ก" * 5001)

    assert longest["type"] == "taken"
    assert "5,001" in too_long["text"]
    assert too_long["again"] is False
    assert len(service.messages) == 1


async def test_a_pressed_choice_arrives_with_its_data_and_reads_as_its_label(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)

    await page.ask(type="press", id=FIRST, data="q:score_total", label="คะแนนปีล่าสุด")

    (kept,) = service.messages
    assert (kept.kind, kept.data, kept.text) == (Kind.BUTTON, "q:score_total", "คะแนนปีล่าสุด")


async def test_a_place_arrives_as_a_place_and_reads_as_its_coordinates(
    client: Client, service: EchoService
) -> None:
    page, other = await open_page(client), await open_page(client)

    await page.ask(type="place", id=FIRST, latitude=15.65, longitude=101.1)

    (kept,) = service.messages
    assert kept.kind is Kind.LOCATION
    assert kept.place is not None
    assert (kept.place.latitude, kept.place.longitude) == (15.65, 101.1)
    assert (await other.hear())["item"]["text"] == "พิกัด 15.65000, 101.10000"


async def test_only_our_own_page_may_ask_the_browser_where_it_is(client: Client) -> None:
    response = await client.get("/")

    assert "geolocation=(self)" in response.headers["Permissions-Policy"]


def test_a_choice_says_to_the_page_what_it_lets_pick_and_others_say_nothing() -> None:
    choices = (Choice("ก", "q:a", "help"), Choice("เลือกวันที่", "f:d", "help", asks="date"))
    item = msgspec.to_builtins(frames.of_reply("o1", Reply("เมื่อไร", choices), ""))

    assert list(item["choices"]) == [
        {"label": "ก", "data": "q:a"},
        {"label": "เลือกวันที่", "data": "f:d", "asks": "date"},
    ]


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "place", "id": FIRST},
        {"type": "place", "id": FIRST, "latitude": 15.65},
        {"type": "place", "id": FIRST, "latitude": 91, "longitude": 101.1},
        {"type": "text", "id": "1", "text": "สวัสดี"},
        {"type": "text", "id": FIRST, "text": " \n "},
        {"type": "press", "id": FIRST, "data": ""},
        {"type": "press", "id": FIRST, "data": "คะแนน"},
        {"type": "press", "id": FIRST, "data": "q" * 65},
    ],
)
async def test_what_no_page_of_ours_would_send_is_refused_kindly(
    client: Client, service: EchoService, frame: dict[str, Any]
) -> None:
    page = await open_page(client)

    problem = await page.ask(**frame)

    assert problem["type"] == "problem"
    assert problem["again"] is False
    assert service.messages == []


async def test_garbage_and_unknown_frames_do_not_end_the_conversation(client: Client) -> None:
    page = await open_page(client)

    await page.socket.send_str("{not json")
    assert (await page.hear())["type"] == "problem"
    await page.say(type="dance")
    assert await page.ask(type="ping") == {"type": "pong"}


async def test_a_frame_over_64_kib_ends_the_connection(client: Client) -> None:
    page = await open_page(client)

    await page.socket.send_str("x" * (frames.LARGEST_FRAME + 1))

    assert await page.close_code() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


@given(st.text() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(str))
def test_no_text_breaks_the_reading_of_a_frame(raw: str) -> None:
    heard = frames.parse(raw)
    assert heard is None or isinstance(heard, frames.Heard)


@given(st.text(), st.text())
def test_a_well_formed_frame_is_read_as_it_was_written(text: str, label: str) -> None:
    raw = msgspec.json.encode({"type": "text", "text": text, "label": label, "more": [1]}).decode()
    heard = frames.parse(raw)
    assert heard is not None
    assert (heard.text, heard.label) == (text, label)


# --- who hears what ---


async def test_a_reply_reaches_every_open_page_of_its_visitor_and_nobody_else(
    client: Client, service: EchoService
) -> None:
    pages = [await open_page(client), await open_page(client)]
    async with browser(service) as other:
        stranger = await open_page(other)
        await asyncio.gather(*(page.ask(type="ping") for page in (*pages, stranger)))

        await service.say(
            address_of(client), Reply("คะแนน 96.93", choices=(Choice("ต่อไป", "q:help", "help"),))
        )
        heard = [await page.hear() for page in pages]

        assert await stranger.ask(type="ping") == {"type": "pong"}
    for frame in heard:
        assert frame["type"] == "item"
        assert frame["item"]["from"] == "us"
        assert frame["item"]["text"] == "คะแนน 96.93"
        assert frame["item"]["choices"] == [{"label": "ต่อไป", "data": "q:help"}]


async def test_what_is_written_on_one_page_shows_on_the_visitors_other_page(
    client: Client,
) -> None:
    writing, watching = await open_page(client), await open_page(client)
    await watching.ask(type="ping")

    await writing.ask(type="text", id=FIRST, text="สวัสดี")

    item = (await watching.hear())["item"]
    assert (item["key"], item["from"], item["text"]) == ("i1", "me", "สวัสดี")
    assert await writing.ask(type="ping") == {"type": "pong"}


async def test_a_reply_to_somebody_who_left_waits_in_the_history(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)
    await page.ask(type="text", id=FIRST, text="สวัสดี")
    await page.socket.close()

    await service.say(address_of(client), Reply("สวัสดีค่ะ"))

    back = await connect(client)
    everything = (await back.ask(type="hello", after=""))["items"]
    rest = (await back.ask(type="hello", after="i1"))["items"]
    assert [item["text"] for item in everything] == ["สวัสดี", "สวัสดีค่ะ"]
    assert [item["text"] for item in rest] == ["สวัสดีค่ะ"]


async def test_sending_to_nobody_is_no_failure(service: EchoService) -> None:
    await service.adapter.send(Sending("o1", "nobody", (Reply("สวัสดีค่ะ"),), retry_key="k"))
    await service.adapter.working("nobody")


async def test_the_page_sees_that_an_answer_is_on_its_way(
    client: Client, service: EchoService
) -> None:
    page = await open_page(client)
    await page.ask(type="ping")

    await service.adapter.working(address_of(client))

    assert await page.hear() == {"type": "working"}


async def test_a_reader_who_is_too_slow_is_hung_up_on() -> None:
    hung_up: list[bool] = []
    listener = Listener(web.WebSocketResponse(), lambda: hung_up.append(True))

    taken = [listener.offer("{}") for _ in range(live.MOST_WAITING + 1)]

    assert taken == [True] * live.MOST_WAITING + [False]
    assert hung_up == [True]


async def test_a_stopping_service_says_goodbye_so_that_pages_reconnect(
    service: EchoService,
) -> None:
    client = browser(service)
    await client.start_server()
    page = await open_page(client)
    await page.ask(type="ping")

    code, _ = await asyncio.gather(page.close_code(), client.server.close())

    assert code == aiohttp.WSCloseCode.SERVICE_RESTART
    await client.close()


# --- files ---


async def test_a_file_is_kept_with_its_name_and_its_real_kind(
    client: Client, service: EchoService
) -> None:
    name = "%E0%B8%9A%E0%B8%B4%E0%B8%A5%2F..%2F%E0%B8%A3%E0%B8%B9%E0%B8%9B%E2%80%AE.pdf"
    page = await open_page(client)
    await page.ask(type="ping")

    status, answer = await send_file(
        client, PDF, **{"X-File-Name": name, "Content-Type": "image/png"}
    )

    (kept,) = service.messages
    assert (status, answer["ok"], answer["key"]) == (200, True, "i1")
    assert kept.kind is Kind.FILE
    assert kept.file is not None
    assert (kept.file.name, kept.file.media_type) == ("รูป.pdf", "application/pdf")
    assert kept.file.size == len(PDF)
    assert service.files == [PDF]
    assert (await page.hear())["item"]["text"] == "ไฟล์แนบ: รูป.pdf"


@pytest.mark.parametrize("content", [b"", b"<html>", b"OggS-voice", b"MZ\x90"])
async def test_other_kinds_of_files_are_refused_whatever_they_call_themselves(
    client: Client, service: EchoService, content: bytes
) -> None:
    status, answer = await send_file(client, content, **{"Content-Type": "application/pdf"})

    assert (status, answer["ok"]) == (415, False)
    assert "PDF" in answer["text"]
    assert service.messages == []


async def test_a_file_over_10_mb_is_refused_with_or_without_a_stated_length(
    client: Client, service: EchoService
) -> None:
    content = PDF + bytes(10 * 2**20)

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 2**18):
            yield content[start : start + 2**18]

    stated = await send_file(client, content)
    unstated = await send_file(client, in_pieces())  # type: ignore[arg-type]

    for status, answer in (stated, unstated):
        assert status == 413
        assert "10 MB" in answer["text"]
    assert service.messages == []


async def test_a_file_of_exactly_10_mb_is_taken(client: Client, service: EchoService) -> None:
    content = PDF + bytes(10 * 2**20 - len(PDF))

    status, _ = await send_file(client, content)

    assert status == 200
    assert len(service.files[0]) == 10 * 2**20


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"X-Event-Id": "1"}, 400),
    ],
)
async def test_a_file_from_elsewhere_or_without_an_id_is_refused(
    client: Client, service: EchoService, headers: dict[str, str], status: int
) -> None:
    got, answer = await send_file(client, PDF, **headers)

    assert (got, answer["ok"]) == (status, False)
    assert service.messages == []


async def test_a_file_that_cannot_be_kept_now_may_come_again_under_its_id(
    client: Client, service: EchoService
) -> None:
    service.is_available = False
    status, answer = await send_file(client, PDF)
    service.is_available = True
    again, _ = await send_file(client, PDF)
    twice, _ = await send_file(client, PDF)

    assert (status, answer["ok"]) == (503, False)
    assert (again, twice) == (200, 200)
    assert len(service.messages) == 1


async def test_what_is_shown_once_is_sent_again_until_a_page_says_that_it_shows_it(
    client: Client, service: EchoService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat, "SHOWN_WITHIN_S", 0.05)
    page = await open_page(client)
    address = address_of(client)
    receipt = Sending("o7", address, (Reply("1234 5678 9012 3456", once=True),), "key")

    with pytest.raises(TryLater):
        await service.adapter.send(receipt)  # the line is dead, and nobody has noticed yet
    page = await open_page(client)
    sending = asyncio.create_task(service.adapter.send(receipt))
    heard = await page.hear()
    await page.say(type="shown", key=heard["item"]["key"])
    await sending

    assert (heard["item"]["text"], heard["once"]) == ("1234 5678 9012 3456", True)


async def test_what_is_shown_once_finds_the_page_that_opens_meanwhile(
    client: Client, service: EchoService
) -> None:
    await client.get("/")
    receipt = Sending("o7", address_of(client), (Reply("1234", once=True),), "key")

    sending = asyncio.create_task(service.adapter.send(receipt))
    await asyncio.sleep(0)
    assert not sending.done()
    page = await open_page(client)
    heard = await page.hear()
    await page.say(type="shown", key=heard["item"]["key"])
    await sending

    assert heard["item"]["text"] == "1234"


async def test_what_a_page_says_late_of_what_is_shown_once_counts_too(
    client: Client, service: EchoService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat, "SHOWN_WITHIN_S", 0.05)
    page = await open_page(client)
    address = address_of(client)
    receipt = Sending("o7", address, (Reply("1234 5678 9012 3456", once=True),), "key")

    with pytest.raises(TryLater):
        await service.adapter.send(receipt)
    await page.hear()
    await page.say(type="shown", key="o7")
    assert (await page.ask(type="ping"))["type"] == "pong"
    await service.adapter.send(receipt)

    assert (await page.ask(type="ping"))["type"] == "pong"  # and it is not shown again
