"""What Prongsai says while it takes a case: notices, prompts, receipts. Thai, short, kind."""

from collections.abc import Sequence
from datetime import date

from data.agency import OutsideBody
from data.cases import CaseKind
from data.drafts import Draft
from handlers.message import AttachmentProblem
from handlers.texts import questions
from handlers.texts.clocks import day_name
from handlers.texts.thai import listed

KIND_NAMES = {
    CaseKind.FEEDBACK: "ติชม เสนอแนะ",
    CaseKind.GRIEVANCE: "ร้องทุกข์",
    CaseKind.CORRUPTION: "แจ้งทุจริต",
    CaseKind.ETHICS: "จริยธรรมและการคุกคาม",
    CaseKind.PRIVACY: "คำขอข้อมูลส่วนตัว",
    CaseKind.QUESTION: "คำถามถึงเจ้าหน้าที่",
}

WHO_READS = {
    CaseKind.FEEDBACK: "ผู้อ่านคือเจ้าหน้าที่ของ {agency} ที่ดูแลคำติชมและข้อเสนอแนะ",
    CaseKind.GRIEVANCE: "ผู้อ่านคือเจ้าหน้าที่ของ {agency} ที่รับเรื่องร้องทุกข์",
    CaseKind.QUESTION: "ผู้อ่านคือเจ้าหน้าที่ของ {agency} ที่ตอบคำถามประชาชน",
    CaseKind.CORRUPTION: "อ่านได้เฉพาะคนที่ {agency} แต่งตั้งให้ดูแลเรื่องทุจริต",
    CaseKind.ETHICS: "อ่านได้เฉพาะคนที่ {agency} แต่งตั้งให้ดูแลเรื่องทุจริตและจริยธรรม",
    CaseKind.PRIVACY: "อ่านได้เฉพาะผู้ดูแลข้อมูลส่วนบุคคลของ {agency}",
}

MATTERS = {CaseKind.CORRUPTION: "เรื่องทุจริต", CaseKind.ETHICS: "เรื่องจริยธรรมและการคุกคาม"}

PROMPTS = {
    CaseKind.FEEDBACK: "อยากติ ชม หรือเสนอแนะเรื่องอะไร พิมพ์มาได้เลยค่ะ",
    CaseKind.GRIEVANCE: "เดือดร้อนเรื่องอะไร ที่ไหน ตั้งแต่เมื่อไร พิมพ์มาได้เลยค่ะ",
    CaseKind.QUESTION: "อยากถามอะไรเจ้าหน้าที่ พิมพ์มาได้เลยค่ะ",
    CaseKind.CORRUPTION: (
        "เล่าเท่าที่อยากเล่าค่ะ: เกิดอะไรขึ้น ใครหรือตำแหน่งอะไร เมื่อไร ที่ไหน\n"
        "ไม่ต้องไปหาหลักฐานเพิ่ม และไม่ต้องบอกเลขบัตรประชาชน"
    ),
    CaseKind.ETHICS: (
        "เล่าเท่าที่สบายใจค่ะ: เกิดอะไรขึ้น ใครหรือตำแหน่งอะไร เมื่อไร ที่ไหน\n"
        "ไม่ต้องไปหาหลักฐานเพิ่ม และไม่ต้องบอกเลขบัตรประชาชน"
    ),
    CaseKind.PRIVACY: (
        "คำขอนี้ส่งแบบไม่ระบุตัวตนไม่ได้ เพราะต้องรู้ก่อนว่าเป็นข้อมูลของใคร "
        "จะได้ไม่ให้หรือลบข้อมูลของคุณตามคำของคนอื่น\n\n"
        "อยากขออะไรคะ เช่น ขอสำเนา ขอแก้ ขอลบ หรือถามว่าเก็บอะไรไว้ พิมพ์มาได้เลยค่ะ\n"
        "ถ้าเป็นเรื่องที่เคยแจ้ง บอกรหัสเรื่องด้วย ยังไม่ต้องส่งเลขบัตรประชาชน"
    ),
}

PROBLEMS = {
    AttachmentProblem.TOO_LARGE: "ไฟล์ใหญ่เกิน 10 MB ระบบรับไม่ได้ค่ะ ลองส่งเป็นรูปถ่ายธรรมดา",
    AttachmentProblem.REFUSED_KIND: "ไฟล์ชนิดนี้ระบบยังไม่รับค่ะ ส่งเป็นรูปถ่าย PDF เสียง หรือวิดีโอได้",
    AttachmentProblem.GONE: "ดึงไฟล์นี้จากแชตไม่ได้ค่ะ รบกวนส่งใหม่อีกครั้ง",
    AttachmentProblem.TOO_MANY: "แนบไฟล์ครบ {most} ไฟล์แล้วค่ะ ส่งเพิ่มในเรื่องนี้ไม่ได้",
}

FILE_NAMES = {"image": "รูปภาพ", "audio": "เสียง", "video": "วิดีโอ"}


def choose_kind() -> str:
    """What would you like to tell us?"""
    return (
        "อยากแจ้งเรื่องแบบไหนคะ ยังไม่มีอะไรถูกส่งจนกว่าคุณจะกดส่งเอง\n\n"
        "• ติชม เสนอแนะ: ชม ติ หรือบอกว่าควรปรับอะไร\n"
        "• ร้องทุกข์: ถนน ไฟ น้ำ ขยะ เหตุรำคาญ บริการล่าช้า\n"
        "• แจ้งทุจริต: เรียกรับเงิน โกง ใช้ของหลวงเป็นของตัว อ่านได้เฉพาะผู้รับผิดชอบ\n"
        "• จริยธรรม คุกคาม: ถูกลวนลาม เลือกปฏิบัติ กลั่นแกล้ง อ่านได้เฉพาะผู้รับผิดชอบ\n"
        "• คำขอข้อมูลส่วนตัว: ขอสำเนา แก้ หรือลบข้อมูลของคุณ อ่านได้เฉพาะผู้ดูแลข้อมูลส่วนบุคคล"
    )


def offer(kind: CaseKind, yes: str, *, has_file: bool) -> str:
    """The words sound like a case: offer, never start by itself. *yes* is what may be typed."""
    lines = [OFFERS[kind], "ตอนนี้ยังไม่ได้ส่งถึงใคร"]
    if has_file:
        lines.append("ไฟล์ที่ส่งมายังไม่ได้เก็บไว้ ส่งอีกครั้งได้หลังจากเริ่มแจ้ง")
    return "\n".join([*lines, f"ถ้าต้องการ กด “{yes}” หรือพิมพ์ {yes}"])


OFFERS = {
    CaseKind.FEEDBACK: "ขอบคุณที่เล่าให้ฟังค่ะ จะให้ส่งถึงเจ้าหน้าที่เป็นคำติชมหรือข้อเสนอแนะไหมคะ",
    CaseKind.GRIEVANCE: "รับฟังค่ะ จะแจ้งเรื่องนี้ให้เจ้าหน้าที่ดูแลไหมคะ",
    CaseKind.CORRUPTION: "ขอบคุณที่บอกค่ะ เรื่องแบบนี้แจ้งได้โดยมีเฉพาะผู้รับผิดชอบเรื่องทุจริตที่ได้อ่าน",
    CaseKind.ETHICS: (
        "ขอบคุณที่เล่าให้ฟังค่ะ เรื่องแบบนี้แจ้งได้โดยมีเฉพาะผู้รับผิดชอบเรื่องจริยธรรมที่ได้อ่าน และไม่ต้องบอกชื่อก็ได้"
    ),
}


def notice(
    kind: CaseKind,
    agency_name: str,
    *,
    sender_known_to: str,
    carriers: Sequence[str],
    has_words: bool,
    ways: str = "",
) -> str:
    """The short privacy notice, the *ways* of reporting where there are several, the first prompt.

    *sender_known_to* is the messenger that knows who writes, *carriers* those that take copies to
    the officers; *has_words* says whether what was told before is in the draft.
    """
    lines = [
        f"แจ้งเรื่อง: {KIND_NAMES[kind]} (ยังไม่มีอะไรถูกส่งจนกว่าคุณจะกดส่ง)",
        "",
        "ข้อความและไฟล์เก็บแบบเข้ารหัส ใช้เพื่อดูแลเรื่องนี้เท่านั้น",
        WHO_READS[kind].format(agency=agency_name),
    ]
    if sender_known_to:
        lines.append(f"{sender_known_to} เองรู้ว่าใครเป็นผู้ส่ง")
    if carriers:
        lines.append(f"สำเนาที่เจ้าหน้าที่อ่านเดินทางผ่าน {listed(carriers)}")
    lines += [*(["", ways] if ways else []), ""]
    if kind.is_secret or not has_words:
        lines.append(PROMPTS[kind])
    if has_words:
        lines += ["ใส่ข้อความที่คุณเล่าไว้ให้แล้ว พิมพ์เพิ่มได้ หรือกด “ดูก่อนส่ง”"]
    else:
        lines += ["พิมพ์กี่ข้อความก็ได้ แนบรูปได้ เสร็จแล้วกด “ดูก่อนส่ง” หรือพิมพ์ ตรวจ"]
    return "\n".join([*lines, "เปลี่ยนใจเมื่อไร พิมพ์ ยกเลิก"])


def draft_or_new(old: CaseKind, new: CaseKind, draft: Draft) -> str:
    """There is a draft already: go on, keep its words for the new kind, or drop it."""
    return (
        f"คุณเขียนเรื่อง ({KIND_NAMES[old]}) ค้างไว้ {questions.size(draft)} จะทำอย่างไรดีคะ\n"
        "• เขียนต่อ: กลับไปเรื่องเดิม\n"
        f"• ย้ายข้อความ: ใช้ข้อความเดิม แจ้งเป็น ({KIND_NAMES[new]}) แทน\n"
        f"• ทิ้ง เริ่มใหม่: ลบที่เขียนไว้ แล้วเริ่ม ({KIND_NAMES[new]})"
    )


def noted(draft: Draft) -> str:
    """One more message is in the draft."""
    return f"จดไว้แล้วค่ะ ({questions.size(draft)}) พิมพ์ต่อหรือแนบรูปได้\nพร้อมแล้วกด “ดูก่อนส่ง” หรือพิมพ์ ตรวจ"


def draft_full() -> str:
    """The draft cannot grow any more."""
    return "เรื่องนี้ยาวเต็มที่แล้วค่ะ ข้อความล่าสุดไม่ได้ใส่เพิ่ม กด “ดูก่อนส่ง” เพื่อส่งส่วนที่มีก่อนได้"


def review(
    kind: CaseKind,
    draft: Draft,
    *,
    offers_secrecy: bool = False,
    bodies: Sequence[OutsideBody] = (),
    drafts_kept_days: int = 7,
) -> str:
    """The whole draft shown back before it is sent.

    *bodies* are named where it sounds like corruption and nobody is appointed for that.
    """
    lines = [f"ตรวจก่อนส่ง: {KIND_NAMES[kind]} (ยังไม่ได้ส่ง)", ""]
    lines.append("\n".join(draft.texts) or "(ไม่มีข้อความ)")
    if draft.answers:
        lines += ["", *(questions.answered(*each) for each in draft.answers.items())]
    if draft.attachments:
        lines += ["", f"แนบ {len(draft.attachments)} ไฟล์"]
    if offers_secrecy:
        lines += [
            "",
            "เรื่องนี้คล้ายเรื่องทุจริต ถ้าอยากให้อ่านเฉพาะผู้รับผิดชอบเรื่องทุจริต กด “แจ้งแบบลับแทน”",
        ]
    if bodies:
        lines += [
            "",
            "เรื่องนี้คล้ายเรื่องทุจริต แต่หน่วยงานยังไม่ได้แต่งตั้งผู้รับผิดชอบเรื่องทุจริตในระบบนี้ "
            "ถ้าส่งที่นี่ เจ้าหน้าที่ทั่วไปของหน่วยงานจะเป็นผู้อ่าน ถ้าไม่อยากให้เขาอ่าน แจ้งหน่วยงานภายนอกแทนได้:",
            *outsides(bodies),
        ]
    kept = f"ถ้ายังไม่ส่ง ระบบเก็บไว้ {drafts_kept_days} วันแล้วลบเอง"
    return "\n".join([*lines, "", "ถูกต้องแล้วกด “ส่งเรื่อง” หรือพิมพ์ ส่ง", kept])


def nothing_to_send() -> str:
    """There is no draft, or an empty one."""
    return "ยังไม่มีข้อความให้ส่งค่ะ พิมพ์เรื่องที่อยากแจ้งมาก่อน"


def no_draft() -> str:
    """A button of a draft that is no longer there."""
    return (
        "ไม่มีเรื่องที่เขียนค้างอยู่ค่ะ ถ้าอยากแจ้งเรื่อง กด “แจ้งเรื่อง” แล้วเล่าให้ฟังก่อน จะได้ดูทวนแล้วค่อยส่ง\n"
        "ถ้าส่งไปแล้ว กด “เรื่องของฉัน” เพื่อดูรหัสและความคืบหน้า"
    )


def prompt(kind: CaseKind) -> str:
    """What to write about."""
    return PROMPTS[kind]


def filed(kind: CaseKind, code: str, read_by: date, known_by: date) -> str:
    """The code, and the last days on which it is read, and its answer or outcome told."""
    return (
        f"รับเรื่อง ({KIND_NAMES[kind]}) เรียบร้อยค่ะ\n"
        f"รหัสเรื่อง: {code}\n\n"
        f"{_promise(kind, read_by, known_by)}\nคำตอบจะมาที่แชตนี้ ดูความคืบหน้าได้โดยพิมพ์ ติดตามเรื่อง {code}"
    )


def _promise(kind: CaseKind, read_by: date, known_by: date) -> str:
    if kind.is_inquiry:
        return f"ผู้รับผิดชอบจะเปิดอ่านภายใน{day_name(read_by)} รู้ผลภายใน{day_name(known_by)}"
    who = "ผู้ดูแลข้อมูลส่วนบุคคล" if kind is CaseKind.PRIVACY else "เจ้าหน้าที่"
    return f"{who}จะเปิดอ่านภายใน{day_name(read_by)} และตอบภายใน{day_name(known_by)}"


def cancelled(had_draft: bool, *, known_to: str = "") -> str:
    """Nothing was sent. *known_to* is the messenger that keeps a history, "" on the page."""
    if had_draft:
        lines = ["ยกเลิกแล้วค่ะ ลบสิ่งที่เขียนไว้แล้ว ไม่มีอะไรถูกส่งถึงใคร"]
        if known_to == "LINE":
            lines.append("ข้อความที่พิมพ์ยังเห็นได้ในประวัติของแชตนี้ ลบหรือยกเลิกข้อความในแชตเองได้")
        elif known_to:
            lines.append("ข้อความที่พิมพ์ยังเห็นได้ในประวัติของแชตนี้ ลบจากเครื่องของคุณเองได้")
        else:
            lines.append("ข้อความที่พิมพ์ยังเห็นได้ในหน้านี้ ลบคุกกี้ของหน้านี้แล้วจะเปิดอ่านที่นี่ไม่ได้อีก")
        return "\n".join(lines)
    return "ได้ค่ะ ตอนนี้ไม่มีเรื่องที่เขียนค้างอยู่\nเรื่องที่ส่งไปแล้ว (ถ้ามี) ยังอยู่ ดูได้ที่ “เรื่องของฉัน”"


def only_in_private() -> str:
    """Complaints are never taken in a group."""
    return "เรื่องแจ้งหรือร้องเรียน ขอให้คุยในแชตส่วนตัวกับบัญชีนี้นะคะ ในกลุ่มมีคนอื่นเห็นด้วย"


def no_handler(kind: CaseKind, bodies: Sequence[OutsideBody], *, has_draft: bool = False) -> str:
    """No handler is named for such an inquiry: say so and show the outside bodies."""
    matter = MATTERS[kind]
    lines = [
        f"ขณะนี้หน่วยงานยังไม่ได้แต่งตั้งผู้รับผิดชอบ{matter}ในระบบนี้ "
        f"จึงยังรับ{matter}ทางแชตไม่ได้ค่ะ เพื่อไม่ให้เรื่องของคุณไปถึงคนที่ไม่ควรเห็น",
        "",
        "แจ้งหน่วยงานภายนอกได้โดยตรง:",
    ]
    lines += outsides(bodies)
    if has_draft:
        lines += ["", "ที่เขียนไว้ยังอยู่ คัดลอกไปใช้ได้ แล้วพิมพ์ ยกเลิก เพื่อลบออกจากที่นี่"]
    return "\n".join(lines)


def outside(body: OutsideBody) -> str:
    """An outside body, what it takes and how to reach it, where that is known."""
    contacts = " ".join(contact for contact in (body.phone, body.website) if contact)
    return f"• {body.name} ({body.takes}){f': {contacts}' if contacts else ''}"


def outsides(bodies: Sequence[OutsideBody]) -> list[str]:
    """All of them, those that can be reached from here first; one line says of the others that the
    way to them is not known."""
    known = [body for body in bodies if body.is_reachable]
    unknown = [body for body in bodies if not body.is_reachable]
    end = ["(ช่องทางติดต่อของหน่วยงานที่ไม่มีเบอร์หรือเว็บ ยังไม่ได้ใส่ไว้ในระบบ)"] if unknown else []
    return [*map(outside, (*known, *unknown)), *end]


def edited() -> str:
    """The draft holds the new words now."""
    return "แก้ข้อความในเรื่องที่เขียนไว้ให้แล้วค่ะ"


def draft_waits() -> str:
    """A reminder beside another answer that a draft is still open."""
    return "(เรื่องที่เขียนค้างไว้ยังอยู่ กด “เขียนต่อ” หรือพิมพ์ ยกเลิก)"


def continue_draft(kind: CaseKind, draft: Draft) -> str:
    """Back to writing."""
    return f"เขียนต่อได้เลยค่ะ ({KIND_NAMES[kind]}, {questions.size(draft)})"


def problem(found: AttachmentProblem, most: int) -> str:
    """Why a file was not kept; *most* is how many there may be."""
    return PROBLEMS[found].format(most=most)


def unnamed_file(media_type: str) -> str:
    """What a file without a name is called."""
    return FILE_NAMES.get(media_type.partition("/")[0], "ไฟล์")


def place(latitude: float, longitude: float, address: str) -> str:
    """A location in words."""
    return f"พิกัด {latitude:.5f}, {longitude:.5f} {address}".strip()
