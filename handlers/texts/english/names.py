"""What items, indicators and parts are called in English."""

from data.published import Indicator, Level, Part
from data.scoring import EIT_PARTS
from handlers.texts.english.vocabulary import SHORT_PARTS, indicator_name


def item(code: str) -> str:
    """Item e9."""
    return f"Item {code}"


def indicator(code: str) -> str:
    """Indicator 7, Sub-indicator 10.2."""
    return f"{'Sub-indicator' if '.' in code else 'Indicator'} {code}"


def indicator_called(each: Indicator) -> str:
    """An indicator with its name, and the report's own beside it."""
    english = indicator_name(each.name)
    thai = f" ({each.name})" if english != each.name else ""
    return f"{indicator(each.code)} {english}{thai}"


def in_a_list(each: Indicator) -> str:
    """An indicator by number and name."""
    return f"{each.code} {indicator_name(each.name)}"


def part(of: Part) -> str:
    """EIT part 1."""
    return SHORT_PARTS[of]


def scored(of: Part, code: str, level: Level) -> str:
    """What one score is of: "e9 EIT part 1", "Indicator 7", "OIT", "Total score"."""
    if level is Level.TOTAL:
        return "Total score"
    if level is Level.INSTRUMENT:
        return part(of)
    if level is Level.ITEM:
        return f"{code} {part(of)}" if of in EIT_PARTS else code
    return f"{indicator(code)} {part(of)}" if of in EIT_PARTS else indicator(code)
