"""Slots: what a text names. Codes of items, indicators, topics and measures, parts, years, values.

A code that does not exist is not passed over: it becomes the slot ``missing``, so that the answer
can say which ones exist.
"""

import re
from collections.abc import Callable, Mapping

from handlers.understanding import parts, subjects
from handlers.understanding.numbers import DIGIT_BY_DIGIT, WORDS, in_digits
from handlers.understanding.question import Vocabulary

Slots = dict[str, str]

LETTERS = {"อี": "e", "ไอ": "i", "โอ": "o", "e": "e", "i": "i", "o": "o", "ei": "e", "0": "o"}
NOT_A_CODE = (
    r"(?!\s*(?:วัน|บาท|คน(?!ที่|ใน|นอก|ทำ|ตอบ|มา|เดิน)|โมง|นาที|ชั่วโมง|ชม|เดือน|ปี|กม|กิโล|เมตร|ครั้ง|ล้าน|หมื่น|แสน|พัน|ตัว(?!ชี้|ไหน|ใด)|อัน(?!ไหน|ใด)|หลัง|คัน|ราย|"
    r"pro|plus|โปร|อาทิตย์|สัปดาห์|คืน|รอบ|%|เปอร์เซ็น))"
)
BEFORE_A_CODE = "ชื่อ|ข้อ|ยัน|คะแนน|แนน|ขอ|ของ|ที่|รหัส|ถ้า|แล้ว|เทียบ|กับ|และ|หรือ|สมมติ|สมมุติ|ดู|เรื่อง|คำถาม|ให้|แค่|หัวข้อ|ตัว|เอา|ทำ|แก้|ระหว่าง|ถึง|หาก|คือ|อยากรู้"
_LATIN = rf"(?=[eio])(?<![a-z0-9])(?<!คอม )(?<!\bcore )(?<!\bcpu )(?<!ซีพียู )(ei|[eio])\s?[-.]?\s?(\d{{1,3}}|{DIGIT_BY_DIGIT}|{WORDS})(?![\d.,]*\d)(?![a-z]){NOT_A_CODE}"
_THAI = (
    rf"(?=อี|[ไโ]อ)(?:(?<![ก-๎a-z])|(?<={')|(?<='.join(BEFORE_A_CODE.split('|'))}))"
    rf"(อี|ไอ|โอ)\s?[-.]?\s?(\d{{1,3}}|{DIGIT_BY_DIGIT}|{WORDS})(?![\d.,]*\d){NOT_A_CODE}"
)
ITEM = re.compile(f"{_LATIN}|{_THAI}")
_TO = r"(?:-|–|~|\.\.+|ถึง|ฮอด|ย้อน(?:กลับ)?(?:ไป|มา)?(?:ถึง|หา)?|ไปถึง|ไปจนถึง|จนถึง|ยัน|ไปยัน|จนสุดที่|(?:ไล่|ไล่ไป|ไล่มา|ไป|มา)(?:จน)?(?:สุด|ถึง|ยัน|จบ)(?:ที่)?|to|through|thru|until)"
OF_A_SIDE = re.compile(
    rf"(?:ข้อ|ใบ|เบอร์|item|question)(?:ที่)?\s?(\d{{1,2}}|{WORDS})(?![\d.]*\d)\s?"
    r"(?:(?:ของ|ใน)\s?(?:ฝั่ง|ชุด|แบบ|หมวด|พวก|กลุ่ม|สำรับ)\s?(อี|ไอ|โอ|[eio](?![a-z]))(?!อี|ไอ|โอ)"
    r"|(?:ของ|ใน|of|in|the|ฝั่ง|ชุด|แบบ|หมวด|พวก|กลุ่ม|สำรับ|\s)*(iit|eit|oit)(?![a-z]))"
    rf"|(?<![a-z])(iit|eit|oit)\s*(?:ข้อ(?:ที่)?|item|question|no\.?)\s*(\d{{1,2}}|{WORDS})(?![\d.]*\d)(?!\s?(?:ข้อ|item))"
)
"""An item named by its number and its side: "ข้อสิบของฝั่งอี", "EIT ข้อ 4"."""

NUMBERED = re.compile(
    rf"(?:ข้อ|คำถาม)(?:ที่)?\s?(\d{{1,2}}|(?!หนึ่ง|นึง){WORDS})(?![\d.]*\d)(?!\s?(?:ข้อ|คน|บาท|ปี|วัน|อย่าง|เรื่อง))"
    r"|^\s*(\d{1,2})\s?(?:ได้)?\s?(?=กี่คะแนน|กี่แต้ม|เท่าไ)"
    r"|\b(?:item|question)\s?(?:no\.?|number|#)?\s?(\d{1,2})\b(?![\d.]*\d)"
)
"""An item named by its number alone; it may be one of three."""


SIDES = {"iit": "i", "eit": "e", "oit": "o"}
MOST_BETWEEN = 45
RANGE_END = re.compile(
    rf"\s*{_TO}\s*(?:ข้อ(?:ที่)?\s*)?0?(\d{{1,2}}|{WORDS})(?![\d.,]*\d)" + NOT_A_CODE
)
UP_TO = re.compile(rf"{_TO}\s*(?:ข้อ(?:ที่)?\s*)?$")

NUMBER = rf"(\d{{1,3}}(?:\.\d)?|{WORDS})"
AT = r"\s*(?:ที่|ข้อที่|ข้อ|ลำดับที่|หมายเลข|เลขที่|เลข|no\.?|number)?\s*"
NOT_A_COUNT = r"(?!\s?(?:ตัว(?!ไหน|ใด|ที่)|ตอน|คน|อัน(?!ไหน|ใด)|สกิล|วิชา|แต้ม))"
"""After a number that says how many indicators there are, not which."""

INDICATOR = re.compile(
    rf"(?:ตัวชี้วัด(?!ย่อย)|ตชว\.?|ตัวชีวัด|indicator|kpi|หมวด|มิติ){AT}{NUMBER}(?![\d.]*\d){NOT_A_COUNT}"
    rf"|(?:ด้าน|ตัว|กลุ่ม)\s?(?:ที่|เลข)\s?{NUMBER}(?![\d.]*\d)(?!\s?(?:ตัว|ปี|ส่วน|ข้อ|ชุด))|(?:ไอ้)?ตัว\s{NUMBER}(?=\s?(?:กับ|และ|$))"
)
MORE_NUMBERS = re.compile(
    rf"\s*(?:,|กับ|และ|หรือ|เทียบ|vs\.?|&|\+|-|ถึง|(?<=\d)\s(?=(?:10|\d)(?:\s|$)(?!\s?(?:คะแนน|แต้ม|%))))\s*(?:ตัวชี้วัด(?:ที่)?\s*|ตชว\.?\s*|(?:หมวด|ตัว|ด้าน|มิติ)(?:ที่)?\s*|ที่\s*)?(\d{{1,2}}|{WORDS})(?![\d.]*\d)"
)
INDICATORS_NAMED = re.compile(f"(?:{INDICATOR.pattern})(?:{MORE_NUMBERS.pattern})*")
RANGE = re.compile(rf"\d\.\d\s*{_TO}\s*\d+\.\d")
MOST_INDICATORS = 20
RANGE_SIGN = re.compile(r"\s*(?:-|ถึง)")
SUB_NAMED = re.compile(
    rf"(?:ย่อย|sub-?indicator|ตัวชี้วัด|ตชว\.?){AT}(\d{{1,2}})\s?\.\s?(\d{{1,2}})(?!\d)"
)
POINT_IN_WORDS = re.compile(rf"(9|10|เก้า|สิบ)\s*(?:จุด|point)\s*(\d|{WORDS})")
SUB_BARE = re.compile(
    r"(?<![\d.])(9|10)\s?\.\s?(\d)(?![\d.]|\s*(?:%|คะแนน|น\.|บาท|ล้าน|แสน|หมื่น|พัน|กม|กิโล|เมตร|ไร่))"
)
TOPIC = re.compile(rf"(?:ประเด็น(?:วิเคราะห์|การวิเคราะห์)?|หัวข้อ|topic|issue){AT}{NUMBER}(?![\d.]*\d)")
MEASURE = re.compile(
    rf"(?:มาตรา?การ|measure|แผน(?:ข้อ|ที่)){AT}(\d{{1,2}}(?:\s?\.\s?\d{{1,2}})?|{WORDS})(?![\d.]*\d)(?!\s*(?:ปี|ข้อ|อัน|มาตรการ|เดือน))"
)
IN_THE_PLAN = re.compile(r"ข้อ(?:ที่)?\s*(\d(?:\.\d)?)\s*(?:ใน|ของ|ตาม)\s?แผน")
MEASURE_PART = re.compile(r"(?<![\d.])(1\.[1-9])(?![\d.]|\s*(?:%|คะแนน))")
FINDING = re.compile(rf"(?:ข้อวิเคราะห์|ข้อค้นพบ){AT}{NUMBER}")

YEAR = re.compile(
    r"(?=2[05])(?<!\d)(?<!เงิน)(?<!เงิน )(?<!ตัง )(?<!ตังค์ )(?<!ขอ )(?<!จ่าย )(?<!pay )(?<!paid )(?<!for )(25[4-9]\d|20[1-4]\d)(?!\d)(?!\s?(?:บาท|ค่า|฿|baht))|(?:ปีงบประมาณ|ปีงบ|ปี|พ\.?ศ\.?|fy|year|(?:ซีซั่น|season|รอบ)(?=\s?[5-7]\d))\s*(?:พ\.?ศ\.?\s*|ที่\s*)?'?(\d\d)(?!\d|\.|\s*(?:แล้ว|ที่|ปี|ก่อน|ขวบ))"
)
_ONES = "ศูนย์|หนึ่ง|นึง|เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
YEAR_IN_WORDS = re.compile(
    rf"((?:ปี(?:งบประมาณ|งบ)?|รอบ|ซีซั่น|season)\s?)(?:สองห้า|(?:สอง)?พันห้าร้อย)?(ห้า|หก|เจ็ด)(?:สิบ)?({_ONES})(?!สิบ|ร้อย|พัน|หมื่น|แสน|\s?(?:ปี|คน|วัน|เดือน|ข้อ))"
)
"""Years as they are said: "ปีหกหก", "ปีสองพันห้าร้อยหกสิบหก"."""

NEXT_YEAR = re.compile("ปีหน้า|ปีถัดไป|next year")
CASE = re.compile(r"(?<![a-z0-9])([a-z]{2})[- ]?(\d{4})[- ]?(\d{3,6})(?!\d)")

RECEIPT = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
"""The sixteen digits that stand in for a name."""


LOWEST = re.compile(
    r"(?<!ไม่)เสีย(?:คะแนน|แต้ม)|โดนหัก(?!น้อย)|ต่ำ|เตี้ย|น้อย|แย่|อ่อน|ฉุด|ถ่วง(?!น้ำ)|ด้อย|บ๊วย|รั้งท้าย|ท้ายสุด|ท้ายหมู่|โหล่|ท้ายตาราง|ศูนย์|(?<!\d)0(?:\.00?)?\s*(?:คะแนน|เต็ม)?(?![\d.])|ตก|ห่วย|ปรับปรุง|worst|low|weak|zero|แก้"
)
HIGHEST = re.compile(
    r"พอใจ(?:ที่|มาก(?:ที่)?)?สุด|ชอบ(?:ที่)?สุด|หลายสุด|like[sd]? (?:the )?(?:most|best)|จากบน|รองแชมป์|ไม่(?:โดนหัก|เสีย(?:แต้ม|คะแนน)|มีตำหนิ)|ไร้ตำหนิ|สูง|มากสุด|(?<!ฉุดคะแนนเรา)มากที่สุด|แรงสุด|ปังสุด|เยอะ|ดีสุด|ดีที่สุด|เด่น|แข็ง|เต็ม|ร้อย|(?<!\d)100(?!\d)|ท็อป|เลิศ|เก่ง|อันดับหนึ่ง|อันดับ 1|ที่หนึ่ง|พีค|แชมป์|best|high|strong|top|full|perfect"
)
WHICH_ITEM = re.compile("(?<!หัว)ข้อ(?:ไหน|ใด|ได๋|ที่ได้|อะไร)")
SCOPES = {
    "subindicator": re.compile("ตัวชี้วัดย่อย|(?<!ไม่ใช่)(?<!ไม่ใช่ข้อ)ย่อย"),
    "indicator": re.compile("ตัวชี้วัด|ตชว|ด้าน|หมวด|มิติ|สิบตัว|10 ?ตัว|indicator|เรื่องไหน|เรื่องอะไร"),
    "item": re.compile("ข้อ|item|question|รายการ"),
    "instrument": re.compile("แบบวัด|แบบสำรวจ|instrument|iit.*(?:eit|oit)|eit.*(?:iit|oit)"),
}


def find(text: str, vocabulary: Vocabulary) -> Slots:
    """Everything that *text* (normalised) names, by slot; see Question.slots."""
    slots = _case(text, {}, vocabulary)
    spelled = _spelled_out(CASE.sub(" ", text))
    for find_part in (
        _items,
        _groups,
        _topics_and_measures,
        _numbered,
        _instrument,
        _extremes,
        _year,
    ):
        slots |= find_part(spelled, slots, vocabulary)
    return slots | _subjects(spelled, slots, vocabulary)


def kept(text: str, vocabulary: Vocabulary) -> str:
    """*text* with its codes, years and numbers masked, as the classifier reads it."""

    def masked_year(found: re.Match[str]) -> str:
        return f" #{kind_of_year(_year_of(found), vocabulary)}# "

    spelled = YEAR.sub(masked_year, ITEM.sub(" #ข้อ# ", _spelled_out(text)))
    return re.sub(r"\d+(?:[.,]\d+)*", "0", spelled)


def kind_of_year(year: int, vocabulary: Vocabulary) -> str:
    """What is published of a fiscal year (B.E.): scores, only a total, a plan, or nothing."""
    if year in vocabulary.years:
        return "ปีที่มี"
    if year in vocabulary.previous_years:
        return "ปีก่อน"
    return "ปีแผน" if year in vocabulary.plan_years else "ปีที่ไม่มี"


def _spelled_out(text: str) -> str:
    """Number words in digits where a code, a rank or a year is named; elsewhere as they are."""

    def digits(found: re.Match[str]) -> str:
        return in_digits(found[0])

    def code(found: re.Match[str]) -> str:
        side = found[2] or found[3] or found[4]
        return f"ข้อ {SIDES.get(side) or LETTERS[side]}{in_digits(found[1] or found[5])}"

    text = OF_A_SIDE.sub(code, text)
    for pattern in (ITEM, INDICATOR, TOPIC, MEASURE):
        text = pattern.sub(digits, text)
    text = YEAR_IN_WORDS.sub(
        lambda found: found[1] + in_digits(found[2]) + in_digits(found[3]), text
    )
    text = POINT_IN_WORDS.sub(lambda found: f"{in_digits(found[1])}.{in_digits(found[2])}", text)
    return PART_IN_WORDS.sub(digits, text)


PART_IN_WORDS = re.compile(r"(?:ส่วนที่|ส่วน|part)\s*(?:หนึ่ง|นึง|สอง|one|two)")


# what is named, part by part --------------------------------------------------------------------


def codes_in(text: str) -> list[str]:
    """The items that *text* names, ranges told one by one; whether there are such is not asked."""
    codes: list[str] = []
    for found in ITEM.finditer(text):
        code = code_of(found)
        codes += _up_to(codes, code, text, found.start())
        codes.append(code)
        codes += _range(code, RANGE_END.match(text, found.end()))
    return list(dict.fromkeys(codes))


def _items(text: str, _: Slots, vocabulary: Vocabulary) -> Slots:
    codes = codes_in(text)
    known = [code for code in codes if code in vocabulary.items]
    unknown = [code for code in codes if code not in vocabulary.items]
    if unknown and not known:
        return {"missing": f"ข้อ {unknown[0]}"}
    absent = {"absent": unknown[0]} if len(unknown) == 1 else {}
    if len(unknown) > 1:
        absent = {"absent": f"{unknown[0]}-{unknown[-1]}"}
    return {**_one_or_several("item", known), **absent}


def code_of(found: re.Match[str]) -> str:
    """The code of an item that ITEM found: "e9"."""
    letter, number = found[1] or found[3], found[2] or found[4]
    return f"{LETTERS[letter]}{int(in_digits(number))}"


def _up_to(codes: list[str], code: str, text: str, start: int) -> list[str]:
    """The codes between the last one and *code*, where the text says "i1 ถึง i6"."""
    if not codes or codes[-1][0] != code[0]:
        return []
    before = text[:start].rstrip()
    if not UP_TO.search(before):
        return []
    first, last = int(codes[-1][1:]), int(code[1:])
    between = range(first + 1, last) if first < last else range(first - 1, last, -1)
    return [f"{code[0]}{n}" for n in between][:MOST_BETWEEN]


def _range(code: str, end: re.Match[str] | None) -> list[str]:
    if end is None:
        return []
    return [f"{code[0]}{n}" for n in range(int(code[1:]) + 1, int(in_digits(end[1])) + 1)][
        :MOST_BETWEEN
    ]


def _groups(text: str, _: Slots, vocabulary: Vocabulary) -> Slots:
    """Indicators and sub-indicators by number."""
    sub = SUB_NAMED.search(text) or SUB_BARE.search(text)
    if several := _several_subs(text):
        known = [code for code in several if code in vocabulary.subindicators]
        return _one_or_several("sub", known)
    found_sub: Slots = {}
    if sub:
        code = f"{int(sub[1])}.{int(sub[2])}"
        if code not in vocabulary.subindicators:
            return {"missing": f"ตัวชี้วัดย่อยที่ {code}"} if SUB_NAMED.search(text) else {}
        found_sub = {"sub": code}
    codes: list[str] = []
    for found in INDICATOR.finditer(text):
        codes.append(in_digits(found[1] or found[2] or found[3]))
        codes += _following(codes[-1], text, found.end())
    known = [code for code in dict.fromkeys(codes) if code in vocabulary.indicators]
    if codes and not known and not found_sub:
        return {"missing": f"ตัวชี้วัดที่ {codes[0]}"}
    return {**_one_or_several("indicator", known), **found_sub}


def _several_subs(text: str) -> list[str]:
    """ "9.1 กับ 9.5", "9.1 ถึง 9.5"; empty where at most one is named."""
    found = list(dict.fromkeys(f"{bare[1]}.{bare[2]}" for bare in SUB_BARE.finditer(text)))
    if len(found) == 2 and found[0].split(".")[0] == found[1].split(".")[0] and RANGE.search(text):
        family, first = found[0].split(".")
        return [f"{family}.{n}" for n in range(int(first), int(found[1].split(".")[1]) + 1)]
    return found if len(found) > 1 else []


def _following(code: str, text: str, start: int) -> list[str]:
    """The numbers that follow a first one: "6 กับ 7", "6-8"."""
    codes: list[str] = []
    while more := MORE_NUMBERS.match(text, start):
        last, number = codes[-1] if codes else code, in_digits(more[1])
        if not number.isdigit() or int(number) > MOST_INDICATORS:
            break  # points, not an indicator
        if RANGE_SIGN.match(more[0]) and last.isdigit() and int(last) < int(number):
            codes += [str(between) for between in range(int(last) + 1, int(number))]
        codes.append(number)
        start = more.end()
    return codes


def _topics_and_measures(text: str, _: Slots, vocabulary: Vocabulary) -> Slots:
    slots: Slots = {}
    if found := TOPIC.search(text):
        slots |= _known("topic", in_digits(found[1]), vocabulary.topics, "ประเด็นที่")
        if finding := FINDING.search(text):
            slots["finding"] = in_digits(finding[1])
    found = (
        MEASURE.search(text)
        or IN_THE_PLAN.search(text)
        or (MEASURE_PART.search(text) if "มาตรการ" in text else None)
    )
    if found:
        code = in_digits(found[1]).replace(" ", "")
        families = {measure.split(".")[0] for measure in vocabulary.measures}
        slots |= _known("measure", code, vocabulary.measures | families, "มาตรการที่")
    return slots


def _numbered(text: str, slots: Slots, vocabulary: Vocabulary) -> Slots:
    """The items that a bare number may mean: "ข้อ 9" is i9, e9 or o9."""
    found = None if slots.keys() - {"case", "receipt"} else NUMBERED.search(text)
    if not found:
        return {}
    number = int(in_digits(next(group for group in found.groups() if group)))
    codes = [f"{letter}{number}" for letter in "ieo" if f"{letter}{number}" in vocabulary.items]
    return {"numbered": ",".join(codes)} if codes else {"missing": f"ข้อ {number}"}


def _known(slot: str, code: str, existing: frozenset[str], name: str) -> Slots:
    return {slot: code} if code in existing else {"missing": f"{name} {code}"}


def _instrument(text: str, slots: Slots, _: Vocabulary) -> Slots:
    items = [code for code in (slots.get("items") or slots.get("item", "")).split(",") if code]
    return parts.named_in(text, items, [found.start() for found in ITEM.finditer(text)])


def _extremes(text: str, _: Slots, __: Vocabulary) -> Slots:
    """Only which end and among what; whether extremes are asked for at all is not decided here."""
    found: Slots = {}
    low, high = LOWEST.search(text), HIGHEST.search(text)
    if (
        high
        and (not low or high.start() < low.start())
        and not re.search("ไม่เต็ม|ไม่ถึง|ไม่ได้เต็ม", text)
    ):
        found["direction"] = "highest"
    elif low:
        found["direction"] = "lowest"
    scope = next((name for name, pattern in SCOPES.items() if pattern.search(text)), "")
    if WHICH_ITEM.search(text):
        scope = "item"
    return found | ({"scope": scope} if scope else {})


def _year(text: str, _: Slots, vocabulary: Vocabulary) -> Slots:
    """The fiscal years (B.E.) that are named."""
    found = list(dict.fromkeys(str(_year_of(match)) for match in YEAR.finditer(text)))
    published = {str(year) for year in vocabulary.years | vocabulary.previous_years}
    known = {"published": "yes"} if len(found) == 1 and found[0] in published else {}
    return {**_one_or_several("year", found), **known}


def _year_of(found: re.Match[str]) -> int:
    year = int(found[1] or f"25{found[2]}")
    return year + 543 if year < 2500 else year


def _case(text: str, _: Slots, __: Vocabulary) -> Slots:
    found = CASE.search(text)
    if found:
        return {"case": "-".join(found.groups()).upper()}
    return {"receipt": "yes"} if RECEIPT.search(text) else {}


def _subjects(text: str, slots: Slots, vocabulary: Vocabulary) -> Slots:
    """What is named by its words instead of its number; each slot that is not filled yet."""
    found: Slots = {}
    tables: Mapping[str, tuple[Callable[[str], str], frozenset[str]]] = {
        "indicator": (subjects.indicator, vocabulary.indicators),
        "sub": (subjects.subindicator, vocabulary.subindicators),
        "measure": (subjects.measure, vocabulary.measures),
        "topic": (subjects.topic, vocabulary.topics),
    }
    several = [code for code in subjects.all_indicators(text) if code in vocabulary.indicators]
    if len(several) > 1:
        found["indicators_by_name"] = ",".join(several)
    for slot, (name, existing) in tables.items():
        code = name(text)
        if slot not in slots and code in existing:
            found[f"{slot}_by_name"] = code
    if office := subjects.office(text):
        found["office"] = office
    return found


def _one_or_several(slot: str, codes: list[str]) -> Slots:
    if len(codes) > 1:
        return {f"{slot}s": ",".join(codes)}
    return {slot: codes[0]} if codes else {}
