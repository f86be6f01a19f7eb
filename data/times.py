"""Times as stored: ISO 8601 in UTC, always with microseconds: text order is time order."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


def stamp(at: datetime) -> str:
    """How an aware time is stored."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def parse(text: str) -> datetime:
    """A stored time again, aware, UTC."""
    return datetime.fromisoformat(text)


def in_bangkok(text: str) -> datetime:
    """A stored time as people here read it."""
    return parse(text).astimezone(BANGKOK)
