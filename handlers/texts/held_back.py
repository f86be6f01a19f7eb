"""What officers read about words that can still be taken back."""

from data.cases import Case


def held(told: str, seconds: int) -> str:
    """What was sent has not left yet."""
    return f"{told}\n\nมีผลใน {seconds} วินาที ถ้าเปลี่ยนใจ กด “เรียกคืน” ก่อนนั้น"


def not_yet(case: Case) -> str:
    """Words of the case are about to leave."""
    return f"เรื่อง {case.code} มีข้อความที่กำลังจะออกถึงผู้แจ้ง รอสักครู่แล้วลองใหม่"


def waits() -> str:
    """On the case's card."""
    return "มีข้อความที่กำลังจะออกถึงผู้แจ้ง"


def taken_back(case: Case, text: str = "") -> str:
    """Nothing was done; *text* is what had been written, where it is not shown anew."""
    told = f"เรียกคืนแล้ว ยังไม่มีอะไรออกถึงผู้แจ้ง เรื่อง {case.code} อยู่เหมือนเดิม"
    return f"{told}\n\nข้อความที่เรียกคืน:\n{text}" if text else told


def gone(case: Case) -> str:
    """Too late."""
    return f"ข้อความในเรื่อง {case.code} ออกไปแล้ว เรียกคืนไม่ได้\nถ้าต้องแก้ ให้ส่งข้อความใหม่ถึงผู้แจ้งจากหน้าเรื่อง"


def not_sent(case: Case, text: str) -> str:
    """The case went on while the words waited."""
    return (
        f"ข้อความในเรื่อง {case.code} ยังไม่ได้ออกถึงผู้แจ้ง เพราะเรื่องเปลี่ยนไปในระหว่างนั้น เปิดเรื่องดูก่อน\n\n"
        f"ข้อความที่เขียนไว้:\n{text}"
    )
