"""Dates as people and forms write them, B.E. or C.E.: pure, today is passed in. Bangkok's days.

Days come before months ("20/11/2569"), unless the caller knows better.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from data.times import BANGKOK, BUDDHIST_ERA, MONTHS

OLDEST_YEARS = 10
FIRST_BE_YEAR = 2400
ABBREVIATED = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
RELATIVE = {"วันนี้": 0, "today": 0, "เมื่อวาน": 1, "เมื่อวานนี้": 1, "yesterday": 1, "เมื่อวานซืน": 2}
MORNING = ("am", "ก่อนเที่ยง")
AFTERNOON = ("pm", "หลังเที่ยง")

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_WORDED = re.compile(r"(?:วันที่ ?)?(\d{1,2}) ?([ก-ฮเ][^\d\s]+) ?(?:พ\.ศ\. ?)?(\d{4}|\d{2})", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))? ?(am|pm|ก่อนเที่ยง|หลังเที่ยง|น\.)?"
    r" ?(?:(?:gmt|utc)([+-]\d{1,2})(?::?(\d{2}))?)?",
    re.ASCII | re.IGNORECASE,
)


def day(text: str, today: date, *, month_first: bool = False) -> date | None:
    """The day that is meant; None where it is none, to come, or ten years ago."""
    words = _plain(text)
    if words in RELATIVE:
        return today - timedelta(days=RELATIVE[words])
    parts = _parts(words, month_first=month_first)
    try:
        found = parts and date(*parts)
    except ValueError:
        return None
    return found if found and today.year - OLDEST_YEARS <= found.year and found <= today else None


def moment(text: str, now: datetime, *, month_first: bool = False) -> datetime | None:
    """The time that is meant (aware; Bangkok's where no zone is written, and its noon where no hour
    is); None as above. *now* is aware."""
    words, _, rest = _plain(text).replace(",", " ").partition(" ")
    today = now.astimezone(BANGKOK).date()
    found = day(words, today, month_first=month_first)
    if found is None or not rest.strip():
        whole = found or day(text, today)
        return min(noon(whole), now) if whole else None
    at = _at(found, rest.strip())
    return at if at is not None and at <= now else None


def noon(of: date) -> datetime:
    """The middle of a day in Bangkok: on that day wherever it is read from nearby."""
    return datetime.combine(of, time(12), BANGKOK)


def order(text: str) -> str:
    """What a date in numbers gives away: whether "day" or "month" comes first, "" for neither."""
    found = _SLASHED.match(_plain(text))
    if found is None:
        return ""
    first, second = int(found[1]), int(found[2])
    return "day" if first > 12 else "month" if second > 12 else ""


def _plain(text: str) -> str:
    return " ".join(text.translate(_DIGITS).split()).casefold()


def _parts(words: str, *, month_first: bool) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(words):
        return _common_era(found[1]), int(found[2]), int(found[3])
    if found := _SLASHED.fullmatch(words):
        first, second = int(found[1]), int(found[2])
        month, of_month = (first, second) if month_first else (second, first)
        return _common_era(found[3]), month, of_month
    if found := _WORDED.fullmatch(words):
        month = _month(found[2])
        return (_common_era(found[3]), month, int(found[1])) if month else None
    return None


def _common_era(digits: str) -> int:
    """Two digits are of the B.E. century that people mean here: 69 is 2569."""
    year = int(digits) + (2500 if len(digits) == 2 else 0)
    return year - BUDDHIST_ERA if year >= FIRST_BE_YEAR else year


def _month(word: str) -> int:
    """1 to 12; 0 where it is none."""
    for names in (MONTHS, ABBREVIATED, tuple(name.replace(".", "") for name in ABBREVIATED)):
        if word in names:
            return names.index(word) + 1
    return 0


def _at(of: date, words: str) -> datetime | None:
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour, half = int(found[1]), found[4] or ""
    if half in (*MORNING, *AFTERNOON):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in AFTERNOON else 0)
    try:
        clock = time(hour, int(found[2]), int(found[3] or 0))
        return datetime.combine(of, clock, _zone(found[5], found[6])).astimezone(UTC)
    except ValueError:
        return None


def _zone(hours: str | None, minutes: str | None) -> tzinfo:
    if not hours:
        return BANGKOK
    offset = timedelta(hours=abs(int(hours)), minutes=int(minutes or 0))
    return timezone(-offset if hours.startswith("-") else offset)
