"""Reading: the slots that belong to the intent that was found; what else was named is left out."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.understanding import slots

OF_INTENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_total": ("year",),
        "score_instrument": ("instrument", "source", "year"),
        "score_indicator": ("indicator", "indicators", "sub", "year", "missing"),
        "score_subindicator": ("sub", "indicator", "year", "missing"),
        "score_item": ("item", "items", "source", "indicator", "sub", "year", "missing"),
        "score_extremes": ("scope", "direction", "instrument", "source", "indicator", "year"),
        "score_compare": ("item", "items", "indicator", "indicators", "instrument", "source",
                          "scope", "year", "missing"),
        "score_explain": ("year",),
        "what_if": ("item", "items", "value", "values", "source", "year", "missing"),
        "question_text": ("item", "items", "sub", "indicator", "year", "missing"),
        "analysis_topic": ("topic", "finding", "year", "missing"),
        "limitations": ("year",),
        "measure_list": ("office", "year", "missing"),
        "measure_detail": ("measure", "office", "year", "missing"),
        "measure_owner": ("measure", "office", "year", "missing"),
        "measure_period": ("measure", "office", "year", "missing"),
        "case_status": ("case",),
    }
)  # fmt: skip
BY_NAME: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_indicator": ("indicator",),
        "score_subindicator": ("sub",),
        "score_extremes": ("indicator",),
        "analysis_topic": ("topic",),
        "measure_detail": ("measure",),
        "measure_owner": ("measure",),
        "measure_period": ("measure",),
    }
)
"""Intents that may be about something named by its words instead of its number."""

INSTRUMENT_WORDS = (
    ("IIT", re.compile("เจ้าหน้าที่|จนท|พนักงาน|ข้าราชการ|ภายใน|คนใน|บุคลากร|internal|staff|insider")),
    ("OIT", re.compile("เปิดเผย|สาธารณะ|เว็บ|open data|ข้อมูล|public data|disclos")),
    (
        "EIT",
        re.compile(
            "ประชาชน|ชาวบ้าน|ปชช|ผู้รับบริการ|ภายนอก|คนนอก|ผู้มาติดต่อ|external|citizen|villager|outsider|people"
        ),
    ),
)
CORRUPTION, GRIEVANCES = (
    "corruption",
    (
        ("light", re.compile(r"ไฟ|มืด|หลอด|เสาไฟ|\blight|\blamp|dark")),
        ("road", re.compile(r"ถนน|หลุม|ทางพัง|ทางเข้า|ลูกรัง|สะพาน|ฝุ่น|\broad|pothole|bridge")),
        ("trash", re.compile(r"ขยะ|ถังขยะ|garbage|trash|rubbish")),
        ("water", re.compile(r"น้ำ|ประปา|\bwater|flood")),
        ("animals", re.compile(r"หมา|สุนัข|แมว|วัวควาย|งู|\bdog")),
        ("noise", re.compile(r"เสียง|ดัง|\bnois|\bloud")),
        ("smell", re.compile(r"เหม็น|กลิ่น|ควัน|เผา|\bsmell|smoke")),
        ("service", re.compile(r"รอนาน|ช้า|คิว|ไม่มีใครรับ|บริการ|\bslow|waiting")),
    ),
)
FEEDBACK = (
    ("suggestion", re.compile("เสนอ|แนะนำ|อยากให้|น่าจะ|ควร|ขอให้มี|ถ้ามี|suggest|should|would be nice")),
    (
        "criticism",
        re.compile("ไม่พอใจ|แย่|ไม่สุภาพ|พูดจา(?!ดี|เพราะ|ไพเราะ)|หยาบ|หน้างอ|บึ้ง|ห่วย|rude|terrible|bad"),
    ),
    (
        "praise",
        re.compile("ชม|ดี|ขอบคุณ|ประทับใจ|ไว|น่ารัก|เยี่ยม|เก่ง|พอใจ|great|good|thank|nice|helpful"),
    ),
)


def slots_for(intent: str, text: str, named: Mapping[str, str]) -> Mapping[str, str]:
    """What *intent* is about, of all that *text* (normalised) names."""
    wanted = OF_INTENT.get(intent, ())
    found = {slot: named[slot] for slot in wanted if slot in named}
    if "missing" in found and (found.keys() - {"missing", "scope", "year", "direction", "source"}):
        del found["missing"]
    for slot in BY_NAME.get(intent, ()):
        by_name = named.get(f"{slot}_by_name")
        if by_name and not found.keys() & {slot, f"{slot}s", "missing", "office"}:
            found[slot] = by_name
    if intent == "what_if":
        found |= slots.values(text)
    if intent == "score_instrument" and "instrument" not in found:
        found |= _first("instrument", INSTRUMENT_WORDS, text)
    if intent == "file_complaint":
        found["kind"] = CORRUPTION
    if intent == "file_grievance":
        found |= _first("kind", GRIEVANCES, text)
    if intent == "file_feedback":
        found |= _first("kind", FEEDBACK, text)
    return MappingProxyType(found)


def _first(slot: str, table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> dict[str, str]:
    return next(({slot: name} for name, pattern in table if pattern.search(text)), {})
