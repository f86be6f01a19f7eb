"""What officers are told of when their words arrive, and the operator of the pushes that cost."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from data.cases import CaseKind
from data.push_tables import BUDGET, TIME
from data.pushes import Month, Reached
from data.times import BANGKOK, BUDDHIST_ERA, MONTHS, in_bangkok, stamp
from handlers.texts.thai import date_and_time_of


def morning(until: str, now: datetime) -> str:
    """When words that are held until then arrive, as people say it."""
    at = in_bangkok(until)
    day = "วันนี้" if at.date() == now.astimezone(BANGKOK).date() else "พรุ่งนี้"
    return f"{day} {at:%H.%M} น."


def before(arrival: str) -> str:
    """Beside what is about to be sent; "" where it arrives at once."""
    if not arrival:
        return ""
    return f"\n\nตอนนี้เป็นเวลาพัก จะส่งถึงผู้แจ้ง{arrival}\nเรื่องด่วนกด “ส่งเลย” หรือพิมพ์ ส่งเลย"


def after(arrival: str) -> str:
    """Beside what was sent; "" where it arrives at once."""
    return f"\nจะส่งถึงผู้แจ้ง{arrival}" if arrival else ""


NO_BUDGET = "ยังส่งไม่ได้: โควตา LINE เดือนนี้หมด"
SENT_LATER = "ข้อความยังเก็บไว้ จะส่งเมื่อมีโควตา หรือทันทีที่ผู้แจ้งทักมาใน LINE"


def waits_for_budget(kind: CaseKind, code: str) -> str:
    """What an officer wrote cannot leave: the month's pushes are used up."""
    if kind.is_secret:
        return f"ข้อความล่าสุดที่คุณส่งถึงผู้แจ้ง{NO_BUDGET}\n{SENT_LATER}\nพิมพ์ /cases"
    return f"เรื่อง {code} {NO_BUDGET}\n{SENT_LATER} ถ้าเร่งด่วน ติดต่อทางอื่น\nพิมพ์ /case {code}"


def after_without_budget() -> str:
    """Beside what was sent while the month's pushes are used up."""
    return f"\n{NO_BUDGET}\n{SENT_LATER}"


def on_card(hold: str, until: str, now: datetime) -> str:
    """Where the officer's last words are that have not left; "" where they have."""
    if hold == BUDGET:
        return NO_BUDGET
    return f"ข้อความล่าสุดจะส่งถึงผู้แจ้ง{morning(until, now)}" if hold and until > stamp(now) else ""


def budget_reached(reached: Reached) -> str:
    """How much of the month's budget is used."""
    used = f"ส่งข้อความ LINE เดือนนี้ไปแล้ว {reached.count:,} จากโควตา {reached.budget:,} ข้อความ"
    if reached.level < 100:
        return (
            f"{used} ({reached.level}%)\nคำตอบในแชตไม่นับ ที่นับคือข้อความที่เจ้าหน้าที่ส่งถึงผู้แจ้ง\n"
            "ถ้าจะไม่พอ เพิ่มแพ็กเกจใน LINE Official Account Manager"
        )
    return (
        f"{used} หมดแล้ว\nข้อความถึงผู้แจ้งทาง LINE จะเก็บไว้ ส่งเมื่อเพิ่มแพ็กเกจ ขึ้นเดือนใหม่ หรือผู้แจ้งทักมา\n"
        "ดูจำนวน: python -m bot pushes"
    )


def pushes(
    now: Month, budget: int | None, before: Sequence[Month], waiting: Mapping[str, int]
) -> str:
    """The months' pushes, and what waits, for the operator."""
    most = (
        f"จากโควตา {budget:,} ({now.count * 100 // budget}%)"
        if budget
        else "(ไม่ทราบโควตา หรือไม่จำกัด)"
    )
    lines = [f"ข้อความ LINE ที่คิดเงิน เดือน {_month(now.month)}: {now.count:,} ข้อความ {most}"]
    if now.read_at:
        lines.append(f"LINE บอกล่าสุดเมื่อ {date_and_time_of(now.read_at)}: {now.used:,} ข้อความ")
    lines += [f"เดือน {_month(each.month)}: {each.count:,} ข้อความ" for each in before]
    lines.append(
        f"รอโควตา: {waiting.get(BUDGET, 0):,} ข้อความ รอเวลาส่ง: {waiting.get(TIME, 0):,} ข้อความ"
    )
    return "\n".join(lines)


def _month(name: str) -> str:
    year, month = name.split("-")
    return f"{MONTHS[int(month) - 1]} {int(year) + BUDDHIST_ERA}"
