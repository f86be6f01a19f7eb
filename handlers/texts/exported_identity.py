"""What Prongsai writes of reporters into a file of cases, and says of it."""

from collections.abc import Sequence

from data.exported_identity import Reporter

HEADINGS = ("ชื่อผู้แจ้งในแชต", "ที่ติดต่อที่ให้ไว้")
SEALED = "ปิดผนึก"
MARK = "มีข้อมูลส่วนบุคคล ห้ามเผยแพร่"
"""Stands first in the watermark: what is printed on every page ends after some letters."""

IN_NAME = "ข้อมูลส่วนบุคคล"
"""Stands first in the file's name."""

PURPOSES = (
    "ติดต่อกลับผู้แจ้ง",
    "แก้ที่ติดต่อให้ถูก",
    "ช่วยผู้เดือดร้อน",
    "ทำตามคำสั่งศาล",
)
"""For what names may leave: a report or an assessment needs none."""


def cells(reporter: Reporter) -> Sequence[str]:
    """Who reported a case, in the order of the headings."""
    if reporter.is_sealed:
        return (SEALED, SEALED)
    return (_one_line(reporter.name), _one_line(reporter.contact))


def _one_line(text: str) -> str:
    """A stranger's words as one cell, also where a spreadsheet takes semicolons to part cells;
    without what cannot be seen, which may turn a line around."""
    seen = (letter if letter.isprintable() else " " for letter in text.replace(";", ","))
    return " ".join("".join(seen).split())


def ask_purpose(period: str) -> str:
    """What is in such a file, and what for; *period* in words."""
    return (
        f"ส่งออก{period} พร้อมชื่อในแชตและที่ติดต่อของผู้แจ้ง เท่าที่ระบบเก็บไว้ (LINE และเว็บไม่ได้บอกชื่อ)\n"
        "ไม่มีของเรื่องลับ เรื่องที่ลบแล้ว และผู้ที่ขอให้ลืม\n"
        "เลือกเหตุที่ต้องใช้ชื่อ (จะเขียนไว้ในไฟล์และในบันทึกการใช้งาน) ถ้าไม่จำเป็น กลับไปเลือกแบบไม่มีชื่อ"
    )


def ready() -> str:
    """Below the file."""
    return (
        "ในไฟล์มีชื่อและที่ติดต่อของผู้แจ้ง กับชื่อคุณและเวลาที่ส่งออก ไม่มีข้อความของผู้แจ้ง\n"
        "ห้ามเผยแพร่ ใช้เสร็จแล้วลบไฟล์ในเครื่องและในแชตนี้"
    )


def in_terminal() -> str:
    """Behind how many cases were written."""
    return "มีชื่อและที่ติดต่อของผู้แจ้ง ห้ามเผยแพร่ ใช้เสร็จแล้วลบไฟล์"
