"""Supposing: the points that a what-if gives, or adds and takes away."""

import re

from handlers.understanding import parts
from handlers.understanding.numbers import WORDS, in_digits
from handlers.understanding.slots import ITEM, SUB_BARE, YEAR, Slots

_END = r"(?![\d.,]*\d)(?!\s?/\s?\d)(?!e\d)"
NUMBER = re.compile(r"(?<![a-z\d./,])(-?\d{1,4}(?:\.\d+)?)" + _END)
HALF = re.compile(
    rf"ครึ่ง(?:นึง|หนึ่ง)?|(?:(?:ทั้ง)?(?:{WORDS}|(?<!\d)\d)|ทั้ง\s?\d{{1,2}})\s?(?:ข้อ|ส่วน|ตัว|อัน)(?![ก-๎]*\s?\d)(?<!\d\dส่วน)(?<!\d\d ส่วน)"
)
FULL = re.compile("เต็ม|full|perfect|max")
_BETWEEN = r"(?:ข้อละ|ขึ้น|ลง|ไป|อีก|สัก|ซัก|มา|ได้|คะแนน|แต้ม|by|of|another|\s)*"
ONE_STEP = re.compile(r"(เพิ่ม|ขึ้น|ลด|ลง|หาย)((?:ไป|มา|อีก|สัก|ซัก|แค่|\s)*)(?:แต้ม|คะแนน)(?:เดียว|นึง|หนึ่ง)")
OF_ONE_POINT = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s?(?:คะแนน|แต้ม)\s?(?:ของ|ใน)(?=[^\d]{0,8}\s?[ieo]\s?\d[^?]*(?:เปลี่ยน|กระทบ|มีผล|ขยับ))"
)
"""What a point of an item is worth is asked."""

EACH = re.compile(r"(เพิ่ม|บวก|ขึ้น|ลด|หัก|ลง)([^?\d]{1,40}?)ข้อละ")
"""So much for each: as near to its number as STEP reads it."""

STEP = re.compile(
    rf"(?:(เพิ่ม|ขึ้น|บวก|\+|\b(?:up|raised?|raises|rises?|gains?|adds?|plus)\b)"
    rf"|(ลด|ลง|หาย|ตก|หัก|เสีย|\b(?:down|drops?|dropped|loses?|lost|falls?|fell|minus)\b))"
    rf"{_BETWEEN}(\d{{1,3}}(?:\.\d+)?)" + _END
)
"""Points that are added or taken away: "เพิ่ม 1", "ลดลง 10", "+5"; "ลดเหลือ 50" is none."""

UNCLEAR = re.compile(
    r"อย่างน้อย|ขั้นต่ำ|at least|at most|ไม่ต่ำกว่า|ไม่เกิน|อย่างมาก|ไปคิด|คิดแทน|เอา\s?\d|ติดลบ|ข้อ(?:แรก|ท้าย|สุดท้าย)|\b(?:first|last)\b|เฉลี่ย|average|\bmean\b|median|มัธยฐาน|รวม(?:จะ|ได้)*(?:สูงสุด|มากสุด|เต็มที่)|at most|maximum|ยัง(?:คง)?(?:ได้|อยู่)?\s?\d|(?:สอง|สาม|\d)\s?เท่า(?!ไ|ใ|กั)|เท่าตัว|เหมือนเดิม|คงเดิม|ยัง(?:คง)?เป็น|ไม่เปลี่ยน|\S.{3,}แต่(?!ละ|ถ้า)|double|twice|unchanged|stays?\b|as it is"
)
"""Beside which it is not certain whose the points are, or how many: better asked than guessed."""

MOST = 100  # points

SHARED = re.compile("ครึ่ง(?:นึง|หนึ่ง)?|half")
PERCENT = re.compile(r"ร้อยละ|\d\s?(?:%|เปอร์เซ็น|percent)")
SUB_NOT_A_VALUE = re.compile(
    r"(?<!ได้)(?<!ได้ )(?<!เป็น)(?<!เป็น )(?<!เหลือ)(?<!เหลือ )(?<!to )(?<!is )(?<!was )(?<!=)(?<!= )"
    + SUB_BARE.pattern
)
"""A sub-indicator's code ("10.2"), where it is not the points that something would get."""

FROM = re.compile(r"(?:จาก|from)\s?(?:คะแนน\s?)?(\d{1,3}(?:\.\d+)?)(?=[^\d]{1,24}\d)")
"""The points that something had: "จาก 90 ไป 100" supposes 100."""

_N = r"(\d{1,3}(?:\.\d+)?)"
_WHETHER = r"(?:ไหม|มั้ย|มัย|หรือ(?:เปล่า|ยัง|ไม่)|รึ|บ่(?![ก-๎])|ป่?ะ(?![ก-๎])|ป่าว|[?])"
ASKED = re.compile(
    rf"(?:จะ|พอ|รวม|ยัง|total|it|\s)*(?:ถึง|เกิน|แตะ|ทะลุ|reach(?:es)?|exceeds?|hits?)\s?(?:คะแนน\s?)?{_N}\s?(?:คะแนน|แล้ว|อยู่|\s)*{_WHETHER}"
    rf"|(?:ยัง|รวม)[^?\d]{{0,16}}(?:เป็น|ได้)\s?{_N}\s?(?:คะแนน|อยู่|เหมือนเดิม|\s)*{_WHETHER}"
    rf"|ขาด[^?\d]{{0,24}}(?:ถึง|ได้|ครบ)\s?{_N}"
    rf"|(?:จะ|รวม|total|\bit\b)[^?\d]{{0,16}}(?:ถึง|เกิน|แตะ|ทะลุ|reach|exceed|be over)\s?{_N}\s?(?:คะแนน)?\s*$"
)
"""The total that is asked whether it would be reached: "จะถึง 97 ไหม", "ขาดอีกเท่าไรถึง 99"."""

OF_A_PART = re.compile("iit|eit|oit|ตัวชี้วัด|ส่วนที่|public|survey|indicator")
NEAR = 20
"""Letters before such a question in which it may say that it is not after the total."""

OTHERS = re.compile(
    r"(?:แต่|โดย(?:ที่)?|ส่วน)?\s?(?:iit|eit|oit)(?:\s?(?:กับ|และ|,)\s?(?:iit|eit|oit))*\s?(?:เท่า|คง|เหมือน|อยู่)\s?เดิม"
    r"|(?:แต่|โดย(?:ที่)?|และ|ส่วน)?\s?(?:ข้อ|อย่าง|ส่วน|ตัว|ด้าน)?(?:อื่น|ที่เหลือ)(?:ๆ|ทั้งหมด|ทุกข้อ|\s)*(?:ไม่(?:ต้อง)?แตะ|ไม่เปลี่ยน|(?:คง|เท่า|เหมือน|อยู่)?\s?เดิม)|(?:everything|all|the) (?:else|rest|others?) (?:stays?|stayed|unchanged|the same|as it is|\s)+"
)
"""That the rest stays as it is goes without saying."""

FIXED = re.compile(r"แก้(?:ไข)?(?:ได้|เสร็จ|ครบ|หมด|แล้ว|ข้อ|\s|(?=[ieo]))|\bfix(?:ed|ing)?\b")
"""What is put right would be full."""

SPELLED_POINT = re.compile(r"(\d)\s?(?:จุด|point)\s?(\d)")


def points(text: str, things: int = 0) -> Slots:
    """``value``, or ``values`` where several, or ``step`` ("+1", "-10"; "+2,-5" where several) from
    what they were; ``from``, what one had; ``target``, the total that is asked after.

    Empty where *text* (normalised) gives none that can be read for certain as those of so many
    *things* (0: not said how many).
    """
    text = OTHERS.sub(" ", EACH.sub(r"\2\1 ", ONE_STEP.sub(r"\1\2 1 ", text)))
    asked = ASKED.search(in_digits(text))
    text = ASKED.sub(" ", in_digits(text)) if asked else text
    if UNCLEAR.search(text) or (SHARED.search(text) and FULL.search(text)):
        return {}
    plain = _without_names(text)
    had = FROM.search(plain)
    plain = FROM.sub(" ", plain)
    if PERCENT.search(plain):
        return {}
    beside = {"from": had[1]} if had else {}
    if asked and not OF_A_PART.search(asked.string[max(asked.start() - NEAR, 0) : asked.end()]):
        beside["target"] = next(number for number in asked.groups() if number)
    steps = STEP.findall(plain)
    if steps and not all(up and float(number) == MOST for up, _, number in steps):
        return {"step": ",".join(f"{'+' if up else '-'}{number}" for up, _, number in steps)}
    found = NUMBER.findall(plain)
    fixed = FIXED.search(plain) is not None and not found
    if (FULL.search(plain) or fixed) and set(found) <= {"0", "100"}:
        found = ["100"]  # "the one that got 0, if it were full"
    if len(found) == 1:
        return {"value": found[0], **beside}
    return (
        {"values": ",".join(found), **beside}
        if len(found) > 1 and things in (0, len(found))
        else {}
    )


def _without_names(text: str) -> str:
    """*text* in digits, without the numbers that are no points: codes, parts, years, counts."""
    of_one = OF_ONE_POINT.sub(r" เพิ่ม \1 ", in_digits(HALF.sub(" ", text)))
    spelled = SPELLED_POINT.sub(r"\1.\2", of_one)
    for names in (ITEM, SUB_NOT_A_VALUE, parts.PUBLIC, parts.SURVEY, YEAR):
        spelled = names.sub(" ", spelled)
    return spelled
