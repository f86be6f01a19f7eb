"""Fitting: holds the classifier's guess to what the text plainly names and says.

A code is a fact, a probability is not: who names an item does not ask for the total. The factors
here are coarse on purpose; they settle borders that letters alone cannot.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handlers.understanding import comparing, supposing, wishing
from handlers.understanding.reckoning import (
    AFTER,
    BETWEEN,
    COUNTED_VALUE,
    EXACT,
    FULL_MARKS,
    LIMIT,
    NOT_FULL,
    PLACE,
    RANKED,
    ZERO,
)
from handlers.understanding.slots import INDICATOR

FAINT = 0.02
ASKS_WORDING = re.compile(
    r"ถามว่า|ถามอะไร|ถามเรื่อง|ถามยังไง|ถามไร|คำถาม|คือ(?:ข้อ)?อะไร|คืออะไร|คือไร|หมายถึง|หมายความ|แปลว่า|คือเรื่อง|ว่าด้วย|ว่ายังไง|ว่าไง|เกี่ยวกับ(?:อะไร|เรื่อง)|what (?:is|does)|mean|\bask"
)
ASKS_POINTS = re.compile(
    r"กี่|เท่าไ|เท่าใด|คะแนน|แนน|แต้ม|เต็ม|score|points?|how much|how many|\b(?:get|got)\b"
)

EQUATES = re.compile(r"(?<![a-z])[ieo]\s?\d{1,2}\s?(?:\([^)]*\))?\s?=\s?\d")
"""Points that are given like a sum: "o43 = 100"."""

SUPPOSES = re.compile(
    r"ถ้า(?!แยก|ดู|นับ|เอา(?:เฉพาะ|แค่))|สมมติ|สมมุติ|หาก|\blet\b|everything else|what if|\bif\b|suppose|จะเป็นยังไงถ้า|ลองคิด|จำลอง|simulate|แก้.*เต็ม|ต้องได้"
)
WHO = re.compile(
    r"ใคร|ไผ(?:เฮ็ด|เบิ่ง|รับ|เป็น)|ผู้รับผิดชอบ|รับผิดชอบ|ฝ่ายไหน|กองไหน|หน่วยไหน|หน่วยงานไหน|เจ้าของ|ดูแล|ของกอง|who|responsib|owner"
)
WHEN = re.compile(
    r"เมื่อไ|เมื่อใด|(?:มื้อ|ยาม|ตอน|ปาน)ได๋|วันไหน|ปิดจบ|ช่วงไหน|วันที่|ถึงไหน|ระยะเวลา|กำหนด|เริ่ม|สิ้นสุด|เดดไลน์|เสร็จ|นานแค่|กี่เดือน|when|deadline|until|period|timeline"
)

ASKS_WHERE = re.compile(
    r"ทางไหน|ที่ไหน|ตรงไหน|ช่องทาง|ไหนได้|ได้ที่|ไหนบ้าง|ทางใด|ที่ใด|ที่เดียวกัน|ยังไง|อย่างไร|แบบไหน|ได้ไหม|ได้มั้ย|ได้บ่|หม่องได๋|ทางได๋|จังได๋|จั่งได๋|how (?:can|do|to|would)|where|which (?:way|channel)|is there a"
)
NOT_YET = re.compile(
    r"แค่ถาม|ถามเฉย|ถามไว้|ถามเผื่อ|ยังไม่(?:ได้)?(?:จะ)?(?:ร้อง|แจ้ง|ฟ้อง|มีเรื่อง|มีไร|มีอะไร|เกิด)|ไม่ได้จะ(?:ร้อง|แจ้ง|ฟ้อง)|ถ้า(?:จะ|อยาก|เกิด|มี|เจอ|โดน|พบ)|เผื่อ|สมมติ|just asking|nothing happened|if i|in case"
)
RESULTS = re.compile("คะแนน|ขอผล|ผลประเมิน|ผลการประเมิน|อันดับ|ลำดับ|(?<!ยก)ระดับ|score|rank|result")
IMPROVES = re.compile("ควร|เพิ่ม|ดัน|แก้|ปรับ|ทำ(?:ยังไง|ไง|อย่างไร|อะไร)|ต้อง|improve|raise|should")
PRIVACY = re.compile(
    r"(?:ใคร|ไผ)(?:จะ|ที่|ได้|เป็นคน|เป็นผู้|บ้าง|\s)*(?:อ่าน|เห็น|เข้าถึง|เปิดดู)|รู้(?:ไหม|มั้ย|บ่|หรือ(?:เปล่า|ป่าว)?|ปะ|ป่าว)(?:คะ|ครับ|คับ|\s)*ว่า(?:ใคร|ไผ|เป็น(?:ผม|หนู|ฉัน|เรา))"
    r"|(?:ไม่|ต้อง)(?:ต้อง|อยาก|ขอ|\s)*(?:บอก|เปิดเผย|ระบุ|ใส่|ออก)\s?(?:ชื่อ|ตัวตน)|(?:ปกปิด|ปิด|ซ่อน|เปิดเผย)\s?(?:ชื่อ|ตัวตน)|เป็นความลับ|เก็บ(?:เป็น|ไว้เป็น)?ความลับ|ความเป็นส่วนตัว|นิรนาม"
    r"|ข้อมูล(?:ของ)?(?:ฉัน|ผม|หนู|เรา|คนแจ้ง|ผู้แจ้ง|ผู้ร้อง)[^?]{0,12}(?:ปลอดภัย|ถูกใช้|เก็บ|หลุด|รั่ว)|(?:นายก|ปลัด|หัวหน้า|ผอ|คนใน|คน ?อบต)[^?]{0,8}(?:เห็น|รู้|อ่าน)(?:ไหม|มั้ย|หรือ|ปะ|ป่าว|บ่)"
    r"|กลัว[^?]{0,25}(?:ไล่ออก|เดือดร้อน|แก้แค้น|เล่นงาน|กลั่นแกล้ง|แกล้ง|เอาคืน|(?:เขา|จะ)รู้)|(?:หนู|ผม|ฉัน|แต่|ก็)\s?กลัว(?:มาก|จัง|เลย|ๆ|\s|ค่ะ|ครับ|คับ|คะ|อะ)*$|ถ้า(?:มัน|เขา|เค้า|นาย|ปลัด)?(?:มา|จะ)?(?:แกล้ง|เล่นงาน|เอาคืน)|give my name|my name|anonym|confidential|who (?:will|can|would|is going to|gets to)\s*(?:read|see)|(?:my|the) (?:name|identity)[^?]{0,20}(?:secret|hidden|shown|known|private)"
)
ASKING = re.compile(
    r"ทำไง|ใคร|ไผ|ไหม|มั้ย|บ่(?![ก-๎])|หรือ|ป่าว|ปะ(?![ก-๎])|อย่างไร|ยังไง|[?]|คะ$|\b(?:who|can|will|is|do|does)\b"
)
ELSEWHERE = re.compile("หรือยัง|ถึงไหน|ขั้นไหน|คืบหน้า|อย่าส่ง|ไม่ส่ง|แผน|มาตรการ|รายงาน(?!เรื่อง)|ข้อไหน|คะแนน")
PRAISES = re.compile(
    "ไม่มีใคร|ชม|ขอบคุณ|ขอบใจ|สวัสดี|ยกเลิก|ไม่เอา|น่าจะ|ทำเรื่อง|มือถือได้|ดีมาก|เริ่มเลย|ถามเรื่องอะไร|ที่หนู|ส่งไป"
)
"""Beside which the same words are no question of who reads a report."""

AFRAID = re.compile("กลัว|afraid|scared")
LONGEST_QUESTION = 90
HELD = frozenset(
    {"instrument", "item", "items", "sub", "subs", "indicator", "indicators", "instruments"}
)


BOTH_ENDS = re.compile(
    "สูง(?:ที่)?สุด[^?]{0,16}ต่ำ(?:ที่)?สุด|ต่ำ(?:ที่)?สุด[^?]{0,16}สูง(?:ที่)?สุด|highest[^?]{0,16}lowest|lowest[^?]{0,16}highest"
)
ENDS = re.compile("(?:ต่ำ|สูง|น้อย|มาก|แย่|ดี)(?:ที่)?สุด|บ๊วย|lowest|highest|worst|best")
THE_THREE = "IIT,EIT,OIT"
WHICH_ONE = re.compile("(?:อัน|ตัว|แบบ|ชุด|ฝั่ง)(?:วัด)?(?:ไหน|ใด)|which")
WHAT_IS = re.compile(
    r"(?:iit|eit|oit)\s?(?:นี่|นี้|มัน)?\s?(?:คือ(?:อะไร|ไร|หยัง)|ย่อมาจาก|หมายถึง|แปลว่า)|what (?:is|does) (?:the )?(?:iit|eit|oit)\b"
)
WHAT_IS_ITA = re.compile(
    r"(?:^|\s)(?:ita|ไอทีเอ)\s?(?:นี่|นี้|มัน)?\s?(?:คือ(?:อะไร|ไร|หยัง)|ย่อมาจาก|หมายถึง|แปลว่า)|what (?:is|does) (?:the )?ita(?: mean| stand for)?\s*[?]*$|คะแนนเต็ม(?:เท่าไ|กี่|คือ)|เต็มเท่าไ|เต็มกี่คะแนน|out of how many"
)
PLAINLY = (
    (
        re.compile(
            r"ขอ(?:เงิน|ตัง|ค่า)?[^?]{0,12}(?:พัน|หมื่น|ร้อย|บาท|\d{3,})[^?]{0,12}(?:ไม่งั้น|ไม่อย่างนั้น|ถึงจะ)|(?:ไม่จ่าย|ถ้าไม่ให้)[^?]{0,16}(?:ไม่เซ็น|ไม่ทำ|ไม่ออก)"
        ),
        "file_complaint",
    ),
    (re.compile("ตัวชี้วัดความสำเร็จ|(?<![a-z])kpi(?![a-z])[^?]{0,12}(?:แผน|มาตรการ)"), "measure_list"),
    (
        re.compile(r"(?:เบอร์|ติดต่อ|โทร|สายด่วน|ร้อง)[^?]{0,12}(?:ป\.?\s?ป\.?\s?[ชท]|สตง|ศูนย์ดำรงธรรม)"),
        "channel_list",
    ),
    (
        re.compile(r"how (?:can|do|could|should) (?:i|we|one) (?:complain|report|file)"),
        "channel_list",
    ),
    (re.compile(r"^(?:in )?english,? ?(?:please|pls)?[.!]?$|speak english"), "help"),
    (re.compile("กี่(?:ประเด็น|หัวข้อ)"), "analysis_topic"),
    (re.compile(r"อีก\s?(?:\d{1,2}|สอง|สาม|สี่|ห้า|สิบ)\s?ปี(?:ข้างหน้า)?\s?(?:จะ|คะแนน)"), "out_of_scope"),
    (
        re.compile(
            r"^(?:ที่ทำการ|สำนักงาน|ที่ตั้ง)?\s?(?:อบต)?\.?\s?(?:บ่อรัง)?\s?(?:ตั้ง)?อยู่(?:ที่)?(?:ไหน|ตรงไหน|แถวไหน)\s?(?:ครับ|คับ|ค่ะ|คะ)?$"
        ),
        "contact_info",
    ),
    (
        re.compile(
            r"อยู่(?:ใน)?(?:จังหวัด|อำเภอ|ตำบล)(?:อะไร|ไหน|ใด)|which (?:district|province) (?:is|are)|\boffice\b.*which (?:district|province)"
        ),
        "contact_info",
    ),
    (
        re.compile(
            r"asked (?:me|us|him|her|my \w+) (?:for|to pay)\b.{0,30}(?:money|bribe|cash|baht|fee)"
        ),
        "file_complaint",
    ),
)
"""What is plain by a few words."""

COUNTS = re.compile(
    r"(?:มี|ทั้งหมด)\s?กี่(?:ข้อ|คำถาม)\s*(?:ครับ|คะ|ค่ะ|คับ)?\s*[?]*$|how many (?:items|questions)\b"
)
MEANING = re.compile(
    "ความหมาย|คือดี|เข้าใจง่าย|ต่างกัน(?:ยังไง|อย่างไร)|คืออะไร|คือไร|คือหยัง|ย่อมาจาก|หมายถึง|แปลว่า|what (?:on earth )?(?:is|are|do|does)|mean|stand for"
)
TROUBLES = re.compile(
    r"ถนน|ไฟ(?:ทาง|ถนน|ดับ|ข้างทาง)|ขยะ|น้ำประปา|น้ำก๊อก|(?:ไม่|บ่)มีน้ำ(?!ใจ)|น้ำ(?:บ่|ไม่)ไหล|น้ำท่วม|ท่อ|เสียงดัง|กลิ่น|หมาจร|สุนัขจร|garbage|trash|\broad\b|street ?light"
)
WRONGS = re.compile(
    r"เงิน|ตัง|บาท|จ่าย|ใต้โต๊ะ|สินบน|โกง|ทุจริต|คอร์?รัปชั่?น|ฮั้ว|งบ|เข้ากระเป๋า|กินหัว|ล็อก|พวกพ้อง|ญาติ|เส้น|brib|corrupt|money|baht|pay|cash|contract"
)
"""Words without which a trouble is no suspicion of corruption."""

AND_WHAT = re.compile("แล้ว.{2,30}(?:ล่ะ|ละ|เด้|เด๊|หละ)|(?:what|how) about")
THIS_YEAR = re.compile("ปีนี้|this year")
"""The newest year of which there are results: what people mean by it."""

OF_ITA = re.compile(
    "(?<![a-z])(?:ita|iit|eit|oit)(?![a-z])|ไอทีเอ|คะแนน\\s?(?:รวม|ปี|พ\\.?ศ|ค\\.?ศ)|ความโปร่งใส|total score"
)

OF_US = re.compile(
    r"(?=.*(?:คะแนน|แต้ม|ผลประเมิน|ita|score|points))(?:คะแนน|แต้ม|ผล(?:การ)?(?:ประเมิน)?|ita|ไอทีเอ|รวม|ทั้งหมด|ของ|องค์การบริหารส่วนตำบล|อบต\.?|ตำบล|หน่วยงาน|บ้าน|บ่อรัง|เรา|เฮา|ที่นี่|นี่|นี้|"
    r"ปี(?:งบประมาณ|งบ)?|พ\.?ศ\.?|ค\.?ศ\.?|ล่าสุด|25\d\d|20\d\d|ได้|เป็น|อยู่|มี|กี่|เท่าไร|เท่าไหร่|เท่าใด|เท่าไ|จัก|จั๊ก|ยังไง|อย่างไร|ไง|ขอ|ดู|อยาก|รู้|ทราบ|ว่า|แล้ว|หน่อย|ครับ|คับ|ค่ะ|คะ|จ้า|จ๊ะ|ล่ะ|บ้าง|"
    r"what|is|was|are|the|your|our|office|score|scores|total|overall|did|you|they|get|got|how|many|much|points|please|of|bo rang|subdistrict|[\s?.!])+"
)
"""The score is asked for, and nothing is said of which: the total is meant."""

LONGEST_PLAIN = 80
FILES = ("file_complaint", "file_grievance", "file_feedback")
OF_THE_PLAN = re.compile("ตามแผน|ในแผน|แผนยก|แผนปี|แผนงาน|แผนเขา|มาตรการ|the plan|measures?")

SCORES = ("score_total", "score_instrument", "score_indicator", "score_subindicator", "score_item")
OF_NO_ITEM = ("score_extremes", "channel_list", "measure_list", "score_explain", "eservice_info",
              "no_gift_info")  # fmt: skip
MEASURES = ("measure_list", "measure_detail", "measure_owner", "measure_period")
FLAGS = ("item", "items", "indicator", "indicators", "sub", "subs", "topic", "measure", "instrument",
         "source", "year", "years", "case", "missing", "office", "direction", "scope",
         "indicator_by_name", "sub_by_name", "topic_by_name", "measure_by_name")  # fmt: skip


def asks_privacy(text: str) -> bool:
    """Whether *text* asks who would read a report, and whether names stay secret."""
    return (
        len(text) <= LONGEST_QUESTION
        and PRIVACY.search(text) is not None
        and ELSEWHERE.search(text) is None
        and PRAISES.search(text) is None
        and (ASKING.search(text) is not None or AFRAID.search(text) is not None)
    )


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
    """The intent of a text that is plain by its form: a bare code ("e9", "10.2"), why a named score
    is what it is, how to reach a total, which scores lie above or below a limit, what ITA is, who
    would read a report; else ""."""
    if asks_privacy(text):
        return "channel_list"
    asks_points = re.search("กี่|เท่าไ|เท่าใด|how (?:much|many)", text)
    if comparing.SUBTRACTS.search(text) and named.keys() & HELD and not SUPPOSES.search(text):
        return "score_compare"
    apart = (
        comparing.COMPARES.search(text) or comparing.BY_PART.search(text)
    ) and not comparing.WEIGHED.search(text)
    if apart and not SUPPOSES.search(text) and comparing.sets_apart(text, named):
        return "score_compare"
    if EQUATES.search(text) and named.keys() & {"item", "items"}:
        return "what_if"
    if named.get("instruments") == THE_THREE and "direction" in named and WHICH_ONE.search(text):
        return "score_compare"
    if (
        (FULL_MARKS.search(text) or NOT_FULL.search(text))
        and not named.keys() & comparing.CODED
        and not SUPPOSES.search(text)
    ):
        return "score_extremes"
    if (
        named.keys() & {"indicator", "indicators", "sub", "subs"}
        and SUPPOSES.search(text)
        and _gives_points(text)
    ):
        return "what_if"
    if (
        wishing.GOAL.search(text)
        and IMPROVES.search(text)
        and not named.keys() & {"item", "items", "missing"}
    ):
        return "what_if"
    of_something = named.keys() & {"item", "items", "indicator", "indicators"}
    if wishing.WITHOUT.search(text) and of_something and ENDS.search(text):
        return "" if SUPPOSES.search(text) or wishing.GOAL.search(text) else "score_extremes"
    if AFTER.search(text) and named.keys() & {"item", "indicator", "sub"}:
        return "score_extremes"
    if ZERO.search(text) and not SUPPOSES.search(text):
        return "score_extremes"
    if BETWEEN.search(text) and RANKED.search(text) and not named.keys() & comparing.CODED:
        return "" if SUPPOSES.search(text) else "score_extremes"
    if (
        (EXACT.search(text) or COUNTED_VALUE.search(text))
        and not named.keys() & comparing.CODED
        and not SUPPOSES.search(text)
    ):
        return "score_extremes"
    if LIMIT.search(text) and RANKED.search(text) and not named.keys() & {"item", "items"}:
        return "" if SUPPOSES.search(text) else "score_extremes"
    if WHAT_IS.search(text) and "instrument" in named and not named.keys() & {"item", "items"}:
        return "score_explain"
    if WHAT_IS_ITA.search(text) and len(text) <= LONGEST_PLAIN // 2:
        return "score_explain"
    for pattern, intent in PLAINLY:
        if pattern.search(text) and not OF_THE_PLAN.search(text):
            return intent
    if BOTH_ENDS.search(text) and re.search("ห่าง|ต่าง|differ|gap", text):
        return "score_extremes"
    of_some = re.search("ได้|ผ่าน|ต่ำ|เกิน|สูง|เต็ม|ศูนย์|fail|pass|got|below|above", text)
    if COUNTS.search(text) and len(text) <= LONGEST_PLAIN // 2 and not of_some:
        if OF_THE_PLAN.search(text):
            return "measure_list"
        return "score_explain" if "indicator" not in named else ""
    asks = re.search("กี่|เท่าไ|เท่าใด|จัก|จั๊ก|ยังไง|อย่างไร|ขอ|ดู|รู้|what|how", text)
    if asks and OF_US.fullmatch(text):
        return "score_total"
    if "instruments" in named and MEANING.search(text) and not asks_points:
        return "score_explain"
    if wishing.GOAL.search(text) and not named.keys() & {"item", "items", "missing"}:
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


def _gives_points(text: str) -> bool:
    """Whether *text* gives an indicator points, beside its own number."""
    return bool(supposing.points(INDICATOR.sub(" ", text)))


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
        return
    for intent in SCORES:
        if intent != "score_item":
            yield intent, FAINT
    if "missing" in named:
        yield "score_item", 4.0
    for intent in OF_NO_ITEM:
        yield intent, 0.2
    if SUPPOSES.search(text):
        yield "what_if", 8.0
    elif ASKS_POINTS.search(text) and not IMPROVES.search(text):
        yield "what_if", 0.2
    if comparing.COMPARES.search(text):
        yield "score_compare", 6.0
    if ASKS_WORDING.search(text) and not ASKS_POINTS.search(text):
        yield "question_text", 8.0
    elif ASKS_POINTS.search(text):
        yield "score_item", 2.0
        yield "out_of_scope", 0.1


def _by_group(text: str, named: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    if named.keys() & {"sub", "subs"} or named.get("missing", "").startswith("ตัวชี้วัดย่อย"):
        yield "score_subindicator", 12.0
        for intent in ("score_total", "score_indicator", "score_item", "score_instrument"):
            yield intent, FAINT
        if comparing.COMPARES.search(text):
            yield "score_compare", 12.0
        if SUPPOSES.search(text):
            yield "what_if", 24.0
    elif named.keys() & {"indicator", "indicators"} or named.get("missing", "").startswith("ตัว"):
        yield "score_indicator", 2.0
        for intent in ("score_total", "score_item", "score_instrument", "analysis_topic"):
            yield intent, 0.05
        if comparing.COMPARES.search(text):
            yield "score_compare", 4.0
        if SUPPOSES.search(text):
            yield "what_if", 8.0
        elif ASKS_POINTS.search(text) and not IMPROVES.search(text):
            yield "what_if", 0.05
    if "instrument" in named:
        yield "score_total", 0.3
        if RESULTS.search(text):
            yield "out_of_scope", 0.1


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
        yield "measure_detail", 2.0


def _by_words(text: str, named: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    if ASKS_WHERE.search(text) and NOT_YET.search(text):
        yield "channel_list", 6.0
        for intent in FILES:
            yield intent, 0.3
    if SUPPOSES.search(text) and "direction" in named and _gives_points(text):
        yield "what_if", 8.0
    if "indicator_by_name" in named and ASKS_POINTS.search(text):
        yield "score_indicator", 2.0
    if "indicator_by_name" in named and AND_WHAT.search(text):
        yield "score_indicator", 4.0
    if THIS_YEAR.search(text) and RESULTS.search(text):
        yield "out_of_scope", FAINT
    if "published" in named and RESULTS.search(text) and OF_ITA.search(text):
        yield "out_of_scope", 0.001
    if PLACE.search(text) and not named.keys() & (
        comparing.CODED | {"direction", "scope", "instrument"}
    ):
        yield "score_total", 4.0
    if OF_THE_PLAN.search(text):
        for intent in MEASURES:
            yield intent, 1.5
    elif TROUBLES.search(text):
        yield "file_grievance", 2.0
        if not WRONGS.search(text):
            yield "file_complaint", 0.05
        for intent in MEASURES:
            yield intent, 0.001
    if named.keys() & {"case", "receipt"}:
        yield "case_status", 1000.0
