"""What a grievance is about and where, out of anybody's words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.matter_words import SERVICES
from data.matters import LONGEST, MOST_PLACES, Matter, matter_of

ANY = st.text(max_size=200)


def is_same(one: str, other: str) -> bool:
    """Whether a case with the words *one* is found by somebody who writes *other*."""
    kept, asked = matter_of([one]), matter_of([other])
    return any(asked.looks_for(service) & kept.is_found_by for service in asked.services)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ถนนพังเป็นหลุม หมู่ 3", "หลุมใหญ่กลางถนน หมู่ที่ ๓"),
        ("ไฟดับทั้งซอย ม.3", "ไฟถนนไม่ติดที่หมู่ ๐๓"),
        ("น้ำประปาไม่ไหล หมู่สาม", "น้ำไม่ไหลสองวันแล้ว ม. 3 ครับ"),
        ("ถนนหน้าโรงเรียนบ้านบ่อรังเป็นหลุม", "มีหลุมหน้า ร.ร.บ่อรัง ลึกมาก"),
        ("ถนนหน้าโรงเรียน บ้านบ่อรัง พัง", "หลุม ตรงข้ามโรงเรียนบ้านบ่อรังครับ"),
        ("ขยะล้นข้างวัดโพธิ์ทอง หมู่ 2", "ขยะหน้าวัดโพธิ์ทองเหม็นมาก"),
        ("ไฟเสีย ซอย 4 หมู่ 1", "เสาไฟล้ม ซ.๔ ม.1"),
        ("น้ำท่วมที่บ้านหนองไผ่", "ท่อตัน แถวบ้านหนองไผ่ครับ"),
        ("There is a hole in the road, moo 3", "ถนนพัง หมู่ 3"),
        ("ถนนพัง พิกัด 15.65000, 101.10000", "หลุมใหญ่ พิกัด 15.65090, 101.10030 หน้าวัด"),
        ("ถนนพัง หมู่ 3 หน้าวัดป่าเลไลย์", "ถนนพัง หมู่ 3"),
    ],
)
def test_the_same_matter_is_found_however_it_is_written(one: str, other: str) -> None:
    assert is_same(one, other)
    assert is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ถนนพัง หมู่ 3", "ถนนพัง หมู่ 4"),
        ("ถนนพัง หมู่ 3", "ถนนพัง หมู่ 13"),
        ("ถนนพัง หมู่ 3", "ไฟดับ หมู่ 3"),
        ("ไฟถนนดับ หมู่ 3", "ถนนเป็นหลุม หมู่ 3"),
        ("ถนนพัง หมู่ 3 หน้าวัดป่าเลไลย์", "ถนนพัง หมู่ 3 หน้าโรงเรียนบ้านบ่อรัง"),
        ("ไฟดับ ซอย 4 หมู่ 1", "ไฟดับ ซอย 4 หมู่ 2"),
        ("ถนนพัง", "ถนนพัง"),
        ("หมู่ 3", "หมู่ 3"),
        ("ถนนพัง พิกัด 15.65000, 101.10000", "ถนนพัง พิกัด 15.65400, 101.10000"),
        ("ถนนหน้าบ้านผมพัง", "ถนนหน้าบ้านผมพัง"),
    ],
)
def test_what_is_elsewhere_or_about_something_else_is_not_the_same(one: str, other: str) -> None:
    assert not is_same(one, other)


@given(ANY, ANY)
def test_any_words_have_a_matter_and_which_is_asked_first_does_not_matter(
    one: str, other: str
) -> None:
    assert is_same(one, other) == is_same(other, one)


@given(ANY)
def test_nothing_is_found_that_is_not_named(text: str) -> None:
    matter = matter_of([text])
    assert set(matter.services) <= set(SERVICES)
    assert len(matter.places) <= MOST_PLACES
    if not matter.services or not matter.places:
        assert matter.is_found_by == frozenset()


@given(
    st.integers(1, 99),
    st.sampled_from(["หมู่ ", "หมู่ที่ ", "หมู่", "ม.", "ม. ", "หมู่  ที่ ", "moo "]),
    st.sampled_from(["0123456789", "๐๑๒๓๔๕๖๗๘๙", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]),
    st.sampled_from(["", "0"]),
)
def test_a_village_is_the_same_in_any_digits_and_with_any_spaces(
    number: int, before: str, digits: str, zero: str
) -> None:
    written = f"{zero}{number}".translate({ord(str(n)): digit for n, digit in enumerate(digits)})
    assert is_same(f"ถนนพัง {before}{written} ครับ", f"ถนนพัง หมู่ {number}")


@given(
    st.floats(5.7, 20.4),
    st.floats(97.4, 105.6),
    st.floats(0, 600),
    st.floats(0, 2 * math.pi),
)
def test_what_is_near_is_found_and_what_is_far_is_not(
    north: float, east: float, metres: float, direction: float
) -> None:
    up = north + metres * math.cos(direction) / 111_320
    right = east + metres * math.sin(direction) / (111_320 * math.cos(math.radians(north)))
    found = is_same(f"ถนนพัง พิกัด {north:.5f}, {east:.5f}", f"หลุม พิกัด {up:.5f}, {right:.5f} หน้าวัด")
    assert found or metres > 60
    assert not found or metres < 300


def test_very_long_words_are_looked_at_only_so_far() -> None:
    assert matter_of(["ก" * LONGEST + " ถนนพัง หมู่ 3"]) == Matter()
