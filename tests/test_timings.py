"""Timings: what Prometheus reads of them is what the library's own histogram would say."""

from collections.abc import Iterable

from hypothesis import example, given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.timings import Timings

BOUNDS = (0.001, 0.0025, 0.5, 1.0, 60.0, 3600.0)


def read(registry: CollectorRegistry) -> dict[tuple[str, str], float]:
    text = generate_latest(registry).decode()
    return {
        (sample.name, sample.labels.get("le", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def by_the_library(seconds: Iterable[float]) -> dict[tuple[str, str], float]:
    registry = CollectorRegistry()
    histogram = Histogram(
        "took_seconds", "How long", ["messenger"], buckets=BOUNDS, registry=registry
    )
    child = histogram.labels("line")
    for each in seconds:
        child.observe(each)
    return read(registry)


@given(st.lists(st.floats(0, 10_000) | st.sampled_from(BOUNDS)))
@example([])
@example(list(BOUNDS))
def test_they_say_what_the_librarys_histogram_says(seconds: list[float]) -> None:
    registry = CollectorRegistry()
    timings = Timings("took_seconds", "How long", BOUNDS, ["line"])
    registry.register(timings)
    for each in seconds:
        timings.of["line"].observe(each)

    assert read(registry) == by_the_library(seconds)
