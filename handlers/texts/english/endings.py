"""How an English answer ends: what can be typed next, and its source."""

from collections.abc import Sequence

from handlers.texts.english.vocabulary import worded


def source(fiscal_year: int, place: str = "") -> str:
    """Where an answer comes from: the report of *fiscal_year* (B.E.), and the place in it as the
    dataset names it."""
    where = f", {worded(place)}" if place else ""
    return f"Source: ITA report, fiscal year B.E. {fiscal_year}{where}"


def typed(*examples: str) -> str:
    """What can be typed next."""
    return f"Type e.g. {' or '.join(f'“{example}”' for example in examples)}"


def ended(lines: Sequence[str], cited: str, *examples: str) -> str:
    """An answer: its lines, what can be typed next, and its source."""
    return "\n".join([*lines, "", *([typed(*examples)] if examples else []), cited])
