"""Calls to a vendor: what of them is told, and that whoever is cancelled meanwhile stops."""

import asyncio
import os
import sys
import threading
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.messengers.calls import (
    STANDS_BACK,
    THREAD,
    Calls,
    NotAnswered,
    NotReached,
    TooLarge,
    TooLate,
)
from bot.messengers.line import Line
from bot.messengers.messenger import Sending, SlowDown
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
async def whoever_says(answer: bytes) -> AsyncIterator[str]:
    """The address of somebody who says this to the first that is asked, and no more."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 " + answer)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say, "127.0.0.1", 0) as server:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())


async def test_an_answer_that_understates_its_length_is_cut_all_the_same(calls: Calls) -> None:
    chunks = b"3e8\r\n%b\r\n" % (b"a" * 1000) * 100 + b"0\r\n\r\n"
    answer = (
        b"200 OK\r\nConnection: close\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunks
    )
    async with whoever_says(answer) as url:
        with pytest.raises(TooLarge):
            await calls.get(url, longest=5000)


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


async def test_where_threads_cannot_be_seen_calls_are_made_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, vendor: str
) -> None:
    monkeypatch.setattr("bot.standing_back.TASKS", tmp_path / "no proc")
    calls = Calls()
    calls.start()
    assert (await calls.get(f"{vendor}/getMe")).status == 200
    await calls.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has a priority for each thread")
async def test_the_thread_that_calls_stands_behind_the_loop(calls: Calls, vendor: str) -> None:
    another = Calls()  # of another messenger, by the same thread
    another.start()
    await calls.get(f"{vendor}/getMe")
    await another.close()

    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    calling = threads_that_call()
    assert calling
    assert {os.getpriority(os.PRIO_PROCESS, each) for each in calling} == {own + STANDS_BACK}


def threads_that_call() -> list[int]:
    """As Linux numbers them."""
    tasks = Path("/proc/self/task").iterdir()
    return [int(each.name) for each in tasks if (each / "comm").read_bytes().strip() == THREAD]
