"""Export with who reported: for those above, of ordinary cases only, and the file says so."""

import tempfile
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from bot import clock, exported, outgoing, retention
from bot.messengers.messenger import Sending, StoredFile, Undeliverable
from bot.spreadsheets import FORMULA, WRITERS, harmless
from data import audit, case_access, case_export, exported_identity, register, staff
from data.case_access import Exclusion
from data.case_export import Export, Period
from data.case_statistics import fiscal_year
from data.exported_identity import SEALED, Reporter
from data.retention_settings import Retention
from data.staff import ROLES, StaffMember
from data.store import Connection
from data.times import stamp
from handlers.message import Messenger
from handlers.texts import export as texts
from handlers.texts import exported_identity as identity_texts
from handlers.texts.exported_identity import HEADINGS, MARK, PURPOSES
from handlers.turn import File, Reply
from tests.conversing import BRIBE, POTHOLE, Desk, Person, Town
from tests.test_anonymous import reports
from tests.test_counter import write_down
from tests.test_export import cells_of, csv_rows, files_sent, part

pytestmark = pytest.mark.usefixtures("quiet")

NAME = "แม้น มั่นคง"
CONTACT = "ป้าแดง 081-234-5678"
ADDRESS = "5000123456"
HIDDEN = ("ปิดผนึก", "ปิดผนึก")
WHY = ("--purpose", "โทรแจ้งผลผู้เดือดร้อน")


@pytest.fixture
async def chief(town: Town) -> Person:
    return await town.officer("chief", role="supervisor")


@pytest.fixture
def maen(town: Town) -> Person:
    """Whose messenger says what they are called."""
    return town.citizen(ADDRESS, Messenger.TELEGRAM)


async def files_by_name(person: Person, words: str = POTHOLE, kind: str = "grievance") -> str:
    """A case whose sender is called NAME; its code."""
    await person.says("สวัสดี", sender_name=NAME)
    return await person.files(words, kind)


async def left_contact(person: Person, kind: str = "ร้องทุกข์") -> str:
    """A case written down at the counter, with a contact; its code."""
    await write_down(person, kind=kind, contact=CONTACT)
    return str(person.town.rows("select code from cases order by opened_at desc limit 1")[0])


async def asks_for_names(person: Person, form: str = "Excel (XLSX)") -> str:
    """The whole way by buttons."""
    await person.says("/export")
    await person.presses(f"ปีงบประมาณ {fiscal_year(clock.now())}")
    await person.presses("ระบุผู้แจ้ง")
    await person.presses(PURPOSES[0])
    return await person.presses(form)


def rows_of(file: StoredFile) -> list[list[str]]:
    """What stands in a file of either form, the watermark first."""
    is_csv = file.media_type == "text/csv"
    return csv_rows(file.content) if is_csv else sheet_rows(file.content)


def sheet_rows(content: bytes) -> list[list[str]]:
    """The same of a sheet without names, or with them, whose words stand apart from its cells."""
    if "xl/sharedStrings.xml" not in zipfile.ZipFile(BytesIO(content)).namelist():
        return cells_of(content)
    words = ElementTree.fromstring(part(content, "xl/sharedStrings.xml")).findall("{*}si")
    root = ElementTree.fromstring(part(content, "xl/worksheets/sheet1.xml"))
    rows: list[list[str]] = []
    for row in root.iterfind(".//{*}row"):
        rows += [[] for _ in range(int(row.attrib["r"]) - 1 - len(rows))]
        assert all(cell.attrib.get("t", "s") == "s" for cell in row)
        numbers = [cell.findtext("{*}v") for cell in row]
        rows.append(["".join(words[int(each)].itertext()) if each else "" for each in numbers])
    return rows


def reporters_in(file: StoredFile) -> dict[str, tuple[str, ...]]:
    """Who reported, by the case's code."""
    _, _, headings, *rows = rows_of(file)
    assert tuple(headings) == texts.HEADINGS + HEADINGS
    return {row[0]: tuple(row[-2:]) for row in rows}


def read(path: Path) -> tuple[StoredFile, int]:
    """A file that the terminal wrote, and who may read it."""
    kind = "text/csv" if path.suffix == ".csv" else ""
    return StoredFile(path.name, kind, path.read_bytes()), path.stat().st_mode & 0o777


async def made_again(town: Town, most: int = exported.LARGEST_BYTES) -> Sending:
    """The last promised file as it is made now."""
    *_, sending = [each for each in town.offices[Messenger.TELEGRAM].calls if each.files]
    return await exported.filled(town.store, structs.replace(sending, files=()), most)


async def made_now(town: Town) -> dict[str, tuple[str, ...]]:
    sending = await made_again(town)
    ((_, file),) = sending.files
    return reporters_in(file)


# what leaves -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["Excel (XLSX)", "CSV"])
async def test_name_and_contact_stand_behind_each_ordinary_case(
    town: Town, citizen: Person, officer: Person, chief: Person, maen: Person, form: str
) -> None:
    named, silent = await files_by_name(maen), await citizen.files()
    told_by_phone = await left_contact(officer)
    told = await asks_for_names(chief, form)
    (file,) = files_sent(town)

    assert reporters_in(file) == {named: (NAME, ""), silent: ("", ""), told_by_phone: ("", CONTACT)}
    assert "จำนวน 3 เรื่อง" in told
    assert "ห้ามเผยแพร่ ใช้เสร็จแล้วลบ" in told
    assert chief.replies[-1].confidential
    whole = "\n".join(map(str, rows_of(file)))
    for never in (ADDRESS, citizen.name, citizen.chat, maen.chat, POTHOLE):
        assert never not in whole


async def test_without_the_option_nobody_is_named(town: Town, maen: Person, chief: Person) -> None:
    await files_by_name(maen)
    await chief.says("/export")
    await chief.presses(f"ปีงบประมาณ {fiscal_year(clock.now())}")
    await chief.presses("ระบุผู้แจ้ง")
    await chief.presses("ไม่ระบุผู้แจ้ง")
    await chief.presses("ตรวจสอบภายใน")
    await chief.presses("CSV")
    (file,) = files_sent(town)

    assert tuple(rows_of(file)[2]) == texts.HEADINGS
    assert NAME not in file.content.decode()
    assert MARK not in file.content.decode()


async def test_a_name_goes_with_the_messages_that_told_it(
    town: Town, maen: Person, chief: Person
) -> None:
    code = await files_by_name(maen)
    await asks_for_names(chief)
    later = stamp(clock.now() + timedelta(days=91))
    await retention.forget(town.store, Retention(), later)

    assert await made_now(town) == {code: ("", "")}


async def test_of_secret_cases_it_says_sealed_whoever_reads_them(
    town: Town, citizen: Person, maen: Person
) -> None:
    handler = await town.officer("handler", role="administrator", corruption=True)
    plain = await files_by_name(maen)
    secret = {await files_by_name(maen, BRIBE, kind) for kind in ("corruption", "ethics")}
    secret.add(await left_contact(handler, "แจ้งทุจริต"))
    await reports(citizen)
    secret.update(town.rows("select code from cases where chat = '' and level > 1"))
    assert "จำนวน 5 เรื่อง" in await asks_for_names(handler)
    (file,) = files_sent(town)

    assert len(secret) == 4
    assert reporters_in(file) == {plain: (NAME, ""), **dict.fromkeys(secret, HIDDEN)}
    assert CONTACT not in str(rows_of(file))


async def test_of_what_is_found_by_a_receipt_nothing_is_opened(
    town: Town, officer: Person, chief: Person
) -> None:
    code = await left_contact(officer)
    await asks_for_names(chief)
    assert await made_now(town) == {code: ("", CONTACT)}
    town.store.write_now(
        lambda db: db.execute("insert into receipt select x'01', id, opened_at from cases")
    )

    assert await made_now(town) == {code: ("", "")}


async def test_an_erased_case_names_nobody_any_more(
    town: Town, officer: Person, chief: Person, maen: Person, desk: Desk
) -> None:
    named, told_by_phone = await files_by_name(maen), await left_contact(officer)
    await asks_for_names(chief)
    for code in (named, told_by_phone):
        await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")

    assert await made_now(town) == dict.fromkeys((named, told_by_phone), ("", ""))


async def test_a_mark_of_erasing_is_enough_to_name_nobody(
    town: Town, officer: Person, chief: Person
) -> None:
    code = await left_contact(officer)
    await asks_for_names(chief)
    town.store.write_now(
        lambda db: db.execute("insert into erased_case select id, 'asked', opened_at from cases")
    )

    assert await made_now(town) == {code: ("", "")}


async def test_who_wants_to_be_forgotten_is_not_named_in_what_is_kept_but_later_again(
    town: Town, chief: Person, maen: Person, desk: Desk
) -> None:
    kept = await files_by_name(maen)
    await desk("privacy", "hold", kept, "--reason", "หนังสือศาล")
    await maen.presses_data("f:forget")
    await maen.presses("ยืนยันให้ลืมฉัน")
    later = await files_by_name(maen, "ไฟดับ")
    await asks_for_names(chief)

    assert await made_now(town) == {kept: ("", ""), later: (NAME, "")}


async def test_a_hidden_case_is_not_there_also_where_it_is_hidden_meanwhile(
    town: Town, officer: Person, chief: Person, maen: Person
) -> None:
    named, told_by_phone = await files_by_name(maen), await left_contact(officer)
    await asks_for_names(chief)
    _hide(town, named, "chief")
    assert await made_now(town) == {told_by_phone: ("", CONTACT)}
    await asks_for_names(chief)
    assert NAME not in str(rows_of(files_sent(town)[-1]))

    assert exported_as(town, "chief", named) == Reporter()


def _hide(town: Town, code: str, name: str) -> None:
    (case_id,) = town.rows("select id from cases where code = :code", code=code)
    (member,) = [each for each in town.store.read_now(staff.members) if each.name == name]
    exclusion = Exclusion(case_id, member.id, audit.OPERATOR, "supervisor", "", stamp(clock.now()))
    town.store.write_now(case_access.exclude, exclusion)


def exported_as(town: Town, name: str, code: str) -> Reporter:
    """What is opened of one case for a member, whatever list it came from."""

    def found(db: Connection) -> Reporter:
        (member,) = [each for each in staff.members(db) if each.name == name]
        case = register.with_code(db, code)
        assert case is not None
        return exported_identity.reporter(db, member, case)

    return town.store.read_now(found)


# who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("corruption", [False, True])
async def test_only_those_above_get_names_by_any_button(
    town: Town, officer: Person, role: str, corruption: bool
) -> None:
    person = await town.officer("person", role=role, corruption=corruption)
    code = await left_contact(officer)
    year = fiscal_year(clock.now())
    may = role in ("supervisor", "administrator")
    for data in (f"e:who:{year}", f"e:as:{year}:w0", f"e:send:{year}:w0:csv"):
        heard = await person.presses_data(data)
        assert (heard == texts.not_yours()) is not may

    assert len(files_sent(town)) == may
    assert [reporters_in(file) for file in files_sent(town)] == [{code: ("", CONTACT)}] * may
    assert exported_as(town, "person", code) == (Reporter("", CONTACT) if may else Reporter())
    assert ("identity_exported" in town.rows("select action from audit")) is may


async def test_neither_citizens_nor_who_was_removed_get_names(
    town: Town, citizen: Person, officer: Person, chief: Person
) -> None:
    await left_contact(officer)
    town.dismiss(chief)
    year = fiscal_year(clock.now())

    for person in (citizen, chief):
        for data in (f"e:who:{year}", f"e:as:{year}:w0", f"e:send:{year}:w0:csv"):
            assert "สำหรับเจ้าหน้าที่" in await person.presses_data(data)
    assert not files_sent(town)


@pytest.mark.parametrize("role", ROLES)
async def test_the_right_is_looked_up_at_every_press(
    town: Town, officer: Person, chief: Person, role: str
) -> None:
    await left_contact(officer)
    may = role in ("supervisor", "administrator")
    await chief.says("/export")
    await chief.presses(f"ปีงบประมาณ {fiscal_year(clock.now())}")
    offered = [*chief.choices]
    await chief.presses("ระบุผู้แจ้ง")
    offered += chief.choices
    await chief.presses(PURPOSES[0])
    offered += chief.choices
    town.store.write_now(
        lambda db: db.execute("update staff set role = ? where role = 'supervisor'", (role,))
    )

    for choice in offered:
        heard = await chief.presses_data(choice.data)
        assert (heard == texts.not_yours()) is not may, choice
    assert len(files_sent(town)) == 2 * may


async def test_in_a_group_nobody_is_named(town: Town, officer: Person, chief: Person) -> None:
    await left_contact(officer)
    here = Person(town, chief.name, Messenger.TELEGRAM, group=True)
    await here.presses_data(f"e:send:{fiscal_year(clock.now())}:w0:csv")

    assert not files_sent(town)


async def test_an_officer_of_a_unit_gets_no_names(town: Town, officer: Person) -> None:
    code = await left_contact(officer)
    person = await town.officer("person", unit="works")

    assert await person.presses_data(f"e:who:{fiscal_year(clock.now())}") == texts.not_yours()
    assert exported_as(town, "person", code) == Reporter()


def test_the_role_for_it_is_whoever_supervises() -> None:
    for role in ROLES:
        for corruption in (False, True):
            member = StaffMember(1, "", role, corruption, "", "telegram")
            may = role in ("supervisor", "administrator")
            assert exported_identity.may_name(member) is may, role


@pytest.mark.parametrize("role", ["officer", "viewer", "privacy"])
async def test_whoever_lost_the_right_meanwhile_gets_no_file(
    town: Town, officer: Person, chief: Person, role: str
) -> None:
    await left_contact(officer)
    await asks_for_names(chief)
    assert (await made_again(town)).files
    town.store.write_now(
        lambda db: db.execute("update staff set role = ? where role = 'supervisor'", (role,))
    )

    with pytest.raises(Undeliverable):
        await made_again(town)


async def test_names_leave_for_purposes_of_their_own_only(
    town: Town, officer: Person, chief: Person
) -> None:
    await left_contact(officer)
    year = fiscal_year(clock.now())
    heard = await chief.presses_data(f"e:who:{year}")
    assert "เลือกเหตุที่ต้องใช้ชื่อ" in heard
    assert chief.labels == [*PURPOSES, "ไม่ระบุผู้แจ้ง", "ส่งออกช่วงอื่น"]
    assert MARK in await chief.presses(PURPOSES[1])
    for which in ("w", "w9", "w-1", "ww0", "w00", "W0", "w๐", "who"):
        assert "ไปเพื่ออะไร" in await chief.presses_data(f"e:send:{year}:{which}:csv")
    assert not files_sent(town)

    await chief.presses_data(f"e:send:{year}:0:csv")
    assert CONTACT not in files_sent(town)[0].content.decode()


# what the file and the trail say -----------------------------------------------------------------


async def test_the_watermark_begins_with_the_warning_on_every_page(
    town: Town, officer: Person, chief: Person
) -> None:
    await left_contact(officer)
    for form in ("Excel (XLSX)", "CSV"):
        await asks_for_names(chief, form)
    sheet, text = files_sent(town)

    for file in (sheet, text):
        ((mark,), *_) = rows_of(file)
        assert mark.startswith("มีข้อมูลส่วนบุคคล ห้ามเผยแพร่ · ทะเบียนเรื่อง")
        assert "ส่งออกโดย chief (#2)" in mark
        assert f"เพื่อ {PURPOSES[0]}" in mark
        assert file.name.startswith("ข้อมูลส่วนบุคคล ทะเบียนเรื่อง ปีงบประมาณ")
    page = part(sheet.content, "xl/worksheets/sheet1.xml")
    for place in ("oddHeader", "oddFooter"):
        assert f"<{place}>&amp;L{MARK}" in page
    assert MARK in part(sheet.content, "docProps/core.xml")


@pytest.mark.parametrize("form", ["Excel (XLSX)", "CSV"])
async def test_names_are_written_without_a_disk(
    town: Town, officer: Person, chief: Person, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    code = await left_contact(officer)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    await asks_for_names(chief, form)

    assert reporters_in(files_sent(town)[0]) == {code: ("", CONTACT)}


@pytest.mark.parametrize("form", ["Excel (XLSX)", "CSV"])
async def test_names_that_telegram_does_not_take_are_said_instead(
    town: Town, officer: Person, chief: Person, form: str
) -> None:
    await left_contact(officer)
    await asks_for_names(chief, form)
    filled = await made_again(town, most=300)

    assert not filled.files
    assert "ใหญ่เกิน" in filled.replies[0].text


async def test_a_longer_list_of_names_is_made_by_the_month(
    town: Town, officer: Person, chief: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await left_contact(officer)
    monkeypatch.setattr(case_export, "MOST_NAMED", 0)

    assert "เลือกเป็นรายเดือน" in await asks_for_names(chief)
    assert not files_sent(town)
    nothing = ("cases", "export", "--identity", "--out", "names.csv", *WHY)
    assert "เลือกเป็นรายเดือน" in (await desk(*nothing))[2]


def test_the_name_of_the_file_fits_a_file_system() -> None:
    at = stamp(clock.now())
    found = Export(1, Period(2569), "xlsx", "x", at, with_identity=True)

    assert len(texts.file_name(found, "ก" * 90).encode()) <= 255


@pytest.mark.parametrize("form", [("Excel (XLSX)", "xlsx"), ("CSV", "csv")])
async def test_the_trail_says_that_names_left_when_as_what_and_what_for(
    town: Town, officer: Person, chief: Person, form: tuple[str, str]
) -> None:
    await left_contact(officer)
    await asks_for_names(chief, form[0])
    (event,) = town.store.read_now(audit.recent, 1)

    assert (event.actor, event.action) == ("2", "identity_exported")
    assert event.detail == f"{fiscal_year(clock.now())} {form[1]} {PURPOSES[0]}"


# in the terminal ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_the_operator_takes_names_of_ordinary_cases_by_asking_for_them(
    town: Town,
    officer: Person,
    handler: Person,
    maen: Person,
    desk: Desk,
    form: str,
    tmp_path: Path,
) -> None:
    named, told_by_phone = await files_by_name(maen), await left_contact(officer)
    secret = await files_by_name(maen, BRIBE, "corruption")
    path = tmp_path / f"names.{form}"
    arguments = ("cases", "export", "--format", form, "--out", str(path), *WHY)
    status, printed, _ = await desk(*arguments, "--identity")
    file, mode = read(path)

    assert status == 0
    assert "มีชื่อและที่ติดต่อของผู้แจ้ง" in printed
    assert mode == 0o600
    assert reporters_in(file) == {named: (NAME, ""), told_by_phone: ("", CONTACT)}
    assert rows_of(file)[0][0].startswith(MARK)
    assert secret not in str(rows_of(file))
    (event,) = town.store.read_now(audit.recent, 1)
    assert (event.actor, event.action) == ("operator", "identity_exported")
    assert event.detail == f"{fiscal_year(clock.now())} (2) {form} {WHY[1]}"
    _, shown, _ = await desk("audit", "show", "--limit", "1")
    assert "ส่งออกข้อมูลพร้อมตัวตนผู้แจ้ง" in shown


async def test_without_asking_the_operator_gets_no_names_and_none_without_a_purpose(
    town: Town, officer: Person, desk: Desk, tmp_path: Path
) -> None:
    await left_contact(officer)
    _, printed, _ = await desk("cases", "export", "--out", "plain.csv", *WHY)
    assert "ไม่มีชื่อ" in printed
    assert CONTACT not in str(rows_of(read(tmp_path / "plain.csv")[0]))

    nothing = ("cases", "export", "--out", "names.csv", "--identity", "--purpose", " ")
    assert (await desk(*nothing))[0] == 2
    with pytest.raises(SystemExit):
        await desk("cases", "export", "--out", "names.csv", "--identity")
    assert not (tmp_path / "names.csv").exists()
    assert town.rows("select count(*) from audit where action = 'identity_exported'") == [0]


# what strangers write ----------------------------------------------------------------------------

ANY = st.text(st.characters(), max_size=20)


@given(ANY, ANY)
@example("=HYPERLINK(0)", "+66 81 234 5678")
@example("＝1+1", "\n=1+1")
@example("\ud800", "ก;=1+1")
@example("\u202e=1", "\x08=1")
def test_no_name_and_no_contact_becomes_a_formula_or_another_cell(name: str, contact: str) -> None:
    row = identity_texts.cells(Reporter(name, contact))
    for form in ("csv", "xlsx"):
        out = BytesIO()
        WRITERS[form](out, "mark", [row], with_identity=True)
        file = StoredFile("", "text/csv" if form == "csv" else "", out.getvalue())
        found = rows_of(file)[3]
        assert found == [harmless(each) for each in row]
        assert not any(cell.lstrip().startswith(FORMULA) for cell in found)
        assert ";" not in "".join(found)


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@SUM(A1)"])
async def test_a_name_that_is_a_formula_is_none_in_the_file(
    town: Town, chief: Person, maen: Person, name: str
) -> None:
    await maen.says("สวัสดี", sender_name=name)
    code = await maen.files()
    for form in ("Excel (XLSX)", "CSV"):
        await asks_for_names(chief, form)

    for file in files_sent(town):
        assert reporters_in(file) == {code: (f"'{name}", "")}


def test_sealed_is_said_in_both_columns() -> None:
    assert identity_texts.cells(SEALED) == HIDDEN


def test_a_promise_made_by_an_older_version_is_one_without_names() -> None:
    export = Export(1, Period(2569), "csv", "x", stamp(clock.now()))
    reply = Reply("ทะเบียน", file=File(0, "a.csv", "text/csv", export))
    kept = outgoing.encode(outgoing.Outgoing("a", (reply,)))
    assert b"with_identity" in kept
    older = kept.replace(b',"with_identity":false', b"")
    assert b"with_identity" not in older
    (found,) = outgoing.decode(older).replies

    assert found.file is not None
    assert found.file.export == export
