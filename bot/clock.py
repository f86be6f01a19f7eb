"""The clock: the only place that asks what time it is."""

import time
from datetime import UTC, datetime

from data.times import parse


def now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)


def second() -> int:
    """The second now, since 1970, UTC."""
    return int(time.time())


def seconds_since(at: str) -> float:
    """How long a stored time is over; less than 0 where it is still to come."""
    return (now() - parse(at)).total_seconds()
