"""What Prongsai says of the lowest, the highest, and what lies above or below a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.published import Level, Score
from handlers.texts.endings import ended, source
from handlers.texts.scores import SHORT_PARTS, misprints
from handlers.texts.thai import points, runs, shorten

LEVEL_NAMES = {
    Level.ITEM: "ข้อ",
    Level.SUBINDICATOR: "ตัวชี้วัดย่อย",
    Level.INDICATOR: "ตัวชี้วัด",
    Level.INSTRUMENT: "แบบวัด",
    Level.TOTAL: "คะแนนรวม",
}
LONGEST_NAME = 70
MOST_TIES_NAMED = 4


@dataclass(frozen=True, slots=True)
class Edge:
    """The lowest or highest of one level, or those of a *rank* from there: *ties* share it; *more*
    follow, or for a rank from 2 on come before it.

    Each score comes with the name of what it is of.
    """

    level: Level
    lowest: bool
    within: str  # "", or what was searched: "IIT", "ตัวชี้วัดที่ 7"
    ties: Sequence[tuple[Score, str]]
    more: Sequence[tuple[Score, str]]
    opposite: Sequence[Score]  # those at the other end
    rank: int = 1


def extremes(edges: Sequence[Edge], fiscal_year: int) -> str:
    """The highest or lowest, ties listed."""
    lines: list[str] = []
    for edge in edges:
        lines += ["", *_edge_lines(edge, fiscal_year), _opposite(edge)]
    other = "สูงสุด" if edges[0].lowest else "ต่ำสุด"
    return ended(lines[1:], source(fiscal_year), f"ตัวชี้วัดไหน{other}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Points between which scores are asked for, either end open; whether the ends count too."""

    least: Decimal | None
    most: Decimal | None
    included: bool = False

    def hold(self, value: Decimal) -> bool:
        """Whether *value* lies between them."""
        if self.included and value in (self.least, self.most):
            return True
        above = self.least is None or value > self.least
        return above and (self.most is None or value < self.most)


def beyond(found: Sequence[Score], bounds: Bounds, fiscal_year: int) -> str:
    """Every score between the bounds, by level and part; equal ones together."""
    told = f"ที่ได้{_between(bounds)}"
    lines = [f"{told} ปีงบประมาณ พ.ศ. {fiscal_year} มี {len(found)} รายการ"]
    for level, part in dict.fromkeys((score.level, score.part) for score in found):
        group = [score for score in found if (score.level, score.part) == (level, part)]
        lines.append(f"• {LEVEL_NAMES[level]} ({SHORT_PARTS[part]}): {by_points(group)}")
    lines += misprints(found)
    return ended(lines, source(fiscal_year), "ข้อไหนต่ำสุด", "ข้อไหนสูงสุด")


def _between(bounds: Bounds) -> str:
    least = points(bounds.least) if bounds.least is not None else ""
    most = points(bounds.most) if bounds.most is not None else ""
    if bounds.included:
        if least and most:
            return f"ตั้งแต่ {least} ถึง {most} คะแนน"
        return f" {least} คะแนนขึ้นไป" if least else f"ไม่เกิน {most} คะแนน"
    over, under = f"เกิน {least}" if least else "", f"ต่ำกว่า {most}" if most else ""
    return " แต่".join(part for part in (over, under) if part) + " คะแนน"


def exactly(
    found: Sequence[Score],
    wanted: Decimal,
    fiscal_year: int,
    misprinted: Sequence[Score] = (),
    before: Score | None = None,
) -> str:
    """Everything that got just so many points, by level and part; what is *misprinted* so; the
    total of the year *before* where it is that."""
    if before is not None and not found:
        lines = [f"{points(wanted)} เป็นคะแนนรวมของปีงบประมาณ พ.ศ. {before.fiscal_year}"]
    elif not found:
        lines = [f"ปีงบประมาณ พ.ศ. {fiscal_year} ไม่มีคะแนนไหนเท่ากับ {points(wanted)} ค่ะ"]
    else:
        lines = [f"ที่ได้ {points(wanted)} พอดี ปีงบประมาณ พ.ศ. {fiscal_year} มี {len(found)} รายการ"]
    for level, part in dict.fromkeys((score.level, score.part) for score in found):
        codes = [score.code for score in found if (score.level, score.part) == (level, part)]
        told = SHORT_PARTS[part] if level in (Level.INSTRUMENT, Level.TOTAL) else runs(codes)
        lines.append(f"• {LEVEL_NAMES[level]} ({SHORT_PARTS[part]}): {told}")
    lines += [
        f"ตารางพิมพ์ {points(wanted)} ให้ {score.code} ({SHORT_PARTS[score.part]}) แต่พิมพ์คลาดเคลื่อน"
        f" ค่าที่ถูกคือ {points(score.points)}"
        for score in misprinted
    ]
    return ended(lines, source(fiscal_year), "ข้อไหนต่ำสุด", "ข้อไหนสูงสุด")


def by_points(group: Sequence[Score]) -> str:
    """ "e6 e7 90.10, e4 92.88": codes with what they got."""
    values = dict.fromkeys(score.points for score in group)
    return ", ".join(
        f"{runs([score.code for score in group if score.points == value])} {points(value)}"
        for value in values
    )


def _edge_lines(edge: Edge, fiscal_year: int) -> list[str]:
    which = "ต่ำ" if edge.lowest else "สูง"
    rank = f"เป็นอันดับ {edge.rank} (คะแนนเท่ากันนับเป็นอันดับเดียว)" if edge.rank > 1 else "สุด"
    within = f" ใน {edge.within}" if edge.within else ""
    heading = f"{LEVEL_NAMES[edge.level]}ที่ได้{which}{rank}{within} ปีงบประมาณ พ.ศ. {fiscal_year}"
    if len(edge.ties) > MOST_TIES_NAMED:
        shared = points(edge.ties[0][0].points)
        lines = [
            f"{heading}: {shared} คะแนน เท่ากัน {len(edge.ties)} รายการ",
            *_ties([score for score, _ in edge.ties]),
        ]
    else:
        lines = [heading, *(_row(score, name) for score, name in edge.ties)]
    if edge.more and (edge.rank > 1 or len(edge.ties) <= MOST_TIES_NAMED):
        before = "ก่อนหน้านั้น" if edge.rank > 1 else "ถัดมา"
        lines += [before, *(_row(score, name) for score, name in edge.more)]
    return lines


def _opposite(edge: Edge) -> str:
    """The other end in one line; who asks for both ends gets both."""
    word = "สูงสุด" if edge.lowest else "ต่ำสุด"
    if len(edge.opposite) > MOST_TIES_NAMED:
        shared = points(edge.opposite[0].points)
        return f"ส่วนที่ได้{word} {shared} เท่ากัน {len(edge.opposite)} รายการ"
    return f"ส่วนที่ได้{word}คือ {by_points(edge.opposite)}"


def _row(score: Score, name: str) -> str:
    part = SHORT_PARTS[score.part]
    code = part if score.level is Level.INSTRUMENT else f"{score.code} ({part})"
    tail = f" {shorten(name, LONGEST_NAME)}" if name else ""
    return f"• {code} {points(score.points)}{tail}"


def _ties(scores: Sequence[Score]) -> list[str]:
    parts = dict.fromkeys(score.part for score in scores)
    return [
        f"• {SHORT_PARTS[part]}: {runs([score.code for score in scores if score.part is part])}"
        for part in parts
    ]
