"""Timings: how often something took how long, as Prometheus reads it.

The library's own histogram takes a lock and a chain of objects for each, which is several times
what counting takes; one loop alone counts here, and whoever reads adds up.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from prometheus_client.core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector


class Timing:
    """Seconds counted by the least of the *bounds* that they do not pass."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, seconds: float) -> None:
        """Something took so long."""
        self._counts[bisect_left(self._bounds, seconds)] += 1
        self._sum += seconds

    def so_far(self) -> tuple[list[tuple[str, float]], float]:
        """How many took at most so long, for each bound and for none; all seconds together."""
        total, reached = 0, []
        names = (*map(str, self._bounds), "+Inf")
        for name, count in zip(names, tuple(self._counts), strict=True):
            total += count
            reached.append((name, float(total)))
        return reached, self._sum


class Timings(Collector):
    """One histogram, *name* in seconds, for each of the *messengers*."""

    def __init__(
        self, name: str, what: str, bounds: tuple[float, ...], messengers: Iterable[str]
    ) -> None:
        self._name = name
        self._what = what
        self.of = {messenger: Timing(bounds) for messenger in messengers}

    def collect(self) -> Iterator[Metric]:
        """As it stands now."""
        family = HistogramMetricFamily(self._name, self._what, labels=["messenger"])
        for messenger, timing in self.of.items():
            family.add_metric([messenger], *timing.so_far())
        yield family
