"""Units of an office: whose a case is, who sees it, and how it changes hands."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot import cli
from data import case_codes, register, staff, times
from data.agency import load_agency
from data.schema import migrations
from data.sealing import Vault
from data.staff import Invitation
from data.store import Store
from data.toml_file import DatasetError
from data.units import Unit, name_of
from tests.conversing import AGENCY, BRIBE, KEY, POTHOLE, Desk, Person, Town

WORKS, FINANCE = Unit("works", "กองช่าง"), Unit("finance", "กองคลัง")


@pytest.fixture
async def divided(town: Town) -> Town:
    """A town whose office has two units."""
    town.agency = replace(town.agency, units=(WORKS, FINANCE))
    await town.restart()
    return town


@pytest.fixture
async def builder(divided: Town) -> Person:
    """An officer of the works unit."""
    return await divided.officer("chang", unit="works")


@pytest.fixture
async def clerk(divided: Town) -> Person:
    """An officer of the finance unit."""
    return await divided.officer("khlang", unit="finance")


async def test_a_case_given_to_none_is_seen_by_every_officer(
    citizen: Person, builder: Person, clerk: Person
) -> None:
    code = await citizen.files()

    for person in (builder, clerk):
        assert POTHOLE in await person.says(f"/case {code}")


async def test_a_case_of_a_unit_is_seen_by_its_officers_those_of_none_and_those_above(
    divided: Town, citizen: Person, builder: Person, clerk: Person, officer: Person
) -> None:
    supervisor = await divided.officer("boss", role="supervisor")
    administrator = await divided.officer("palad", role="administrator")
    code = await citizen.files()
    await builder.presses_data("c:1:unit")
    assert builder.labels[:2] == ["กองช่าง", "กองคลัง"]
    assert "กองช่าง" in await builder.presses("กองช่าง")

    for person in (builder, officer, supervisor, administrator):
        assert "หน่วยงาน: กองช่าง" in await person.says(f"/case {code}")
    assert "ไม่พบ" in await clerk.says(f"/case {code}")
    assert "ไม่มีเรื่องที่รออยู่" in await clerk.says("/cases")
    assert "ไม่พบ" in await clerk.presses_data("c:1:open")
    assert "ไม่พบ" in await clerk.presses_data("c:1:unit-finance")
    assert divided.rows("select unit from cases") == ["works"]


async def test_whoever_gives_a_case_away_sees_it_no_more_and_the_others_are_told(
    divided: Town, citizen: Person, builder: Person, clerk: Person
) -> None:
    code = await citizen.files()
    clerk.news()
    assert "ให้กองคลังแล้ว" in await builder.presses_data("c:1:unit-finance")

    assert f"เรื่อง {code}" in clerk.news()
    assert "ไม่พบ" in await builder.says(f"/case {code}")
    assert "ส่งให้หน่วยงานภายใน: กองคลัง" in await clerk.says(f"/case {code}")


async def test_it_is_noted_in_the_file_and_the_audit_trail_and_nobody_outside_reads_it(
    divided: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    citizen.news()
    await officer.presses_data("c:1:unit-works")

    assert "ส่งให้หน่วยงานภายใน: กองช่าง" in divided.texts_of_cases()
    assert "กองช่าง" not in citizen.news() + await citizen.says("เรื่องของฉัน")
    assigned = "select count(*) from audit where action = 'assigned'"
    assert divided.rows(assigned) == [1]


async def test_a_case_can_be_given_to_none_again(
    divided: Town, citizen: Person, builder: Person, clerk: Person
) -> None:
    code = await citizen.files()
    await builder.presses_data("c:1:unit-works")
    await builder.presses_data("c:1:unit")
    assert "ทุกคนเห็น" in await builder.presses("ยังไม่ระบุหน่วยงาน")

    assert POTHOLE in await clerk.says(f"/case {code}")


async def test_who_took_a_case_has_it_no_more_once_it_goes_to_a_unit(
    divided: Town, citizen: Person, builder: Person
) -> None:
    await citizen.files()
    await builder.presses_data("c:1:take")
    await builder.presses_data("c:1:unit-finance")

    assert divided.rows("select assigned_to, state from cases") == [(None, "assigned")]
    assert "PS-" not in await builder.says("/mine")


async def test_a_secret_case_goes_to_no_unit(
    divided: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    assert "ส่งให้หน่วยงานภายใน" not in handler.labels

    assert "ไม่พบ" in await handler.presses_data("c:1:unit-works")
    assert divided.rows("select unit from cases") == [""]


async def test_a_handler_of_a_unit_keeps_the_secret_cases_they_were_named_for(
    divided: Town, citizen: Person
) -> None:
    handler = await divided.officer("nitikon", corruption=True, unit="finance")
    code = await citizen.files(BRIBE, "corruption")

    assert BRIBE in await handler.says(f"/case {code}")


async def test_without_units_there_is_no_button_and_a_forged_one_does_nothing(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    assert "ส่งให้หน่วยงานภายใน" not in officer.labels

    assert "ไม่พบ" in await officer.presses_data("c:1:unit-works")
    assert town.rows("select unit from cases") == [""]


async def test_an_officer_from_whom_it_is_hidden_is_not_told_of_a_case_given_to_their_unit(
    divided: Town, citizen: Person, builder: Person, clerk: Person, desk: Desk
) -> None:
    code = await citizen.files()
    clerk.news()
    number = divided.rows("select id from staff where unit = 'finance'")[0]
    await desk("cases", "exclude", code, "--staff", str(number), "--reason", "ญาติกัน")
    await builder.presses_data("c:1:unit-finance")

    assert code not in clerk.news()


async def test_a_finished_case_stays_where_it_is(
    divided: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:as-resolved")
    await officer.has_no_photo()
    await officer.says("เรียบร้อย")
    await officer.presses("ส่ง")

    await officer.presses_data("c:1:unit-works")
    assert divided.rows("select unit from cases") == [""]


# in the terminal ---------------------------------------------------------------------------


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Desk:
    """The desk of an office with units."""
    path = tmp_path / "agency.toml"
    text = AGENCY.read_text("utf-8")
    units = '[[unit]]\nkey = "works"\nname = "กองช่าง"\n[[unit]]\nkey = "finance"\nname = "กองคลัง"\n'
    datasets = AGENCY.parent.parent / "datasets" / "borang"
    path.write_text(text.replace("../datasets/borang", str(datasets)) + units, "utf-8")
    monkeypatch.setenv("AGENCY", str(path))
    return desk


async def test_an_officer_is_invited_to_a_unit_in_the_terminal(
    divided: Town, configured: Desk
) -> None:
    arguments = ("invite", "--role", "officer", "--name", "ช่างเอก", "--unit", "works")
    status, printed, _ = await configured(*arguments)
    assert status == 0
    token = printed.split("join_")[1].split()[0]
    person = divided.citizen("ek")

    assert "ของกองช่าง" in await person.says(f"/start join_{token}")
    assert "เจ้าหน้าที่รับเรื่อง (กองช่าง)" in (await configured("staff", "list"))[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--role", "officer", "--unit", "nowhere"),
        ("--role", "administrator", "--unit", "works"),
        ("--role", "privacy", "--corruption"),
        ("--role", "viewer", "--corruption"),
    ],
)
async def test_an_invitation_that_makes_no_sense_is_refused(
    town: Town, configured: Desk, arguments: tuple[str, ...]
) -> None:
    assert (await configured("invite", "--name", "ใคร", *arguments))[0] == 2
    assert not town.rows("select token_hash from invitation")


async def test_a_case_is_given_to_a_unit_in_the_terminal(
    divided: Town, citizen: Person, clerk: Person, builder: Person, configured: Desk
) -> None:
    code = await citizen.files()
    shown = (await configured("cases", "show", code))[1]
    assert "python -m bot cases unit" in shown

    assert (await configured("cases", "unit", code, "nowhere"))[0] == 2
    assert (await configured("cases", "unit", code, "works"))[0] == 0
    assert "หน่วยงาน: กองช่าง" in (await configured("cases", "show", code))[1]
    assert "ไม่พบ" in await clerk.says(f"/case {code}")
    assert POTHOLE in await builder.says(f"/case {code}")
    assert (await configured("cases", "unit", code, "-"))[0] == 0
    assert POTHOLE in await clerk.says(f"/case {code}")


# settings and tables -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ('[[unit]]\nkey = "Works"\nname = "กองช่าง"', "unit[0].key"),
        ('[[unit]]\nkey = "works"', "unit[0].name"),
        (f'[[unit]]\nkey = "{"w" * 25}"\nname = "กองช่าง"', "unit[0].key"),
        ('[[unit]]\nkey = "a"\nname = "ก"\n[[unit]]\nkey = "a"\nname = "ข"', "twice"),
        ('[[unit]]\nkey = "a"\nname = "ก"\nphone = "1"', "phone"),
    ],
)
def test_a_unit_that_is_badly_written_is_named(tmp_path: Path, written: str, wrong: str) -> None:
    path = tmp_path / "agency.toml"
    path.write_text(f"{AGENCY.read_text('utf-8')}\n{written}\n", "utf-8")

    with pytest.raises(DatasetError) as raised:
        load_agency(path)
    assert any(wrong in problem for problem in raised.value.problems)


@given(st.text(), st.lists(st.builds(Unit, st.text(), st.text())))
def test_a_unit_that_is_not_named_any_more_is_called_by_its_key(
    key: str, units: list[Unit]
) -> None:
    names = [unit.name for unit in units if unit.key == key]

    assert name_of(units, key) == (names[0] if names else key)


def test_staff_and_cases_from_before_there_were_units_survive(tmp_path: Path) -> None:
    path, vault = tmp_path / "old.db", Vault(KEY)
    store = Store(path, vault)
    at, token = times.stamp(times.parse("2026-09-01T03:00:00+00:00")), "t"
    invited = Invitation(staff.hash_token(token), "สมศรี", "officer", True)
    store.write_now(staff.invite, token, invited, "2027-01-01T00:00:00+00:00", at)
    store.write_now(staff.join, invited, "chat", "telegram", at)
    store.write_now(
        lambda db: (
            db.execute(
                "insert into cases (id, code, kind, level, state, chat, messenger, opened_at,"
                " updated_at, assigned_to)"
                " values (7, :code, 'GRIEVANCE', 1, 'assigned', '', 'web', :at, :at, 1)",
                {"code": case_codes.make(7), "at": at},
            ).rowcount
        )
    )
    store.close()
    _undo_units(path)

    store = Store(path, vault)
    (member,) = store.read_now(staff.members)
    assert member.id == 1
    assert (member.name, member.role, member.corruption) == ("สมศรี", "officer", True)
    assert member.unit == ""
    (case,) = store.read_now(register.open_cases, member, 8)
    assert (case.id, case.assigned_to, case.unit) == (7, 1, "")
    assert store.read_now(register.count_open, member) == 1
    assert not store.read_now(lambda db: db.execute("pragma foreign_key_check").fetchall())
    store.close()


def _undo_units(path: Path) -> None:
    """The file as the version before wrote it."""
    db = sqlite3.connect(path)
    db.execute("drop index cases_open_by_opening")
    for table in ("staff", "invitation", "cases"):
        db.execute(f"alter table {table} drop column unit")
    db.execute(
        "create index cases_open_by_opening on cases (opened_at, id, kind) where closed_at = ''"
    )
    db.execute("delete from _sqlite_migrations where name = 'm016_roles'")
    db.commit()
    assert [each.name for each in migrations.pending(Database(db))] == ["m016_roles"]
    db.close()


def test_the_command_line_knows_the_roles(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(("invite", "--role", "mayor"))

    complaint = capsys.readouterr().err
    assert all(role in complaint for role in staff.ROLES)
