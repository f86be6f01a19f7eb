"""How a backlog drains, and how long somebody who writes meanwhile waits for the answer.

Run by ``make benchmark-backlog`` (``python -m benchmarks.backlog [ROWS [TELEGRAM_ROWS]]``); its
output is kept in RESULTS.md beside this. The vendor is played in a process of its own that answers
after 20 ms. ROWS messages wait in as many chats, as after an outage (on Telegram 1,000, if not
told: 30 a second take their time); while they drain answers are kept and handed over, some a
second. A latency is from before the answer is kept until the vendor has it. Before and after that
the same without a backlog; ratios are of medians over windows of ANSWERS.
"""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, TextIO

import uvloop

from bot import log
from bot.delivery import Courier
from bot.messengers.line import Line
from bot.messengers.messenger import Adapter
from bot.messengers.telegram import Telegram
from data.sealing import Vault
from data.store import Store
from handlers.message import Messenger
from tests.played_vendor import TOKEN
from tests.waiting_rows import add_many, answer, notices, states

ROWS = 50_000
TELEGRAM_ROWS = 1_000
WINDOWS, ANSWERS = 5, 60
RATES = {Messenger.LINE: 20, Messenger.TELEGRAM: 5}
LATENCY_S = 0.02
TELEGRAM_TAKES = 30
PAGE = os.sysconf("SC_PAGE_SIZE")


class Vendor:
    """A vendor played in another process."""

    def __init__(self, *arguments: float) -> None:
        command = [sys.executable, "-m", "tests.played_vendor", *map(str, arguments)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def told(self) -> Any:
        """What has arrived there, and how often it refused."""
        with urllib.request.urlopen(f"{self.url}/played") as response:
            return json.load(response)

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class Drain:
    """One messenger with its backlog, and somebody who writes meanwhile."""

    def __init__(self, store: Store, vendor: Vendor, messenger: Messenger) -> None:
        self._store, self._vendor, self._messenger = store, vendor, messenger
        self._kept_at: dict[str, float] = {}
        self._adapter: Adapter = (
            Line(vendor.url, "t") if messenger is Messenger.LINE else Telegram(TOKEN, vendor.url)
        )

    async def run(self, rows: int) -> dict[str, Any]:
        """Latencies before, while and after *rows* drain, and how that went."""
        await self._adapter.start()
        quiet = await self._windows("before", rows=0)
        for first in range(0, rows, 1_000):
            number = min(1_000, rows - first)
            await self._store.write(add_many, notices(number, self._messenger, first + 1))
        memory = _resident()
        busy = await self._windows("while", rows=rows)
        quiet += await self._windows("after", rows=0)
        await self._adapter.close()
        told = await asyncio.to_thread(self._vendor.told)
        at = {text: moment for _, text, moment in told["arrived"]}
        old = sorted(moment for text, moment in at.items() if text.startswith("old"))
        return {
            "quiet": [self._latencies(at, each) for each in quiet],
            "busy": [self._latencies(at, each) for each in busy],
            "rate": len(old) / (old[-1] - old[0]),
            "seconds": old[-1] - old[0],
            "memory": max(0, self._peak - memory) / 2**20,
            "refused": told["refused"],
            "lost": rows - len(old),
            "twice": len(told["arrived"]) - len(at),
        }

    async def _windows(self, name: str, rows: int) -> list[list[str]]:
        """Windows of answers; with a backlog, until it is gone."""
        courier = Courier(self._store, {self._messenger: self._adapter})
        courier.start()
        self._peak = _resident()
        windows: list[list[str]] = []
        while len(windows) < WINDOWS or (rows and states(self._store)["waiting"]):
            windows.append(await self._window(courier, f"{name} {len(windows)}"))
        async with asyncio.timeout(60):
            while states(self._store)["waiting"]:
                await self._store.write(lambda _: None)
        await courier.stop(5)
        return windows

    async def _window(self, courier: Courier, name: str) -> list[str]:
        texts = []
        for number in range(ANSWERS):
            text = f"{name} {number}"
            self._kept_at[text] = time.monotonic()
            chat = str(10**9 + len(self._kept_at))
            rows = await self._store.write(answer, text, chat, self._messenger)
            courier.send(rows)
            texts.append(text)
            self._peak = max(self._peak, _resident())
            await asyncio.sleep(1 / RATES[self._messenger])
        return texts

    def _latencies(self, at: dict[str, float], texts: list[str]) -> list[float]:
        return [(at[text] - self._kept_at[text]) * 1000 for text in texts]


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE


def _row(name: str, found: dict[str, Any], rows: int) -> str:
    half, most = _times(found["quiet"])
    busy_half, busy_most = _times(found["busy"])
    return (
        f"| {name} | {rows:,} | {found['rate']:.0f} | {found['seconds']:.0f}"
        f" | {found['memory']:.0f} | {half:.1f} / {most:.1f} | {busy_half:.1f} / {busy_most:.1f}"
        f" | {busy_half / half:.2f} / {busy_most / most:.2f} | {found['refused']}"
        f" | {found['lost']} / {found['twice']} |"
    )


def _times(windows: list[list[float]]) -> tuple[float, float]:
    """The median over windows of their medians and of their 95 % points."""
    half = statistics.median(statistics.median(each) for each in windows)
    return half, statistics.median(statistics.quantiles(each, n=20)[-1] for each in windows)


def _measure(messenger: Messenger, rows: int, *vendor: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "backlog.db", Vault(bytes(32)))
        played = Vendor(*vendor)
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(Drain(store, played, messenger).run(rows))
        finally:
            played.close()
            store.close()


def main(rows: int = ROWS, telegram_rows: int = TELEGRAM_ROWS) -> None:
    """Print the table of whoever is to have rows; the log goes where nobody reads it."""
    out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    log.configure()
    print(
        f"`make benchmark-backlog`. Machine: {platform.processor() or platform.machine()},"
        f" {os.cpu_count()} cores, Python {platform.python_version()}.\n\n"
        "| backlog | rows | drained/s | seconds | MiB more | alone: median / 95 % ms"
        " | meanwhile | ratio | refused (429) | lost / twice |\n"
        "|---|---|---|---|---|---|---|---|---|---|",
        file=out,
        flush=True,
    )
    if rows:
        found = _measure(Messenger.LINE, rows, LATENCY_S)
        print(_row("LINE", found, rows), file=out, flush=True)
    if telegram_rows:
        found = _measure(Messenger.TELEGRAM, telegram_rows, LATENCY_S, TELEGRAM_TAKES)
        name = f"Telegram, which takes {TELEGRAM_TAKES}/s"
        print(_row(name, found, telegram_rows), file=out, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
