"""Slots: what a text names, and what only looks like it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.normalise import normalise
from handlers.understanding.slots import ITEM, YEAR, find, kept
from handlers.understanding.supposing import points
from tests.understanding import VOCABULARY, named


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("คะแนน e9", "e9"),
        ("ข้อ e๙", "e9"),
        ("อี เก้า", "e9"),
        ("ข้ออี10", "e10"),
        ("โอสี่สิบสาม", "o43"),
        ("๐43", "o43"),
        ("โอ-43", "o43"),
        ("ei2", "e2"),
        ("ไอ ๒๕", "i25"),
        ("E 14 survey", "e14"),
        ("e14 คนที่ตอบเองได้เท่าไร", "e14"),
        ("ไอ้ข้อสิบของฝั่งอี", "e10"),
        ("ข้อ 7 ในชุด iit", "i7"),
        ("ที่ชื่อไอยี่สิบหก", "i26"),
    ],
)
def test_an_item_is_found_however_its_code_is_written(text: str, item: str) -> None:
    assert named(text)["item"] == item


@pytest.mark.parametrize(
    "text", ["ไอโฟน 15", "โอ 9 วัน", "อี 10 บาท", "ไอ 3 วันแล้ว", "โอกาส 5 ครั้ง", "ปี 66", "รออีก 9 วัน"]
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert not named(text).keys() & {"item", "items", "missing"}


@pytest.mark.parametrize("text", ["ตัวชี้วัดสิบตัว ตัวไหนดีสุด", "ตัวชี้วัด 10 ตอน", "ตัวชี้วัดสิบคนใครนำ"])
def test_how_many_indicators_there_are_names_none(text: str) -> None:
    assert not named(text).keys() & {"indicator", "indicators"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ปีหกหกได้กี่แต้ม", "2566"),
        ("ปีงบหกสี่ได้เท่าไร", "2564"),
        ("ปีหกสิบห้า", "2565"),
        ("อีกปีหกเดือน", ""),
        ("เด็กปีหกห้าคน", ""),
    ],
)
def test_a_year_that_is_spelled_out_is_read(text: str, year: str) -> None:
    assert named(text).get("year", "") == year


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("e16", "ข้อ e16"),
        ("ข้อ i31", "ข้อ i31"),
        ("o44", "ข้อ o44"),
        ("ตัวชี้วัดที่ 11", "ตัวชี้วัดที่ 11"),
        ("ตัวชี้วัดย่อย 9.6", "ตัวชี้วัดย่อยที่ 9.6"),
        ("ประเด็นที่ 8", "ประเด็นที่ 8"),
        ("มาตรการที่ 9", "มาตรการที่ 9"),
    ],
)
def test_a_code_that_does_not_exist_is_not_passed_over(text: str, missing: str) -> None:
    assert named(text)["missing"] == missing


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("i1-i6 ได้เท่าไร", "items", "i1,i2,i3,i4,i5,i6"),
        ("i1 ถึง i3", "items", "i1,i2,i3"),
        ("e8 กับ e10", "items", "e8,e10"),
        ("ตัวชี้วัดที่แปด", "indicator", "8"),
        ("ตชว.7", "indicator", "7"),
        ("ตัวชี้วัด 6 กับ 7", "indicators", "6,7"),
        ("ย่อยที่ ๑๐.๒", "sub", "10.2"),
        ("9.3 กี่คะแนน", "sub", "9.3"),
        ("ประเด็นที่ห้า", "topic", "5"),
        ("มาตรการข้อเจ็ด", "measure", "7"),
        ("มาตรการที่ 1.2", "measure", "1.2"),
        ("ปี ๒๕๖๗", "year", "2567"),
        ("ปีงบ 65", "year", "2565"),
        ("ita 2023", "year", "2566"),
        ("อีไอที ส่วนที่สอง", "source", "survey"),
        ("e4 ประชาชนตอบเอง", "source", "public"),
        ("BR-2567-0007", "case", "BR-2567-0007"),
        ("มาตรการของกองคลัง", "office", "กองคลัง"),
    ],
)
def test_everything_that_is_named_is_found(text: str, slot: str, value: str) -> None:
    assert named(text)[slot] == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ถ้า o43 ได้ 100", {"value": "100"}),
        ("สมมติ o43 ได้ร้อย", {"value": "100"}),
        ("ถ้า e14 ได้ 95 และ o43 ได้ 80.5", {"values": "95,80.5"}),
        ("ถ้า o43 ได้เต็ม", {"value": "100"}),
        ("ถ้า o43 เปลี่ยน", {}),
        ("ถ้า i1 เพิ่ม 1 คะแนน", {"step": "+1"}),
        ("ถ้า o42 ลดลง 20 คะแนน", {"step": "-20"}),
        ("ถ้า i1 ได้ +5", {"step": "+5"}),
        ("what if e9 goes down 5 points", {"step": "-5"}),
        ("ถ้า o42 ลดเหลือ 50", {"value": "50"}),
        ("ถ้า e14 ขึ้นเป็น 95", {"value": "95"}),
        ("ถ้า i1 ได้เก้าสิบห้าจุดห้า", {"value": "95.5"}),
        ("ถ้า i1 ได้แปดสิบจุดห้า", {"value": "80.5"}),
        ("ถ้า e9 ได้ 9.5", {"value": "9.5"}),
        ("ถ้าย่อยเก้าจุดห้าเหลือ 50", {"value": "50"}),
        ("ถ้า i1 เพิ่มขึ้น 10%", {}),
        ("ถ้า i1 ได้ 1/2", {}),
        ("ถ้า e9 เป็น 1e3", {}),
        ("ถ้า 10.2 เป็น 60", {"value": "60"}),
    ],
)
def test_the_points_of_a_what_if_are_found(text: str, expected: dict[str, str]) -> None:
    assert points(normalise(text)) == expected


@given(st.text(alphabet="eio0123456789๐๑อีไโ.-ข้อ ตัวชี้วัดมาตรการประเด็นที่ถึงปี", max_size=60))
def test_only_what_exists_is_named(text: str) -> None:
    found = find(normalise(text), VOCABULARY)

    assert found.get("item", "e1") in VOCABULARY.items
    assert set(found.get("items", "e1").split(",")) <= VOCABULARY.items
    assert found.get("indicator", "1") in VOCABULARY.indicators
    assert found.get("sub", "9.1") in VOCABULARY.subindicators
    assert found.get("topic", "1") in VOCABULARY.topics


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    plain = normalise(text)

    assert all(isinstance(value, str) for value in find(plain, VOCABULARY).values())
    assert kept(plain, VOCABULARY) is not None
    assert set(points(plain)) <= {"value", "values", "step"}


PIECES = [
    "e",
    "ei",
    "i",
    "o",
    "อี",
    "ไอ",
    "โอ",
    "9",
    "10",
    "สิบ",
    "2566",
    "66",
    "20",
    "คอม ",
    "cpu ",
    "เงิน",
]
PIECES += ["ขอ ", "ตัง ", "ข้อ", "ของ", "ปี", "ก", "a", " ", "-", ".", " วัน", "บาท", "คะแนน", "ถึง"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_to_look_at_the_letter_first_finds_the_same(text: str) -> None:
    for pattern in (ITEM, YEAR):
        slowly = re.compile(re.sub(r"\(\?=(\[eio\]|อี\|\[ไโ\]อ|2\[05\])\)", "", pattern.pattern))
        assert slowly.pattern != pattern.pattern
        found = [(each.span(), each.groups()) for each in pattern.finditer(text)]
        assert found == [(each.span(), each.groups()) for each in slowly.finditer(text)]
