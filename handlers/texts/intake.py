"""What Prongsai says while it takes a case: notices, prompts, receipts. Thai, short, kind."""

from collections.abc import Sequence

from data.agency import OutsideBody
from data.cases import Case, CaseKind, State
from data.drafts import Draft
from handlers.message import AttachmentProblem

KIND_NAMES = {
    CaseKind.FEEDBACK: "ติชม เสนอแนะ",
    CaseKind.GRIEVANCE: "ร้องทุกข์",
    CaseKind.CORRUPTION: "แจ้งทุจริต",
    CaseKind.QUESTION: "คำถามถึงเจ้าหน้าที่",
}

LONGEST_SHOWN = 3_000
"""Characters of a draft or case that are shown in one reply."""

WHO_READS = {
    CaseKind.FEEDBACK: "เจ้าหน้าที่ที่ดูแลเรื่องติชมและข้อเสนอแนะ",
    CaseKind.GRIEVANCE: "เจ้าหน้าที่ที่รับเรื่องร้องทุกข์",
    CaseKind.QUESTION: "เจ้าหน้าที่ที่ตอบคำถามประชาชน",
    CaseKind.CORRUPTION: "เฉพาะผู้ที่ได้รับแต่งตั้งให้ดูแลเรื่องทุจริตเท่านั้น",
}

PROMPTS = {
    CaseKind.FEEDBACK: "อยากติ ชม หรือเสนอแนะเรื่องอะไร พิมพ์มาได้เลยค่ะ",
    CaseKind.GRIEVANCE: "เดือดร้อนเรื่องอะไร ที่ไหน ตั้งแต่เมื่อไร พิมพ์มาได้เลยค่ะ",
    CaseKind.QUESTION: "อยากถามอะไรเจ้าหน้าที่ พิมพ์มาได้เลยค่ะ",
    CaseKind.CORRUPTION: (
        "เล่าเท่าที่อยากเล่าค่ะ: เกิดอะไรขึ้น ใครหรือตำแหน่งอะไร เมื่อไร ที่ไหน\n"
        "ไม่ต้องไปหาหลักฐานเพิ่ม และไม่ต้องบอกเลขบัตรประชาชน"
    ),
}

CITIZEN_STEPS = {
    State.SUBMITTED: "รับเรื่องแล้ว",
    State.ACKNOWLEDGED: "รับเรื่องแล้ว",
    State.IN_PROGRESS: "กำลังดำเนินการ",
    State.ASSESSING: "กำลังดำเนินการ",
    State.CLOSED: "เสร็จสิ้น",
    State.CONCLUDED: "เสร็จสิ้น",
    State.WITHDRAWN: "เสร็จสิ้น",
}

STATE_SENTENCES = {
    State.SUBMITTED: "เรื่องเข้าระบบแล้ว รอเจ้าหน้าที่เปิดอ่าน",
    State.ACKNOWLEDGED: "เจ้าหน้าที่เปิดอ่านแล้ว",
    State.IN_PROGRESS: "เจ้าหน้าที่กำลังดูแลเรื่องนี้",
    State.ASSESSING: "ผู้รับผิดชอบกำลังพิจารณาเรื่องนี้",
    State.CLOSED: "เจ้าหน้าที่ปิดเรื่องแล้ว",
    State.CONCLUDED: "พิจารณาเรื่องนี้เสร็จแล้ว",
    State.WITHDRAWN: "คุณถอนเรื่องนี้แล้ว",
}

PROBLEMS = {
    AttachmentProblem.TOO_LARGE: "ไฟล์ใหญ่เกิน 10 MB ระบบรับไม่ได้ค่ะ ลองส่งเป็นรูปถ่ายธรรมดา",
    AttachmentProblem.REFUSED_KIND: "ไฟล์ชนิดนี้ระบบยังไม่รับค่ะ ส่งเป็นรูปถ่าย PDF เสียง หรือวิดีโอได้",
    AttachmentProblem.GONE: "ดึงไฟล์นี้จากแชตไม่ได้ค่ะ รบกวนส่งใหม่อีกครั้ง",
    AttachmentProblem.TOO_MANY: "แนบไฟล์ครบ 5 ไฟล์แล้วค่ะ ส่งเพิ่มในเรื่องนี้ไม่ได้",
}


def choose_kind() -> str:
    """What would you like to tell us?"""
    return (
        "อยากแจ้งเรื่องแบบไหนคะ ยังไม่มีอะไรถูกส่งจนกว่าคุณจะกดส่งเอง\n\n"
        "• ติชม เสนอแนะ: ชม ติ หรือบอกว่าควรปรับอะไร\n"
        "• ร้องทุกข์: ถนน ไฟ น้ำ ขยะ เหตุรำคาญ บริการล่าช้า\n"
        "• แจ้งทุจริต: เรียกรับเงิน โกง ใช้ของหลวงเป็นของตัว อ่านได้เฉพาะผู้รับผิดชอบ"
    )


def offer(kind: CaseKind) -> str:
    """The words sound like a case: offer, never start by itself."""
    if kind is CaseKind.CORRUPTION:
        return (
            "ขอบคุณที่บอกค่ะ เรื่องแบบนี้แจ้งได้โดยมีเฉพาะผู้รับผิดชอบเรื่องทุจริตที่ได้อ่าน\n"
            "ตอนนี้ยังไม่มีอะไรถูกส่งถึงใคร อยากทำอย่างไรต่อ เลือกได้เลยค่ะ"
        )
    if kind is CaseKind.FEEDBACK:
        return "ขอบคุณที่เล่าให้ฟังค่ะ จะให้ส่งถึงเจ้าหน้าที่เป็นคำติชมหรือข้อเสนอแนะไหมคะ\nตอนนี้ยังไม่ได้ส่งถึงใคร"
    return "รับฟังค่ะ จะแจ้งเรื่องนี้ให้เจ้าหน้าที่ดูแลไหมคะ ตอนนี้ยังไม่ได้ส่งถึงใคร"


def notice(kind: CaseKind, agency_name: str, told: str, messenger_name: str) -> str:
    """The short privacy notice and the first prompt; *told* is what was said before, if any."""
    lines = [
        f"แจ้งเรื่อง: {KIND_NAMES[kind]}",
        "",
        f"ก่อนเริ่ม: ผู้อ่านเรื่องนี้คือ{WHO_READS[kind]}ของ{agency_name} "
        "ข้อความและไฟล์ถูกเก็บแบบเข้ารหัส ใช้เพื่อดูแลเรื่องนี้เท่านั้น",
    ]
    if messenger_name:
        lines.append(f"{messenger_name}เองรู้ว่าใครเป็นผู้ส่ง และสำเนาที่เจ้าหน้าที่อ่านเดินทางผ่าน Telegram")
    lines += ["", PROMPTS[kind]]
    if told:
        lines += ["", "ใส่ข้อความที่คุณเล่าไว้ให้แล้ว พิมพ์เพิ่มได้ หรือกด “ดูก่อนส่ง”"]
    else:
        lines += ["พิมพ์กี่ข้อความก็ได้ แนบรูปได้ เสร็จแล้วกด “ดูก่อนส่ง” หรือพิมพ์ ตรวจ"]
    lines.append("เปลี่ยนใจเมื่อไร พิมพ์ ยกเลิก")
    return "\n".join(lines)


def noted(draft: Draft) -> str:
    """One more message is in the draft."""
    return f"จดไว้แล้วค่ะ ({_size(draft)}) พิมพ์ต่อหรือแนบรูปได้\nพร้อมแล้วกด “ดูก่อนส่ง” หรือพิมพ์ ตรวจ"


def draft_full() -> str:
    """The draft cannot grow any more."""
    return "เรื่องนี้ยาวเต็มที่แล้วค่ะ ข้อความล่าสุดไม่ได้ใส่เพิ่ม กด “ดูก่อนส่ง” เพื่อส่งส่วนที่มีก่อนได้"


def review(kind: CaseKind, draft: Draft) -> str:
    """The whole draft shown back before it is sent."""
    body = _cut("\n".join(draft.texts))
    lines = [f"ตรวจก่อนส่ง: {KIND_NAMES[kind]}", "", body or "(ไม่มีข้อความ)"]
    if draft.attachments:
        lines += ["", f"แนบ {len(draft.attachments)} ไฟล์"]
    return "\n".join([*lines, "", "ถูกต้องแล้วกด “ส่งเรื่อง” หรือพิมพ์ ส่ง"])


def nothing_to_send() -> str:
    """There is no draft, or an empty one."""
    return "ยังไม่มีข้อความให้ส่งค่ะ พิมพ์เรื่องที่อยากแจ้งมาก่อน"


def no_draft() -> str:
    """A button of a draft that is no longer there."""
    return "ไม่มีเรื่องที่เขียนค้างอยู่ค่ะ ถ้าส่งไปแล้ว กด “เรื่องของฉัน” เพื่อดูรหัสและความคืบหน้า"


def filed(kind: CaseKind, code: str, promise: str) -> str:
    """The code, and when to expect a word."""
    return (
        f"รับเรื่อง ({KIND_NAMES[kind]}) เรียบร้อยค่ะ\n"
        f"รหัสเรื่อง: {code}\n\n"
        f"{promise}\nคำตอบจะมาที่แชตนี้ ดูความคืบหน้าได้โดยพิมพ์ ติดตามเรื่อง {code}"
    )


def promise(kind: CaseKind, days: int) -> str:
    """When to expect a word, in days."""
    if kind is CaseKind.CORRUPTION:
        return f"ผู้รับผิดชอบจะเปิดอ่านภายใน {days} วัน"
    return f"เจ้าหน้าที่จะตอบภายใน {days} วัน"


def cancelled(had_draft: bool) -> str:
    """Nothing was sent."""
    if had_draft:
        return "ยกเลิกแล้วค่ะ ลบสิ่งที่เขียนไว้แล้ว ไม่มีอะไรถูกส่งถึงใคร"
    return "ได้ค่ะ ไม่มีเรื่องค้างอยู่ ไม่มีอะไรถูกส่งถึงใคร"


def only_in_private() -> str:
    """Complaints are never taken in a group."""
    return "เรื่องแจ้งหรือร้องเรียน ขอให้คุยในแชตส่วนตัวกับบัญชีนี้นะคะ ในกลุ่มมีคนอื่นเห็นด้วย"


def no_corruption_handler(bodies: Sequence[OutsideBody]) -> str:
    """No named handler is appointed: say so and show the outside bodies."""
    lines = [
        "ขณะนี้หน่วยงานยังไม่ได้แต่งตั้งผู้รับผิดชอบเรื่องทุจริตในระบบนี้ "
        "จึงยังรับเรื่องทุจริตทางแชตไม่ได้ค่ะ เพื่อไม่ให้เรื่องของคุณไปถึงคนที่ไม่ควรเห็น",
        "",
        "แจ้งหน่วยงานภายนอกได้โดยตรง:",
    ]
    for body in bodies:
        contacts = [contact for contact in (body.phone, body.website) if contact]
        where = " ".join(contacts) if contacts else "ยังไม่ได้ระบุช่องทางติดต่อในระบบ"
        lines.append(f"• {body.name} ({body.takes}): {where}")
    return "\n".join(lines)


def status(case: Case, opened: str, answers: Sequence[str]) -> str:
    """Where a case stands: one step, one sentence, and what was answered."""
    lines = [
        f"เรื่อง {case.code} ({KIND_NAMES[case.kind]})",
        f"สถานะ: {CITIZEN_STEPS[case.state]}",
        STATE_SENTENCES[case.state],
        f"แจ้งเมื่อ {opened}",
    ]
    if answers:
        lines += ["", "คำตอบล่าสุดจากเจ้าหน้าที่:", _cut(answers[-1])]
    return "\n".join(lines)


def my_cases(rows: Sequence[tuple[Case, str]]) -> str:
    """The cases this chat filed, newest first, each with the day it was filed."""
    lines = ["เรื่องของคุณ"]
    lines += [
        f"• {case.code} {KIND_NAMES[case.kind]} — {CITIZEN_STEPS[case.state]} (แจ้ง {opened})"
        for case, opened in rows
    ]
    return "\n".join([*lines, "", "พิมพ์ ติดตามเรื่อง ตามด้วยรหัส เพื่อดูรายละเอียด"])


def no_cases() -> str:
    """This chat filed nothing."""
    return "ยังไม่พบเรื่องที่แจ้งจากแชตนี้ค่ะ ถ้ามีรหัส พิมพ์ ติดตามเรื่อง ตามด้วยรหัสได้เลย"


def no_such_case() -> str:
    """The same words whether the code does not exist or is somebody else's."""
    return (
        "ไม่พบเรื่องตามรหัสนี้ในแชตนี้ค่ะ ลองตรวจรหัสอีกครั้ง\n"
        "รหัสใช้ได้เฉพาะในแชตที่แจ้งเรื่องไว้เท่านั้น เพื่อไม่ให้คนอื่นเปิดดูได้"
    )


def add_prompt(code: str) -> str:
    """Write more about a case."""
    return f"พิมพ์ข้อความถึงเจ้าหน้าที่เรื่อง {code} ได้เลยค่ะ (หรือพิมพ์ ยกเลิก)"


def added(code: str) -> str:
    """It is with the officer."""
    return f"เพิ่มข้อความในเรื่อง {code} แล้วค่ะ เจ้าหน้าที่จะเห็นทันที"


def case_closed() -> str:
    """Nothing can be added to a finished case here."""
    return "เรื่องนี้ปิดแล้วค่ะ ถ้ายังมีปัญหาอยู่ แจ้งเป็นเรื่องใหม่ได้เลย"


def answered(code: str, text: str) -> str:
    """An officer's answer, where the citizen wrote."""
    return f"เจ้าหน้าที่ตอบเรื่อง {code}\n\n{text}"


def closed(code: str, outcome: str, text: str) -> str:
    """The case is finished."""
    return f"เรื่อง {code} เสร็จสิ้นแล้ว ({outcome})\n\n{text}"


def edited() -> str:
    """The draft holds the new words now."""
    return "แก้ข้อความในเรื่องที่เขียนไว้ให้แล้วค่ะ"


def draft_waits() -> str:
    """A reminder beside another answer that a draft is still open."""
    return "(เรื่องที่เขียนค้างไว้ยังอยู่ กด “เขียนต่อ” หรือพิมพ์ ยกเลิก)"


def continue_draft(kind: CaseKind, draft: Draft) -> str:
    """Back to writing."""
    return f"เขียนต่อได้เลยค่ะ ({KIND_NAMES[kind]}, {_size(draft)})"


def _size(draft: Draft) -> str:
    files = f" {len(draft.attachments)} ไฟล์" if draft.attachments else ""
    return f"{len(draft.texts)} ข้อความ{files}"


def _cut(text: str) -> str:
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}…\n(แสดงบางส่วน ระบบเก็บไว้ครบทั้งหมด)"
