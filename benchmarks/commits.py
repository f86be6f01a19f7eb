"""What a message costs in the database, of the processor: its statements, and its share of commits.

``python -m benchmarks.commits`` (a minute). A message of LINE is kept, answered, its reply marked
and then noted as sent: four commits, each shared by a group, in one thread with nothing else in it.
Medians of ROUNDS rounds of MESSAGES for each size of a group; every message is another chat's.
"""

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from data import chats, conversations, inbox, outbox
from data.conversations import Conversation
from data.sealing import Vault
from data.store import Connection, Store

GROUPS = (1, 20, 64)
ROUNDS, MESSAGES, WARM = 7, 1280, 640
MESSAGE, REPLY = b"m" * 260, b"r" * 1400  # bytes, as a question and its answer have them
AT = "2026-01-01T00:00:00.000000+00:00"
SUBJECT = MappingProxyType({"intent": "score", "item": "e9", "year": "2566"})
STANDS = Conversation(subject=SUBJECT, subject_at=AT)

Each = TypeVar("Each")
T = TypeVar("T")


class Passage:
    """Messages on their way through one database; *spent* is microseconds of the processor."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.spent: Counter[str] = Counter()

    def group(self, size: int) -> None:
        """So many messages, from the inbox to the last note of the outbox."""
        rows = [_row() for _ in range(size)]
        kept = self._commit("kept", self._put, rows)
        replies = self._commit("answered", self._answer, kept)
        self._commit("marked", self._mark, replies)
        self._commit("sent", self._sent, replies)

    def _put(self, row: inbox.NewRow) -> tuple[int, str]:
        with self._counted("inbox: message"):
            (row_id,) = inbox.put(self._db, (row,))
        assert row_id is not None
        return row_id, row.chat

    def _answer(self, kept: tuple[int, str]) -> int:
        row_id, chat = kept
        with self._counted("inbox: done"):
            token_at = inbox.finish(self._db, row_id, AT) or ""
        with self._counted("chat: reachable"):
            chats.mark_reachable(self._db, chat)
        with self._counted("conversation"):
            conversations.save(self._db, chat, STANDS, AT)
        with self._counted("outbox: reply"):
            new = outbox.NewRow("line", chat, REPLY, AT, row_id, token_at, received_at=AT)
            return outbox.add(self._db, new).id

    def _mark(self, row_id: int) -> None:
        with self._counted("outbox: marked"):
            outbox.mark_attempted(self._db, [row_id])

    def _sent(self, row_id: int) -> None:
        with self._counted("outbox: sent"):
            outbox.mark_sent(self._db, row_id, AT)

    def _commit(self, name: str, write: Callable[[Each], T], group: Iterable[Each]) -> list[T]:
        with self._counted(f"commit: {name}"):
            self._db.execute("begin immediate")
        results = [write(each) for each in group]
        with self._counted(f"commit: {name}"):
            self._db.execute("commit")
        return results

    @contextmanager
    def _counted(self, name: str) -> Iterator[None]:
        began = time.thread_time_ns()
        yield
        self.spent[name] += time.thread_time_ns() - began


def _row() -> inbox.NewRow:
    event, chat, message = (os.urandom(16).hex() for _ in range(3))
    return inbox.NewRow("line", event, chat, message, MESSAGE, AT)


def measure(folder: Path, size: int) -> dict[str, float]:
    """Microseconds a message, by what they went into."""
    store = Store(folder / f"{size}.db", Vault(os.urandom(32)))
    try:
        passage = Passage(store._writer)
        for _ in range(WARM // size):
            passage.group(size)
        rounds = [_round(passage, size) for _ in range(ROUNDS)]
    finally:
        store.close()
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def _round(passage: Passage, size: int) -> dict[str, float]:
    passage.spent.clear()
    groups = MESSAGES // size
    for _ in range(groups):
        passage.group(size)
    return {name: spent / (groups * size) / 1000 for name, spent in passage.spent.items()}


def table(found: Sequence[dict[str, float]]) -> Iterator[str]:
    """Lines of Markdown."""
    yield "| us of the processor a message, in groups of | " + " | ".join(map(str, GROUPS)) + " |"
    yield "|---|" + "---|" * len(GROUPS)
    for name in found[0]:
        yield f"| {name} | " + " | ".join(f"{each[name]:.1f}" for each in found) + " |"
    yield "| all | " + " | ".join(f"{sum(each.values()):.0f}" for each in found) + " |"


def main() -> None:
    """Measure each size of a group, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(Path(folder), size) for size in GROUPS]
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
