"""Ethics words: whether somebody tells of harassment, discrimination or a breach of ethics, so that
the secret way is offered to them. Nothing is moved silently."""

import re

from handlers.message import Kind, Message
from handlers.understanding.question import UNSURE, Question

HARASSED = (
    r"ลวนลาม|แทะโลม|คุกคามทางเพศ|ล่วงละเมิดทางเพศ|อนาจาร|ล่วงเกินทางเพศ|แต๊ะอั๋ง|ลามก|แตะเนื้อต้องตัว"
    r"|(?:จับ|ลูบ|บีบ)(?:ก้น|หน้าอก|นม|ต้นขา|ขาอ่อน)"
    r"|\b(?:sexual(?:ly)? (?:harass|assault|abus)|harass(?:ed|ing|es|ment)|grop(?:ed|ing))"
)
TREATED = (
    r"(?:โดน|ถูก|เจ้าหน้าที่|หัวหน้า|ผู้บริหาร)\S{0,20}(?:เลือกปฏิบัติ|กลั่นแกล้ง|เหยียด|บูลลี่)"
    r"|เหยียด(?:เพศ|ผิว|เชื้อชาติ|คนจน|คนพิการ|ศาสนา)|(?:ผิด|ละเมิด|ฝ่าฝืน)\S{0,8}จริยธรรม"
    r"|\b(?:discriminat(?:ed|es|ing) against|bull(?:ied|ying))"
)
TELLS = re.compile(f"{HARASSED}|{TREATED}", re.IGNORECASE)
ASKS = re.compile(
    r"คะแนน|ตัวชี้วัด|มาตรการ|รายงาน|[?？]|ไหม|มั้ย|หรือไม่|หรือเปล่า|คืออะไร|อย่างไร|ยังไง|\b[eio]\s?\d"
    r"|\b(?:score|what|how|why|is|does)\b|ข้อที่|ข้อไหน",
    re.IGNORECASE,
)
"""About the report, or about the way, rather than of what happened."""
AT_A_LOSS = re.compile(r"(?:จะ|ควร|ต้อง)?ทำ(?:ยังไง|ไง|อย่างไร)ดี")
"""Whoever ends so tells of what happened, and asks where to turn."""

DOUBTFUL = frozenset({UNSURE, "out_of_scope", "human_handoff"})


def sounds_like_ethics(text: str) -> bool:
    """Whether *text* tells of such a thing."""
    return TELLS.search(text) is not None


def reread(question: Question, message: Message) -> Question:
    """What nobody made sense of, but tells of such a thing, is a complaint."""
    told = message.kind in (Kind.TEXT, Kind.EDITED) and question.intent in DOUBTFUL
    asks = ASKS.search(AT_A_LOSS.sub("", message.text))
    if told and sounds_like_ethics(message.text) and not asks:
        return Question(intent="file_complaint")
    return question
