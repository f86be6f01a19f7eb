"""Whether somebody's words mean a member of staff."""

import pytest

from data.same_person import is_meant, means_executive


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("สมชาย", "นายสมชาย"),
        ("นายสมชาย ใจดำ", "สมชาย"),
        ("นางสาวสมศรี ใจซื่อ", "คุณสมศรีกองคลัง"),
        ("น.ส.สมศรี ใจซื่อ", "น.ส. สมศรี"),
        ("ดร.กมล ดีงาม", "นายกมล"),
        ("นิติกร", "อย่าให้นิติกรเห็น"),
        ("ผอ.สมชาย", "ผู้อำนวยการ สมชาย"),
        ("Somchai Jaidee", "mr. somchai"),
        ("น้ำฝน", "นํ้าฝน"),
        ("เเดง ใจดี", "แดง"),
        ("สม\u200bชาย", "สมชาย"),
    ],
)
def test_a_name_is_meant_without_its_titles_and_however_it_is_typed(name: str, words: str) -> None:
    assert is_meant(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("สมชาย", ""),
        ("", "สมชาย"),
        ("สมชาย", "สมชัย"),
        ("นายสมชาย ใจดำ", "นาย"),
        ("ชาย", "ผู้ชายคนหนึ่ง"),
        ("วันดี", "หัวหน้าฝ่ายโยธา"),
    ],
)
def test_other_words_mean_somebody_else(name: str, words: str) -> None:
    assert not is_meant(name, words)


@pytest.mark.parametrize("words", ["นายก", "นายก อบต.", "รองนายก", "ปลัดเทศบาล", "ผู้บริหาร"])
def test_an_executive_is_meant_by_the_post(words: str) -> None:
    assert means_executive(words)


@pytest.mark.parametrize("words", ["นายกมล", "นายกฤษณะ ใจดี", "นาย ก.", "สมชาย", ""])
def test_a_name_that_begins_like_a_post_is_no_executive(words: str) -> None:
    assert not means_executive(words)
