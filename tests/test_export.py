"""Export: a file that Excel opens, that says who took it out and what for, and names nobody."""

import csv
import re
import tracemalloc
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot import clock, exported, spreadsheets
from bot.messengers.messenger import StoredFile, Undeliverable
from bot.spreadsheets import BYTE_ORDER_MARK, FORMULA, harmless, write_csv, write_xlsx
from data import audit, case_export, staff
from data.case_export import Export, Period
from data.case_statistics import fiscal_year, months_of
from data.staff import StaffMember
from data.store import Connection, Store
from data.times import BANGKOK, stamp
from handlers.message import Messenger
from handlers.texts.export import HEADINGS
from tests.conversing import BRIBE, NO_PHOTO, POTHOLE, Desk, Person, Town
from tests.test_statistics import insert

pytestmark = pytest.mark.usefixtures("quiet")
WHY = ("--purpose", "รายงานไตรมาส 1")


def rows_in(path: Path) -> list[list[str]]:
    return csv_rows(path.read_bytes())


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text[1:], newline="")))


@given(st.text(max_size=20))
def test_no_cell_is_a_formula(cell: str) -> None:
    kept = harmless(cell)

    assert not kept.lstrip(" ").startswith(FORMULA)
    assert kept in (cell, f"'{cell}")


ROWS = st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1))


@given(ROWS)
def test_every_cell_of_a_csv_is_read_again(rows: list[list[str]]) -> None:
    out = BytesIO()
    write_csv(out, "mark", rows)
    text = out.getvalue().decode()[1:]
    mark, _, headings, *read = csv.reader(StringIO(text, newline=""))

    assert (mark, tuple(headings)) == (["mark"], HEADINGS)
    assert read == [[harmless(cell) for cell in row] for row in rows]


@given(st.text(max_size=40), ROWS)
def test_every_cell_of_a_sheet_is_text_and_none_a_formula(mark: str, rows: list[list[str]]) -> None:
    out = BytesIO()
    write_xlsx(out, mark, rows)
    sheet = part(out.getvalue(), "xl/worksheets/sheet1.xml")

    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    cells = [cell for row in cells_of(out.getvalue()) for cell in row]
    assert len(cells) == 1 + len(HEADINGS) + sum(map(len, rows))
    assert not any(cell.lstrip(" ").startswith(FORMULA) for cell in cells)


def part(xlsx: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(xlsx)) as archive:
        return archive.read(name).decode()


def cells_of(xlsx: bytes) -> list[list[str]]:
    """The rows of a sheet; row numbers are kept, empty ones among them."""
    root = ElementTree.fromstring(part(xlsx, "xl/worksheets/sheet1.xml"))
    rows: list[list[str]] = []
    for row in root.iterfind(".//{*}row"):
        rows += [[] for _ in range(int(row.attrib["r"]) - 1 - len(rows))]
        assert all(cell.attrib.get("t") == "inlineStr" for cell in row)
        rows.append(["".join(cell.itertext()) for cell in row])
    return rows


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
    period = Period(fiscal_year(clock.now()))

    for corruption, expected in ((True, [secret]), (False, [])):
        member = replace(town.store.read_now(staff.members)[0], corruption=corruption)
        assert [each.case.code for each in cases_of(town, member, period)] == expected


def cases_of(town: Town, member: StaffMember, period: Period) -> Sequence[case_export.ExportedCase]:
    at = stamp(clock.now())
    return list(town.store.read_now(case_export.cases_of, member, period, at))


def test_a_year_ends_with_september_in_bangkok(town: Town) -> None:
    officer = StaffMember(1, "", "officer", False, "", "telegram")
    for number, text in enumerate(
        ("2025-09-30T16:59", "2025-09-30T17:00", "2026-09-30T16:59", "2026-09-30T17:00"), start=1
    ):
        at = clock.now().fromisoformat(f"{text}:00+00:00")
        town.store.write_now(lambda db, n=number, at=at: insert(db, n, "GRIEVANCE", "line", at))

    for period, expected in (
        (Period(2569), [2, 3]),
        (Period(2568, "2025-09"), [1]),
        (Period(2569, "2025-10"), [2]),
        (Period(2569, "2025-12"), []),
        (Period(2569, "2026-09"), [3]),
    ):
        assert [each.case.id for each in cases_of(town, officer, period)] == expected
        numbers = town.store.read_now(case_export.numbers, officer, period)
        assert sum(numbers.values()) == len(expected)


NOW = datetime(2026, 3, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "year"),
    [("2569", 2569), ("2540", 2540), ("2025-10", 2569), ("2025-09", 2568), ("2026-03", 2569)],
)
def test_a_time_that_has_begun_is_one(code: str, year: int) -> None:
    found = case_export.period(code, NOW)

    assert found is not None
    assert (found.code, found.year) == (code, year)


@given(st.one_of(st.text(max_size=8), st.from_regex(r"\A\d{4}-\d{2}\Z")))
def test_any_other_is_none(code: str) -> None:
    found = case_export.period(code, NOW)

    assert found is None or found.code == code
    if found is not None:
        assert found.month == "" or found.month in months_of(found.year, NOW.date())


@pytest.mark.parametrize("code", ["2570", "2026-04", "2026-00", "2026-13", "0000-01", "2569-01"])
def test_what_is_still_to_come_is_no_time(code: str) -> None:
    assert case_export.period(code, NOW) is None


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


@pytest.mark.parametrize(
    "wrong",
    [("--year", "2026"), ("--year", "0"), ("--year", "9999"), ("--month", "13"), ("--month", "-1")],
)
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


# as a sheet --------------------------------------------------------------------------------


async def test_the_terminal_writes_a_sheet_with_the_watermark_on_every_page(
    town: Town, citizen: Person, desk: Desk, tmp_path: Path
) -> None:
    code = await citizen.files()
    path = tmp_path / "a.xlsx"
    status, printed, _ = await desk("cases", "export", "--format", "xlsx", "--out", str(path), *WHY)
    content = path.read_bytes()
    mark, empty, headings, row = cells_of(content)

    assert (status, empty, tuple(headings)) == (0, [], HEADINGS)
    assert "ส่งออก 1 เรื่อง" in printed
    assert "ส่งออกโดย ผู้ดูแลเครื่อง" in mark[0]
    assert row[0] == code
    sheet = part(content, "xl/worksheets/sheet1.xml")
    for place in ("oddHeader", "oddFooter"):
        assert re.search(f"<{place}>&amp;L[^<]*ส่งออกโดย ผู้ดูแลเครื่อง", sheet)
    assert "รายงานไตรมาส 1" in part(content, "docProps/core.xml")


async def test_a_month_alone_may_be_taken_out(
    town: Town, citizen: Person, desk: Desk, tmp_path: Path
) -> None:
    await citizen.files()
    now = clock.now().astimezone(BANGKOK)
    other = now.month % 12 + 1 if now.month != 9 else 10
    for month, number in ((now.month, 1), (other, 0)):
        path = tmp_path / f"{month}.csv"
        status, _, _ = await desk(
            "cases", "export", "--month", str(month), "--out", str(path), *WHY
        )
        assert (status, path.exists()) in ((0, True), (2, False))
        if status == 0:
            assert len(rows_in(path)) == 3 + number


# in the chat -------------------------------------------------------------------------------


@pytest.fixture
async def chief(town: Town) -> Person:
    return await town.officer("chief", role="administrator")


async def asks_for(person: Person, form: str = "Excel (XLSX)") -> str:
    """The whole way by buttons."""
    await person.says("/export")
    await person.presses(f"ปีงบประมาณ {fiscal_year(clock.now())}")
    await person.presses("รายงานผู้บริหาร")
    return await person.presses(form)


def files_sent(town: Town) -> list[StoredFile]:
    sent = town.offices[Messenger.TELEGRAM].calls
    return [file for sending in sent for _, file in sending.files]


async def test_whoever_supervises_gets_a_protected_file_by_four_presses(
    town: Town, citizen: Person, chief: Person
) -> None:
    code = await citizen.files()
    told = await asks_for(chief)
    (file,) = files_sent(town)
    mark, _, _, row = cells_of(file.content)

    assert "จำนวน 1 เรื่อง" in told
    assert chief.replies[-1].confidential
    assert row[0] == code
    assert "ส่งออกโดย chief (#1)" in mark[0]
    assert "เพื่อ รายงานผู้บริหาร" in mark[0]
    assert re.fullmatch(
        r"ทะเบียนเรื่อง ปีงบประมาณ \d+ ส่งออกโดย chief \(#1\) 25\d\d-\d\d-\d\d-\d{4}\.xlsx", file.name
    )
    (event,) = town.store.read_now(audit.recent, 1)
    assert (event.actor, event.action) == ("1", "exported")
    assert event.detail == f"{fiscal_year(clock.now())} xlsx รายงานผู้บริหาร"


async def test_a_csv_and_a_month_may_be_chosen(town: Town, citizen: Person, chief: Person) -> None:
    await citizen.files()
    await chief.says("/export")
    await chief.presses("เดือนอื่น")
    await chief.presses(chief.labels[0])
    await chief.presses("ตรวจสอบภายใน")
    await chief.presses("CSV")
    (file,) = files_sent(town)

    assert file.media_type == "text/csv"
    assert len(file.content.decode().splitlines()) == 4


@pytest.mark.parametrize(
    ("role", "corruption"), [("officer", True), ("viewer", False), ("privacy", False)]
)
async def test_nobody_else_gets_one_by_any_button(
    town: Town, citizen: Person, role: str, corruption: bool
) -> None:
    other = await town.officer("other", role=role, corruption=corruption)
    await citizen.files()
    year = fiscal_year(clock.now())

    for person, told in ((other, "เฉพาะหัวหน้างานและผู้ดูแลระบบ"), (citizen, "สำหรับเจ้าหน้าที่")):
        assert told in await person.says("/export")
        for data in (f"e:for:{year}", f"e:as:{year}:0", f"e:send:{year}:0:xlsx", "e:start", "e"):
            assert told in await person.presses_data(data)
    assert not files_sent(town)


async def test_a_forged_button_asks_again_and_sends_nothing(
    town: Town, citizen: Person, chief: Person
) -> None:
    await citizen.files()
    year = fiscal_year(clock.now())
    for data in (
        f"e:send:{year}:99:xlsx",
        f"e:send:{year}:0:exe",
        f"e:send:{year + 1}:0:xlsx",
        "e:send:2026-99:0:xlsx",
        "e:send:::",
        f"e:months:{year + 5}",
        "e:",
    ):
        assert "ส่งออก" in await chief.presses_data(data) or chief.labels
    assert not files_sent(town)


async def test_a_chiefs_file_holds_secret_cases_only_by_their_own_right(
    town: Town, citizen: Person, chief: Person
) -> None:
    handler = await town.officer("handler", role="administrator", corruption=True)
    await citizen.files()
    secret = await citizen.files(BRIBE, "corruption")
    assert "จำนวน 1 เรื่อง" in await asks_for(chief)
    assert "จำนวน 2 เรื่อง" in await asks_for(handler)
    plain, whole = ("\n".join(map(str, cells_of(file.content))) for file in files_sent(town))

    assert secret not in plain
    assert "ลับ" not in plain
    assert secret in whole
    assert "มีเรื่องลับรวมอยู่" in whole
    for words in (POTHOLE, BRIBE, citizen.chat):
        assert words not in plain + whole
    events = town.store.read_now(audit.recent, 2)
    assert len({event.detail for event in events}) == 1, "the trail tells nobody of a hidden case"


async def test_whoever_lost_the_right_meanwhile_gets_nothing(
    town: Town, citizen: Person, chief: Person
) -> None:
    await citizen.files()
    await asks_for(chief)
    (sending,) = [each for each in town.offices[Messenger.TELEGRAM].calls if each.files]
    bare = structs.replace(sending, files=())
    assert (await exported.filled(town.store, bare)).files

    town.store.write_now(lambda db: db.execute("update staff set role = 'officer'"))
    with pytest.raises(Undeliverable):
        await exported.filled(town.store, bare)
    town.store.write_now(lambda db: db.execute("update staff set role = 'administrator'"))
    town.dismiss(chief)
    with pytest.raises(Undeliverable):
        await exported.filled(town.store, bare)


async def test_what_telegram_does_not_take_is_said_instead(
    town: Town, citizen: Person, chief: Person
) -> None:
    await citizen.files()
    for form in ("Excel (XLSX)", "CSV"):
        await asks_for(chief, form)
    for sending in [each for each in town.offices[Messenger.TELEGRAM].calls if each.files]:
        bare = structs.replace(sending, files=())
        filled = await exported.filled(town.store, bare, most=300)
        assert not filled.files
        assert "ใหญ่เกิน" in filled.replies[0].text


async def test_only_telegram_takes_a_file(town: Town) -> None:
    chief = town.citizen("chief", Messenger.WEB)
    await chief.says(f"/start join_{town.invitation(role='administrator')}")

    assert "Telegram เท่านั้น" in await chief.says("/export")


async def test_nothing_there_is_no_file(town: Town, chief: Person) -> None:
    assert "ไม่มีเรื่อง" in await asks_for(chief)
    assert not files_sent(town)
    assert "เช่น /export" in await chief.says("/export 2026")


def test_a_long_register_needs_no_more_memory_than_a_short_one(store: Store) -> None:
    def rows(db: Connection) -> None:
        for number in range(1, 3_001):
            insert(db, number, "GRIEVANCE", "line", NOW)

    store.write_now(rows)
    member = StaffMember(1, "", "administrator", False, "", "telegram")
    for form in spreadsheets.WRITERS:
        export = Export(1, Period(2569), form, "x", stamp(NOW))
        out = BytesIO()
        tracemalloc.start()
        number = store.read_aside(spreadsheets.write, out, export, member, "x")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert number == 3_000
        assert peak < 3 * len(out.getvalue()) + 2**20
