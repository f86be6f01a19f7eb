"""What administrators read about the people who work here."""

from collections.abc import Sequence

from data.staff import Invitation, StaffMember
from data.units import Unit
from handlers.texts.casework import NAMED_PEOPLE, ROLE_NAMES

ON_THE_MACHINE = "ผู้รับผิดชอบเรื่องทุจริตและจริยธรรม และผู้ดูแลข้อมูลส่วนบุคคล เชิญได้จากเครื่องของระบบเท่านั้น"


def not_yours() -> str:
    """Another role."""
    return "เชิญและถอนสิทธิ์เจ้าหน้าที่ได้เฉพาะผู้ดูแลระบบ"


def how_to() -> str:
    """Below the list."""
    return "ถอนสิทธิ์: กดปุ่ม หรือพิมพ์ /remove ตามด้วยหมายเลข\nเชิญคนใหม่: /invite"


def how_to_invite(units: Sequence[Unit]) -> str:
    """What to write."""
    lines = [
        "พิมพ์ /invite บทบาท ชื่อ เช่น /invite officer สมศรี",
        "บทบาท: viewer ดูสถิติ, officer รับเรื่อง, supervisor หัวหน้างาน, administrator ผู้ดูแลระบบ",
    ]
    if units:
        known = ", ".join(f"{unit.key} {unit.name}" for unit in units)
        lines.append(f"เจ้าหน้าที่ของหน่วยงาน: /invite officer {units[0].key} สมศรี ({known})")
    return "\n".join([*lines, ON_THE_MACHINE])


def invited(invitation: Invitation, token: str, days: int) -> str:
    """What the new colleague does, shown this once."""
    return (
        f"เชิญ{invitation.name}เป็น{ROLE_NAMES[invitation.role]}\n"
        "ให้เปิดแชตนี้ของหน่วยงานใน Telegram แล้วส่งข้อความ\n\n"
        f"/start join_{token}\n\nใช้ได้ครั้งเดียว ภายใน {days} วัน ส่งให้เจ้าตัวเท่านั้น ข้อความนี้แสดงครั้งเดียว"
    )


def confirm(member: StaffMember, last: Sequence[str]) -> str:
    """What removing means; *last* are the rights (data.staff.NAMED) that nobody else has."""
    lines = [
        f"ถอนสิทธิ์ {member.name or '(ไม่มีชื่อ)'} ({ROLE_NAMES[member.role]}) ไหม "
        "มีผลทันที ถ้าจะกลับมาต้องเชิญใหม่"
    ]
    for named in last:
        lines.append(f"คำเตือน: จะไม่เหลือ{NAMED_PEOPLE[named][0]} เชิญคนใหม่ได้จากเครื่องของระบบเท่านั้น")
    return "\n".join(lines)
