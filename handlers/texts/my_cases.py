"""What Prongsai says of a citizen's own cases: where they stand, answers, writing on."""

from collections.abc import Sequence

from data.agency import OutsideBody
from data.case_moves import FINISHED, PAUSED, State
from data.cases import Case
from handlers.texts.casework import OUTCOME_NAMES
from handlers.texts.intake import KIND_NAMES, outsides

STEPS = {
    **dict.fromkeys(State, "กำลังดำเนินการ"),
    State.SUBMITTED: "รับเรื่องแล้ว",
    State.ACKNOWLEDGED: "รับเรื่องแล้ว",
    State.SCREENING: "รับเรื่องแล้ว",
    **dict.fromkeys(FINISHED, "เสร็จสิ้น"),
}
"""Citizens see three."""

SENTENCES = {
    State.SUBMITTED: "เรื่องเข้าระบบแล้ว รอเจ้าหน้าที่เปิดอ่าน",
    State.ACKNOWLEDGED: "เจ้าหน้าที่เปิดอ่านแล้ว",
    State.SCREENING: "เจ้าหน้าที่กำลังดูว่าเรื่องนี้ควรให้ใครดูแล",
    State.ASSIGNED: "มีเจ้าหน้าที่ดูแลเรื่องนี้แล้ว",
    State.IN_PROGRESS: "เจ้าหน้าที่กำลังดูแลเรื่องนี้",
    State.RESOLVED: "เจ้าหน้าที่แจ้งว่าแก้ไขแล้ว ถ้ายังไม่เรียบร้อย บอกได้เลย",
    State.NEEDS_INFO: "เจ้าหน้าที่ถามคุณไว้ และรอคำตอบอยู่",
    State.REOPENED: "เปิดเรื่องนี้อีกครั้งแล้ว รอเจ้าหน้าที่ดู",
    State.CLOSED: "เจ้าหน้าที่ปิดเรื่องแล้ว",
    State.REFERRED: "ส่งต่อให้หน่วยงานที่มีอำนาจแล้ว",
    State.REJECTED: "เจ้าหน้าที่ไม่รับเรื่องนี้ พร้อมเหตุผลตามคำตอบ",
    State.DUPLICATE: "รวมกับเรื่องเดียวกันที่แจ้งไว้ก่อนแล้ว",
    State.WITHDRAWN: "คุณถอนเรื่องนี้แล้ว",
    State.ASSESSING: "ผู้รับผิดชอบกำลังพิจารณาเรื่องนี้",
    State.PRELIMINARY_INQUIRY: "ผู้รับผิดชอบกำลังสืบสวนเบื้องต้น",
    State.FACT_FINDING: "ผู้รับผิดชอบกำลังตรวจสอบข้อเท็จจริง",
    State.DECIDED: "ผู้รับผิดชอบพิจารณาแล้ว กำลังสรุปผล",
    State.ACTION_TAKEN: "ผู้รับผิดชอบกำลังดำเนินการตามผลที่พิจารณา",
    State.CONCLUDED: "พิจารณาเรื่องนี้เสร็จแล้ว",
    State.REFERRED_EXTERNAL: "ส่งต่อให้หน่วยงานภายนอกที่มีอำนาจแล้ว",
}


def status(case: Case, opened: str, next_date: str, answers: Sequence[str]) -> str:
    """Where a case stands: one step, one sentence, the next date, and what was answered last."""
    lines = [
        f"เรื่อง {case.code} ({KIND_NAMES[case.kind]})",
        f"สถานะ: {STEPS[case.state]}",
        SENTENCES[case.state],
        f"แจ้งเมื่อ {opened}",
        *([next_date] if next_date else []),
    ]
    if answers:
        asked = "เจ้าหน้าที่ถามว่า:" if case.state in PAUSED else "คำตอบล่าสุดจากเจ้าหน้าที่:"
        lines += ["", asked, answers[-1]]
    if case.is_open:
        lines += ["", _how_to_write(case.code)]
    return "\n".join(lines)


def forgotten() -> str:
    """In the place of an answer in a case that is forgotten."""
    return "(ลบแล้ว)"


def my_cases(rows: Sequence[tuple[Case, str]]) -> str:
    """The cases this chat filed, newest first, each with the day it was filed."""
    lines = ["เรื่องของคุณ"]
    lines += [
        f"• {case.code} {KIND_NAMES[case.kind]} — {STEPS[case.state]} (แจ้ง {opened})"
        for case, opened in rows
    ]
    return "\n".join([*lines, "", "พิมพ์ ติดตามเรื่อง ตามด้วยรหัส เพื่อดูรายละเอียด"])


def no_cases() -> str:
    """This chat filed nothing."""
    return (
        "ยังไม่พบเรื่องที่แจ้งจากแชตนี้ค่ะ ถ้ามีรหัส พิมพ์ ติดตามเรื่อง ตามด้วยรหัสได้เลย\n"
        "ถ้าแจ้งโดยไม่ระบุตัวตน พิมพ์ ใบรับ แล้วใส่เลขใบรับ 16 หลัก"
    )


def no_such_case() -> str:
    """The same words whether the code does not exist or is somebody else's."""
    return (
        "ไม่พบเรื่องตามรหัสนี้ในแชตนี้ค่ะ ลองตรวจรหัสอีกครั้ง\n"
        "รหัสใช้ได้เฉพาะในแชตที่แจ้งเรื่องไว้เท่านั้น เพื่อไม่ให้คนอื่นเปิดดูได้"
    )


def add_prompt(code: str) -> str:
    """Write more about a case."""
    return f"พิมพ์ข้อความหรือส่งรูปถึงเจ้าหน้าที่เรื่อง {code} ได้เลยค่ะ (หรือพิมพ์ ยกเลิก)"


def added(code: str, *, is_told: bool = True) -> str:
    """It is with the officer; *is_told*: somebody was told at once."""
    return f"เพิ่มในเรื่อง {code} แล้วค่ะ {_who_reads(is_told)}\nจะเขียนอีก กดปุ่มด้านล่าง หรือพิมพ์ เขียน {code}"


def _who_reads(is_told: bool) -> str:
    return "เจ้าหน้าที่ได้รับแจ้งแล้ว" if is_told else "เจ้าหน้าที่จะเห็นเมื่อเปิดเรื่อง"


def offer_to_reply(code: str) -> str:
    """The words may be meant for the officer who has just answered."""
    return f"ส่งข้อความนี้ถึงเจ้าหน้าที่เรื่อง {code} ไหมคะ ยังไม่ได้ส่งถึงใคร\nกดปุ่ม หรือพิมพ์ ใช่ หรือ ไม่ใช่"


def added_unread(code: str, bodies: Sequence[OutsideBody]) -> str:
    """It is in a corruption case that nobody is appointed to read any more."""
    return "\n".join(
        [
            f"เก็บในเรื่อง {code} แล้วค่ะ แต่ขณะนี้ไม่มีผู้ที่ได้รับแต่งตั้งให้อ่านเรื่องทุจริตในระบบนี้ จึงยังไม่มีใครได้อ่าน",
            "แจ้งหน่วยงานภายนอกได้โดยตรง:",
            *outsides(bodies),
        ]
    )


def attached(name: str) -> str:
    """What stands in the history for a file without words."""
    return f"(แนบไฟล์ {name})"


def nothing_added() -> str:
    """The reporter changed their mind."""
    return "ได้ค่ะ ยังไม่ได้ส่งอะไรเพิ่มถึงเจ้าหน้าที่ เรื่องที่แจ้งไว้ยังอยู่เหมือนเดิม"


def case_closed() -> str:
    """Nothing can be added to a finished case here."""
    return "เรื่องนี้ปิดแล้วค่ะ ข้อความนี้จึงยังไม่ได้ส่งถึงใคร ถ้ายังมีปัญหาอยู่ แจ้งเป็นเรื่องใหม่ได้เลย"


def answered(code: str, text: str) -> str:
    """An officer's answer, where the citizen wrote."""
    return f"เจ้าหน้าที่ตอบเรื่อง {code}\n\n{text}\n\n{_how_to_write(code)}"


def closed(code: str, outcome: str, text: str) -> str:
    """The case is finished."""
    finished = f"เรื่อง {code} เสร็จสิ้นแล้ว ({OUTCOME_NAMES[outcome]})"
    rate = "พอใจการดูแลเรื่องนี้แค่ไหน กดให้คะแนน 1-5 ได้เลยค่ะ"
    return f"{finished}\n\n{text}\n\n{rate}\nถ้ายังไม่เรียบร้อย กดหรือพิมพ์ ยังไม่เรียบร้อย ภายใน 30 วัน"


def corrected(text: str) -> str:
    """What stands in the history for an edited message."""
    return f"(แก้ข้อความที่เขียนไว้) {text}"


def edited(code: str) -> str:
    """The officer sees the old words and the new."""
    return f"ส่งข้อความที่แก้แล้วเพิ่มในเรื่อง {code} ค่ะ เจ้าหน้าที่เห็นทั้งข้อความเดิมและที่แก้"


def _how_to_write(code: str) -> str:
    return f"ตอบหรือเล่าเพิ่ม กดปุ่มด้านล่าง หรือพิมพ์ เขียน {code}"
