"""What Prongsai says while a case, or anything that was typed, is taken back."""

from collections.abc import Sequence

from data.cases import CaseKind

NOTE = "(ผู้แจ้งถอนเรื่อง และไม่ต้องการให้ติดต่อกลับ)"
"""What stands in the history of the case, for officers."""


def which() -> str:
    """Several cases are open."""
    return "อยากถอนเรื่องไหนคะ กดเลือก หรือพิมพ์ ถอนเรื่อง ตามด้วยรหัส"


def confirm(kind: CaseKind, code: str) -> str:
    """What withdrawing means."""
    if kind.is_inquiry:
        return (
            f"จะถอนเรื่อง {code} ไหมคะ ยังไม่ได้ถอนจนกว่าจะยืนยัน\n"
            "เรื่องแบบนี้ การถอนทำให้ไม่มีใครติดต่อคุณเรื่องนี้อีก แต่ผู้รับผิดชอบยังตรวจสอบต่อได้ "
            "และสิ่งที่ส่งไปแล้วยังอยู่กับผู้รับผิดชอบ"
        )
    return (
        f"จะถอนเรื่อง {code} ไหมคะ ยังไม่ได้ถอนจนกว่าจะยืนยัน\n"
        "ถอนแล้วเรื่องจะปิด เจ้าหน้าที่จะได้รับแจ้ง สิ่งที่ส่งไปแล้วยังอยู่ในเรื่อง และแจ้งเป็นเรื่องใหม่ได้เสมอ"
    )


def withdrawn(kind: CaseKind, code: str) -> str:
    """It is done."""
    if kind.is_inquiry:
        return (
            f"ถอนเรื่อง {code} แล้วค่ะ จะไม่มีใครติดต่อคุณเรื่องนี้อีก ผู้รับผิดชอบยังตรวจสอบต่อได้\n"
            f"ถ้าอยากให้ติดต่ออีก พิมพ์ เขียน {code}"
        )
    return f"ถอนเรื่อง {code} แล้วค่ะ ถ้ามีอะไรอีก แจ้งเป็นเรื่องใหม่ได้เสมอ"


def nothing_to_withdraw() -> str:
    """No open case of this chat."""
    return "ไม่พบเรื่องที่ถอนได้ในแชตนี้ค่ะ เรื่องที่ปิดหรือถอนไปแล้ว ถอนอีกไม่ได้"


def what_can_be_taken_back(contacts: Sequence[str], *, can_unsend: bool = True) -> str:
    """Nothing is deleted by asking: what one can do oneself, what is kept and why, whom to ask.

    *contacts* are the agency's phone and e-mail, as far as configured.
    """
    at = f" ({' หรือ '.join(contacts)})" if contacts else ""
    in_the_chat = (
        "ยกเลิกการส่งข้อความใน LINE ได้เอง ระบบจะลบข้อความนั้นออกด้วย"
        if can_unsend
        else "ที่นี่ลบทีละข้อความไม่ได้ ระบบลบเองเมื่อครบเวลา พิมพ์ ความเป็นส่วนตัว เพื่อดูว่านานเท่าไร"
    )
    return (
        "ยังไม่ได้ลบอะไรนะคะ สิ่งที่เอาคืนได้มีดังนี้\n"
        f"• ข้อความในแชต: {in_the_chat}\n"
        "• เรื่องที่ยังเขียนไม่เสร็จ: พิมพ์ ลบข้อความล่าสุด หรือ ยกเลิก\n"
        "• เรื่องที่ส่งไปแล้ว: กดหรือพิมพ์ ถอนเรื่อง จะไม่มีใครติดต่อคุณเรื่องนั้นอีก "
        "แต่สิ่งที่ส่งไปยังเก็บไว้ เพราะหน่วยงานต้องแสดงได้ว่ารับเรื่องและดูแลอย่างไร\n"
        "• ทุกอย่างของแชตนี้: กด “ขอให้ลืมฉัน” จะบอกก่อนว่าอะไรลบได้ทันที อะไรต้องเก็บ\n"
        f"สงสัย ถามผู้ดูแลข้อมูลส่วนบุคคลของหน่วยงาน{at} หรือกด “คุยกับเจ้าหน้าที่”"
    )
