"""What a new officer expects without having read anything."""

from handlers.message import Messenger
from tests.conversing import Person, Town


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
    await officer.says("กลบหลุมแล้ว")
    await officer.presses("ส่ง")
    assert "ยังไม่เรียบร้อย" in citizen.news()
    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says("ยังไม่ได้ซ่อมเลยค่ะ")

    assert town.rows("select state from cases") == ["reopened"]
