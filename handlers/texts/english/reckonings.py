"""What Prongsai says in English of figures that it makes of printed ones."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Result
from handlers.texts.english.scores import RECOMPUTED
from handlers.texts.english.written import listed
from handlers.texts.reckonings import Rows
from handlers.texts.thai import points


def mean(rows: Rows) -> str:
    """The mean of several scores."""
    return f"Mean ({RECOMPUTED}): {_told(rows)}"


def total_of(rows: Rows) -> str:
    """The sum of several scores."""
    return f"Sum ({RECOMPUTED}, no score of the report): {_told(rows)}"


def _told(rows: Rows) -> str:
    return " / ".join(
        f"{name} {points(figure)}".strip() + (f" (of {count})" if count else "")
        for name, figure, count in rows
    )


def so(what: Sequence[str], claimed: Decimal) -> str:
    """It has the points that it is said to have."""
    return f"Yes: {' and '.join(what)} got {points(claimed)}"


def not_so(others: Sequence[str], more: int, claimed: Decimal, *, misprinted: bool) -> str:
    """It has not; what *others* do (and so many *more*), or that the table misprints it so."""
    if misprinted:
        return f"No: {points(claimed)} is a misprint in the report's table; the right one is below."
    rest = f" and {more} more" if more else ""
    if others:
        belongs = f"{points(claimed)} belongs to {listed(others)}{rest}"
        return f"No: {belongs}. What you asked about is below."
    return f"No: it did not get {points(claimed)} but what is told below."


def level_of_total(what: str, result: Result) -> str:
    """A level is printed of the total alone."""
    return f"The report gives a level ({result.level}) to the total alone, none to {what}."


def rank_of_total(what: str, result: Result) -> str:
    """A rank is printed of the total alone."""
    if result.rank is None:
        return f"The report tells no rank of {what}."
    return f"The report ranks the total alone (rank {result.rank:,}), not {what}."


def places(found: Sequence[tuple[str, int, int, bool]]) -> str:
    """Where scores stand among their like: what, place, among how many, shared or not."""
    lines = [
        f"• {what}: place {place} of {among}{' (shared)' if shared else ''}"
        for what, place, among, shared in found
    ]
    heading = f"From the highest, among our own scores of the same kind ({RECOMPUTED}):"
    return "\n".join([heading, *lines])
