"""How numbers, dates and lists are written for people: two decimals, Buddhist Era, Bangkok time."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from data.scoring import half_up
from data.times import BUDDHIST_ERA, MONTHS, in_bangkok

LETTERS = "กขคงจฉชซ"
_CODE = re.compile(r"([ieo])(\d+)")


def points(value: Decimal) -> str:
    """A score as printed: two decimals, half-up."""
    return f"{half_up(value):.2f}"


def exact(value: Decimal) -> str:
    """A score with its third decimal where it has one: 96.475, 95.00."""
    third = half_up(value, 3)
    return points(value) if third == half_up(value) else f"{third:.3f}"


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


def runs(codes: Sequence[str]) -> str:
    """Item codes, neighbours joined: "i4-i6 o1 o3"."""
    found: list[list[str]] = []
    for code in codes:
        if found and _follows(found[-1][-1], code):
            found[-1].append(code)
        else:
            found.append([code])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found)


def _follows(before: str, code: str) -> bool:
    one, other = _CODE.fullmatch(before), _CODE.fullmatch(code)
    return bool(one and other and one[1] == other[1] and int(one[2]) + 1 == int(other[2]))


def shorten(text: str, longest: int) -> str:
    """At most *longest* characters, cut at a space where one is near, never inside a Thai letter
    cluster (a consonant keeps its vowel and tone marks)."""
    if len(text) <= longest:
        return text
    end = text.rfind(" ", longest * 2 // 3, longest)
    if end < 0:
        end = longest - 1
        while end > 1 and (unicodedata.category(text[end]) == "Mn" or text[end] in "ะาำๆฯ"):
            end -= 1
    return f"{text[:end].rstrip()}…"
