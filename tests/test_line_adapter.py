"""The LINE adapter against a small LINE of its own: how every kind of attempt ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.messengers import calls
from bot.messengers.line import Line
from bot.messengers.messenger import (
    AttachmentGone,
    BudgetSpent,
    Sending,
    TokenDead,
    TryLater,
    Undeliverable,
)
from handlers.turn import Card, CardRow, Choice, Reply
from tests.loopback import on_loopback

USER = "U" + "1" * 32
REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"
QUOTA, USED = "/v2/bot/message/quota", "/v2/bot/message/quota/consumption"
LOADING = "/v2/bot/chat/loading/start"
INVALID_TOKEN = (400, {"message": "Invalid reply token"})
BAD_MESSAGE = (
    400,
    {
        "message": "The request body has 1 error(s)",
        "details": [{"message": "May not be empty", "property": "messages[0].text"}],
    },
)


@dataclass
class Call:
    """One request that reached LINE."""

    path: str
    body: Any
    headers: Any


@dataclass
class Platform:
    """LINE: answers as told, in order; then 200. "reset", "hang" and "garbage" are told too."""

    calls: list[Call] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    arrived: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def will(self, path: str, *answers: Any) -> None:
        self.answers.setdefault(path, []).extend(answers)

    def paths(self) -> list[str]:
        return [call.path for call in self.calls]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = await request.json() if raw else None
        self.calls.append(Call(request.path, body, request.headers))
        self.arrived.put_nowait(request.path)
        told = self.answers.get(request.path) or [(200, {"sentMessages": []})]
        answer = told.pop(0)
        if answer == "reset":
            assert request.transport is not None
            request.transport.abort()
        if answer == "hang":
            await self.released.wait()
        if isinstance(answer, str):
            return web.Response(text="<html>oops", content_type="text/html")
        status, content, *headers = answer
        if isinstance(content, bytes):
            return web.Response(status=status, body=content)
        return web.json_response(content, status=status, headers=headers[0] if headers else None)


@asynccontextmanager
async def running(platform: Platform) -> AsyncIterator[Platform]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", platform.serve)
    async with on_loopback(app) as platform.url:
        try:
            yield platform
        finally:
            platform.released.set()


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    async with running(Platform()) as it:
        yield it


@pytest.fixture
async def line(platform: Platform) -> AsyncIterator[Line]:
    adapter = Line(platform.url, "tok")
    await adapter.start()
    yield adapter
    await adapter.close()


def sending(**more: Any) -> Sending:
    given: dict[str, Any] = {
        "key": "o1",
        "address": USER,
        "replies": (Reply("สวัสดีค่ะ"),),
        "retry_key": "123e4567-e89b-12d3-a456-426614174000",
        "reply_token": "token",
    }
    return Sending(**{**given, **more})


async def fails(line: Line, row: Sending) -> TryLater:
    with pytest.raises(TryLater) as later:
        await line.send(row)
    return later.value


# ---------------------------------------------------------------- replies


async def test_a_young_token_is_answered_with_and_nothing_is_billed(
    line: Line, platform: Platform
) -> None:
    await line.send(sending())

    (call,) = platform.calls
    assert call.path == REPLY
    assert call.body == {
        "replyToken": "token",
        "messages": [{"type": "text", "text": "สวัสดีค่ะ"}],
    }
    assert call.headers["Authorization"] == "Bearer tok"
    assert "X-Line-Retry-Key" not in call.headers


async def test_a_dead_token_is_told_and_nothing_is_pushed_behind_the_couriers_back(
    line: Line, platform: Platform
) -> None:
    platform.will(REPLY, INVALID_TOKEN)

    with pytest.raises(TokenDead):
        await line.send(sending())
    assert platform.paths() == [REPLY]


async def test_a_token_that_an_unheard_attempt_used_counts_as_delivered(
    line: Line, platform: Platform
) -> None:
    platform.will(REPLY, INVALID_TOKEN)

    await line.send(sending(attempted=True))

    assert platform.paths() == [REPLY]


async def test_an_attempted_reply_is_never_pushed_however_old_its_token(
    line: Line, platform: Platform
) -> None:
    platform.will(REPLY, INVALID_TOKEN)

    await line.send(sending(attempted=True))

    assert platform.paths() == [REPLY]


@pytest.mark.parametrize("outcome", ["reset", "garbage", (500, {}), (502, b"<html>"), (302, {})])
async def test_a_reply_of_unknown_outcome_is_perhaps_sent_and_not_pushed(
    line: Line, platform: Platform, outcome: Any
) -> None:
    platform.will(REPLY, outcome)

    assert (await fails(line, sending())).perhaps_sent
    assert platform.paths() == [REPLY]


async def test_a_reply_that_line_does_not_answer_in_time_is_perhaps_sent(
    line: Line, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "CALL_S", 0.2)
    platform.will(REPLY, "hang")

    assert (await fails(line, sending())).perhaps_sent


async def test_one_hanging_call_does_not_hold_up_another_chat(
    line: Line, platform: Platform
) -> None:
    platform.will(REPLY, *["hang"] * 30)
    hanging = [asyncio.create_task(line.send(sending())) for _ in range(30)]
    async with asyncio.timeout(5):
        for _ in hanging:
            await platform.arrived.get()

        await line.send(sending())

    platform.released.set()
    ended = await asyncio.gather(*hanging, return_exceptions=True)
    assert all(isinstance(outcome, TryLater) for outcome in ended)


async def test_where_nobody_listens_nothing_was_sent(unused_tcp_port: int) -> None:
    deaf = Line(f"http://127.0.0.1:{unused_tcp_port}", "tok")
    await deaf.start()

    assert not (await fails(deaf, sending())).perhaps_sent

    await deaf.close()


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("7", 7.0), ("", None), ("soon", None), ("-1", None), ("999999", 3600.0), ("9" * 5000, None)],
)
async def test_too_many_requests_waits_as_long_as_line_says(
    line: Line, platform: Platform, retry_after: str, seconds: float | None
) -> None:
    platform.will(REPLY, (429, {"message": "rate limit"}, {"Retry-After": retry_after}))

    later = await fails(line, sending())

    assert (later.seconds, later.perhaps_sent) == (seconds, False)


async def test_messages_that_line_refuses_are_undeliverable_and_say_why(
    line: Line, platform: Platform
) -> None:
    platform.will(REPLY, BAD_MESSAGE)

    with pytest.raises(Undeliverable, match=r"messages\[0\]\.text: May not be empty"):
        await line.send(sending())
    assert platform.paths() == [REPLY]


async def test_refused_messages_are_undeliverable_also_at_a_second_try(
    line: Line, platform: Platform
) -> None:
    platform.will(REPLY, BAD_MESSAGE)

    with pytest.raises(Undeliverable):
        await line.send(sending(attempted=True))


@pytest.mark.parametrize("token", ["token", ""])
async def test_a_wrong_access_token_waits_for_the_operator(
    line: Line, platform: Platform, token: str
) -> None:
    platform.will(REPLY, (401, {"message": "Authentication failed"}))
    platform.will(PUSH, (401, {"message": "Authentication failed"}))

    later = await fails(line, sending(reply_token=token))

    assert (later.seconds, later.perhaps_sent) == (300.0, False)
    assert "Authentication failed" in str(later)


async def test_nothing_to_say_never_reaches_line(line: Line, platform: Platform) -> None:
    with pytest.raises(Undeliverable):
        await line.send(sending(replies=(Reply(" \n"),)))
    assert platform.calls == []


async def test_cards_and_choices_go_out_as_lines_json(line: Line, platform: Platform) -> None:
    card = Card("คะแนน", "96.46", (CardRow("IIT", "98.40"),))
    reply = Reply("ปีก่อน 96.51", (Choice("ดูเพิ่ม", "q:x", "help"),), card)

    await line.send(sending(replies=(reply,)))

    flex, text = platform.calls[0].body["messages"]
    assert flex["contents"]["header"]["contents"][0]["text"] == "คะแนน"
    assert text["quickReply"]["items"][0]["action"]["displayText"] == "ดูเพิ่ม"


# ---------------------------------------------------------------- pushes


async def test_without_a_token_it_is_pushed_under_the_rows_key(
    line: Line, platform: Platform
) -> None:
    await line.send(sending(reply_token=""))

    assert platform.paths() == [PUSH]
    assert platform.calls[0].body["to"] == USER
    assert platform.calls[0].headers["X-Line-Retry-Key"] == sending().retry_key


async def test_a_push_that_line_already_accepted_is_delivered(
    line: Line, platform: Platform
) -> None:
    platform.will(PUSH, (409, {"message": "The retry key is already accepted"}))

    await line.send(sending(reply_token="", attempted=True))


@pytest.mark.parametrize("outcome", ["reset", "garbage", (500, {}), (503, b"")])
async def test_a_push_of_unknown_outcome_is_tried_again_under_the_same_key(
    line: Line, platform: Platform, outcome: Any
) -> None:
    platform.will(PUSH, outcome)

    assert (await fails(line, sending(reply_token=""))).perhaps_sent
    await line.send(sending(reply_token="", attempted=True))

    first, second = platform.calls
    assert first.headers["X-Line-Retry-Key"] == second.headers["X-Line-Retry-Key"]
    assert first.body == second.body


async def test_used_up_pushes_wait_an_hour(line: Line, platform: Platform) -> None:
    platform.will(PUSH, (429, {"message": "You have reached your monthly limit."}))

    later = await fails(line, sending(reply_token=""))

    assert (later.seconds, later.perhaps_sent) == (3600.0, False)


async def test_pushing_too_fast_waits_by_our_own_backoff(line: Line, platform: Platform) -> None:
    platform.will(PUSH, (429, {"message": "The API rate limit has been exceeded."}))

    later = await fails(line, sending(reply_token=""))

    assert (later.seconds, later.perhaps_sent) == (None, False)


@pytest.mark.parametrize("status", [400, 403, 404, 413])
async def test_a_chat_that_cannot_be_pushed_to_is_undeliverable(
    line: Line, platform: Platform, status: int
) -> None:
    platform.will(PUSH, (status, {"message": "Failed to send messages"}))

    with pytest.raises(Undeliverable, match="Failed to send messages"):
        await line.send(sending(reply_token=""))


async def test_a_group_is_pushed_to_as_a_group(line: Line, platform: Platform) -> None:
    await line.send(sending(reply_token="", address="C" + "2" * 32))

    assert platform.calls[0].body["to"] == "C" + "2" * 32


# ---------------------------------------------------------------- content

CONTENT = "/v2/bot/message/77/content"


async def test_a_file_is_fetched(line: Line, platform: Platform) -> None:
    platform.will(CONTENT, (200, b"\xff\xd8 photo"))

    assert await line.fetch("77", limit=100) == b"\xff\xd8 photo"


async def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(
    line: Line, platform: Platform
) -> None:
    platform.will(CONTENT, (200, b"x" * 100), (200, b"x" * 101))

    assert len(await line.fetch("77", limit=100)) == 100
    with pytest.raises(AttachmentGone) as gone:
        await line.fetch("77", limit=100)
    assert gone.value.too_large


async def test_a_file_of_unknown_size_is_read_no_further_than_the_limit() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65536)

    platform = Platform()
    platform.serve = endless  # type: ignore[method-assign]
    async with running(platform):
        line = Line(platform.url, "tok")
        await line.start()
        with pytest.raises(AttachmentGone) as gone:
            await asyncio.wait_for(line.fetch("77", limit=200_000), timeout=5)
        await line.close()
    assert gone.value.too_large


async def test_a_file_whose_size_line_does_not_say_is_measured_while_it_comes() -> None:
    async def chunked(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x" * 101)
        return response

    platform = Platform()
    platform.serve = chunked  # type: ignore[method-assign]
    async with running(platform):
        line = Line(platform.url, "tok")
        await line.start()
        assert len(await line.fetch("77", limit=101)) == 101
        with pytest.raises(AttachmentGone):
            await line.fetch("77", limit=100)
        await line.close()


async def test_a_film_still_in_preparation_is_asked_for_again(
    line: Line, platform: Platform
) -> None:
    platform.will(CONTENT, (202, {}))

    with pytest.raises(TryLater) as later:
        await line.fetch("77", limit=100)
    assert later.value.seconds == 1.0


@pytest.mark.parametrize("status", [400, 404, 410])
async def test_a_file_that_line_deleted_is_gone(
    line: Line, platform: Platform, status: int
) -> None:
    platform.will(CONTENT, (status, {"message": "Not found"}))

    with pytest.raises(AttachmentGone) as gone:
        await line.fetch("77", limit=100)
    assert not gone.value.too_large


@pytest.mark.parametrize("outcome", ["reset", (500, {}), (429, {}), (401, {})])
async def test_a_file_that_line_cannot_give_now_is_asked_for_later(
    line: Line, platform: Platform, outcome: Any
) -> None:
    platform.will(CONTENT, outcome)
    platform.will(CONTENT, outcome)  # aiohttp asks once more by itself where nothing came

    with pytest.raises(TryLater):
        await line.fetch("77", limit=100)


async def test_a_strange_file_id_stays_inside_its_path(line: Line, platform: Platform) -> None:
    await line.fetch("7/../8?x#", limit=100)

    assert platform.paths() == ["/v2/bot/message/7/../8?x#/content"]


# ---------------------------------------------------------------- the rest


async def test_the_loading_animation_is_shown_one_to_one(line: Line, platform: Platform) -> None:
    await line.working(USER)

    assert [(c.path, c.body) for c in platform.calls] == [
        (LOADING, {"chatId": USER, "loadingSeconds": 20})
    ]


async def test_groups_have_no_loading_animation(line: Line, platform: Platform) -> None:
    await line.working("C" + "2" * 32)

    assert platform.calls == []


@pytest.mark.parametrize("outcome", ["reset", "garbage", (400, {}), (500, b"")])
async def test_showing_that_we_work_never_fails(
    line: Line, platform: Platform, outcome: Any
) -> None:
    platform.will(LOADING, outcome)

    await line.working(USER)


async def test_starting_waits_for_nobody_and_closing_twice_is_fine(unused_tcp_port: int) -> None:
    line = Line(f"http://127.0.0.1:{unused_tcp_port}/", "tok")

    await asyncio.wait_for(line.start(), timeout=1)

    await line.close()
    await line.close()


# ---------------------------------------------------------------- what pushes cost


async def test_line_says_how_many_pushes_the_plan_has_and_has_used(
    line: Line, platform: Platform
) -> None:
    platform.will(QUOTA, (200, {"type": "limited", "value": 300}))
    platform.will(USED, (200, {"totalUsage": 41}))

    assert await line.usage() == (300, 41)


async def test_a_plan_without_end_has_no_number(line: Line, platform: Platform) -> None:
    platform.will(QUOTA, (200, {"type": "none"}))
    platform.will(USED, (200, {"totalUsage": 41}))

    assert await line.usage() == (None, 41)


@pytest.mark.parametrize("outcome", ["reset", "garbage", (500, {}), (200, {"type": 3}), (401, {})])
async def test_a_plan_that_line_does_not_tell_is_asked_for_later(
    line: Line, platform: Platform, outcome: Any
) -> None:
    platform.will(QUOTA, outcome)

    with pytest.raises(TryLater):
        await line.usage()


async def test_used_up_pushes_are_told_from_too_many_at_once(
    line: Line, platform: Platform
) -> None:
    platform.will(PUSH, (429, {"message": "You have reached your monthly limit."}))
    platform.will(PUSH, (429, {"message": "The API rate limit has been exceeded."}))

    with pytest.raises(BudgetSpent):
        await line.send(sending(reply_token=""))
    assert not isinstance(await fails(line, sending(reply_token="")), BudgetSpent)
