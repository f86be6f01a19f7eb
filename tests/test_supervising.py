"""What a supervisor does beside an officer's work: keeping cases from people, setting the hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.officers.office_days import HOURS
from tests.conversing import BRIBE, POTHOLE, Person, Town


@pytest.fixture
async def supervisor(town: Town) -> Person:
    return await town.officer("hua", role="supervisor")


async def hides(supervisor: Person, somebody: str) -> str:
    """From the card to the end; what is read."""
    await supervisor.presses_data("c:1:open")
    await supervisor.presses("ไม่ให้บางคนเห็น")
    await supervisor.presses(somebody)
    return await supervisor.presses("เป็นคู่กรณี")


async def test_a_supervisor_hides_an_ordinary_case_from_somebody(
    town: Town, citizen: Person, officer: Person, supervisor: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:take")
    officer.news()
    assert "จะไม่เห็นเรื่องนี้อีก" in await hides(supervisor, "somsri")

    assert officer.news() == ""
    assert await officer.says(f"/case {code}") == await officer.says("/case PS-000-000-000")
    assert code not in await officer.says("/cases") + await officer.says("/mine")
    assert POTHOLE in await supervisor.says(f"/case {code}")
    assert town.rows("select assigned_to from cases") == [None]


async def test_hiding_is_in_the_audit_trail_and_its_reason_is_sealed(
    town: Town, citizen: Person, officer: Person, supervisor: Person
) -> None:
    await citizen.files()
    await hides(supervisor, "somsri")

    (number,) = town.rows("select id from staff where role = 'supervisor'")
    assert town.rows("select why, by from case_exclusion") == [("supervisor", str(number))]
    assert town.rows("select count(*) from audit where action = 'excluded'") == [1]
    assert "เป็นคู่กรณี".encode() not in town.rows("select reason from case_exclusion")[0]


async def test_hiding_needs_the_role_a_colleague_and_a_reason(
    town: Town, citizen: Person, officer: Person, supervisor: Person
) -> None:
    await citizen.files()
    (other,) = town.rows("select id from staff where role = 'supervisor'")
    await officer.presses_data("c:1:open")
    assert "ไม่ให้บางคนเห็น" not in officer.labels
    for data in (f"c:1:hide-{other}-0", f"c:1:hide-{other}", "c:1:hide"):
        assert "ไม่ได้" in await officer.presses_data(data)
    (officers,) = town.rows("select id from staff where role = 'officer'")
    for data in ("c:1:hide-99-0", f"c:1:hide-{officers}-9", f"c:1:hide-{other}-0", "c:1:hide-x-y"):
        await supervisor.presses_data(data)

    assert not town.rows("select id from case_exclusion")


async def test_a_secret_case_is_not_a_supervisor_s_to_hide(
    town: Town, citizen: Person, officer: Person
) -> None:
    supervisor = await town.officer("hua", role="supervisor", corruption=True)
    await citizen.files(BRIBE, "corruption")
    await supervisor.presses_data("c:1:open")
    assert "ไม่ให้บางคนเห็น" not in supervisor.labels

    await supervisor.presses_data("c:1:hide-1-0")
    assert not town.rows("select id from case_exclusion")


async def test_where_nobody_else_sees_it_that_is_said(citizen: Person, supervisor: Person) -> None:
    await citizen.files()

    assert "ไม่มีเจ้าหน้าที่คนอื่น" in await supervisor.presses_data("c:1:hide")


@pytest.mark.parametrize("written", ["09:00 15:30", "9.00-15.30", "9:00 ถึง 15.30"])
async def test_a_supervisor_sets_the_office_hours(
    town: Town, supervisor: Person, written: str
) -> None:
    assert "09.00 - 15.30 น." in await supervisor.says(f"/holidays hours {written}")

    assert town.rows("select opens, closes from office_hours") == [("09:00", "15:30")]
    assert "09.00 - 15.30 น." in await supervisor.says("/holidays")


@pytest.mark.parametrize("written", ["", "16:30 08:30", "08:30", "25:00 26:00", "เช้า เย็น"])
async def test_hours_that_are_none_change_nothing(
    town: Town, supervisor: Person, written: str
) -> None:
    assert "เวลาเปิดก่อนเวลาปิด" in await supervisor.says(f"/holidays hours {written}")

    assert not town.rows("select id from office_hours")


@given(st.text(max_size=40))
def test_whatever_is_written_as_hours_is_read_or_not(written: str) -> None:
    found = HOURS.fullmatch(written)

    assert found is None or all(int(part) < 60 for part in found.groups())
