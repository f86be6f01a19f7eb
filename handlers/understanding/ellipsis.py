"""Ellipsis: the words with which people go on, point back or take back, and what they leave out.

Pure. Every text here is normalised.
"""

import re
from collections.abc import Mapping

from handlers.understanding import comparing, fitting, parts, slots
from handlers.understanding.reading import WHY

REFERS = re.compile(
    r"(?:ข้อ|อัน|ตัว|เรื่อง|ประเด็น|มาตรการ|ด้าน|กลุ่ม|หมวด|ตัวชี้วัด)(?:ที่ว่า)?(?:นั้น|ดังกล่าว|นี้|เนี้ย|เนี่ย|เมื่อกี้|เดิม|ตะกี้|เดียวกัน)|เมื่อกี้|ตะกี้|ที่ว่านั่น|\bthat (?:one|item|indicator|measure)\b|\bit\b"
)
THESE = re.compile(
    r"(?:\d|สอง|สาม|สี่|ห้า|หก)\s?(?:ข้อ|อัน|ตัว)(?:นี้|นั้น)|พวก(?:นี้|นั้น)|ในนี้|(?:of|among) (?:these|those|them)"
)
CONTINUES = re.compile(
    r"^(?:แล้ว|แร้ว|ละ|งั้น|and\b|what about|how about|ขอ|เอา|ส่วน)|(?:ล่ะ|หล่ะ|ละ|อ่ะ|อะ|เด้|ด้วย)\s*(?:ครับ|คับ|ค่ะ|คะ|จ๊ะ|จ้ะ)?\s*[?]*$"
)
STEPS = re.compile(r"ขั้นตอน|ทำ(?:อะไร|ไร|ยังไง|อย่างไร)|รายละเอียด|steps?|details?")
WORDING = re.compile(
    r"^ถาม(?:ว่า)?\s?[?]*$|(?<!อยาก)(?<!ขอ)(?<!สอบ)(?<!จะ)ถาม(?:อะไร|ไร|หยัง|อีหยัง|ยังไง|เรื่อง|[^?]{0,12}ว่า)|ตรวจ(?:อะไร|ไร|ว่า|เรื่อง)|คืออะไร|คือไร|หมายถึง|ว่าด้วย|what does|mean"
)
LAST_YEAR = re.compile("ปีก่อน|ปีที่แล้ว|ปีกลาย|last year")
NUMBER = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d)?)(?![\d.])" + slots.NOT_A_CODE)
ROW = re.compile(r"ข้อ(?:วิเคราะห์|ค้นพบ)?(?:ที่)?\s?(\d{1,2}(?:\.\d)?)(?![\d.])")
POINTS = re.compile(r"(?<![\d.])\d{1,4}(?:\.\d+)?(?![\d.])" + slots.NOT_A_CODE)
HOW_MUCH = re.compile(
    r"กี่|เท่าไ|เท่าใด|how (?:much|many)|^(?:ขอ|เอา|ดู|แล้ว)*\s?(?:คะแนน|แต้ม)(?:มา|ล่ะ|ละ|ด้วย|หน่อย)*\s*[?]*$"
)
ADDS = re.compile(r"ด้วย|บวก|เพิ่ม(?=\s*(?:ข้อ)?\s*[ieo]\s?\d)|\b(?:also|too|as well)\b")
AGAINST = re.compile(
    r"(?:เทียบกับ|ต่างจาก|ต่างกับ|กว่า|\bto|\bwith|\bthan|\bvs)\s*(?:ข้อ|ตัวชี้วัด(?:ที่)?)?\s*(?:อี|ไอ|โอ|[ieo])?\s?[-.]?\s?\d"
)
NEXT, BEFORE = (
    re.compile("(?:ข้อ|ตัว|ด้าน|ตัวชี้วัด|อัน)(?:ต่อ|ถัด)ไป|next (?:one|item|indicator)"),
    re.compile("(?:ข้อ|ตัว|ด้าน|ตัวชี้วัด|อัน)ก่อนหน้า|previous (?:one|item|indicator)"),
)
ITEMS_OF = re.compile("ข้อ(?:ไหน|อะไร|ใด|หยัง)(?:บ้าง|มั่ง|แหน่|แด่)|which items")

REJECTED = re.compile(
    r"(?:ไม่ใช่|ไม่เอา|บ่แม่น|\bnot)\s*(?:ข้อ|ตัวชี้วัด(?:ที่)?|มาตรการ(?:ที่)?|ประเด็น(?:ที่)?)?\s*(?:[ieo]|อี|ไอ|โอ)?\s?[-.]?\s?\d+(?:\.\d+)?"
)
SLIPPED = re.compile(
    r"^(?:(?:เอ้ย|เอ๊ย|อุ๊ย|โทษ(?:ที|นะ)|ขอโทษ|พิมพ์?ผิด|ผิดข้อ|sorry\b|oops\b|i mean(?:t)?\b|หมายถึง(?=\s*(?:ข้อ|ตัวชี้วัด|มาตรการ|ประเด็น|อี|ไอ|โอ|[ieo])\s?\d))(?:ครับ|คับ|ค่ะ|คะ|จ้า|ๆ|[\s,.])*)+"
)
"""What is taken back: the wrong code, and the words around a slip."""

FILLING = re.compile(
    r"\b(?:what|which|why|who|when|how|does|did|do|is|was|were|if|it|its|the|that|this|one|next|previous|items?|question|part|steps?|details?|deadline|until|responsible|asks?|mean|so|low|high|full|get|got|score|about|and|then|in|of|only|just|please|ok|by)\b"
    "|ตัวชี้วัด|มาตรการ|ประเด็น|เมื่อกี้|ตะกี้|เดียวกัน|ที่ว่า|เท่าไหร่|เท่าไร|เท่าใด|เมื่อไหร่|เมื่อไร|เหตุใด|อย่างไร|ยังไง|เป็นหยัง|สาเหตุ|เหตุผล|หมายถึง|หมายความ|แปลว่า|คะแนน|รับผิดชอบ|เดดไลน์|ขั้นตอน|รายละเอียด"
    "|สิ้นสุด|กำหนด|ตำแหน่ง|หน่วยงาน|เจ้าของ|เจ้าภาพ|ภายใน|ดูแล|เสร็จ|เริ่ม|ชาวบ้าน|ประชาชน|เจ้าหน้าที่|แปดสิบ|เก้าสิบ|ศูนย์|ร้อย|เพื่อน|ทำไม|ทำมัย|เพราะ|หมดเขต|ระยะเวลา|วิเคราะห์|ปิดจบ|สุดท้าย|คำถาม|อะไร|อีหยัง|หยัง|มื้อได๋|ยามได๋|จังได๋|ได๋|ฮอด|เด้อ|ใคร|ไหน|ใด|ไผ|ไง|กี่|แต้ม|ข้อ|อัน|ตัว|เรื่อง|ด้าน|เดิม|แบบ"
    "|พวกที่|คนที่|ฝั่ง|ทั้ง|เท่า|นั้น|นั่น|นี้|เนี้ย|เนี่ย|นี่|มัน|เขา|เค้า|เปิ้น|เพิ่น|ถาม|ตรวจ|ว่า|ได้|เป็น|คือ|ขอ|เอา|ดู|บอก|อยาก|รู้|ทราบ|ต่ำ|น้อย|สูง|เยอะ|เต็ม|สุด|ลดลง|ลด|เพิ่ม|ขึ้น|ตก|แค่|เฉพาะ|ถึง|กว่า|ไม่|ที่|ต้อง|จะ|มี|คน|ผู้|ทำ|เฮ็ด|อ่าน|ฟัง|ให้|แรก|ต่อไป|ถัดไป|ก่อนหน้า|ใน|จาก|สอง|สาม|ตอน|ช่วง|หมด|วัน|เดือน|ฝ่าย|กอง"
    "|ถ้า|หาก|สมมติ|สมมุติ|ลอง|รวม|เปลี่ยน|เหลือ|แล้ว|แร้ว|งั้น|ส่วน|ล่ะ|หล่ะ|ละ|อ่ะ|อะ|เด้|น่ะ|นะ|ด้วย|หน่อย|แหน่|บ้าง|มั่ง|ที|จ๊ะ|จ้ะ|จ้า|ค่ะ|คะ|ครับ|คับ|ผม|ฮะ|วะ|เหรอ|หรอ|หรือ|รึ|ก็|อ่อ|อ๋อ|เออ|เอ่อ|อ้าว|โอเค|ไหม|มั้ย|จัง|มาก|แท้|คัก|เจ้า|จึง|เพียง|เนาะ|น้อ|ไร|ๆ"
)
"""Words that name no subject of their own."""

BRIEF = 2
"""Thai letters that may be left beside those: a particle, a slip of the finger."""

CODES = frozenset(
    {"item", "items", "indicator", "indicators", "sub", "topic", "measure", "missing", "case"}
)


def put_right(text: str) -> str:
    """ "ไม่ใช่ e9 เอา e8" goes on with e8: what is taken back is as if it had not been said."""
    meant = SLIPPED.sub("", REJECTED.sub("", text).strip())
    return f"แล้ว {meant}" if meant and meant != text else text


def names(named: Mapping[str, str]) -> bool:
    """Whether a thing is named by its code."""
    return bool(named.keys() & CODES)


def names_nothing(text: str) -> bool:
    """Whether *text* leaves its subject out: what asks about something new says about what."""
    rest = FILLING.sub("", without_parts(text))
    return not re.search("[a-z]", rest) and len(re.findall("[ก-๎]", rest)) <= BRIEF


def without_parts(text: str) -> str:
    """*text* without the names of EIT's parts, and so without their numbers."""
    return parts.SURVEY.sub(" ", parts.PUBLIC.sub(" ", text))


def says_more(text: str) -> bool:
    """Whether *text* asks for something of its own, beside naming the next thing."""
    return bool(
        WORDING.search(text)
        or comparing.COMPARES.search(text)
        or fitting.SUPPOSES.search(text)
        or fitting.WHO.search(text)
        or fitting.WHEN.search(text)
        or WHY.search(text)
    )
