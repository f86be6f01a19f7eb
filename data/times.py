"""Times as stored (ISO 8601, UTC, microseconds: text order is time order) and the Thai calendar."""

from datetime import UTC, datetime
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
    return utc.isoformat(timespec="microseconds")


def parse(text: str) -> datetime:
    """A stored time again, aware, UTC."""
    return datetime.fromisoformat(text)


def in_bangkok(text: str) -> datetime:
    """A stored time as people here read it."""
    return parse(text).astimezone(BANGKOK)
