"""What Prongsai says while a finished case is opened again."""

from data.case_moves import REOPENED_WITHIN
from data.cases import CaseKind

DAYS = REOPENED_WITHIN.days


def ask_why(code: str) -> str:
    """Words are needed: what is not done yet."""
    return (
        f"เรื่อง {code} ยังไม่เรียบร้อยตรงไหนคะ พิมพ์บอกได้เลย "
        "ข้อความนี้จะถึงเจ้าหน้าที่พร้อมกับเปิดเรื่องอีกครั้ง (หรือพิมพ์ ยกเลิก)"
    )


def reopened(code: str) -> str:
    """It is open again."""
    return (
        f"เปิดเรื่อง {code} อีกครั้งแล้วค่ะ เจ้าหน้าที่ได้รับแจ้งแล้ว\nส่งรูปหรือเล่าเพิ่มได้ และดูวันที่จะได้คำตอบใน เรื่องของฉัน"
    )


def too_late(code: str) -> str:
    """The days are over, or it cannot be opened again for another reason."""
    return (
        f"เรื่อง {code} เปิดอีกครั้งไม่ได้แล้วค่ะ เปิดได้ภายใน {DAYS} วันหลังเสร็จสิ้น ขออภัยด้วยนะคะ\n"
        f"แจ้งเป็นเรื่องใหม่ได้เลย เขียนรหัส {code} ไว้ด้วย เจ้าหน้าที่จะได้เห็นเรื่องเดิม"
    )


def which() -> str:
    """Several cases are finished."""
    return "เรื่องไหนยังไม่เรียบร้อยคะ กดเลือกได้เลย"


def nothing() -> str:
    """No case of this chat can be opened again."""
    return f"ไม่พบเรื่องที่เปิดอีกครั้งได้ในแชตนี้ค่ะ (ภายใน {DAYS} วันหลังเสร็จสิ้น) แจ้งเป็นเรื่องใหม่ได้เลย"


def stopped() -> str:
    """The reporter changed their mind."""
    return "ได้ค่ะ ยังไม่ได้เปิดเรื่องอีกครั้ง เรื่องยังเสร็จสิ้นเหมือนเดิม"


def alert(kind: CaseKind, code: str) -> str:
    """For officers. A corruption case's says nothing about itself."""
    if kind.is_secret:
        return "มีข้อความเพิ่มในเรื่องที่คุณดูแล\nพิมพ์ /cases"
    return f"ผู้แจ้งบอกว่าเรื่อง {code} ยังไม่เรียบร้อย จึงเปิดเรื่องอีกครั้ง\nพิมพ์ /case {code}"
