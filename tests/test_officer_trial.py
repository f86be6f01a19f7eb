"""What a new officer expects without having read anything."""

import pytest

from handlers.message import Messenger
from tests.conversing import Desk, Person, Town


async def test_the_welcome_names_what_one_can_do(town: Town) -> None:
    newcomer = town.citizen("new", Messenger.TELEGRAM)
    told = await newcomer.says(f"/start join_{town.invitation()}")

    assert all(command in told for command in ("/cases", "/mine", "/late", "/new", "/stats"))


async def test_a_bare_code_opens_the_case_which_says_by_when(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    card = await officer.says(code)

    assert f"{code} · ร้องทุกข์" in card
    assert "ภายในวัน" in card


async def test_what_is_not_put_right_is_opened_again_with_one_press(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.says(code)
    await officer.presses("แก้ไขเสร็จแล้ว")
    await officer.has_no_photo()
    await officer.says("กลบหลุมแล้ว")
    await officer.presses("ส่ง")
    assert "ยังไม่เรียบร้อย" in citizen.news()
    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says("ยังไม่ได้ซ่อมเลยค่ะ")

    assert town.rows("select state from cases") == ["reopened"]


async def test_where_nobody_was_told_nobody_is_said_to_have_been(citizen: Person) -> None:
    code = await citizen.files()
    await citizen.says(f"เขียน {code}")
    told = await citizen.says("ยังดับอยู่")

    assert "เจ้าหน้าที่จะเห็นเมื่อเปิดเรื่อง" in told
    assert "ได้รับแจ้งแล้ว" not in told


async def test_once_a_question_is_answered_the_button_asks_for_no_answer(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("ถามผู้แจ้ง")
    await officer.says("เสาต้นไหน")
    await officer.presses("ส่ง")
    await citizen.presses("ตอบคำถาม")
    await citizen.says("ต้นที่สาม")

    assert "เขียนถึงเจ้าหน้าที่" in citizen.labels
    assert "ตอบเจ้าหน้าที่" not in citizen.labels


async def test_the_terminal_shows_the_case_as_it_is_once_opened(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    shown = (await desk("cases", "show", code))[1]

    assert "สถานะ: เปิดอ่านแล้ว" in shown
    assert "ภายในวัน" in shown


OF_EVERY_OFFICER = {
    "/cases",
    "/mine",
    "/late",
    "/case",
    "/find",
    "/new",
    "/away",
    "/stats",
    "/holidays",
}


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("officer", set()),
        ("supervisor", {"/export", "/queue"}),
        ("administrator", {"/export", "/queue", "/staff", "/invite"}),
    ],
)
async def test_the_help_that_the_welcome_calls_complete_names_every_command(
    town: Town, role: str, more: set[str]
) -> None:
    member = await town.officer("new", role=role)
    told = await member.says("/help")
    named = {word for word in told.split() if word.startswith("/")}

    assert named == OF_EVERY_OFFICER | more
    assert "/identity" in await (await town.officer("named", corruption=True)).says("/help")


async def test_a_viewer_is_offered_no_cases_that_they_may_not_open(town: Town) -> None:
    viewer = await town.officer("viewer", role="viewer")

    assert "เรื่องที่รอ" not in viewer.labels
    assert "/stats" in viewer.replies[-1].text


async def test_whoever_may_not_export_hears_truly_who_may(officer: Person) -> None:
    assert "หัวหน้างานและผู้ดูแลระบบ" in await officer.says("/export")


async def test_statistics_say_nothing_of_what_nobody_knows_yet(
    citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    told = await officer.says("/stats")

    assert "ครึ่งหนึ่งเปิดอ่านภายใน 1 วัน" in told
    assert "ครึ่งหนึ่งปิดภายใน" not in told
