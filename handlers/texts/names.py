"""What Prongsai calls items, indicators and parts."""

from data.published import Indicator, Level, Part
from data.scoring import EIT_PARTS
from handlers.texts.scores import SHORT_PARTS


def item(code: str) -> str:
    """ข้อ e9."""
    return f"ข้อ {code}"


def indicator(code: str) -> str:
    """ตัวชี้วัดที่ 7, ตัวชี้วัดย่อยที่ 10.2."""
    return f"ตัวชี้วัด{'ย่อย' if '.' in code else ''}ที่ {code}"


def indicator_called(each: Indicator) -> str:
    """An indicator with its name."""
    return f"{indicator(each.code)} {each.name}"


def in_a_list(each: Indicator) -> str:
    """An indicator by number and name."""
    return f"{each.code} {each.name}"


def part(of: Part) -> str:
    """EIT ส่วนที่ 1."""
    return SHORT_PARTS[of]


def scored(of: Part, code: str, level: Level) -> str:
    """What one score is of: "e9 EIT ส่วนที่ 1", "ตัวชี้วัดที่ 7", "OIT", "คะแนนรวม"."""
    if level is Level.TOTAL:
        return "คะแนนรวม"
    if level is Level.INSTRUMENT:
        return part(of)
    if level is Level.ITEM:
        return f"{code} {part(of)}" if of in EIT_PARTS else code
    return f"{indicator(code)} {part(of)}" if of in EIT_PARTS else indicator(code)
