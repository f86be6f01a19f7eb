"""Export: a file that Excel opens, that says who took it out and what for, and names nobody."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.exporting import BYTE_ORDER_MARK, FORMULA, as_csv, harmless
from data import audit, case_export, staff
from data.case_statistics import fiscal_year
from data.staff import StaffMember
from data.store import Connection
from data.times import stamp
from handlers.texts.export import HEADINGS
from tests.conversing import BRIBE, NO_PHOTO, POTHOLE, Desk, Person, Town
from tests.test_statistics import insert

pytestmark = pytest.mark.usefixtures("quiet")
WHY = ("--purpose", "รายงานไตรมาส 1")


def rows_in(path: Path) -> list[list[str]]:
    text = path.read_text("utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text[1:], newline="")))


@given(st.text(max_size=20))
def test_no_cell_is_a_formula(cell: str) -> None:
    kept = harmless(cell)

    assert not kept.lstrip(" ").startswith(FORMULA)
    assert kept in (cell, f"'{cell}")


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1)))
def test_every_cell_is_read_again(rows: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(as_csv(rows)[1:], newline="")))

    assert read == [[harmless(cell) for cell in row] for row in rows]


async def test_a_row_a_case_with_its_state_outcome_and_deadline(
    town: Town, citizen: Person, officer: Person, desk: Desk, tmp_path: Path
) -> None:
    first, second = await citizen.files(), await citizen.files(kind="feedback")
    await officer.presses_data("c:1:as-answered")
    await officer.presses(NO_PHOTO)
    await officer.says("เรียบร้อย")
    await officer.presses("ส่ง")
    town.store.write_now(_make_late, second)
    status, printed, _ = await desk("cases", "export", "--out", str(tmp_path / "a.csv"), *WHY)
    mark, empty, headings, *rows = rows_in(tmp_path / "a.csv")

    assert (status, empty, tuple(headings)) == (0, [], HEADINGS)
    assert "ส่งออก 2 เรื่อง" in printed
    assert "ส่งออกโดย ผู้ดูแลเครื่อง" in mark[0]
    assert "เพื่อ รายงานไตรมาส 1" in mark[0]
    assert [row[0] for row in rows] == [first, second]
    assert [row[2] for row in rows] == ["LINE", "LINE"]
    assert [row[4] for row in rows] == ["ปิดแล้ว", "รอเปิดอ่าน"]
    assert [row[5] for row in rows] == ["ตอบแล้ว", ""]
    assert [row[8] for row in rows] == ["ไม่", "ใช่"]
    assert rows[1][7] == "01/01/2563"


def _make_late(db: Connection, code: str) -> None:
    db.execute(
        "update case_clock set due_on = '2020-01-01' where name = 'answer'"
        " and case_id = (select id from cases where code = :code)",
        {"code": code},
    )


async def test_nobody_and_no_words_stand_in_the_file(
    town: Town, citizen: Person, desk: Desk, tmp_path: Path
) -> None:
    await town.officer("handler", corruption=True)
    await citizen.files()
    secret = await citizen.files(BRIBE, "corruption")
    await desk("cases", "export", "--out", str(tmp_path / "a.csv"), *WHY)
    text = (tmp_path / "a.csv").read_text("utf-8")

    assert len(rows_in(tmp_path / "a.csv")) == 4
    for word in (secret, "ทุจริต", POTHOLE, BRIBE, citizen.name, citizen.chat):
        assert word not in text


async def test_a_named_handlers_rows_hold_corruption_cases(town: Town, citizen: Person) -> None:
    await town.officer("handler", corruption=True)
    secret = await citizen.files(BRIBE, "corruption")
    at = clock.now()

    for corruption, expected in ((True, [secret]), (False, [])):
        member = replace(town.store.read_now(staff.members)[0], corruption=corruption)
        found = town.store.read_now(case_export.cases_of_year, member, fiscal_year(at), stamp(at))
        assert [each.case.code for each in found] == expected


def test_a_year_ends_with_september_in_bangkok(town: Town) -> None:
    officer = StaffMember(1, "", "officer", False, "", "telegram")
    for number, text in enumerate(
        ("2025-09-30T16:59", "2025-09-30T17:00", "2026-09-30T16:59", "2026-09-30T17:00"), start=1
    ):
        at = clock.now().fromisoformat(f"{text}:00+00:00")
        town.store.write_now(lambda db, n=number, at=at: insert(db, n, "GRIEVANCE", "line", at))
    found = town.store.read_now(case_export.cases_of_year, officer, 2569, stamp(clock.now()))

    assert [each.case.id for each in found] == [2, 3]


async def test_an_export_stands_in_the_audit_trail(
    town: Town, citizen: Person, desk: Desk, tmp_path: Path
) -> None:
    await citizen.files()
    await desk("cases", "export", "--year", "2569", "--out", str(tmp_path / "a.csv"), *WHY)
    (event,) = town.store.read_now(audit.recent, 1)

    assert (event.actor, event.action) == ("operator", "exported")
    assert event.detail is not None
    assert event.detail.startswith("2569 (")
    assert event.detail.endswith("รายงานไตรมาส 1")


async def test_a_file_is_never_overwritten_and_is_its_owners_alone(
    town: Town, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    await desk("cases", "export", "--out", str(path), *WHY)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    status, _, complaint = await desk("cases", "export", "--out", str(path), *WHY)

    assert (status, path.read_bytes()) == (1, before)
    assert "อยู่แล้ว" in complaint
    events = town.store.read_now(audit.recent, 10)
    assert [event.action for event in events] == ["exported"]


@pytest.mark.parametrize("wrong", [("--year", "2026"), ("--year", "0"), ("--year", "9999")])
async def test_a_year_that_is_none_exports_nothing(
    desk: Desk, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    path = tmp_path / "a.csv"
    status, _, _ = await desk("cases", "export", "--out", str(path), *WHY, *wrong)

    assert status == 2
    assert not path.exists()


async def test_nothing_leaves_without_a_purpose(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    status, _, complaint = await desk("cases", "export", "--out", str(path), "--purpose", " ")

    assert (status, path.exists()) == (2, False)
    assert "เพื่ออะไร" in complaint


async def test_a_place_that_cannot_be_written_is_said(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.csv"
    status, _, complaint = await desk("cases", "export", "--out", str(path), *WHY)

    assert status == 1
    assert "เขียนไฟล์" in complaint
