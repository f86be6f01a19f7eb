"""What Prongsai says to staff about stepping back from a case, and hiding one from somebody."""

from data.cases import Case
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_of


def which() -> str:
    """Which case: nothing of it is shown."""
    return "ขอไม่รับเรื่องไหน เพราะมีส่วนได้เสีย (ยังไม่เปิดเนื้อหาให้เห็น)"


def confirm(case: Case) -> str:
    """What is known of it without reading, and what stepping back means."""
    return (
        f"{case.code} · {KIND_NAMES[case.kind]} · รับ {date_of(case.opened_at)}\n"
        "ถ้ามีส่วนได้เสียกับเรื่องนี้ ยืนยันเพื่อไม่รับ จะไม่เห็นเรื่องนี้อีก และขอกลับมาเห็นเองไม่ได้"
    )


def done() -> str:
    """It is done."""
    return "บันทึกแล้ว คุณไม่รับเรื่องนี้และจะไม่เห็นเรื่องนี้อีก"


def somebody_left() -> str:
    """To the others: nothing of the case, nor who it was."""
    return "ผู้รับผิดชอบคนหนึ่งขอไม่รับเรื่องหนึ่งที่คุณดูแลด้วย เปิดดูได้ในแชตนี้เท่านั้น\nพิมพ์ /cases"


def nothing_to_leave() -> str:
    """No case to step back from."""
    return "ไม่มีเรื่องที่ขอไม่รับได้"


def hidden(name: str) -> str:
    """In the terminal: somebody does not see the case any more."""
    return f"{name or '(ไม่มีชื่อ)'} จะไม่เห็นเรื่องนี้อีก และไม่ได้รับแจ้งอะไร"


def hidden_already() -> str:
    """It was so before."""
    return "คนนี้ไม่เห็นเรื่องนี้อยู่แล้ว"


def nobody_left() -> str:
    """In the terminal: it was the last one."""
    return "คำเตือน: ไม่เหลือใครที่เปิดอ่านเรื่องนี้ได้ ผู้แจ้งได้รับแจ้งและเห็นช่องทางหน่วยงานภายนอกแล้ว"


def no_reason() -> str:
    """A reason is needed."""
    return "ต้องบอกเหตุผลด้วย --reason"
