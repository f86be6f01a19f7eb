"""Calls to a vendor: what of them is told, and that whoever is cancelled meanwhile stops."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.messengers.calls import Calls, NotAnswered, NotReached, TooLarge, TooLate
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
