"""The real service in a process of its own, on a port of its own: how soon it is ready, how much
memory it holds."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from benchmarks.load.events import SECRET
from tests.serving import free_port

ROOT = Path(__file__).resolve().parents[1]
KEY = bytes([0xAB]) * 32
PAGE = os.sysconf("SC_PAGE_SIZE")
PATIENCE_S = 120.0
METRICS_TOKEN = "a-token-for-the-benchmarks"


class Served:
    """The service's process. *ready_s* is from its start until the port answered, *ready_cpu_s* the
    processor time that this took: what it takes on a machine with nothing else to do."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.port = port
        self._process = process
        began = time.perf_counter()
        self._wait()
        self.ready_s = time.perf_counter() - began
        self.ready_cpu_s = self.cpu_s()

    def resident_mb(self) -> float:
        """Megabytes (10**6) in memory now, of all its threads."""
        statm = Path(f"/proc/{self._process.pid}/statm").read_text("ascii")
        return int(statm.split()[1]) * PAGE / 1e6

    def highest_mb(self) -> float:
        """The most it ever held."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6

    def blocks(self) -> int:
        """Pieces of memory that Python holds for something."""
        named = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        asked = Request(f"http://127.0.0.1:{self.port}/metrics", headers=named)
        with urlopen(asked, timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        told = next(line for line in lines if line.startswith("prongsai_memory_blocks "))
        return int(float(told.split()[1]))

    def cpu_s(self) -> float:
        """Seconds of processor time so far, of all its threads."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1).close()
            except HTTPError:
                return
            except (URLError, OSError):
                time.sleep(0.005)
            else:
                return
        raise RuntimeError("the service does not answer")


@contextmanager
def serving(database: Path, vendors_port: int = 9) -> Iterator[Served]:
    """``python -m bot serve`` on *database*; killed at the end. Nobody answers at port 9."""
    port = free_port()
    with database.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=_environment(database, port, vendors_port),
            stdout=log,
            stderr=log,
        )
    try:
        yield Served(process, port)
    finally:
        process.kill()
        process.wait()


def _environment(database: Path, port: int, vendors_port: int) -> dict[str, str]:
    vendors = f"http://127.0.0.1:{vendors_port}"
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME")},
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE": str(database),
        "CASE_KEY": KEY.hex(),
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "LINE_API_BASE": vendors,
        "TELEGRAM_BOT_TOKEN": "123:ABC",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_BASE": vendors,
        "METRICS_TOKEN": METRICS_TOKEN,
    }
