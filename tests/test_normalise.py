"""Normalising: however it was typed, the same words become the same letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.normalise import LONGEST, normalise
from handlers.understanding.numbers import in_digits, value_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("น้ำ นํ้า นำ้", "น้ำ น้ำ น้ำ"),
        ("เเก้ไข", "แก้ไข"),
        ("ที่่่", "ที่"),
        ("ม่ีไหม", "มี่ไหม"),
        ("e๙ ๒๕๖๖", "e9 2566"),
        ("๐43", "o43"),
        ("๑๐.๐๕", "10.05"),
        ("ｅ１０", "e10"),
        ("е9", "e9"),
        ("e\u200b9\ufeff", "e9"),
        ("\u202eคะแนน\u00ad", "คะแนน"),
        ("คะแนน\u00a0e9\n\n\tค่ะ", "คะแนน e9 ค่ะ"),
        ("มากกกกก", "มาก"),
        ("ดีๆๆๆๆ", "ดีๆ"),
        ("ถนนนี้", "ถนนนี้"),
        ("ขอออก", "ขอออก"),
        ("คะแนนนนน", "คะแนน"),
        ("", ""),
    ],
)
def test_what_was_typed_is_read_as_it_was_meant(typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("สี่สิบสาม", "43"),
        ("สิบเอ็ด", "11"),
        ("ยี่สิบห้า", "25"),
        ("หนึ่งร้อย", "100"),
        ("ศูนย์", "0"),
        ("สามารถ", "สามารถ"),
        ("ห้ามรับ", "ห้ามรับ"),
        ("เก้าอี้", "เก้าอี้"),
        ("ศูนย์ดำรงธรรม", "ศูนย์ดำรงธรรม"),
    ],
)
def test_numbers_in_words_become_digits_and_other_words_stay(words: str, digits: str) -> None:
    assert in_digits(words) == digits


@given(st.integers(1, 99))
def test_every_number_up_to_a_hundred_can_be_spelled_out(number: int) -> None:
    ones = ["", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"]
    tens, one = divmod(number, 10)
    ten = {0: "", 1: "สิบ", 2: "ยี่สิบ"}.get(tens, f"{ones[tens]}สิบ")
    last = "เอ็ด" if tens and one == 1 else ones[one]

    assert value_of(ten + last) == number


@given(st.text())
def test_any_text_is_normalised_once_and_for_all(text: str) -> None:
    once = normalise(text)

    assert len(once) <= 8 * LONGEST
    assert once == once.strip()
    assert "\x00" not in once
    assert normalise(once) == once
