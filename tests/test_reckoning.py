"""What is to be made of the figures: limits, ranks, counts, means, claims."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding import comparing, parts, reckoning, supposing, wishing
from handlers.understanding.normalise import normalise
from tests.understanding import named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ข้อไหนได้เกิน 95", {"direction": "over", "limit": "95"}),
        ("ข้อไหนไม่เกิน 95", {"direction": "under", "limit": "95", "included": "yes"}),
        ("ผ่านเกณฑ์ 95 กี่ข้อ", {"direction": "over", "limit": "95", "included": "yes"}),
        ("ข้อไหนไม่ผ่าน 95", {"direction": "under", "limit": "95"}),
        ("ได้ 95 ขึ้นไปกี่ข้อ", {"direction": "over", "limit": "95", "included": "yes"}),
        ("95 or more", {"direction": "over", "limit": "95", "included": "yes"}),
        ("เกิน 90 แต่ต่ำกว่า 95", {"direction": "over", "limit": "90", "until": "95"}),
        ("ข้อไหนได้ 90-95", {"direction": "between", "limit": "90", "until": "95"}),
        ("ข้อไหนได้ 98.43", {"direction": "exact", "limit": "98.43"}),
        ("มีกี่ข้อได้เต็ม", {"direction": "exact", "limit": "100"}),
        ("ข้อไหนต่ำสุด", {}),
    ],
)
def test_limits_are_read_with_the_side_that_is_meant(text: str, found: dict[str, str]) -> None:
    assert reckoning.limits(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("สิบข้อที่ต่ำสุด", {"count": "10"}),
        ("ต่ำสุดห้าอันดับ", {"count": "5"}),
        ("top 5 items", {"count": "5"}),
        ("the three lowest", {"count": "3"}),
        ("ต่ำเป็นอันดับสอง", {"rank": "2"}),
        ("รองบ๊วยคือข้อไหน", {"rank": "2"}),
        ("third lowest item", {"rank": "3"}),
        ("อันดับหนึ่งคือใคร", {}),
        ("ตัวชี้วัดที่ 2 ต่ำสุดข้อไหน", {}),
    ],
)
def test_so_many_and_which_of_them(text: str, found: dict[str, str]) -> None:
    assert reckoning.ranks(text) == found


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("e9 ได้ 86.93 ใช่ไหม", "86.93"),
        ("is it true that e9 got 96.93, right?", "96.93"),
        ("e9 ได้ 86.93", ""),
        ("96.46 กับ 96.51 ใช่ไหม", ""),
    ],
)
def test_a_claim_is_one_figure_that_is_asked_after(text: str, claimed: str) -> None:
    assert reckoning.claimed(text).get("claimed", "") == claimed


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("e14 ของคนที่ตอบเอง กับ e13 ที่ไปเก็บ", "public,survey"),
        ("Public: e1,e6 / Survey: e2", "public,public,survey"),
        ("e1 e2 ทั้ง public และ survey", ""),
        ("i1 กับ e1 ส่วนที่ 2", ""),
    ],
)
def test_each_item_has_the_part_that_is_said_of_it(text: str, sources: str) -> None:
    assert named(text).get("sources", "") == sources


def test_a_rejected_part_is_not_the_one_that_is_meant() -> None:
    assert parts.parts_in_order("e4 ที่ไปสัมภาษณ์ ไม่เอาที่ตอบเอง") == [(8, "survey")]


@pytest.mark.parametrize(
    ("text", "things", "found"),
    [
        ("ถ้า e1 ได้ 90 กับ e2 95", 2, {"values": "90,95"}),
        ("ถ้า e1 กับ e2 ได้ 90", 2, {"value": "90"}),
        ("ถ้า e1 ได้ 90 กับ e2 95 และ 97", 2, {}),
        ("ถ้า o43 ได้ 100 จะถึง 98 ไหม", 1, {"value": "100", "target": "98"}),
        ("แก้ o43 แล้วยังขาดอีกเท่าไหร่ถึง 99", 1, {"value": "100", "target": "99"}),
        ("ถ้า e14 จาก 86.80 เป็น 95", 1, {"value": "95", "from": "86.80"}),
        ("ถ้า o43 ขึ้น 100", 1, {"value": "100"}),
        ("ถ้า i1 ขึ้น 1", 1, {"step": "+1"}),
        ("ถ้า iit เต็ม ส่วนอื่นเท่าเดิม", 1, {"value": "100"}),
        ("ถ้า o43 ยังเป็น 0", 1, {}),
    ],
)
def test_points_are_read_where_it_is_certain_whose_they_are(
    text: str, things: int, found: dict[str, str]
) -> None:
    assert supposing.points(text, things) == found


@pytest.mark.parametrize(
    ("text", "found", "wished"),
    [
        ("อยากได้ 98 ต้องให้ o43 กี่คะแนน", {"item": "o43"}, {"goal": "98", "item": "o43"}),
        ("ทำยังไงถึงจะได้ 99 โดยไม่แก้ o43", {"item": "o43"}, {"goal": "99", "without": "o43"}),
        ("ตั้งเป้า 97 ห้ามยุ่งกับ oit", {"instrument": "OIT"}, {"goal": "97", "without": "OIT"}),
        ("ขาดอีกเท่าไรถึงร้อยเต็ม", {}, {"goal": "100"}),
        ("ถ้าทุกข้อเต็ม จะถึง 99 ไหม", {}, {}),
        ("ถ้า o43 ได้ 98", {"item": "o43"}, {}),
    ],
)
def test_a_goal_is_the_total_unless_one_item_is_to_reach_it(
    text: str, found: dict[str, str], wished: dict[str, str]
) -> None:
    assert wishing.wished(text, found) == wished


@given(st.text(max_size=120))
def test_whatever_is_written_is_read_without_an_error(text: str) -> None:
    plain = normalise(text)
    found = {**named(text), **supposing.points(plain), **reckoning.limits(plain)}
    found |= reckoning.ranks(plain) | reckoning.worked_out(plain) | reckoning.claimed(plain)
    found |= comparing.across(plain, named(text)) | wishing.wished(plain, named(text))

    for slot in ("limit", "until", "claimed", "from", "target"):
        assert 0 <= Decimal(found.get(slot, "0")) < 1_000
