"""What Prongsai says about the plan of measures."""

from collections.abc import Sequence

from data.published import Measure
from handlers.texts.thai import LETTERS, be_date

NOT_IN_PLAN = "ตารางมาตรการไม่มีตัวชี้วัดความสำเร็จและงบประมาณ จึงบอกส่วนนั้นไม่ได้ค่ะ"


def source(measure: Measure) -> str:
    """Where an answer comes from."""
    return (
        f"ที่มา: รายงานผลประเมิน ITA ปีงบประมาณ พ.ศ. {measure.fiscal_year}"
        f" {measure.place.partition(' แถว')[0]}"
    )


def all_measures(found: Sequence[Measure]) -> str:
    """The whole plan, a line a measure."""
    first = found[0]
    lines = [f"มาตรการส่งเสริมความโปร่งใส ปีงบประมาณ พ.ศ. {first.plan_year} มี {len(found)} ข้อ"]
    lines += [f"• {each.code} {_short(each)} — {each.office}" for each in found]
    lines += ["", "พิมพ์ เช่น มาตรการที่ 2 เพื่อดูขั้นตอน", source(first)]
    return "\n".join(lines)


def detail(measure: Measure) -> str:
    """One measure: what, how, who, when."""
    lines = [f"มาตรการ {measure.code} {measure.heading} (ปีงบประมาณ พ.ศ. {measure.plan_year})"]
    if len(measure.actions) == 1:
        lines.append(f"ทำอะไร: {measure.actions[0]}")
    else:
        lines.append("ทำอะไร:")
        lines += [f"{LETTERS[n]}) {action}" for n, action in enumerate(measure.actions)]
    lines.append("ขั้นตอน:")
    lines += [f"{number}. {step}" for number, step in enumerate(measure.steps, start=1)]
    lines += [f"ผู้รับผิดชอบ: {_who(measure)}", f"ระยะเวลา: {_when(measure)}", "", source(measure)]
    return "\n".join(lines)


def several(found: Sequence[Measure]) -> str:
    """Several rows of one topic: choose one."""
    first = found[0]
    lines = [f"มาตรการที่ {first.topic} {first.heading} มี {len(found)} ข้อย่อย"]
    for each in found:
        lines += [f"{each.code} {each.actions[0]}", f"   ผู้รับผิดชอบ: {_who(each)}"]
        lines += [f"   ขั้นตอน {number}. {step}" for number, step in enumerate(each.steps, start=1)]
    lines += [f"ระยะเวลา: {_when(first)}", "", source(first)]
    return "\n".join(lines)


def owner(found: Sequence[Measure]) -> str:
    """Who is responsible."""
    lines = [f"• มาตรการ {each.code} {_short(each)}: {_who(each)}" for each in found]
    heading = f"ผู้รับผิดชอบตามแผน ปีงบประมาณ พ.ศ. {found[0].plan_year}"
    return "\n".join([heading, *lines, "", source(found[0])])


def period(found: Sequence[Measure]) -> str:
    """From when to when."""
    spans = sorted({(each.start, each.end) for each in found})
    if len(spans) == 1:
        what = "มาตรการทุกข้อ" if len(found) > 1 else f"มาตรการ {found[0].code}"
        lines = [f"{what} ทำระหว่าง {_when(found[0])} (ปีงบประมาณ พ.ศ. {found[0].plan_year})"]
    else:
        lines = [f"• มาตรการ {each.code}: {_when(each)}" for each in found]
    return "\n".join([*lines, "", source(found[0])])


def no_plan(year: int) -> str:
    """The dataset has no measures."""
    return f"ยังไม่มีแผนมาตรการของปี {year} ในชุดข้อมูลค่ะ"


def _short(measure: Measure) -> str:
    if "." not in measure.code:
        return measure.heading
    action = measure.actions[0]
    return action if len(action) <= 60 else f"{action[:58]}…"


def _who(measure: Measure) -> str:
    return f"{measure.office} ({measure.position})"


def _when(measure: Measure) -> str:
    return f"{be_date(measure.start)} - {be_date(measure.end)}"
