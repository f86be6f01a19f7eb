"""What of people's acts stands in the audit trail, and what the terminal shows of it."""

import sqlite3
from contextlib import closing

import pytest

from data import audit, audit_proof
from data.audit import Recorded
from handlers.message import Messenger
from tests.conversing import BRIBE, NO_PHOTO, POTHOLE, Desk, Person, Town

pytestmark = pytest.mark.usefixtures("quiet")


def trail(town: Town) -> list[Recorded]:
    """Every row, oldest first, of a trail that is whole."""
    assert town.store.read_now(audit_proof.verify) == []
    return town.store.read_now(audit.recent, 1_000)[::-1]


def acts(town: Town) -> list[tuple[str, str]]:
    """Who did what, since everybody had joined."""
    joining = ("invited", "role_granted")
    return [(row.actor, row.action) for row in trail(town) if row.action not in joining]


# acts ------------------------------------------------------------------------------------


async def test_every_reading_of_a_corruption_case_is_recorded(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption", photo=True)
    assert acts(town) == []
    await handler.says("/cases")
    assert acts(town) == []

    await handler.presses_data("c:1:open")
    assert acts(town) == [("1", "opened"), ("1", "read")]
    await handler.says(f"/case {code}")
    await handler.presses_data("c:1:files")
    await handler.presses_data("c:1:page:2")
    assert acts(town)[2:] == [("1", "read")] * 3

    (case_id,) = town.rows("select id from cases")
    assert {row.case_id for row in trail(town)[2:]} == {case_id}
    assert len(town.store.read_now(audit.of_case, case_id)) == 5


async def test_news_that_is_shown_beside_an_answer_counts_as_read(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await handler.presses("ตอบผู้แจ้ง")
    assert acts(town)[2:] == []
    await citizen.presses_data("f:add:1")
    await citizen.says("เขาเรียกห้าพัน")

    assert "เขาเรียกห้าพัน" in await handler.says("รับทราบครับ")
    assert acts(town)[2:] == [("1", "read")]
    await handler.presses("ส่ง")
    assert acts(town)[3:] == [("1", "state_changed"), ("1", "answered")]


async def test_of_an_ordinary_case_the_first_opening_is_recorded(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files(photo=True)
    for data in ("c:1:open", "c:1:files", "c:1:open"):
        await officer.presses_data(data)

    assert acts(town) == [("1", "opened")]


async def test_who_may_not_see_a_case_leaves_no_reading(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await officer.says(f"/case {code}")
    await officer.presses_data("c:1:open")
    await officer.presses_data("c:1:files")

    assert acts(town) == []


async def test_a_decision_is_recorded_once_with_its_outcome(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("ปิดเรื่อง")
    await officer.presses("แก้ไขแล้ว")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await officer.presses("ส่ง")
    await officer.presses_data("c:send")

    assert acts(town) == [("1", "opened"), ("1", "closed")]
    assert trail(town)[-1].detail == "resolved"


async def test_a_withdrawal_is_recorded(town: Town, citizen: Person, officer: Person) -> None:
    await citizen.files()
    await citizen.says("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert acts(town) == [("citizen", "withdrawn")]


async def test_who_came_and_went_is_recorded(town: Town, officer: Person) -> None:
    token = town.invitation("นิติกร", corruption=True)
    await officer.says(f"/start join_{token}")
    town.dismiss(officer)

    assert [(row.actor, row.action, row.detail) for row in trail(town)] == [
        ("operator", "invited", "officer"),
        ("1", "role_granted", "officer"),
        ("operator", "invited", "officer corruption"),
        ("2", "role_removed", "#1"),
        ("2", "role_granted", "officer corruption"),
        ("operator", "role_removed", "#2"),
    ]


async def test_no_word_of_anybody_stands_in_the_trail(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await handler.presses("ตอบผู้แจ้ง")
    await handler.says("คำตอบลับ")
    await handler.presses("ส่ง")

    clear = town.rows("select at || actor || action || case_id || prev_hash || hash from audit")
    details = [row.detail for row in trail(town)]
    for planted in (BRIBE, "คำตอบลับ", code, "nitikon", "CORRUPTION"):
        assert planted not in f"{clear}{details}"


# the terminal ----------------------------------------------------------------------------


async def test_a_whole_trail_is_told_in_one_line_and_can_be_noted(
    town: Town, desk: Desk, citizen: Person
) -> None:
    status, out, complaints = await desk("audit", "verify")
    assert (status, out, complaints) == (0, "บันทึกการใช้งานยังว่างอยู่ ไม่พบความผิดปกติ\n", "")
    code = await citizen.files()
    await desk("cases", "show", code)

    status, out, _ = await desk("audit", "verify")
    assert status == 0
    assert out.startswith("บันทึกการใช้งานครบถ้วน 1 รายการ จดไว้ตรวจครั้งหน้า: 1-")
    noted = out.split()[-1]
    await desk("cases", "answer", code, "จะไปซ่อม")
    assert (await desk("audit", "verify", "--noted", noted))[0] == 0
    assert (await desk("audit", "verify", "--noted", noted[:-1]))[0] == 2
    status, out, _ = await desk("audit", "verify", "--noted", f"2{noted[1:]}")
    assert (status, out) == (1, "บันทึกการใช้งานผิดปกติ 1 จุด\n- รายการ 2: ไม่ตรงกับที่จดไว้\n")


async def test_every_problem_of_a_trail_is_told_and_no_word_of_a_case(
    town: Town, desk: Desk, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    for _ in range(4):
        await handler.presses_data("c:1:open")
    with closing(sqlite3.connect(town.store.path, isolation_level=None)) as db:
        for (name,) in db.execute(
            "select name from sqlite_schema where type = 'trigger'"
        ).fetchall():
            db.execute(f"drop trigger {name}")
        db.execute("update audit set actor = '9' where id = 2")
        db.execute("delete from audit where id in (4, 7)")
        (case_id,) = db.execute("select id from cases").fetchone()

    status, out, complaints = await desk("audit", "verify")
    assert (status, complaints) == (1, "")
    assert "ผิดปกติ 9 จุด" in out
    assert "- audit_is_not_cut: ตารางหรือตัวกันการแก้ไขถูกเปลี่ยนหรือถอดออก\n" in out
    for problem in ("2: ถูกแก้ไขหรือปลอมขึ้น", "4: หายไป", "7: ท้ายบันทึกถูกตัด"):
        assert f"- รายการ {problem}\n" in out
    for hidden in (code, BRIBE, str(case_id), "nitikon"):
        assert hidden not in out


async def test_the_trail_shows_who_did_what_newest_last(
    town: Town, desk: Desk, citizen: Person, officer: Person
) -> None:
    assert (await desk("audit", "show"))[0] == 0
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await desk("cases", "close", code, "ซ่อมแล้ว", "--outcome", "resolved", "--no-photo", "มืด")
    await desk("staff", "remove", "1")

    status, out, _ = await desk("audit", "show")
    assert status == 0
    lines = [line.split(" · ")[1:] for line in out.splitlines()]
    assert lines == [
        ["ผู้ดูแลเครื่อง", "ออกลิงก์เชิญ", "เจ้าหน้าที่รับเรื่อง"],
        ["somsri (#1)", "เข้าร่วมเป็นเจ้าหน้าที่", "เจ้าหน้าที่รับเรื่อง"],
        ["somsri (#1)", "เปิดเรื่องครั้งแรก", code],
        ["ผู้ดูแลเครื่อง", "ปิดเรื่อง", code, "แก้ไขแล้ว"],
        ["ผู้ดูแลเครื่อง", "ถอนสิทธิ์เจ้าหน้าที่", "somsri (#1)"],
    ]
    assert out.startswith("1. ")
    assert POTHOLE not in out
    assert (await desk("audit", "show", "--limit", "2"))[1].splitlines() == out.splitlines()[3:]
    of_case = (await desk("audit", "show", "--case", code.lower()))[1]
    assert of_case.splitlines() == out.splitlines()[2:4]


async def test_of_a_corruption_case_the_terminal_shows_no_code_and_no_outcome(
    town: Town, desk: Desk, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await handler.presses("ปิดเรื่อง")
    await handler.presses("มีมูล")
    await handler.says("พบว่าเป็นความจริง")
    await handler.presses("ส่ง")
    (case_id,) = town.rows("select id from cases")

    out = (await desk("audit", "show"))[1]
    assert out.splitlines()[-1].endswith("nitikon (#1) · ปิดเรื่อง · เรื่องที่ไม่แสดง")
    for hidden in (code, str(case_id), "มีมูล", "ทุจริต"):
        assert hidden not in out.partition("\n")[2].partition("\n")[2]
    unknown = await desk("audit", "show", "--case", "PS-000-000-000")
    assert unknown[0] == 1
    assert await desk("audit", "show", "--case", code) == unknown


async def test_a_forgotten_case_keeps_its_rows_without_its_code(
    town: Town, desk: Desk, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await town.store.write(forget_cases)

    out = (await desk("audit", "show"))[1]
    assert out.splitlines()[-1].endswith("somsri (#1) · เปิดเรื่องครั้งแรก · เรื่องที่ไม่แสดง")
    assert code not in out
    assert trail(town)


def forget_cases(db: sqlite3.Connection) -> None:
    db.execute("delete from case_entry")
    db.execute("delete from case_place")
    db.execute("delete from case_topic")
    db.execute("delete from case_key")
    db.execute("delete from cases")


@pytest.mark.parametrize("limit", ["0", "-1", "10001"])
async def test_a_limit_that_makes_no_sense_is_refused(desk: Desk, limit: str) -> None:
    assert (await desk("audit", "show", "--limit", limit)) == (2, "", "--limit: 1 ถึง 10,000\n")


async def test_someone_who_rejoins_elsewhere_reads_under_their_own_number(
    town: Town, citizen: Person, handler: Person
) -> None:
    second = town.citizen("second", Messenger.TELEGRAM)
    await second.says(f"/start join_{town.invitation('ปลัด', corruption=True)}")
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await second.presses_data("c:1:open")

    assert acts(town) == [("1", "opened"), ("1", "read"), ("2", "read")]
