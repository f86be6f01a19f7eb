"""Menus: the next steps that are offered, and the questions that pressing them asks."""

from collections.abc import Mapping
from types import MappingProxyType

from data.published import Score
from handlers.turn import Choice
from handlers.understanding.question import INTENTS, Question

SLOTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_instrument": ("instrument", "source"),
        "score_indicator": ("indicator",),
        "score_subindicator": ("sub",),
        "score_item": ("item", "source"),
        "score_extremes": ("scope", "direction"),
        "score_compare": ("item",),
        "what_if": ("item", "value"),
        "question_text": ("item",),
        "analysis_topic": ("topic", "finding"),
        "measure_detail": ("measure",),
        "measure_owner": ("measure",),
        "measure_period": ("measure",),
    }
)
"""The slots that the values in a button's data fill: ``q:<intent>:<value>:<value>``."""


def question_of(data: str) -> Question | None:
    """The question behind a button's data, None where it is not one of ours."""
    area, _, rest = data.partition(":")
    intent, *values = rest.split(":")
    if area != "q" or intent not in INTENTS or len(values) > len(SLOTS.get(intent, ())):
        return None
    slots = dict(zip(SLOTS.get(intent, ()), values, strict=False))
    return Question(intent=intent, slots={name: value for name, value in slots.items() if value})


def ask(label: str, intent: str, *values: str) -> Choice:
    """A choice that asks a question."""
    return Choice(label, ":".join(("q", intent, *values)), intent)


TOTAL = ask("คะแนน ITA", "score_total")
MEASURES = ask("มาตรการ", "measure_list")
CHANNELS = ask("ช่องทางร้องเรียน", "channel_list")
TOPICS = ask("ประเด็นวิเคราะห์", "analysis_topic")
EXPLAIN = ask("คิดคะแนนอย่างไร", "score_explain")
LOWEST = ask("ข้อที่คะแนนต่ำ", "score_extremes", "item", "lowest")
COMPARE = ask("เทียบปีก่อน", "score_compare")
WHAT_IF = ask("ถ้า o43 ได้ 100", "what_if", "o43", "100")
HELP = ask("ถามอะไรได้บ้าง", "help")
TELL = Choice("แจ้งเรื่อง", "f:start", "file_feedback")
FEEDBACK = Choice("ติชม เสนอแนะ", "f:start:feedback", "file_feedback")
GRIEVANCE = Choice("ร้องทุกข์", "f:start:grievance", "file_grievance")
CORRUPTION = Choice("แจ้งทุจริต (ลับ)", "f:start:corruption", "file_complaint")
MY_CASES = Choice("ติดตามเรื่อง", "f:status", "case_status")
PERSON = Choice("คุยกับเจ้าหน้าที่", "h:human", "human_handoff")
LEAVE_QUESTION = Choice("ฝากคำถามไว้", "f:start:question", "human_handoff")

MAIN = (TOTAL, MEASURES, CHANNELS, TELL, MY_CASES, PERSON)
"""The six areas: the same on the page, in LINE's menu, in greetings."""

INSTRUMENTS = (
    ask("IIT", "score_instrument", "IIT"),
    ask("EIT", "score_instrument", "EIT"),
    ask("OIT", "score_instrument", "OIT"),
)

INTENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "score_total": "คะแนนรวม",
        "score_instrument": "คะแนนรายแบบวัด",
        "score_indicator": "คะแนนตัวชี้วัด",
        "score_subindicator": "ตัวชี้วัดย่อย",
        "score_item": "คะแนนรายข้อ",
        "score_extremes": "สูงสุด ต่ำสุด",
        "score_compare": "เทียบคะแนน",
        "score_explain": "คิดคะแนนอย่างไร",
        "what_if": "ถ้าคะแนนเปลี่ยน",
        "question_text": "ข้อคำถาม",
        "analysis_topic": "ประเด็นวิเคราะห์",
        "limitations": "ข้อจำกัด",
        "measure_list": "มาตรการทั้งหมด",
        "measure_detail": "รายละเอียดมาตรการ",
        "measure_owner": "ใครดูแลมาตรการ",
        "measure_period": "ระยะเวลามาตรการ",
        "channel_list": "ช่องทางร้องเรียน",
        "file_complaint": "แจ้งทุจริต (ลับ)",
        "file_grievance": "ร้องทุกข์",
        "file_feedback": "ติชม เสนอแนะ",
        "case_status": "ติดตามเรื่อง",
        "eservice_info": "E-Service",
        "no_gift_info": "No Gift Policy",
        "contact_info": "ที่อยู่ ติดต่อ",
        "greeting": "เมนูหลัก",
        "thanks": "เมนูหลัก",
        "help": "ถามอะไรได้บ้าง",
        "human_handoff": "คุยกับเจ้าหน้าที่",
        "cancel": "ยกเลิก",
        "out_of_scope": "เรื่องนอกรายงาน",
    }
)

DATA_OF_INTENT: Mapping[str, str] = MappingProxyType(
    {
        "file_complaint": CORRUPTION.data,
        "file_grievance": GRIEVANCE.data,
        "file_feedback": FEEDBACK.data,
        "case_status": MY_CASES.data,
        "human_handoff": PERSON.data,
        "cancel": "f:cancel",
    }
)
"""Buttons of intents that are not plain questions."""


def guess(intent: str, slots: Mapping[str, str]) -> Choice:
    """An offer of one thing that may have been meant, with what was named."""
    data = DATA_OF_INTENT.get(intent)
    if data is None:
        values = [slots.get(name, "") for name in SLOTS.get(intent, ())]
        data = ":".join(("q", intent, *values)).rstrip(":")
    return Choice(INTENT_LABELS[intent], data, intent)


def after_item(score: Score, indicator: str) -> tuple[Choice, ...]:
    """After one item's score."""
    choices = [
        ask("ข้อนี้ถามว่าอะไร", "question_text", score.code),
        ask(f"ตัวชี้วัดที่ {indicator}", "score_indicator", indicator),
    ]
    if score.code.startswith("e"):
        choices.append(ask("เทียบสองส่วน", "score_compare", score.code))
    return (*choices, TOTAL)
