"""Undo at the terminal: what is written there waits its moment, as words of chats do."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot import delivery, holding
from data import audit, case_entries, register, times
from data.audit import Action
from data.schema import migrations
from handlers.message import Messenger
from handlers.texts import held_back as held_texts
from tests.at_the_desk import Terminal
from tests.conversing import BRIBE, Desk, Person, Town
from tests.pictures import jpeg

pytestmark = pytest.mark.usefixtures("quiet")

ROOT = Path(__file__).parent.parent
PAST = times.stamp(times.parse("2020-01-01T00:00:00Z"))


@pytest.fixture(autouse=True)
def everybody_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what another process has written."""
    monkeypatch.setattr(delivery, "LOOK_AGAIN_S", 0.02)
    monkeypatch.setattr(holding, "LOOK_AGAIN_S", 0.02)


@pytest.fixture
async def waiting_desk(town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Words wait so long that no test sees them leave by themselves."""
    town.agency = replace(town.agency, undo_seconds=60)
    await town.restart()
    monkeypatch.setenv("UNDO_SECONDS", "60")
    return desk


async def are_due(town: Town) -> None:
    """The moment is over, while the service is down."""
    await town.close()
    town.open()
    make_due(town)
    await town.restart()
    await town.settled()


def make_due(town: Town) -> None:
    town.store.write_now(lambda db: db.execute("update held_words set due_at = ?", (PAST,)))


def done(town: Town) -> list[tuple[str, str]]:
    """What the trail says of words, and whose they were, oldest first."""
    words = (Action.HELD, Action.TAKEN_BACK, Action.ANSWERED)
    found = reversed(town.store.read_now(audit.recent, 50))
    return [(each.actor, each.action) for each in found if each.action in words]


async def test_what_the_desk_wrote_is_had_back_while_nothing_has_left(
    town: Town, waiting_desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    await waiting_desk("cases", "show", code)
    before = town.rows("select * from cases")
    status, out, _ = await waiting_desk("cases", "ask", code, "หมู่ไหนคะ")
    (due,) = town.rows("select due_at from held_words")
    assert status == 0
    assert f"มีผลเวลา {times.in_bangkok(due):%H.%M.%S} น." in out
    assert f"python -m bot cases undo {code}" in out
    await town.settled()
    assert citizen.news() == ""
    assert town.rows("select * from cases") == before

    shown = (await waiting_desk("cases", "show", code))[1]
    assert held_texts.waits() in shown
    assert "cases undo" in shown
    assert "cases answer" not in shown
    status, out, _ = await waiting_desk("cases", "undo", code)
    assert (status, "หมู่ไหนคะ" in out) == (0, True)
    assert town.rows("select count(*) from held_words") == [0]
    assert done(town) == [(audit.OPERATOR, Action.HELD), (audit.OPERATOR, Action.TAKEN_BACK)]
    await are_due(town)
    assert "หมู่ไหนคะ" not in citizen.news()
    assert town.rows("select state from cases") == ["acknowledged"]
    assert (await waiting_desk("cases", "undo", code))[0] == 1


async def test_the_running_service_finds_what_the_desk_wrote_and_sends_it_when_it_is_time(
    town: Town, desk: Desk, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await citizen.files()
    so_far = len(town.offices[Messenger.LINE].delivered)
    monkeypatch.setenv("UNDO_SECONDS", "1")
    await desk("cases", "ask", code, "หมู่ไหนคะ")
    await town.offices[Messenger.LINE].wait_for(so_far + 1)

    assert f"เจ้าหน้าที่ถามเรื่อง {code}\n\nหมู่ไหนคะ" in citizen.news()
    assert town.rows("select state from cases") == ["needs_info"]
    assert await desk("cases", "undo", code) == gone(town, code)


def gone(town: Town, code: str) -> tuple[int, str, str]:
    """What is said where there is nothing to take back, or it is not theirs."""
    case = town.store.read_now(register.with_code, code)
    assert case is not None
    return (1, "", f"{held_texts.gone(case)}\n")


async def test_where_no_service_runs_the_next_command_finds_the_move_made(
    town: Town, waiting_desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    close = ("close", code, "ซ่อมแล้ว", "--outcome", "resolved", "--no-photo", "มืด")
    await waiting_desk("cases", *close)
    await town.holds.stop()
    make_due(town)

    assert code not in (await waiting_desk("cases", "list"))[1]
    assert town.rows("select state, outcome from cases") == [("closed", "resolved")]
    await town.settled()
    assert citizen.news().count("ซ่อมแล้ว") == 1


async def test_a_restart_while_words_of_the_desk_wait_neither_loses_nor_repeats_them(
    town: Town, waiting_desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    await waiting_desk("cases", "answer", code, "จะไปซ่อมวันจันทร์")
    await town.restart()
    assert town.rows("select count(*) from held_words") == [1]
    await are_due(town)
    await town.restart()
    await town.settled()

    assert citizen.news().count("จะไปซ่อมวันจันทร์") == 1
    assert town.rows("select count(*) from case_entry where kind = 'answer'") == [1]
    assert done(town) == [(audit.OPERATOR, Action.HELD), (audit.OPERATOR, Action.ANSWERED)]


async def test_nothing_but_a_note_is_done_with_a_case_while_words_wait(
    town: Town, waiting_desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    await waiting_desk("cases", "ask", code, "หมู่ไหนคะ")
    for arguments in (
        ("answer", code, "อีกอย่าง"),
        ("assign", code, "1"),
        ("close", code, "ปิด", "--outcome", "answered", "--no-photo", "มืด"),
    ):
        status, out, complaint = await waiting_desk("cases", *arguments)
        assert (status, out) == (1, "")
        assert "กำลังจะออกถึงผู้แจ้ง" in complaint
    assert (await waiting_desk("cases", "note", code, "โทรตามแล้ว"))[0] == 0


async def test_only_whoever_wrote_takes_back_in_the_chat_or_at_the_desk(
    town: Town, waiting_desk: Desk, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    other, code = await town.officer("malee"), await citizen.files()
    await terminal.signs_in(officer)
    assert (await terminal.does(officer, "ask", code, "หมู่ไหนคะ"))[0] == 0
    assert await waiting_desk("cases", "undo", code) == gone(town, code)
    word = await terminal.signs_in(other)
    assert await terminal.does(other, "undo", code) == gone(town, code)
    assert town.rows("select count(*) from held_words") == [1]
    await officer.says(f"/case {code}")
    assert "หมู่ไหนคะ" in await officer.presses("เรียกคืน")  # in the chat what the desk wrote

    await officer.presses("ส่ง")
    await terminal.signs_in(officer)
    assert "หมู่ไหนคะ" in (await terminal.does(officer, "undo", code))[1]  # and the reverse
    assert town.rows("select count(*) from held_words") == [0]
    await waiting_desk("cases", "ask", code, "ซอยไหนคะ")
    assert (await terminal.does(officer, "undo", code))[0] == 1
    terminal.has(word)
    assert (await terminal.does(other, "undo", code))[0] == 1
    assert (await waiting_desk("cases", "undo", code))[0] == 0


async def test_the_command_that_is_shown_takes_back_as_it_stands(
    waiting_desk: Desk, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    _, out, _ = await terminal.does(officer, "ask", code, "หมู่ไหนคะ")
    shown = out[out.index("python -m bot ") :].split()[3:]

    assert "หมู่ไหนคะ" in (await waiting_desk(*shown))[1]


async def test_a_photo_goes_with_its_words_and_is_forgotten_with_them(
    town: Town, waiting_desk: Desk, citizen: Person, tmp_path: Path
) -> None:
    code, photo = await citizen.files(), tmp_path / "done.jpg"
    photo.write_bytes(jpeg())
    resolve = ("cases", "resolve", code, "กลบแล้ว", "--photo", str(photo))
    await waiting_desk(*resolve)
    assert town.rows("select stage from attachment") == ["upload"]
    await waiting_desk("cases", "undo", code)
    assert town.rows("select count(*) from attachment") == [0]
    assert (await waiting_desk(*resolve))[0] == 0
    await are_due(town)

    assert "กลบแล้ว" in citizen.news()
    assert citizen.replies[-1].file
    assert town.rows("select stage, chat from attachment") == [("case", "")]


async def test_where_the_case_went_on_the_operator_s_words_stand_in_it_as_a_note(
    town: Town, waiting_desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    await waiting_desk("cases", "ask", code, "หมู่ไหนคะ")
    await citizen.says(f"ถอนเรื่อง {code}")
    await citizen.presses("ยืนยันถอนเรื่อง")
    citizen.news()
    await are_due(town)

    assert "หมู่ไหนคะ" not in citizen.news()
    (case_id,) = town.rows("select id from cases")
    noted = [e for e in town.store.read_now(case_entries.entries, case_id) if e.kind == "internal"]
    assert ["หมู่ไหนคะ" in each.text for each in noted] == [True]
    assert "ยังไม่ได้ออกถึงผู้แจ้ง" in (await waiting_desk("cases", "show", code))[1]


@pytest.mark.usefixtures("waiting_desk")
async def test_where_the_case_went_on_a_member_hears_of_it_in_their_chat(
    town: Town, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    await terminal.does(officer, "ask", code, "หมู่ไหนคะ")
    await citizen.says(f"ถอนเรื่อง {code}")
    await citizen.presses("ยืนยันถอนเรื่อง")
    officer.news()
    await are_due(town)

    assert "ยังไม่ได้ออกถึงผู้แจ้ง" in officer.news()
    assert "หมู่ไหนคะ" not in citizen.news()


@pytest.mark.usefixtures("waiting_desk")
async def test_whoever_is_dismissed_while_their_words_wait_tells_nobody(
    town: Town, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    await terminal.does(officer, "ask", code, "หมู่ไหนคะ")
    town.dismiss(officer)
    await are_due(town)

    assert "หมู่ไหนคะ" not in citizen.news()
    assert town.rows("select count(*) from held_words") == [0]


@pytest.mark.usefixtures("waiting_desk")
async def test_words_of_a_secret_case_that_the_desk_holds_stand_nowhere_in_plain_text(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await terminal.signs_in(handler)
    await terminal.does(handler, "ask", code, "เหตุเกิดที่ห้องทะเบียนใช่ไหม")
    assert town.rows("select count(*) from held_words") == [1]
    planted = "ห้องทะเบียน".encode()
    files = town.store.path.parent.glob(f"{town.store.path.name}*")
    assert not any(planted in file.read_bytes() for file in files)

    await are_due(town)
    assert "ห้องทะเบียน" in citizen.news()
    assert town.rows("select state from cases") == ["needs_info"]


@pytest.mark.usefixtures("waiting_desk")
async def test_steps_of_which_the_reporter_reads_nothing_do_not_wait(
    town: Town, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    await terminal.does(officer, "take", code)

    assert town.rows("select state from cases") == ["assigned"]
    assert (await terminal.does(officer, "undo", code))[0] == 1


# crashes and older files ---------------------------------------------------------------------


def test_the_terminal_may_be_killed_at_any_line_and_nothing_is_lost_or_doubled(
    tmp_path: Path, published_file: Path
) -> None:
    shutil.copy(published_file, tmp_path / "prongsai.db")
    run = subprocess.run(
        [sys.executable, "-m", "tests.killed_desk", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert run.returncode == 0, run.stderr
    outcome = json.loads(run.stdout.splitlines()[-1])

    assert outcome["told"]["nothing"] > 20
    assert outcome["told"]["waiting"] >= 1
    assert outcome["told"]["said"] >= 1
    assert outcome["signed in"]["tried 0"] > 5
    assert outcome["signed in"]["tried 1"] >= 3  # no crash gives a try back
    assert outcome["signed in"]["in"] >= 1


def test_words_that_waited_before_the_desk_could_hold_any_still_wait(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None)) as db:
        db.execute("pragma foreign_keys = on")
        migrations.apply(Database(db), stop_before="m024_desk_sign_in")
        db.executescript(
            "insert into staff (id, chat, messenger, name, role, joined_at)"
            " values (7, 'chat', 'telegram', x'00', 'officer', '');"
            "insert into cases (id, code, kind, level, state, chat, messenger, opened_at,"
            " updated_at) values"
            " (5, 'PS', 'GRIEVANCE', 1, 'submitted', '', 'line', '2026-11-26T03:00:00+00:00', '');"
            "insert into held_words values (5, 9, 7, '2026', x'0102');"
        )
        migrations.apply(Database(db))

        assert db.execute("select * from held_words").fetchall() == [(5, 9, 7, "2026", b"\1\2")]
        db.execute("update held_words set staff_id = null")
