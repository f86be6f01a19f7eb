"""After filing: an officer's question is answered, a finished case is opened again."""

from datetime import timedelta
from types import MappingProxyType

import pytest

from bot import clock
from data import case_work, clocks, register
from data.case_moves import Need, Who
from data.case_work import Making
from data.cases import Case
from data.times import parse, stamp
from tests.conversing import BRIBE, Person, Town

WHY = "ซ่อมแล้ว แต่หลุมเดิมยังอยู่ครึ่งหนึ่ง"


def case_of(town: Town, person: Person) -> Case:
    return town.store.read_now(register.filed_by, person.chat)[0]


def works(town: Town, case: Case, move: str, **given: str) -> None:
    """An officer's move that needs no screen here."""
    needs = MappingProxyType({Need(name): text for name, text in given.items()})
    at = stamp(clock.now())
    town.store.write_now(case_work.make, Making(case, move, Who.WORKER, at, given=needs))


async def close(officer: Person, outcome: str = "resolved", words: str = "ซ่อมเสร็จแล้ว") -> None:
    """The only case is closed by its officer."""
    await officer.presses_data("c:1:open")
    await officer.presses_data(f"c:1:as-{outcome}:99")
    await officer.has_no_photo()
    await officer.says(words)
    await officer.presses("ส่ง")
    officer.news()


def finished_days_ago(town: Town, days: float) -> None:
    at = stamp(clock.now() - timedelta(days=days))
    town.store.write_now(lambda db: db.execute("update cases set closed_at = ?", (at,)))


async def test_an_officers_question_is_shown_and_the_answer_lets_the_case_go_on(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    works(town, case_of(town, citizen), "answer", text="จะไปดู")
    works(town, case_of(town, citizen), "ask", text="หลุมอยู่หน้าบ้านเลขที่เท่าไร")
    works(town, case_of(town, citizen), "note", text="ยังรออยู่")

    shown = await citizen.says("เรื่องของฉัน")
    assert "เจ้าหน้าที่ถามว่า:\nหลุมอยู่หน้าบ้านเลขที่เท่าไร" in shown
    assert town.rows("select resumed_at from case_pause") == [""]
    officer.news()
    await citizen.presses("ตอบเจ้าหน้าที่")
    await citizen.says("เลขที่ 12 ค่ะ")

    assert case_of(town, citizen).state == "in_progress"
    assert town.rows("select resumed_at from case_pause") != [""]
    assert town.texts_of_cases()[-1] == "เลขที่ 12 ค่ะ"
    assert "ผู้แจ้งตอบคำถามแล้ว" in officer.news()
    assert "เจ้าหน้าที่ถามว่า" not in await citizen.says("เรื่องของฉัน")


async def test_a_finished_case_is_opened_again_with_a_reason_and_officers_are_told(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await close(officer)
    assert "ภายใน 30 วัน" in citizen.news()
    assert code in await citizen.presses("ยังไม่เรียบร้อย")
    assert case_of(town, citizen).state == "closed"
    await town.restart()
    told = await citizen.says(WHY)

    case = case_of(town, citizen)
    assert f"เปิดเรื่อง {code} อีกครั้งแล้ว" in told
    assert (case.state, case.reopened, case.is_open) == ("reopened", 1, True)
    assert town.store.read_now(clocks.next_date, case.id) is not None
    assert f"เรื่อง {code} ยังไม่เรียบร้อย" in officer.news()
    assert WHY in await officer.says(f"/case {code}")
    assert "เปิดเรื่องนี้อีกครั้งแล้ว" in await citizen.presses("เรื่องของฉัน")
    assert "ยังไม่เรียบร้อย" not in citizen.labels


@pytest.mark.parametrize("words", ["ยังไม่เรียบร้อยค่ะ", "ขอเปิดเรื่องอีกครั้ง", "not solved yet"])
async def test_it_is_opened_again_by_typing_and_from_the_card(
    town: Town, citizen: Person, officer: Person, words: str
) -> None:
    await citizen.files()
    await close(officer)
    await citizen.says("เรื่องของฉัน")
    assert "ยังไม่เรียบร้อย" in citizen.labels
    await citizen.says(words)
    await citizen.says(WHY)

    assert case_of(town, citizen).state == "reopened"


async def test_a_case_that_is_said_to_be_solved_is_opened_again_with_new_clocks(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    works(town, case_of(town, citizen), "resolve", text="ซ่อมแล้ว", after="ไม่มีรูป")
    await citizen.says("เรื่องของฉัน")
    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says(WHY)

    case = case_of(town, citizen)
    assert case.state == "reopened"
    running = town.rows("select name from case_clock where ended_at = '' order by name")
    assert running == ["acknowledge", "answer", "note"]


@pytest.mark.parametrize(("days", "state"), [(29.9, "reopened"), (30.1, "closed")])
async def test_after_thirty_days_it_is_too_late_and_a_new_case_is_offered(
    town: Town, citizen: Person, officer: Person, days: float, state: str
) -> None:
    code = await citizen.files()
    await close(officer)
    button = next(each for each in citizen.choices if each.label == "ยังไม่เรียบร้อย")
    finished_days_ago(town, days)
    told = await citizen.presses_data(button.data)
    late = state == "closed"
    assert ("เปิดอีกครั้งไม่ได้แล้ว" in told) is late
    assert ("แจ้งเรื่องใหม่" in citizen.labels) is late
    await citizen.says(WHY)

    assert case_of(town, citizen).state == state
    assert ("ยังไม่เรียบร้อย" in await citizen.says(f"ติดตามเรื่อง {code}")) is False


async def test_the_days_run_out_while_the_reason_is_typed(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    await citizen.presses("ยังไม่เรียบร้อย")
    finished_days_ago(town, 31)

    assert "เปิดอีกครั้งไม่ได้แล้ว" in await citizen.says(WHY)
    assert case_of(town, citizen).state == "closed"
    assert WHY not in town.texts_of_cases()


async def test_a_changed_mind_opens_nothing(town: Town, citizen: Person, officer: Person) -> None:
    await citizen.files()
    await close(officer)
    await citizen.presses("ยังไม่เรียบร้อย")

    assert "ยังไม่ได้เปิดเรื่องอีกครั้ง" in await citizen.presses("ยกเลิก")
    await citizen.says(WHY)
    assert case_of(town, citizen).state == "closed"


async def test_nobody_opens_somebody_elses_case(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await close(officer)
    stranger, number = town.citizen("stranger"), case_of(town, citizen).id
    never_there = await stranger.presses_data("f:reopen:7")

    assert await stranger.presses_data(f"f:reopen:{number}") == never_there
    assert await stranger.presses_data("f:reopen:x") == never_there
    assert await stranger.says(f"ยังไม่เรียบร้อย {code}") == never_there
    assert "ไม่พบเรื่องที่เปิดอีกครั้งได้" in await stranger.says("ยังไม่เรียบร้อย")


async def test_a_report_of_corruption_is_opened_again_without_a_word_in_the_alert(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await close(handler, "unsubstantiated", "ไม่พบมูล")
    officer.news()
    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says("มีพยานอีกคน")

    assert citizen.replies[-1].confidential
    alert = handler.news()
    assert "มีข้อความเพิ่มในเรื่องที่คุณดูแล" in alert
    assert code not in alert
    assert officer.news() == ""
    await close(handler, "substantiated", "พบมูล")
    assert case_of(town, citizen).state == "concluded"
    assert parse(case_of(town, citizen).closed_at) <= clock.now()


async def test_a_report_of_corruption_that_nobody_reads_any_more_names_the_outside_bodies(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await close(handler, "unsubstantiated", "ไม่พบมูล")
    town.dismiss(handler)
    await citizen.presses("ยังไม่เรียบร้อย")
    told = await citizen.says("มีพยานอีกคน")

    assert "ยังไม่มีใครได้อ่าน" in told
    assert all(body.name in told for body in town.agency.outside_bodies)
    assert case_of(town, citizen).state == "reopened"


async def test_a_photo_follows_the_words_that_opened_it_again(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says(WHY)
    await citizen.presses("เขียนถึงเจ้าหน้าที่")
    await citizen.sends_photo()

    assert len(town.files_of_cases()) == 1


@pytest.mark.parametrize("words", ["เรื่องของฉัน", "ถอนเรื่อง"])
async def test_a_withdrawn_case_is_taken_up_again_with_contact(
    town: Town, citizen: Person, officer: Person, words: str
) -> None:
    await citizen.files()
    await citizen.says("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")
    await citizen.says(words)
    await citizen.says("ขอเปิดเรื่องอีกครั้ง")
    await citizen.says(WHY)
    await close(officer)

    assert "ซ่อมเสร็จแล้ว" in citizen.news()
