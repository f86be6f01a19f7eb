"""Parts: the instruments and the parts of EIT that a text names, and which part of which item.

Pure. Every text here is normalised.
"""

import re
from collections.abc import Sequence

from handlers.understanding.numbers import in_digits

PART_OF_EIT = "EIT ส่วนที่"
NO_SUCH = (PART_OF_EIT, "IIT ส่วนที่", "OIT ส่วนที่")
"""How the name of a part that there is not begins."""

NO_SUCH_PART = re.compile(r"(?:ส่วน(?:ที่)?|part)\s?([03-9]|สาม|สี่|ห้า|three|four)(?![\d.]*\d)")

PUBLIC = re.compile(
    r"ส่วน(?:ที่?)?\s*1(?!\d)|ส่วนแรก|part\s*1|public|พับ?บลิ[กค]|ปับลิก|ประชาชน(?:เข้ามา)?ตอบ(?:เอง|ด้วย)|(?<!เจ้าหน้าที่)(?<!พนักงาน)(?<!จนท)(?<!คนใน)ตอบ(?:แบบสอบถาม|แบบ)?(?:ด้วยตนเอง|ด้วยตัวเอง|เอง)|ผู้รับบริการตอบ|(?<!ไม่ได้)(?<!ไม่ใช่)กดเอง|กดตอบ|จิ้ม(?:ตอบ|เอง)?|กรอก(?:กัน)?เอง|เข้า(?:ไป|มา)ตอบ|(?:answered|filled|responded|rated)[^?]{0,12}(?:themselves|on their own)|walk(?:ed)?[- ]?ins?\b|วอล์?[คก]อิน|fill-it-yourself|self-(?:filled|answered|administered)|คน(?:ที่)?(?:เข้า)?มา(?:ติดต่อ)?(?:แล้ว)?(?:เอง|กรอก)"
)
SURVEY = re.compile(
    r"ส่วน(?:ที่?)?\s*2(?!\d)|ส่วนหลัง|part\s*2|survey|เซอ(?:ร์)?เวย์?|สำรวจ(?:เก็บ)?(?![^?]{0,14}(?:เจ้าหน้าที่|ข้าราชการ|พนักงาน|บุคลากร|ลูกจ้าง|ภายใน|คนใน|คนทำงาน))|(?:มา|เดิน|ไป|ลง|ถูก|โดน)เก็บ(?:ข้อมูล)?|(?:โดน|ถูก)ถาม|สัมภาษณ์|(?:เดิน|ไล่|ไป|มา|นั่ง)(?:ไล่|เดิน)?(?:ถาม|ซัก)(?:ตาม|ถึง)?(?:บ้าน|หน้าบ้าน|ประตู)|interview|door.to.door|ผู้ประเมิน(?:ที่|เป็นคน|เป็นผู้|ลง|ออก|เดิน)*(?:จัด)?(?:ไป|มา)?(?:เก็?บ|สัมภาษณ์|ถาม)|ผู้ประเมิน(?=ต่ำ|เกิน|สูง|ให้)|ทีมที่(?:ออก|ลง)(?:ไป)?เก็?บ|(?:collected|asked) by (?:the )?(?:surveyors?|assessors?)"
)
NO_PARTS = re.compile(r"(?<![a-z])(iit|oit)\s?(?:ส่วน(?:ที่?)?|part)\s?([12])(?!\d)")
OF_A_LETTER = re.compile(
    r"ข้อ\s?([ieo])(?![a-z])(?!\s?[-.]?\s?\d)|(?<![a-z])([ieo])\s?(?:(?:ข้อ|ตัว)(?:ไหน|ใด|ที่)|ที่(?:ได้)?(?:ต่ำ|สูง))"
)
"""All items of a letter: "ข้อ o กี่ข้อ"."""

INSTRUMENT_OF = {"i": "IIT", "e": "EIT", "o": "OIT"}
REJECTED_PART = re.compile(r"(?:ไม่เอา|ไม่ใช่|ไม่รวม|ไม่นับ|บ่เอา|\bnot)[^?,]{0,16}$")
INSTRUMENTS = {
    "IIT": re.compile(
        r"(?<![a-z])iit(?![a-z])|ไอไอที|แบบ(?:วัด|สำรวจ)?(?:ของ)?ภายใน(?!นอก)|ผู้มีส่วนได้ส่วนเสียภายใน|บุคลากรภายใน|คนใน(?!พื้น|ตำบล|หมู่|ชุมชน)"
    ),
    "EIT": re.compile(
        r"(?<![a-z])eit(?![a-z])|อีไอที|แบบ(?:วัด|สำรวจ)?(?:ของ)?ภายนอก|ผู้มีส่วนได้ส่วนเสียภายนอก|คนนอก"
    ),
    "OIT": re.compile(r"(?<![a-z])oit(?![a-z])|โอไอที|แบบตรวจ|เปิดเผยข้อมูลสาธารณะ"),
}


def named_in(text: str, items: Sequence[str], places: Sequence[int]) -> dict[str, str]:
    """The slots of what *text* names of them: ``instrument`` or ``instruments``, ``source`` or
    ``sources``, ``missing`` for a part that there is not. *items* are the codes that it names, in
    their order, *places* where it does."""
    found: dict[str, str] = {}
    named = [name for name, pattern in INSTRUMENTS.items() if pattern.search(text)]
    if not named and not items and (letter := OF_A_LETTER.search(text)):
        named = [INSTRUMENT_OF[letter[1] or letter[2]]]
    if none := NO_PARTS.search(text):
        return {"missing": f"{none[1].upper()} ส่วนที่ {none[2]}"}
    of_eit = "EIT" in named or (len(items) == 1 and items[0][0] == "e")
    if of_eit and (part := NO_SUCH_PART.search(text)):
        return {"missing": f"{PART_OF_EIT} {in_digits(part[1])}"}
    if len(named) == 1:
        found["instrument"] = named[0]
    elif named:
        found["instruments"] = ",".join(named)
    parts = [part for _, part in parts_in_order(text)]
    public, survey = "public" in parts, "survey" in parts
    if public != survey:
        found["source"] = parts[0]
    elif public and len(items) > 1:
        found |= _part_of_each(items, places, parts_in_order(text))
    if (public or survey) and len(items) != 1 and not named:
        found["instrument"] = "EIT"
    if found.get("instrument", "EIT") != "EIT" and (public or survey):
        del found["instrument"]
        found["instruments"] = f"{named[0]},EIT"
    return found


def parts_in_order(text: str) -> list[tuple[int, str]]:
    """The parts of EIT that *text* names and does not reject, with where it does."""
    found = [
        (match.start(), part)
        for part, words in (("public", PUBLIC), ("survey", SURVEY))
        for match in words.finditer(text)
        if not REJECTED_PART.search(text[: match.start()])
    ]
    return sorted(found)


def _part_of_each(
    items: Sequence[str], places: Sequence[int], parts: Sequence[tuple[int, str]]
) -> dict[str, str]:
    """The part that is meant of each of *items*, where both are named: the one before it, where a
    part is named first, else the next one; empty where that does not tell both apart."""
    if len(places) != len(items):
        return {}
    sources = []
    for code, place in zip(items, places, strict=True):
        before = [part for at, part in parts if at < place]
        after = [part for at, part in parts if at > place]
        near = before[-1:] if parts[0][0] < places[0] else after[:1]
        sources.append(near[0] if near and code[0] == "e" else "")
    return {"sources": ",".join(sources)} if {"public", "survey"} <= {*sources} else {}


def instruments_in_order(text: str) -> list[str]:
    """The instruments that *text* names, in the order of its words."""
    found = [
        (match.start(), name)
        for name, words in INSTRUMENTS.items()
        if (match := words.search(text))
    ]
    return [name for _, name in sorted(found)]
