"""What Prongsai says where scores are held against each other, and how the total comes about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.published import Item, Level, Part, Result, Score
from data.scoring import half_up
from handlers.texts import names
from handlers.texts.endings import ended, source
from handlers.texts.scores import (
    INSTRUMENT_NAMES,
    RECOMPUTED,
    SHORT_PARTS,
    item_lines,
    misprints,
    named,
    whole,
)
from handlers.texts.thai import difference, exact, listed, points

INSTRUMENT_PLACE = "สรุปคะแนนรายแบบวัด"
INDICATOR_PLACE = "ตารางตัวชี้วัด"
PAIR = 2
THRESHOLD = Decimal(95)
THRESHOLD_NOTE = "เกณฑ์ผ่านดีเยี่ยม 95 คะแนนทั้งคะแนนรวมและทุกแบบวัด มาจากเอกสาร ITA สาธารณะ ไม่ได้อยู่ในรายงานนี้"


def compare_years(result: Result) -> str:
    """This year and the one before."""
    before, year = result.previous, result.fiscal_year
    if before is None:
        return ended([f"รายงานปี {year} ไม่ได้บอกคะแนนของปีก่อน จึงเทียบไม่ได้ค่ะ"], source(year))
    change = result.total.points - before.points
    moved = "เพิ่มขึ้น" if change > 0 else "ลดลง"
    lines = [
        f"คะแนนรวม ปีงบประมาณ พ.ศ. {before.fiscal_year}: {points(before.points)} คะแนน",
        f"คะแนนรวม ปีงบประมาณ พ.ศ. {year}: {points(result.total.points)} คะแนน",
        f"ปี {year} {moved} {points(abs(change))} คะแนน" if change else f"ปี {year} เท่าเดิม",
        f"ของปี {before.fiscal_year} รายงานบอกไว้เฉพาะคะแนนรวม",
    ]
    return ended(lines, source(year, before.place), "คะแนนรวม", "ข้อไหนต่ำสุด")


def only_total(previous: Score) -> str:
    """Of that year the report tells the total alone: no figure for what was asked."""
    year = previous.fiscal_year
    return ended(
        [f"ของปี {year} รายงานบอกไว้เฉพาะคะแนนรวมค่ะ คะแนนส่วนอื่นของปีนั้นไม่มี"],
        source(year + 1, previous.place),
        f"คะแนนรวมปี {year}",
    )


def overview(result: Result, rows: Sequence[tuple[str, Score]]) -> str:
    """What can be compared at a glance: the year before, and the instruments (names, scores)."""
    lines = [f"เทียบคะแนน ปีงบประมาณ พ.ศ. {result.fiscal_year}"]
    if result.previous is not None:
        year, before = result.previous.fiscal_year, points(result.previous.points)
        lines.append(f"คะแนนรวม {points(result.total.points)} ปี {year} ได้ {before}")
    lines += [f"• {name} {points(score.points)}" for name, score in rows]
    lines.append("อยากเทียบคู่ไหน พิมพ์รหัสทั้งสองได้เลยค่ะ")
    return ended(lines, source(result.fiscal_year), "e8 กับ e10 ต่างกันไหม", "เทียบกับปีก่อน")


def compare_parts(name: str, public: Score, survey: Score) -> str:
    """How citizens answered themselves, and when asked."""
    gap = half_up(survey.points) - half_up(public.points)
    higher = f"ส่วนที่ {1 if gap < 0 else 2} สูงกว่า"
    lines = [
        f"{name} สองส่วนเทียบกัน ปีงบประมาณ พ.ศ. {public.fiscal_year}",
        f"• {named(public)}",
        f"• {named(survey)}",
        f"ต่างกัน {points(abs(gap))} คะแนน ({higher})" if gap else "สองส่วนเท่ากัน",
    ]
    lines += misprints((public, survey))
    cited = source(public.fiscal_year, "EIT Public และ EIT Survey")
    return ended(lines, cited, "เทียบสองส่วน e14")


def compare_items(rows: Sequence[tuple[Item, Sequence[Score]]], fiscal_year: int) -> str:
    """Several items side by side; of two, the difference of each pair of parts."""
    lines = [f"เทียบคะแนนรายข้อ ปีงบประมาณ พ.ศ. {fiscal_year}", *item_lines(rows)]
    if len(rows) == 2:
        (_, first), (_, second) = rows
        lines += [
            _gap(one, other)
            for one in first
            for other in second
            if one.part is other.part or len(first) != len(second) or len(first) == 1
        ]
    return ended(lines, source(fiscal_year), f"{rows[0][0].code} ถามว่าอะไร")


def compare_scores(rows: Sequence[tuple[str, Score]], place: str) -> str:
    """Indicators or instruments side by side: *rows* are names with scores."""
    year = rows[0][1].fiscal_year
    lines = [f"เทียบคะแนน ปีงบประมาณ พ.ศ. {year}"]
    lines += [f"• {name} {points(score.points)}" for name, score in rows]
    ordered = sorted(rows, key=lambda row: row[1].points)
    (lowest, low), (highest, high) = ordered[0], ordered[-1]
    gap = high.points - low.points
    if gap:
        lines.append(f"{highest} สูงกว่า {lowest} อยู่ {points(gap)} คะแนน")
    return ended(lines, source(year, place), "คะแนนรวม", "คิดคะแนนอย่างไร")


def compare_things(things: Sequence[Sequence[tuple[str, Score]]], fiscal_year: int) -> str:
    """Things of several levels, each with its scores (name, score); of two, how they differ."""
    every = [row for rows in things for row in rows]
    lines = [f"เทียบคะแนน ปีงบประมาณ พ.ศ. {fiscal_year}"]
    lines += [f"• {name} {whole(score)}" for name, score in every]
    if len(things) == PAIR:
        lines += [_apart(one, other) for one in things[0] for other in things[1]]
    lines += misprints([score for _, score in every])
    return ended(lines, source(fiscal_year), "คะแนนรวม", "คิดคะแนนอย่างไร")


def _apart(one: tuple[str, Score], other: tuple[str, Score]) -> str:
    gap = one[1].points - other[1].points
    if not gap:
        return f"{one[0]} เท่ากับ {other[0]}"
    high, low = (one[0], other[0]) if gap > 0 else (other[0], one[0])
    return f"{high} สูงกว่า {low} อยู่ {points(abs(gap))}"


def one_part_only(each: Item, score: Score) -> str:
    """An item that is measured once has nothing to be held against."""
    lines = [
        f"ข้อ {each.code} ได้ {points(score.points)} คะแนน ปีงบประมาณ พ.ศ. {each.fiscal_year}",
        f"ข้อนี้วัดส่วนเดียว ({each.instrument}) และรายงานบอกคะแนนปีก่อนเฉพาะคะแนนรวม จึงไม่มีอีกค่าให้เทียบ",
    ]
    return ended(lines, source(each.fiscal_year, score.place), f"เทียบ {each.code} กับ e9")


def _gap(one: Score, other: Score) -> str:
    gap = one.points - other.points
    names = [
        f"{score.code} ส่วนที่ {1 if score.part is Part.EIT_PUBLIC else 2}"
        if score.part in (Part.EIT_PUBLIC, Part.EIT_SURVEY)
        else score.code
        for score in (one, other)
    ]
    if not gap:
        return f"{names[0]} เท่ากับ {names[1]}"
    high, low = names if gap > 0 else reversed(names)
    return f"{high} สูงกว่า {low} อยู่ {points(abs(gap))}"


def explain(
    instruments: Sequence[tuple[Score, Sequence[Score]]],
    total: Score,
    weights: Mapping[str, Decimal],
) -> str:
    """How the total comes about: each instrument with what it is the mean of, then the sum."""
    shares = " ".join(f"{s.code} {weights[s.code] * 100:.0f}%" for s, _ in instruments)
    lines = [
        "ITA คือการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ คะแนนเต็ม 100",
        f"คะแนนรวมปีงบประมาณ พ.ศ. {total.fiscal_year} มาจากสามแบบวัด: {shares}",
    ]
    for score, inside in instruments:
        means = " + ".join(points(each.points) for each in inside)
        lines.append(f"• {score.code} = ({means}) ÷ {len(inside)} = {whole(score)}")
    chain = " + ".join(f"{weights[s.code]} × {whole(s)}" for s, _ in instruments)
    summed = sum((weights[s.code] * s.points for s, _ in instruments), Decimal(0))
    lines += [
        f"• รวม = {chain} = {summed.normalize():f} ปัดเป็น {points(total.points)}",
        "ตัวชี้วัด IIT = ค่าเฉลี่ยของทุกข้อ, EIT = เฉลี่ยทุกข้อแต่ละส่วนแล้วเฉลี่ยสองส่วน, OIT = ค่าเฉลี่ยของตัวชี้วัดย่อย",
        f"น้ำหนักไม่ได้พิมพ์ในรายงาน แต่ใช้แล้วได้คะแนนรวมตรงกัน ({RECOMPUTED})",
    ]
    return ended(lines, source(total.fiscal_year), "ถ้า o43 ได้ 100", "ตัวชี้วัดที่ 7")


def meaning(result: Result, instruments: Sequence[Score], items: Mapping[str, int]) -> str:
    """What the assessment, its instruments (with how many *items*) and its level are."""
    lines = [
        "ITA คือการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ คะแนนเต็ม 100 มีสามแบบวัด",
        *(f"• {name} {items[code]} ข้อ" for code, name in INSTRUMENT_NAMES.items()),
        f"ปีงบประมาณ พ.ศ. {result.fiscal_year} ได้",
        *(f"• {named(score)}" for score in instruments),
        f"รวม {points(result.total.points)} ระดับ {result.level} คือ {result.verdict}",
        THRESHOLD_NOTE,
    ]
    return ended(lines, source(result.fiscal_year), "คิดคะแนนอย่างไร", "ข้อไหนต่ำสุด")


def respondents(fiscal_year: int) -> str:
    """How many people answered: the report does not say."""
    lines = [
        f"รายงานปีงบประมาณ พ.ศ. {fiscal_year} ไม่ได้บอกจำนวนผู้ตอบค่ะ",
        "คะแนน EIT ส่วนที่ 2 (Survey) ตรงกับการสัมภาษณ์สิบคน แต่เป็นการอนุมานจากตัวเลข ไม่ได้พิมพ์ไว้",
    ]
    return ended(lines, source(fiscal_year), "คิดคะแนนอย่างไร", "EIT ได้เท่าไร")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a what-if chain: exact points before and after."""

    part: Part
    code: str
    level: Level
    before: Decimal
    after: Decimal


def what_if(
    changes: Sequence[str],
    chain: Sequence[Step],
    fiscal_year: int,
    target: Decimal | None = None,
    *,
    both_parts: bool,
    grouped: bool = False,
) -> str:
    """The exact chain from changed items to the total, which comes last, and whether that reaches
    the *target* where one is asked after. *both_parts*: an item of EIT was changed in both because
    the question named neither. *grouped*: by what the report does not print."""
    total = chain[-1]
    lines = [f"ถ้า {listed(changes)} (จากผลปีงบประมาณ พ.ศ. {fiscal_year})"]
    lines += [_step(step) for step in chain]
    change = total.after - total.before
    lines.append(f"คะแนนรวมเปลี่ยน {difference(change)}{_unrounded(total)}")
    if target is not None:
        short = target - half_up(total.after)
        reached = f"ยังไม่ถึง {points(target)} ขาดอีก {points(short)}"
        lines.append(reached if short > 0 else f"ถึง {points(target)} แล้ว")
    if both_parts:
        lines.append("ข้อ e วัดสองส่วน จึงเปลี่ยนทั้งสองส่วน จะระบุส่วนก็ได้ เช่น “ถ้า e14 ส่วนที่ 2 ได้ 95”")
    lines.append("เป็นการสมมติที่คำนวณจากตัวเลขในรายงาน ไม่ใช่ผลประเมินจริง")
    lines += ["การจัดข้อเข้าตัวชี้วัดย่อยมาจากโครงสร้าง ITA 2566 ภายนอก ไม่ได้พิมพ์ในรายงานนี้"] if grouped else []
    marked = [step for step in chain if step.level in (Level.INSTRUMENT, Level.TOTAL)]
    if any(half_up(step.after) < THRESHOLD for step in marked):
        lines.append(THRESHOLD_NOTE)
    return ended(lines, source(fiscal_year), "ถ้า e14 ได้ 95 และ o43 ได้ 100")


def changed(part: Part, code: str, value: Decimal) -> str:
    """One item of a what-if with its new points."""
    return f"{names.scored(part, code, Level.ITEM)} ได้ {points(value)}"


def group_changed(code: str, value: Decimal) -> str:
    """An indicator, or sub-indicator, of a what-if with its new points."""
    return f"{names.indicator(code)} ได้ {points(value)}"


def instrument_changed(part: Part, value: Decimal) -> str:
    """An instrument of a what-if with its new points."""
    return f"{SHORT_PARTS[part]} ได้ {points(value)}"


def all_changed(part: Part, value: Decimal, left: Sequence[str]) -> str:
    """A whole instrument, or one part of EIT, with the same points in every item but those *left*
    as they are: codes of items or numbers of indicators."""
    whose = "" if part is Part.ALL else f"ของ {SHORT_PARTS[part]} "
    named = [f"ตัวชี้วัดที่ {code}" if code.isdigit() else code for code in left]
    but = f" ยกเว้น {' '.join(named)} ที่คงเดิม" if named else ""
    return f"ทุกข้อ{whose}ได้ {points(value)}{but}"


def _step(step: Step) -> str:
    name = names.scored(step.part, step.code, step.level)
    return f"• {name}: {points(step.before)} → {points(step.after)}"


def _unrounded(step: Step) -> str:
    """The third decimals, where what is shown would not seem to add up."""
    shown = half_up(step.after) - half_up(step.before)
    if shown == half_up(step.after - step.before):
        return ""
    return f" (ก่อนปัดเศษ {exact(step.before)} → {exact(step.after)})"


def what_if_how(example: str, fiscal_year: int, *, out_of_range: bool) -> str:
    """How to ask."""
    lines = ["คะแนนที่ใส่ได้คือ 0 ถึง 100 ค่ะ" if out_of_range else "ลองสมมติคะแนนรายข้อได้ค่ะ"]
    lines.append("บอกรหัสข้อกับคะแนนใหม่ ระหว่าง 0 ถึง 100 แล้วจะคิดให้ถึงคะแนนรวม")
    return ended(lines, source(fiscal_year), f"ถ้า {example} ได้ 100 คะแนนรวมเป็นเท่าไร")
