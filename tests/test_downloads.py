"""What is fetched from LINE and Telegram: bounded while it comes, from their own hosts, in time."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot import files
from bot.files import LARGEST_BYTES, FileTaker
from bot.incoming import Incoming, IncomingFile
from bot.messengers import line as line_adapter
from bot.messengers import telegram_request
from bot.messengers.line import Line
from bot.messengers.messenger import Adapter, AttachmentGone, TryLater
from bot.messengers.telegram import Telegram
from bot.web.pressure import resident
from data.store import Store
from handlers.message import Attachment, AttachmentProblem, Kind, Message, Messenger
from tests.loopback import on_loopback
from tests.pictures import jpeg
from tests.post_office import PostOffice
from tests.small_telegram import TOKEN

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]
MEGABYTE = 2**20
NOW = datetime(2026, 11, 20, tzinfo=UTC)


class Vendor:
    """LINE and Telegram in one: gives every file as the test says."""

    def __init__(self, serve: Serve) -> None:
        self.serve = serve
        self.asked = 0
        self.url = ""

    async def give(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("getFile"):
            found = {"file_id": "f", "file_unique_id": "f", "file_path": "photos/f.jpg"}
            return web.json_response({"ok": True, "result": found})
        self.asked += 1
        return await self.serve(request)


@asynccontextmanager
async def vendor(serve: Serve) -> AsyncIterator[Vendor]:
    made = Vendor(serve)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.give)
    async with on_loopback(app, handler_cancellation=True) as made.url:
        yield made


@asynccontextmanager
async def adapter_of(name: str, at: Vendor) -> AsyncIterator[Adapter]:
    adapter: Adapter = Line(at.url, "tok") if name == "line" else Telegram(TOKEN, at.url)
    await adapter.start()
    try:
        yield adapter
    finally:
        await adapter.close()


both = pytest.mark.parametrize("name", ["line", "telegram"])


@both
async def test_a_redirect_is_not_followed_anywhere(name: str) -> None:
    async def elsewhere(_: web.Request) -> web.StreamResponse:
        return web.Response(body=jpeg())

    async with vendor(elsewhere) as other:

        async def redirect(_: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(f"{other.url}/stolen")

        async with vendor(redirect) as first, adapter_of(name, first) as adapter:
            with pytest.raises((AttachmentGone, TryLater)):
                await adapter.fetch("77", limit=LARGEST_BYTES)

    assert other.asked == 0


@both
async def test_what_is_packed_to_burst_is_given_up_at_the_limit(name: str) -> None:
    packed = gzip.compress(bytes(512 * MEGABYTE), 1)

    async def bomb(_: web.Request) -> web.StreamResponse:
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"})

    async with vendor(bomb) as at, adapter_of(name, at) as adapter:
        before = resident()
        with pytest.raises(AttachmentGone) as gone:
            await adapter.fetch("77", limit=LARGEST_BYTES)
        assert resident() - before < 100 * MEGABYTE

    assert gone.value.too_large


@both
@pytest.mark.parametrize("told", [str(LARGEST_BYTES + 1), None])
async def test_no_more_is_read_than_is_taken_whatever_the_length_says(
    name: str, told: str | None
) -> None:
    sent: list[int] = []

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": told} if told else {})
        await response.prepare(request)
        for _ in range(100 if told is None else 10):
            await response.write(bytes(MEGABYTE))
            sent.append(1)
        return response

    async with vendor(endless) as at, adapter_of(name, at) as adapter:
        with pytest.raises(AttachmentGone) as gone:
            await adapter.fetch("77", limit=LARGEST_BYTES)

    assert gone.value.too_large
    assert len(sent) < 30


@both
async def test_a_file_that_stands_still_is_let_go(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stuck(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"\xff\xd8\xff")
        await asyncio.Event().wait()
        return response

    monkeypatch.setattr(line_adapter, "CONTENT_S", 0.2)
    monkeypatch.setattr(telegram_request, "DOWNLOAD_S", 0.2)
    async with vendor(stuck) as at, adapter_of(name, at) as adapter:
        with pytest.raises(TryLater):
            async with asyncio.timeout(5):
                await adapter.fetch("77", limit=LARGEST_BYTES)


def message(name: str, media_type: str = "image/jpeg") -> tuple[Message, Incoming]:
    messenger = Messenger(name)
    file = IncomingFile("77", "รูป.jpg", media_type)
    event = Incoming(messenger, "E1", "U1", Kind.FILE, file=file)
    attachment = Attachment("77", "รูป.jpg", media_type, None)
    return Message(messenger, "chat", "E1", Kind.FILE, NOW, attachment=attachment), event


@both
@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"MZ\x90", b"PK\x03\x04", b"<html>", b"", b"GIF89a"]
)
async def test_a_file_is_what_its_first_bytes_say_not_what_it_is_called(
    name: str, content: bytes, store: Store
) -> None:
    async def give(_: web.Request) -> web.StreamResponse:
        return web.Response(body=content, content_type="image/jpeg")

    async with vendor(give) as at, adapter_of(name, at) as adapter:
        taker = FileTaker(store, {adapter.name: adapter})
        taken = await taker.take(*message(name))

    assert taken.problem is AttachmentProblem.REFUSED_KIND
    assert not taken.content


class Busy(PostOffice):
    """A messenger that counts how many files it gives at once."""

    now = most = 0

    async def fetch(self, file_id: str, *, limit: int) -> bytes:  # noqa: ARG002
        self.now += 1
        self.most = max(self.most, self.now)
        for _ in range(5):
            await asyncio.sleep(0)
        self.now -= 1
        return jpeg()


async def test_so_many_files_are_fetched_at_once_and_the_others_wait_their_turn(
    store: Store,
) -> None:
    busy = Busy(Messenger.LINE)
    taker = FileTaker(store, {Messenger.LINE: busy})
    taken = await asyncio.gather(*(taker.take(*message("line")) for _ in range(30)))

    assert [each.media_type for each in taken] == ["image/jpeg"] * 30
    assert busy.most == files.MOST_AT_ONCE
