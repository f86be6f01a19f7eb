"""A form's CSV: seen first, then filed whole or not at all, each row once."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import audit, audit_proof, form_rows
from data.form_rows import Fault, Form, Problem
from data.times import BANGKOK
from tests.conversing import Desk, Person, Town

pytestmark = pytest.mark.usefixtures("quiet")

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
HEADINGS = "ประทับเวลา,เกิดอะไรขึ้น,สถานที่,ชื่อ-สกุล,เบอร์โทร"
ROWS = (
    '20/11/2025 14:05:33,"ไฟดับ\nทั้งซอย",หมู่ 4,ป้าแดง,081-234-5678',
    "21/11/2568 9:00:00,ท่อแตก,หน้าวัด,,",
    "2025/11/22 2:05:33 หลังเที่ยง GMT+7,ถนนพัง,,,",
    '23/11/2025,"=HYPERLINK(""http://x"",""กด"")",หมู่ 1,,',
)
FILE = "\n".join((HEADINGS, *ROWS)) + "\n"
IMPORT = ("cases", "import", "form.csv", "--kind", "grievance")


def put(town: Town, content: str | bytes, name: str = "form.csv") -> Path:
    """A file where the desk runs."""
    path = town.store.path.parent / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(content: str | bytes, **wanted: str) -> Form:
    raw = content if isinstance(content, bytes) else content.encode()
    return form_rows.read(raw, wanted, NOW)


def faults(form: Form) -> list[tuple[int, Fault]]:
    return [(each.line, each.fault) for each in form.problems]


# the command -----------------------------------------------------------------------------


async def test_a_dry_run_shows_the_first_rows_as_they_would_be_filed_and_keeps_nothing(
    town: Town, desk: Desk
) -> None:
    put(town, FILE)
    status, out, complaints = await desk(*IMPORT, "--dry-run")

    assert (status, complaints) == (0, "")
    assert "อ่านได้ 4 แถว" in out
    assert "เรื่องใหม่ (ร้องทุกข์) 4 เรื่อง เคยนำเข้าแล้วหรือซ้ำกันในไฟล์ 0 แถว" in out
    assert "บรรทัด 2 รับเมื่อ 20 พฤศจิกายน 2568 14.05 น." in out
    assert "เกิดอะไรขึ้น: ไฟดับ\nทั้งซอย\nสถานที่: หมู่ 4" in out
    assert "แจ้งผลกลับได้ที่: ป้าแดง · 081-234-5678" in out
    assert "บรรทัด 4 รับเมื่อ 21 พฤศจิกายน 2568 09.00 น." in out
    assert "ตัวอย่าง 4" not in out
    assert "ยังไม่ได้บันทึก" in out
    assert town.rows("select 1 from cases") == town.rows("select 1 from imported_row") == []


async def test_rows_become_cases_with_their_own_day_and_channel(
    town: Town, desk: Desk, officer: Person
) -> None:
    put(town, FILE)
    status, out, _ = await desk(*IMPORT)

    assert status == 0
    assert "นำเข้าแล้ว 4 เรื่อง ข้าม 0 แถว" in out
    found = town.rows("select kind, chat, messenger, substr(opened_at, 1, 16) from cases")
    assert sorted(found) == [
        ("GRIEVANCE", "", "google_form", "2025-11-20T07:05"),
        ("GRIEVANCE", "", "google_form", "2025-11-21T02:00"),
        ("GRIEVANCE", "", "google_form", "2025-11-22T07:05"),
        ("GRIEVANCE", "", "google_form", "2025-11-23T05:00"),
    ]
    started = town.rows("select distinct substr(started_at, 1, 10) from case_clock")
    assert sorted(started) == ["2025-11-20", "2025-11-21", "2025-11-22", "2025-11-23"]
    assert "ป้าแดง · 081-234-5678" in town.texts_of_cases()


async def test_the_same_file_twice_adds_nothing_and_a_longer_one_only_what_is_new(
    town: Town, desk: Desk
) -> None:
    put(town, FILE)
    await desk(*IMPORT)
    assert "นำเข้าแล้ว 0 เรื่อง ข้าม 4 แถว" in (await desk(*IMPORT))[1]
    put(town, FILE.encode("cp874"))
    assert "นำเข้าแล้ว 0 เรื่อง ข้าม 4 แถว" in (await desk(*IMPORT))[1]
    put(town, FILE + "24/11/2025 8:00:00,น้ำไม่ไหล,,,\n" * 2)

    assert "นำเข้าแล้ว 1 เรื่อง ข้าม 5 แถว" in (await desk(*IMPORT))[1]
    assert len(town.rows("select id from cases")) == 5


async def test_a_bad_row_is_named_and_then_nothing_is_filed(town: Town, desk: Desk) -> None:
    put(town, FILE + "31/2/2025 8:00:00,ฝนตก,,,\n24/11/2025 8:00:00,,,,\nสั้นไป\n")
    status, _, complaints = await desk(*IMPORT)

    assert status == 1
    assert "- บรรทัด 7: วันเวลา “31/2/2025 8:00:00” อ่านไม่ได้" in complaints
    assert "- บรรทัด 8: ไม่มีข้อความ" in complaints
    assert "- บรรทัด 9: จำนวนช่องไม่ตรงกับหัวตาราง (1/5)" in complaints
    assert "ไม่มีแถวใดถูกนำเข้า" in complaints
    assert town.rows("select 1 from cases") == town.rows("select 1 from imported_row") == []


async def test_what_looks_like_a_formula_stays_text(town: Town, desk: Desk) -> None:
    put(town, FILE)
    await desk(*IMPORT, "--map", "text=เกิดอะไรขึ้น")

    assert '=HYPERLINK("http://x","กด")\nสถานที่: หมู่ 1' in town.texts_of_cases()


async def test_columns_are_taken_for_what_they_are_said_to_be(town: Town, desk: Desk) -> None:
    put(town, "เมื่อ,ว่าอะไร,ใคร,คะแนน\n20/11/2025,ไฟดับ,ป้าแดง,5\n")
    told = ("--map", "received=เมื่อ", "--map", "text=ว่าอะไร", "--map", "contact=ใคร")
    await desk(*IMPORT, *told, "--map", "skip=คะแนน")

    assert town.texts_of_cases() == ["ไฟดับ", "ป้าแดง"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--map", "nonsense=เรื่อง"), "ชนิดคือ received, text, contact, skip"),
        (("--map", "text"), "ใส่เป็น ชนิด=ชื่อคอลัมน์"),
        (("--map", "text=ไม่มี"), "ไม่พบคอลัมน์ “ไม่มี”"),
        (("--kind", "corruption"), "เฉพาะผู้ที่ได้รับแต่งตั้ง"),
    ],
)
async def test_what_cannot_be_imported_is_said(
    town: Town, desk: Desk, more: tuple[str, ...], told: str
) -> None:
    put(town, FILE)
    status, _, complaints = await desk(*IMPORT, *more)

    assert status != 0
    assert told in complaints
    assert town.rows("select id from cases") == []


async def test_a_file_that_is_not_there_is_said(desk: Desk) -> None:
    status, _, complaints = await desk(*IMPORT)

    assert status == 2
    assert "เปิดไฟล์ form.csv ไม่ได้" in complaints


async def test_staff_hear_once_of_an_import(town: Town, desk: Desk, officer: Person) -> None:
    put(town, FILE)
    await desk(*IMPORT)
    await desk(*IMPORT)
    await town.restart()
    await town.settled()

    assert officer.news().count("เรื่องใหม่จากแบบฟอร์ม 4 เรื่อง") == 1


async def test_an_import_is_sealed_and_stands_in_the_audit_trail(town: Town, desk: Desk) -> None:
    put(town, FILE)
    await desk(*IMPORT)
    newest = town.store.read_now(audit.recent, 5)
    assert [(row.actor, row.action) for row in newest] == [
        ("operator", "imported"),
        *[("operator", "registered")] * 4,
    ]
    assert newest[0].detail == "4/4"
    assert town.store.read_now(audit_proof.verify) == []
    await town.close()
    kept = town.store.path.read_bytes()
    town.open()

    for words in ("ป้าแดง", "ท่อแตก", "ทั้งซอย"):
        assert words.encode() not in kept
        assert json.dumps(words).strip('"').encode() not in kept


def test_an_import_that_is_killed_at_any_line_is_whole_or_not_there(
    tmp_path: Path, published_file: Path
) -> None:
    shutil.copy(published_file, tmp_path / "prongsai.db")
    run = subprocess.run(
        [sys.executable, "-m", "tests.killed_import", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert run.returncode == 0, run.stderr
    outcome = json.loads(run.stdout)

    assert outcome["nothing"] > 30
    assert outcome["everything"] >= 1


# the file --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_usual_encoding_reads_the_same(encoding: str, line_end: str) -> None:
    content = FILE.replace("\n", line_end)
    found = read(content.encode(encoding))

    assert found.problems == ()
    assert [row.text.replace("\r\n", "\n") for row in found.rows] == [
        row.text for row in read(FILE).rows
    ]


def test_a_broken_letter_is_not_taken_for_another_encoding() -> None:
    legible_as_both = "Timestamp,x\n20/11/2025,อาสารอ".encode() + b"\xe0\xb8\n"
    assert legible_as_both.decode("cp874")
    for broken in (legible_as_both, FILE.encode()[:-200] + b"\xe0\xb8", b"\xff\xfe\x00\x01"):
        assert faults(read(broken)) == [(0, Fault.ENCODING)]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", (0, Fault.EMPTY_FILE)),
        ("\n\n", (0, Fault.EMPTY_FILE)),
        ("เรื่อง\nไฟดับ\n", (1, Fault.NO_RECEIVED)),
        ('Timestamp,x\n20/11/2025,"ไม่ปิด\n', (2, Fault.CSV)),
        ("Timestamp,x\n20/11/2025,\x1b[31mแดง\n", (2, Fault.CONTROL)),
        ("Timestamp,x\n20/11/2025,ก\x00ข\n", (2, Fault.CONTROL)),
        (f"Timestamp,x\n20/11/2025,{'ก' * 20_001}\n", (2, Fault.LONG)),
        ("Timestamp,x\n13/1/2025,ก\n1/13/2025,ข\n", (0, Fault.MIXED_DATES)),
        ("Timestamp,x\n20/11/2027,ก\n", (2, Fault.DATE)),
        ("Timestamp,x\n20/11/2001,ก\n", (2, Fault.DATE)),
        ("Timestamp,x\n20/11/2025 25:00:00,ก\n", (2, Fault.DATE)),
        ("Timestamp,x\n" + "20/11/2025,ก\n" * 2_001, (0, Fault.TOO_MANY)),
        (" " * (4 * 1024 * 1024 + 1), (0, Fault.TOO_LARGE)),
        ("Timestamp," + "," * 100 + "\n", (1, Fault.HEADING)),
    ],
)
def test_what_is_wrong_is_named_by_its_line(content: str, fault: tuple[int, Fault]) -> None:
    assert fault in faults(read(content))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20/11/2569, 14:05:33", (2026, 11, 20, 14, 5)),
        ("20/11/2026 14:05", (2026, 11, 20, 14, 5)),
        ("2026/11/20 2:05:33 หลังเที่ยง GMT+7", (2026, 11, 20, 14, 5)),
        ("2026/11/20 12:05:33 ก่อนเที่ยง GMT+7", (2026, 11, 20, 0, 5)),
        ("2026/11/20 2:05:33 PM GMT+8", (2026, 11, 20, 13, 5)),
        ("11/20/2026 14:05:33", (2026, 11, 20, 14, 5)),
        ("๒๐/๑๑/๒๕๖๙ ๑๔:๐๕:๓๓", (2026, 11, 20, 14, 5)),
        ("2026-11-20", (2026, 11, 20, 12, 0)),
    ],
)
def test_timestamps_of_forms_are_read(written: str, meant: tuple[int, ...]) -> None:
    (row,) = read(f'Timestamp,x\n"{written}",ไฟดับ\n').rows
    at = row.received_at.astimezone(BANGKOK)

    assert (at.year, at.month, at.day, at.hour, at.minute) == meant


def test_one_date_that_tells_the_order_tells_it_for_the_whole_file() -> None:
    months = [row.received_at.month for row in read("Timestamp,x\n1/2/2026,ก\n3/13/2026,ข\n").rows]
    days = [row.received_at.month for row in read("Timestamp,x\n1/2/2026,ก\n13/3/2026,ข\n").rows]

    assert (months, days) == ([1, 3], [2, 3])


def test_two_questions_may_have_the_same_heading() -> None:
    (row,) = read("Timestamp,ที่ไหน,ที่ไหน\n20/11/2025,วัด,ตลาด\n").rows

    assert row.text == "ที่ไหน: วัด\nที่ไหน: ตลาด"


# any file --------------------------------------------------------------------------------

CELL = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_never_raise(content: bytes) -> None:
    read(content)
    found = read(b"Timestamp,x\n" + content)
    assert all(isinstance(each, Problem) for each in found.problems)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_every_line_is_a_row_or_a_problem_and_no_word_is_lost(
    answers: list[tuple[str, str]],
) -> None:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in each] for each in answers]
    lines = [f"20/11/2025,{first},{second}" for first, second in quoted]
    found = read("\n".join(("Timestamp,ก,ข", *lines)))

    named = [row.line for row in found.rows] + [each.line for each in found.problems]
    assert sorted(named) == list(range(2, len(answers) + 2))
    for row in found.rows:
        for cell in answers[row.line - 2]:
            assert cell.strip() in row.text
