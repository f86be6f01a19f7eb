"""What Prongsai says of why a score is what it is."""

from collections.abc import Sequence

from data.published import Basis, Item, Score
from handlers.texts.endings import ended, source
from handlers.texts.scores import CORRECTED, SHORT_PARTS, part_by_part, whole
from handlers.texts.thai import points, shorten

NO_REASONS = "รายงานไม่ได้บอกเหตุผลรายข้อ บอกได้จากตัวเลขว่าอะไรดึงคะแนนลง"
LONGEST_NAME = 60


def item(each: Item, scores: Sequence[Score], topics: Sequence[tuple[int, str]]) -> str:
    """An item has no reasons in the report: what there is, and which topics speak of it."""
    lines = [
        f"ข้อ {each.code} ปีงบประมาณ พ.ศ. {each.fiscal_year} {part_by_part(scores)}",
        "รายงานไม่ได้บอกเหตุผลของคะแนนรายข้อค่ะ",
    ]
    if topics:
        lines.append("ที่วิเคราะห์ข้อนี้ไว้คือ")
        lines += [f"• ประเด็นที่ {number} {title}" for number, title in topics]
    if any(score.basis is Basis.CORRECTED for score in scores):
        lines.append(f"หมายเหตุ: {CORRECTED}")
    example = f"สรุปประเด็นที่ {topics[0][0]}" if topics else f"{each.code} ถามว่าอะไร"
    return ended(lines, source(each.fiscal_year, scores[0].place), example)


def group(
    name: str,
    score: Score,
    inside: Sequence[tuple[str, Score]],
    down: Sequence[tuple[Item, Score]],
) -> str:
    """An indicator or instrument: which of its indicators, and which items, pull it down."""
    year = score.fiscal_year
    lines = [f"{name} ได้ {whole(score)} คะแนน ปีงบประมาณ พ.ศ. {year}"]
    lines += [NO_REASONS] if down else ["ได้เต็มทุกข้อค่ะ"]
    lines += [f"• ตัวชี้วัดที่ {s.code} {called} {points(s.points)}" for called, s in inside]
    lines += ["ข้อที่ต่ำที่สุดในนี้"] if down else []
    for each, found in down:
        part = f" ({SHORT_PARTS[found.part]})" if each.instrument == "EIT" else ""
        called = shorten(each.text or each.note, LONGEST_NAME)
        lines.append(f"• {each.code}{part} {points(found.points)} {called}")
    if any(found.basis is Basis.CORRECTED for _, found in down):
        lines.append(f"หมายเหตุ: {CORRECTED}")
    example = f"ถ้า {down[0][0].code} ได้ 100" if down else "คะแนนรวม"
    return ended(lines, source(year, score.place), example)
