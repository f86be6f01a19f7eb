"""Times as stored (ISO 8601, UTC, microseconds: text order is time order) and the Thai calendar."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_ERA = 543  # Buddhist Era minus CE
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)


def stamp(at: datetime) -> str:
    """How an aware time is stored."""
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    second = _second(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second)
    return "%s.%06d+00:00" % (second, utc.microsecond)  # noqa: UP031  # a third of isoformat's time


@lru_cache(16)
def _second(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    return datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001  # as UTC


def parse(text: str) -> datetime:
    """A stored time again, aware, UTC."""
    return datetime.fromisoformat(text)


def in_bangkok(text: str) -> datetime:
    """A stored time as people here read it."""
    return parse(text).astimezone(BANGKOK)
