"""How an answer ends: what can be typed next, for quick replies show on phones only; its source."""

from collections.abc import Sequence


def source(fiscal_year: int, place: str = "") -> str:
    """Where an answer comes from: the report of *fiscal_year* (B.E.), and the place in it."""
    where = f" {place}" if place else ""
    return f"ที่มา: รายงานผลประเมิน ITA ปีงบประมาณ พ.ศ. {fiscal_year}{where}"


def typed(*examples: str) -> str:
    """What can be typed next."""
    return f"พิมพ์ เช่น {' หรือ '.join(f'“{example}”' for example in examples)}"


def ended(lines: Sequence[str], cited: str, *examples: str) -> str:
    """An answer: its lines, what can be typed next, and its source."""
    return "\n".join([*lines, "", *([typed(*examples)] if examples else []), cited])
