"""The ground under the service: what a test takes away from the process, and gives back."""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.faults.vendors import (
    BOT_TOKEN,
    HOOK_SECRET,
    LINE_TOKEN,
    SECRET,
    Vendors,
    played,
)
from tests.serving import Running, running

PATIENCE_S = 60.0
QUESTION, ANSWER = "คะแนนรวมเท่าไหร่", "96.46"


@dataclass
class Ground:
    """The running service, both vendors, and whoever asks how it is."""

    service: Running
    vendors: Vendors
    session: aiohttp.ClientSession
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "served.db"

    async def line(self, who: str, event_id: str, text: str = QUESTION) -> aiohttp.ClientResponse:
        """LINE brings a message."""
        raw, headers = self.vendors.line_event(who, text, event_id)
        return await self._post("/webhook/line", raw, headers)

    async def telegram(self, who: int, number: int) -> aiohttp.ClientResponse:
        """Telegram brings the question."""
        raw, headers = self.vendors.telegram_event(who, QUESTION, number)
        return await self._post("/webhook/telegram", raw, headers)

    async def _post(self, path: str, raw: bytes, headers: dict[str, str]) -> aiohttp.ClientResponse:
        async with self.session.post(
            f"{self.service.address}{path}", data=raw, headers=headers
        ) as answer:
            await answer.read()
            return answer

    async def readiness(self) -> tuple[int, dict[str, Any]]:
        """What /readyz says."""
        async with self.session.get(f"{self.service.address}/readyz") as answer:
            return answer.status, await answer.json()

    async def is_not_ready(self, reason: str) -> None:
        """Wait until /readyz names *reason*."""

        async def says_so() -> bool:
            status, said = await self.readiness()
            return (status, said.get("reason")) == (503, reason)

        await until(says_so)

    async def is_ready(self) -> None:
        """Wait until it is as if nothing had been."""

        async def says_so() -> bool:
            return await self.readiness() == (200, {"database": True, "workers": True})

        await until(says_so)

    def said(self, text: str) -> list[str]:
        """The lines of the log with *text* in them."""
        return [line for line in self.service.log if text in line]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What is kept, read beside the service."""
        with sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True) as db:
            return db.execute(query).fetchall()


@asynccontextmanager
async def a_service(folder: Path, **settings: str) -> AsyncIterator[Ground]:
    """The real process between both vendors."""
    async with played() as vendors, aiohttp.ClientSession() as session:
        used = {
            "LINE_API_BASE": vendors.url,
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
            "TELEGRAM_API_BASE": vendors.url,
            "TELEGRAM_BOT_TOKEN": BOT_TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": HOOK_SECRET,
            "PUBLIC_URL": "",
            **settings,
        }
        async with running(folder, **used) as service:
            yield Ground(service, vendors, session, folder)


async def until(is_so: Callable[[], Awaitable[bool]], seconds: float = PATIENCE_S) -> None:
    """Look again and again, until a deadline."""
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.05)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own; skips where none can be mounted."""
    place = folder / "disk"
    place.mkdir()
    options = ("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    if os.geteuid() or subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("no small disk: mounting needs root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> Path:
    """One file that takes all the room of *place* but *leave* bytes, whoever else writes there."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while _free(place) > leave:
            out.write(bytes(max(1, min(2**20, _free(place) - leave))))
    return filler


def _free(place: Path) -> int:
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize


@contextmanager
def immutable(*paths: Path) -> Iterator[None]:
    """Files that nobody can write, root included, also through what is open; skips where the
    file system has no such thing."""
    command = ["chattr", "+i", *map(str, paths)]
    known = shutil.which("chattr") is not None and not os.geteuid()
    if not known or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no unwritable files: chattr needs root and a file system that knows it")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *map(str, paths)], check=True)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process writes and does not end."""
    script = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " db.execute('begin immediate'); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        try:
            yield
        finally:
            other.communicate()


def processor_seconds(pid: int) -> float:
    """How long a process has been computing."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def processor_share(pid: int, seconds: float) -> float:
    """The part of one core that a process takes over the next *seconds*."""
    before, began = processor_seconds(pid), time.monotonic()
    await asyncio.sleep(seconds)
    return (processor_seconds(pid) - before) / (time.monotonic() - began)
