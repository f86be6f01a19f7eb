"""How years, dates and lists are written in English: the report's Buddhist Era, and what it is."""

from collections.abc import Sequence
from datetime import date

from data.times import BUDDHIST_ERA, in_bangkok

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def fiscal(year: int) -> str:
    """B.E. 2566 (FY 1 Oct 2022 - 30 Sep 2023), where a year is first named."""
    ends = year - BUDDHIST_ERA
    return f"B.E. {year} (FY 1 Oct {ends - 1} - 30 Sep {ends})"


def day(when: date) -> str:
    """30 September 2024."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def date_of(stamp: str) -> str:
    """The day of a stored time, in Bangkok."""
    return day(in_bangkok(stamp).date())


def listed(words: Sequence[str]) -> str:
    """A, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
