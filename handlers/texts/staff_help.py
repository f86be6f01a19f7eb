"""What Prongsai tells staff of their commands, by what they are for: only those that are theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.staff import StaffMember
from handlers.texts.casework import ROLE_NAMES


@dataclass(frozen=True, slots=True)
class Line:
    """A command, what it does, and whose it is."""

    command: str
    words: str
    is_theirs: Callable[[StaffMember], bool]


def _everybody(_: StaffMember) -> bool:
    return True


def _with_cases(member: StaffMember) -> bool:
    return member.has_cases


def _above(member: StaffMember) -> bool:
    return member.supervises


def _below(member: StaffMember) -> bool:
    return not member.supervises


SECTIONS: Sequence[tuple[str, Sequence[Line]]] = (
    (
        "ดูและทำเรื่อง",
        (
            Line("/cases", "เรื่องที่รอ เก่าสุดก่อน", _with_cases),
            Line("/mine", "เรื่องที่คุณรับไว้", _with_cases),
            Line("/late", "เรื่องที่ใกล้หรือเลยกำหนด", _with_cases),
            Line("/case รหัส", "เปิดเรื่อง หรือพิมพ์รหัสเฉย ๆ ก็ได้", _with_cases),
        ),
    ),
    (
        "บันทึกเรื่องจากที่อื่น",
        (Line("/new", "เคาน์เตอร์ โทรศัพท์ หนังสือ Facebook", _with_cases),),
    ),
    (
        "สรุปและวันทำงาน",
        (
            Line("/stats", "สถิติเรื่องของปีงบประมาณ", _everybody),
            Line("/export", "ทะเบียนเรื่องเป็นไฟล์ Excel หรือ CSV", _above),
            Line("/holidays", "วันหยุดของหน่วยงาน", _below),
            Line("/holidays", "วันหยุดของหน่วยงาน และเพิ่มหรือลบ", _above),
        ),
    ),
)


def commands(member: StaffMember) -> str:
    """What this member may do here."""
    lines = [f"คุณเข้ามาในฐานะ{ROLE_NAMES[member.role]} พิมพ์หรือกดคำสั่งได้เลย"]
    for title, section in SECTIONS:
        theirs = [line for line in section if line.is_theirs(member)]
        if theirs:
            lines += ["", title, *(f"• {line.command} {line.words}" for line in theirs)]
    end = "ถามคะแนน มาตรการ และช่องทางได้เหมือนประชาชน พิมพ์ ยกเลิก เพื่อหยุดสิ่งที่ทำค้างอยู่"
    return "\n".join([*lines, "", end])
