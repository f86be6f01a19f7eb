"""What Prongsai says to those who report corruption or a breach of ethics: with a code here, or
without being known."""

from collections.abc import Sequence

from data.agency import OutsideBody
from data.case_moves import State
from data.cases import CaseKind
from data.receipts import show
from handlers.texts.intake import KIND_NAMES, outsides
from handlers.texts.my_cases import SENTENCES, STEPS
from handlers.texts.receipts import shown_once
from handlers.texts.thai import date_of

EXAMPLE = show("1234567890123456")


def choose(bodies: Sequence[OutsideBody]) -> str:
    """How to report, before the first word, and where else."""
    return "\n".join(
        [
            "เลือกก่อนเล่านะคะ (เปลี่ยนได้จนกว่าจะส่ง)",
            "• ให้รหัสในแชตนี้: เรื่องผูกกับแชตนี้ คำตอบมาที่แชตนี้เอง",
            "• ไม่ระบุตัวตน (ใบรับ): ส่งแล้วไม่เก็บว่ามาจากแชตไหน ได้เลข 16 หลักไว้ติดตามเอง",
            *(["", "หรือแจ้งหน่วยงานภายนอกโดยตรง:", *outsides(bodies)] if bodies else []),
        ]
    )


def anonymously(known_to: str) -> str:
    """Chosen: nobody will know; *known_to* is the messenger that does, "" for our own page."""
    lines = [
        "ได้ค่ะ เรื่องนี้จะส่งแบบไม่ระบุตัวตน เมื่อส่งแล้ว ระบบลบร่องรอยของแชตนี้ออกจากเรื่อง และให้ใบรับ 16 หลัก",
        "อย่าเขียนชื่อ เบอร์โทร หรือส่งรูปที่บอกว่าคุณเป็นใคร",
    ]
    if known_to:
        lines.append(
            f"{known_to} เองยังรู้ว่าใครเป็นผู้ส่ง และข้อความยังอยู่ในแชตจนกว่าคุณจะลบ ถ้ากังวล แจ้งทางเว็บแชตได้"
        )
    return "\n".join([*lines, "เล่าต่อได้เลย หรือกด “ดูก่อนส่ง”"])


def named() -> str:
    """Chosen: the case belongs to this chat."""
    return "ได้ค่ะ เรื่องนี้จะมีรหัสและผูกกับแชตนี้ คำตอบจะมาที่นี่\nเล่าต่อได้เลย หรือกด “ดูก่อนส่ง”"


def how_it_goes(*, anonymous: bool) -> str:
    """At the review: which of the two it is, and how to change that."""
    if anonymous:
        return "จะส่งแบบไม่ระบุตัวตน ได้ใบรับ 16 หลัก (เปลี่ยน: กด “ให้รหัสในแชตนี้”)"
    return "จะส่งแบบมีรหัส ผูกกับแชตนี้ (ถ้าไม่อยากให้ผูก กด “ไม่ระบุตัวตน (ใบรับ)”)"


def filed(digits: str, days: int, kind: CaseKind = CaseKind.CORRUPTION) -> str:
    """The case is sent; the receipt, this once."""
    return (
        f"รับเรื่อง ({KIND_NAMES[kind]}) เรียบร้อยค่ะ ไม่ได้เก็บว่ามาจากแชตไหน\n"
        f"ผู้รับผิดชอบจะเปิดอ่านภายใน {days} วัน คำตอบจะไม่มาเอง ใช้ใบรับเข้ามาดูนะคะ\n\n"
        f"{shown_once(digits)}\nเช่น ใบรับ {EXAMPLE}"
    )


def status(
    kind: CaseKind, state: State, opened_at: str, next_date: str, *, is_open: bool, has_words: bool
) -> str:
    """Where a case stands, for whoever has its receipt."""
    lines = [
        f"เรื่องตามใบรับ ({KIND_NAMES[kind]})",
        f"สถานะ: {STEPS[state]}",
        SENTENCES[state],
        f"แจ้งเมื่อ {date_of(opened_at)}",
        *([next_date] if next_date else []),
    ]
    if not has_words:
        lines.append("ยังไม่มีข้อความจากเจ้าหน้าที่")
    write = "เขียนเพิ่มหรือตอบ กด “เขียนถึงเจ้าหน้าที่” หรือพิมพ์ เขียน\n" if is_open else ""
    return "\n".join([*lines, "", f"{write}ดูเสร็จแล้วพิมพ์ ออก (ถ้าไม่ใช้ 15 นาที จะปิดเอง)"])


def officer_said(text: str, at: str) -> str:
    """One of the officer's words."""
    return f"จากเจ้าหน้าที่ ({date_of(at)})\n\n{text}"


def prompt() -> str:
    """Write on."""
    return "พิมพ์ข้อความหรือส่งรูปถึงเจ้าหน้าที่ได้เลยค่ะ (หรือพิมพ์ ยกเลิก)\nอย่าเขียนสิ่งที่บอกว่าคุณเป็นใคร"


def added() -> str:
    """It is in the case."""
    return "เพิ่มในเรื่องแล้วค่ะ เจ้าหน้าที่ได้รับแจ้งแล้ว ถ้ามีคำตอบ จะเห็นเมื่อเปิดด้วยใบรับ"


def added_unread(bodies: Sequence[OutsideBody]) -> str:
    """It is in a case that nobody is appointed to read any more."""
    return "\n".join(
        [
            "เก็บในเรื่องแล้วค่ะ แต่ขณะนี้ไม่มีผู้ที่ได้รับแต่งตั้งให้อ่านเรื่องแบบนี้ในระบบ จึงยังไม่มีใครได้อ่าน",
            "แจ้งหน่วยงานภายนอกได้โดยตรง:",
            *outsides(bodies),
        ]
    )


def confirm_withdrawal() -> str:
    """What withdrawing means."""
    return (
        "ถอนเรื่องนี้ไหมคะ ยังไม่ถอนจนกว่าจะกดยืนยัน\nถอนแล้ว จะไม่มีใครถามคุณเรื่องนี้อีก "
        "แต่ผู้รับผิดชอบอาจตรวจสอบต่อ และเก็บสิ่งที่ส่งมาไว้"
    )


def withdrawn() -> str:
    """It is done."""
    return "ถอนเรื่องแล้วค่ะ จะไม่มีใครถามคุณเรื่องนี้อีก ถ้าเปลี่ยนใจ เปิดด้วยใบรับแล้วเขียนถึงเจ้าหน้าที่ได้"


def left() -> str:
    """The case is not open here any more."""
    return "ปิดเรื่องตามใบรับในแชตนี้แล้วค่ะ จะดูอีกเมื่อไร พิมพ์ ใบรับ ตามด้วยเลข 16 หลัก"


def over() -> str:
    """Nobody used it for a while, or it never was open."""
    return "ตอนนี้ไม่ได้เปิดเรื่องตามใบรับอยู่ค่ะ พิมพ์ ใบรับ ตามด้วยเลข 16 หลัก เพื่อเปิด"
