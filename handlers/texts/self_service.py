"""What Prongsai says of one's own data: what is kept, a copy of it, and being forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from data.about_reporter import HeldChat
from data.data_protection import DataProtection
from data.forgetting import Filed
from data.limits import Verdict
from handlers.texts.limits import when
from handlers.texts.thai import listed

NOT_IN_IT = (
    "สำเนานี้ไม่มีบันทึกภายในของเจ้าหน้าที่ ไม่มีเรื่องลับที่ยังเขียนค้าง และไม่มีข้อความที่พิมพ์ในแชต (ดูได้ในแชตเอง) "
    "เรื่องที่แจ้งด้วยใบรับไม่ผูกกับแชตนี้ จึงไม่อยู่ในสำเนา"
)
FILE_NAME = "my-data.json"


def summary(held: HeldChat, agency: str, *, in_a_file: bool) -> str:
    """What is kept about this chat, plainly."""
    codes = [case.code for case in held.cases]
    draft = len(held.draft.texts) + len(held.draft.attachments)
    lines = [
        f"ข้อมูลที่ {agency} เก็บเกี่ยวกับแชตนี้",
        f"• เรื่องที่แจ้ง: {len(codes)} เรื่อง {' '.join(codes)}".rstrip(),
        f"• ไฟล์ที่แนบ: {sum(len(case.files) for case in held.cases)} ไฟล์",
        f"• เรื่องที่เขียนค้าง: {draft} ข้อความและไฟล์" if draft else "• เรื่องที่เขียนค้าง: ไม่มี",
        f"• ข้อความในแชตที่ยังเก็บ: ส่งเข้ามา {held.messages} ตอบกลับ {held.replies}",
        "• ที่อยู่ของแชตนี้ เพื่อส่งคำตอบ และชื่อในแชตถ้าแอปส่งมากับข้อความ (ไม่มีเบอร์ที่คุณไม่ได้บอกเอง)",
    ]
    where = f"อยู่ในไฟล์ {FILE_NAME}" if in_a_file else "อยู่ในข้อความถัดไป"
    return "\n".join([*lines, "", f"รายละเอียด{where} เก็บไว้ในที่ที่คนอื่นเปิดไม่ได้"])


def as_text(copy: Mapping[str, Any], indent: int = 0) -> list[str]:
    """The copy in lines, for where no file can be sent."""
    lines: list[str] = []
    for name, value in copy.items():
        if isinstance(value, Mapping):
            lines += [f"{'  ' * indent}{name}:", *as_text(value, indent + 1)]
        elif isinstance(value, list):
            lines.append(f"{'  ' * indent}{name}:" + ("" if value else " ไม่มี"))
            for each in value:
                inner = as_text(each, indent + 1) if isinstance(each, Mapping) else [str(each)]
                lines += ["-", *inner]
        elif isinstance(value, bool):
            lines.append(f"{'  ' * indent}{name}: {'ใช่' if value else 'ไม่ใช่'}")
        elif value not in ("", None):
            lines.append(f"{'  ' * indent}{name}: {value}")
    return lines


def there_is_more(whom: DataProtection | None, agency: str) -> str:
    """It is too long for the chat."""
    return f"ยาวเกินกว่าจะแสดงในแชต ส่วนที่เหลือขอได้จาก {_whom(whom, agency)}"


def copied_today(verdict: Verdict, now: datetime) -> str:
    """Once a day."""
    return f"ขอสำเนาได้วันละครั้งค่ะ ขอใหม่ได้ตั้งแต่ {when(verdict.again_at, now)}"


def for_staff() -> str:
    """Whoever works here asks otherwise."""
    return "แชตนี้เป็นของเจ้าหน้าที่ ข้อมูลที่ใช้ในการทำงานลบเองไม่ได้ ขอให้ผู้ดูแลระบบถอนสิทธิ์ก่อน แล้วขอใหม่ได้"


def explain(found: Sequence[Filed], backups_days: int, *, drafting: bool) -> str:
    """What is forgotten, what must stay and why; nothing happens before it is confirmed."""
    lines = ["ขอให้ลืมฉัน: ยังไม่ได้ลบอะไร จนกว่าจะกดยืนยัน", "ลบทันที:"]
    done = [case.code for case in found if not case.stays and not case.is_open]
    ended = [case.code for case in found if not case.stays and case.is_open]
    stays = [case.code for case in found if case.stays]
    lines.append("• ข้อความในแชตที่ระบบเก็บ และที่อยู่ของแชตนี้" + (" (เมื่อไม่มีเรื่องเหลือ)" if stays else ""))
    lines += ["• เรื่องที่เขียนค้างไว้"] if drafting else []
    lines += [f"• เนื้อเรื่อง ไฟล์ และตัวคุณในเรื่องที่เสร็จแล้ว: {' '.join(done)}"] if done else []
    if ended:
        lines.append(
            f"• เรื่องที่ยังไม่เสร็จ: {' '.join(ended)} จะถอนและปิดไปด้วย จะไม่มีใครทำต่อ "
            "ถ้ายังอยากได้คำตอบ รอให้เสร็จก่อนแล้วค่อยขอ"
        )
    lines.append("ยังอยู่:")
    if stays:
        lines.append(
            f"• {' '.join(stays)} เพราะยังตรวจสอบอยู่หรือกฎหมายให้เก็บ "
            "จะบันทึกคำขอไว้ และลบให้เองเมื่อไม่มีเหตุต้องเก็บ"
        )
    lines += [
        "• ตัวเลขสถิติ รหัส ประเภท วันที่ และผล ซึ่งบอกไม่ได้ว่าเป็นใคร",
        f"• สำเนาสำรองที่ทำไว้ก่อนแล้ว อีกไม่เกิน {backups_days} วัน",
        "• ข้อความในแอปของคุณเอง ต้องลบเอง และเรื่องที่แจ้งด้วยใบรับ ซึ่งไม่ผูกกับแชตนี้",
        "ลบแล้วกู้คืนไม่ได้ และจะติดตามเรื่องที่ลบไม่ได้อีก",
    ]
    return "\n".join(lines)


def forgotten(stays: Sequence[str], whom: DataProtection | None, agency: str) -> str:
    """It is done, as far as it may be."""
    if not stays:
        return "ลืมแล้วค่ะ ระบบไม่มีเรื่อง ข้อความ และที่อยู่ของแชตนี้แล้ว ทักมาใหม่ได้เสมอ เหมือนไม่เคยคุยกัน"
    return (
        f"ลบส่วนที่ลบได้แล้วค่ะ ที่ยังต้องเก็บ: {listed(list(stays))}\n"
        "บันทึกคำขอของคุณไว้และแจ้งผู้ดูแลข้อมูลแล้ว เมื่อไม่มีเหตุต้องเก็บ ระบบลบให้เองโดยไม่ต้องขออีก\n"
        f"สอบถามได้ที่ {_whom(whom, agency)}"
    )


def request_kept() -> str:
    """To the data-protection contact: nothing of the case, nor whose it is."""
    return (
        "มีผู้ขอให้ลบข้อมูลของตน ระบบลบส่วนที่ลบได้แล้ว ส่วนที่ยังต้องเก็บจะลบเองเมื่อไม่มีเหตุต้องเก็บ\n"
        "ดูจำนวนคำขอ: python -m bot privacy requests"
    )


def _whom(whom: DataProtection | None, agency: str) -> str:
    if whom is None:
        return f"{agency} (ยังไม่ได้ระบุผู้ดูแลข้อมูลส่วนบุคคลไว้ในระบบ)"
    return " ".join((whom.name, *whom.ways))
