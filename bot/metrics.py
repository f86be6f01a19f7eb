"""Metrics: what Prometheus reads of one service. Numbers alone, and no label but fixed words.

What happens is counted as it happens. What stands in the database is counted when somebody asks, on
a connection and in a thread of its own.
"""

import math
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot import clock
from bot.timings import Timings
from data import figures, inbox, outbox
from data.figures import Figures
from data.store import Store
from data.write_log import log_of
from handlers.message import Messenger
from handlers.understanding.question import UNSURE, Question

ACK_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
REPLY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0, 3600.0)
"""Seconds. LINE waits two for an acknowledgement; its reply token lives for a minute."""

HELD = MappingProxyType({"": "no", "time": "time", "budget": "budget"})

Observe = Callable[[float], None]


class Metrics:
    """What one service counts. *own_budget* of LINE pushes as in data.pushes."""

    def __init__(
        self, store: Store, messengers: Iterable[Messenger], own_budget: int | None
    ) -> None:
        self._store = store
        self._registry = CollectorRegistry()
        names = tuple(messengers)
        self._acks = self._timings(
            "acknowledgement",
            "From a request to its answer, what it brought being kept",
            ACK_BUCKETS,
            names,
        )
        self._replies = self._timings(
            "reply",
            "From a message's receipt until its messenger took a reply to it",
            REPLY_BUCKETS,
            names,
        )
        self._questions = _Questions()
        self._registry.register(self._questions)
        self._waits = Counter(
            "prongsai_address_waits",
            "Messages and files of the page whose address had sent so much that they were to wait",
            ["what"],
            registry=self._registry,
        )
        self._registry.register(_Database(store, names, own_budget))
        ProcessCollector(registry=self._registry)
        blocks = Gauge(
            "prongsai_memory_blocks",
            "Pieces of memory that Python holds for something",
            registry=self._registry,
        )
        blocks.set_function(sys.getallocatedblocks)

    def acknowledged(self, messenger: Messenger) -> Observe:
        """Where a messenger's acknowledgements are counted, in seconds."""
        return self._acks.of[messenger.value].observe

    def told_to_wait(self, what: str) -> Callable[[], None]:
        """Where it is counted that an address of the page was told to wait with *what*."""
        return self._waits.labels(what).inc

    def was_read(self, question: Question) -> None:
        """A message was read as a question."""
        if question.intent == UNSURE:
            self._questions.unsure += 1
        else:
            self._questions.understood += 1

    def taken(self, row: outbox.Row) -> None:
        """A messenger took a reply."""
        if row.inbox_id is None:
            return
        at = row.received_at or self._store.read_now(inbox.received_at, row.inbox_id)
        if at:
            self._replies.of[row.messenger].observe(max(0.0, clock.seconds_since(at)))

    def text(self) -> bytes:
        """All of it as Prometheus reads it; for a thread of its own."""
        return generate_latest(self._registry)

    def _timings(
        self, name: str, what: str, bounds: tuple[float, ...], names: tuple[Messenger, ...]
    ) -> Timings:
        full = f"prongsai_{name}_seconds"
        timings = Timings(full, what, bounds, (each.value for each in names))
        self._registry.register(timings)
        return timings


class _Questions(Collector):
    """Counted by one loop alone, for every message: without the lock of the library's counter."""

    def __init__(self) -> None:
        self.understood = self.unsure = 0

    def collect(self) -> Iterator[Metric]:
        """As it stands now."""
        family = CounterMetricFamily(
            "prongsai_questions",
            "Messages that were read as a question, by whether one was understood",
            labels=["outcome"],
        )
        family.add_metric(["understood"], self.understood)
        family.add_metric(["unsure"], self.unsure)
        yield family


class _Database(Collector):
    """What is counted when somebody asks."""

    def __init__(self, store: Store, messengers: tuple[Messenger, ...], own: int | None) -> None:
        self._store = store
        self._messengers = messengers
        self._own = own

    def describe(self) -> Iterator[Metric]:
        """Nothing: the database is not read while the service is put together."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """A figure a time; without a database that can be read, the size of its file."""
        yield from self._sizes()
        try:
            found = self._store.read_aside(figures.gather, clock.now(), self._own)
        except Exception:
            yield _gauge("database_readable", "Whether the database could be read", 0)
            return
        yield _gauge("database_readable", "Whether the database could be read", 1)
        yield from self._counted(found)

    def _sizes(self) -> Iterator[Metric]:
        family = GaugeMetricFamily(
            "prongsai_database_bytes", "Size of the database and of its log", labels=["file"]
        )
        family.add_metric(["database"], _size(self._store.path))
        family.add_metric(["log"], _size(log_of(self._store.path)))
        yield family

    def _counted(self, found: Figures) -> Iterator[Metric]:
        yield _gauge("inbox_waiting_messages", "Messages not handled yet", found.inbox)
        yield _gauge("inbox_oldest_seconds", "Age of the oldest of these", found.inbox_oldest_s)
        yield self._waiting(found)
        yield self._oldest(found)
        yield _gauge("parked_messages", "Messages at which the handlers failed", found.parked)
        yield _gauge("line_pushes_this_month", "LINE messages billed this month", found.pushes)
        budget = math.inf if found.budget is None else found.budget
        yield _gauge("line_push_budget", "How many there may be; +Inf without an end", budget)
        yield _gauge("database_free_bytes", "Of the database, to be used again", found.free_bytes)

    def _waiting(self, found: Figures) -> Metric:
        family = GaugeMetricFamily(
            "prongsai_outbox_waiting_replies",
            "Replies that no messenger has taken yet, by what they are held for",
            labels=["messenger", "held"],
        )
        counts = {(each.messenger, each.hold): each.count for each in found.outbox}
        for name in self._messengers:
            for hold, label in HELD.items():
                family.add_metric([name.value, label], counts.get((name.value, hold), 0))
        return family

    def _oldest(self, found: Figures) -> Metric:
        family = GaugeMetricFamily(
            "prongsai_outbox_oldest_seconds",
            "Age of the oldest reply on its way, held ones left out",
            labels=["messenger"],
        )
        ages = {each.messenger: each.oldest_s for each in found.outbox if not each.hold}
        for name in self._messengers:
            family.add_metric([name.value], ages.get(name.value, 0.0))
        return family


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"prongsai_{name}", what, value=value)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
