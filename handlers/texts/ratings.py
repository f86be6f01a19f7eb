"""What Prongsai says while a finished case is rated, and what officers read of it."""

from data.ratings import Rating
from handlers.texts.thai import date_of

LABELS = {1: "1 ไม่พอใจ", 2: "2 ไม่ค่อยพอใจ", 3: "3 พอใช้", 4: "4 พอใจ", 5: "5 พอใจมาก"}


def ask() -> str:
    """On the card of a finished case."""
    return "พอใจการดูแลเรื่องนี้แค่ไหน กดให้คะแนน 1-5 ได้เลยค่ะ"


def thanks(stars: int, code: str) -> str:
    """The stars are kept; one word more, if they like."""
    return (
        f"ให้ {stars} จาก 5 สำหรับเรื่อง {code} แล้วค่ะ ขอบคุณมาก\n"
        "อยากบอกอะไรเพิ่มสั้นๆ พิมพ์ได้เลย หรือกด ไม่บอกเพิ่ม (ผู้ที่ดูแลเรื่องนี้จะได้อ่าน)"
    )


def kept(*, with_words: bool) -> str:
    """It is done."""
    said = "เก็บคะแนนและข้อความไว้กับเรื่องแล้วค่ะ" if with_words else "เก็บคะแนนไว้กับเรื่องแล้วค่ะ"
    return f"{said} เปลี่ยนได้ใน เรื่องของฉัน"


def cannot() -> str:
    """Not finished, or rated before it was opened again."""
    return "เรื่องนี้ให้คะแนนตอนนี้ไม่ได้ค่ะ ให้ได้ครั้งเดียวเมื่อเรื่องเสร็จสิ้น ก่อนเปิดเรื่องอีกครั้ง"


def on_card(found: Rating | None) -> str:
    """What officers read of it; "" where nobody rated."""
    if found is None:
        return ""
    words = "(ลบแล้ว)" if found.forgotten else found.words
    line = f"\n\nผู้แจ้งให้คะแนนการดูแลเรื่อง: {found.stars} จาก 5 ({date_of(found.at)})"
    return f"{line}\n“{words}”" if words else line
