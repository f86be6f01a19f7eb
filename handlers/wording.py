"""Wording: typed words without what politeness adds to them, to be held against known ones."""

import re

NODS = frozenset({"ครับ", "ครับผม", "คับ", "ค่ะ", "คะ", "ค่า", "จ้า", "จ้ะ", "ได้ครับ", "ได้ค่ะ"})
"""Politeness alone: after a question it means yes."""

LONGEST = 80  # characters of what may be known words
_POLITE = re.compile(r"(?:\s|ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ๊ะ|นะ|เลย|ฮะ|ๆ|[.!,])+$")


_YES = re.compile(
    r"(?=.*(?:ใช่|เออ|เอา|ได้|โอเค|ตกลง|ถูก|แจ้ง|ส่ง|ยืนยัน|yes|ok|sure|send|report|go ahead|correct))"
    r"(?:ใช่|เออ|เอา|ได้|โอเค|ตกลง|ถูกต้อง|ถูก|แจ้ง|ส่ง|ยืนยัน|เรื่อง|นี้|แล้ว|เลย|ให้|หน่อย|ไป|เถอะ|ที|ด้วย|นะ|เนาะ|เด้อ|ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|ลูก|หลาน|"
    r"yes|yeah|ok|okay|sure|please|send|it|that|now|do|report|go|ahead|correct|right|thanks|[\s.,!ๆ])+"
)


def is_yes(text: str) -> bool:
    """Whether *text* is nothing but a yes, however politely: "โอเค ส่งได้เลยค่ะ", "Yes, send it"."""
    return len(text) <= LONGEST and _YES.fullmatch(" ".join(text.split()).casefold()) is not None


def plain(text: str) -> str:
    """*text* in small letters without polite endings; politeness alone stays as it is."""
    if len(text) > LONGEST:
        return text
    words = " ".join(text.split()).casefold().replace("’", "'").strip(" .!,")
    return _POLITE.sub("", words) or words
