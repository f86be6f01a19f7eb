"""Subjects: what indicators, topics and measures are about, in the words that people use for them.

The assessment's structure (ten indicators, their sub-indicators, the topics of analysis) is the
same for every agency and year, so that these words belong to understanding; whether a code exists in a
year is the dataset's to say. The first pattern that fits wins: the narrow ones stand first.
"""

import re
from collections.abc import Sequence

Table = Sequence[tuple[str, re.Pattern[str]]]


def _table(rows: Sequence[tuple[str, str]]) -> Table:
    return tuple((code, re.compile(pattern)) for code, pattern in rows)


AS_A_WHOLE = re.compile(r"(?:หมวด|ด้าน|ตัวชี้วัด|คะแนน(?:ของ|ทั้ง)?)\s?(?:การ)?$")
INDICATORS = _table(
    [
        ("4", r"ทรัพย์สิน|ของหลวง|ของราชการ|รถหลวง|asset|propert"),
        ("5", r"แก้(?:ไข)?ปัญหา(?:การ)?ทุจริต|แก้ทุจริต|แก้(?:ไข)?(?:ปัญหา)?(?:คอร์?รัปชั่?น|โกง)"),
        ("10", r"ป้องกัน(?:การ)?(?:ทุจริต|โกง|คอร์?รัปชั่?น)|กันโกง|prevent"),
        ("9", r"(?:การ)?เปิดเผยข้อมูล(?!สาธารณะ)|เปิดข้อมูล|disclos"),
        ("7", r"(?:การ)?สื่อสาร|communicat"),
        ("8", r"ปรับปรุง(?:การ|ระบบ)?(?:การ)?ทำงาน|พัฒนา(?:การ|ระบบ)(?:การ)?ทำงาน|improvement"),
        ("6", r"คุณภาพ(?:การ|งาน)?(?:ดำเนินงาน|ดำเนินการ|บริการ|ให้บริการ)?|quality"),
        ("3", r"(?:การ)?ใช้อำนาจ|อำนาจ(?!หน้าที่)|power|authorit"),
        ("2", r"งบประมาณ|ใช้งบ|เรื่องงบ|ด้านงบ|การเงิน(?:การคลัง)?|budget"),
        ("1", r"ปฏิบัติหน้าที่|การทำหน้าที่|ทำหน้าที่|duty|duties"),
    ]
)
SUBINDICATORS = _table(
    [
        ("9.1", r"ข้อมูลพื้นฐาน|basic info"),
        ("9.3", r"จัดซื้อ|จัดจ้าง|procurement"),
        ("9.4", r"ทรัพยากรบุคคล|บุคลากร|บริหารคน|hr(?![a-z])|บริหารงานบุคคล"),
        ("9.5", r"ส่งเสริมความโปร่งใส"),
        ("10.2", r"มาตรการส่งเสริม(?:คุณธรรม|จริยธรรม)?|ส่งเสริมคุณธรรม"),
        ("10.1", r"ดำเนินการ(?:เพื่อ)?ป้องกัน"),
        ("9.2", r"(?:ด้าน|การ|เรื่อง)บริหาร(?!งานบุคคล|ทรัพยากร|ส่วน|และพัฒนา)"),
    ]
)
TOPICS = _table(
    [
        ("2", r"e-?\s?service|อี\s?-?เซอร์?วิ[สช]|ออนไลน์|การให้บริการ|งานบริการ|service"),
        ("3", r"ประชาสัมพันธ์|เผยแพร่|ข่าวสาร|ช่องทาง|สื่อสาร|communicat"),
        ("4", r"ทรัพย์สิน|ของหลวง|ของราชการ|พัสดุ|asset|propert"),
        ("5", r"งบประมาณ|จัดซื้อ|จัดจ้าง|เรื่องงบ|ใช้งบ|budget|procurement"),
        ("6", r"อำนาจ|บุคคล|บุคลากร|จริยธรรม|โยกย้าย|แต่งตั้ง|personnel|hr(?![a-z])"),
        ("7", r"ทุจริต|สินบน|คอร์?รัปชั่?น|โกง|no\s?gift|ความเสี่ยง|corrupt|brib"),
        ("1", r"ปฏิบัติงาน|ปฏิบัติหน้าที่|กระบวนการทำงาน|มีประสิทธิภาพ"),
    ]
)
MEASURES = _table(
    [
        ("1.1", r"คู่มือ|แนวทางการปฏิบัติ|มาตรฐานการปฏิบัติ|manual|handbook"),
        ("1.2", r"ประชุมประจำเดือน|ประชุมทุกเดือน|ปรึกษาหารือ|monthly meeting"),
        ("1.3", r"ความพึงพอใจ|มีส่วนร่วม|แสดงความ(?:คิด)?เห็น|รับฟังความ|satisfaction|participat"),
        ("2", r"e-?\s?service|อี\s?-?เซอร์?วิ[สช]|ออนไลน์|online"),
        ("3", r"ประชาสัมพันธ์|ข่าวสาร|อบรม(?!.*จริยธรรม)|วิทยากร|publicity|communicat"),
        ("5", r"จัดซื้อ|จัดจ้าง|งบประมาณ|เรื่องงบ|ใช้งบ|budget|procurement"),
        ("4", r"ทรัพย์สิน|ของหลวง|ของราชการ|พัสดุ|asset|propert"),
        (
            "6",
            r"ใช้อำนาจ|บุคคล|บุคลากร|ตำแหน่งงาน|ประเมินผลการปฏิบัติ|job description|personnel|hr(?![a-z])",
        ),
        (
            "7",
            r"ทุจริต|จริยธรรม|ความเสี่ยง|สินบน|คอร์?รัปชั่?น|โกง|do.?s.{0,3}and.{0,3}don|ethic|corrupt|risk",
        ),
    ]
)
OFFICES = _table(
    [
        ("นักทรัพยากรบุคคล", r"นักทรัพยากร"),
        ("นักวิเคราะห์นโยบายและแผน", r"นักวิเคราะห์"),
        ("เจ้าพนักงานพัสดุ", r"(?:เจ้าพนักงาน|เจ้าหน้าที่|จนท\.?\s?)พัสดุ"),
        ("งานธุรการ", r"ธุรการ"),
        ("นิติกร", r"นิติกร"),
        ("กองคลัง", r"กองคลัง|การคลัง|ฝ่ายคลัง"),
        ("สำนักปลัด", r"สำนักปลัด|สนป"),
    ]
)


def indicator(text: str) -> str:
    """The indicator that *text* (normalised) speaks of, "" where it names none."""
    return _first(INDICATORS, text)


def indicator_as_a_whole(text: str) -> str:
    """The indicator that *text* speaks of as one: "หมวดการใช้อำนาจ", "คะแนนคุณภาพการดำเนินงาน"."""
    for code, pattern in INDICATORS:
        found = pattern.search(text)
        if found and AS_A_WHOLE.search(text[: found.start()]):
            return code
    return ""


def all_indicators(text: str) -> list[str]:
    """Every indicator that *text* speaks of, in the order of its words."""
    found = [(match.start(), code) for code, each in INDICATORS if (match := each.search(text))]
    return [code for _, code in sorted(found)]


def subindicator(text: str) -> str:
    """The sub-indicator that *text* speaks of."""
    return _first(SUBINDICATORS, text)


def topic(text: str) -> str:
    """The topic of analysis that *text* speaks of."""
    return _first(TOPICS, text)


def measure(text: str) -> str:
    """The measure whose subject *text* speaks of."""
    return _first(MEASURES, text)


def office(text: str) -> str:
    """The office or position that *text* names, as the plan prints it."""
    return _first(OFFICES, text)


def _first(table: Table, text: str) -> str:
    return next((code for code, pattern in table if pattern.search(text)), "")
