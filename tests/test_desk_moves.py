"""The desk's moves: what officers do by buttons, in the terminal, with the same checks."""

import pytest

from bot import cli, delivery
from bot.desk_verbs import VERBS
from data import audit
from handlers.officers.officer_moves import DEEDS
from handlers.texts.casework import IN_TERMINAL
from tests.conversing import BRIBE, Desk, Person, Town
from tests.test_role_matrix import BESIDE_DEEDS

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(autouse=True)
def the_courier_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what another process has put into the outbox."""
    monkeypatch.setattr(delivery, "LOOK_AGAIN_S", 0.02)


ON_THE_WAY = {
    "more": "the command line has room for all commands",
    "pick": "said with the command, as --to, --reason or --no-photo",
    "use": "ready words: whoever types has their own",
    "as": "said with the command, as --outcome",
    "to": "said with the command, as the number of whom it is handed to",
    "recused": "said with the command, as --yes",
    "who": "a command of its own: python -m bot identity request",
}
"""Buttons of a card that are steps of others, and why none is a command under "cases"."""


def test_every_button_on_a_case_is_a_command_too() -> None:
    assert set(VERBS.values()) == {*DEEDS, *BESIDE_DEEDS} - set(ON_THE_WAY)
    assert set(IN_TERMINAL) == set(VERBS)
    parser = cli._parser()
    for verb in VERBS:
        with pytest.raises(SystemExit) as ended:
            parser.parse_args(["cases", verb, "--help"])
        assert ended.value.code == 0


async def test_a_question_from_the_desk_is_answered_in_the_chat(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    assert (await desk("cases", "ask", code, "หมู่ไหนคะ"))[0] == 0
    await town.settled()
    assert f"เจ้าหน้าที่ถามเรื่อง {code}\n\nหมู่ไหนคะ" in citizen.news()
    _, shown, _ = await desk("cases", "show", code)
    assert "cases go-on" in shown
    assert "cases ask" not in shown

    await citizen.presses("ตอบคำถาม")
    await citizen.says("หมู่ 4")
    assert town.rows("select state from cases") == ["acknowledged"]
    assert (await desk("cases", "go-on", code))[0] == 1


async def test_a_note_at_the_desk_reaches_nobody_outside(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    citizen.news()
    assert "ผู้แจ้งไม่เห็น" in (await desk("cases", "note", code, "ต้องทวงประกัน"))[1]
    await town.settled()

    assert citizen.news() == ""
    assert "(บันทึกภายใน): ต้องทวงประกัน" in (await desk("cases", "show", code))[1]
    assert town.store.read_now(audit.recent, 2)[1].actor == audit.OPERATOR


async def test_a_case_is_told_of_resolved_closed_and_opened_again_at_the_desk(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    for arguments, expected in (
        (("progress", "ช่างไปดูแล้ว"), f"ความคืบหน้าของเรื่อง {code}\n\nช่างไปดูแล้ว"),
        (("resolve", "กลบหลุมแล้ว", "--no-photo", "มืด"), f"เรื่อง {code} แก้ไขแล้วค่ะ\n\nกลบหลุมแล้ว"),
        (("close", "เรียบร้อย", "--outcome", "resolved", "--no-photo", "มืด"), "เสร็จสิ้นแล้ว (แก้ไขแล้ว)"),
        (("reopen", "ยังไม่เรียบร้อย"), f"เรื่อง {code} เปิดดำเนินการอีกครั้ง\n\nยังไม่เรียบร้อย"),
    ):
        verb, text, *more = arguments
        assert (await desk("cases", verb, code, text, *more))[0] == 0
        await town.settled()
        assert expected in citizen.news()
    assert town.rows("select state, reopened from cases") == [("reopened", 1)]
    assert town.rows("select count(*) from case_clock where ended_at = ''") == [3]


async def test_the_desk_refers_and_rejects_with_what_each_needs(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    assert (await desk("cases", "refer", code, "ส่งให้แล้ว", "--to", " "))[0] == 2
    assert (await desk("cases", "reject", code, " ", "--reason", "ที่เอกชน"))[0] == 2
    assert town.rows("select state from cases") == ["submitted"]

    await desk("cases", "refer", code, "ส่งให้แล้ว", "--to", "แขวงทางหลวง")
    await town.settled()
    assert f"เรื่อง {code} ส่งต่อถึง แขวงทางหลวง แล้ว" in citizen.news()
    other = await citizen.files()
    await desk("cases", "reject", other, "ดำเนินการให้ไม่ได้ค่ะ", "--reason", "มีคดีค้างอยู่")
    await town.settled()

    heard = citizen.news()
    assert f"เรื่อง {other} เราดำเนินการให้ไม่ได้" in heard
    assert "มีคดีค้างอยู่" not in heard
    assert "ไม่รับเพราะ มีคดีค้างอยู่" in (await desk("cases", "show", other))[1]
    status, out, complaint = await desk("cases", "ask", other, "หมู่ไหนคะ")
    assert (status, out, complaint) == (1, "", f"เรื่อง {other} ปิดไปแล้ว\n")


async def test_the_desk_joins_a_case_with_one_that_it_sees(
    town: Town, desk: Desk, citizen: Person, handler: Person
) -> None:
    assert handler
    secret, first = await citizen.files(BRIBE, "corruption"), await citizen.files()
    again = await citizen.files()

    assert (await desk("cases", "duplicate", again, "รวมแล้ว", "--of", secret))[0] == 2
    assert (await desk("cases", "duplicate", again, "รวมแล้ว", "--of", again))[0] == 2
    assert (await desk("cases", "duplicate", again, "รวมแล้ว", "--of", first))[0] == 0
    await town.settled()
    assert f"เรื่อง {again} รวมกับเรื่องเดียวกัน" in citizen.news()


async def test_a_case_is_assigned_at_the_desk_to_who_may_see_it(
    town: Town, desk: Desk, citizen: Person, officer: Person
) -> None:
    await town.officer("viewer", role="viewer")
    code = await citizen.files()
    officer.news()

    assert (await desk("cases", "assign", code, "2"))[0] == 1
    assert (await desk("cases", "assign", code, "1"))[:2] == (
        0,
        f"มอบเรื่อง {code} ให้ somsri แล้ว และแจ้งให้ทราบแล้ว\n",
    )
    await town.settled()
    assert f"มอบเรื่อง {code} ให้คุณดูแล" in officer.news()
    assert code in await officer.says("/mine")


async def test_what_the_case_does_not_allow_is_said_and_changes_nothing(
    town: Town, desk: Desk, citizen: Person
) -> None:
    code = await citizen.files()
    await desk("cases", "resolve", code, "ซ่อมแล้ว", "--no-photo", "มืด")

    for verb in ("ask", "answer", "resolve"):
        status, out, complaint = await desk("cases", verb, code, "อีกครั้ง")
        assert (status, out) == (1, "")
        assert "แก้ไขแล้ว รอปิด" in complaint
    assert town.rows("select state from cases") == ["resolved"]


@pytest.mark.parametrize("verb", ["ask", "progress", "note", "resolve", "reopen"])
async def test_no_move_at_the_desk_finds_a_corruption_case(
    town: Town, desk: Desk, citizen: Person, handler: Person, verb: str
) -> None:
    assert handler
    code = await citizen.files(BRIBE, "corruption")
    unknown = await desk("cases", verb, "PS-000-000-000", "ข้อความ")

    assert await desk("cases", verb, code, "ข้อความ") == unknown
    assert town.rows("select state from cases") == ["submitted"]
