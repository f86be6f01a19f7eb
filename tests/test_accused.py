"""From the accused's side: nothing that they can do tells them that there is a case about them.

Every talk is held twice, in a town with the case and in one without, and compared word for word.
"""

import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from handlers.message import Messenger
from handlers.turn import Reply
from handlers.understanding.understand import Understanding
from tests.conversing import BRIBE, POTHOLE, Desk, Person, Town
from tests.test_case_rights import forged

pytestmark = pytest.mark.usefixtures("quiet")

UNKNOWN = "PS-000-000-000"
ACCUSED = "สมชาย"
NAMED = ("สมชาย", "นายสมชาย ใจดำ", "อย่าให้คุณสมชายเห็นนะครับ", "หัวหน้าสมชาย กองช่าง", "สมชาย, สมศักดิ์")

Open = Callable[[str], AbstractAsyncContextManager[Town]]


@pytest.fixture
def towns(tmp_path: Path, published_file: Path, understanding: Understanding) -> Open:
    """Opens a town by name, as often as a test needs one."""

    @asynccontextmanager
    async def opened(name: str) -> AsyncIterator[Town]:
        path = tmp_path / f"{name}.db"
        shutil.copy(published_file, path)
        town = Town(path, understanding)
        town.open()
        yield town
        await town.close()

    return opened


async def accuses(town: Town, whom: str = ACCUSED, words: str = BRIBE) -> str:
    """A citizen reports corruption, and says who must not see it; what they read last."""
    citizen = town.citizen("reporter")
    await citizen.presses_data("f:start:corruption")
    await citizen.says(words)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("มีคนไม่ควรเห็น")
    await citizen.says(whom)
    await citizen.says("ตรวจ")
    return await citizen.says("ส่ง")


async def named(town: Town, name: str, role: str = "officer") -> Person:
    """A named handler of corruption cases."""
    return await town.officer(name, role=role, corruption=True)


async def everything(accused: Person, ids: list[int], codes: list[str]) -> list[Reply]:
    """Every command, button, guess and question, and what is read."""
    for said in ("/cases", "/case", f"/case {UNKNOWN}", "/status", "/help", "/stats", "/mine"):
        await accused.says(said)
    for said in ("/late", "/find เงิน", f"/find {BRIBE}", "/export", "/new", "ติดตามเรื่อง", "ส่ง"):
        await accused.says(said)
    for code in codes:
        for said in (f"/case {code}", f"/find {code}", f"ติดตามเรื่อง {code}", f"เขียน {code}", code):
            await accused.says(said)
    for case_id in ids:
        moves = (*forged(case_id), f"c:{case_id}:recuse", f"c:{case_id}:recused")
        for data in (*moves, f"f:case:{case_id}", f"f:add:{case_id}", f"f:withdraw:{case_id}"):
            await accused.presses_data(data)
    for data in ("c:list", "c:list:1", "c:list:0", "c:recuse", "c:send", "c:stop", "c:stats"):
        await accused.presses_data(data)
    return accused.replies


def secrets_of(town: Town) -> tuple[list[int], list[str]]:
    """Row ids and codes of the corruption cases."""
    rows = town.rows("select id, code from cases where kind = 'CORRUPTION'")
    return [row[0] for row in rows], [row[1] for row in rows]


async def others_file(town: Town) -> None:
    """Ordinary life: a grievance that the accused may see."""
    await town.citizen("neighbour").files(POTHOLE, "grievance")


TIME_OF_DAY = re.compile(r"\d\d\.\d\d น\.")
"""Of the test's own running: two towns are not built in the same minute."""


def as_read(replies: list[Reply], town: Town) -> str:
    """What was read, but for the random code and row id of the neighbour's case."""
    found = TIME_OF_DAY.sub("NOW", repr(replies))
    for case_id, code in town.rows("select id, code from cases where kind = 'GRIEVANCE'"):
        found = found.replace(str(case_id), "ID").replace(code, "CODE")
    return found


@pytest.mark.parametrize("role", ["officer", "administrator"])
@pytest.mark.parametrize("whom", NAMED)
async def test_a_handler_who_is_named_learns_nothing(towns: Open, whom: str, role: str) -> None:
    async with towns("with") as town:
        accused, other = await named(town, ACCUSED, role), await named(town, "วันดี")
        assert "รหัสเรื่อง" in await accuses(town, whom)
        ids, codes = secrets_of(town)
        assert "มีเรื่องใหม่" in other.news()
        await others_file(town)
        heard = as_read(await everything(accused, ids, codes), town)
    async with towns("without") as town:
        accused, _ = await named(town, ACCUSED, role), await named(town, "วันดี")
        await others_file(town)
        assert as_read(await everything(accused, ids, codes), town) == heard


async def test_the_only_handler_is_accused_so_that_nothing_is_filed_and_they_learn_nothing(
    towns: Open,
) -> None:
    async with towns("with") as town:
        accused = await named(town, ACCUSED, "administrator")
        told = await accuses(town)
        assert "ยังไม่มีอะไรถูกส่ง" in told
        assert all(body.name in told for body in town.agency.outside_bodies)
        assert secrets_of(town) == ([], [])
        await others_file(town)
        heard = as_read(await everything(accused, [1], []), town)
    async with towns("without") as town:
        accused = await named(town, ACCUSED, "administrator")
        await others_file(town)
        assert as_read(await everything(accused, [1], []), town) == heard


async def test_an_administrator_who_handles_no_corruption_learns_nothing(towns: Open) -> None:
    async with towns("with") as town:
        accused = await town.officer(ACCUSED, role="administrator")
        await named(town, "วันดี")
        await accuses(town)
        ids, codes = secrets_of(town)
        await others_file(town)
        heard = as_read(await everything(accused, ids, codes), town)
    async with towns("without") as town:
        accused = await town.officer(ACCUSED, role="administrator")
        await named(town, "วันดี")
        await others_file(town)
        assert as_read(await everything(accused, ids, codes), town) == heard


async def test_the_accused_hears_of_nothing_that_follows_either(town: Town) -> None:
    accused, other = await named(town, ACCUSED), await named(town, "วันดี")
    await accuses(town)
    before = len(accused.replies)
    reporter = town.citizen("reporter")
    await reporter.presses_data("f:add:1")
    await reporter.says("เขาเรียกอีกแล้ว")
    await reporter.says("ถอนเรื่อง")
    await reporter.presses("ยืนยันถอนเรื่อง")

    assert len(accused.replies) == before
    assert other.news().count("มีข้อความเพิ่มในเรื่องที่คุณดูแล") == 2


@pytest.mark.parametrize("chat", ["the same chat", "another chat"])
async def test_a_new_invitation_brings_the_case_to_nobody_who_is_named(
    town: Town, chat: str
) -> None:
    accused, other = await named(town, ACCUSED), await named(town, "วันดี")
    await accuses(town)
    town.dismiss(other)
    if chat == "another chat":
        accused = town.citizen("new-phone", Messenger.TELEGRAM)
    await accused.says(f"/start join_{town.invitation(ACCUSED, corruption=True)}")

    assert "ไม่มีเรื่องที่รออยู่" in await accused.says("/cases")
    assert "ไม่พบเรื่องนี้" in await accused.presses_data("c:1:open")


async def test_a_handler_named_later_takes_over_what_nobody_can_read_and_nothing_else(
    town: Town,
) -> None:
    await named(town, ACCUSED)
    other = await named(town, "วันดี")
    await accuses(town)
    third = await named(town, "มานี")
    assert "ไม่มีเรื่องที่รออยู่" in await third.says("/cases")
    town.dismiss(third)
    town.dismiss(other)
    fourth = await named(town, "ปิติ")

    await fourth.says("/cases")
    assert BRIBE in await fourth.presses_data("c:1:open")


async def test_words_that_name_nobody_here_stand_in_the_case_as_a_wish(town: Town) -> None:
    await named(town, ACCUSED)
    other = await named(town, "วันดี")
    await accuses(town, "หัวหน้าฝ่ายโยธา")
    await other.says("/cases")

    assert town.rows("select count(*) from case_exclusion") == [0]
    card = await other.presses_data("c:1:open")
    assert "(คนที่ไม่ควรเห็นเรื่องนี้): หัวหน้าฝ่ายโยธา" in card


@pytest.mark.parametrize("whom", ["นายก อบต.", "ท่านนายกเอง", "ปลัด", "ผู้บริหารทุกคน", "the mayor"])
async def test_an_executive_must_not_see_it_so_that_nothing_is_routed_inside(
    town: Town, whom: str
) -> None:
    handler = await named(town, "วันดี")
    before = len(handler.replies)
    told = await accuses(town, whom)

    assert any(body.name in told for body in town.agency.outside_bodies)
    assert secrets_of(town) == ([], [])
    assert len(handler.replies) == before


async def test_the_question_can_be_skipped_changed_and_answered_with_nobody(
    town: Town, citizen: Person
) -> None:
    handler = await named(town, ACCUSED)
    await citizen.presses_data("f:start:corruption")
    await citizen.says(BRIBE)
    assert "มีใครที่ไม่ควรเห็นเรื่องนี้ไหมคะ" in await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("มีคนไม่ควรเห็น")
    assert "ยังไม่มีอะไรถูกส่ง" in await citizen.says(ACCUSED)
    await citizen.presses("มีคนไม่ควรเห็น")
    assert "ไม่มีใครที่ต้องกันไว้" in await citizen.says("ข้าม")
    assert ACCUSED not in await citizen.presses("ดูก่อนส่ง")
    assert "รหัสเรื่อง" in await citizen.presses("ส่งเรื่อง")
    assert "มีเรื่องใหม่" in handler.news()


async def test_a_wish_is_forgotten_with_its_draft_and_with_its_message(
    town: Town, citizen: Person
) -> None:
    await named(town, ACCUSED)
    await citizen.presses_data("f:start:corruption")
    await citizen.says(BRIBE)
    await citizen.presses("ดูก่อนส่ง")
    for forget in ("unsend", "cancel"):
        await citizen.presses_data("f:hide")
        await citizen.says(ACCUSED)
        assert town.rows("select count(*) from draft_wish") == [1]
        await (citizen.unsends(citizen.message_id) if forget == "unsend" else citizen.says("ยกเลิก"))
        assert town.rows("select count(*) from draft_wish") == [0]


# recusal ---------------------------------------------------------------------------------


async def test_a_handler_steps_back_without_reading_and_the_others_are_told_nothing_of_it(
    town: Town, citizen: Person
) -> None:
    handler, other = await named(town, "วันดี"), await named(town, "มานี")
    code = await citizen.files(BRIBE, "corruption")
    other.news()
    seen = await handler.says("/cases") + await handler.presses("ขอไม่รับเรื่อง")
    seen += await handler.presses(code) + await handler.presses("ยืนยันไม่รับเรื่อง")
    told = other.news()

    assert BRIBE not in seen
    assert town.rows("select count(*) from audit where action = 'read'") == [0]
    assert "ขอไม่รับเรื่องหนึ่ง" in told
    assert all(secret not in told for secret in (code, "วันดี", BRIBE))
    assert "ไม่พบเรื่องนี้" in await handler.says(f"/case {code}")
    assert "ไม่มีเรื่องที่รออยู่" in await handler.says("/cases")
    assert town.rows("select action, actor from audit where action = 'excluded'") == [
        ("excluded", "1")
    ]
    assert BRIBE in await other.says(f"/case {code}")


async def test_the_last_handler_steps_back_and_the_reporter_is_shown_the_outside_bodies(
    town: Town, citizen: Person
) -> None:
    handler = await named(town, "วันดี")
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:recused")

    told = citizen.news()
    assert "ไม่มีผู้รับผิดชอบในหน่วยงานที่เปิดอ่านเรื่องนี้ได้" in told
    assert all(body.name in told for body in town.agency.outside_bodies)
    await citizen.presses_data("f:add:1")
    assert town.agency.outside_bodies[0].name in await citizen.says("ยังอยู่ไหมคะ")


async def test_an_excluded_handler_cannot_send_what_they_were_writing(
    town: Town, citizen: Person, desk: Desk
) -> None:
    handler = await named(town, "วันดี")
    code = await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:answer:1")
    await handler.says("อย่าพูดต่อ")
    status, said, _ = await desk("cases", "exclude", code, "--staff", "1", "--reason", "น้องเขย")

    assert (status, "จะไม่เห็นเรื่องนี้อีก" in said) == (0, True)
    await handler.says("ส่ง")
    assert "อย่าพูดต่อ" not in citizen.news()


# the operator ----------------------------------------------------------------------------


async def test_the_operator_hides_an_ordinary_case_too(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    code = await citizen.files()
    officer.news()
    status, _, _ = await desk("cases", "exclude", code, "--staff", "1", "--reason", "เป็นญาติ")
    await citizen.presses_data("f:add:1")
    await citizen.says("ยังไม่มาซ่อม")

    assert status == 0
    assert officer.news() == ""
    assert await officer.says(f"/case {code}") == await officer.says(f"/case {UNKNOWN}")
    assert "ไม่มีเรื่องที่รออยู่" in await officer.says("/cases")


@pytest.mark.parametrize(
    ("code", "number", "reason"), [(UNKNOWN, "1", "x"), ("", "9", "x"), ("", "1", " ")]
)
async def test_the_operator_hears_what_is_wrong(
    town: Town, citizen: Person, officer: Person, desk: Desk, code: str, number: str, reason: str
) -> None:
    code = code or await citizen.files()
    status, said, complaint = await desk(
        "cases", "exclude", code, "--staff", number, "--reason", reason
    )

    assert (status, said) == (1, "")
    assert complaint.strip()
    assert town.rows("select count(*) from case_exclusion") == [0]
