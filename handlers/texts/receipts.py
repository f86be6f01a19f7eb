"""What Prongsai says of receipts: the 16 digits by which an anonymous reporter finds their case."""

from data.receipts import show


def shown_once(digits: str) -> str:
    """The receipt, what it is good for, and that it cannot be shown again."""
    return (
        f"ใบรับของคุณ\n{show(digits)}\n\n"
        "จดไว้ตอนนี้นะคะ ระบบแสดงครั้งเดียวและไม่ได้เก็บเลขนี้ไว้ จึงแสดงซ้ำหรือออกให้ใหม่ไม่ได้\n"
        "ใช้ดูความคืบหน้า อ่านคำตอบ เขียนเพิ่ม หรือถอนเรื่องได้จากทุกแชตของเรา โดยไม่ต้องบอกว่าเป็นใคร\n"
        "ใครมีเลขนี้ก็เปิดเรื่องนี้ได้ จดแล้วลบข้อความนี้ออกจากแชต และอย่าให้คนอื่นเห็น\n"
        "เมื่อจะใช้ พิมพ์ ใบรับ ตามด้วยเลข 16 หลัก"
    )


def ask_digits() -> str:
    """Which receipt?"""
    return "พิมพ์เลขใบรับ 16 หลักได้เลยค่ะ จะเว้นวรรคหรือไม่ก็ได้"


def no_such_receipt() -> str:
    """The same words for every receipt that finds nothing."""
    return (
        "ไม่พบเรื่องตามใบรับนี้ค่ะ ลองตรวจเลขทั้ง 16 หลักอีกครั้ง\nแต่ละชั่วโมงลองได้ไม่กี่ครั้ง เพื่อไม่ให้ใครเดาเลขของคนอื่น"
    )


def cannot_show_again() -> str:
    """The receipt was lost."""
    return (
        "ใบรับแสดงครั้งเดียวตอนส่งเรื่องค่ะ ระบบไม่ได้เก็บเลขไว้ จึงแสดงซ้ำหรือออกให้ใหม่ไม่ได้\n"
        "เรื่องที่ส่งแล้วยังอยู่ และผู้รับผิดชอบยังดูแลต่อ ถ้ามีอะไรเพิ่ม แจ้งเป็นเรื่องใหม่ได้เสมอ"
    )
