"""The crash harness in short: the service passes, and the service with a bug in it does not."""

import random
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.crashing import line_side, soak
from tests.crashing.findings import Findings
from tests.crashing.line_side import LineSide
from tests.crashing.posting import Post
from tests.crashing.run import Plan, run
from tests.crashing.soak import Soak
from tests.crashing.weather import Weather
from tests.crashing.web_side import WebChat

needs_gcc = pytest.mark.skipif(
    shutil.which("gcc") is None, reason="no gcc here: the power cannot be cut without it"
)


async def test_a_town_is_answered_once_and_in_order_though_the_service_is_killed(
    tmp_path: Path,
) -> None:
    found = await run(Plan(seed=7, events=200, kills=3), tmp_path)

    assert found.wrongs == []
    assert found.counts["kills"] == 3
    assert found.counts["cases"] > 0
    assert found.counts["answered"] >= 200


@needs_gcc
async def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    found = await run(Plan(seed=8, events=120, kills=2, powerloss=True), tmp_path)

    assert found.wrongs == []
    assert found.counts["answered"] >= 120


async def test_a_soak_of_a_few_seconds_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soak, "KILL_AFTER_S", (1.0, 2.0))
    found = await soak.soak(Soak(minutes=0.07, at_once=12), tmp_path)

    assert found.wrongs == []
    assert found.counts["kills"] > 0


async def test_whoever_closed_the_page_comes_back_for_what_is_shown_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They read it and went, and the service could not note that they had; who stays says so when
    it is shown again."""
    hear, come_back = WebChat._hear, WebChat.come_back
    unnoted, back = set[WebChat](), set[WebChat]()

    async def hear_unnoted(
        self: WebChat, socket: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]
    ) -> None:
        if frame.get("once") and self not in unnoted:
            unnoted.add(self)
            self._hear_now(frame["item"])
        else:
            await hear(self, socket, frame)

    def come_back_noted(self: WebChat) -> None:
        back.add(self)
        come_back(self)

    monkeypatch.setattr(WebChat, "_hear", hear_unnoted)
    monkeypatch.setattr(WebChat, "come_back", come_back_noted)
    monkeypatch.setattr(soak, "MESSENGERS", ("web",))
    found = await soak.soak(Soak(minutes=0.05, at_once=24, patience_s=20), tmp_path)

    assert found.wrongs == []
    assert unnoted & back


async def test_acknowledging_before_the_commit_is_found(tmp_path: Path) -> None:
    """What was lost is missing ("unanswered"), or what came after it was answered in its place."""
    plan = Plan(
        seed=1,
        events=120,
        kills=5,
        messengers=("line", "telegram"),
        planted="ack-first",
        moments=("acknowledgement",),
        patience_s=5.0,
        hasty=True,
    )

    for seed in (1, 2, 3):  # which message is lost, and so what shows, is chance
        folder = tmp_path / str(seed)
        folder.mkdir()
        if (await run(replace(plan, seed=seed), folder)).rules:
            return
    pytest.fail("nothing was found")


async def test_handling_a_repeated_delivery_anew_is_found(tmp_path: Path) -> None:
    plan = Plan(seed=2, events=120, kills=1, planted="no-dedupe", hasty=True)

    assert (await run(plan, tmp_path)).rules & {"line twice", "web twice", "case twice", "order"}


async def test_forgetting_the_outbox_at_the_start_is_found(tmp_path: Path) -> None:
    plan = Plan(
        seed=3,
        events=120,
        kills=4,
        messengers=("line", "telegram"),
        planted="forget-outbox",
        patience_s=5.0,
        hasty=True,
    )

    assert "unanswered" in (await run(plan, tmp_path)).rules


@needs_gcc
async def test_commits_that_are_not_synced_are_found_by_a_power_cut(tmp_path: Path) -> None:
    plan = Plan(
        seed=4, events=120, kills=2, planted="normal", powerloss=True, hasty=True, patience_s=5.0
    )

    rules = (await run(plan, tmp_path)).rules
    assert rules & {"unanswered", "order", "line twice", "case lost", "web twice"}


# the stand-ins


@pytest.fixture
async def line() -> AsyncIterator[LineSide]:
    async with aiohttp.ClientSession() as session:
        findings = Findings()
        post = Post(session, "", findings, random.Random(1), 0.0)
        yield LineSide(post, findings, Weather(moment_s=0.0))


@pytest.fixture
async def api(line: LineSide) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.add_routes(line.routes())
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def test_a_reply_token_works_once_and_a_stranger_s_never(
    line: LineSide, api: TestClient[web.Request, web.Application]
) -> None:
    chat = line.chat("somchai")
    token = line.lend_token(chat.address)

    answers = [await reply(api, each, "สวัสดีค่ะ") for each in (token, token, "another")]

    assert answers == [200, 400, 400]
    assert [said.text for said in chat.heard] == ["สวัสดีค่ะ"]


async def test_a_retry_key_is_taken_once(
    line: LineSide, api: TestClient[web.Request, web.Application]
) -> None:
    chat = line.chat("somchai")

    answers = [await push(api, chat.address, key, f"ข้อ {key}") for key in ("1", "1", "2")]

    assert answers == [200, 409, 200]
    assert [said.text for said in chat.heard] == ["ข้อ 1", "ข้อ 2"]
    assert line.findings.wrongs == []


async def test_the_same_words_twice_on_line_are_found(line: LineSide) -> None:
    chat = line.chat("somchai")
    for _ in range(2):
        line.show(chat.address, [{"type": "text", "text": "สวัสดีค่ะ"}])

    assert line.findings.rules == {"line twice"}
    assert line.findings.verdict.startswith("FAIL")


async def reply(api: TestClient[web.Request, web.Application], token: str, text: str) -> int:
    return await call(api, "reply", {"replyToken": token}, text)


async def push(
    api: TestClient[web.Request, web.Application], address: str, key: str, text: str
) -> int:
    return await call(api, "push", {"to": address}, text, {"X-Line-Retry-Key": key})


async def call(
    api: TestClient[web.Request, web.Application],
    method: str,
    to: dict[str, str],
    text: str,
    more: dict[str, str] | None = None,
) -> int:
    headers = {"Authorization": f"Bearer {line_side.TOKEN}", **(more or {})}
    body: dict[str, Any] = {**to, "messages": [{"type": "text", "text": text}]}
    async with api.post(f"/v2/bot/message/{method}", json=body, headers=headers) as answer:
        return answer.status
