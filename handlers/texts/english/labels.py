"""What choices are called in English: at most 20 letters, as in handlers.turn."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "คะแนน ITA": "ITA score",
        "มาตรการ": "Measures",
        "ช่องทางร้องเรียน": "Complaint channels",
        "ประเด็นวิเคราะห์": "Topics of analysis",
        "คิดคะแนนอย่างไร": "How it is calculated",
        "ข้อที่คะแนนต่ำ": "Lowest items",
        "ตัวชี้วัดที่ต่ำ": "Lowest indicators",
        "ตัวชี้วัดทั้งหมด": "All indicators",
        "เทียบปีก่อน": "Compare last year",
        "สองส่วนต่างข้อไหน": "Widest gaps in EIT",
        "ถามอะไรได้บ้าง": "What can I ask?",
        "แจ้งเรื่อง": "Report something",
        "ติชม เสนอแนะ": "Feedback",
        "ร้องทุกข์": "Grievance",
        "แจ้งทุจริต (ลับ)": "Corruption (private)",
        "ติดตามเรื่อง": "Follow my cases",
        "คุยกับเจ้าหน้าที่": "Talk to an officer",
        "ความเป็นส่วนตัว": "Privacy",
        "ขอข้อมูลของฉัน": "Ask for my data",
        "ขอให้ลืมฉัน": "Forget me",
        "ยืนยันให้ลืมฉัน": "Yes, forget me",
        "ฝากคำถามไว้": "Leave a question",
        "คะแนนรวม": "Total score",
        "คะแนนรายแบบวัด": "Instrument scores",
        "คะแนนตัวชี้วัด": "Indicator scores",
        "ตัวชี้วัดย่อย": "Sub-indicators",
        "คะแนนรายข้อ": "Item scores",
        "สูงสุด ต่ำสุด": "Highest and lowest",
        "เทียบคะแนน": "Compare scores",
        "ถ้าคะแนนเปลี่ยน": "What if",
        "ข้อคำถาม": "What items ask",
        "ข้อจำกัด": "Limitations",
        "มาตรการทั้งหมด": "All measures",
        "รายละเอียดมาตรการ": "A measure in detail",
        "ใครดูแลมาตรการ": "Measures: who",
        "ระยะเวลามาตรการ": "Measures: when",
        "ที่อยู่ ติดต่อ": "Address and contact",
        "ทักทาย": "Say hello",
        "ขอบคุณ": "Say thanks",
        "ยกเลิก": "Cancel",
        "เรื่องนอกรายงาน": "Something else",
        "ข้อนี้ถามว่าอะไร": "What it asks",
        "เทียบสองส่วน": "Compare both parts",
        "ถ้าได้เต็ม 100": "What if it got 100",
        "ดูที่สูงสุด": "See the highest",
        "ดูที่ต่ำสุด": "See the lowest",
        "มาตรการเรื่องนี้": "Measures on this",
        "ดูช่องทางทั้งหมด": "All channels",
        "ดูก่อนส่ง": "Review first",
        "ส่งเรื่อง": "Send",
        "เขียนเพิ่ม": "Write more",
        "เขียนต่อ": "Go on writing",
        "เรื่องของฉัน": "My cases",
        "แจ้งแบบลับแทน": "Privately instead",
        "ลบข้อความล่าสุด": "Remove last message",
        "ใส่ในเรื่อง": "Add to my words",
        "ถอนเรื่อง": "Withdraw",
        "ส่งถึงเจ้าหน้าที่": "Send to the officer",
        "ไม่ใช่": "No",
        "ยืนยันถอนเรื่อง": "Withdraw it",
        "ตอบเจ้าหน้าที่": "Answer the officer",
        "ยังไม่เรียบร้อย": "Not solved yet",
        "1 ไม่พอใจ": "1 not content",
        "2 ไม่ค่อยพอใจ": "2 not quite",
        "3 พอใช้": "3 so so",
        "4 พอใจ": "4 content",
        "5 พอใจมาก": "5 very content",
        "ไม่บอกเพิ่ม": "No more words",
        "ส่งเป็นคำติชม": "Send as feedback",
        "แจ้งเรื่องนี้": "Report this",
        "แจ้งแบบลับ": "Report privately",
        "ย้ายข้อความ": "Move my words",
        "ทิ้ง เริ่มใหม่": "Drop, start anew",
        "แจ้งเรื่องใหม่": "New case",
        "เขียนถึงเจ้าหน้าที่": "Write to the officer",
        "เขียนตอบ": "Write back",
        "ตอบคำถาม": "Answer",
        "มีคนไม่ควรเห็น": "Someone must not see",
        "ไม่มีใคร": "Nobody",
        "ไม่ระบุตัวตน (ใบรับ)": "Anonymous (receipt)",
        "ให้รหัสในแชตนี้": "Code in this chat",
        "เปิดด้วยใบรับ": "Open by receipt",
        "ดูเรื่องนี้": "See the case",
        "ขอสำเนาเรื่องนี้": "Copy of this case",
        "ลบเรื่องนี้": "Delete this case",
        "ยืนยันให้ลบ": "Yes, delete it",
        "ออก": "Leave",
    }
)

PATTERNS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile("คะแนน (.+)"), "Score {}"),
    (re.compile("ตัวชี้วัดที่ (.+)"), "Indicator {}"),
    (re.compile("(?:ตัวชี้วัดย่อย|ย่อยที่) (.+)"), "Sub-indicator {}"),
    (re.compile("เทียบคะแนน (.+)"), "Compare {}"),
    (re.compile("ถ้า (.+) ได้ 100"), "What if {} got 100"),
    (re.compile("ถ้า (.+) เปลี่ยน"), "What if {} changed"),
    (re.compile("(.+) ถามว่าอะไร"), "What {} asks"),
    (re.compile("ประเด็นที่ (.+)"), "Topic {}"),
    (re.compile("อ่านเต็มข้อ (.+)"), "Finding {} in full"),
    (re.compile("มาตรการที่ (.+)"), "Measure {}"),
    (re.compile("ใครดูแลมาตรการ (.+)"), "Measure {}: who"),
    (re.compile("มาตรการ (.+) เมื่อไร"), "Measure {}: when"),
)
"""Labels that name something."""


def label(thai: str) -> str:
    """What a choice is called in English; what has no English name (IIT, a code) as it is."""
    if thai in LABELS:
        return LABELS[thai]
    for pattern, english in PATTERNS:
        if found := pattern.fullmatch(thai):
            return english.format(found[1])
    return thai
