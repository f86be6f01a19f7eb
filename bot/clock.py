"""The clock: the only place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)
