"""Menus: the next steps that are offered, and the questions that pressing them asks."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from data.published import Item, Score
from handlers.turn import LABEL_LIMIT, Choice
from handlers.understanding.question import INTENTS, Question

FULL = 100  # points
MOST = 5
"""Next steps after an answer. A list of things to choose from offers each of them instead."""

SLOTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_instrument": ("instrument", "source"),
        "score_indicator": ("indicator",),
        "score_subindicator": ("sub",),
        "score_item": ("item", "source"),
        "score_extremes": ("scope", "direction"),
        "score_compare": ("item", "scope"),
        "what_if": ("item", "value"),
        "question_text": ("item",),
        "analysis_topic": ("topic", "finding"),
        "measure_detail": ("measure",),
        "measure_owner": ("measure",),
        "measure_period": ("measure",),
    }
)
"""The slots that the values in a button's data fill: ``q:<intent>:<value>:<value>``."""

_VALUE = re.compile(r"[A-Za-z0-9._-]{0,16}", re.ASCII)


def question_of(data: str) -> Question | None:
    """The question behind a button's data, None where it is not one of ours.

    The data may be a stranger's: anyone can send whatever they like in a button's name.
    """
    area, _, rest = data.partition(":")
    intent, *values = rest.split(":")
    if area != "q" or intent not in INTENTS or len(values) > len(SLOTS.get(intent, ())):
        return None
    if not all(_VALUE.fullmatch(value) for value in values):
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
LOWEST_INDICATOR = ask("ตัวชี้วัดที่ต่ำ", "score_extremes", "indicator", "lowest")
INDICATORS = ask("ตัวชี้วัดทั้งหมด", "score_indicator")
COMPARE = ask("เทียบปีก่อน", "score_compare")
GAPS = ask("สองส่วนต่างข้อไหน", "score_compare", "", "gap")
EXAMPLE_ITEM = "o43"
WHAT_IF = ask(f"ถ้า {EXAMPLE_ITEM} ได้ 100", "what_if", EXAMPLE_ITEM, "100")
HELP = ask("ถามอะไรได้บ้าง", "help")
TELL = Choice("แจ้งเรื่อง", "f:start", "file_feedback")
FEEDBACK = Choice("ติชม เสนอแนะ", "f:start:feedback", "file_feedback")
GRIEVANCE = Choice("ร้องทุกข์", "f:start:grievance", "file_grievance")
CORRUPTION = Choice("แจ้งทุจริต (ลับ)", "f:start:corruption", "file_complaint")
ETHICS = Choice("จริยธรรม/คุกคาม(ลับ)", "f:start:ethics", "file_complaint")
DATA_REQUEST = Choice("คำขอข้อมูลส่วนตัว", "f:start:privacy", "channel_list")
MY_CASES = Choice("ติดตามเรื่อง", "f:status", "case_status")
PERSON = Choice("คุยกับเจ้าหน้าที่", "h:human", "human_handoff")
MY_DATA = Choice("ขอข้อมูลของฉัน", "f:my-data", "channel_list")
FORGET_ME = Choice("ขอให้ลืมฉัน", "f:forget", "channel_list")
PRIVACY = Choice("ความเป็นส่วนตัว", "f:privacy", "channel_list")
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
        "greeting": "ทักทาย",
        "thanks": "ขอบคุณ",
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


NAMED_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "score_instrument": ("instrument", "คะแนน {}"),
        "score_indicator": ("indicator", "ตัวชี้วัดที่ {}"),
        "score_subindicator": ("sub", "ตัวชี้วัดย่อย {}"),
        "score_item": ("item", "คะแนน {}"),
        "score_compare": ("item", "เทียบคะแนน {}"),
        "what_if": ("item", "ถ้า {} เปลี่ยน"),
        "question_text": ("item", "{} ถามว่าอะไร"),
        "analysis_topic": ("topic", "ประเด็นที่ {}"),
        "measure_detail": ("measure", "มาตรการที่ {}"),
        "measure_owner": ("measure", "ใครดูแลมาตรการ {}"),
        "measure_period": ("measure", "มาตรการ {} เมื่อไร"),
    }
)
"""What an offer is called when the thing it is about was named: the slot, and the label."""


def guess(intent: str, slots: Mapping[str, str]) -> Choice:
    """An offer of one thing that may have been meant, with what was named."""
    plain = DATA_OF_INTENT.get(intent)
    if plain is not None:
        return Choice(INTENT_LABELS[intent], plain, intent)
    named = [slots.get(name, "") for name in SLOTS.get(intent, ())]
    values = [value if _VALUE.fullmatch(value) else "" for value in named]
    slot, label = NAMED_LABELS.get(intent, ("", ""))
    subject = slots.get(slot, "")
    fits = subject and subject in values and len(label.format(subject)) <= LABEL_LIMIT
    data = ":".join(("q", intent, *values)).rstrip(":")
    return Choice(label.format(subject) if fits else INTENT_LABELS[intent], data, intent)


def after_item(item: Item, scores: Sequence[Score]) -> tuple[Choice, ...]:
    """After one item's *scores*."""
    choices = [
        ask("ข้อนี้ถามว่าอะไร", "question_text", item.code),
        ask(f"ตัวชี้วัดที่ {item.indicator}", "score_indicator", item.indicator),
    ]
    if item.instrument == "EIT":
        choices.append(ask("เทียบสองส่วน", "score_compare", item.code))
    if any(score.points < FULL for score in scores):
        choices.append(ask("ถ้าได้เต็ม 100", "what_if", item.code, "100"))
    return (*choices, TOTAL)


def of_indicators(codes: Sequence[str]) -> tuple[Choice, ...]:
    """A choice an indicator ("7") or sub-indicator ("10.2")."""
    return tuple(
        ask(f"ย่อยที่ {code}", "score_subindicator", code)
        if "." in code
        else ask(f"ตัวชี้วัดที่ {code}", "score_indicator", code)
        for code in codes
    )


def of_items(codes: Sequence[str]) -> tuple[Choice, ...]:
    """A choice an item, as many as leave room for one more."""
    return tuple(ask(f"คะแนน {code}", "score_item", code) for code in codes[: MOST - 1])
