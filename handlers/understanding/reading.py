"""Reading: the slots that belong to the intent that was found; what else was named is left out."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.understanding import comparing, parts, reckoning, subjects, wishing
from handlers.understanding.comparing import BOTH_SIDES
from handlers.understanding.fitting import IMPROVES, MEANING, asks_privacy

OF_INTENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_total": ("year",),
        "score_instrument": ("instrument", "source", "year"),
        "score_indicator": ("indicator", "indicators", "sub", "year", "missing"),
        "score_subindicator": ("sub", "subs", "indicator", "year", "missing"),
        "score_item": ("item", "items", "absent", "source", "sources", "indicator", "sub", "year", "missing"),
        "score_extremes": ("scope", "direction", "instrument", "source", "indicator", "year"),
        "score_compare": ("item", "items", "indicator", "indicators", "subs", "instrument",
                          "instruments", "source", "sources", "scope", "year", "missing"),
        "score_explain": ("year",),
        "what_if": ("item", "items", "indicator", "indicators", "sub", "subs", "instrument", "value",
                    "values", "source", "sources", "year", "missing"),
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


OF_SOMETHING = frozenset(
    {"item", "items", "instrument", "instruments", "indicator", "indicators", "sub", "subs"}
)
"""Where one is named, "everything" is everything of it."""

OF_GROUPS = frozenset(
    {"instrument", "instruments", "indicator", "indicators", "sub", "subs", "source"}
)
"""Of which the lowest may be meant."""

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


ANSWERED_BY = (
    (
        "IIT",
        re.compile(
            "(?:เจ้าหน้าที่|จนท|พนักงาน|ลูกจ้าง|คนทำงาน|คนใน|บุคลากร)[^?]{0,6}(?:ตอบ|ให้คะแนน)|(?:ชุด|แบบ|ฝั่ง)(?:สำรวจ|สอบถาม|วัด|ประเมิน)?(?:ของ|ที่)?(?:เจ้าหน้าที่|จนท|พนักงาน|คนใน|บุคลากร)|(?:staff|employees?)[^?]{0,8}answered"
        ),
    ),
    (
        "EIT",
        re.compile(
            "(?:ประชาชน|ชาวบ้าน|ปชช|ผู้รับบริการ|คนนอก)[^?]{0,6}(?:ตอบ|ให้คะแนน)|(?:ชุด|แบบ|ฝั่ง)(?:สำรวจ|สอบถาม|วัด|ประเมิน)?(?:ของ|ที่)?(?:ประชาชน|ชาวบ้าน|คนนอก)|(?:citizens?|villagers?)[^?]{0,8}answered"
        ),
    ),
)
"""Whose answers are meant."""


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
    if intent in OF_SCORES and named.get("missing", "").startswith(parts.NO_SUCH):
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
    if intent in RECKONED or intent == "score_total":
        found |= reckoning.claimed(text)
        if "claimed" in found and "source" in named:
            found["source"] = named["source"]
    by_name, by_number = subjects.indicator(text), found.get("indicator")
    if "claimed" in found and by_name and by_number and by_name != by_number:
        found = {"indicators": f"{by_number},{by_name}"}  # which of both is not ours to say
    if intent in RECKONED:
        found |= reckoning.worked_out(text)
        if left := wishing.left_out(text):
            found = wishing.without_what_is_left(text, found)
            found |= {} if found.keys() & {"item", "items"} else {"unclear": ",".join(left)}
    if intent == "score_extremes":
        found |= reckoning.limits(text) or reckoning.ranks(text)
        if wishing.WITHOUT.search(text) and (excluded := _left_out(text, named)):
            found = {**wishing.without(found, AFTER_WHAT - {"instrument"}), "without": excluded}
        if following := reckoning.after(text, named):
            return MappingProxyType(
                {"direction": "highest", **wishing.without(found, AFTER_WHAT), **following}
            )
        if not found.keys() & {"instrument", "indicator"}:
            found |= _first("instrument", ANSWERED_BY, text) or comparing.one_side(text)
        if "limit" in found and comparing.TWO_PARTS.search(text):
            found["unclear"] = "both parts"
    if intent == "score_extremes" and "indicator" in found and found.get("scope") == "indicator":
        del found["scope"]  # the lowest in indicator 7 is an item of it
    if intent == "score_compare" and "years" in named:
        return MappingProxyType({})  # of the year before only the total is told
    if intent == "score_compare" and (across := comparing.across(text, named)):
        return MappingProxyType(across)
    if intent == "score_compare":
        found |= comparing.sides(text, named, found)
        if found.get("instruments") == BOTH_SIDES:
            part = {"source": found["source"]} if "source" in found else {}
            found = {"scope": "instrument", "instruments": BOTH_SIDES, **part}
        if "item" in found and reckoning.MEAN.search(text):
            found["unclear"] = "mean"
    if intent == "score_explain" and WHY.search(text):
        found |= _explained(named)
    if intent == "what_if" and (wished := wishing.wished(text, found)):
        return MappingProxyType(wished)
    without = wishing.WITHOUT.search(text) is not None
    if intent == "what_if" and without and wishing.EVERY.search(text):
        return MappingProxyType(wishing.all_but(text, found))
    if intent == "what_if" and without:
        found = wishing.without_what_is_left(text, found)
    if intent == "what_if" and EDGE.search(text) and named.keys() & OF_GROUPS:
        return MappingProxyType({})  # the lowest of something: which that is is not read here
    if intent == "what_if":
        found |= wishing.supposed(text, named, found)
        if wishing.EVERY.search(text) and not found.keys() & OF_SOMETHING:
            found |= _first("instrument", INSTRUMENT_WORDS, text) or {"instrument": "ALL"}
        if "step" in found and wishing.EVERY.search(text):
            found["every"] = "yes"
    if intent == "what_if" and not found and IMPROVES.search(text) and not re.search(r"\d", text):
        return MappingProxyType({"moves": "yes"})
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


def _explained(named: Mapping[str, str]) -> dict[str, str]:
    """What is asked about when somebody asks why."""
    for slot in ("item", "items", "sub", "indicator", "instrument"):
        if slot in named:
            return {slot: named[slot]}
    return {"indicator": named["indicator_by_name"]} if "indicator_by_name" in named else {}


def _left_out(text: str, named: Mapping[str, str]) -> str:
    """The items or the indicators that extremes are asked for without."""
    indicators = named.get("indicators") or named.get("indicator", "")
    return ",".join(wishing.left_out(text)) or indicators


def _edge(text: str, named: Mapping[str, str]) -> dict[str, str]:
    """ "The one that got 0": an item named by its place at the edge."""
    if not EDGE.search(text) or "direction" not in named or reckoning.COUNT.search(text):
        return {}
    if named.keys() & OF_SOMETHING or named.get("scope", "item") != "item":
        return {}
    return {"direction": named["direction"]}


def _first(slot: str, table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> dict[str, str]:
    return next(({slot: name} for name, pattern in table if pattern.search(text)), {})
