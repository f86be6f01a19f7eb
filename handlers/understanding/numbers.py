"""Numbers spelled out in Thai, read where a number is expected: ข้อเจ็ด, โอสี่สิบสาม, ได้ร้อย."""

import re

DIGITS = {
    "ศูนย์": 0,
    "หนึ่ง": 1,
    "นึง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "เจด": 7,
    "แปด": 8,
    "เก้า": 9,
}
ENGLISH = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}

_ONE = "(?:หนึ่ง|นึง|สอง|สาม(?!ารถ|ัญ)|สี่|ห้า(?!ม|ง)|หก(?!ล้ม)|เจ็ด|เจด|แปด|เก้า(?!อี้))"
_UNDER_HUNDRED = f"(?:(?:(?:ยี่|{_ONE})?สิบ|ซาว(?!บ้าน))(?:เอ็ด|{_ONE})?|{_ONE})"
WORDS = f"(?:(?:หนึ่ง)?ร้อย(?!ละ)(?:นึง|หนึ่ง)?|ศูนย์(?!ดำ|ราช|บริ|เด็ก|รับ|ยุติ)|{_UNDER_HUNDRED})"
"""A pattern of the number words from 0 to 100."""

DIGIT_BY_DIGIT = f"{_ONE}{_ONE}(?!สิบ|ร้อย)"
"""A number of two digits that is said digit by digit: "สี่สาม" for 43."""

_SPELLED = re.compile(WORDS)
_ENGLISH = re.compile(r"\b(" + "|".join(ENGLISH) + r")\b")


def value_of(words: str) -> int | None:
    """The number that *words* spell (0 to 100), None where they spell none."""
    if words.isascii() and words.isdigit():
        return int(words)
    if words in ENGLISH:
        return ENGLISH[words]
    if "ร้อย" in words:
        return 100
    tens, ten, ones = words.replace("ซาว", "ยี่สิบ").rpartition("สิบ")  # as it is said in Isan
    if not ten:
        return DIGITS.get(words)
    return 10 * DIGITS.get(tens, 1) + (DIGITS.get(ones, 0) if ones else 0)


def in_digits(text: str) -> str:
    """*text* with every number that is spelled out put into digits."""
    text = _ENGLISH.sub(lambda found: str(ENGLISH[found[1]]), text)
    return _SPELLED.sub(lambda found: str(value_of(found[0])), text)
