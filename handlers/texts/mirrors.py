"""What Prongsai says where two sides answered the same question."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Basis, Part, Score
from data.scoring import half_up
from handlers.texts.endings import ended, source
from handlers.texts.scores import CORRECTED, RECOMPUTED
from handlers.texts.thai import difference, listed, points, runs

SIDES = {
    Part.IIT: "เจ้าหน้าที่ตอบ (IIT)",
    Part.EIT_PUBLIC: "ประชาชนตอบเอง (EIT ส่วนที่ 1)",
    Part.EIT_SURVEY: "ผู้ประเมินเก็บข้อมูล (EIT ส่วนที่ 2)",
    Part.OIT: "สิ่งที่เผยแพร่ (OIT)",
}
MOST_GAPS = 6

Side = tuple[Part, Sequence[str], Decimal, Sequence[Score]]


def mirrors(found: Sequence[tuple[str, int, Sequence[Side]]], fiscal_year: int) -> str:
    """Each finding's sides with the mean of their items."""
    lines = [f"เรื่องเดียวกัน มองจากแต่ละฝ่าย ปีงบประมาณ พ.ศ. {fiscal_year} (ค่าเฉลี่ย{RECOMPUTED})"]
    for heading, topic, sides in found:
        lines += ["", f"{heading} (ประเด็นที่ {topic})", *(_side(side) for side in sides)]
    wrong = [s for _, _, sides in found for _, _, _, scores in sides for s in scores]
    if any(score.basis is Basis.CORRECTED for score in wrong):
        lines.append(f"หมายเหตุ e9: {CORRECTED}")
    topics = listed([str(topic) for topic in dict.fromkeys(topic for _, topic, _ in found)])
    return ended(lines, source(fiscal_year, f"ประเด็นที่ {topics}"), "ข้อไหนสองส่วนต่างกันมากสุด")


def gaps(pairs: Sequence[tuple[Score, Score]], fiscal_year: int) -> str:
    """Public minus Survey, widest first."""
    lines = [f"ข้อที่ EIT สองส่วนต่างกันมากที่สุด ปีงบประมาณ พ.ศ. {fiscal_year} (ส่วนที่ 1 ลบ ส่วนที่ 2)"]
    for public, survey in pairs[:MOST_GAPS]:
        gap = half_up(public.points) - half_up(survey.points)
        shown = f"{points(public.points)} / {points(survey.points)}"
        lines.append(f"• {public.code} {shown} ต่างกัน {difference(gap)}")
    first, second, equal = sides_ahead(pairs)
    lines.append(f"ส่วนที่ 1 สูงกว่า {first} ข้อ ส่วนที่ 2 สูงกว่า {second} ข้อ เท่ากัน {equal} ข้อ")
    lines.append(f"รายงานไม่ได้วิเคราะห์ส่วนต่างนี้ไว้ ({RECOMPUTED})")
    code = pairs[0][0].code
    cited = source(fiscal_year, "EIT Public และ EIT Survey")
    return ended(lines, cited, f"เทียบสองส่วน {code}", f"{code} ถามว่าอะไร")


def sides_ahead(pairs: Sequence[tuple[Score, Score]]) -> tuple[int, int, int]:
    """In how many the first of each pair is higher, the second, and neither."""
    first = sum(one.points > other.points for one, other in pairs)
    second = sum(one.points < other.points for one, other in pairs)
    return first, second, len(pairs) - first - second


def _side(side: Side) -> str:
    part, codes, average, scores = side
    mean = "" if len(scores) == 1 else "เฉลี่ย "
    return f"• {SIDES[part]} {runs(codes)}: {mean}{points(average)}"
