"""Right after an officer's answer: the next words may be meant for that officer."""

import pytest

from tests.conversing import POTHOLE, Person, Town

THANKS = "ขอบคุณครับ จะรอนะ"


@pytest.fixture
async def answered(town: Town, citizen: Person, officer: Person) -> Person:
    """A citizen who has just read an officer's answer."""
    await citizen.files()
    (case_id,) = town.rows("select id from cases")
    await officer.presses_data(f"c:{case_id}:answer")
    await officer.says("วันจันทร์ไปซ่อม สะดวกไหม")
    await officer.presses("ส่ง")
    officer.news()
    citizen.news()
    return citizen


@pytest.mark.parametrize("yes", ["ใช่", "ครับ", "ใช่ค่ะ", "ส่งถึงเจ้าหน้าที่"])
async def test_the_next_words_reach_the_officer_after_a_yes(
    town: Town, answered: Person, officer: Person, yes: str
) -> None:
    asked = await answered.says("ตอนบ่ายสะดวกค่ะ")
    assert "ส่งข้อความนี้ถึงเจ้าหน้าที่เรื่อง PS-" in asked
    assert "ตอนบ่ายสะดวกค่ะ" not in town.texts_of_cases()

    assert "เจ้าหน้าที่ได้รับแจ้งแล้ว" in await answered.says(yes)
    assert town.texts_of_cases()[-1] == "ตอนบ่ายสะดวกค่ะ"
    assert "ผู้แจ้งเขียนเพิ่มในเรื่อง" in officer.news()


async def test_the_button_does_the_same_also_after_a_restart(town: Town, answered: Person) -> None:
    await town.restart()
    await answered.says(THANKS)
    await town.restart()
    await answered.presses("ส่งถึงเจ้าหน้าที่")

    assert town.texts_of_cases()[-1] == THANKS
    assert "เรื่อง PS-" in await answered.presses_data("f:reply")
    assert town.texts_of_cases().count(THANKS) == 1


@pytest.mark.parametrize("by_typing", [True, False])
async def test_after_a_no_the_words_are_read_as_any_others(
    town: Town, answered: Person, *, by_typing: bool
) -> None:
    await answered.says(POTHOLE)
    told = await (answered.says("ไม่ใช่ค่ะ") if by_typing else answered.presses("ไม่ใช่"))

    assert "จะแจ้งเรื่องนี้ให้เจ้าหน้าที่ดูแลไหม" in told
    assert len(town.texts_of_cases()) == 2


@pytest.mark.parametrize("words", ["คะแนนรวมเท่าไหร่", "/score"])
async def test_a_clear_question_and_a_command_are_answered(answered: Person, words: str) -> None:
    assert "96.46" in await answered.says(words)


async def test_it_is_asked_once_and_only_right_after_the_answer(
    town: Town, answered: Person
) -> None:
    await answered.presses_data("q:help")

    assert "ส่งข้อความนี้ถึงเจ้าหน้าที่" not in await answered.says(THANKS)


async def test_words_that_were_taken_back_are_not_sent(town: Town, answered: Person) -> None:
    await answered.says(THANKS)
    await answered.unsends(answered.message_id)
    await answered.presses_data("f:reply")

    assert THANKS not in town.texts_of_cases()


@pytest.mark.parametrize("words", ["บอกเขาว่ามาได้เลย", "ได้ค่ะ พรุ่งนี้อยู่บ้าน"])
async def test_plain_words_after_an_answer_reach_the_officer(
    town: Town, answered: Person, words: str
) -> None:
    assert "ส่งข้อความนี้ถึงเจ้าหน้าที่" in await answered.says(words)
    await answered.presses("ส่งถึงเจ้าหน้าที่")

    assert town.texts_of_cases()[-1] == words


async def test_more_words_instead_of_a_yes_are_offered_together_with_the_first(
    town: Town, answered: Person
) -> None:
    await answered.says("สะดวกคับ")
    assert "ส่งข้อความนี้ถึงเจ้าหน้าที่" in await answered.says("บอกเขาว่ามาได้เลย")
    await answered.says("ใช่")

    assert town.texts_of_cases()[-1] == "สะดวกคับ\nบอกเขาว่ามาได้เลย"


async def test_of_several_words_any_that_is_taken_back_keeps_all_from_being_sent(
    town: Town, answered: Person
) -> None:
    await answered.says("สะดวกคับ")
    first = answered.message_id
    await answered.says("โทร 0812345678")
    await answered.unsends(first)
    await answered.presses_data("f:reply")

    assert len(town.texts_of_cases()) == 2


async def test_after_a_no_all_of_them_are_read_so_that_nothing_is_lost(answered: Person) -> None:
    await answered.says(POTHOLE)
    await answered.says("ขอบคุณครับ")

    assert "จะแจ้งเรื่องนี้ให้เจ้าหน้าที่ดูแลไหม" in await answered.says("ไม่ใช่")


async def test_words_that_ask_to_be_passed_on_are_offered_later_too(
    town: Town, answered: Person, officer: Person
) -> None:
    await answered.says("คะแนนรวมเท่าไหร่")
    assert "ส่งข้อความนี้ถึงเจ้าหน้าที่" in await answered.says("ฝากบอกช่างว่าบ่ายสามว่าง")
    await answered.presses("ส่งถึงเจ้าหน้าที่")

    assert town.texts_of_cases()[-1] == "ฝากบอกช่างว่าบ่ายสามว่าง"


async def test_my_cases_right_after_an_answer_is_no_message_to_the_officer(
    answered: Person,
) -> None:
    assert "วันจันทร์ไปซ่อม" in await answered.says("เรื่องของฉัน")
