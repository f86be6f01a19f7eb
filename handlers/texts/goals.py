"""What Prongsai says of how a total could be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.published import Level, Part, Score
from data.scoring import half_up
from handlers.texts.comparisons import THRESHOLD, THRESHOLD_NOTE
from handlers.texts.endings import ended, source
from handlers.texts.names import scored
from handlers.texts.scores import CORRECTED, SHORT_PARTS
from handlers.texts.thai import difference, points

FULL = Decimal(100)
MOST_SHOWN = 8
SURVEY_NOTE = (
    "ข้อของ EIT ส่วนที่ 2 ดูเหมือนมาจากคนตอบราว 10 คน (อนุมานจากตัวเลข ไม่ได้อยู่ในรายงาน) "
    "คนเดียวตอบต่ำลงหนึ่งขั้นเปลี่ยนข้อนั้นราว 3.3 คะแนน ข้อใช่/ไม่ใช่เปลี่ยนราว 10 คะแนน"
)


@dataclass(frozen=True, slots=True)
class Move:
    """One item's score made full, and what the total gains by it (exact)."""

    score: Score
    gain: Decimal


def best_moves(total: Decimal, moves: Sequence[Move]) -> str:
    """What would raise the total most, each move by itself."""
    year = moves[0].score.fiscal_year
    lines = [f"ข้อที่ถ้าได้เต็ม 100 แล้วคะแนนรวมจะเพิ่มมากที่สุด (จาก {points(total)} ปีงบประมาณ พ.ศ. {year})"]
    for move in moves:
        part = SHORT_PARTS[move.score.part]
        lines.append(
            f"• {move.score.code} ({part}) จาก {points(move.score.points)}:"
            f" คะแนนรวม {difference(move.gain)} เป็น {points(total + move.gain)}"
        )
    lines.append("คำนวณจากตัวเลขในรายงาน ไม่ใช่คำรับรอง ลองข้ออื่นได้ตามตัวอย่าง")
    return ended(lines, source(year), "ถ้า o43 ได้ 100 และ e14 เป็น 95", "ทำยังไงถึงจะได้ 98")


def needed(
    wanted: Decimal, total: Decimal, scores: Sequence[Score], least: Decimal, full: Decimal
) -> str:
    """How many points one item (its *scores*, one or both parts of EIT) needs for a total; *full*
    is the total with all points there are."""
    first = scores[0]
    what = " และ ".join(scored(score.part, score.code, Level.ITEM) for score in scores)
    now = " / ".join(points(score.points) for score in scores)
    lines = [f"{what} ตอนนี้ {now} คะแนนรวม {points(total)} (ปีงบประมาณ พ.ศ. {first.fiscal_year})"]
    if half_up(total) >= wanted:
        lines.append(f"คะแนนรวมถึง {points(wanted)} อยู่แล้ว")
    elif least > FULL:
        lines.append(f"ถึงได้เต็ม 100 คะแนนรวมก็เป็น {points(full)} ยังไม่ถึง {points(wanted)}")
    else:
        lines.append(f"จะให้คะแนนรวมถึง {points(wanted)} ต้องได้อย่างน้อย {points(least)} ข้ออื่นเท่าเดิม")
    lines.append("คำนวณจากตัวเลขในรายงาน ไม่ใช่คำรับรอง")
    return ended(lines, source(first.fiscal_year), f"ถ้า {first.code} ได้ 100", "ทำยังไงถึงจะได้ 98")


def goal(
    wanted: Decimal, total: Decimal, moves: Sequence[Move], reached: Decimal, oit: Score | None
) -> str:
    """The moves, the most rewarding first, until the goal is reached."""
    year = moves[0].score.fiscal_year
    if half_up(total) >= wanted:
        first = f"ปีงบประมาณ พ.ศ. {year} ได้ {points(total)} ซึ่งถึง {points(wanted)} แล้ว ที่เพิ่มได้มากที่สุดคือ"
    else:
        gap = points(wanted - half_up(total))
        first = (
            f"จาก {points(total)} (ปีงบประมาณ พ.ศ. {year}) ให้ถึง {points(wanted)} ขาดอีก {gap} คะแนน"
            " ทางที่น้อยข้อที่สุดคือทำข้อเหล่านี้ให้เต็ม 100"
        )
    lines = [first]
    for move in moves[:MOST_SHOWN]:
        part = SHORT_PARTS[move.score.part]
        lines.append(
            f"• {move.score.code} ({part}) จาก {points(move.score.points)}:"
            f" คะแนนรวม {difference(move.gain)}"
        )
    if len(moves) > MOST_SHOWN:
        rest = sum((move.gain for move in moves[MOST_SHOWN:]), Decimal(0))
        lines.append(f"• อีก {len(moves) - MOST_SHOWN} ข้อ รวม {difference(rest)}")
    if half_up(total) < wanted:
        short = "" if half_up(reached) >= wanted else " ยังไม่ถึง"
        lines.append(f"ทำครบแล้วคะแนนรวมเป็น {points(reached)}{short}")
    lines.append("เรียงจากข้อที่เพิ่มคะแนนรวมได้มากที่สุด คำนวณจากตัวเลขในรายงาน ไม่ใช่คำรับรอง")
    if any(move.score.part is Part.EIT_SURVEY for move in moves):
        lines.append(SURVEY_NOTE)
    if oit is not None and half_up(oit.points) <= THRESHOLD:
        lines.append(f"OIT อยู่ที่ {points(oit.points)} พอดี {THRESHOLD_NOTE}")
    if any(move.score.code == "e9" and move.score.part is Part.EIT_PUBLIC for move in moves):
        lines.append(f"หมายเหตุ e9: {CORRECTED}")
    return ended(lines, source(year), f"ถ้า {moves[0].score.code} ได้ 100")
