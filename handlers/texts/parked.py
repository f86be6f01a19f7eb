"""What staff and the operator are told of what could not be answered: never its words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from data.parked import BUSY, Parked
from handlers.texts.thai import date_and_time_of

MOST_NUMBERS = 5

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "text": "ข้อความ",
        "button": "กดปุ่ม",
        "file": "รูปหรือไฟล์",
        "location": "ตำแหน่ง",
        "sticker": "สติกเกอร์",
        "edited": "แก้ข้อความ",
        "unsent": "ยกเลิกข้อความ",
    }
)


def alert(references: Sequence[int]) -> str:
    """Messages were parked since staff last heard of any."""
    return (
        f"ระบบตอบข้อความที่ส่งเข้ามาไม่สำเร็จ {len(references):,} ข้อความ\n"
        f"เลขอ้างอิง {_numbers(references)}\n"
        "ผู้ส่งได้รับคำขออภัยพร้อมเลขนี้แล้ว ข้อความยังเก็บไว้ครบ\n"
        "ให้ผู้ดูแลระบบดูด้วย python -m bot parked"
    )


def in_digest(count: int) -> str:
    """A line of the morning for whoever supervises; "" where nothing is parked."""
    return f"\nข้อความที่ระบบตอบไม่สำเร็จ รอผู้ดูแลระบบ: {count:,}" if count else ""


def listing(found: Sequence[Parked], total: int) -> str:
    """All that is parked, for the operator."""
    if not total:
        return "ไม่มีข้อความที่ระบบตอบไม่สำเร็จ"
    lines = [f"ข้อความที่ระบบตอบไม่สำเร็จ {total:,} ข้อความ (ไม่แสดงเนื้อความ)"]
    lines += [_line(each) for each in found]
    if len(found) < total:
        lines.append(f"แสดง {len(found):,} ข้อความแรก ดูเพิ่มด้วย --limit")
    lines.append(
        "ลองใหม่: python -m bot parked retry เลขอ้างอิง (หรือ --all)\n"
        "เลิกเก็บ: python -m bot parked drop เลขอ้างอิง --reason เหตุผล"
    )
    return "\n".join(lines)


def _line(each: Parked) -> str:
    kind = KINDS.get(each.kind, each.kind) if each.kind else "อ่านไม่ออก"
    parts = [
        f"{each.reference:>8}",
        date_and_time_of(each.received_at),
        each.messenger,
        kind,
        f"ไม่สำเร็จ {each.failed} รอบ",
        each.problem,
        "กำลังจะลองใหม่" if each.is_wanted else "",
        "ผู้ส่งกำลังเขียนเรื่องอื่นอยู่" if each.obstacle == BUSY else "",
    ]
    return "  ".join(part for part in parts if part)


def will_retry(references: Sequence[int]) -> str:
    """What the service tries again now, or at its next start."""
    return (
        f"จะลองใหม่ {len(references):,} ข้อความ: {_numbers(references)}\n"
        "ระบบที่ทำงานอยู่เริ่มภายในไม่กี่วินาที ถ้าหยุดอยู่ เริ่มเมื่อเปิดครั้งถัดไป\n"
        "ดูผลด้วย python -m bot parked"
    )


def not_retried(references: Sequence[int]) -> str:
    """Senders who are writing something else now: the old message would get into it."""
    return (
        f"ยังไม่ลองใหม่ {len(references):,} ข้อความ: {_numbers(references)}\n"
        "ผู้ส่งเขียนต่อและกำลังเขียนเรื่องอื่นอยู่ ข้อความเก่าจะปนเข้าไป ลองใหม่เมื่อเขาส่งแล้ว"
    )


def no_such(references: Sequence[int]) -> str:
    """Nothing is parked under these numbers."""
    return f"ไม่มีข้อความที่รออยู่ภายใต้เลข {_numbers(references)}"


def numbers_wanted() -> str:
    """Neither numbers nor --all."""
    return "บอกเลขอ้างอิง หรือ --all"


def dropped(reference: int) -> str:
    """A message was removed unanswered."""
    return f"เลิกเก็บข้อความเลขอ้างอิง {reference} แล้ว ผู้ส่งไม่ได้รับคำตอบ"


def reason_wanted() -> str:
    """Dropping needs a reason, for the audit trail."""
    return "บอกเหตุผลด้วย --reason (เก็บในบันทึกการใช้งาน ห้ามใส่เนื้อความ)"


def _numbers(references: Sequence[int]) -> str:
    shown = ", ".join(str(each) for each in references[:MOST_NUMBERS])
    left = len(references) - MOST_NUMBERS
    return f"{shown} และอีก {left:,}" if left > 0 else shown
