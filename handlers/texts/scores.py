"""What Prongsai says about scores. Numbers as printed; a corrected or recomputed one says so."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Basis, Indicator, Item, Level, Part, Result, Score
from handlers.texts.thai import difference, listed, points

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
CORRECTED = "ตารางในรายงานพิมพ์เลขนี้คลาดเคลื่อน ค่าที่แสดงคือค่าที่ถูกต้อง (พิสูจน์ได้จากส่วนอื่นของรายงาน)"
RECOMPUTED = "คำนวณจากตัวเลขในรายงาน"
THRESHOLD_NOTE = (
    "เกณฑ์ผ่านดีเยี่ยม 95 คะแนนทั้งคะแนนรวมและทุกแบบวัด มาจากเอกสาร ITA สาธารณะ ไม่ได้อยู่ในรายงานนี้"
)


def source(fiscal_year: int, place: str = "") -> str:
    """Where an answer comes from."""
    where = f" {place}" if place else ""
    return f"ที่มา: รายงานผลประเมิน ITA ปีงบประมาณ พ.ศ. {fiscal_year}{where}"


def total(result: Result, instruments: Sequence[Score]) -> str:
    """The agency's overall result."""
    lines = [
        f"คะแนน ITA ปีงบประมาณ พ.ศ. {result.fiscal_year} (ปีล่าสุดที่มี)",
        f"รวม {points(result.total.points)} คะแนน ระดับ {result.level} {result.verdict}",
    ]
    if result.rank is not None:
        lines.append(f"ลำดับที่ {result.rank:,} ของหน่วยงานประเภท{result.rank_among}")
    lines += [f"• {_named(score)}" for score in instruments]
    if result.previous is not None:
        change = result.total.points - result.previous.points
        lines.append(
            f"ปี {result.previous.fiscal_year} ได้ {points(result.previous.points)}"
            f" (ปีนี้ {_change(change)})"
        )
    return _with_source(lines, result.fiscal_year, result.total.place)


def instrument(name: str, scores: Sequence[Score], indicators: Sequence[tuple[Indicator, Score]]) -> str:
    """One instrument with its indicators."""
    first = scores[0]
    lines = [f"{INSTRUMENT_NAMES[name]} ปีงบประมาณ พ.ศ. {first.fiscal_year}"]
    lines += [_named(score) for score in scores]
    lines += ["ประกอบด้วย"] if indicators else []
    lines += [f"• {each.code} {each.name} {points(score.points)}" for each, score in indicators]
    return _with_source(lines, first.fiscal_year, scores[-1].place)


def indicator(
    each: Indicator, scores: Sequence[Score], parts: Sequence[tuple[Item, Sequence[Score]]]
) -> str:
    """An indicator or sub-indicator with its items."""
    what = "ตัวชี้วัดย่อยที่" if "." in each.code else "ตัวชี้วัดที่"
    main = scores[0]
    lines = [
        f"{what} {each.code} {each.name} ({each.instrument}) ปีงบประมาณ พ.ศ. {each.fiscal_year}",
        f"{points(main.points)} คะแนน",
    ]
    lines += [f"• {_named(score)}" for score in scores[1:]]
    lines += _item_lines(parts)
    external = next((item.structure_source for item, _ in parts if item.structure_source), "")
    if external:
        lines.append(f"การจัดข้อเข้าตัวชี้วัดย่อย: {external}")
    return _with_source(lines, each.fiscal_year, each.place)


def subindicators(
    each: Indicator, score: Score, subs: Sequence[tuple[Indicator, Score]]
) -> str:
    """An OIT indicator with its sub-indicators."""
    lines = [
        f"ตัวชี้วัดที่ {each.code} {each.name} ({each.instrument}) ปีงบประมาณ พ.ศ. {each.fiscal_year}",
        f"{points(score.points)} คะแนน",
    ]
    lines += [f"• {sub.code} {sub.name} {points(found.points)}" for sub, found in subs]
    return _with_source(lines, each.fiscal_year, each.place)


def all_indicators(found: Sequence[tuple[Indicator, Score]], fiscal_year: int) -> str:
    """The ten indicators."""
    lines = [f"ตัวชี้วัดทั้งหมด ปีงบประมาณ พ.ศ. {fiscal_year}"]
    lines += [f"{each.code}. {each.name} {points(score.points)}" for each, score in found]
    return _with_source(lines, fiscal_year, "ตารางตัวชี้วัด")


def item(each: Item, scores: Sequence[Score], indicator_name: str, indicator_score: Score) -> str:
    """One item: its points, part by part, its wording, where it belongs."""
    lines = [f"ข้อ {each.code} ปีงบประมาณ พ.ศ. {each.fiscal_year}"]
    if len(scores) == 1 and not each.code.startswith("e"):
        lines.append(f"{points(scores[0].points)} คะแนน")
    else:
        lines += [f"• {_named(score)}" for score in scores]
    lines += [f"หมายเหตุ: {CORRECTED}" for score in scores if score.basis is Basis.CORRECTED]
    lines.append(f"ถามว่า: {each.text}" if each.text else f"ข้อคำถาม: {each.note}")
    lines.append(
        f"อยู่ในตัวชี้วัดที่ {each.indicator} {indicator_name} ({points(indicator_score.points)} คะแนน)"
    )
    return _with_source(lines, each.fiscal_year, scores[0].place)


def several_items(rows: Sequence[tuple[Item, Sequence[Score]]], fiscal_year: int) -> str:
    """Several items at once."""
    lines = [f"คะแนนรายข้อ ปีงบประมาณ พ.ศ. {fiscal_year}", *_item_lines(rows)]
    return _with_source(lines, fiscal_year)


def wording(each: Item) -> str:
    """What an item asks."""
    who = {"IIT": "ถามเจ้าหน้าที่ว่า", "EIT": "ถามประชาชนว่า", "OIT": "ตรวจว่าเปิดเผยเรื่อง"}
    if each.text is None:
        return _with_source([f"ข้อ {each.code}: {each.note}"], each.fiscal_year, each.place)
    lines = [f"ข้อ {each.code} {who[each.instrument]}", each.text]
    return _with_source(lines, each.fiscal_year, each.place)


def extremes(
    title: str, rows: Sequence[tuple[Score, str]], others: int, fiscal_year: int
) -> str:
    """The highest or lowest, ties listed."""
    lines = [f"{title} ปีงบประมาณ พ.ศ. {fiscal_year}"]
    lines += [
        f"• {score.code} ({SHORT_PARTS[score.part]}) {points(score.points)}{f' {name}' if name else ''}"
        for score, name in rows
    ]
    if others:
        lines.append(f"และอีก {others} รายการที่ได้เท่ากัน")
    return _with_source(lines, fiscal_year)


def compare_years(result: Result) -> str:
    """This year and the one before."""
    if result.previous is None:
        return _with_source(
            [f"รายงานไม่ได้บอกคะแนนของปีก่อน {result.fiscal_year} จึงเทียบไม่ได้ค่ะ"], result.fiscal_year
        )
    change = result.total.points - result.previous.points
    lines = [
        f"ปี {result.previous.fiscal_year}: {points(result.previous.points)} คะแนน",
        f"ปี {result.fiscal_year}: {points(result.total.points)} คะแนน",
        f"ปี {result.fiscal_year} {_change(change)}",
        f"ของปี {result.previous.fiscal_year} รายงานบอกไว้เฉพาะคะแนนรวม",
    ]
    return _with_source(lines, result.fiscal_year, result.previous.place)


def compare_parts(each: Item, public: Score, survey: Score) -> str:
    """How citizens answered themselves, and when asked."""
    gap = survey.points - public.points
    lines = [
        f"ข้อ {each.code} สองส่วนเทียบกัน ปีงบประมาณ พ.ศ. {each.fiscal_year}",
        f"• {_named(public)}",
        f"• {_named(survey)}",
        f"ต่างกัน {points(abs(gap))} คะแนน"
        + (f" (ส่วนที่ {1 if gap < 0 else 2} สูงกว่า)" if gap else " คือเท่ากัน"),
    ]
    if Basis.CORRECTED in (public.basis, survey.basis):
        lines.append(f"หมายเหตุ: {CORRECTED}")
    return _with_source(lines, each.fiscal_year, "ตาราง EIT Public และ EIT Survey")


def compare_instruments(scores: Sequence[Score], fiscal_year: int) -> str:
    """The instruments side by side."""
    lines = [f"เทียบแบบวัด ปีงบประมาณ พ.ศ. {fiscal_year}", *(f"• {_named(score)}" for score in scores)]
    return _with_source(lines, fiscal_year, "สรุปคะแนนรายแบบวัด")


def explain(iit: Score, eit: Score, oit: Score, whole: Score, weights: dict[str, Decimal]) -> str:
    """How the total comes about."""
    share = {name: f"{weight * 100:.0f}%" for name, weight in weights.items()}
    chain = " + ".join(
        f"{weights[name]} × {_exact(score)}" for name, score in (("IIT", iit), ("EIT", eit), ("OIT", oit))
    )
    lines = [
        f"คะแนนรวมคิดจากสามแบบวัด: IIT {share['IIT']} EIT {share['EIT']} OIT {share['OIT']}",
        f"{chain} = {points(whole.points)}",
        "• ตัวชี้วัด IIT และ EIT = ค่าเฉลี่ยของทุกข้อในตัวชี้วัด (EIT เฉลี่ยสองส่วน)",
        "• OIT = ค่าเฉลี่ยของตัวชี้วัดย่อย แล้วเฉลี่ยเป็นตัวชี้วัด",
        "• แบบวัด = ค่าเฉลี่ยของตัวชี้วัดในแบบวัดนั้น",
        "น้ำหนักไม่ได้พิมพ์ในรายงาน แต่คำนวณแล้วได้คะแนนรวมตรงกัน (คำนวณจากตัวเลขในรายงาน)",
    ]
    return _with_source(lines, whole.fiscal_year)


def what_if(changes: Sequence[str], chain: Sequence[tuple[str, Decimal, Decimal]], fiscal_year: int) -> str:
    """The exact chain from changed items to the total; *chain* is (name, before, after)."""
    *_, (_, before, after) = chain
    lines = [f"ถ้า {listed(changes)} (จากผลปี {fiscal_year})"]
    lines += [f"• {name}: {points(old)} → {points(new)}" for name, old, new in chain]
    lines.append(f"คะแนนรวมเปลี่ยน {difference(after - before)}")
    lines.append("ตัวเลขนี้คำนวณเอง ไม่ใช่ผลประเมินจริง")
    if after < 95 or any(name in ("IIT", "EIT", "OIT") and new < 95 for name, _, new in chain):
        lines.append(THRESHOLD_NOTE)
    return _with_source(lines, fiscal_year)


def what_if_how(example: str) -> str:
    """How to ask."""
    return (
        "ลองสมมติคะแนนรายข้อได้ค่ะ เช่น พิมพ์\n"
        f"ถ้า {example} ได้ 100 คะแนนรวมเป็นเท่าไร\nคะแนนต้องอยู่ระหว่าง 0 ถึง 100"
    )


def no_such_code(named: str, exist: Sequence[str]) -> str:
    """A code that does not exist: say which do, a line each."""
    lines = [f"ไม่มี {named} ในแบบประเมินค่ะ ที่มีคือ", *(f"• {line}" for line in exist)]
    return "\n".join([*lines, "ลองพิมพ์ใหม่ เช่น คะแนน e9"])


def which_item() -> str:
    """No item was named."""
    return "อยากดูข้อไหนคะ พิมพ์รหัสข้อได้เลย เช่น คะแนน e9 หรือ o43 (มี i1-i30, e1-e15, o1-o43)"


def _named(score: Score) -> str:
    name = PART_NAMES[score.part]
    if score.basis is Basis.RECOMPUTED:
        return f"{name} {_exact(score)} ({RECOMPUTED})"
    return f"{name} {points(score.points)}"


def _exact(score: Score) -> str:
    """A recomputed score with its third decimal where it has one, else two decimals."""
    rounded = points(score.points)
    if score.points == Decimal(rounded) or score.level is not Level.INSTRUMENT:
        return rounded
    return f"{score.points.normalize():f}"


def _item_lines(rows: Sequence[tuple[Item, Sequence[Score]]]) -> list[str]:
    lines = []
    corrected = []
    for each, scores in rows:
        if each.code.startswith("e"):
            shown = " / ".join(
                f"ส่วนที่ {1 if score.part is Part.EIT_PUBLIC else 2} {points(score.points)}"
                for score in scores
            )
        else:
            shown = points(scores[0].points)
        corrected += [score for score in scores if score.basis is Basis.CORRECTED]
        lines.append(f"• {each.code} {shown}")
    names = listed([f"{score.code} {SHORT_PARTS[score.part]}" for score in corrected])
    return [*lines, f"หมายเหตุ {names}: {CORRECTED}"] if corrected else lines


def _change(change: Decimal) -> str:
    if not change:
        return "เท่าเดิม"
    return f"{'เพิ่มขึ้น' if change > 0 else 'ลดลง'} {points(abs(change))} คะแนน"


def _with_source(lines: Sequence[str], fiscal_year: int, place: str = "") -> str:
    return "\n".join([*lines, "", source(fiscal_year, place)])
