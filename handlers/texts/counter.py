"""What staff read while they write down a case from the counter, by phone, on paper; and at the
terminal. Thai, short."""

from collections.abc import Sequence
from datetime import date

from data.agency import OutsideBody
from data.cases import CaseKind
from data.counter_cases import LONGEST_CONTACT, LONGEST_TEXT
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.intake import KIND_NAMES, outsides
from handlers.texts.thai import be_date

NOBODY = "ไม่มี"


def ask_channel() -> str:
    """The first step."""
    return "บันทึกเรื่องที่รับมาจากช่องทางอื่น ตอบทีละข้อ ได้ดูทั้งหมดก่อนบันทึก พิมพ์ ยกเลิก ได้ทุกเมื่อ\nรับเรื่องนี้ทางไหน"


def ask_kind(channel: str) -> str:
    """The second."""
    return f"รับทาง{CHANNEL_NAMES[channel]} เป็นเรื่องประเภทไหน"


def ask_text(kind: CaseKind) -> str:
    """The words of whoever came."""
    return f"{KIND_NAMES[kind]}: เกิดอะไรขึ้น ที่ไหน เมื่อไร\nพิมพ์ตามที่ผู้แจ้งเล่า"


def ask_received() -> str:
    """From when the promises count."""
    return "รับเรื่องวันไหน กำหนดเวลาจะนับจากวันนั้น\nกดปุ่ม หรือพิมพ์วันที่ เช่น 20/11/2569 หรือ 20 พ.ย. 2569"


def bad_date() -> str:
    """No day, a day to come, or one of long ago."""
    return "อ่านวันที่นี้ไม่ได้ หรือเป็นวันที่ยังไม่ถึง หรือเก่ากว่า 10 ปี\nพิมพ์ใหม่ เช่น 20/11/2569"


def ask_contact() -> str:
    """Who may be told back: only what was offered."""
    return "แจ้งผลกลับได้ที่ใคร (ชื่อ เบอร์โทร)\nพิมพ์เท่าที่ผู้แจ้งยินดีให้ หรือกด ไม่มี ข้อมูลนี้เข้ารหัสไว้ในเรื่อง"


def too_long() -> str:
    """A case holds so much, a contact so little."""
    return f"ข้อความยาวเกินไป (เรื่องไม่เกิน {LONGEST_TEXT:,} ที่ติดต่อไม่เกิน {LONGEST_CONTACT} ตัวอักษร)"


def words_only() -> str:
    """A photo or a sticker cannot be taken here."""
    return "ตอนนี้บันทึกได้เฉพาะข้อความ"


def review(
    kind: CaseKind, channel: str, text: str, received: date, contact: str, *, suspicious: bool
) -> str:
    """Everything before it is saved."""
    warning = (
        "\nเรื่องนี้อาจเกี่ยวกับการทุจริต เจ้าหน้าที่ทุกคนที่รับเรื่องจะเห็น ถ้าใช่ อย่าบันทึกที่นี่"
        " ให้ผู้แจ้งกดแจ้งแบบลับเอง หรือพบผู้รับผิดชอบเรื่องทุจริต\n"
        if suspicious
        else ""
    )
    return (
        f"ตรวจก่อนบันทึก: {KIND_NAMES[kind]}\nรับทาง: {CHANNEL_NAMES[channel]}\n"
        f"วันที่รับ: {be_date(received)}\nแจ้งผลกลับได้ที่: {contact or NOBODY}\n\n{text}\n{warning}\n"
        "กด บันทึก ถ้าถูกต้อง หรือกดส่วนที่จะแก้"
    )


def saved(kind: CaseKind, code: str, received: date, *, contact: bool) -> str:
    """The code is for the reporter, too, who cannot ask for the case with it in a chat."""
    how = "แจ้งผลผู้แจ้งตามที่ติดต่อในเรื่อง" if contact else "ผู้แจ้งไม่ได้ให้ที่ติดต่อ ถ้าผู้แจ้งมาถามให้ค้นด้วยรหัสนี้"
    if contact and kind.is_secret:
        how = "ที่ติดต่อปิดผนึกไว้ เปิดดูได้เมื่อสองคนเห็นชอบ (กด “ขอเปิดตัวตนผู้แจ้ง” ในเรื่อง)"
    return (
        f"บันทึกเรื่อง ({KIND_NAMES[kind]}) แล้ว รหัส {code}\n"
        f"นับกำหนดเวลาจาก {be_date(received)}\nระบบส่งข้อความถึงผู้แจ้งเรื่องนี้ไม่ได้ {how}"
    )


def stopped() -> str:
    """Nothing was kept."""
    return "ยกเลิกแล้ว ไม่ได้บันทึกเรื่อง"


def nothing_pending() -> str:
    """A stale button."""
    return "ไม่มีเรื่องที่กำลังบันทึกอยู่ พิมพ์ /new เพื่อเริ่มใหม่"


def no_right() -> str:
    """A viewer."""
    return "สิทธิ์ของคุณบันทึกเรื่องไม่ได้ ถ้าต้องบันทึก ขอลิงก์เชิญใหม่จากผู้ดูแลระบบ"


def safe_way(kind: CaseKind, bodies: Sequence[OutsideBody]) -> str:
    """Such cases are written down by those named for them only: how else it gets to them."""
    if kind is CaseKind.PRIVACY:
        return (
            "คำขอเรื่องข้อมูลส่วนตัวบันทึกได้เฉพาะผู้ดูแลข้อมูลส่วนบุคคล ไม่ได้บันทึกอะไรไว้\n"
            "• ให้ผู้ขอกด แจ้งเรื่อง แล้วเลือก คำขอข้อมูลส่วนตัว ในแชตของหน่วยงานเอง\n"
            "• หรือพาไปพบผู้ดูแลข้อมูลส่วนบุคคลโดยตรง"
        )
    if kind is CaseKind.ETHICS:
        lines = [
            "เรื่องจริยธรรมและการคุกคามบันทึกได้เฉพาะผู้ที่ได้รับแต่งตั้ง เพื่อไม่ให้คนอื่นเห็น ไม่ได้บันทึกอะไรไว้",
            "ทางที่ปลอดภัยสำหรับผู้แจ้ง:",
            "• กด แจ้งเรื่อง แล้วเลือก จริยธรรม/คุกคาม ในแชตของหน่วยงานด้วยตัวเอง ไม่ต้องบอกชื่อ",
            "• พบผู้รับผิดชอบโดยตรง อย่าจดรายละเอียดไว้ที่เคาน์เตอร์",
            "• แจ้งหน่วยงานภายนอก:",
        ]
        return "\n".join([*lines, *outsides(bodies)])
    lines = [
        "เรื่องทุจริตบันทึกได้เฉพาะผู้ที่ได้รับแต่งตั้ง เพื่อไม่ให้คนอื่นเห็น ไม่ได้บันทึกอะไรไว้",
        "ทางที่ปลอดภัยสำหรับผู้แจ้ง:",
        "• กด แจ้งทุจริต ในแชตของหน่วยงานด้วยตัวเอง ไม่ต้องบอกชื่อ",
        "• พบผู้รับผิดชอบเรื่องทุจริตโดยตรง อย่าจดรายละเอียดไว้ที่เคาน์เตอร์",
        "• แจ้งหน่วยงานภายนอก:",
    ]
    return "\n".join([*lines, *outsides(bodies)])


def no_text() -> str:
    """The terminal was given no words."""
    return "--text: ต้องมีข้อความว่าเกิดอะไรขึ้น"


def bad_received() -> str:
    """The terminal was given no day."""
    return f"--received: {bad_date()}"
