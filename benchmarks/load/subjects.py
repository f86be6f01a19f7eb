"""What is measured: the service and what others would use, each a process and core each."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.load.events import SECRET, Place

ROOT = Path(__file__).resolve().parents[2]
BASELINES = ROOT / "benchmarks" / "baselines"
BASELINE_PYTHON = ROOT / ".venv-baselines" / "bin" / "python"
PORT, SINK_PORT = 18_401, 18_402
SERVICE_CORE, DRIVER_CORE = 0, 1
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that takes webhooks: how it is started, in the tree *root*, and on which *port*.
    *answers* is false where it only takes."""

    name: str
    command: tuple[str, ...]
    answers: bool = True
    loop: str = ""
    root: Path = ROOT
    port: int = PORT


PYTHON = str(BASELINE_PYTHON)
BARE = Subject("bare aiohttp", (PYTHON, str(BASELINES / "bare.py")), answers=False)
BARE_UVLOOP = Subject(
    "bare aiohttp on uvloop", (PYTHON, str(BASELINES / "bare.py")), answers=False, loop="uvloop"
)
LINE_ECHO = Subject("line-bot-sdk echo", (PYTHON, str(BASELINES / "line_sdk_echo.py")))
TELEGRAM_ECHO = Subject(
    "python-telegram-bot echo", (PYTHON, str(BASELINES / "telegram_ptb_echo.py"))
)
DURABLE_ECHO = Subject("durable echo", (PYTHON, str(BASELINES / "durable_echo.py")))
SERVICE = Subject("Prongsai", (sys.executable, "-m", "bot", "serve"))
INTAKE = Subject(
    "Prongsai, intake only",
    (sys.executable, "-m", "bot", "serve", "--intake-only"),
    answers=False,
)
ECHO = {"line": LINE_ECHO, "telegram": TELEGRAM_ECHO}


class Running:
    """A subject's process: its processor time and memory."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        self.process = process
        self.folder = folder

    def cpu_s(self) -> float:
        """Seconds of processor time so far, of all its threads."""
        fields = self._stat()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Megabytes (10**6) in memory now."""
        return int(self._stat()[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def kill(self) -> None:
        """SIGKILL, as a crash does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _stat(self) -> list[str]:
        text = Path(f"/proc/{self.process.pid}/stat").read_text()
        return text.rsplit(")", 1)[1].split()


def place(kind: str, port: int = PORT) -> Place:
    """Where a subject takes the webhooks of "line" or "telegram"."""
    return Place(kind, port, f"/webhook/{kind}")


@contextmanager
def running(subject: Subject, folder: Path) -> Iterator[Running]:
    """The subject on SERVICE_CORE, answering on its port; killed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            ["taskset", "-c", str(SERVICE_CORE), *subject.command],
            cwd=subject.root,
            env=_environment(subject, folder),
            stdout=log,
            stderr=log,
        )
    service = Running(process, folder)
    try:
        _wait(process, subject.port)
        yield service
    finally:
        service.kill()


@contextmanager
def fresh(subject: Subject, folder: Path) -> Iterator[Running]:
    """The same in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    with running(subject, folder) as service:
        yield service


def _environment(subject: Subject, folder: Path) -> dict[str, str]:
    sink = f"http://127.0.0.1:{SINK_PORT}"
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME")},
        "PORT": str(subject.port),
        "LOOP": subject.loop,
        "DATABASE": str(folder / "load.db"),
        "CASE_KEY": "ab" * 32,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "LINE_API_BASE": sink,
        "TELEGRAM_BOT_TOKEN": "123:ABC",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_BASE": sink,
    }


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Until the port answers anything at all."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
        except URLError as error:
            if hasattr(error, "code"):
                return
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"it does not answer: {process.args!r}")
