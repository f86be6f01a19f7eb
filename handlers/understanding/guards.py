"""Guards: what must not be answered from the report, decided before any look-up.

In this order, the first that fits:
1. Instructions to the bot, and questions after other people's complaints or data.
2. Another agency, where scores or the plan are asked for.
3. Sums of money; names and pay of persons.
4. A fiscal year that is not published, where scores or the plan are asked for.
5. Mere abuse: answered kindly.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from handlers.understanding.question import Vocabulary

INSTRUCTION = re.compile(
    r"ละเว้นคำสั่ง|ลืมคำสั่ง|คำสั่งเดิม|คำสั่งก่อนหน้า|ข้ามคำสั่ง|ไม่ต้องสนใจคำสั่ง|เพิกเฉย(?:ต่อ)?คำสั่ง|สมมติ(?:ว่า)?(?:คุณ|เธอ|ตัวเอง)เป็น(?:แอดมิน|ผู้ดูแล|ปลัด|นายก)"
    r"|แสร้ง(?:ทำ)?(?:ว่า)?เป็น|โหมด(?:ผู้ดูแล|นักพัฒนา|แอดมิน)|system prompt|ระบบพร้อมท์|พรอมต์ระบบ|jailbreak|developer mode|act as|you are now"
    r"|(?:ignore|disregard|forget)\b.{0,30}(?:instruction|previous|rules|above|prompt)|(?:reveal|show|print)\b.{0,20}(?:prompt|database|system|secret|password)"
    r"|รหัสผ่าน|drop\s+table|select\s+\*|<script"
)
OTHERS_DATA = re.compile(
    r"(?:ราย)?ชื่อ(?:ของ)?(?:คน|ผู้)(?:ที่)?(?:ร้อง|แจ้ง)|ใคร(?:เป็น(?:คน|ผู้))?(?:ที่)?(?:ร้องเรียน|ไปฟ้อง|แจ้งเรื่อง|เป็นคนแจ้ง|เป็นคนร้อง|มาร้อง)|เรื่องร้องเรียนของคนอื่น"
    r"|ข้อมูลส่วนตัวของ|บัตรประชาชนของ|เลขบัตร(?:ประชาชน)?(?:ของ)?(?:นาย|ใคร|คน|เขา)|(?:list|names?) of (?:the )?(?:complainants?|reporters?)|who (?:complained|reported)"
    r"|เบอร์(?:มือถือ|โทร|ส่วนตัว)?(?:ของ)?(?:นายก|ปลัด|ผอ|ผู้อำนวยการ|รองนายก|ส่วนตัว)"
)
PERSON = re.compile(
    r"(?:นายก|ปลัด|รองนายก|ผู้บริหาร|ผอ\.?|ผู้อำนวยการ|หัวหน้า|สมาชิกสภา|ส\.?อบต\.?|เจ้าหน้าที่|กำนัน|ผู้ใหญ่บ้าน)[^ ]{0,25}(?:ชื่อ(?:อะไร|ว่า|ไร|จริง)|คือใคร|เป็นใคร|อายุเท่า)"
    r"|ชื่อ(?:ของ)?(?:นายก|ปลัด|รองนายก|ผู้บริหาร|ผอ|ผู้อำนวยการ)|ใครเป็น(?:นายก|ปลัด|รองนายก|ผอ)|ใครคือ(?:นายก|ปลัด)|เงินเดือน|who is (?:the )?(?:mayor|chief|head|president)"
)
MONEY = re.compile(
    r"(?:งบ|เงิน|รายได้|รายจ่าย|ภาษี|โครงการ|จัดซื้อ|มูลค่า|ค่าจ้าง|ราคากลาง)[^?]{0,40}(?:กี่บาท|กี่ล้าน|กี่แสน|กี่หมื่น|เท่าไ(?:ห?ร่?)\s?บาท|บาท(?:ไหม|มั้ย|เหรอ|หรอ)|เป็นเงินเท่าไ)"
    r"|(?:กี่|เท่าไ(?:ห?ร่?))\s?ล้าน|งบประมาณ(?:ทั้งหมด|รวม|ประจำปี)?[^?]{0,20}(?:เท่าไ|กี่)(?!.*คะแนน)|how much (?:is the )?(?:budget|money)|(?:total|annual) budget|salary"
)
EXTORTED = re.compile(
    r"เรียก(?:รับ)?เงิน|ขอเงิน|ใต้โต๊ะ|สินบน|จ่ายเงินให้|เก็บเงิน|ขอค่า|โดน|ถูก(?:เรียก|ขอ|เก็บ)|bribe"
)
ABOUT_SCORES = re.compile(
    r"คะแนน|แนน(?![ก-๎])|ita|กี่แต้ม|แต้ม|ระดับ|อันดับ|ลำดับ|ผลประเมิน|ประเมิน|โปร่งใส|score|rank|เท่าไ|เท่าไห|ได้กี่|iit|eit|oit|เทียบ|ผ่านไหม|ผ่านมั้ย|ตัวชี้วัด|มาตรการ|แผน"
)
OTHER_PLACE = re.compile(
    r"(?:อบต|เทศบาล|อบจ|หน่วยงาน|ตำบล|อำเภอ|จังหวัด|ที่|แห่ง|องค์การบริหารส่วนตำบล)(?:ตำบล|เมือง|นคร)?\.?\s*(?:อื่น|ข้าง|ใกล้เคียง|เพื่อนบ้าน|รอบๆ|แถวนี้)|other (?:agenc|municipal|subdistrict|sao|office)"
    r"|(?:^|[^ก-๎])อบจ|เทศบาล(?:ตำบล|เมือง|นคร)|กรม[ก-๎]{3,}|กระทรวง|รัฐบาล"
)
NAMED_PLACE = re.compile(
    r"(?:อบต|เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วนตำบล|ทต|ตำบล|ต)\.?\s?((?:บ้าน|หนอง|ท่า|วัง|โคก|ซับ|บึง|ห้วย|นา|ดง|ป่า|คลอง|เขา|บาง|ดอน|สระ|โนน|แม่|เกาะ|ปาก|พุ|ยาง|น้ำ|ศรี|เพชร|ลาด|ไร่|ทุ่ง|หัว|ลำ|กุด|นิคม)[ก-๎]{2,})"
)
NOT_A_PLACE = re.compile(
    r"บ้าน(?:เรา|ฉัน|ผม|หนู|เฮา|ของ|นี้)|น้ำ(?:ประปา|ท่วม|เสีย|ไม่)|ปาก|แม่(?:ง|บ้าน|ค้า)|นายก|นาย"
)
ABUSE = re.compile(
    r"ควย|เหี้ย|สัตว์|ไอ้สัส|อีสัส|แม่ง|ระยำ|ชาติหมา|จัญไร|ส้นตีน|เย็ด|อีดอก|หน้าหี|fuck|shit|bastard|asshole|idiot"
)
SHORT = 28


def guard(text: str, vocabulary: Vocabulary, places: Sequence[str]) -> str:
    """The name of the guard that *text* (normalised) runs into, "" where it may be answered.

    *places* are names of other places; see load_places.
    """
    if INSTRUCTION.search(text):
        return "instruction"
    if OTHERS_DATA.search(text):
        return "personal_data"
    asks_scores = ABOUT_SCORES.search(text) is not None
    if asks_scores and is_elsewhere(text, vocabulary, places):
        return "other_agency"
    if MONEY.search(text) and not EXTORTED.search(text):
        return "budget"
    if PERSON.search(text):
        return "personal_data"
    if ABUSE.search(text) and len(text) <= SHORT and not asks_scores:
        return "abuse"
    return ""


def is_elsewhere(text: str, vocabulary: Vocabulary, places: Sequence[str]) -> bool:
    """Whether *text* speaks of another agency than ours."""
    for name in sorted(vocabulary.names, key=len, reverse=True):
        text = text.replace(name, " ")
    if OTHER_PLACE.search(text):
        return True
    found = NAMED_PLACE.search(text)
    if found and not NOT_A_PLACE.match(found[1]):
        return True
    return any(place in text for place in places)


def unpublished_year(slots: Mapping[str, str], known: frozenset[int]) -> bool:
    """Whether a year is named that is not among the *known* ones (B.E.)."""
    named = [*slots.get("years", "").split(","), slots.get("year", "")]
    return any(year and int(year) not in known for year in named)


def load_places() -> tuple[str, ...]:
    """Names of provinces, towns and neighbours, from places.txt beside this file."""
    lines = Path(__file__).with_name("places.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
