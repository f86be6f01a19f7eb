"""What Prongsai says about the plan of measures."""

from collections.abc import Sequence

from data.published import Measure
from handlers.texts.endings import ended, source
from handlers.texts.thai import LETTERS, be_date, shorten

LONGEST_ACTION = 60


def all_measures(found: Sequence[Measure], office: str = "", absent: str = "") -> str:
    """The whole plan, or an office's part of it: a line a measure. *absent* is the office asked
    about that the plan has nothing of."""
    first = found[0]
    whose = f" ของ{office}" if office else ""
    lines = [
        f"มาตรการส่งเสริมความโปร่งใส{whose} ปีงบประมาณ พ.ศ. {first.plan_year} มี {len(found)} ข้อ",
        *(f"• {each.code} {_short(each)} — {each.office}" for each in found),
    ]
    lines[:0] = _told_absent(absent)
    return ended(lines, _cited(first), f"มาตรการที่ {found[-1].code}", "ใครดูแลมาตรการที่ 2")


def detail(measure: Measure) -> str:
    """One measure: what, how, who, when."""
    return _in_full(measure, [], [_responsible(measure), _lasting(measure)])


def owner_of(measure: Measure) -> str:
    """Who is responsible for one measure comes first, the rest follows."""
    unnamed = "รายงานบอกเป็นหน่วยงานและตำแหน่ง ไม่ได้บอกชื่อบุคคล"
    return _in_full(measure, [_responsible(measure), unnamed], [_lasting(measure)])


def period_of(measure: Measure) -> str:
    """From when to when one measure runs comes first, the rest follows."""
    return _in_full(measure, [_lasting(measure)], [_responsible(measure)])


def _in_full(measure: Measure, asked: Sequence[str], rest: Sequence[str]) -> str:
    lines = [
        f"มาตรการที่ {measure.code} {measure.heading} (ปีงบประมาณ พ.ศ. {measure.plan_year})",
        *asked,
        *_actions(measure),
        "ขั้นตอน:",
        *_steps(measure),
        *rest,
    ]
    lines += [f"หมายเหตุ: {measure.note}"] if measure.note else []
    return ended(lines, _cited(measure), "มาตรการทั้งหมด")


def several(found: Sequence[Measure]) -> str:
    """Several rows of one topic."""
    first = found[0]
    lines = [
        f"มาตรการที่ {first.topic} {first.heading} (ปีงบประมาณ พ.ศ. {first.plan_year})"
        f" มี {len(found)} ข้อย่อย"
    ]
    for each in found:
        lines += ["", f"{each.code} {' '.join(each.actions)}", "ขั้นตอน:", *_steps(each)]
        lines.append(f"ผู้รับผิดชอบ: {_who(each)}")
    spans = {(each.start, each.end) for each in found}
    lines += ["", f"ระยะเวลา: {_when(first)}"] if len(spans) == 1 else []
    return ended(lines, _cited(first), f"มาตรการที่ {first.code}")


def owner(found: Sequence[Measure], absent: str = "") -> str:
    """Who is responsible. *absent* is the office asked about that the plan has nothing of."""
    lines = [
        *_told_absent(absent),
        f"ผู้รับผิดชอบตามแผน ปีงบประมาณ พ.ศ. {found[0].plan_year}",
        *(f"• {each.code} {_short(each)}: {_who(each)}" for each in found),
        "รายงานบอกเป็นหน่วยงานและตำแหน่ง ไม่ได้บอกชื่อบุคคล",
    ]
    return ended(lines, _cited(found[0]), f"มาตรการที่ {found[0].code}")


def period(found: Sequence[Measure]) -> str:
    """From when to when."""
    first = found[0]
    if len({(each.start, each.end) for each in found}) == 1:
        what = "มาตรการทุกข้อ" if len(found) > 1 else f"มาตรการที่ {first.code}"
        lines = [f"{what} ทำระหว่าง {_when(first)} (ปีงบประมาณ พ.ศ. {first.plan_year})"]
    else:
        lines = [f"• มาตรการที่ {each.code}: {_when(each)}" for each in found]
    return ended(lines, _cited(first), f"มาตรการที่ {first.code}")


def no_plan(year: int) -> str:
    """The dataset has no measures for that year."""
    return f"ยังไม่มีแผนมาตรการของปีงบประมาณ พ.ศ. {year} ในชุดข้อมูลค่ะ"


def plan_of_report(year: int, plan_year: int) -> str:
    """A report's plan is for the year after it."""
    return f"รายงานปี {year} ทำแผนไว้สำหรับปี {plan_year} ค่ะ แผนของปี {year} เองไม่มีในรายงาน"


def _told_absent(office: str) -> list[str]:
    return [f"ในแผนไม่มีมาตรการของ{office}ค่ะ ทั้งหมดที่มีคือ"] if office else []


def _cited(measure: Measure) -> str:
    return source(measure.fiscal_year, measure.place.partition(" แถว")[0])


def _actions(measure: Measure) -> list[str]:
    if len(measure.actions) == 1:
        return [f"ทำอะไร: {measure.actions[0]}"]
    lettered = zip(LETTERS, measure.actions, strict=False)
    return ["ทำอะไร:", *(f"{letter}) {action}" for letter, action in lettered)]


def _steps(measure: Measure) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(measure.steps, start=1)]


def _short(measure: Measure) -> str:
    """Rows that share a heading are told apart by what they do."""
    return shorten(measure.actions[0], LONGEST_ACTION) if "." in measure.code else measure.heading


def _responsible(measure: Measure) -> str:
    return f"ผู้รับผิดชอบ: {_who(measure)}"


def _lasting(measure: Measure) -> str:
    return f"ระยะเวลา: {_when(measure)}"


def _who(measure: Measure) -> str:
    return f"{measure.office} ({measure.position})"


def _when(measure: Measure) -> str:
    return f"{be_date(measure.start)} - {be_date(measure.end)}"
