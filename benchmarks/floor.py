"""The floor: what a message cannot cost less than, each thing alone, on this machine.

``python -m benchmarks.floor``. Medians of 7 rounds, in microseconds of the time that passed; each
with the smallest tool that does it. A message on LINE needs one HMAC, one JSON document in and one
out, four writes with a part in four commits, and at least four packets: the webhook and its 200,
the call and its answer.
"""

import hmac
import json
import os
import platform
import socket
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.load.events import Place, request
from data.sealing import Vault

ROUNDS = 7
PAGE = os.urandom(4096)
BODY = request(Place("line", 1, "/webhook/line"), 1, 1, "คะแนนรวมเท่าไหร่").partition(b"\r\n\r\n")[2]
SHARED = 64
"""Messages whose writes share a commit under load."""


def timed(work: Callable[[], object], number: int) -> float:
    """Microseconds for each of *number*: the median of the rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(number):
            work()
        found.append((time.perf_counter() - began) / number * 1e6)
    return statistics.median(found)


def to_the_disk(folder: Path) -> float:
    """A page written behind the others and waited for (fdatasync)."""
    file = os.open(folder / "log", os.O_CREAT | os.O_WRONLY)
    try:

        def write() -> None:
            os.write(file, PAGE)
            os.fdatasync(file)

        return timed(write, 200)
    finally:
        os.close(file)


def packet() -> float:
    """One sent and received on loopback: two system calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        one = socket.create_connection(server.getsockname())
        other, _ = server.accept()
        with one, other:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

            def pass_on() -> None:
                one.send(BODY)
                other.recv(65536)

            return timed(pass_on, 5_000)


def rows(folder: Path) -> float:
    """A row of half a kilobyte put into a table with one index, in SQLite, without its commit."""
    db = sqlite3.connect(folder / "floor.db", isolation_level=None)
    db.execute("pragma journal_mode = wal")
    db.execute("create table t (id integer primary key, chat text, words blob)")
    db.execute("create index t_by_chat on t (chat, id)")
    db.execute("begin")
    insert = "insert into t (chat, words) values (?, ?)"
    spent = timed(lambda: db.execute(insert, (os.urandom(16).hex(), PAGE[:500])), 2_000)
    db.execute("rollback")
    db.close()
    return spent


def main() -> None:
    """Print the table."""
    vault, key = Vault(bytes(32)), b"s" * 32
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        disk = to_the_disk(folder)
        found = {
            "a page on the disk, waited for (fdatasync), alone": disk,
            f"the same, shared by {SHARED} messages": disk / SHARED,
            f"HMAC-SHA256 of a webhook of {len(BODY)} bytes": timed(
                lambda: hmac.digest(key, BODY, "sha256"), 5_000
            ),
            "its JSON read by the standard library": timed(lambda: json.loads(BODY), 5_000),
            "its JSON read by msgspec": timed(lambda: msgspec.json.decode(BODY), 5_000),
            "half a kilobyte sealed (AES-256-GCM)": timed(
                lambda: vault.seal(PAGE[:500], "floor"), 5_000
            ),
            "a row put into a table with an index, without its commit": rows(folder),
            "a packet on loopback, sent and received": packet(),
        }
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("| alone | us |\n|---|---|")
    for what, spent in found.items():
        print(f"| {what} | {spent:,.1f} |")


if __name__ == "__main__":
    main()
