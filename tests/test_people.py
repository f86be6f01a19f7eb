"""Administrators see who has access, take it away and invite, in the chat."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.units import Unit
from handlers.officers.people import INVITED, LONGEST_NAME, _invitation
from tests.conversing import BRIBE, Person, Town

WORKS = Unit("works", "กองช่าง")


@pytest.fixture
async def administrator(town: Town) -> Person:
    return await town.officer("palad", role="administrator")


def written(heard: str) -> str:
    """What the new colleague is to send."""
    return next(line for line in heard.splitlines() if line.startswith("/start join_"))


async def test_an_administrator_invites_and_whoever_writes_that_joins_once(
    town: Town, administrator: Person
) -> None:
    invitation = written(await administrator.says("/invite supervisor สมหญิง"))
    somebody, thief = town.citizen("somying"), town.citizen("thief")

    assert "เป็นหัวหน้างาน" in await somebody.says(invitation)
    assert "ใช้ไม่ได้แล้ว" in await thief.says(invitation)
    (number,) = town.rows("select id from staff where role = 'administrator'")
    invited = "select actor from audit where action = 'invited' order by id"
    assert town.rows(invited)[-1] == str(number)


async def test_the_token_is_kept_nowhere_once_it_is_delivered(
    town: Town, administrator: Person
) -> None:
    token = written(await administrator.says("/invite officer สมศรี")).split("join_")[1]

    assert administrator.replies[-1].confidential
    await town.restart()
    for table in ("invitation", "outbox", "audit", "conversation"):
        assert token not in str(town.rows(f"select * from {table}"))
    sealed = "select payload from outbox order by id desc limit 1"
    assert town.rows(sealed) == [b""]


async def test_an_officer_is_invited_to_a_unit_by_its_key_or_name(
    town: Town, administrator: Person
) -> None:
    town.agency = replace(town.agency, units=(WORKS,))
    await town.restart()
    for unit in ("works", "กองช่าง"):
        invitation = written(await administrator.says(f"/invite officer {unit} ช่างเอก"))
        assert "ของกองช่าง" in await town.citizen(f"ek {unit}").says(invitation)


@pytest.mark.parametrize(
    "asked", ["", "officer", "mayor สมศรี", "privacy สมศรี", "supervisor", "officer " + "ก" * 61]
)
async def test_what_cannot_be_invited_here_is_explained(
    town: Town, administrator: Person, asked: str
) -> None:
    assert "/invite บทบาท ชื่อ" in await administrator.says(f"/invite {asked}")
    assert not town.rows("select token_hash from invitation where used_at = ''")


async def test_nobody_is_named_for_secret_cases_in_the_chat(
    town: Town, citizen: Person, handler: Person, administrator: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    words = "officer --corruption พวกเดียวกัน"
    invitation = written(await administrator.says(f"/invite {words}"))
    friend = town.citizen("friend")
    await friend.says(invitation)

    assert "ไม่พบ" in await friend.says(f"/case {code}")
    assert town.rows("select corruption from staff order by id") == [1, 0, 0]


async def test_access_is_taken_away_at_once_after_asking_back(
    town: Town, officer: Person, administrator: Person
) -> None:
    await administrator.says("/staff")
    assert "ถอนสิทธิ์ somsri" in await administrator.presses("ถอน 1 somsri")
    assert "ไม่มีเรื่อง" in await officer.says("/cases")
    assert "มีผลทันที" in await administrator.presses("ยืนยันถอนสิทธิ์")

    assert "สำหรับเจ้าหน้าที่" in await officer.says("/cases")
    assert "somsri" not in await administrator.says("/staff")


async def test_the_last_handler_is_not_removed_without_a_warning(
    town: Town, handler: Person, administrator: Person
) -> None:
    assert "จะไม่เหลือผู้รับผิดชอบเรื่องทุจริต" in await administrator.says("/remove 1")
    await town.officer("another", corruption=True)
    assert "จะไม่เหลือ" not in await administrator.says("/remove 1")


async def test_nobody_removes_themselves(town: Town, administrator: Person) -> None:
    for data in ("p:remove:1", "p:removed:1"):
        await administrator.presses_data(data)

    assert town.rows("select removed_at from staff") == [""]


async def test_whoever_is_no_administrator_any_more_removes_nobody(
    town: Town, officer: Person, administrator: Person
) -> None:
    await administrator.presses_data("p:remove:1")
    town.dismiss(administrator)

    assert "สำหรับเจ้าหน้าที่" in await administrator.presses_data("p:removed:1")
    assert "ไม่มีเรื่อง" in await officer.says("/cases")


async def test_removing_from_the_chat_stands_in_the_audit_trail_by_its_administrator(
    town: Town, officer: Person, administrator: Person
) -> None:
    await administrator.presses_data("p:removed:1")

    assert town.rows("select actor from audit where action = 'role_removed'") == ["2"]


@given(st.text(max_size=120), st.sampled_from([(), (WORKS,)]))
def test_whatever_is_written_grants_no_more_than_a_role(
    words: str, units: tuple[Unit, ...]
) -> None:
    for asked in (words, f"officer {words}", f"administrator {words}"):
        found = _invitation(asked, units)
        if found is not None:
            assert found.role in INVITED
            assert not found.corruption
            assert 0 < len(found.name) <= LONGEST_NAME
            assert found.unit in ("", "works")
