"""Fitting: holds the classifier's guess to what the text plainly names and says.

A code is a fact, a probability is not: who names an item does not ask for the total. The factors
here are coarse on purpose; they settle borders that letters alone cannot.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handlers.understanding.wordings import describes

FAINT = 0.02
CODE_ONLY = re.compile(r"(?:ข้อ|คะแนน|ขอ|ดู|ขอดู)?\s*(?:ของ)?\s*$")
ASKS_WORDING = re.compile(
    r"ถามว่า|ถามอะไร|ถามเรื่อง|ถามยังไง|ถามไร|คำถาม|คือ(?:ข้อ)?อะไร|คืออะไร|คือไร|หมายถึง|หมายความ|แปลว่า|คือเรื่อง|ว่าด้วย|ว่ายังไง|ว่าไง|เกี่ยวกับ(?:อะไร|เรื่อง)|what (?:is|does)|mean|\bask"
)
ASKS_POINTS = re.compile(r"กี่|เท่าไ|เท่าใด|คะแนน|แนน|แต้ม|เต็ม|score|points?|how much|how many")
COMPARES = re.compile(r"เทียบ|ต่าง|กว่า|compare|differen|versus|\bvs\b|ห่างกัน|เท่ากัน")
SUPPOSES = re.compile(
    r"ถ้า|สมมติ|สมมุติ|หาก|what if|\bif\b|suppose|จะเป็นยังไงถ้า|ลองคิด|จำลอง|simulate|แก้.*เต็ม|ต้องได้"
)
WHO = re.compile(
    r"ใคร|ผู้รับผิดชอบ|รับผิดชอบ|ฝ่ายไหน|กองไหน|หน่วยไหน|หน่วยงานไหน|เจ้าของ|ดูแล|ของกอง|who|responsib|owner"
)
WHEN = re.compile(
    r"เมื่อไ|เมื่อใด|วันไหน|ปิดจบ|ช่วงไหน|วันที่|ถึงไหน|ระยะเวลา|กำหนด|เริ่ม|สิ้นสุด|เดดไลน์|เสร็จ|นานแค่|กี่เดือน|when|deadline|until|period|timeline"
)

ASKS_WHERE = re.compile(
    r"ทางไหน|ที่ไหน|ตรงไหน|ช่องทาง|ไหนได้|ได้ที่|ไหนบ้าง|ทางใด|ที่ใด|ที่เดียวกัน|ยังไง|อย่างไร|แบบไหน|ได้ไหม|ได้มั้ย|ได้บ่|หม่องได๋|ทางได๋|จังได๋|จั่งได๋|how (?:can|do|to|would)|where|which (?:way|channel)|is there a"
)
NOT_YET = re.compile(
    r"แค่ถาม|ถามเฉย|ถามไว้|ถามเผื่อ|ยังไม่(?:ได้)?(?:จะ)?(?:ร้อง|แจ้ง|ฟ้อง|มีเรื่อง|มีไร|มีอะไร|เกิด)|ไม่ได้จะ(?:ร้อง|แจ้ง|ฟ้อง)|ถ้า(?:จะ|อยาก|เกิด|มี|เจอ|โดน|พบ)|เผื่อ|สมมติ|just asking|nothing happened|if i|in case"
)
RESULTS = re.compile("คะแนน|ผลประเมิน|ผลการประเมิน|อันดับ|ลำดับ|ระดับ|score|rank|result")
WHY_NUMBERS = re.compile(
    r"(?:ทำไม|ทำมัย|เพราะอะไร|เพราะไร|สาเหตุ|เหตุผล|เป็นหยัง|\bwhy\b).*(?:คะแนน|ได้|ต่ำ|น้อย|ศูนย์|\d|เต็ม|low|score|only)"
)
GOAL = re.compile(
    r"(?:ต้อง|ทำ(?:ยังไง|ไง|อย่างไร|อะไร)|อยาก|จะ|เพิ่ม|ขาด)[^?]*(?:ถึง|ได้|แตะ|ทะลุ|ให้ครบ|เกิน|reach|get to)\s*(?:คะแนน\s*|สัก\s*|ซัก\s*)?(9[6-9](?:\.\d+)?|100)(?![\d%])|(?:how|what)[^?]*(?:reach|get(?: to)?)\s*(9[6-9](?:\.\d+)?|100)\b"
)
LONGEST_PLAIN = 80
NAMED = frozenset({"item", "items", "sub", "indicator", "instrument"})
FILES = ("file_complaint", "file_grievance", "file_feedback")
OF_THE_PLAN = re.compile("ตามแผน|ในแผน|แผนปี|แผนงาน|แผนเขา|มาตรการ|the plan|measures?")

SCORES = ("score_total", "score_instrument", "score_indicator", "score_subindicator", "score_item")
GROUPS = ("score_indicator", "score_subindicator")
MEASURES = ("measure_list", "measure_detail", "measure_owner", "measure_period")
FLAGS = ("item", "items", "indicator", "indicators", "sub", "topic", "measure", "instrument",
         "source", "year", "years", "case", "missing", "office", "direction", "scope",
         "indicator_by_name", "sub_by_name", "topic_by_name", "measure_by_name")  # fmt: skip


def asks_only_points(text: str) -> bool:
    """Whether *text* asks for results and speaks of no plan."""
    return RESULTS.search(text) is not None and OF_THE_PLAN.search(text) is None


def flags_of(_: str, named: Mapping[str, str]) -> list[str]:
    """What the classifier is told of what a text names."""
    flags = [slot for slot in FLAGS if slot in named]
    if "direction" in named:
        flags.append(named["direction"])
    if "scope" in named:
        flags.append(named["scope"])
    return flags


def plain_code(text: str, named: Mapping[str, str]) -> str:
    """The intent of a text that is nothing but a code ("e9", "10.2"), asks why a named score is
    what it is, or how to reach a total; else ""."""
    if len(text) <= LONGEST_PLAIN and WHY_NUMBERS.search(text) and named.keys() & NAMED:
        return "score_explain"
    if GOAL.search(text) and not named.keys() & {"item", "items", "missing"}:
        return "what_if"
    if len(text) > 16:
        return ""
    if "item" in named and re.fullmatch(
        r"(?:ข้อ|คะแนน|ขอ|ดู)*\s*(?:[ieo]|อี|ไอ|โอ)\s?[-.]?\s?\d+\s*(?:ได้)?(?:กี่คะแนน|คะแนน|เท่าไร|เท่าไหร่)?\s*[?]?",
        text,
    ):
        return "score_item"
    if "sub" in named and re.fullmatch(r"[\d. ]+", text):
        return "score_subindicator"
    return ""


def fitted(
    chances: NDArray[np.float64], intents: Sequence[str], text: str, named: Mapping[str, str]
) -> NDArray[np.float64]:
    """The chances, held to what *text* names; they add up to 1 again."""
    factors = dict.fromkeys(intents, 1.0)
    for rule in (_by_item, _by_group, _by_plan, _by_words):
        for intent, factor in rule(text, named):
            factors[intent] *= factor
    held = chances * np.array([factors[intent] for intent in intents])
    result: NDArray[np.float64] = held / held.sum()
    return result


def _by_item(text: str, named: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    if not ("item" in named or "items" in named or named.get("missing", "").startswith("ข้อ")):
        yield "score_item", 2.0 if describes(text) and ASKS_POINTS.search(text) else 0.25
        yield "what_if", 1.0 if SUPPOSES.search(text) else 0.2
        return
    for intent in SCORES:
        if intent != "score_item":
            yield intent, FAINT
    if "missing" in named:
        yield "score_item", 4.0
    yield "score_extremes", 0.2
    for intent in (
        "channel_list",
        "measure_list",
        "score_explain",
        "eservice_info",
        "no_gift_info",
    ):
        yield intent, 0.25
    if SUPPOSES.search(text):
        yield "what_if", 8.0
    if COMPARES.search(text):
        yield "score_compare", 6.0
    if ASKS_WORDING.search(text) and not ASKS_POINTS.search(text):
        yield "question_text", 8.0
    elif ASKS_POINTS.search(text):
        yield "score_item", 4.0
        yield "out_of_scope", 0.1


def _by_group(text: str, named: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    if "sub" in named or named.get("missing", "").startswith("ตัวชี้วัดย่อย"):
        yield "score_subindicator", 12.0
        for intent in ("score_total", "score_indicator", "score_item", "score_instrument"):
            yield intent, FAINT
    elif "indicator" in named or "indicators" in named or "missing" in named:
        if not named.get("missing", "").startswith(("ข้อ", "ประเด็น", "มาตรการ")):
            yield "score_indicator", 6.0
            for intent in ("score_total", "score_item", "score_instrument", "analysis_topic"):
                yield intent, 0.05
            if COMPARES.search(text):
                yield "score_compare", 4.0
    elif "indicator_by_name" not in named and "sub_by_name" not in named:
        yield "score_subindicator", 0.3 if "ย่อย" not in text else 2.0
    if "instrument" not in named:
        yield "score_instrument", 0.5


def _by_plan(text: str, named: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    missing = named.get("missing", "")
    if "topic" in named or missing.startswith("ประเด็น"):
        yield "analysis_topic", 10.0
        for intent in (*SCORES, *MEASURES):
            yield intent, 0.1
    if "measure" in named or missing.startswith("มาตรการ"):
        for intent in (*SCORES, "analysis_topic", "file_grievance", "score_extremes"):
            yield intent, FAINT
        yield "measure_list", 0.05
        yield "measure_owner", 8.0 if WHO.search(text) else 0.3
        yield "measure_period", 8.0 if WHEN.search(text) else 0.3
        yield "measure_detail", 4.0


def _by_words(text: str, named: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    if ASKS_WHERE.search(text) and NOT_YET.search(text):
        yield "channel_list", 6.0
        for intent in FILES:
            yield intent, 0.3
    if "indicator_by_name" in named and ASKS_POINTS.search(text):
        yield "score_indicator", 2.0
        yield "score_total", 0.6
    if OF_THE_PLAN.search(text):
        for intent in MEASURES:
            yield intent, 1.5
        yield "measure_owner", 3.0 if WHO.search(text) else 1.0
        yield "measure_period", 4.0 if WHEN.search(text) else 1.0
    if "case" in named:
        yield "case_status", 1000.0
    if not SUPPOSES.search(text):
        yield "what_if", 0.5
    if "direction" not in named:
        yield "score_extremes", 0.4
