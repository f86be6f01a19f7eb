"""The desk: invitations, cases and staff from the terminal, on the file of a running service."""

import re
import sqlite3

import pytest

from bot import delivery
from data import group_commit, outbox
from data.cases import CaseKind
from handlers.message import Messenger
from tests.conversing import BRIBE, POTHOLE, Desk, Person, Town
from tests.post_office import letter
from tests.small_telegram import TOKEN, SmallTelegram, running

LINK = re.compile(r"https://t\.me/(\w+)\?start=(join_[\w-]{43})\s")

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(autouse=True)
def the_courier_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what another process has put into the outbox."""
    monkeypatch.setattr(delivery, "LOOK_AGAIN_S", 0.02)


async def test_an_invitation_is_a_link_that_works_once(town: Town, desk: Desk) -> None:
    status, out, _ = await desk("invite", "--role", "administrator", "--name", "ปลัด")
    found = LINK.search(out)
    assert status == 0
    assert found
    assert "ใช้ได้ครั้งเดียว ภายใน 3 วัน" in out
    first, second = (town.citizen(name, Messenger.TELEGRAM) for name in ("first", "second"))

    assert "ยินดีต้อนรับคุณปลัด เข้าร่วมเป็นผู้ดูแลระบบแล้ว" in await first.says(f"/start {found[2]}")
    assert "ใช้ไม่ได้แล้ว" in await second.says(f"/start {found[2]}")


async def test_an_invitation_for_corruption_makes_a_named_handler(
    town: Town, desk: Desk, citizen: Person
) -> None:
    _, out, _ = await desk("invite", "--role", "officer", "--name", "นิติกร", "--corruption")
    found = LINK.search(out)
    assert found
    handler = town.citizen("handler", Messenger.TELEGRAM)
    assert "ผู้รับผิดชอบเรื่องทุจริต" in await handler.says(f"/start {found[2]}")
    await citizen.files(BRIBE, "corruption")

    assert "มีเรื่องใหม่" in handler.news()


async def test_the_link_names_the_bot_where_telegram_says_how_it_is_called(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = await desk("invite", "--role", "officer", "--name", "สมศรี")
    assert "https://t.me/BOT_USERNAME?start=" in out
    assert "ใส่ชื่อบอทแทน BOT_USERNAME" in out

    async with running(SmallTelegram()) as telegram:
        me = {"id": 1, "is_bot": True, "first_name": "โปร่งใส", "username": "borang_bot"}
        telegram.will("getMe", (200, {"ok": True, "result": me}))
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
        monkeypatch.setenv("TELEGRAM_API_BASE", telegram.url)
        _, out, _ = await desk("invite", "--role", "officer", "--name", "สมศรี")
    assert "https://t.me/borang_bot?start=" in out


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.WEB])
async def test_whoever_has_no_telegram_joins_by_what_the_invitation_says_to_type(
    town: Town, desk: Desk, messenger: Messenger
) -> None:
    _, out, _ = await desk("invite", "--role", "officer", "--name", "สมศรี")
    typed = re.search(r"/start join_[\w-]{43}", out)
    assert typed

    assert "ยินดีต้อนรับคุณสมศรี" in await town.citizen("somsri", messenger).says(typed[0])


@pytest.mark.parametrize(
    "wrong",
    [("--role", "viewer", "--corruption"), ("--role", "officer", "--days", "0")],
)
async def test_an_invitation_that_makes_no_sense_is_refused(
    desk: Desk, wrong: tuple[str, ...]
) -> None:
    status, out, complaints = await desk("invite", *wrong)

    assert status == 2
    assert "t.me" not in out
    assert wrong[-1] in complaints or wrong[-2] in complaints


async def test_a_case_is_listed_shown_answered_and_closed_and_the_citizen_reads_it(
    town: Town, desk: Desk, citizen: Person
) -> None:
    assert "ไม่มีเรื่องที่รออยู่" in (await desk("cases", "list"))[1]
    code = await citizen.files(photo=True)
    listed = (await desk("cases", "list"))[1]
    assert f"1. {code} ร้องทุกข์ — รอเปิดอ่าน" in listed
    assert "cases show" in listed
    assert "/case" not in listed

    _, shown, _ = await desk("cases", "show", code.lower().replace("-", ""))
    assert f"ผู้แจ้ง: {POTHOLE}" in shown
    assert "- รูปภาพ (image/jpeg, " in shown
    assert "cases close" in shown
    assert "resolved = แก้ไขแล้ว" in shown
    assert town.rows("select state from cases") == ["acknowledged"]

    assert (await desk("cases", "answer", code, "จะไปซ่อมวันจันทร์"))[0] == 0
    await town.settled()
    assert f"เจ้าหน้าที่ตอบเรื่อง {code}\n\nจะไปซ่อมวันจันทร์" in citizen.news()
    assert "เพิ่มในเรื่อง" in await _writes(citizen, "ขอบคุณครับ")

    status, out, _ = await desk(
        "cases", "close", code, "ซ่อมแล้ว", "--outcome", "resolved", "--no-photo", "มืด"
    )
    assert (status, out) == (0, f"ปิดเรื่อง {code} แล้ว\n")
    await town.settled()
    assert "เสร็จสิ้นแล้ว (แก้ไขแล้ว)\n\nซ่อมแล้ว" in citizen.news()
    assert town.rows("select state, outcome from cases") == [("closed", "resolved")]


async def test_what_is_written_at_the_desk_arrives_in_the_language_of_the_chat(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    await citizen.says("thank you very much")
    await desk("cases", "answer", code, "จะไปซ่อมวันจันทร์")
    await desk("cases", "close", code, "ซ่อมแล้ว", "--outcome", "resolved", "--no-photo", "มืด")
    await town.settled()

    heard = citizen.news()
    assert f"An officer has answered your case {code}:\n\nจะไปซ่อมวันจันทร์" in heard
    assert f"Your case {code} is finished (resolved):\n\nซ่อมแล้ว" in heard


async def _writes(citizen: Person, text: str) -> str:
    await citizen.presses("เขียนตอบ")
    return await citizen.says(text)


async def test_what_cannot_be_done_is_said_and_changes_nothing(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()

    assert (await desk("cases", "show", "PS-000-000-000"))[0] == 1
    assert (await desk("cases", "show", "nonsense"))[0] == 1
    assert (await desk("cases", "answer", code, "  "))[0] == 2
    status, _, complaints = await desk("cases", "close", code, "ปิด", "--outcome", "substantiated")
    assert status == 2
    assert "resolved = แก้ไขแล้ว, answered = ตอบแล้ว" in complaints
    assert "substantiated" not in complaints
    assert town.rows("select state from cases") == ["submitted"]

    (await desk("cases", "close", code, "ปิด", "--outcome", "answered", "--no-photo", "มืด"))
    assert (await desk("cases", "answer", code, "อีกครั้ง"))[:2] == (1, "")
    await town.settled()
    assert "อีกครั้ง" not in citizen.news()


async def test_the_operator_is_told_when_the_reporter_has_left(desk: Desk, citizen: Person) -> None:
    code = await citizen.files()
    await citizen.leaves()

    assert "ผู้แจ้งอาจไม่ได้อ่าน" in (await desk("cases", "answer", code, "ตอบ"))[1]


async def test_corruption_is_not_visible_at_the_desk(
    town: Town, desk: Desk, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    unknown = await desk("cases", "show", "PS-000-000-000")

    assert "ไม่มีเรื่องที่รออยู่" in (await desk("cases", "list"))[1]
    assert (await desk("cases", "show", code)) == unknown
    assert (await desk("cases", "answer", code, "ตอบ")) == unknown
    assert (await desk("cases", "close", code, "ปิด", "--outcome", "partly")) == unknown
    assert town.rows("select kind, state from cases") == [(CaseKind.CORRUPTION, "submitted")]


async def test_staff_are_listed_and_removed_at_once(
    town: Town, desk: Desk, officer: Person, handler: Person
) -> None:
    _, listed, _ = await desk("staff", "list")
    assert listed == "1. somsri เจ้าหน้าที่รับเรื่อง\n2. nitikon เจ้าหน้าที่รับเรื่อง (ดูแลเรื่องทุจริตและจริยธรรม)\n"

    assert (await desk("staff", "remove", "1"))[:2] == (0, "ถอนสิทธิ์ somsri แล้ว มีผลทันที\n")
    assert "สำหรับเจ้าหน้าที่" in await officer.says("/cases")
    assert (await desk("staff", "remove", "1"))[0] == 1
    assert "nitikon" in (await desk("staff", "list"))[1]


async def test_removing_the_last_one_for_corruption_warns_of_what_nobody_can_read(
    desk: Desk, citizen: Person, officer: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    assert (await desk("staff", "remove", "1"))[2] == ""
    _, _, complaints = await desk("staff", "remove", "2")

    assert "มีเรื่องที่ยังไม่ปิด 1 เรื่อง" in complaints
    assert code not in complaints


async def test_a_removed_member_s_menu_of_commands_is_taken_away(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.officer("5005")
    async with running(SmallTelegram()) as telegram:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
        monkeypatch.setenv("TELEGRAM_API_BASE", telegram.url)
        assert (await desk("staff", "remove", "1"))[0] == 0

    assert telegram.methods() == ["deleteMyCommands"]
    assert telegram.bodies("deleteMyCommands")[0]["scope"] == {"type": "chat", "chat_id": 5005}


async def test_a_database_that_takes_nothing_is_told_without_a_traceback(
    town: Town, desk: Desk, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await citizen.files()
    monkeypatch.setattr(group_commit, "BUSY_TIMEOUT_MS", 5)
    with sqlite3.connect(town.store.path, isolation_level=None) as other:
        other.execute("begin immediate")
        status, _, complaints = await desk("cases", "answer", code, "ตอบ")
        other.execute("rollback")

    assert status == 1
    assert "locked" in complaints


async def test_an_answer_from_the_desk_is_not_missed_beside_the_service_s_own_replies(
    town: Town,
) -> None:
    office = town.offices[Messenger.LINE]
    await town.store.write(outbox.add, letter("จากโต๊ะ", "one"))
    own = await town.store.write(outbox.add, letter("จากบริการ", "two"))
    town.courier.send([own])

    assert set(await office.wait_for(2)) == {"จากโต๊ะ", "จากบริการ"}
