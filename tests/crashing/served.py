"""The service as a process that can be killed, and a machine whose power can be cut."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.conversing import awake
from tests.serving import KEY, ROOT, SETTINGS

PATIENCE_S = 120.0
LOOK_AGAIN_S = 0.01
PARTS = ("", "-wal", "-shm", "-journal")
POWERLOSS = Path(__file__).with_name("powerloss.c")
PORTS = (20_000, 32_000)
MUCH = 99_999


class Served:
    """``python -m bot serve`` on a database of its own; with *planted*, with that bug in it.

    With *powerloss* every kill is a power cut: what was not synced is gone.
    """

    def __init__(
        self, folder: Path, vendors: str, *, planted: str = "", powerloss: bool = False
    ) -> None:
        self.folder = folder
        self.database = folder / "crash.db"
        self.log = folder / "service.log"
        self._shadows = folder / "shadows"
        self._planted = planted
        self._process: asyncio.subprocess.Process | None = None
        self._port = str(quiet_port())
        self.used = self._environment(vendors)
        if powerloss:
            self.used |= self._preloaded()
        self._powerloss = powerloss

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Begin; it may not be ready yet."""
        module = ["tests.crashing.planted", self._planted] if self._planted else ["bot"]
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *module, "serve"), cwd=ROOT, env=self.used, stderr=log
            )

    async def ready(self) -> None:
        """Until it takes connections. Raises AssertionError where it ends instead."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self._answers():
                assert self._process is not None
                assert self._process.returncode is None, self.log.read_text("utf-8")[-2000:]
                await asyncio.sleep(LOOK_AGAIN_S)

    def strike(self) -> None:
        """SIGKILL, now."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def kill(self) -> None:
        """SIGKILL, and what the power cut leaves of the database."""
        if self._process is None:
            return
        self.strike()
        await self._process.wait()
        if self._powerloss:
            self._lose()

    async def stop(self) -> int:
        """SIGTERM, and the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), PATIENCE_S)

    def resident_mb(self) -> int:
        """The most memory that this process of it had."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024

    async def invite(self, *arguments: str) -> str:
        """The words of ``python -m bot invite``."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "invite", *arguments),
            cwd=ROOT,
            env=self.used,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        said, _ = await process.communicate()
        return said.decode()

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", int(self._port))
        except OSError:
            return False
        writer.close()
        return True

    def _environment(self, vendors: str) -> dict[str, str]:
        from tests.crashing import line_side, telegram_side

        plain = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        return {
            **plain,
            "AGENCY": str(hospitable(self.folder)),
            "CASE_KEY": KEY,
            "DATABASE": str(self.database),
            "PORT": self._port,
            "LINE_API_BASE": vendors,
            "LINE_CHANNEL_SECRET": line_side.SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": line_side.TOKEN,
            "TELEGRAM_API_BASE": vendors,
            "TELEGRAM_BOT_TOKEN": telegram_side.TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": telegram_side.SECRET,
        }

    def _preloaded(self) -> dict[str, str]:
        self._shadows.mkdir()
        library = self.folder / "powerloss.so"
        command = ["gcc", "-shared", "-fPIC", "-O2", str(POWERLOSS), "-o", str(library), "-ldl"]
        subprocess.run(command, check=True)
        return {
            "LD_PRELOAD": str(library),
            "POWERLOSS_FILE": str(self.database),
            "POWERLOSS_SHADOWS": str(self._shadows),
        }

    def _lose(self) -> None:
        """Only what was synced stands in the files."""
        for part in PARTS:
            Path(f"{self.database}{part}").unlink(missing_ok=True)
            shadow = self._shadows / f"{self.database.name}{part}"
            if shadow.exists():
                shutil.copyfile(shadow, f"{self.database}{part}")


def quiet_port() -> int:
    """A free port that no outgoing connection is given: while the service is down, somebody who
    keeps trying to reach it would now and then be connected to themselves."""
    while True:
        port = random.randrange(*PORTS)
        with socket.socket() as found, contextlib.suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


def hospitable(folder: Path) -> Path:
    """The agency's file without quiet hours and limits: a whole town writes within a minute."""
    path = awake(folder)
    text = path.read_text("utf-8")
    for limit in (
        "filings_per_day",
        "filings_of_all_per_hour",
        "messages_per_minute",
        "upload_megabytes_per_day",
        "upload_megabytes_of_all_per_day",
    ):
        assert f"\n{limit} = " in text
        text = text.replace(f"\n{limit} = ", f"\n{limit} = {MUCH} # ")
    path.write_text(text, "utf-8")
    return path
