"""An inquiry goes on one stage at a time, and each needs what it needs."""

import pytest

from data import case_entries
from handlers.message import Messenger
from handlers.officers.officer_moves import DEEDS
from handlers.texts.inquiry_stages import STAGES
from tests.conversing import BRIBE, Person, Town


def state(town: Town) -> str:
    (found,) = town.rows("select state from cases")
    return str(found)


def file(town: Town) -> list[str]:
    """What stands in the file alone."""
    (case_id,) = town.rows("select id from cases")
    entries = town.store.read_now(case_entries.entries, case_id)
    return [entry.text for entry in entries if entry.kind == "internal"]


async def goes_on(handler: Person, *verbs: str) -> str:
    told = ""
    for verb in verbs:
        told = await handler.presses_data(f"c:1:{verb}:1")
    return told


async def test_every_stage_is_a_press_of_its_own_and_the_card_says_where_it_is(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    assert "ขั้นตอน: ยังไม่เริ่ม (ต่อไป: กำลังพิจารณา)" in await handler.presses_data("c:1:open")
    stages = []
    for verb in ("assess", "inquire", "find_facts"):
        await handler.presses_data("c:1:open")
        told = await handler.presses(DEEDS[verb].label)
        assert "ยังไม่ได้บอกผู้แจ้ง" in told
        stages.append(state(town))
    assert "ขั้นตอนที่ 3 จาก 6: ตรวจสอบข้อเท็จจริง (ต่อไป: พิจารณาแล้ว)" in await handler.presses_data(
        "c:1:open"
    )

    await handler.presses(DEEDS["decide"].label)
    assert "เพราะอะไร" in await handler.presses("มีมูลบางส่วน")
    assert "ขั้นตอนที่ 4 จาก 6" in await handler.says("พยานสองคนพูดตรงกัน")
    stages.append(state(town))
    await handler.presses_data("c:1:act:1")
    await handler.says("ตั้งกรรมการสอบวินัย")
    stages.append(state(town))
    assert citizen.news() == ""  # nobody outside heard of it until it is closed

    await handler.presses_data("c:1:close:1")  # the outcome stands: it is not asked again
    await handler.says("ตรวจแล้วพบว่ามีมูลบางส่วน")
    await handler.presses("ส่ง")
    assert f"เรื่อง {code} เสร็จสิ้นแล้ว (มีมูลบางส่วน)" in citizen.news()
    assert [*stages, state(town)] == [str(each) for each in STAGES]
    assert file(town) == [
        "ผล มีมูลบางส่วน เพราะ พยานสองคนพูดตรงกัน",
        "ดำเนินการ: ตั้งกรรมการสอบวินัย",
    ]
    assert all(reply.confidential for reply in handler.replies if code in reply.text)


async def test_no_stage_is_skipped_by_an_old_or_forged_button(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    for verb in ("inquire", "find_facts", "act", "decide", "decide-partly"):
        assert "ทำอย่างนั้นกับเรื่อง" in await goes_on(handler, verb)
    assert state(town) == "submitted"
    await goes_on(handler, "assess", "inquire", "inquire")
    assert state(town) == "preliminary_inquiry"


async def test_a_decision_needs_one_of_the_outcomes_and_a_reason(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await goes_on(handler, "assess")
    assert "มีผลอย่างไร" in await goes_on(handler, "decide-resolved")
    await handler.presses("ไม่มีมูล")
    await handler.sends_photo()
    assert state(town) == "assessing"
    assert "ยังอยู่ขั้นตอนเดิม" in await handler.says("ยกเลิก")
    await handler.says("ไม่พบหลักฐาน")
    assert state(town) == "assessing"


async def test_what_was_decided_is_what_the_reporter_is_told(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await goes_on(handler, "assess", "decide-unsubstantiated")
    await handler.says("ไม่พบหลักฐาน")
    await handler.presses_data("c:1:as-substantiated:1")
    await handler.says("ตรวจแล้ว")
    await handler.presses("ส่ง")

    assert "เสร็จสิ้นแล้ว (ไม่มีมูล)" in citizen.news()
    assert town.rows("select outcome from cases") == ["unsubstantiated"]


async def test_whoever_loses_the_right_while_writing_decides_nothing(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await goes_on(handler, "assess", "decide-partly")
    town.dismiss(handler)

    assert "สำหรับเจ้าหน้าที่" in await handler.says("พยานพูดตรงกัน")
    assert state(town) == "assessing"


async def test_an_ordinary_case_has_no_stages(citizen: Person, officer: Person) -> None:
    await citizen.files()

    assert "ขั้นตอน" not in await officer.presses_data("c:1:open")
    assert "ทำอย่างนั้นกับเรื่อง" in await officer.presses_data("c:1:assess:1")


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.WEB])
async def test_a_handler_without_telegram_works_in_another_chat(
    town: Town, citizen: Person, messenger: Messenger
) -> None:
    handler = town.citizen("nitikon", messenger)
    await handler.says(f"/start join_{town.invitation('นิติกร', corruption=True)}")
    await citizen.files(BRIBE, "corruption")

    assert BRIBE in await handler.presses_data("c:1:open")
    await handler.presses("เริ่มพิจารณา")
    assert state(town) == "assessing"
