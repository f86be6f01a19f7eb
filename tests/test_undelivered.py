"""What an officer sent and never arrived: the officer is told, and nobody else."""

from bot.messengers.messenger import Undeliverable
from data import undelivered
from handlers.message import Messenger
from tests.conversing import BRIBE, Person, Town


async def answers_in_vain(town: Town, officer: Person, case: str = "c:1") -> str:
    """An officer answers while LINE says that the citizen is gone; what the officer then reads."""
    await officer.presses_data(f"{case}:answer")
    await officer.says("จะไปซ่อมวันจันทร์")
    town.offices[Messenger.LINE].trouble.append(Undeliverable("blocked"))
    told = await officer.presses("ส่ง")
    await town.settled()
    return told + officer.news()


async def test_the_officer_is_told_that_an_answer_did_not_arrive(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    assert f"ข้อความล่าสุดในเรื่อง {code} ส่งไม่ถึงผู้แจ้ง" in await answers_in_vain(town, officer)
    (case_id,) = town.rows("select id from cases")
    assert town.store.read_now(undelivered.last_sending, case_id) == "undeliverable"
    assert "ข้อความล่าสุดส่งไม่ถึงผู้แจ้ง" in await officer.presses_data("c:1:open")
    assert "จะไปซ่อมวันจันทร์" in await citizen.says(code)


async def test_of_a_corruption_case_nothing_is_told_but_that(town: Town, citizen: Person) -> None:
    handler = await town.officer("handler", corruption=True)
    code = await citizen.files(BRIBE, "corruption")
    heard = await answers_in_vain(town, handler)

    assert "ข้อความล่าสุดที่คุณส่งถึงผู้แจ้งส่งไม่ถึง" in heard
    alert = handler.replies[-1]
    assert alert.confidential
    assert code not in alert.text


async def test_who_lost_the_right_meanwhile_is_not_told(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:answer")
    await officer.says("จะไปซ่อมวันจันทร์")
    await officer.presses("ส่ง")
    town.dismiss(officer)
    (row_id,) = town.rows("select max(id) from outbox where case_id is not null")

    assert town.store.read_now(undelivered.to_be_told, row_id) is None


async def test_an_answer_that_arrived_is_told_of_nowhere(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:answer")
    await officer.says("จะไปซ่อมวันจันทร์")
    await officer.presses("ส่ง")

    assert officer.news() == ""
    assert "ส่งไม่ถึง" not in await officer.presses_data("c:1:open")
    assert town.rows("select count(*) from outbox where case_id is not null") == [1]
