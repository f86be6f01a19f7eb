"""Guards: what must not be answered from the report, decided before any look-up.

In this order, the first that fits:
0. Somebody in danger, now: told at once whom to call.
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

EMERGENCY = re.compile(
    r"(?:คน|เด็ก|ลูก|หลาน|แม่|พ่อ|ใคร)[^?]{0,6}จมน้ำ|ไฟ(?:กำลัง)?ไหม้(?:บ้าน|ตลาด|โรง|รถ|ตึก)|(?:บ้าน|ตลาด|ตึก)[^?]{0,12}ไฟไหม้|อยากตาย|ฆ่าตัวตาย|ไม่อยาก(?:มีชีวิต|อยู่)(?:อยู่)?(?:แล้ว|ต่อ)"
    r"|มีคน(?:ถูกยิง|โดนยิง|ถูกแทง|ทำร้าย|หมดสติ|ไม่หายใจ)|\b(?:suicide|kill myself|drowning)\b|house is on fire"
)
PAST = re.compile(
    "คะแนน|เงิน|กว่า|ปรบมือ|แล้วได้|เมื่อ(?:วาน|ปี|เดือน|อาทิตย์)|ปีที่แล้ว|เดือนก่อน|เคย|ตาย(?:เพราะ|กับ)(?:รอ|คิว|เอกสาร)"
)

INSTRUCTION = re.compile(
    r"ละเว้นคำสั่ง|ลืม\s?(?:คำสั่ง|กฎ|กฏ|prompt|พรอมต์|ทุกอย่าง(?:ที่|ก่อน))|จากนี้(?:ไป)?(?:คุณ|แก|เธอ|เจ้า|มึง|หนู)?(?:คือ|เป็น)|สวมบทบาท|เล่นบทเป็น|คำสั่งเดิม|คำสั่งก่อนหน้า|ข้ามคำสั่ง|ไม่ต้องสนใจคำสั่ง|เพิกเฉย(?:ต่อ)?คำสั่ง|สมมติ(?:ว่า)?(?:คุณ|เธอ|ตัวเอง)เป็น(?:แอดมิน|ผู้ดูแล|ปลัด|นายก)"
    r"|แสร้ง(?:ทำ)?(?:ว่า)?เป็น|โหมด(?:ผู้ดูแล|นักพัฒนา|แอดมิน)|system prompt|ระบบพร้อมท์|พรอมต์ระบบ|jailbreak|developer mode|act as|you are now"
    r"|(?:ignore|disregard|forget)\b.{0,30}(?:instruction|previous|rules|above|prompt)|(?:reveal|show|print)\b.{0,20}(?:prompt|database|system|secret|password)"
    r"|รหัสผ่าน|password"
)
OTHERS_DATA = re.compile(
    r"รายชื่อ(?:เจ้าหน้าที่|พนักงาน|ข้าราชการ|คน)?ที่(?:ถูก|โดน)|(?:ราย)?ชื่อ(?:และ(?:ที่อยู่|เบอร์))?(?:ของ)?(?:คน|ผู้|พวก)(?:ที่)?(?:เคย|มา|ไป)?(?:ร้อง|แจ้ง|ฟ้อง)|ใคร(?:เป็น(?:คน|ผู้))?(?:ที่)?(?:ร้องเรียน|ไปฟ้อง|แจ้งเรื่อง|เป็นคนแจ้ง|เป็นคนร้อง|มาร้อง)|เรื่องร้องเรียนของคนอื่น|(?:ใคร|ไผ)[^?]{0,40}(?<!ไม่ต้อง)บอกชื่อ(?!กอง)|(?<!ไม่ต้อง)บอกชื่อคน"
    r"|ข้อมูลส่วนตัวของ(?!คน(?:ไว้|บน|ใน)|ฉัน|ผม|หนู|เรา|ดิฉัน|ข้า|ตัวเอง)|บัตรประชาชนของ(?:นาย|ปลัด|คนอื่น|เขา|เจ้าหน้าที่|ผู้ร้อง)|เลขบัตร(?:ประชาชน)?(?:ของ)?(?:นาย|ใคร|คน|เขา)|(?:list|names?) of (?:the )?(?:complainants?|reporters?)|who (?:complained|reported)"
    r"|เบอร์(?:มือถือ|โทร|ส่วนตัว)?(?:ของ)?(?:คน(?:ที่)?(?:มา|เคย|ไป)?(?:ร้อง|แจ้ง|ฟ้อง)|ผู้ร้อง|นายก|ปลัด|ผอ|ผู้อำนวยการ|รองนายก|ส่วนตัว)"
)
KEPT_SECRET = re.compile("ความลับ|ปกปิด|ปิดได้|มิดชิด|ปรากฏ|คุ้มครอง")
"""Whether names are kept is asked, not which they are."""

PERSON = re.compile(
    r"(?:นายก|(?<!สำนัก)ปลัด|รองนายก|ผู้บริหาร|ผอ\.?|ผู้อำนวยการ|หัวหน้า|สมาชิกสภา|(?<!เฟ)ส\.?อบต\.?|เจ้าหน้าที่|กำนัน|ผู้ใหญ่บ้าน)[^ ]{0,25}(?:ชื่อ(?:อะไร|ว่า|ไร|จริง)|คือใคร|เป็นใคร|อายุเท่า)"
    r"|คน[^?]{0,24}(?:ใหญ่(?:ที่)?สุด|เก้าอี้)[^?]{0,20}ชื่อ(?:อะไร|ไร)|ชื่อ(?:ของ)?(?:นายก|ปลัด|รองนายก|ผู้บริหาร|ผอ|ผู้อำนวยการ)|ใครเป็น(?:นายก|ปลัด|รองนายก|ผอ)|ใครคือ(?:นายก|ปลัด)|เงินเดือน(?:ของ)?(?:นายก|ปลัด|เจ้าหน้าที่|ข้าราชการ|ผู้บริหาร|เท่าไ|กี่)|who is (?:the )?(?:mayor|chief|head|president)"
)
ON_THE_WEBSITE = re.compile(r"(?:บน|ใน|ขึ้น|หน้า)\s?เว็?[บป]|ข้อ(?:นั้น|ที่|ไหน)|คะแนน|แต้ม")
"""An item asks whether names stand on the website."""

MONEY = re.compile(
    r"(?:งบ(?!่)|เงิน|รายได้|รายจ่าย|ภาษี|โครงการ|จัดซื้อ|มูลค่า|ค่าจ้าง|ราคากลาง)[^?]{0,40}(?:กี่บาท|กี่ล้าน|กี่แสน|กี่หมื่น|เท่าไ(?:ห?ร่?)\s?บาท|บาท(?:ไหม|มั้ย|เหรอ|หรอ)|เป็นเงินเท่าไ)"
    r"|งบ(?!่)[^?]{0,25}(?:เหลือ|ใช้ไป|จ่ายไป|ได้มา|ตั้งไว้)(?:แล้ว)?(?:เท่าไ|เท่าใด|กี่)"
    r"|(?:กี่|เท่าไ(?:ห?ร่?))\s?ล้าน|งบ(?:ประมาณ)?(?:ทั้งหมด|รวม|ประจำปี|ทั้งปี|ปี(?:นี้|ที่แล้ว|หน้า| ?\d{2,4}))* ?(?:มี|เป็น|ได้|คือ)? ?(?:เท่าไ|เท่าใด|กี่(?:บาท|ล้าน|แสน))(?!.*(?:คะแนน|แต้ม))|how much (?:is the )?(?:budget|money)|(?:total|annual) budget|(?:how|what|which|whose|'s|officers?|officials?|staff|mayor)\b[^?]{0,30}salar(?:y|ies)"
)
SPENT = re.compile(
    r"^(?!.*(?:โกง|ทุจริต|ฮั้ว|อม|กินกัน|ร้องเรียน|แจ้ง)).{0,12}งบ(?!่)[^?]{0,10}\d+(?:\.\d+)?\s?(?:ล้าน|แสน|หมื่น)|(?:งบ(?!่)|เงิน)[^?]{0,12}(?:กี่|เท่าไ(?:ห?ร่?)?)\s?(?:บาท|ล้าน|แสน|หมื่น)"
    r"|(?<!ใช้)(?<!ใช้จ่าย)งบ(?!่)(?:ประมาณ)?(?:ของ|ข้อ|\s)*[ieo]\s?\d{1,2}(?:ใช้ไป|\s)*(?:เท่าไ|กี่บาท)"
    r"|[ieo]\s?\d{1,2}\s?(?:ใช้|ได้)\s?(?:งบ(?!่)|เงิน)(?:ประมาณ|ไป|\s)*(?:เท่าไ|กี่)"
)
"""What was spent on something is asked, even where that is named like a score."""

GIFTS = re.compile("ของขวัญ|กระเช้า|รับได้|ให้ได้|gift|คะแนน|แต้ม")
AREA = re.compile("ด้าน(?:การ)?ใช้|ตัวชี้วัด|คะแนน|แต้ม|ข้อ|หมวด|ของขวัญ|กระเช้า|รับได้|ให้ได้|gift")
EXTORTED = re.compile(
    r"เรียก(?:รับ)?เงิน|ขอเงิน|ใต้โต๊ะ|สินบน|จ่ายเงินให้|เก็บเงิน|ขอค่า|โดน|ถูก(?:เรียก|ขอ|เก็บ)|bribe"
)
ABOUT_SCORES = re.compile(
    r"คะแนน|แนน(?![ก-๎])|ita|กี่แต้ม|แต้ม|ระดับ|อันดับ|ลำดับ|ผลประเมิน|ประเมิน|โปร่งใส|score|rank|เท่าไ|เท่าใด|ได้กี่|iit|eit|oit|เทียบ|(?<![a-z])aa(?![a-z])|ผ่านไหม|ผ่านมั้ย|ตัวชี้วัด|มาตรการ|แผน(?!ที่)"
)
OTHER_PLACE = re.compile(
    r"(?:อบต|เทศบาล|อบจ|หน่วยงาน|ตำบล|อำเภอ|จังหวัด|องค์การบริหารส่วนตำบล)(?:ตำบล|เมือง|นคร)?\.?\s*(?:ที่)?(?:อื่น|ข้าง|ใกล้เคียง|เพื่อนบ้าน|รอบๆ|แถวนี้)|ที่อื่น"
    r"|other (?:agenc|municipal|subdistrict|sao|office|place)|(?:^|[^ก-๎])อบจ|เทศบาล(?:ตำบล|เมือง|นคร)|(?:^|[^ก-๎]|ของ|จาก|กับ|ที่|เทียบ|อยู่|ถาม)กรม(?!การ)[ก-๎]{3,}|กระทรวง|(?:คะแนน|ita)[^?]{0,12}(?:ของ|แห่ง)?\s?(?:ป\.?ป\.?ช|ป\.?ป\.?ท|สตง|ตำรวจ|โรงพยาบาล|โรงเรียน|กองทัพ)"
    r"|(?:ป\.?ป\.?ช|ป\.?ป\.?ท|สตง|ตำรวจ|กองทัพ)\.?[^?]{0,12}(?:คะแนน|ita)|เฉลี่ย[^?]{0,25}(?:ทั้ง|ของ|ระดับ)\s?(?:ประเทศ|จังหวัด|อำเภอ|ภาค)|(?:ทั้ง|ใน)(?:ประเทศ|จังหวัด|อำเภอ)(?:นี้)?[^?]{0,15}(?:เฉลี่ย|ที่ไหน|ใคร|ไผ)|national average|average of (?:all|other|the (?:country|province|district))"
    r"|(?:สูงสุด|ต่ำสุด|เฉลี่ย|ที่ ?1|ที่หนึ่ง)[^?]{0,16}(?:ทั่ว|ของ|ใน)?\s?(?:ประเทศ|จังหวัด|อำเภอ|ภาค)|(?:อันดับ|ลำดับ)[^?]{0,14}(?:จังหวัด|อำเภอ|ภาค)"
    r"|(?:ใคร|ที่ไหน|หน่วยงานไหน|อบต\.?ไหน|อบต\.? ไหน)[^?]{0,12}(?:อันดับ ?(?:1|หนึ่ง)|ที่ ?1|ที่หนึ่ง)(?!.*(?:ตัวชี้วัด|ข้อ|ด้าน|หมวด))|(?:อันดับ ?(?:1|หนึ่ง)|ที่หนึ่ง)\s?คือ(?:ใคร|ที่ไหน|อบต)"
    r"|ประเทศไทย|รัฐบาล|\bthailand\b|\bbangkok\b|สปก"
)
NAMED_PLACE = re.compile(
    r"(?:อบต|เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วนตำบล|ทต|ตำบล|(?<![ก-๎])ต\.)\.?\s?((?:บ้าน|บ่อ|หนอง|ท่า|วัง|โคก|ซับ|บึง|ห้วย|นา|ดง|ป่า|คลอง|บาง|ดอน|สระ|โนน|เกาะ|พุ|ยาง|น้ำ|ศรี|เพชร|ลาด|ไร่|ทุ่ง|กุด|นิคม|ภู|หิน|พญา|ปาก|ช้าง|แม่)[ก-๎]{2,})"
)
RISES = re.compile("ต้อง(?:เพิ่ม|เก็บ|ดัน|ได้|ทำ)|คะแนนต้อง")
"""What it would take to do better than others is asked."""

SCORED_BY = re.compile("(?:ใคร|ไผ|หน่วย(?:งาน)?ไหน)[^?]{0,16}(?:ให้คะแนน|ตรวจ|ประเมิน)")
"""Who gave the scores is asked, not what others got."""

NOT_A_PLACE = re.compile(
    r"บ้าน(?:เรา|ฉัน|ผม|หนู|เฮา|ของ|นี้|เกิด|กู|มึง|นาย|คุณ|เธอ|พี่|ท่าน|เจ้า|ยาย|ตา|ลุง|ป้า|น้า|อา|ข้า|แก|เขา|เอ็ง|อาตมา|โยม|ใคร)|น้ำ(?:ประปา|ท่วม|เสีย|ไม่)|นายก|นาย|นาน"
)
NEIGHBOUR = re.compile(
    r"(?:อบต|เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วนตำบล|ทต)\.?\s?((?:บ่อ|หนอง|ท่า|วัง|โคก|ซับ|บึง|ห้วย|ดง|คลอง|บาง|ดอน|สระ|โนน|เกาะ|พุ|ศรี|เพชร|ทุ่ง|กุด|ภู|หิน|พญา|ปาก|ช้าง|แม่)[ก-๎]{2,})"
)
COMES_FROM = re.compile(r"(?:มา|ย้าย|อยู่|เคย)[^?]{0,6}(?:จาก|ที่)?\s?(?:อบต|เทศบาล|ทต)|ร้องเรียน|แจ้ง|ถนน")
NO_PLACES = re.compile("(?:ค่า)?น้ำร้อนน้ำชา|ค่าน้ำร้อน|ประชุม")
HOME = re.compile(r"เรา|เฮา|ที่นี่|บ้าน(?:ผม|ฉัน|หนู|ข้อย|ข่อย|เกิด)|ตำบลนี้|อบต\.?\s?นี่|อบต\.?\s?นี้")
BESIDE = re.compile(
    r"เทียบ|(?:กับ|และ|แล้วก็)\s?(?:อบต|เทศบาล|ทต|บ่อรัง|ของบ่อรัง)|เหมือน(?:เรา|เฮา|บ่อรัง|ที่นี่)|นำหน้า|แซง|ตามหลัง|(?<!บอ)กว่า|ต่างจาก|ต่างกับ|แพ้|ชนะ|compare|versus|\bvs\b|than"
)
LONGEST_COMPARING = 160
LONGEST_ABOUT_A_PLACE = 90
"""A longer text tells a story, in which a place is only where somebody comes from."""

ABUSE = re.compile(
    r"ควย|เหี้ย|ไอ้สัตว์|ไอ้สัส|อีสัส|ระยำ|ชาติหมา|จัญไร|ส้นตีน|เย็ด|อีดอก|หน้าหี|\bfuck|\bshit|\bbastard|\basshole|\bidiot"
)
SHORT = 28
TONES = re.compile("[่้๊๋์]")
LONGEST_SLIP = 4
"""Letters of a name that is too short to be told from others when one is amiss."""


def guard(text: str, vocabulary: Vocabulary, places: Sequence[str]) -> str:
    """The name of the guard that *text* (normalised) runs into, "" where it may be answered.

    *places* are names of other places; see load_places.
    """
    if len(text) <= LONGEST_ABOUT_A_PLACE and EMERGENCY.search(text) and not PAST.search(text):
        return "emergency"
    if INSTRUCTION.search(text):
        return "instruction"
    if OTHERS_DATA.search(text) and not KEPT_SECRET.search(text):
        return "personal_data"
    asks_scores = ABOUT_SCORES.search(text) is not None
    about_us = SCORED_BY.search(text) or RISES.search(text)
    if asks_scores and not about_us and is_elsewhere(text, vocabulary, places):
        return "other_agency"
    if _is_about_a_neighbour(text, vocabulary):
        return "other_agency"
    if SPENT.search(text) and not EXTORTED.search(text) and not GIFTS.search(text):
        return "budget"
    if MONEY.search(text) and not EXTORTED.search(text) and not AREA.search(text):
        return "budget"
    if PERSON.search(text) and not ON_THE_WEBSITE.search(text):
        return "personal_data"
    if ABUSE.search(text) and len(text) <= SHORT and not asks_scores:
        return "abuse"
    return ""


def is_elsewhere(text: str, vocabulary: Vocabulary, places: Sequence[str]) -> bool:
    """Whether *text* asks about another agency than ours.

    Who speaks of us too is answered about us, unless the two are held against each other.
    """
    without = text
    for name in sorted(vocabulary.names, key=len, reverse=True):
        without = without.replace(name, " ")
    without = NO_PLACES.sub(" ", without)
    found = NAMED_PLACE.search(without)
    named = found is not None and _is_a_place(found[1], vocabulary)
    if not (named or OTHER_PLACE.search(without) or any(place in without for place in places)):
        return False
    if BESIDE.search(text) and len(text) <= LONGEST_COMPARING:
        return True
    speaks_of_us = without != text or HOME.search(without) is not None
    return not speaks_of_us and len(text) <= LONGEST_ABOUT_A_PLACE


def _is_about_a_neighbour(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a short question names another agency by its name and kind and speaks of no other."""
    if any(name in text for name in vocabulary.names) or HOME.search(text):
        return False
    found = NEIGHBOUR.search(text)
    named = found is not None and _is_a_place(found[1], vocabulary)
    return named and len(text) <= LONGEST_ABOUT_A_PLACE and not COMES_FROM.search(text)


def _is_a_place(name: str, vocabulary: Vocabulary) -> bool:
    """Whether *name* begins with a place that is not ours; one letter amiss is ours mistyped."""
    if NOT_A_PLACE.match(name):
        return False
    plain = TONES.sub("", name)
    ours = [TONES.sub("", each) for each in vocabulary.names if len(each) > LONGEST_SLIP]
    return not any(_almost(plain[: len(each)], each) for each in ours)


def _almost(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def unpublished_year(slots: Mapping[str, str], known: frozenset[int]) -> bool:
    """Whether a year is named that is not among the *known* ones (B.E.)."""
    return bool(first_unpublished(slots, known))


def first_unpublished(slots: Mapping[str, str], known: frozenset[int]) -> str:
    """The first year that is named and not among the *known* ones (B.E.), "" where none is."""
    named = [*slots.get("years", "").split(","), slots.get("year", "")]
    return next((year for year in named if year and int(year) not in known), "")


def load_places() -> tuple[str, ...]:
    """Names of provinces, towns and neighbours, from places.txt beside this file."""
    lines = Path(__file__).with_name("places.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
