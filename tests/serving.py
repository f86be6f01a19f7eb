"""The real service as a process of its own, on a free port and a throw-away database."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conversing import awake

ROOT = Path(__file__).resolve().parent.parent
KEY = "ab" * 32
PATIENCE_S = 30
SETTINGS = [
    "HOST",
    "PORT",
    "DATABASE",
    "AGENCY",
    "PUBLIC_URL",
    "UNDO_SECONDS",
    "TRUSTED_PROXIES",
    "METRICS_TOKEN",
    "MOST_PER_ADDRESS",
    "MOST_MEMORY_MB",
    "CASE_KEY",
    "LINE_CHANNEL_SECRET",
    "LINE_CHANNEL_ACCESS_TOKEN",
    "LINE_API_BASE",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "TELEGRAM_API_BASE",
    "CLOCK_STARTS_AT",
    "CLOCK_FILE",
]


@dataclass
class Running:
    """A process of the service: where it answers, and what it has logged so far."""

    used: dict[str, str]
    process: asyncio.subprocess.Process
    log: list[str] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    listening: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.used['PORT']}"

    async def ready(self) -> None:
        """Hear it say that it serves."""
        self.listening = asyncio.create_task(self.listen())
        await self.says("event='ready'")

    async def is_killed_and_started_again(self) -> None:
        """SIGKILL unless it is dead, and the same command once more on the same database."""
        if self.process.returncode is None:
            self.process.kill()
        await self.ended()
        self.log.clear()
        self.process = await start(self.used)
        await self.ready()

    async def ended(self) -> None:
        """Until the process is gone and its log is read to the end."""
        await asyncio.wait_for(self.process.wait(), PATIENCE_S)
        if self.listening is not None:
            await self.listening

    async def says(self, pattern: str) -> str:
        """The first line of the log that has *pattern*, waited for."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self.heard.clear()
                found = next((line for line in self.log if re.search(pattern, line)), None)
                if found is not None:
                    return found
                await self.heard.wait()

    async def stop(self) -> int:
        """SIGTERM, and the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE_S)

    async def listen(self) -> None:
        """Read the log as long as there is one."""
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.log.append(line.decode("utf-8", "replace"))
            self.heard.set()


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """This process's environment with the service's settings, and no others, in it."""
    plain = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    own = {"DATABASE": str(folder / "served.db"), "CASE_KEY": KEY, "PORT": str(free_port())}
    own["AGENCY"] = str(awake(folder))
    return {**plain, **own, **settings}


@asynccontextmanager
async def running(folder: Path, *options: str, **settings: str) -> AsyncIterator[Running]:
    """``python -m bot serve`` with *options*, ready; stopped at the end."""
    used = environment(folder, **settings)
    service = Running(used, await start(used, *options))
    try:
        await service.ready()
        yield service
    finally:
        await service.stop()
        await service.ended()


async def start(used: dict[str, str], *options: str) -> asyncio.subprocess.Process:
    """A process of the service, which may not be ready yet."""
    return await asyncio.create_subprocess_exec(
        *command(used), "serve", *options, cwd=ROOT, env=used, stderr=asyncio.subprocess.PIPE
    )


def command(used: dict[str, str]) -> tuple[str, str, str]:
    """``python -m bot``, at another time where that is set."""
    turned = {"CLOCK_STARTS_AT", "CLOCK_FILE"} & used.keys()
    module = "tests.at_another_time" if turned else "bot"
    return (sys.executable, "-m", module)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
