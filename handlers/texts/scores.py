"""What Prongsai says about scores. Numbers as printed; a corrected or recomputed one says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.published import Basis, Indicator, Item, Level, Part, Result, Score
from handlers.texts.endings import ended, source
from handlers.texts.thai import exact, listed, points

PART_NAMES = {
    Part.ALL: "คะแนนรวม",
    Part.IIT: "IIT (เจ้าหน้าที่ตอบ)",
    Part.EIT: "EIT เฉลี่ยสองส่วน",
    Part.EIT_PUBLIC: "EIT ส่วนที่ 1 (Public ประชาชนตอบเอง)",
    Part.EIT_SURVEY: "EIT ส่วนที่ 2 (Survey ผู้ประเมินเก็บข้อมูล)",
    Part.OIT: "OIT (เปิดเผยข้อมูล)",
}
SHORT_PARTS = {
    Part.IIT: "IIT",
    Part.EIT: "EIT",
    Part.EIT_PUBLIC: "EIT ส่วนที่ 1",
    Part.EIT_SURVEY: "EIT ส่วนที่ 2",
    Part.OIT: "OIT",
    Part.ALL: "รวม",
}
INSTRUMENT_NAMES = {
    "IIT": "IIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน",
    "EIT": "EIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก",
    "OIT": "OIT แบบตรวจการเปิดเผยข้อมูลสาธารณะ",
}
ASKED = {"IIT": "ถามเจ้าหน้าที่ว่า", "EIT": "ถามประชาชนว่า", "OIT": "ตรวจว่าเปิดเผยเรื่อง"}
CORRECTED = "ตารางในรายงานพิมพ์เลขนี้คลาดเคลื่อน ค่าที่แสดงคือค่าที่ถูกต้อง (พิสูจน์ได้จากส่วนอื่นของรายงาน)"
ALL_INDICATORS = "ตัวชี้วัดทั้งหมด"
ALL_SUBINDICATORS = "ตัวชี้วัดย่อยทั้งหมด"
SEVERAL_INDICATORS = "คะแนนตัวชี้วัด"
SEVERAL_SUBINDICATORS = "คะแนนตัวชี้วัดย่อย"
RECOMPUTED = "คำนวณจากตัวเลขในรายงาน"


@dataclass(frozen=True, slots=True)
class Existing:
    """Which codes there are: spans ("i1-i30, e1-e15") or lists."""

    items: str
    indicators: str
    subindicators: str
    topics: str
    measures: str


def total(result: Result, instruments: Sequence[Score], agency: str, *, newest: bool) -> str:
    """The agency's overall result."""
    lines = [
        f"คะแนน ITA ปีงบประมาณ พ.ศ. {result.fiscal_year}{' (ปีล่าสุดที่มี)' if newest else ''}",
        f"{agency} รวม {points(result.total.points)} คะแนน ระดับ {result.level} {result.verdict}",
    ]
    if result.rank is not None:
        lines.append(f"ลำดับที่ {result.rank:,} ของหน่วยงานประเภท{result.rank_among}")
    lines += [f"• {named(score)}" for score in instruments]
    if result.previous is not None:
        before = result.previous
        change = result.total.points - before.points
        moved = "เพิ่มขึ้น" if change > 0 else "ลดลง"
        ending = f"ปีนี้{moved} {points(abs(change))} คะแนน" if change else "ปีนี้เท่าเดิม"
        lines.append(f"ปี {before.fiscal_year} ได้ {points(before.points)} ({ending})")
    cited = source(result.fiscal_year, result.total.place)
    return ended(lines, cited, "คะแนน e9", "คิดคะแนนอย่างไร")


def instrument(
    name: str, scores: Sequence[Score], inside: Sequence[tuple[Indicator, Score]]
) -> str:
    """One instrument, or one part of EIT, with its indicators."""
    year = scores[0].fiscal_year
    lines = [f"{INSTRUMENT_NAMES[name]} ปีงบประมาณ พ.ศ. {year}", *(named(each) for each in scores)]
    recomputed = any(score.basis is Basis.RECOMPUTED for _, score in inside)
    if inside:
        lines.append(f"ตัวชี้วัดในส่วนนี้ ({RECOMPUTED})" if recomputed else "ประกอบด้วยตัวชี้วัด")
    lines += [f"• {each.code} {each.name} {points(score.points)}" for each, score in inside]
    examples = [f"ตัวชี้วัดที่ {each.code}" for each, _ in inside[:1]]
    return ended(lines, source(year, scores[-1].place), *examples, "คะแนนรวม")


def indicator(
    each: Indicator, scores: Sequence[Score], parts: Sequence[tuple[Item, Sequence[Score]]]
) -> str:
    """An indicator or sub-indicator with its items."""
    what = "ตัวชี้วัดย่อยที่" if "." in each.code else "ตัวชี้วัดที่"
    lines = [
        f"{what} {each.code} {each.name} ({each.instrument}) ปีงบประมาณ พ.ศ. {each.fiscal_year}",
        f"{points(scores[0].points)} คะแนน",
        *(f"• {named(score)}" for score in scores[1:]),
        *item_lines(parts),
    ]
    external = next((item.structure_source for item, _ in parts if item.structure_source), "")
    if external:
        lines.append(f"การจัดข้อเข้าตัวชี้วัดย่อย: {external}")
    code = parts[0][0].code if parts else "e9"
    cited = source(each.fiscal_year, each.place)
    return ended(lines, cited, f"คะแนน {code}", f"{code} ถามว่าอะไร")


def subindicators(each: Indicator, score: Score, subs: Sequence[tuple[Indicator, Score]]) -> str:
    """An OIT indicator with its sub-indicators."""
    lines = [
        f"ตัวชี้วัดที่ {each.code} {each.name} ({each.instrument}) ปีงบประมาณ พ.ศ. {each.fiscal_year}",
        f"{points(score.points)} คะแนน",
        *(f"• {sub.code} {sub.name} {points(found.points)}" for sub, found in subs),
    ]
    example = f"ตัวชี้วัดย่อยที่ {subs[-1][0].code}"
    return ended(lines, source(each.fiscal_year, each.place), example)


def indicators(
    heading: str, found: Sequence[tuple[Indicator, Sequence[Score]]], fiscal_year: int
) -> str:
    """A list of indicators or sub-indicators."""
    lines = [f"{heading} ปีงบประมาณ พ.ศ. {fiscal_year}"]
    for each, scores in found:
        lines.append(f"{each.code} {each.name} ({each.instrument}) {points(scores[0].points)}")
    cited = source(fiscal_year, "ตารางตัวชี้วัด")
    return ended(lines, cited, _place_of(found[-1][0]))


def item(
    each: Item,
    scores: Sequence[Score],
    above: Sequence[tuple[Indicator, Score]],
    *,
    as_printed: bool = False,
) -> str:
    """One item: its points, part by part, its wording, and what it belongs to (*above*);
    *as_printed* also says what a misprinted table prints, and why that is none."""
    lines = [f"ข้อ {each.code} ปีงบประมาณ พ.ศ. {each.fiscal_year}"]
    if each.instrument == "EIT":
        lines += [f"• {named(score)}" for score in scores]
    else:
        lines.append(f"{points(scores[0].points)} คะแนน ({each.instrument})")
    lines += [f"หมายเหตุ: {CORRECTED}" for score in scores if score.basis is Basis.CORRECTED]
    if as_printed:
        corrected = [score for score in scores if score.basis is Basis.CORRECTED]
        lines += [f"ตารางพิมพ์ว่า {score.printed}: {score.note}" for score in corrected]
    lines.append(f"{ASKED[each.instrument]}: {each.text}" if each.text else _unworded(each))
    lines += [f"หมายเหตุ: {each.note}"] if each.note and each.text else []
    lines += [f"อยู่ใน{_place_of(code)} {code.name} ({points(s.points)} คะแนน)" for code, s in above]
    places = listed(list(dict.fromkeys(score.place for score in scores)))
    other = "e10" if each.code == "e9" else "e9"
    return ended(lines, source(each.fiscal_year, places), f"คะแนน {other}", "ข้อไหนต่ำสุด")


def several_items(
    rows: Sequence[tuple[Item, Sequence[Score]]], fiscal_year: int, absent: str = ""
) -> str:
    """Several items at once; *absent* are codes that were asked for and do not exist."""
    lines = [f"คะแนนรายข้อ ปีงบประมาณ พ.ศ. {fiscal_year}", *item_lines(rows)]
    lines += [f"ไม่มีข้อ {absent} ในแบบประเมินค่ะ"] if absent else []
    code = rows[0][0].code
    return ended(lines, source(fiscal_year), f"{code} ถามว่าอะไร")


def wording(found: Sequence[Item]) -> str:
    """What items ask."""
    lines = []
    for each in found:
        if each.text is None:
            lines.append(f"ข้อ {each.code}: {each.note}")
        else:
            lines += [f"ข้อ {each.code} {ASKED[each.instrument]}", each.text]
            lines += [f"หมายเหตุ: {each.note}"] if each.note and len(found) == 1 else []
    place = found[0].place if len(found) == 1 else ""
    return ended(lines, source(found[0].fiscal_year, place), f"คะแนน {found[0].code}")


def no_such_code(missing: str, exist: Existing, fiscal_year: int) -> str:
    """A code that does not exist: say which do."""
    lines = [
        f"ไม่มี {missing} ในแบบประเมินค่ะ ที่มีคือ",
        f"• แบบวัด IIT, EIT (ส่วนที่ 1 และ 2), OIT ข้อ {exist.items}",
        f"• ตัวชี้วัดที่ {exist.indicators} ตัวชี้วัดย่อย {exist.subindicators}",
        f"• ประเด็นที่ {exist.topics} มาตรการ {exist.measures}",
    ]
    return ended(lines, source(fiscal_year), "คะแนน e9")


def may_mean(rows: Sequence[tuple[Item, Sequence[Score]]], *, with_points: bool) -> str:
    """The words may mean any of these items, shown with their points where those were asked for."""
    lines = ["หมายถึงข้อไหนคะ"]
    for each, scores in rows:
        got = f" ({part_by_part(scores)})" if with_points else ""
        lines.append(f"• {each.code}{got} {each.text or each.note}")
    first = rows[0][0]
    return ended(lines, source(first.fiscal_year), f"คะแนน {first.code}")


def which_item(spans: str, fiscal_year: int) -> str:
    """No item was named."""
    lines = [f"อยากดูข้อไหนคะ พิมพ์รหัสข้อได้เลย มี {spans}"]
    return ended(lines, source(fiscal_year), "คะแนน e9", "o43 ถามว่าอะไร")


def named(score: Score) -> str:
    """A score with what it is of, saying so where it is recomputed."""
    name = PART_NAMES[score.part]
    if score.basis is not Basis.RECOMPUTED:
        return f"{name} {points(score.points)}"
    shown, rounded = whole(score), points(score.points)
    also = f" ปัดเป็น {rounded}" if shown != rounded else ""
    return f"{name} {shown}{also} ({RECOMPUTED})"


def whole(score: Score) -> str:
    """The points as shown: an instrument keeps its third decimal: 96.475 enters the total."""
    return exact(score.points) if score.level is Level.INSTRUMENT else points(score.points)


def item_lines(rows: Sequence[tuple[Item, Sequence[Score]]]) -> list[str]:
    """A line an item, part by part, and a note on misprints."""
    lines = [f"• {each.code} {part_by_part(scores)}" for each, scores in rows]
    return [*lines, *misprints([score for _, scores in rows for score in scores])]


def misprints(scores: Sequence[Score]) -> list[str]:
    """A line on scores that the report misprints, where there are any."""
    corrected = [score for score in scores if score.basis is Basis.CORRECTED]
    names = listed([f"{score.code} {SHORT_PARTS[score.part]}" for score in corrected])
    return [f"หมายเหตุ {names}: {CORRECTED}"] if corrected else []


def part_by_part(scores: Sequence[Score]) -> str:
    """ "ส่วนที่ 1 97.71 / ส่วนที่ 2 90.10", or the points alone where there is one part."""
    names = {Part.EIT_PUBLIC: "ส่วนที่ 1 ", Part.EIT_SURVEY: "ส่วนที่ 2 "}
    return " / ".join(f"{names.get(score.part, '')}{points(score.points)}" for score in scores)


def _unworded(each: Item) -> str:
    return f"ข้อคำถาม: {each.note}"


def _place_of(each: Indicator) -> str:
    return f"{'ตัวชี้วัดย่อยที่' if '.' in each.code else 'ตัวชี้วัดที่'} {each.code}"
