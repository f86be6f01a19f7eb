"""What goes wrong between features that were each right alone: mostly who learns of what."""

from dataclasses import replace

import pytest

from data.units import Unit
from handlers.message import Messenger
from tests.conversing import Person, Town
from tests.test_joining import joins, tells

WORKS, FINANCE = Unit("works", "กองช่าง"), Unit("finance", "กองคลัง")
REQUEST = "ขอสำเนาข้อมูลของผมทั้งหมด"


@pytest.fixture
def neighbour(town: Town) -> Person:
    return town.citizen("malee", Messenger.TELEGRAM)


@pytest.fixture
async def boss(town: Town) -> Person:
    """Supervises."""
    return await town.officer("boss", role="supervisor")


@pytest.fixture
async def contact(town: Town) -> Person:
    """The data-protection contact."""
    return await town.officer("pranee", role="privacy")


async def hides(boss: Person, code: str, name: str) -> None:
    """Keep a case from a colleague."""
    await boss.says(f"/case {code}")
    await boss.presses("ไม่ให้บางคนเห็น")
    await boss.presses(name)
    assert "จะไม่เห็นเรื่องนี้อีก" in await boss.presses_data(boss.choices[0].data)


# who must not know -----------------------------------------------------------------------


async def test_what_is_hidden_stays_hidden_by_the_cases_that_joined_it(
    citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await hides(boss, first, "somsri")

    seen = await officer.says(f"/case {code}")
    for command in ("/find หลุม", f"/find {code[:6]}", "/cases ทั้งหมด", "/mine"):
        seen += await officer.says(command)
    assert first not in seen
    assert code not in seen


async def test_who_joined_still_hears_the_words_of_an_officer_who_sees_both(
    town: Town, citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, _code = await citizen.files(), await joins(neighbour)
    await hides(boss, first, "somsri")
    shown = await tells(boss, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert "ผู้ร่วมเรื่อง" in shown
    assert "ช่างไปดูแล้ว" in neighbour.news()


async def test_that_a_hidden_joiner_writes_is_not_told_to_whom_it_is_hidden_from(
    citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await hides(boss, code, "somsri")
    officer.news()
    boss.news()
    await neighbour.says(f"เขียน {code}")
    await neighbour.says("น้ำขังด้วย")

    assert first in boss.news()
    assert officer.news() == ""


async def test_who_goes_on_is_not_given_to_somebody_from_whom_it_is_hidden(
    town: Town, citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await officer.says(f"/case {first}")
    await officer.presses("รับไว้ทำเอง")
    await hides(boss, code, "somsri")
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert town.rows("select assigned_to from cases where code = :code", code=code) == [None]


async def test_who_goes_on_stays_in_the_unit_of_the_first(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    town.agency = replace(town.agency, units=(WORKS, FINANCE))
    await town.restart()
    await town.officer("chang", unit="works")
    supervisor = await town.officer("boss", role="supervisor")
    first, code = await citizen.files(), await joins(neighbour)
    await supervisor.says(f"/case {first}")
    await supervisor.presses("ส่งให้หน่วยงานภายใน")
    await supervisor.presses("กองช่าง")
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert town.rows("select unit from cases where code = :code", code=code) == ["works"]


# requests about personal data ------------------------------------------------------------


async def test_what_is_answered_to_one_data_request_is_told_to_no_other(
    citizen: Person, neighbour: Person, contact: Person
) -> None:
    first = await citizen.files(REQUEST, "privacy")
    second = await neighbour.files("ขอสำเนาข้อมูลของดิฉัน", "privacy")
    await contact.says(f"/case {second}")
    await contact.presses("ซ้ำกับเรื่องอื่น")
    await contact.says(first)
    await contact.says("ซ้ำกัน")
    await contact.presses("ส่ง")
    neighbour.news()
    card = await contact.says(f"/case {first}")
    shown = await tells(contact, first, "ตอบผู้แจ้ง", "เลขบัตรของคุณคือ 1-2345")

    assert "ของดิฉัน" not in card
    assert "ผู้ร่วมเรื่อง" not in shown
    assert "1-2345" not in neighbour.news()


async def test_a_list_of_data_requests_is_confidential(citizen: Person, contact: Person) -> None:
    code = await citizen.files(REQUEST, "privacy")
    await contact.says(f"/case {code}")
    await contact.presses("รับไว้ทำเอง")

    assert code in await contact.says("/mine")
    assert contact.replies[-1].confidential


async def test_who_is_offered_a_kind_to_filter_by_may_see_some_of_it(
    contact: Person, handler: Person
) -> None:
    for person, sees, others in (
        (contact, "คำขอข้อมูลส่วนตัว", "แจ้งทุจริต"),
        (handler, "แจ้งทุจริต", "คำขอข้อมูลส่วนตัว"),
    ):
        await person.presses_data("c:pick:kind:")
        assert sees in person.labels, person.labels
        assert others not in person.labels


# words that wait -------------------------------------------------------------------------


async def test_words_that_wait_are_not_lost_when_the_case_goes_to_another_unit(
    town: Town, citizen: Person
) -> None:
    town.agency = replace(town.agency, units=(WORKS, FINANCE), undo_seconds=1)
    await town.restart()
    builder = await town.officer("chang", unit="works")
    await citizen.files()
    await builder.presses_data("c:1:open")
    await builder.presses_data("c:1:note:1")
    await builder.says("ส่งให้การคลังดูค่ะ")
    held = await builder.presses("ส่ง")
    given = await builder.presses_data("c:1:unit-finance")

    assert "เรียกคืน" in builder.labels or "เรียกคืน" in held
    assert town.rows("select unit from cases") == [""], given
