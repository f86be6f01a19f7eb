"""Supposing: the points that a what-if gives, or adds and takes away."""

import re

from handlers.understanding.numbers import in_digits
from handlers.understanding.slots import ITEM, SUB_BARE, YEAR, Slots

_END = r"(?![\d.,]*\d)(?!\s?/\s?\d)(?!e\d)(?!\s\d)"
VALUE = re.compile(
    r"(?:ได้|เป็น|=|ถึง|เหลือ|ไป|ขึ้น|เพิ่ม|ปรับ|ตก|ลด|ให้|คะแนน|was|were|is|to|scored?|gets?|got|at|reache[sd]|hits?)"
    r"\s*(?:เป็น|ถึง|เหลือ|คะแนน|มา|แค่|สัก|ซัก|เต็ม|of)*\s*(-?\d{1,4}(?:\.\d+)?)" + _END
)
BARE_VALUE = re.compile(r"(?<![a-z\d./])(\d{1,4}(?:\.\d+)?)" + _END)
HALF = re.compile("ครึ่ง(?:นึง|หนึ่ง)?|(?:ทั้ง)?(?:สอง|สาม|สี่|ห้า|\\d)\\s?(?:ข้อ|ส่วน|ตัว|อัน)(?![ก-๎]*\\s?\\d)")
FULL = re.compile("เต็ม|full|perfect|max")
_BETWEEN = r"(?:ขึ้น|ลง|ไป|อีก|สัก|ซัก|มา|ได้|คะแนน|แต้ม|by|of|another|\s)*"
STEP = re.compile(
    rf"(?:(เพิ่ม|ขึ้น|บวก|\+|\b(?:up|raised?|raises|rises?|gains?|adds?|plus)\b)"
    rf"|(ลด|ลง|หาย|ตก|หัก|\b(?:down|drops?|dropped|loses?|lost|falls?|fell|minus)\b))"
    rf"{_BETWEEN}(\d{{1,3}}(?:\.\d+)?)" + _END
)
"""Points that are added or taken away: "เพิ่ม 1", "ลดลง 10", "+5"; "ลดเหลือ 50" is none."""

UNCLEAR = re.compile(
    r"ติดลบ|(?:สอง|สาม|\d)\s?เท่า(?!ไ|ใ|กั)|เท่าตัว|เหมือนเดิม|คงเดิม|ยัง(?:คง)?เป็น|ไม่เปลี่ยน|\S.{3,}แต่(?!ละ|ถ้า)|double|twice|unchanged|stays?\b|as it is"
)
"""Beside which it is not certain whose the points are, or how many: better asked than guessed."""

SHARED = re.compile("ครึ่ง(?:นึง|หนึ่ง)?|half")
PERCENT = re.compile(r"\d\s?(?:%|เปอร์เซ็น|percent)")
SUB_NOT_A_VALUE = re.compile(
    r"(?<!ได้)(?<!ได้ )(?<!เป็น)(?<!เป็น )(?<!เหลือ)(?<!เหลือ )(?<!to )(?<!is )(?<!was )(?<!=)(?<!= )"
    + SUB_BARE.pattern
)
"""A sub-indicator's code ("10.2"), where it is not the points that something would get."""

FROM = re.compile(r"(?:จาก|from)\s?(?:คะแนน\s?)?(\d{1,3}(?:\.\d+)?)(?=[^\d]{1,24}\d)")
"""The points that something had: "จาก 90 ไป 100" supposes 100."""

ASKED = re.compile(
    r"(?:จะ|รวม|total|\bit\b)[^?\d]{0,16}(?:ถึง|เกิน|ได้|แตะ|ทะลุ|reach|exceed|pass|be over)\s?(?:คะแนน\s?)?\d{1,3}(?:\.\d+)?\s?(?:คะแนน\s?)?(?:ไหม|มั้ย|หรือ(?:เปล่า|ยัง|ไม่)?|รึ|บ่|ปะ|ป่าว|[?]|$)"
)
"""The total that is asked whether it would be reached: "จะถึง 97 ไหม"."""

SPELLED_POINT = re.compile(r"(\d)\s?(?:จุด|point)\s?(\d)")


def points(text: str, things: int = 1) -> Slots:
    """``value``, or ``values`` where several, or ``step`` ("+1", "-10"; "+2,-5" where several) from
    what they were; ``from``, what one had.

    Empty where *text* (normalised) gives none that can be read for certain as those of so many
    *things*.
    """
    if UNCLEAR.search(text) or (SHARED.search(text) and FULL.search(text)):
        return {}
    spelled = SPELLED_POINT.sub(r"\1.\2", in_digits(HALF.sub(" ", text)))
    without_codes = SUB_NOT_A_VALUE.sub(" ", ITEM.sub(" ", spelled))
    had = FROM.search(without_codes)
    without_codes = ASKED.sub(" ", FROM.sub(" ", without_codes))
    if PERCENT.search(without_codes):
        return {}
    before = {"from": had[1]} if had else {}
    steps = STEP.findall(without_codes)
    if steps:
        return {"step": ",".join(f"{'+' if up else '-'}{number}" for up, _, number in steps)}
    found = VALUE.findall(without_codes)
    bare = BARE_VALUE.findall(YEAR.sub(" ", without_codes))
    if not found or len(bare) == things:
        found = bare
    if 1 < things != len(bare) and len(found) < len(bare):
        return {}
    if FULL.search(without_codes) and set(found) <= {"0", "100"}:
        found = ["100"]  # "the one that got 0, if it were full"
    if len(found) > 1:
        return {"values": ",".join(found)}
    return {"value": found[0], **before} if found else {}
