"""Names of buttons that are typed, whether they were offered or not."""

import pytest

from handlers import known_words
from tests.answering import message
from tests.conversing import Person, Town

TELLS = ["แจ้งเรื่อง", "แจ้งเรื่องใหม่ค่ะ", "แจ้งเรื่องยังไงคะ", "ขอร้องเรียน", "ร้องเรียนครับ", "อยากร้องเรียน"]


@pytest.mark.parametrize("words", TELLS)
async def test_whoever_wants_to_tell_something_chooses_its_kind(
    citizen: Person, words: str
) -> None:
    assert "อยากแจ้งเรื่องแบบไหน" in await citizen.says(words)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ร้องทุกข์", "ร้องทุกข์"),
        ("ติชมค่ะ", "ติชม เสนอแนะ"),
        ("แจ้งทุจริต", "แจ้งทุจริต"),
        ("แจ้งแบบลับครับ", "แจ้งทุจริต"),
        ("ฝากคำถามไว้", "คำถามถึงเจ้าหน้าที่"),
    ],
)
async def test_the_name_of_a_kind_begins_it(
    citizen: Person, handler: Person, words: str, kind: str
) -> None:
    assert f"แจ้งเรื่อง: {kind}" in await citizen.says(words)


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("แจ้งเรื่อง", "file_complaint"),
        ("ร้องทุกข์", "file_grievance"),
        ("ติชมค่ะ", "file_feedback"),
        ("ฝากคำถาม", "human_handoff"),
    ],
)
def test_a_typed_name_is_understood_as_what_its_button_begins(words: str, intent: str) -> None:
    question = known_words.meant(known_words.button(message(words)))
    assert question is not None
    assert question.intent == intent


async def test_corruption_is_still_refused_while_nobody_is_appointed(citizen: Person) -> None:
    assert "ยังไม่ได้แต่งตั้ง" in await citizen.says("แจ้งทุจริต")


@pytest.mark.parametrize(
    ("words", "told"),
    [("ติดตามเรื่อง", "ยังไม่พบเรื่อง"), ("คุยกับเจ้าหน้าที่ค่ะ", "เจ้าหน้าที่"), ("เมนู", "ถาม")],
)
async def test_the_other_names_do_what_pressing_them_does(
    citizen: Person, words: str, told: str
) -> None:
    assert told in await citizen.says(words)


async def test_writing_to_the_officer_by_name_opens_the_only_open_case(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    assert code in await citizen.says("เขียนถึงเจ้าหน้าที่")
    await citizen.says("ยังพังอยู่")
    assert town.texts_of_cases()[-1] == "ยังพังอยู่"

    other = await citizen.files()
    listed = await citizen.says("เขียนถึงเจ้าหน้าที่")
    assert code in listed
    assert other in listed


async def test_in_a_group_nothing_is_begun_by_name(town: Town) -> None:
    group = town.citizen("the village", group=True)

    assert "แชตส่วนตัว" in await group.says("ร้องทุกข์")
    assert "แชตส่วนตัว" in await group.says("เขียนถึงเจ้าหน้าที่")
