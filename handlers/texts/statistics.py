"""What Prongsai says of how many cases came and how they went: in full to staff, as published to
everybody."""

from collections.abc import Mapping

from data.case_moves import State
from data.case_statistics import Month, Statistics
from data.cases import CaseKind
from data.published_statistics import PublicLine, PublicMonth, PublicStatistics
from data.suppression import LEAST
from data.times import BUDDHIST_ERA, MONTHS
from handlers.texts.casework import OUTCOME_NAMES, STATE_NAMES
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_and_time_of, date_of

CHANNEL_NAMES: Mapping[str, str] = {
    "line": "LINE",
    "telegram": "Telegram",
    "web": "เว็บแชต",
    "terminal": "เจ้าหน้าที่บันทึก",
    "counter": "เคาน์เตอร์",
    "phone": "โทรศัพท์",
    "letter": "หนังสือ",
    "facebook": "Facebook",
    "google_form": "Google Form",
}
NONE = "ไม่มีเรื่องร้องเรียน"
HIDDEN = "ไม่แสดง"


def kind_name(kind: str) -> str:
    """A kind of case, by its code."""
    return KIND_NAMES[CaseKind(kind)] if kind in set(CaseKind) else kind


def month_name(month: str) -> str:
    """ตุลาคม 2568, of "2025-10"."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {int(year) + BUDDHIST_ERA}"


# for staff ---------------------------------------------------------------------------------


def staff(found: Statistics, guarded: Mapping[str, PublicLine], *, exactly: bool = False) -> str:
    """A year's statistics in full; of *guarded* kinds what may be shown of each, unless
    *exactly* says that all of it may."""
    line_of = _line if exactly else _guarded
    service = found.service
    received = sum(each.received for each in service.months)
    lines = [f"สถิติเรื่อง ปีงบประมาณ {found.year} (1 ต.ค. {found.year - 1} - 30 ก.ย. {found.year})", ""]
    if not received:
        lines += [f"เรื่องทั่วไป: {NONE}"]
    else:
        finished = sum(each.finished for each in service.months)
        lines += [
            f"เรื่องทั่วไป: รับ {received:,} เสร็จ {finished:,} กำลังทำ {received - finished:,}",
            *(f"• {_in_full(each)}" for each in service.months if each.received),
            _sums("แยกตามเรื่อง", {kind_name(name): n for name, n in service.kinds.items()}),
            _sums("ช่องทางรับ", _named(service.channels, CHANNEL_NAMES)),
            _sums("สถานะ", {_state(name): n for name, n in service.states.items()}),
            *([_sums("ผล", _named(service.outcomes, OUTCOME_NAMES))] if service.outcomes else ()),
            f"ตอบในกำหนด {service.answered_in_time:,} ตอบช้า {service.answered_late:,}",
            *_speed("ครึ่งหนึ่งเปิดอ่านภายใน", service.days_to_opening),
            *_speed("ครึ่งหนึ่งปิดภายใน", service.days_to_closing),
        ]
    lines += [f"เกินกำหนดตอบอยู่ตอนนี้ {service.overdue:,} เรื่อง (รวมทุกปี)", ""]
    lines += [line for kind, each in guarded.items() for line in line_of(kind_name(kind), each)]
    return "\n".join([*lines, "", f"นับเมื่อ {date_and_time_of(found.counted_at)}"])


def about_small_numbers() -> str:
    """Why some numbers are not shown."""
    return f"เรื่องลับ (ทุจริต จริยธรรม ข้อมูลส่วนตัว) นับเฉพาะเดือนที่ครบแล้ว และไม่แสดงจำนวนที่น้อยกว่า {LEAST}"


def other_years(shown: int) -> str:
    """How to see another fiscal year."""
    return f"ดูปีอื่น พิมพ์ /stats {shown - 1}"


def bad_year(newest: int) -> str:
    """No fiscal year was named, or one that is still to come."""
    return f"ใส่ปีงบประมาณเป็น พ.ศ. เช่น /stats {newest}"


def published(public: PublicStatistics) -> str:
    """Told to whoever published: what citizens read from now on follows."""
    return f"เผยแพร่สถิติปีงบประมาณ {public.year} แล้ว ประชาชนจะได้อ่านว่า"


def _in_full(each: Month) -> str:
    return (
        f"{month_name(each.month)}: รับ {each.received:,} เสร็จ {each.finished:,}"
        f" กำลังทำ {each.in_progress:,}"
    )


def _speed(words: str, days: int | None) -> list[str]:
    """The median, in words that say what it is; nothing where there is none yet."""
    return [] if days is None else [f"{words} {max(days, 1):,} วัน"]


def _state(name: str) -> str:
    return STATE_NAMES[State(name)] if name in set(State) else name


def _named(numbers: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    return {names.get(name, name): number for name, number in numbers.items()}


def _sums(title: str, numbers: Mapping[str, int]) -> str:
    return f"{title}: {' · '.join(f'{name} {number:,}' for name, number in numbers.items())}"


# for everybody -----------------------------------------------------------------------------


def public(found: PublicStatistics, agency: str) -> str:
    """What is published of a fiscal year, with its source and the day of counting."""
    months = found.service.months
    until = f"ถึงสิ้นเดือน{month_name(months[-1].month)}" if months else "ยังไม่มีเดือนที่ครบ"
    lines = [f"สถิติเรื่องร้องเรียน ปีงบประมาณ {found.year} ({until})", ""]
    lines += _line("เรื่องทั่วไป", found.service)
    if found.service.total:
        kinds = {kind_name(name): number for name, number in found.kinds.items()}
        channels = {CHANNEL_NAMES.get(n, n): number for n, number in found.channels.items()}
        lines += [_public_sums("แยกตามเรื่อง", kinds), _public_sums("ช่องทางรับ", channels)]
    lines.append("")
    lines += [line for kind, each in found.guarded.items() for line in _line(kind_name(kind), each)]
    source = f"ที่มา: ทะเบียนเรื่องของ{agency} นับเมื่อ {date_of(found.counted_at)}"
    return "\n".join([*lines, "", source, f"ไม่แสดงจำนวนที่น้อยกว่า {LEAST} เพื่อปกป้องผู้แจ้งค่ะ"])


def not_published(year: int, newest: int) -> str:
    """Nothing is published of a fiscal year; *newest* is the last one that is."""
    text = f"ยังไม่มีการเผยแพร่สถิติเรื่องร้องเรียนของปีงบประมาณ {year} ค่ะ"
    return f"{text}\nที่เผยแพร่แล้วคือปี {newest} พิมพ์ สถิติร้องเรียน {newest}"


def _guarded(name: str, line: PublicLine) -> list[str]:
    """As staff see it: none and few are the same, and what moves from day to day is left out."""
    if not line.total:
        return [f"{name}: ไม่มี หรือน้อยกว่า {LEAST} เรื่อง"]
    return [f"{name}: รับ {line.total:,} เรื่อง"]


def _line(name: str, line: PublicLine) -> list[str]:
    if line.total == 0:
        return [f"{name}: {NONE}"]
    if line.total is None:
        return [f"{name}: น้อยกว่า {LEAST} เรื่อง"]
    text = f"{name}: รับ {line.total:,} เรื่อง"
    if line.finished is not None:
        text += f" เสร็จ {line.finished:,} กำลังทำ {line.total - line.finished:,}"
    return [text, *(f"• {_month(each)}" for each in line.months)]


def _month(each: PublicMonth) -> str:
    name = month_name(each.month)
    if each.received is None:
        return f"{name}: {HIDDEN}"
    if each.received == 0:
        return f"{name}: {NONE}"
    if each.finished is None:
        return f"{name}: {each.received:,}"
    return f"{_in_full(Month(each.month, each.received, each.finished))}"


def _public_sums(title: str, numbers: Mapping[str, int | None]) -> str:
    shown = (f"{name} {HIDDEN if n is None else f'{n:,}'}" for name, n in numbers.items())
    return f"{title}: {' · '.join(shown)}"
