"""What the terminal says while a form's rows are imported: a preview, and what is wrong where."""

from collections.abc import Sequence

from data.cases import CaseKind
from data.counter_cases import LONGEST_CONTACT, LONGEST_TEXT
from data.form_rows import LARGEST_FILE, MOST_ROWS, Fault, Form, FormRow, Problem
from data.times import stamp
from handlers.texts.counter import NOBODY
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_and_time_of, shorten

SHOWN = 3
LONGEST_SHOWN = 300
LONGEST_CELL = 40
MOST_PROBLEMS = 50
ROLE_NAMES = {
    "received": "วันที่รับเรื่อง",
    "text": "ข้อความ",
    "contact": "ที่ติดต่อ",
    "skip": "ไม่นำเข้า",
    "": "ต่อท้ายข้อความ",
}


def preview(form: Form, kind: CaseKind, known: int) -> str:
    """How the file was read, and the first rows as they would be filed."""
    order = "เดือน/วัน/ปี" if form.month_first else "วัน/เดือน/ปี"
    fresh = len(form.rows) - known
    lines = [f"อ่านได้ {len(form.rows):,} แถว วันที่แบบตัวเลขอ่านเป็น {order}"]
    lines += [f"- {heading}: {ROLE_NAMES[role]}" for heading, role in form.columns]
    lines.append(
        f"เรื่องใหม่ ({KIND_NAMES[kind]}) {fresh:,} เรื่อง เคยนำเข้าแล้วหรือซ้ำกันในไฟล์ {known:,} แถว"
    )
    for number, row in enumerate(form.rows[:SHOWN], 1):
        lines += ["", f"ตัวอย่าง {number}", _row(row)]
    return "\n".join(lines)


def _row(row: FormRow) -> str:
    return (
        f"บรรทัด {row.line} รับเมื่อ {date_and_time_of(stamp(row.received_at))}\n"
        f"{shorten(row.text, LONGEST_SHOWN)}\nแจ้งผลกลับได้ที่: {row.contact or NOBODY}"
    )


def problems(found: Sequence[Problem]) -> str:
    """Every line that cannot be filed, and why."""
    lines = [f"พบปัญหา {len(found):,} จุด", *map(_problem, found[:MOST_PROBLEMS])]
    if len(found) > MOST_PROBLEMS:
        lines.append(f"และอีก {len(found) - MOST_PROBLEMS:,} จุด")
    lines.append("ไม่มีแถวใดถูกนำเข้า แก้ไฟล์แล้วสั่งใหม่ได้ทั้งไฟล์")
    return "\n".join(lines)


def _problem(problem: Problem) -> str:
    place = f"บรรทัด {problem.line}" if problem.line else "ทั้งไฟล์"
    return f"- {place}: {_why(problem.fault, shorten(problem.detail, LONGEST_CELL))}"


def _why(fault: Fault, detail: str) -> str:
    return {
        Fault.TOO_LARGE: f"ไฟล์ใหญ่เกิน {LARGEST_FILE // 1024**2} MB แบ่งไฟล์ก่อน",
        Fault.ENCODING: "อ่านตัวอักษรไม่ได้ บันทึกไฟล์เป็น CSV UTF-8 ก่อน",
        Fault.EMPTY_FILE: "ไม่มีข้อมูลในไฟล์",
        Fault.TOO_MANY: f"มี {detail} แถว เกิน {MOST_ROWS:,} แถว แบ่งไฟล์ก่อน",
        Fault.HEADING: f"ไม่พบคอลัมน์ “{detail}”" if detail else "หัวตารางอ่านไม่ได้หรือมีคอลัมน์มากเกินไป",
        Fault.NO_RECEIVED: "ไม่พบคอลัมน์วันเวลา ระบุด้วย --map received=ชื่อคอลัมน์",
        Fault.MIXED_DATES: "วันที่มีทั้งแบบ วัน/เดือน และ เดือน/วัน ทำให้เป็นแบบเดียวกันก่อน",
        Fault.CSV: "เครื่องหมายคำพูดไม่ครบคู่ อ่านตั้งแต่บรรทัดนี้ไปไม่ได้",
        Fault.CELLS: f"จำนวนช่องไม่ตรงกับหัวตาราง ({detail})",
        Fault.CONTROL: "มีอักขระควบคุมที่อ่านไม่ได้",
        Fault.DATE: f"วันเวลา “{detail}” อ่านไม่ได้ ยังไม่ถึง หรือเก่ากว่า 10 ปี",
        Fault.NO_TEXT: "ไม่มีข้อความ",
        Fault.LONG: f"ยาวเกินไป (เรื่องไม่เกิน {LONGEST_TEXT:,} ที่ติดต่อไม่เกิน {LONGEST_CONTACT} ตัวอักษร)",
    }[fault]


def dry() -> str:
    """Nothing was done."""
    return "\nลองดูเท่านั้น ยังไม่ได้บันทึก สั่งใหม่โดยไม่ใส่ --dry-run เพื่อนำเข้า"


def imported(taken: int, skipped: int) -> str:
    """It is done."""
    return f"\nนำเข้าแล้ว {taken:,} เรื่อง ข้าม {skipped:,} แถวที่เคยนำเข้าแล้วหรือซ้ำกัน"


def alert(taken: int) -> str:
    """One for all of them, to those who work on cases."""
    return f"เรื่องใหม่จากแบบฟอร์ม {taken:,} เรื่อง\nพิมพ์ /cases"


def bad_map(pair: str, fields: Sequence[str]) -> str:
    """--map is not as it should be."""
    return f"--map {shorten(pair, LONGEST_CELL)}: ใส่เป็น ชนิด=ชื่อคอลัมน์ ชนิดคือ {', '.join(fields)}"


def unreadable(path: str, reason: str) -> str:
    """There is no such file, or not for us."""
    return f"เปิดไฟล์ {path} ไม่ได้: {reason}"
