"""Wishes: words that only say that one wants to tell something, and nothing of what."""

import re

LONGEST_WISH = 60
_NOTHING_BUT_A_WISH = re.compile(
    r"(?:อยาก|ขออนุญาต|ขอ|จะ|ต้องการ|ต้อง|ผม|ดิฉัน|ฉัน|หนู|เรา|มี|เรื่อง|แจ้ง|ร้องทุกข์|ร้องเรียน|ร้อง|คำ|ติชม|ติ|ชม"
    r"|ข้อเสนอแนะ|เสนอแนะ|เสนอ|แนะนำ|แสดง|ความคิดเห็น|ความเห็น|การ|ทุจริต|แบบ|ลับ|ปัญหา|ทำ|ยังไง|อย่างไร|ที่ไหน"
    r"|หน่อย|ได้ไหม|ได้มั้ย|ไหม|ครับ|ค่ะ|คะ|นะ|จ้า|เลย|เอา|ๆ|\s|[?.!,()])*+"
)


def is_mere_wish(text: str) -> bool:
    """Whether *text* says only that one wants to write: "อยากร้องเรียนค่ะ", "แจ้งเลย"."""
    return len(text) <= LONGEST_WISH and _NOTHING_BUT_A_WISH.fullmatch(text.strip()) is not None
