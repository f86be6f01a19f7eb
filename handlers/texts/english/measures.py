"""The plan is in Thai: introduced in English, said as the report says it."""

from collections.abc import Sequence

from data.published import Measure
from handlers.texts import measures as thai
from handlers.texts.english.endings import typed
from handlers.texts.english.written import fiscal

IN_THAI = "The plan is in Thai; this is what it says:"


def all_measures(found: Sequence[Measure], office: str = "", absent: str = "") -> str:
    """The whole plan, or an office's part of it."""
    return _introduced(thai.all_measures(found, office, absent))


def detail(measure: Measure) -> str:
    """One measure."""
    return _introduced(thai.detail(measure))


def several(found: Sequence[Measure]) -> str:
    """Several rows of one topic."""
    return _introduced(thai.several(found))


def owner(found: Sequence[Measure], absent: str = "") -> str:
    """Who is responsible."""
    return _introduced(thai.owner(found, absent))


def period(found: Sequence[Measure]) -> str:
    """From when to when."""
    return _introduced(thai.period(found))


def owner_of(measure: Measure) -> str:
    """Who is responsible for one measure comes first."""
    return _introduced(thai.owner_of(measure))


def period_of(measure: Measure) -> str:
    """From when to when one measure runs comes first."""
    return _introduced(thai.period_of(measure))


def no_plan(year: int) -> str:
    """The dataset has no measures for that year."""
    return f"There is no plan for {fiscal(year)} here yet. {typed('total score')}"


def plan_of_report(year: int, plan_year: int) -> str:
    """A report's plan is for the year after it."""
    return (
        f"The report of B.E. {year} plans for B.E. {plan_year}; it has no plan for {year} itself."
    )


def _introduced(thai_words: str) -> str:
    return f"{IN_THAI}\n\n{thai_words}\n{typed('measure 2', 'total score')}"
