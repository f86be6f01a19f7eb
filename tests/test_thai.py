"""How numbers, dates and lists are written for people."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.thai import be_date, difference, exact, listed, points, runs, shorten


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("96.4625", "96.46"),
        ("96.475", "96.48"),
        ("0", "0.00"),
        ("86.8", "86.80"),
        ("100", "100.00"),
    ],
)
def test_points_have_two_decimals_rounded_half_up(value: str, shown: str) -> None:
    assert points(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("96.475", "96.475"), ("95.00", "95.00"), ("96.4625", "96.463")]
)
def test_a_third_decimal_is_shown_where_there_is_one(value: str, shown: str) -> None:
    assert exact(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("2", "+2.00"), ("-0.05", "-0.05"), ("0.001", "0.00"), ("-0.001", "0.00")]
)
def test_a_difference_has_a_sign_unless_it_is_nothing(value: str, shown: str) -> None:
    assert difference(Decimal(value)) == shown


def test_dates_are_in_the_buddhist_era() -> None:
    assert be_date(date(2024, 9, 30)) == "30 กันยายน 2567"
    assert be_date(date(2023, 10, 1)) == "1 ตุลาคม 2566"


def test_lists_end_in_and() -> None:
    assert listed([]) == ""
    assert listed(["ก"]) == "ก"
    assert listed(["ก", "ข", "ค"]) == "ก, ข และ ค"


def test_neighbouring_codes_are_joined() -> None:
    assert runs(["i4", "i5", "i6", "e1", "o9", "o10", "o12"]) == "i4-i6 e1 o9-o10 o12"
    assert runs(["9.1", "9.2"]) == "9.1 9.2"
    assert runs([]) == ""


def test_a_long_text_is_cut_at_a_space() -> None:
    assert shorten("หนึ่ง สอง สาม สี่", 15) == "หนึ่ง สอง สาม…"
    assert shorten("สั้น", 15) == "สั้น"


@given(st.text(alphabet="กขคงนมยรลวสอ ะาำิีืุู่้๊๋์เแโไ", max_size=80), st.integers(5, 60))
def test_a_cut_text_fits_and_keeps_its_letters_whole(text: str, longest: int) -> None:
    shown = shorten(text, longest)

    assert len(shown) <= longest
    if shown != text:
        rest = text.removeprefix(shown.removesuffix("…"))
        orphans = rest and unicodedata.category(rest[0]) == "Mn"
        kept = shown.removesuffix("…").rstrip()
        assert not orphans or len(kept) <= 1
