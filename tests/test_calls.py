"""Calls to a vendor: what of them is told, and that whoever is cancelled meanwhile stops."""

import asyncio
import itertools
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest
from aiohttp import web

import bot.messengers.calls
from bot.messengers.calls import Calls, NotReached, TooLate
from bot.messengers.line import Line
from bot.messengers.messenger import Sending, SlowDown
from bot.messengers.vendor_connection import NotAnswered, TooLarge
from handlers.turn import Reply
from tests.loopback import on_loopback

SECRET = "123:GEHEIM"


async def answer(request: web.Request) -> web.StreamResponse:
    if request.path.endswith("hangs"):
        await asyncio.Event().wait()
    if request.path.endswith("resets"):
        assert request.transport is not None
        request.transport.abort()
    return web.json_response({"ok": True})


@pytest.fixture
async def vendor() -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with on_loopback(app, handler_cancellation=True) as url:
        yield f"{url}/bot{SECRET}"


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    opened = Calls()
    opened.start()
    yield opened
    await opened.close()


async def test_what_is_told_of_a_call_that_failed_quotes_nothing(calls: Calls, vendor: str) -> None:
    told: list[NotAnswered] = []
    for url in (f"{vendor}/hangs", f"{vendor}/resets", f"http://127.0.0.1:9/bot{SECRET}"):
        with pytest.raises(NotAnswered) as failed:
            await calls.post(url, b"{}", seconds=0.2)
        told.append(failed.value)

    assert [type(each) for each in told] == [TooLate, NotAnswered, NotReached]
    for each in told:
        assert SECRET not in f"{each!r}"
        assert each.__cause__ is None
        assert each.__suppress_context__


async def test_of_an_answer_no_more_is_taken_than_was_asked_for(calls: Calls, vendor: str) -> None:
    with pytest.raises(TooLarge):
        await calls.post(f"{vendor}/x", b"{}", longest=3)
    assert (await calls.post(f"{vendor}/x", b"{}")).body == b'{"ok": true}'


@asynccontextmanager
async def whoever_says(*answers: bytes) -> AsyncIterator[str]:
    """The address of somebody who says these to each that connects, one to every question, and no
    more."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            for answer in answers:
                head = await reader.readuntil(b"\r\n\r\n")
                if length := re.search(rb"Content-Length: ([0-9]+)", head):
                    await reader.readexactly(int(length[1]))
                writer.write(b"HTTP/1.1 " + answer)
            await reader.read()
        writer.close()

    async with await asyncio.start_server(say, "127.0.0.1", 0) as server:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())


OK = b"200 OK\r\nContent-Length: 2\r\n\r\n{}"
THOUSANDS = b"3e8\r\n%b\r\n" % (b"a" * 1000) * 100 + b"0\r\n\r\n"
CHUNKED = b"200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_an_answer_in_chunks_is_cut_where_it_is_too_long(calls: Calls) -> None:
    async with whoever_says(*[CHUNKED + THOUSANDS] * 3) as url:
        with pytest.raises(TooLarge):
            await calls.get(url, longest=5000)
        with pytest.raises(TooLarge):
            await calls.post(url, b"{}", longest=5000)
        assert len((await calls.post(url, b"{}")).body) == 100_000


async def test_an_answer_with_two_lengths_is_none(calls: Calls) -> None:
    answer = b"200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + THOUSANDS
    async with whoever_says(answer) as url:
        with pytest.raises(NotAnswered):
            await calls.get(url, longest=5000)
        with pytest.raises(NotAnswered):
            await calls.post(url, b"{}", longest=5000)


async def test_what_is_no_http_is_no_answer(calls: Calls) -> None:
    async with whoever_says(b"\x00\xff nonsense\r\n\r\n") as url:
        with pytest.raises(NotAnswered):
            await calls.post(url, b"{}")
        with pytest.raises(NotAnswered):
            await calls.get(url)


async def test_an_answer_to_come_is_waited_for(calls: Calls) -> None:
    async with whoever_says(b"103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 " + OK) as url:
        assert (await calls.post(url, b"{}")).body == b"{}"


async def test_what_came_unasked_answers_nothing(calls: Calls, vendor: str) -> None:
    """Else the next message would seem to be refused, or taken, by what was said of none. And it
    costs no message a try, however many connections are spoken to."""
    peers: list[asyncio.StreamWriter] = []

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.append(writer)
        while await reader.readuntil(b"{}"):
            if len(peers) == ALL:
                all_are_there.set()
            await all_are_there.wait()
            writer.write(b"HTTP/1.1 " + OK)

    all_are_there = asyncio.Event()
    async with await asyncio.start_server(say, "127.0.0.1", 0) as server:
        url = "http://{}:{}".format(*server.sockets[0].getsockname())
        await asyncio.gather(*(calls.post(url, b"{}") for _ in range(ALL)))
        for peer in peers:
            peer.write(b"HTTP/1.1 408 Request Time-out\r\nContent-Length: 2\r\n\r\n{}")
        await calls.post(f"{vendor}/x", b"{}")  # when this is answered, that has come
        assert (await calls.post(url, b"{}")).status == 200
        assert len(peers) == ALL + 1
        for peer in peers:
            peer.close()


ALL = 5


async def test_whoever_speaks_first_is_not_reached(calls: Calls) -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.org\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        with pytest.raises(NotAnswered):
            await calls.post("http://{}:{}".format(*server.sockets[0].getsockname()), b"{}")


@pytest.mark.parametrize(
    "begun", [b"200 OK\r\n\r\n{}", b"200 OK\r\nContent-Length: 9\r\n\r\n{}", b"200"]
)
async def test_a_call_under_way_when_the_connections_are_closed_finds_no_answer(
    begun: bytes, vendor: str
) -> None:
    """However whole it looks, and without waiting for its time to be over."""
    has_begun = asyncio.Event()

    async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(b"HTTP/1.1 " + begun)
        has_begun.set()
        await reader.read()
        writer.close()

    calls = Calls()
    calls.start()
    async with await asyncio.start_server(begin, "127.0.0.1", 0) as server:
        url = "http://{}:{}".format(*server.sockets[0].getsockname())
        call = asyncio.create_task(calls.post(url, b"{}", seconds=3600))
        await has_begun.wait()
        await calls.post(f"{vendor}/x", b"{}")  # when this is answered, that has come
        await calls.close()
        with pytest.raises(NotAnswered):
            await call
    assert not calls._under_way


async def test_connecting_is_part_of_the_time_that_a_call_may_take(
    calls: Calls, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = aiohttp.TCPConnector.connect

    async def late(*args: Any) -> Any:
        await asyncio.sleep(0.3)
        return await connect(*args)

    monkeypatch.setattr(aiohttp.TCPConnector, "connect", late)
    with pytest.raises(TooLate):
        await calls.post(f"{vendor}/x", b"{}", seconds=0.2)


@pytest.mark.parametrize(
    "address", ["http://h:70000/x", "http://h:x/", "http://a..b/x", "http:///x"]
)
async def test_what_is_no_address_is_not_reached(calls: Calls, address: str) -> None:
    for call in (calls.post(address, b"{}"), calls.get(address)):
        with pytest.raises(NotReached):
            await call


async def test_what_never_ends_is_cut_off_in_time(calls: Calls) -> None:
    """However much of it came, and though it may seem to be whole."""
    for begun in (b"200 OK\r\n\r\nabc", b"200 OK\r\nContent-Length: 9\r\n\r\nabc", b"200"):
        async with whoever_says(begun) as url:
            with pytest.raises(TooLate):
                await calls.post(url, b"{}", seconds=0.2)
            with pytest.raises(TooLate):
                await calls.get(url, seconds=0.2)


async def test_a_connection_is_used_again_until_the_other_end_closes_it(calls: Calls) -> None:
    connected = 0
    closed = asyncio.Event()

    async def answer_twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connected
        connected += 1
        for _ in range(2):
            await reader.readuntil(b"{}")
            writer.write(b"HTTP/1.1 " + OK)
        writer.write_eof()
        await reader.read()
        closed.set()
        writer.close()

    async with await asyncio.start_server(answer_twice, "127.0.0.1", 0) as server:
        url = "http://{}:{}".format(*server.sockets[0].getsockname())
        for times in (1, 2):
            await calls.post(url, b"{}")
            await calls.post(url, b"{}")
            assert connected == times
            await closed.wait()
            closed.clear()


async def test_of_many_connections_the_last_used_is_used_and_the_others_are_closed(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a crowd, one is enough: the rest idles, and goes after a while."""
    monkeypatch.setattr(bot.messengers.calls, "IDLE_S", 0.3)
    served: list[int] = []
    closed, crowd = asyncio.Semaphore(0), asyncio.Barrier(3)
    numbers = itertools.count()

    async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = next(numbers)
        with suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"{}"):
                served.append(number)
                if len(served) <= 3:
                    await crowd.wait()
                writer.write(b"HTTP/1.1 " + OK)
        closed.release()
        writer.close()

    async with await asyncio.start_server(answer_all, "127.0.0.1", 0) as server:
        url = "http://{}:{}".format(*server.sockets[0].getsockname())
        await asyncio.gather(*(calls.post(url, b"{}") for _ in range(3)))
        for _ in range(4):
            await calls.post(url, b"{}")
        assert sorted(served[:3]) == [0, 1, 2]
        assert len(set(served[3:])) == 1
        async with asyncio.timeout(10):
            for _ in range(3):
                await closed.acquire()
        await calls.post(url, b"{}")
        assert served[-1] == 3
        await calls.close()
        async with asyncio.timeout(10):
            await closed.acquire()


async def test_a_header_of_two_lines_is_refused_before_anything_is_sent(vendor: str) -> None:
    for bad in ("one\r\nAnother: 1", "one\nAnother: 1", "one\0"):
        calls = Calls({"Authorization": bad})
        calls.start()
        with pytest.raises(ValueError, match="line"):
            await calls.post(f"{vendor}/x", b"{}")
        await calls.close()
    sound = Calls()
    sound.start()
    with pytest.raises(ValueError, match="line"):
        await sound.post(f"{vendor}/x", b"{}", {"X-Line-Retry-Key": "1\r\n\r\n"})
    await sound.close()


async def test_a_header_that_is_no_text_is_as_good_as_none() -> None:
    answer = (
        b"429 X\r\nRetry-After: \xff\r\nX-Line-Request-Id: \xe0\xb8\x81\r\n"
        b"Connection: close\r\nContent-Length: 2\r\n\r\n{}"
    )
    async with whoever_says(answer) as url:
        line = Line(url, "token")
        await line.start()
        with pytest.raises(SlowDown) as refused:
            await line.send(Sending("o1", "U1", (Reply("ค่ะ"),), str(uuid.uuid4())))
        await line.close()

    assert refused.value.seconds is None


async def test_whoever_is_cancelled_as_the_answer_comes_is_cancelled(
    calls: Calls, vendor: str
) -> None:
    await calls.post(f"{vendor}/x", b"{}")
    began = asyncio.get_running_loop().time()
    await calls.post(f"{vendor}/x", b"{}")
    takes = asyncio.get_running_loop().time() - began

    for number in range(300):
        task = asyncio.create_task(calls.post(f"{vendor}/x", b"{}"))
        await asyncio.sleep(takes * number / 200)
        if task.cancel():
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            assert task.result().status == 200
