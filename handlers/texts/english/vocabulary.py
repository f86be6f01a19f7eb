"""What the report and the agency call things, in English. What has no translation here keeps its
Thai name: better a name that can be found again than none."""

import re

from data.published import Part

INDICATORS = {
    "การปฏิบัติหน้าที่": "Performance of duties",
    "การใช้งบประมาณ": "Use of the budget",
    "การใช้อำนาจ": "Use of power",
    "การใช้ทรัพย์สินของราชการ": "Use of public property",
    "การแก้ไขปัญหาการทุจริต": "Dealing with corruption",
    "คุณภาพการดำเนินงาน": "Quality of the work",
    "ประสิทธิภาพการสื่อสาร": "Effectiveness of communication",
    "การปรับปรุงการทำงาน": "Improvement of the work",
    "การเปิดเผยข้อมูล": "Disclosure of information",
    "การป้องกันการทุจริต": "Prevention of corruption",
    "ข้อมูลพื้นฐาน": "Basic information",
    "การบริหาร": "Administration",
    "การจัดซื้อจัดจ้าง": "Procurement",
    "การบริหารและพัฒนาทรัพยากรบุคคล": "Managing and developing staff",
    "การส่งเสริมความโปร่งใส": "Promotion of transparency",
    "การดำเนินการเพื่อป้องกันการทุจริต": "Action to prevent corruption",
    "มาตรการส่งเสริมคุณธรรมและความโปร่งใส": "Measures for integrity and transparency",
}
TOPICS = {
    "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ": "Transparent and efficient work",
    "การให้บริการและระบบ E-Service": "Service and E-Service",
    "ช่องทางและรูปแบบการประชาสัมพันธ์เผยแพร่ข้อมูลข่าวสารภาครัฐ": "How public information is spread",
    "กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ": "Oversight of public property",
    "กระบวนการสร้างความโปร่งใสในการใช้งบประมาณและการจัดซื้อจัดจ้าง": "Open budget and procurement",
    "กระบวนการควบคุม ตรวจสอบการใช้อำนาจและการบริหารงานบุคคล": "Checks on power and on personnel",
    "กลไกและมาตรการในการแก้ไขและป้องกันการทุจริตภายในหน่วยงาน": "Mechanisms against corruption",
}
VERDICTS = {"ผ่านดีเยี่ยม": "passed with excellence", "ผ่านดี": "passed well", "ผ่าน": "passed"}
AMONG = {"องค์การบริหารส่วนตำบล": "subdistrict administrative organizations"}
PARTS = {
    Part.ALL: "Total score",
    Part.IIT: "IIT (answered by staff)",
    Part.EIT: "EIT, mean of both parts",
    Part.EIT_PUBLIC: "EIT part 1 (Public: citizens answered on their own)",
    Part.EIT_SURVEY: "EIT part 2 (Survey: collected by the assessors)",
    Part.OIT: "OIT (public disclosure)",
}
SHORT_PARTS = {
    Part.IIT: "IIT",
    Part.EIT: "EIT",
    Part.EIT_PUBLIC: "EIT part 1",
    Part.EIT_SURVEY: "EIT part 2",
    Part.OIT: "OIT",
    Part.ALL: "total",
}
INSTRUMENTS = {
    "IIT": "IIT (how the agency's own staff see it)",
    "EIT": "EIT (how citizens and others outside see it)",
    "OIT": "OIT (what is disclosed to the public)",
}
CHANNELS = {
    "website": "website",
    "facebook": "Facebook",
    "line": "LINE",
    "google_form": "Google Form",
    "counter": "office counter (in person)",
    "phone": "phone",
    "letter": "letter",
    "email": "email",
}
"""Complaint channels by their key."""

BODIES = {
    "nacc": "National Anti-Corruption Commission",
    "pacc": "Public Sector Anti-Corruption Commission",
    "ombudsman": "Ombudsman",
    "damrongdhama": "Damrongdhama Centre",
    "sao": "State Audit Office",
}
BODIES_TAKE = {
    "nacc": "corruption of state officials",
    "pacc": "corruption in the public sector",
    "ombudsman": "hardship caused by how the state works",
    "damrongdhama": "grievances of all kinds",
    "sao": "public spending and procurement",
}
"""Outside bodies by their key."""

WORDS = (
    (re.compile("ข้อที่ต่ำสุด"), "the lowest item"),
    (re.compile("ข้อที่สูงสุด"), "the highest item"),
    (re.compile("ตัวชี้วัดย่อย(?:ที่)?"), "sub-indicator"),
    (re.compile("ตารางตัวชี้วัด ข้อ"), "indicator table, line"),
    (re.compile("ตารางตัวชี้วัด"), "indicator table"),
    (re.compile("ตารางมาตรการ"), "table of measures"),
    (re.compile("ตัวชี้วัด(?:ที่)?"), "indicator"),
    (re.compile("ประเด็น(?:ที่)?"), "topic"),
    (re.compile("มาตรการ(?:ที่)?"), "measure"),
    (re.compile("ย่อหน้าผลการประเมิน"), "paragraph on the result"),
    (re.compile("สรุปคะแนนรายแบบวัด"), "summary by instrument"),
    (re.compile("ส่วนที่"), "section"),
    (re.compile("ตาราง (EIT Public|EIT Survey|IIT|EIT|OIT)"), r"\1 table,"),
    (re.compile("ข้อ(?:ที่)?"), "item"),
    (re.compile("แถว"), "row"),
    (re.compile("และ"), "and"),
)
"""How understanding names things and where in the report they stand, longer words first."""


def worded(thai: str) -> str:
    """A code or place in English: "item e16" of "ข้อ e16", "IIT table, item i1"."""
    for thai_word, english in WORDS:
        thai = thai_word.sub(english, thai)
    return thai


def indicator_name(thai: str) -> str:
    """What an indicator or sub-indicator is called."""
    return INDICATORS.get(thai, thai)
