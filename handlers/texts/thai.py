"""How numbers and dates are written for people: two decimals, Buddhist Era, Bangkok time."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from data.scoring import half_up
from data.times import in_bangkok

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
BUDDHIST_ERA = 543
LETTERS = "กขคงจฉชซ"


def points(value: Decimal) -> str:
    """A score as printed: two decimals, half-up."""
    return f"{half_up(value):.2f}"


def difference(value: Decimal) -> str:
    """A difference with its sign: +2.00, -0.05, 0.00."""
    rounded = half_up(value)
    return f"{rounded:+.2f}" if rounded else "0.00"


def be_date(day: date) -> str:
    """30 กันยายน 2567."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def date_of(stamp: str) -> str:
    """The day of a stored time, in Bangkok."""
    return be_date(in_bangkok(stamp).date())


def date_and_time_of(stamp: str) -> str:
    """Day and minute of a stored time, in Bangkok."""
    at = in_bangkok(stamp)
    return f"{be_date(at.date())} {at:%H.%M} น."


def listed(words: Sequence[str]) -> str:
    """ก, ข และ ค."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} และ {words[-1]}"
