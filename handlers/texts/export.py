"""What Prongsai writes into a file of cases, and says of it."""

from collections.abc import Sequence
from datetime import date

from data.case_export import Export, ExportedCase, Period
from data.staff import StaffMember
from data.times import BUDDHIST_ERA, in_bangkok
from handlers.texts import exported_identity
from handlers.texts.casework import OUTCOME_NAMES, ROLE_NAMES, STATE_NAMES
from handlers.texts.statistics import CHANNEL_NAMES, kind_name, month_name
from handlers.texts.thai import date_and_time_of, shorten

LONGEST_NAME = 40  # of who exports, in a file's name

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


SHEET = "ทะเบียนเรื่อง"
PURPOSES = (
    "รายงานผู้บริหาร",
    "รายงานหน่วยงานกำกับ",
    "ประกอบการประเมิน ITA",
    "ตรวจสอบภายใน",
    "ทบทวนงานภายใน",
)
"""For what cases are taken out, where that is chosen by a button."""

FORM_NAMES = {"xlsx": "Excel (XLSX)", "csv": "CSV"}


def period_name(period: Period) -> str:
    """A fiscal year or a month, in words."""
    return month_name(period.month) if period.month else f"ปีงบประมาณ {period.year}"


def watermark(who: str, export: Export, number: int, *, with_secret: bool = False) -> str:
    """Stands first in the file: who took it out, when, and for what."""
    personal = f"{exported_identity.MARK} · " if export.with_identity else ""
    secret = " · มีเรื่องลับรวมอยู่" if with_secret else ""
    return (
        f"{personal}{SHEET} {period_name(export.period)} จำนวน {number:,} เรื่อง{secret}"
        f" · ส่งออกโดย {who} เมื่อ {date_and_time_of(export.at)} · เพื่อ {export.purpose}"
        " · ห้ามเผยแพร่ต่อ"
    )


def exporter(member: StaffMember) -> str:
    """Who took the file out, as the file and its name say it: the operator has no number."""
    return f"{member.name or ROLE_NAMES[member.role]} (#{member.id})"


def file_name(export: Export, who: str) -> str:
    """What the file is called: the period, who and when."""
    at = in_bangkok(export.at)
    when = f"{at.year + BUDDHIST_ERA}-{at:%m-%d-%H%M}"
    period = period_name(export.period)
    personal = f"{exported_identity.IN_NAME} " if export.with_identity else ""
    who = shorten(who, LONGEST_NAME - len(personal))
    return f"{personal}{SHEET} {period} ส่งออกโดย {who} {when}.{export.form}"


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


def exported(
    number: int, path: str, *, with_secret: bool = False, with_identity: bool = False
) -> str:
    """The file is there."""
    secret = "มีเรื่องลับรวมอยู่ เก็บไฟล์ไว้กับตัว" if with_secret else "ไม่มีเรื่องลับ"
    names = exported_identity.in_terminal() if with_identity else "ไม่มีชื่อและข้อความของผู้แจ้ง"
    return f"ส่งออก {number:,} เรื่องไว้ที่ {path} แล้ว ({secret} {names})"


def not_yours() -> str:
    """A member of staff who may not export."""
    return "ส่งออกทะเบียนเรื่องได้เฉพาะหัวหน้างานและผู้ดูแลระบบ ดูเรื่องได้ที่ /cases ดูสถิติได้ที่ /stats"


def only_on_telegram() -> str:
    """A messenger that takes no files from us."""
    return "ส่งไฟล์ทะเบียนเรื่องให้ได้ทาง Telegram เท่านั้น หรือให้ผู้ดูแลเครื่องใช้ python -m bot cases export"


def ask_period() -> str:
    """Of which months?"""
    return (
        "ส่งออกทะเบียนเรื่องของช่วงไหน (ในไฟล์มีรหัส ประเภท วันที่ สถานะ ไม่มีข้อความของผู้แจ้ง "
        "และไม่มีชื่อ เว้นแต่จะเลือก “ระบุผู้แจ้ง”)"
    )


def ask_purpose(period: Period) -> str:
    """Nothing leaves without a reason."""
    return f"ส่งออก{period_name(period)} ไปเพื่ออะไร (จะเขียนไว้ในไฟล์และในบันทึกการใช้งาน)"


def ask_form(period: Period, purpose: str, *, with_identity: bool = False) -> str:
    """In which form?"""
    personal = f" ({exported_identity.MARK})" if with_identity else ""
    return f"{period_name(period)} เพื่อ{purpose}{personal}\nเลือกชนิดไฟล์"


def ready(period: Period, number: int, *, with_secret: bool, with_identity: bool = False) -> str:
    """Beside the file."""
    secret = "\nมีเรื่องลับที่คุณดูแลรวมอยู่ด้วย เก็บไฟล์ให้ดี" if with_secret else ""
    plain = "ในไฟล์มีชื่อคุณและเวลาที่ส่งออก ไม่มีชื่อและข้อความของผู้แจ้ง"
    holds = exported_identity.ready() if with_identity else plain
    return f"ทะเบียนเรื่อง {period_name(period)} จำนวน {number:,} เรื่อง{secret}\n{holds}"


def nothing_there(period: Period) -> str:
    """No case in that time."""
    return f"ไม่มีเรื่องใน{period_name(period)} เลือกช่วงอื่นได้"


def too_many(period: Period, number: int) -> str:
    """More than a sheet takes."""
    return f"{period_name(period)} มี {number:,} เรื่อง เกินที่ไฟล์เดียวเก็บได้ เลือกเป็นรายเดือน"


def too_large() -> str:
    """More than Telegram takes."""
    return "ไฟล์ใหญ่เกินกว่าที่ Telegram ส่งได้ เลือกเป็นรายเดือนที่ /export หรือเลือกชนิด Excel ซึ่งเล็กกว่า"


def bad_period(newest: int) -> str:
    """No such fiscal year or month."""
    return f"ใส่ปีงบประมาณเป็น พ.ศ. เช่น /export {newest} หรือกดเลือก"


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
    """No such fiscal year, or month of it."""
    return "--year: ใส่ปีงบประมาณเป็น พ.ศ. เช่น 2569 --month: เดือน 1 ถึง 12 ที่มาถึงแล้วในปีนั้น"


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year + BUDDHIST_ERA}"
