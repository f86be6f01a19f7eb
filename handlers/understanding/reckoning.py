"""Reckoning: what is to be made of the figures: which lie beyond a limit, a rank, how many of the
lowest, a mean or a sum, a level of a part.

Pure. Every text here is normalised.
"""

import re
from collections.abc import Mapping

from handlers.understanding.numbers import WORDS, in_digits

_POINTS = r"(\d{1,3}(?:\.\d{1,2})?)"
BETWEEN = re.compile(
    rf"(?:ได้|คะแนน|ระหว่าง|ตั้งแต่|ช่วง|between|from|got)\s*(?:คะแนน)?\s*{_POINTS}\s*(?:-|–|ถึง|กับ|และ|and|to)\s*{_POINTS}(?![\d%]|\.\d)"
)
"""Points between which scores are asked for, the ends among them."""

EXACT = re.compile(
    r"(?:ข้อ(?:ไหน|ใด|ที่|อะไร)?|ข้อ\s?(?:[ieo]|iit|eit|oit)\s?(?:ไหน|ใด|ที่)?|ตัวชี้วัด(?:ไหน|ใด|ที่)|กี่ข้อ|กี่ตัวชี้วัด|อันไหน|which (?:item|indicator)s?)\s?(?:บ้าง)?(?:ที่)?(?:ได้|ได้คะแนน|คะแนน|got|scored)\s*(\d{1,3}(?:\.\d{1,2})?)(?![\d.%]|\s?(?:ขึ้นไป|ลงมา|ลงไป|or\b))"
    r"|^(\d{2,3}\.\d\d)\s*(?:คะแนน)?\s*(?:(?:คือ|เป็น|ของ)\s?(?:ข้อ|ตัวชี้วัด|คะแนน)?\s?(?:อะไร|ไหน|ใด))?\s*[?]*$"
)
"""Which things got exactly so many points; a number with two decimals by itself asks that too."""

LIMIT = re.compile(
    r"(?:(?P<least>>=|≥|ไม่(?:ต่ำ|น้อย)กว่า|อย่างน้อย|ตั้งแต่|(?<!ไม่)(?<!ไม่ได้)ผ่าน(?:เกณฑ์)?(?:ที่)?|at least|pass(?:ed|es)?(?: the)?(?: mark)?(?: of)?)"
    r"|(?P<most><=|≤|ไม่เกิน|ไม่(?:มาก|สูง)กว่า|อย่างมาก|at most)"
    r"|(?P<over>>(?!=)|เกิน|มากกว่า|สูงกว่า|เหนือ|above|over|more than)"
    r"|(?P<under><(?!=)|ต่ำกว่า|น้อยกว่า|ไม่ถึง|ไม่(?:ได้)?ผ่าน(?:เกณฑ์)?|below|under|less than))\s*(?:คะแนน\s*)?(?P<points>\d{1,3}(?:\.\d+)?)(?![\d%])"
    r"|(?<![\d.])(?P<open>\d{1,3}(?:\.\d+)?)\s?(?:คะแนน\s?)?(?:(?P<up>ขึ้นไป|or (?:more|above|higher))|(?P<down>ลงมา|ลงไป|or (?:less|below|lower)))"
)
"""A limit of points, and on which side of it scores are asked for, it included or not."""

RANKED = re.compile(
    "ข้อ(?:ไหน|ใด|ที่)|(?:ข้อ|ตัวชี้วัด)[^?]{0,24}ที่(?:ได้|มี|คะแนน)|ตัวชี้วัด(?:ไหน|ใด)|ด้านไหน|มีข้อ|อันไหน|ตัวไหน|กี่(?:ข้อ|ตัวชี้วัด|ด้าน|ตัว|อัน)|which|what items?|how many (?:items|indicators|questions)"
)

_NUMBER = rf"(\d{{1,2}}|{WORDS})"
_THINGS = "(?:ข้อ|ตัวชี้วัด|ตัว|ด้าน|อันดับ|ลำดับ|รายการ|คำถาม|items?|indicators?|questions?|scores?)"
_EDGE = "(?:ต่ำ|สูง|น้อย|มาก|แย่|ดี|เตี้ย|เยอะ|อ่อน|รั้งท้าย|ท้าย|บน|ล่าง|lowest|highest|worst|best|top|bottom|weakest)"
COUNT = re.compile(
    rf"{_NUMBER}\s?{_THINGS}(?:แรก|ที่|สุดท้าย|ซึ่ง|ได้|คะแนน|with|the|score|\s)*{_EDGE}"
    rf"|{_EDGE}(?:ที่)?(?:สุด)?\s?(?:สัก|ซัก|มา|แค่|จำนวน|\s)*{_NUMBER}\s?(?:ข้อ|ตัวชี้วัด|ตัว|ด้าน|อันดับ|ลำดับ|รายการ)"
    r"|\b(?:top|bottom|lowest|highest|worst|best)\s(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s?points)"
    r"|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s(?:lowest|highest|worst|best|weakest)\b"
)
"""How many of the lowest or highest are asked for: "สิบข้อที่ต่ำสุด", "top 5"."""

RANK = re.compile(
    rf"(?:(?:เป็น|ได้|ที่)?(?:อันดับ|ลำดับ)(?:ที่)?)\s?{_NUMBER}(?!\s?\d|\s?(?:อันดับ|ลำดับ|ข้อ|ตัวชี้วัด))"
    r"|(second|third|fourth|fifth|2nd|3rd|4th|5th)[- ](?:to last|lowest|highest|worst|best|weakest|place)"
)
SECOND = re.compile(
    "รอง(?:ลงมา(?!จาก)|ต่ำ|สูง|บ๊วย|แชมป์|ท้าย|สุดท้าย|โหล่|อันดับ(?:หนึ่ง|ที่หนึ่ง| ?1))|next[- ]to[- ]last|runner.?up"
)
ORDINALS: Mapping[str, int] = {
    **{"second": 2, "2nd": 2, "third": 3, "3rd": 3},
    **{"fourth": 4, "4th": 4, "fifth": 5, "5th": 5},
}
AFTER = re.compile(
    r"รอง(?:ลง)?(?:มา)?จาก|(?:แย่|ต่ำ|สูง|อันดับ|น้อย|ดี)[^?]*ต่อจาก\s?(?=[ieo]\s?\d|ตัวชี้วัด)|(?:lowest|highest|worst|best)[^?]{0,12} (?:after|behind)|second only to|right (?:after|behind)"
)
"""What comes next after something that is named."""

FULL_MARKS = re.compile(
    r"(?:กี่ข้อ|มีข้อ(?:ไหน|ใด)|ข้อ(?:ไหน|ใด)บ้าง)[^?]{0,14}(?<!ไม่)(?<!ไม่ได้)(?:เต็ม|ร้อย(?!ละ))|how many[^?]{0,30}(?:full|perfect)"
)
"""How many got all the points there are."""

ZERO = re.compile(
    r"(?:ข้อ|ตัวชี้วัด)[^?\d]{0,20}ได้(?:คะแนน)?\s?(?:ศูนย์|0(?![\d.]))[^?]{0,8}กี่|กี่ข้อ[^?\d]{0,12}ได้(?:คะแนน)?\s?(?:ศูนย์|0(?![\d.]))"
)
NOT_FULL = re.compile(
    r"(?:ข้อ|ตัวชี้วัด)[^?]{0,20}ไม่(?:ได้)?\s?(?:เต็ม|100|ร้อย)(?!\s?บาท)|(?:not|didn't|without)[^?]{0,12}(?:full|100)"
)
"""Which did not get all the points there are."""

COUNTED_VALUE = re.compile(
    r"(?:เลข|คะแนน|ค่า)\s?(\d{2,3}\.\d\d)[^?]{0,20}(?:กี่ที่|กี่ข้อ|ที่ไหน|ตรงไหน|ข้อไหน|ของ(?:ข้อ)?(?:ไหน|อะไร))"
)

CLAIM = re.compile(
    r"ใช่(?:ไหม|มั้ย|มัย|ป่?ะ|ป่าว|บ่|หรือ|รึ|เปล่า|เลย|[?])|จริง(?:ไหม|มั้ย|หรือ|รึ|ป่?ะ|บ่)|แม่นบ่|ถูก(?:ไหม|มั้ย|ต้อง(?:ไหม|มั้ย|หรือ))|\b(?:right|correct|true)\b\s?[?]"
)
"""Whether something that is told is so."""

CLAIMED = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,2})(?![\d.])")
MOST_COUNTED = 30

MEAN = re.compile(r"เฉลี่ย|หาร(?:สอง|สาม|2|3|ด้วย)|\baverage\b|\bmean of\b")
SUM = re.compile(r"ผลรวม|รวมกัน|รวมแล้ว|บวก(?:กัน|กับ)?|\bsum\b|add(?:ed)? (?:up|together)|\bplus\b")
LEVEL = re.compile(
    r"เกรด|(?<!ยก)(?<!เพิ่ม)ระดับ(?:อะไร|ไหน|ใด|ไร|เท่าไ|\s?a\b|\s?aa\b)|(?:ได้|อยู่|เป็น)\s?ระดับ|\bgrade\b|\blevel\b|\brating\b"
)
PLACE = re.compile(
    r"(?:อันดับ|ลำดับ)(?:ที่)?\s?(?:เท่าไ|เท่าใด|ท่อใด|ท่อได๋|จั๊ก|อะไร|ไหน|กี่|ใด)|ที่เท่าไ|\brank(?:ed|ing|s)?\b|what place"
)


def limits(text: str) -> dict[str, str]:
    """The points above, below, between or at which things are asked for."""
    if between := BETWEEN.search(text):
        return {"direction": "between", "limit": between[1], "until": between[2]}
    if ZERO.search(text):
        return {"direction": "exact", "limit": "0"}
    if exact := EXACT.search(text):
        return {"direction": "exact", "limit": exact[1] or exact[2]}
    if counted := COUNTED_VALUE.search(text):
        return {"direction": "exact", "limit": counted[1]}
    if NOT_FULL.search(text):
        return {"direction": "under", "limit": "100"}
    if FULL_MARKS.search(text):
        return {"direction": "exact", "limit": "100"}
    found = list(LIMIT.finditer(text))
    if not found:
        return {}
    first = _limit(found[0])
    return {**first, "until": _limit(found[1])["limit"]} if len(found) > 1 else first


def _limit(found: re.Match[str]) -> dict[str, str]:
    over = found["least"] or found["over"] or found["up"]
    included = found["least"] or found["most"] or found["open"]
    side = {"direction": "over" if over else "under", "limit": found["points"] or found["open"]}
    return {**side, "included": "yes"} if included else side


def ranks(text: str) -> dict[str, str]:
    """``count``: how many of the lowest or highest; ``rank``: which of them, from 2 on."""
    if counted := COUNT.search(text):
        number = int(in_digits(next(group for group in counted.groups() if group)))
        return {"count": str(number)} if 1 < number <= MOST_COUNTED else {}
    if SECOND.search(text):
        return {"rank": "2"}
    if ranked := RANK.search(text):
        number = ORDINALS.get(ranked[2] or "") or int(in_digits(ranked[1]))
        return {"rank": str(number)} if 1 < number <= MOST_COUNTED else {}
    return {}


def after(text: str, named: Mapping[str, str]) -> dict[str, str]:
    """``after``: what that of which the next is asked for, by its code; its level as ``scope``."""
    if not AFTER.search(text):
        return {}
    for slot, scope in (("item", "item"), ("indicator", "indicator"), ("sub", "subindicator")):
        if slot in named:
            return {"after": named[slot], "scope": scope}
    return {}


def claimed(text: str) -> dict[str, str]:
    """``claimed``: the points that something is said to have, where it is asked whether it has."""
    found = CLAIMED.findall(text)
    return {"claimed": found[0]} if len(found) == 1 and CLAIM.search(text) else {}


def worked_out(text: str) -> dict[str, str]:
    """``about``: the "mean" or the "sum" of several things; the "level" or "rank" of one."""
    for about, words in (("mean", MEAN), ("sum", SUM), ("level", LEVEL), ("rank", PLACE)):
        if words.search(text):
            return {"about": about}
    return {}
