"""What Prongsai says of deadlines, office hours and holidays: dates in B.E., with their weekday."""

from collections.abc import Sequence
from datetime import date, datetime

from data.case_clock import Clock
from data.clock_settings import INQUIRIES, ClockName
from data.deadlines import Unit, Working
from data.holidays import UndecidedHoliday
from data.office_calendar import ONE_DAY, SATURDAY, Holiday
from data.times import BUDDHIST_ERA
from handlers.texts.thai import be_date, listed

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
UNITS = {Unit.WORKING_DAY: "วันทำการ", Unit.DAY: "วัน", Unit.MONTH: "เดือน"}
CLOCKS = {
    ClockName.ACKNOWLEDGE: "รับเรื่อง",
    ClockName.NOTE: "แจ้งความคืบหน้า",
    ClockName.ANSWER: "ตอบผู้แจ้ง",
}
WORDS_TO_COME = {
    ClockName.ACKNOWLEDGE: "เจ้าหน้าที่จะเปิดอ่านภายใน",
    ClockName.NOTE: "จะแจ้งความคืบหน้าภายใน",
    ClockName.ANSWER: "เจ้าหน้าที่จะตอบภายใน",
}


def day_name(day: date) -> str:
    """วันจันทร์ที่ 30 พฤศจิกายน 2569."""
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {be_date(day)}"


def read_from(opening: datetime) -> str:
    """Out of office hours: when somebody reads it (*opening* in Bangkok)."""
    return f"นอกเวลาทำการ เจ้าหน้าที่จะเริ่มอ่าน{day_name(opening.date())} เวลา {opening:%H.%M} น."


def next_word(clock: Clock, today: date) -> str:
    """By when the reporter hears the next word; an apology where that has passed."""
    assert clock.due_on is not None
    if clock.due_on < today:
        return f"เลยกำหนด{day_name(clock.due_on)} แล้ว ต้องขออภัยค่ะ เขียนถามเจ้าหน้าที่ได้เลย"
    coming = WORDS_TO_COME[clock.name]
    if clock.name is ClockName.ANSWER and clock.kind in INQUIRIES:
        coming = "จะแจ้งผลภายใน"
    return f"{coming}{day_name(clock.due_on)}"


def waiting_for_reporter() -> str:
    """The clocks stand still until the reporter has answered."""
    return "รอข้อมูลจากคุณอยู่ค่ะ ระหว่างนี้หยุดนับเวลาไว้"


def for_officer(clock: Clock, today: date) -> str:
    """One clock on an officer's card."""
    name = CLOCKS[clock.name]
    if clock.due_on is None:
        return f"{name}: หยุดนับ รอข้อมูลจากผู้แจ้ง"
    return f"{name}: ภายใน{day_name(clock.due_on)} ({_left(clock.due_on, today)})"


def _left(last: date, today: date) -> str:
    days = (last - today).days
    if days < 0:
        return f"เลยมา {-days} วัน"
    return f"อีก {days} วัน" if days else "วันนี้วันสุดท้าย"


def working(found: Working) -> str:
    """How a deadline came about, in one line."""
    rule = found.rule
    parts = [
        f"{rule.amount} {UNITS[rule.unit]} นับจาก{day_name(found.started)} (ไม่นับวันแรก)",
        _left_out(found),
        *_pauses(found),
        _limit(found),
        _last(found),
    ]
    return " ".join(part for part in parts if part)


def _left_out(found: Working) -> str:
    if found.rule.unit is not Unit.WORKING_DAY:
        return "นับทุกวันรวมวันหยุด"
    names = listed([f"{each.name} ({be_date(each.day)})" for each in found.holidays])
    if found.weekend and names:
        return f"ข้ามเสาร์ อาทิตย์ และวันหยุด {names}"
    if names:
        return f"ข้ามวันหยุด {names}"
    return "ข้ามเสาร์ อาทิตย์" if found.weekend else ""


def _pauses(found: Working) -> list[str]:
    parts = []
    if found.counted_from != found.started:
        parts.append(f"รอข้อมูลจากผู้แจ้งจึงเริ่มนับหลัง{day_name(found.counted_from)}")
    for each in found.pauses:
        assert each.until is not None
        first, last = be_date(each.first), be_date(each.until - ONE_DAY)
        days = (each.until - each.first).days
        when = first if days == 1 else f"{first} ถึง {last}"
        parts.append(f"ไม่นับ {days} วันที่รอข้อมูลจากผู้แจ้ง ({when})")
    return parts


def _limit(found: Working) -> str:
    return f"แต่ไม่เกิน {found.rule.at_most_days} วันไม่ว่ากรณีใด" if found.capped else ""


def _last(found: Working) -> str:
    if found.last is None:
        return "ขณะนี้หยุดนับ รอข้อมูลจากผู้แจ้ง"
    return f"ครบกำหนด{day_name(found.last)}"


def holiday_list(
    year: int, holidays: Sequence[Holiday], to_decide: Sequence[UndecidedHoliday]
) -> str:
    """The holidays of a calendar year (CE) for whoever edits them, and what they must look up."""
    lines = [f"วันหยุดปี {year + BUDDHIST_ERA}", *(_holiday(each) for each in holidays)]
    if not holidays:
        lines.append("ยังไม่มี")
    if to_decide:
        lines += ["", "ให้ผู้ดูแลเพิ่มเองตามประกาศของปีนั้น:"]
    return "\n".join([*lines, *(f"• {each.name} (ตาม{each.set_by})" for each in to_decide)])


def _holiday(holiday: Holiday) -> str:
    on_weekend = holiday.day.weekday() >= SATURDAY
    hint = " (ตรงวันหยุดสุดสัปดาห์ ดูประกาศวันหยุดชดเชย)" if on_weekend else ""
    return f"• {day_name(holiday.day)} {holiday.name}{hint}"
