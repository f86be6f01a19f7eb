"""Having words back: for a moment nothing has left, and then exactly once, whatever crashes."""

from dataclasses import replace

import pytest

from bot import clock, holding
from data import audit, case_work, register, times
from data.audit import Action
from data.case_moves import Need, Who
from data.case_work import Making
from data.store import Connection
from handlers.message import Messenger
from tests.conversing import BRIBE, Person, Town
from tests.test_photos import taken

LONG = 3600
TABLES = ("cases", "case_entry", "case_clock", "case_pause", "case_access", "case_tally")


@pytest.fixture
async def holding_town(town: Town) -> Town:
    """Words wait so long that no test sees them leave by themselves."""
    return await lasting(town, LONG)


async def lasting(town: Town, seconds: int) -> Town:
    town.agency = replace(town.agency, undo_seconds=seconds)
    await town.restart()
    return town


async def sends(officer: Person, verb: str = "ask", words: str = "หมู่ไหนคะ") -> str:
    await officer.presses_data("c:1:open")
    await officer.presses_data(f"c:1:{verb}:1")
    await officer.has_no_photo()
    await officer.says(words)
    return await officer.presses("ส่ง")


def everything(town: Town) -> list[object]:
    """All that a move changes."""
    return [town.rows(f"select * from {table} order by 1, 2") for table in TABLES]


async def are_due(town: Town) -> None:
    """The moment is over, while the service is down."""
    past = times.stamp(times.parse("2020-01-01T00:00:00Z"))
    await town.close()
    town.open()
    town.store.write_now(lambda db: db.execute("update held_words set due_at = ?", (past,)))
    await town.restart()
    await town.settled()


def done(town: Town) -> list[str]:
    """What the trail says of words, oldest first."""
    words = (Action.HELD, Action.TAKEN_BACK, Action.ANSWERED)
    found = reversed(town.store.read_now(audit.recent, 50))
    return [each.action for each in found if each.action in words]


async def test_what_has_not_left_is_had_back_and_nothing_was_done(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    town = holding_town
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    before = everything(town)
    told = await sends(officer)
    assert f"มีผลใน {LONG} วินาที" in told
    assert everything(town) == before
    assert citizen.news() == ""
    assert "หมู่ไหน" not in await citizen.says(code)

    back = await officer.presses("เรียกคืน")
    assert "เรียกคืนแล้ว ยังไม่มีอะไรออกถึงผู้แจ้ง" in back
    assert "หมู่ไหนคะ" in back
    assert town.rows("select count(*) from held_words") == [0]
    assert everything(town)[2:] == before[2:]
    assert done(town) == [Action.HELD, Action.TAKEN_BACK]

    await officer.says("หมู่ไหน ซอยไหนคะ")  # and sent once more
    await officer.presses("ส่ง")
    await are_due(town)
    assert "ซอยไหนคะ" in citizen.news()


async def test_words_leave_by_themselves_when_the_moment_is_over(
    town: Town, citizen: Person, officer: Person
) -> None:
    await lasting(town, 1)
    code = await citizen.files()
    so_far = len(town.offices[Messenger.LINE].delivered)
    await sends(officer)
    await town.offices[Messenger.LINE].wait_for(so_far + 1)

    assert f"เจ้าหน้าที่ถามเรื่อง {code}\n\nหมู่ไหนคะ" in citizen.news()
    assert town.rows("select state from cases") == ["needs_info"]
    assert done(town) == [Action.HELD, Action.ANSWERED]


async def test_what_has_left_cannot_be_had_back_and_that_is_said(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await sends(officer)
    (undo,) = [choice.data for choice in officer.choices if choice.label == "เรียกคืน"]
    await are_due(holding_town)
    citizen.news()

    told = await officer.presses_data(undo)
    assert "ออกไปแล้ว เรียกคืนไม่ได้" in told
    assert "ส่งข้อความใหม่" in told
    assert done(holding_town) == [Action.HELD, Action.ANSWERED]
    assert holding_town.rows("select state from cases") == ["needs_info"]


async def test_a_crash_while_words_wait_neither_loses_nor_repeats_them(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    town = holding_town
    await citizen.files()
    await sends(officer)
    await town.restart()
    await town.restart()
    assert town.rows("select count(*) from held_words") == [1]
    await are_due(town)
    await town.restart()

    line = town.offices[Messenger.LINE].delivered
    texts = [reply.text for sending in line for reply in sending.replies]
    assert sum("หมู่ไหนคะ" in text for text in texts) == 1
    assert town.rows("select count(*) from case_entry where kind = 'question'") == [1]


async def test_releasing_what_was_had_back_does_nothing(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    town = holding_town
    await citizen.files()
    await sends(officer)
    (key,) = town.rows("select case_id, mark from held_words")
    await officer.presses("เรียกคืน")
    at = times.stamp(times.parse("2026-11-26T03:00:00Z"))

    assert town.store.write_now(holding.release, key, at, town.agency) == []
    assert town.rows("select count(*) from case_entry where kind = 'question'") == [0]


async def test_the_button_of_earlier_words_does_not_take_back_later_ones(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await sends(officer)
    (undo,) = [choice.data for choice in officer.choices if choice.label == "เรียกคืน"]
    await officer.presses("เรียกคืน")
    await officer.presses("ส่ง")

    assert "เรียกคืนไม่ได้" in await officer.presses_data(undo)
    assert holding_town.rows("select count(*) from held_words") == [1]


async def test_a_colleague_waits_and_cannot_take_back_what_is_not_theirs(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    town = holding_town
    await citizen.files()
    await sends(officer)
    (undo,) = [choice.data for choice in officer.choices if choice.label == "เรียกคืน"]
    other = await town.officer("malee")

    assert "กำลังจะออกถึงผู้แจ้ง" in await other.presses_data("c:1:open")
    assert "เรียกคืน" not in other.labels
    assert "รอสักครู่" in await other.presses_data("c:1:answer:1")
    assert "เรียกคืนไม่ได้" in await other.presses_data(undo)
    assert "สำหรับเจ้าหน้าที่" in await citizen.presses_data(undo)
    assert town.rows("select count(*) from held_words") == [1]


@pytest.mark.parametrize("meanwhile", ["withdrawn", "closed"])
async def test_where_the_case_went_on_nothing_leaves_and_the_words_come_back(
    holding_town: Town, citizen: Person, officer: Person, meanwhile: str
) -> None:
    town = holding_town
    code = await citizen.files()
    await sends(officer)
    if meanwhile == "withdrawn":
        await citizen.says(f"ถอนเรื่อง {code}")
        await citizen.presses("ยืนยันถอนเรื่อง")
    else:
        town.store.write_now(_close, code)
    citizen.news()
    officer.news()
    await are_due(town)
    await town.settled()

    heard = officer.news()
    assert "ยังไม่ได้ออกถึงผู้แจ้ง" in heard
    assert "หมู่ไหนคะ" in heard
    assert "หมู่ไหนคะ" not in citizen.news()
    assert town.rows("select count(*) from case_entry where kind = 'question'") == [0]


def _close(db: Connection, code: str) -> None:
    case = register.with_code(db, code)
    assert case is not None
    given = {Need.TEXT: "ซ่อมแล้ว", Need.OUTCOME: "resolved", Need.AFTER: "มืด"}
    case_work.make(db, Making(case, "close", Who.WORKER, times.stamp(clock.now()), given=given))


async def test_who_is_dismissed_while_their_words_wait_sends_nothing(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    town = holding_town
    await citizen.files()
    await sends(officer)
    town.dismiss(officer)
    await are_due(town)

    assert town.rows("select count(*) from held_words") == [0]
    assert "หมู่ไหนคะ" not in citizen.news()
    assert done(town) == [Action.HELD, Action.TAKEN_BACK]


async def test_a_photo_is_had_back_with_its_words_and_leaves_with_them(
    holding_town: Town, citizen: Person, officer: Person
) -> None:
    town = holding_town
    await citizen.files()
    await officer.presses_data("c:1:as-resolved")
    await officer.sends_photo(taken("image/jpeg"))
    await officer.says("กลบแล้ว")
    await officer.presses("ส่ง")
    await officer.presses("เรียกคืน")
    assert town.rows("select stage from attachment") == ["upload"]
    await officer.presses("ส่ง")
    await are_due(town)

    assert "กลบแล้ว" in citizen.news()
    assert citizen.replies[-1].file
    assert town.rows("select stage, chat from attachment") == [("case", "")]


async def test_words_of_a_secret_case_that_wait_stand_nowhere_in_plain_text(
    holding_town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await sends(handler, words="เหตุเกิดที่ห้องทะเบียนใช่ไหม")
    assert handler.replies[-1].confidential
    planted = "ห้องทะเบียน".encode()
    files = holding_town.store.path.parent.glob(f"{holding_town.store.path.name}*")

    assert not any(planted in file.read_bytes() for file in files)


async def test_without_a_moment_words_leave_at_once(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()

    assert "เรียกคืน" not in await sends(officer)
    assert "เรียกคืน" not in officer.labels
    assert "หมู่ไหนคะ" in citizen.news()
