"""Comparing: what is held against what: parts of EIT, staff and citizens, things of several levels.

Pure. Every text here is normalised.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.understanding import parts, slots, subjects
from handlers.understanding.reckoning import LIMIT

SUBTRACTS = re.compile(
    r"(?<!100 )(?<!100)ลบ(?:ด้วย|กับ|ออกจาก)?\s?(?:คะแนน|ข้อ)?\s?(?=[ieo]\s?\d|iit|eit|oit|อี|ไอ|โอ|ตัวชี้วัด|ย่อย|\d)|(?<!สอง)(?<!2 )(?<!2)ส่วนต่าง(?!กัน|จาก)|(?:แพ้|ชนะ|นำ)[^?]{0,20}(?:กี่|เท่าไ|จัก|จั๊ก)"
    r"|\bminus\b|([ieo])\s?\d{1,2}\s*(?:\([^)]*\))?\s*[-−]\s*(?!\1)[ieo]\s?\d"
)
"""What is between two scores is asked, by whatever words."""

COMPARES = re.compile(r"เทียบ|ต่าง|กว่า|ลักลั่น|ห่าง|compare|differen|versus|\bvs\b|ห่างกัน|เท่ากัน")
BY_PART = re.compile(
    r"(?:กี่ข้อ|ข้อ(?:ไหน|ใด)|มีข้อ)[^?]*(?:เท่ากัน|ตรงกัน|กว่า|ต่าง|ห่าง)|which (?:item|question)s?[^?]*(?:differ|equal|the same|more than)"
)
"""Items are asked for by what sets both parts of EIT apart."""

TWO_PARTS = re.compile(
    r"สองส่วน|2 ?ส่วน|ทั้งสองส่วน|public.*survey|survey.*public|ส่วนที่ ?1.*ส่วนที่ ?2|ตอบเอง.*เก็บ"
)
WEIGHED = re.compile(
    r"ได้มา(?:จาก|ยังไง|อย่างไร)|คำนวณ|คิด(?:ยังไง|อย่างไร|จาก)|ถ่วง|น้ำหนัก|สูตร|calculat|weigh"
)
"""How a score comes about is asked."""

_JOINS = r"(?:กับ|และ|หรือ|เทียบ|กว่า|ต่างจาก|ต่างกับ|\bvs\b\.?|\bversus\b|\band\b|\bor\b|\bthan\b|\bwith\b|\bto\b|,)"
JOINED_BEFORE = re.compile(rf"{_JOINS}\s*(?:คะแนน|ค่า|เฉลี่ย|ของ|ข้อ|ตัว|กับ|the|score|item|of|\s)*$")
JOINED_AFTER = re.compile(
    rf"\s*(?:ส่วน(?:ที่|แรก|หลัง)?\s?\d?|นั้น|นี้|คะแนน|score|part \d)*\s*(?:มัน|สูง|ต่ำ|มาก|น้อย|is|was|higher|lower|\s)*{_JOINS}"
)
LEVELS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "item": slots.ITEM,
        "indicator": slots.INDICATOR,
        "sub": re.compile(f"{slots.SUB_NAMED.pattern}|{slots.SUB_BARE.pattern}"),
        "instrument": re.compile(r"(?<![a-z])(?:iit|eit|oit)(?![a-z])|ไอไอที|อีไอที|โอไอที"),
        "total": re.compile(r"(?:คะแนน|ค่า|ผล|ภาพ)รวม|\b(?:total|overall)\b"),
    }
)
"""What may be held against something of another level."""

OWN = re.compile(
    r"(?:ตัวชี้วัด|หมวด|ด้าน)(?:ที่)?(?:มัน|ข้อนี้|ข้อนั้น|เขา|ตัวเอง)?(?:สังกัด|อยู่|เป็นของ)|(?:ตัวชี้วัด|หมวด|ด้าน)ของ(?:มัน|ตัวเอง|ข้อนี้)|its (?:own )?indicator"
)
"""The indicator that an item belongs to."""

MOST_ALIKE = 2
"""Levels from which on things are held against each other across them."""

WHICH = re.compile(r"ข้อไหน|ข้อใด|อันไหน|ตัวไหน|ตรงไหน|มากสุด|มากที่สุด|ที่สุด|which|most|biggest|largest")
_STAFF = "เจ้าหน้าที่|จนท|คนใน|พนักงาน|ออฟฟิศ|ข้างใน|ห้องแอร์|คนทำงาน|ลูกจ้าง|iit"
_PEOPLE = "ประชาชน|ชาวบ้าน|คนนอก|ผู้รับบริการ|คน(?:ที่)?(?:เข้า)?มา(?:ติดต่อ|ใช้บริการ)|ผู้มาติดต่อ|eit"
MORE = re.compile("กว่า(?:กัน|อีก|$|\\s)")
"""Which of both has more is asked, not which thing differs most."""

MIRROR = re.compile(
    rf"(?:{_STAFF})[^?]*(?:{_PEOPLE})|(?:{_PEOPLE})[^?]*(?:{_STAFF})|มุมมอง|มอง(?:ต่าง|ตรง|เหมือน)|เห็นตรงกัน|คนละฝ่าย|staff.*citizens?|citizens?.*staff"
)
BOTH_SIDES = "IIT,EIT"
EACH_SIDE = re.compile(
    rf"(?:{_STAFF})[^?]{{0,4}}(?:ให้|ตอบ|ได้)[^?]{{0,8}}(?:เท่าไ|กี่|จั๊กคะแนน)[^?]{{0,12}}(?:{_PEOPLE})|(?:{_PEOPLE})[^?]{{0,4}}(?:ให้|ตอบ|ได้)[^?]{{0,8}}(?:เท่าไ|กี่)[^?]{{0,12}}(?:{_STAFF})"
)
"""The points that each side gave are asked for, one after the other."""

BRIBED, BRIBERY = re.compile("เรียก(?:รับ)?(?:เงิน|สินบน)|ใต้โต๊ะ|สินบน|ซองขาว"), "7"
"""Words of the topic on corruption, by which both sides were asked the same."""

CODED = frozenset({"item", "items", "sub", "subs", "indicator", "indicators"})
"""What is named by a code."""


def one_side(text: str) -> dict[str, str]:
    """The ``instrument`` whose side alone is spoken of: "ข้อไหนที่ชาวบ้านให้ต่ำ"."""
    sides = [name for name, words in (("IIT", _STAFF), ("EIT", _PEOPLE)) if re.search(words, text)]
    return {"instrument": sides[0]} if len(sides) == 1 else {}


def names_both_parts(text: str) -> bool:
    """Whether *text* speaks of both parts of EIT."""
    named = {part for _, part in parts.parts_in_order(text)}
    return len(named) > 1 or TWO_PARTS.search(text) is not None


def sets_apart(text: str, named: Mapping[str, str]) -> bool:
    """Whether both parts of EIT are held against each other, or things of several levels."""
    families = {slot.removesuffix("s") for slot in named.keys() & CODED}
    of_eit = named.get("instrument", "EIT") == "EIT" and not named.keys() & {"instruments", "year"}
    by_part = of_eit and not families and LIMIT.search(text) is None and names_both_parts(text)
    return len(families) > 1 or by_part


def sides(text: str, named: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """Two sides of one question: EIT's parts where they differ most, staff against citizens."""
    about_all = not found.keys() & {"item", "items", "indicator", "indicators"}
    if about_all and BY_PART.search(text) and names_both_parts(text):
        return {"scope": "gap"}
    if about_all and TWO_PARTS.search(text) and WHICH.search(text) and not MORE.search(text):
        return {"scope": "gap"}
    if MIRROR.search(text):
        if not about_all:
            return {"mirror": "yes"}
        bribed = BRIBERY if BRIBED.search(text) else ""
        topic = named.get("topic") or named.get("topic_by_name") or bribed
        if topic:
            return {"mirror": "yes", "topic": topic}
        return {} if found.keys() & {"year", "instruments"} else {"instruments": BOTH_SIDES}
    return {}


def across(text: str, named: Mapping[str, str]) -> dict[str, str]:
    """Things of several levels that are held against each other: "ตัวชี้วัด 4 กับ e4"; none where
    one is only what the other belongs to ("e4 ของ EIT")."""
    subtracts = SUBTRACTS.search(text) is not None
    held = [
        name
        for name, pattern in LEVELS.items()
        if (pattern.search(text) if subtracts else _is_joined(pattern, text))
    ]
    if "item" in named and set(held) <= {"item"}:
        own = "own" if OWN.search(text) else subjects.indicator_as_a_whole(text)
        found = {"across": "yes", "item": named["item"], "indicator": own, **_source(named)}
        return found if own else {}
    if len(held) < MOST_ALIKE:
        return {}
    found = {slot: named[slot] for name in held for slot in (name, f"{name}s") if slot in named}
    if "total" in held:
        found["total"] = "yes"
    return {"across": "yes", **found, **_source(named)}


def _source(named: Mapping[str, str]) -> dict[str, str]:
    return {slot: named[slot] for slot in ("source", "sources") if slot in named}


def _is_joined(pattern: re.Pattern[str], text: str) -> bool:
    """Whether what *pattern* finds stands at either side of a comparing word."""
    return any(
        JOINED_BEFORE.search(text[: found.start()]) or JOINED_AFTER.match(text, found.end())
        for found in pattern.finditer(text)
    )
