"""What Prongsai says to staff about who filed a secret case: asked for, agreed to, shown once."""

from collections.abc import Sequence

from data.reporter_identity import Identity
from data.sealed_identity import Refusal, Request, Standing
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.thai import date_and_time_of

SEALED_CONTACT = "(ปิดผนึกไว้ ดูได้เมื่อสองคนเห็นชอบ)"
"""In the place of what a reporter left at the counter, in a secret case."""

WAYS = {"line": "LINE", "telegram": "Telegram", "web": "เว็บแชต", **CHANNEL_NAMES}
REFUSALS = {
    Refusal.NOT_THEIRS: "ไม่พบเรื่องนี้ หรือไม่อยู่ในความรับผิดชอบของคุณ",
    Refusal.ANONYMOUS: (
        "เรื่องนี้ระบบไม่ได้เก็บว่าใครเป็นผู้แจ้ง จึงไม่มีอะไรให้เปิด (แจ้งแบบไม่ระบุตัวตน หรือไม่ได้ให้ที่ติดต่อ)\n"
        "ถ้าต้องการข้อมูลเพิ่ม กด “ถามผู้แจ้ง” ในเรื่องได้ โดยไม่ต้องรู้ว่าเป็นใคร"
    ),
    Refusal.UNNAMED: "คุณยังไม่มีชื่อในระบบ จึงแยกไม่ได้ว่าใครเป็นใคร ขอลิงก์เชิญใหม่ที่ระบุชื่อจากผู้ดูแลระบบก่อน",
    Refusal.ASKED_ALREADY: "คุณขอเปิดตัวตนผู้แจ้งของเรื่องนี้ไว้แล้ว ดูได้ที่ “คำขอเปิดตัวตน” หรือพิมพ์ /identity",
    Refusal.NOBODY_ELSE: (
        "ยังไม่มีคนที่สองที่อนุมัติได้ (ต้องเป็นคนอื่นที่มีชื่อในระบบและไม่เกี่ยวข้องกับเรื่อง) จึงยังเปิดตัวตนไม่ได้\n"
        "ขอให้ผู้ดูแลระบบแต่งตั้งผู้รับผิดชอบเพิ่มอีกคน"
    ),
}
STANDINGS = {
    Standing.WAITING: "รอคนที่สองอนุมัติ",
    Standing.EXPIRED: "คำขอนี้หมดเวลาแล้ว (72 ชั่วโมง) ถ้ายังจำเป็น ให้ขอใหม่",
    Standing.REFUSED: "คำขอนี้ไม่ได้รับอนุมัติ",
    Standing.APPROVED: "คำขอนี้อนุมัติแล้ว ผู้ขอดูได้ครั้งเดียว",
    Standing.SHOWN: "ตัวตนตามคำขอนี้เปิดดูไปแล้ว ดูได้ครั้งเดียว ถ้ายังจำเป็น ให้ขอใหม่",
    Standing.OVER: "คำขอนี้อนุมัติแล้วแต่ไม่ได้เปิดดูภายใน 24 ชั่วโมง ถ้ายังจำเป็น ให้ขอใหม่",
}


def ask_reason(code: str) -> str:
    """Why? The words are kept where the story of the case must not be."""
    return (
        f"ขอเปิดตัวตนผู้แจ้งเรื่อง {code} เพราะอะไร พิมพ์เหตุผลสั้นๆ (หรือพิมพ์ ยกเลิก)\n"
        "ต้องมีอีกคนหนึ่งอ่านเหตุผลแล้วอนุมัติภายใน 72 ชั่วโมง เหตุผลเก็บไว้ในบันทึกการตรวจสอบ "
        "อย่าเล่าเนื้อเรื่องหรือเขียนชื่อใคร\n"
        "ถ้าแค่อยากถามเพิ่ม กด “ถามผู้แจ้ง” ได้โดยไม่ต้องรู้ว่าเป็นใคร"
    )


def refused(why: Refusal) -> str:
    """It cannot be asked."""
    return REFUSALS[why]


def asked(number: int) -> str:
    """It is asked; *number* persons may decide."""
    return (
        f"ส่งคำขอแล้วถึงผู้ที่อนุมัติได้ {number} คน (คนใดคนหนึ่งอนุมัติก็พอ) คำขอนี้อยู่ได้ 72 ชั่วโมง\n"
        "ได้คำตอบเมื่อไรจะแจ้งในแชตนี้"
    )


def stopped() -> str:
    """It is not asked after all."""
    return "ได้ ยังไม่ได้ขอเปิดตัวตนผู้แจ้ง"


def alert() -> str:
    """To who may decide: nothing of the case, nor of the request."""
    return "มีคำขอที่ต้องให้คนที่สองพิจารณา เปิดดูได้ในแชตนี้เท่านั้น\nพิมพ์ /identity"


def decided(*, approved: bool) -> str:
    """To who asked: nothing of the case."""
    if approved:
        return "คำขอของคุณได้รับอนุมัติแล้ว ดูได้ครั้งเดียวภายใน 24 ชั่วโมง\nพิมพ์ /identity"
    return "คำขอของคุณไม่ได้รับอนุมัติ\nพิมพ์ /identity"


def nothing_waits() -> str:
    """No request to decide, and none of one's own."""
    return "ไม่มีคำขอเปิดตัวตนที่รอคุณ"


def waiting(theirs: Sequence[Request], own: Sequence[tuple[Request, Standing]]) -> str:
    """What waits for this member, and what they asked for themselves; numbered as the buttons."""
    lines = ["คำขอเปิดตัวตนผู้แจ้ง"]
    lines += [
        f"{number}. รอคุณพิจารณา (ขอเมื่อ {date_and_time_of(each.asked_at)})"
        for number, each in enumerate(theirs, 1)
    ]
    lines += [
        f"{number}. ที่คุณขอ (ขอเมื่อ {date_and_time_of(each.asked_at)}): {STANDINGS[standing]}"
        for number, (each, standing) in enumerate(own, len(theirs) + 1)
    ]
    return "\n".join(lines)


def to_decide(request: Request, asker: str, code: str) -> str:
    """The whole request; *code* is "" for who may not see the case."""
    about = f"เรื่อง {code}" if code else "เรื่องลับเรื่องหนึ่ง (คุณไม่เห็นเนื้อเรื่อง)"
    return (
        f"คุณ{asker} ขอเปิดตัวตนผู้แจ้งของ{about}\nเมื่อ {date_and_time_of(request.asked_at)}\n\n"
        f"เหตุผล: {request.reason}\n\n"
        "อนุมัติเมื่อจำเป็นจริงเท่านั้น ผู้ขอจะเห็นครั้งเดียว ทั้งสองคนอยู่ในบันทึกการตรวจสอบ"
    )


def done(*, approved: bool) -> str:
    """It is decided."""
    return "อนุมัติแล้ว ผู้ขอได้รับแจ้ง" if approved else "ไม่อนุมัติ ผู้ขอได้รับแจ้งแล้ว"


def own_request() -> str:
    """Whoever asks does not agree with themselves."""
    return "เป็นคำขอของคุณเอง ต้องให้คนอื่นเป็นผู้อนุมัติ"


def stands(standing: Standing) -> str:
    """Where a request stands."""
    return STANDINGS[standing]


def no_such_request() -> str:
    """Not there, or not for this member: the same words."""
    return "ไม่พบคำขอนี้ หรือไม่ใช่คำขอที่คุณพิจารณาได้"


def no_longer() -> str:
    """Who approved does not stand by it any more, or the case is not theirs."""
    return "การอนุมัตินี้ใช้ไม่ได้แล้ว (สิทธิ์ของผู้ขอหรือผู้อนุมัติเปลี่ยนไป) ถ้ายังจำเป็น ให้ขอใหม่"


def shown(code: str, found: Identity) -> str:
    """What is kept of the reporter, this once."""
    lines = [
        f"ผู้แจ้งเรื่อง {code} (แสดงครั้งเดียว)",
        f"แจ้งทาง: {WAYS.get(found.messenger, found.messenger)}",
    ]
    lines += [f"ชื่อที่ใช้ใน {WAYS.get(found.messenger, '')}: {found.name}"] if found.name else []
    lines += [f"หมายเลขผู้ใช้: {found.address} (ไม่ใช่ชื่อหรือเบอร์)"] if found.address else []
    lines += [f"ที่ติดต่อที่ให้ไว้: {each}" for each in found.contacts]
    return "\n".join(
        [
            *lines,
            "",
            "เท่านี้คือทั้งหมดที่ระบบเก็บไว้ ใช้ตามเหตุผลที่ขอเท่านั้น อย่าบอกต่อ จดเท่าที่จำเป็นแล้วลบข้อความนี้",
        ]
    )


def by_desk(act: str) -> str:
    """To whoever signed in at the terminal: somebody else may have."""
    return f"บันทึกจากเครื่องของหน่วยงานในชื่อของคุณ: {act} ถ้าไม่ใช่คุณ แจ้งผู้ดูแลระบบทันที"


ACTS = {
    "request": "ขอเปิดตัวตนผู้แจ้ง",
    "approve": "อนุมัติให้เปิดตัวตนผู้แจ้ง",
    "refuse": "ไม่อนุมัติให้เปิดตัวตนผู้แจ้ง",
    "show": "เปิดดูตัวตนผู้แจ้ง",
}


def no_reason() -> str:
    """In the terminal: a reason is needed."""
    return "ต้องบอกเหตุผลด้วย --reason (อย่าเล่าเนื้อเรื่องหรือเขียนชื่อใคร)"


def in_terminal(request: Request, asker: str, standing: Standing) -> str:
    """In the terminal: a line of a list."""
    return (
        f"{request.id} · {asker} · {date_and_time_of(request.asked_at)} · {STANDINGS[standing]}"
        f" · เหตุผล: {request.reason}"
    )
