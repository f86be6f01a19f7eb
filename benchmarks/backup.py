"""How long a write waits while the database is backed up: ``python -m benchmarks.backup``.

One writer, one write at a time, messages of 3,000 bytes; the backup is the command itself, in a
process of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from data import inbox
from data.sealing import Vault
from data.store import Connection, Store
from data.write_log import log_of

KEY = bytes(32)
ROWS, SIZE, BATCH = 56_000, 3_000, 1_000
ROUNDS = 5
AT = "2026-01-01T00:00:00.000000+00:00"
ROOT = Path(__file__).parent.parent


def put(db: Connection, first: int, number: int) -> None:
    """Keep messages of 500 chats."""
    rows = (
        inbox.NewRow("line", f"E{each}", f"chat{each % 500}", "", os.urandom(SIZE), AT)
        for each in range(first, first + number)
    )
    inbox.put(db, tuple(rows))


def measure(store: Store, numbers: "count[int]", goes_on: Callable[[], bool]) -> str:
    """Write until it is enough; how long each write took."""
    waits, largest = [], 0
    while goes_on():
        begun = time.perf_counter()
        store.write_now(put, next(numbers), 1)
        waits.append(1_000 * (time.perf_counter() - begun))
        largest = max(largest, log_of(store.path).stat().st_size)
    waits.sort()
    left = log_of(store.path).stat().st_size
    return (
        f"{len(waits)} writes: median {statistics.median(waits):.1f} ms,"
        f" p99 {waits[int(len(waits) * 0.99)]:.1f} ms, longest {waits[-1]:.1f} ms;"
        f" log {largest / 2**20:.0f} MB at most, {left / 2**20:.0f} after"
    )


def main() -> None:
    """Fill, measure without a backup, then with one, several times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "copies").mkdir()
        used = {**os.environ, "DATABASE": str(folder / "a.db"), "CASE_KEY": KEY.hex()}
        command = (sys.executable, "-m", "bot", "backup", str(folder / "copies"), "--keep", "1")
        with closing(Store(folder / "a.db", Vault(KEY))) as store:
            for first in range(0, ROWS, BATCH):
                store.write_now(put, first, BATCH)
            print(f"{store.path.stat().st_size / 2**20:.0f} MB")
            numbers = count(ROWS)
            for _ in range(ROUNDS):
                until = time.monotonic() + 3
                print("alone ", measure(store, numbers, lambda: time.monotonic() < until))  # noqa: B023
                backup = subprocess.Popen(command, cwd=ROOT, env=used, stdout=subprocess.DEVNULL)
                print("beside", measure(store, numbers, lambda: backup.poll() is None))  # noqa: B023


if __name__ == "__main__":
    main()
