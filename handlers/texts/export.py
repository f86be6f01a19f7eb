"""What Prongsai writes into a file of cases, and says of it."""

from collections.abc import Sequence
from datetime import date

from data.case_export import ExportedCase
from data.times import BUDDHIST_ERA, in_bangkok
from handlers.texts.casework import OUTCOME_NAMES, STATE_NAMES
from handlers.texts.statistics import CHANNEL_NAMES, kind_name
from handlers.texts.thai import date_and_time_of

HEADINGS = (
    "รหัสเรื่อง",
    "ประเภท",
    "ช่องทางรับ",
    "วันที่รับ",
    "สถานะ",
    "ผล",
    "วันที่ปิด",
    "กำหนดตอบ",
    "เกินกำหนด",
    "เปิดใหม่ (ครั้ง)",
)


def watermark(who: str, at: str, purpose: str, year: int, number: int) -> str:
    """Stands first in the file: who took it out, when, and for what."""
    return (
        f"ทะเบียนเรื่อง ปีงบประมาณ {year} จำนวน {number:,} เรื่อง"
        f" · ส่งออกโดย {who} เมื่อ {date_and_time_of(at)} · เพื่อ {purpose} · ห้ามเผยแพร่ต่อ"
    )


def row(exported: ExportedCase) -> Sequence[str]:
    """One case, in the order of the headings."""
    case = exported.case
    return (
        case.code,
        kind_name(case.kind),
        CHANNEL_NAMES.get(case.messenger, case.messenger),
        _day(in_bangkok(case.opened_at).date()),
        STATE_NAMES[case.state],
        OUTCOME_NAMES.get(case.outcome, case.outcome),
        _day(in_bangkok(case.closed_at).date()) if case.closed_at else "",
        _day(exported.due_on) if exported.due_on else "",
        "" if exported.due_on is None else ("ใช่" if exported.late else "ไม่"),
        str(case.reopened),
    )


def exported(number: int, path: str) -> str:
    """The file is there."""
    return f"ส่งออก {number:,} เรื่องไว้ที่ {path} แล้ว (ไม่มีเรื่องลับ ไม่มีชื่อและข้อความของผู้แจ้ง)"


def already_there(path: str) -> str:
    """Nothing is overwritten."""
    return f"มีไฟล์ {path} อยู่แล้ว เลือกชื่ออื่น"


def cannot_write(path: str, reason: str) -> str:
    """The file cannot be made."""
    return f"เขียนไฟล์ {path} ไม่ได้: {reason}"


def purpose_needed() -> str:
    """Nothing leaves without a reason."""
    return "--purpose: บอกว่าส่งออกไปเพื่ออะไร เช่น --purpose 'รายงาน สถ. ไตรมาส 1'"


def bad_year() -> str:
    """No such fiscal year."""
    return "--year: ใส่ปีงบประมาณเป็น พ.ศ. เช่น 2569"


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year + BUDDHIST_ERA}"
