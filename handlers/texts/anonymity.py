"""What Prongsai says to those who report corruption or a breach of ethics: with a code here, or
without being known."""

from collections.abc import Sequence
from datetime import date

from data.agency import OutsideBody
from data.case_moves import PAUSED, State
from data.cases import CaseKind
from handlers.texts.casework import OUTCOME_NAMES
from handlers.texts.clocks import day_name
from handlers.texts.intake import KIND_NAMES, outsides
from handlers.texts.my_cases import SENTENCES, STEPS
from handlers.texts.receipts import after_on_the_page, shown_once
from handlers.texts.reopening import DAYS
from handlers.texts.thai import date_of


def choose(bodies: Sequence[OutsideBody], *, on_the_page: bool = False) -> str:
    """How to report, before the first word, and where else. *on_the_page*: in a browser, whose chat
    opens nowhere else."""
    only_here = " กลับมาดูได้ด้วยเบราว์เซอร์นี้เท่านั้น" if on_the_page else ""
    anywhere = " กลับมาดูได้จากทุกเครื่อง" if on_the_page else ""
    return "\n".join(
        [
            "เลือกก่อนเล่านะคะ (เปลี่ยนได้จนกว่าจะส่ง)",
            f"• ให้รหัสในแชตนี้: เรื่องผูกกับแชตนี้ คำตอบมาที่แชตนี้เอง{only_here}",
            f"• ไม่ระบุตัวตน (ใบรับ): ส่งแล้วไม่เก็บว่ามาจากแชตไหน ได้เลข 16 หลักไว้ติดตามเอง{anywhere}",
            *(["", "หรือแจ้งหน่วยงานภายนอกโดยตรง:", *outsides(bodies)] if bodies else []),
        ]
    )


def anonymously(known_to: str, *, asks: bool) -> str:
    """Chosen: nobody will know; *known_to* is the messenger that does, "" for our own page. *asks*:
    a question follows at once."""
    lines = [
        "ได้ค่ะ เรื่องนี้จะส่งแบบไม่ระบุตัวตน เมื่อส่งแล้ว ระบบลบร่องรอยของแชตนี้ออกจากเรื่อง และให้ใบรับ 16 หลัก",
        "อย่าเขียนชื่อ เบอร์โทร หรือส่งรูปที่บอกว่าคุณเป็นใคร",
    ]
    if known_to:
        lines.append(
            f"{known_to} เองยังรู้ว่าใครเป็นผู้ส่ง และข้อความยังอยู่ในแชตจนกว่าคุณจะลบ ถ้ากังวล แจ้งทางเว็บแชตได้"
        )
    return "\n".join([*lines, *_go_on(asks=asks)])


def named(*, asks: bool) -> str:
    """Chosen: the case belongs to this chat. *asks*: a question follows at once."""
    return "\n".join(["ได้ค่ะ เรื่องนี้จะมีรหัสและผูกกับแชตนี้ คำตอบจะมาที่นี่", *_go_on(asks=asks)])


def _go_on(*, asks: bool) -> list[str]:
    return [] if asks else ["เล่าต่อได้เลย หรือกด “ดูก่อนส่ง”"]


def offer() -> str:
    """Words came while the officer waits for an answer."""
    return (
        "ข้อความนี้เป็นคำตอบถึงเจ้าหน้าที่ใช่ไหมคะ ยังไม่ได้ส่ง\nใช่ กด “ส่งถึงเจ้าหน้าที่” หรือพิมพ์ ใช่ (ส่งแล้วแชตนี้ไม่เก็บไว้)"
    )


def how_it_goes(*, anonymous: bool) -> str:
    """At the review: which of the two it is, and how to change that."""
    if anonymous:
        return "จะส่งแบบไม่ระบุตัวตน ได้ใบรับ 16 หลัก (เปลี่ยน: กด “ให้รหัสในแชตนี้”)"
    return "จะส่งแบบมีรหัส ผูกกับแชตนี้ (ถ้าไม่อยากให้ผูก กด “ไม่ระบุตัวตน (ใบรับ)”)"


def filed(
    digits: str,
    read_by: date,
    known_by: date,
    kind: CaseKind = CaseKind.CORRUPTION,
    *,
    on_the_page: bool,
) -> str:
    """The case is sent; the receipt, this once. *read_by* and *known_by* are the last days on which
    it is read, and its outcome told; *on_the_page*: sent from the agency's own page."""
    after = after_on_the_page() if on_the_page else ""
    return (
        f"รับเรื่อง ({KIND_NAMES[kind]}) เรียบร้อยค่ะ ไม่ได้เก็บว่ามาจากแชตไหน\n"
        f"ผู้รับผิดชอบจะเปิดอ่านภายใน{day_name(read_by)} รู้ผลภายใน{day_name(known_by)}\n"
        "คำตอบจะไม่มาเอง ใช้ใบรับเข้ามาดูนะคะ\n\n"
        f"{shown_once(digits)}{after}"
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
    press = "ตอบเจ้าหน้าที่" if state in PAUSED else "เขียนถึงเจ้าหน้าที่"
    write = f"จะเขียนเพิ่มหรือตอบ กด “{press}” ก่อน (หรือพิมพ์ เขียน) แล้วจึงพิมพ์คำตอบ\n" if is_open else ""
    return "\n".join([*lines, "", f"{write}ดูเสร็จแล้วพิมพ์ ออก (ถ้าไม่ใช้ 15 นาที จะปิดเอง)"])


def ended(outcome: str, *, until: date | None, may_rate: bool) -> str:
    """How it ended, and what can be done now; *until* is the last day to open it again."""
    lines = [f"ผล: {OUTCOME_NAMES[outcome]}"] if outcome in OUTCOME_NAMES else []
    if may_rate:
        lines.append("พอใจการดูแลเรื่องนี้แค่ไหน กดให้คะแนน 1-5 ได้เลย (ไม่มีใครรู้ว่าใครให้)")
    if until is not None:
        lines.append(f"ถ้ายังไม่เรียบร้อย กดหรือพิมพ์ ยังไม่เรียบร้อย ภายใน{day_name(until)}")
    else:
        lines.append("ถ้ายังมีปัญหาอยู่ แจ้งเป็นเรื่องใหม่ได้เสมอ พิมพ์ แจ้งเรื่อง")
    return "\n".join(lines)


def thanks(stars: int) -> str:
    """The stars are kept; one word more, if they like."""
    return (
        f"ให้ {stars} จาก 5 แล้วค่ะ ขอบคุณมาก\n"
        "อยากบอกอะไรเพิ่มสั้นๆ พิมพ์ได้เลย หรือกด ไม่บอกเพิ่ม (ผู้รับผิดชอบจะได้อ่าน อย่าเขียนสิ่งที่บอกว่าคุณเป็นใคร)"
    )


def word_kept() -> str:
    """The word is kept beside the stars."""
    return "เก็บข้อความไว้กับคะแนนแล้วค่ะ"


def ask_why() -> str:
    """Words are needed: what is not done yet."""
    return (
        "ยังไม่เรียบร้อยตรงไหนคะ พิมพ์บอกได้เลย ผู้รับผิดชอบจะได้อ่านพร้อมกับเปิดเรื่องอีกครั้ง (หรือพิมพ์ ยกเลิก)\n"
        "อย่าเขียนสิ่งที่บอกว่าคุณเป็นใคร"
    )


def reopened() -> str:
    """It is open again."""
    return "เปิดเรื่องอีกครั้งแล้วค่ะ ผู้รับผิดชอบได้รับแจ้งแล้ว กด “ดูเรื่องนี้” เพื่อดูวันที่จะได้คำตอบ"


def too_late() -> str:
    """The days are over, or it cannot be opened again for another reason."""
    return f"เรื่องนี้เปิดอีกครั้งไม่ได้แล้วค่ะ เปิดได้ภายใน {DAYS} วันหลังเสร็จสิ้น แจ้งเป็นเรื่องใหม่ได้เลย"


def must_stay() -> str:
    """It cannot be forgotten yet."""
    return (
        "ยังลบเรื่องนี้ไม่ได้ค่ะ เพราะยังตรวจสอบอยู่ หรือกฎหมายให้เก็บไว้ก่อน\n"
        "ถ้าไม่อยากให้ถามอีก ถอนเรื่องได้ เมื่อเรื่องเสร็จแล้ว เปิดด้วยใบรับมาขออีกครั้งได้"
    )


def confirm_erasing(backups_days: int) -> str:
    """What forgetting means."""
    return (
        "ลบเรื่องนี้ไหมคะ ยังไม่ลบจนกว่าจะกดยืนยัน\n"
        "เนื้อเรื่องและไฟล์จะหายไป ใบรับนี้จะใช้ไม่ได้อีก และกู้คืนไม่ได้ เหลือเพียงตัวเลขสถิติ ประเภท วันที่ และผล "
        f"สำเนาสำรองที่ทำไว้แล้วอยู่อีกไม่เกิน {backups_days} วัน"
    )


def erased() -> str:
    """It is forgotten."""
    return "ลบเรื่องแล้วค่ะ ใบรับนี้ใช้ไม่ได้แล้ว"


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
