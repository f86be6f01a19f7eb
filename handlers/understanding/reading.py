"""Reading: the slots that belong to the intent that was found; what else was named is left out."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.understanding import reckoning, slots, supposing
from handlers.understanding.fitting import GOAL, MEANING, asks_privacy

OF_INTENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_total": ("year",),
        "score_instrument": ("instrument", "source", "year"),
        "score_indicator": ("indicator", "indicators", "sub", "year", "missing"),
        "score_subindicator": ("sub", "subs", "indicator", "year", "missing"),
        "score_item": ("item", "items", "absent", "source", "indicator", "sub", "year", "missing"),
        "score_extremes": ("scope", "direction", "instrument", "source", "indicator", "year"),
        "score_compare": ("item", "items", "indicator", "indicators", "subs", "instrument",
                          "instruments", "source", "scope", "year", "missing"),
        "score_explain": ("year",),
        "what_if": ("item", "items", "indicator", "sub", "instrument", "value", "values", "source",
                    "year", "missing"),
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

_JOINS = r"(?:กับ|และ|หรือ|เทียบ|กว่า|ต่างจาก|ต่างกับ|\bvs\b\.?|\bversus\b|\band\b|\bor\b|\bthan\b|\bwith\b|\bto\b|,)"
JOINED_BEFORE = re.compile(rf"{_JOINS}\s*(?:คะแนน|ของ|ข้อ|ตัว|กับ|the|score|item|of|\s)*$")
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

MOST_ALIKE = 2
"""Levels from which on things are held against each other across them."""

HAD = frozenset({"from"})
"""Of one item only: it tells which part of it is meant."""

AFTER_WHAT = frozenset({"indicator", "sub", "item", "instrument"})
"""Of which the next in rank is asked for, not the lowest within."""

OF_SCORES = frozenset(
    {"score_item", "score_instrument", "score_compare", "what_if", "question_text"}
)
"""Which can say that a part of EIT does not exist."""

RECKONED = frozenset({"score_instrument", "score_indicator", "score_subindicator", "score_item"})
"""Of whose figures a mean, a sum, a level or a rank may be asked for."""

BY_NUMBER = frozenset({"indicators", "sub", "missing"})

WHY = re.compile(
    r"ทำไม|ทำมัย|ไหง|เหตุใด|เหตุไฉน|เพราะอะไร|เพราะไร|เพราะเหตุ|สาเหตุ|เหตุผล|สืบเนื่อง|เนื่องจาก(?:อะไร|รายการ|ข้อ)|เป็นหยัง|ยะหยัง|\bwhy\b|how come|เหตุปัจจัย|what dragged"
)
TWO_PARTS = re.compile(
    r"สองส่วน|2 ?ส่วน|ทั้งสองส่วน|public.*survey|survey.*public|ส่วนที่ ?1.*ส่วนที่ ?2|ตอบเอง.*เก็บ"
)
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

WITHOUT = re.compile(
    r"(?:โดย)?ไม่(?:ต้อง)?(?:แก้|แตะ|ทำ|นับ|รวม|ยุ่ง)|(?:ยก)?เว้น|นอกจาก|without|except|leaving out|(?:every\w*|all) but"
)
ANSWERED_BY = (
    (
        "IIT",
        re.compile(
            "(?:เจ้าหน้าที่|จนท|พนักงาน|ลูกจ้าง|คนทำงาน|คนใน|บุคลากร)[^?]{0,6}(?:ตอบ|ให้คะแนน)|(?:ชุด|แบบ|ฝั่ง)(?:ของ|ที่)?(?:เจ้าหน้าที่|จนท|พนักงาน|คนใน|บุคลากร)|(?:staff|employees?)[^?]{0,8}answered"
        ),
    ),
    (
        "EIT",
        re.compile(
            "(?:ประชาชน|ชาวบ้าน|ปชช|ผู้รับบริการ|คนนอก)[^?]{0,6}(?:ตอบ|ให้คะแนน)|(?:ชุด|แบบ|ฝั่ง)(?:ของ|ที่)?(?:ประชาชน|ชาวบ้าน|คนนอก)|(?:citizens?|villagers?)[^?]{0,8}answered"
        ),
    ),
)
"""Whose answers are meant."""

EVERY = re.compile("ทุกข้อ|ทุกตัว|ทั้งหมด|หมดทุก|เต็มหมด|ร้อยหมด|ทั้งแบบ|every(?!thing else)|all ")
EDGE = re.compile(
    r"(?:ที่|ข้อ|อัน|ตัว)[^?]{0,10}(?:ได้|เป็น|คะแนน)?\s?(?:ศูนย์|(?<!\d)0(?!\d)|ต่ำสุด|ต่ำที่สุด|น้อยสุด|น้อยที่สุด|แย่สุด|บ๊วย|สูงสุด|สูงที่สุด)|(?:lowest|zero|worst|highest)[^?]{0,24}(?:item|one|question)"
)
ABOUT_ALL = re.compile(f"{MEANING.pattern}|กี่(?:ข้อ|คำถาม)|เกณฑ์|how many (?:items|questions)")
BY_ITS_CODE = re.compile("iit|eit|oit|ไอไอที|อีไอที|โอไอที")
RESPONDENTS = re.compile(
    r"(?:กี่|จำนวน|เท่าไ[^?]{0,6})\s?(?:คน|หัว|ราย|ชีวิต|ชุด|ผู้ตอบ)|ผู้ตอบ[^?]{0,12}(?:กี่|เท่าไ|จำนวน)|คน(?:มา)?ตอบ[^?]{0,10}(?:กี่|เท่าไ)|กลุ่มตัวอย่าง|sample size|how many (?:people|respondents|residents|staff|villagers|answered)|ถาม(?:ไป|มา)?กี่คน"
)
INSTRUMENT_WORDS = (
    (
        "IIT",
        re.compile(
            "เจ้าหน้าที่|ออฟฟิศ|ลูกจ้าง|คนทำงาน|ข้างใน|จนท|พนักงาน|ข้าราชการ|ภายใน|คนใน|บุคลากร|internal|staff|insider"
        ),
    ),
    ("OIT", re.compile("เปิดเผย|สาธารณะ|เว็บ|open data|ข้อมูล|public data|disclos")),
    (
        "EIT",
        re.compile(
            "ประชาชน|ชาวบ้าน|ปชช|ลูกค้า|ผู้รับบริการ|ภายนอก|คนนอก|ผู้มาติดต่อ|external|citizen|villager|outsider|people"
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
        re.compile(
            "ชม|ดี|พูดเพราะ|ปลื้ม|ขอบคุณ|ประทับใจ|ไว|น่ารัก|เยี่ยม|เก่ง|พอใจ|great|good|thank|nice|helpful"
        ),
    ),
)


def slots_for(intent: str, text: str, named: Mapping[str, str]) -> Mapping[str, str]:
    """What *intent* is about, of all that *text* (normalised) names."""
    if intent in OF_SCORES and named.get("missing", "").startswith(slots.PART_OF_EIT):
        return MappingProxyType({"missing": named["missing"]})
    wanted = OF_INTENT.get(intent, ())
    found = {slot: named[slot] for slot in wanted if slot in named}
    if "missing" in found and (found.keys() - {"missing", "scope", "year", "direction", "source"}):
        del found["missing"]
    for slot in BY_NAME.get(intent, ()):
        by_name = named.get(f"{slot}_by_name")
        if by_name and not found.keys() & {slot, f"{slot}s", "missing", "office"}:
            found[slot] = by_name
    if (
        intent == "score_indicator"
        and "indicators_by_name" in named
        and not found.keys() & BY_NUMBER
    ):
        found = {"indicators": named["indicators_by_name"]}
    if intent == "score_compare" and not found.keys() & {
        "item",
        "items",
        "indicator",
        "indicators",
    }:
        if "instruments" in named:
            found["scope"] = "instrument"
        elif "indicators_by_name" in named:
            found["indicators"] = named["indicators_by_name"]
    if intent == "channel_list" and asks_privacy(text):
        found["about"] = "privacy"
    if intent == "score_explain" and RESPONDENTS.search(text):
        found["about"] = "respondents"
    elif intent == "score_explain" and ABOUT_ALL.search(text) and not WHY.search(text):
        found["about"] = "meaning"
    if intent in RECKONED:
        found |= reckoning.worked_out(text)
    if intent == "score_extremes":
        found |= reckoning.limits(text) or reckoning.ranks(text)
        if following := reckoning.after(text, named):
            return MappingProxyType(
                {"direction": "highest", **_but(found, AFTER_WHAT), **following}
            )
        if not found.keys() & {"instrument", "indicator"}:
            found |= _first("instrument", ANSWERED_BY, text)
    if intent == "score_extremes" and "indicator" in found and found.get("scope") == "indicator":
        del found["scope"]  # the lowest in indicator 7 is an item of it
    if intent == "score_compare" and "years" in named:
        return MappingProxyType({})  # of the year before only the total is told
    if intent == "score_compare" and (across := _across(text, named)):
        return MappingProxyType(across)
    if intent == "score_compare":
        found |= _sides(text, named, found)
        if found.get("instruments") == BOTH_SIDES:
            found = {"scope": "instrument", "instruments": BOTH_SIDES}
    if intent == "score_explain" and WHY.search(text):
        found |= _explained(named)
    goal = GOAL.search(text) if intent == "what_if" else None
    without = WITHOUT.search(text) is not None
    if goal and (without or not found.keys() & {"item", "items", "missing"}):
        left = {"items": found.get("items") or found.get("item", "")} if without else {}
        part = {slot: found[slot] for slot in ("instrument", "indicator", "sub") if slot in found}
        return MappingProxyType({"goal": goal[1] or goal[2], **left, **part})
    if intent == "what_if" and without and EVERY.search(text):
        return MappingProxyType(_all_but(text, found))
    if intent == "what_if":
        found |= _supposed(text, named, found)
        if EVERY.search(text) and not found.keys() & {"item", "items", "instrument"}:
            found |= _first("instrument", INSTRUMENT_WORDS, text) or {"instrument": "ALL"}
    if intent in ("what_if", "question_text") and not found.keys() & {"item", "items", "missing"}:
        found |= _edge(text, named)
    if intent == "score_instrument" and not BY_ITS_CODE.search(text):
        spoken_of = [name for name, words in INSTRUMENT_WORDS if words.search(text)]
        if len(spoken_of) > 1 and "source" not in found:
            found.pop("instrument", None)  # all of them
        elif spoken_of:
            found.setdefault("instrument", spoken_of[0])
    if intent == "file_complaint":
        found["kind"] = CORRUPTION
    if intent == "file_grievance":
        found |= _first("kind", GRIEVANCES, text)
    if intent == "file_feedback":
        found |= _first("kind", FEEDBACK, text)
    return MappingProxyType(found)


def asked_of(text: str, found: Mapping[str, str]) -> str:
    """The letter of the items whose answers are meant: "i" of staff, "e" of citizens, "" of any."""
    if "source" in found:
        return "e"
    named = [name for name, words in ANSWERED_BY if words.search(text)]
    return named[0][0].lower() if len(named) == 1 and found.get("instruments") != BOTH_SIDES else ""


def _all_but(text: str, found: Mapping[str, str]) -> dict[str, str]:
    """Everything (of an instrument) but what is named, with the same points."""
    left = [found[slot] for slot in ("items", "item", "indicator") if slot in found]
    whole = {"instrument": found.get("instrument", "ALL")}
    points = supposing.points(slots.ITEM.sub(" ", slots.INDICATOR.sub(" ", text)))
    value = {"value": points["value"]} if "value" in points else {}
    return {**whole, **value, "without": ",".join(left)} if left else {**whole, **value}


def _supposed(text: str, named: Mapping[str, str], found: Mapping[str, str]) -> Mapping[str, str]:
    """The points of a what-if; the number of an indicator that is named is none of them."""
    if "indicator" in found:
        text = slots.INDICATOR.sub(" ", text)
    if "instruments" in named and not found.keys() & {"item", "items"}:
        several = slots.instruments_in_order(text)
        return {"instruments": ",".join(several), **supposing.points(text, len(several))}
    points = supposing.points(text, len(found.get("items", "-").split(",")))
    return points if "item" in found else _but(points, HAD)


def _sides(text: str, named: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """Two sides of one question: EIT's parts where they differ most, staff against citizens."""
    about_all = not found.keys() & {"item", "items", "indicator", "indicators"}
    if about_all and TWO_PARTS.search(text) and WHICH.search(text) and not MORE.search(text):
        return {"scope": "gap"}
    if MIRROR.search(text):
        if not about_all:
            return {"mirror": "yes"}
        topic = named.get("topic") or named.get("topic_by_name")
        if topic:
            return {"mirror": "yes", "topic": topic}
        return {} if found.keys() & {"year", "instruments"} else {"instruments": BOTH_SIDES}
    return {}


def _across(text: str, named: Mapping[str, str]) -> dict[str, str]:
    """Things of several levels that are held against each other: "ตัวชี้วัด 4 กับ e4"; none where
    one is only what the other belongs to ("e4 ของ EIT")."""
    held = [name for name, pattern in LEVELS.items() if _is_joined(pattern, text)]
    if len(held) < MOST_ALIKE:
        return {}
    found = {slot: named[slot] for name in held for slot in (name, f"{name}s") if slot in named}
    if "source" in named:
        found["source"] = named["source"]
    if "total" in held:
        found["total"] = "yes"
    return {"across": "yes", **found}


def _is_joined(pattern: re.Pattern[str], text: str) -> bool:
    """Whether what *pattern* finds stands at either side of a comparing word."""
    return any(
        JOINED_BEFORE.search(text[: found.start()]) or JOINED_AFTER.match(text, found.end())
        for found in pattern.finditer(text)
    )


def _explained(named: Mapping[str, str]) -> dict[str, str]:
    """What is asked about when somebody asks why."""
    for slot in ("item", "items", "sub", "indicator", "instrument"):
        if slot in named:
            return {slot: named[slot]}
    return {"indicator": named["indicator_by_name"]} if "indicator_by_name" in named else {}


def _edge(text: str, named: Mapping[str, str]) -> dict[str, str]:
    """ "The one that got 0": an item named by its place at the edge."""
    return {"direction": named["direction"]} if EDGE.search(text) and "direction" in named else {}


def _but(found: Mapping[str, str], left: frozenset[str]) -> dict[str, str]:
    return {slot: value for slot, value in found.items() if slot not in left}


def _first(slot: str, table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> dict[str, str]:
    return next(({slot: name} for name, pattern in table if pattern.search(text)), {})
