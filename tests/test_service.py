"""The service as a process: starting, being asked how it is, stopping, and what it logs."""

import asyncio
import json
import socket
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from tests.serving import ROOT, environment, running
from tests.visiting import Visitor

LINE = {"LINE_CHANNEL_SECRET": "s" * 32, "LINE_CHANNEL_ACCESS_TOKEN": "t" * 40}
TELEGRAM = {"TELEGRAM_BOT_TOKEN": "123:ABC", "TELEGRAM_WEBHOOK_SECRET": "hook-secret"}


async def test_it_serves_the_page_and_its_health_without_any_setting(tmp_path: Path) -> None:
    async with running(tmp_path) as service, aiohttp.ClientSession() as session:
        alive = await session.get(f"{service.address}/healthz")
        ready = await session.get(f"{service.address}/readyz")
        page = await session.get(f"{service.address}/")
        webhook = await session.post(f"{service.address}/webhook/line", data=b"{}")

        assert (alive.status, ready.status, page.status) == (200, 200, 200)
        assert json.loads(await ready.read()) == {"database": True, "workers": True}
        assert "องค์การบริหารส่วนตำบลบ่อรัง" in await page.text()
        assert webhook.status == 404


async def test_a_vendor_that_is_down_holds_up_nothing(tmp_path: Path) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        started = time.monotonic()
        async with (
            running(
                tmp_path,
                **LINE,
                **TELEGRAM,
                LINE_API_BASE=nowhere,
                TELEGRAM_API_BASE=nowhere,
                PUBLIC_URL="https://chat.example.go.th",
            ) as service,
            aiohttp.ClientSession() as session,
        ):
            assert time.monotonic() - started < 10
            assert (await session.get(f"{service.address}/readyz")).status == 200
            await service.says("set_webhook_failed")


async def test_with_intake_only_everything_is_kept_and_answered_by_the_next_start(
    tmp_path: Path,
) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with running(tmp_path, "--intake-only") as service:
            visitor = Visitor(session, service.address)
            await visitor.comes()
            await visitor.sends("คะแนนรวมเท่าไหร่")
            await visitor.sends("คะแนนข้อ e9 เท่าไหร่")
            port = service.used["PORT"]
            await visitor.leaves()

        assert [item["from"] for item in visitor.items if item["from"] == "us"] == []
        async with running(tmp_path, PORT=port):
            await visitor.comes()
            await visitor.reads("96.46")
            await visitor.reads("e9")
            await visitor.leaves()


async def test_it_stops_at_a_signal_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as service:
        assert await service.stop() == 0
        await service.says("event='stopped'")


async def test_wrong_settings_are_told_all_at_once_without_any_secret(tmp_path: Path) -> None:
    wrong = {"PORT": "99999", "LINE_CHANNEL_SECRET": "very-secret", "CASE_KEY": "not-a-key"}
    status, said = await bot(tmp_path, "serve", **wrong)

    assert status == 1
    for name in ("PORT", "LINE_CHANNEL_ACCESS_TOKEN", "CASE_KEY"):
        assert name in said
    assert "very-secret" not in said
    assert "not-a-key" not in said


async def test_a_port_that_is_taken_is_told_at_once_and_the_process_ends(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        status, said = await bot(tmp_path, "serve", PORT=port)

    assert status == 1
    assert f"PORT {port}" in said
    assert "Traceback" not in said


async def test_a_key_that_does_not_fit_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    async with running(tmp_path):
        pass

    status, said = await bot(tmp_path, "serve", CASE_KEY="cd" * 32)

    assert status == 1
    assert "key" in said


async def test_the_check_prints_every_number_and_agrees(tmp_path: Path) -> None:
    status, said = await bot(tmp_path, "check")

    assert status == 0
    for number in ("96.46", "86.93", "96.93", "96.475"):
        assert number in said


@pytest.mark.parametrize("part", [b"\x00" * 64, b"not json", b"[]"])
async def test_a_stranger_at_the_webhook_is_refused_and_nothing_is_kept(
    part: bytes, tmp_path: Path
) -> None:
    async with running(tmp_path, **LINE, **TELEGRAM) as service, aiohttp.ClientSession() as session:
        line = await session.post(f"{service.address}/webhook/line", data=part)
        telegram = await session.post(f"{service.address}/webhook/telegram", data=part)

        assert (line.status, telegram.status) == (403, 403)


async def bot(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """Run one command to its end; its status and all that it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=ROOT,
        env=environment(folder, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, said.decode()
