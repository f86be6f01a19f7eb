"""What Prongsai says of figures that it makes of printed ones, and where the report has none."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Result
from handlers.texts.scores import RECOMPUTED
from handlers.texts.thai import listed, points

Rows = Sequence[tuple[str, Decimal, int]]
"""Of which part ("" where there is one), the figure, and of how many it is made (0 unsaid)."""


def mean(rows: Rows) -> str:
    """The mean of several scores."""
    return f"ค่าเฉลี่ย ({RECOMPUTED}): {_told(rows)}"


def total_of(rows: Rows) -> str:
    """The sum of several scores."""
    return f"ผลรวม ({RECOMPUTED} ไม่ใช่คะแนนในรายงาน): {_told(rows)}"


def _told(rows: Rows) -> str:
    return " / ".join(
        f"{name} {points(figure)}".strip() + (f" ({count} ค่า)" if count else "")
        for name, figure, count in rows
    )


def so(what: Sequence[str], claimed: Decimal) -> str:
    """It has the points that it is said to have."""
    return f"ใช่ค่ะ {' และ '.join(what)} ได้ {points(claimed)}"


def not_so(others: Sequence[str], more: int, claimed: Decimal, *, misprinted: bool) -> str:
    """It has not; what *others* do (and so many *more*), or that the table misprints it so."""
    if misprinted:
        return f"ไม่ใช่ค่ะ {points(claimed)} เป็นเลขที่ตารางในรายงานพิมพ์คลาดเคลื่อน ค่าที่ถูกอยู่ด้านล่าง"
    rest = f" และอีก {more} รายการ" if more else ""
    if others:
        return f"ไม่ใช่ค่ะ {points(claimed)} เป็นคะแนนของ {listed(others)}{rest} ที่ถามได้ตามด้านล่าง"
    return f"ไม่ใช่ค่ะ ที่ถามไม่ได้ {points(claimed)} แต่ได้ตามด้านล่าง"


def level_of_total(what: str, result: Result) -> str:
    """A level is printed of the total alone."""
    return f"รายงานให้ระดับเฉพาะคะแนนรวม ({result.level}) ไม่มีระดับของ {what} แยกค่ะ"


def rank_of_total(what: str, result: Result) -> str:
    """A rank is printed of the total alone."""
    if result.rank is None:
        return f"รายงานไม่ได้บอกลำดับของ {what} ค่ะ"
    return f"รายงานบอกลำดับเฉพาะคะแนนรวม (ลำดับที่ {result.rank:,}) ไม่มีลำดับของ {what} แยกค่ะ"


def places(found: Sequence[tuple[str, int, int, bool]]) -> str:
    """Where scores stand among their like: what, place, among how many, shared or not."""
    lines = [
        f"• {what} ลำดับที่ {place} จาก {among}{' (ร่วม)' if shared else ''}"
        for what, place, among, shared in found
    ]
    heading = f"เรียงจากคะแนนสูงในกลุ่มเดียวกันของเราเอง ({RECOMPUTED} ไม่ใช่ลำดับเทียบกับที่อื่น)"
    return "\n".join([heading, *lines])
