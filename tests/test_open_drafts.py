"""A draft that is being written while other things go on in the same chat."""

import pytest

from data import drafts
from handlers.message import Kind, Messenger
from tests.conversing import BRIBE, POTHOLE, Person, Town


def draft(town: Town, person: Person) -> tuple[str, ...]:
    """What was told, in order; answers to questions come last."""
    found = town.store.read_now(drafts.load, person.chat)
    return (*found.texts, *found.answers.values())


def kinds(town: Town) -> list[str]:
    found: list[str] = town.rows("select kind from cases order by opened_at")
    return found


@pytest.fixture
async def writer(citizen: Person) -> Person:
    """A citizen who has written one message of a grievance."""
    await citizen.says(POTHOLE)
    await citizen.presses("แจ้งเรื่องนี้")
    return citizen


async def goes_on_to_a_code(writer: Person) -> str:
    assert {"เขียนต่อ", "ดูก่อนส่ง"} & set(writer.labels)
    await writer.presses_data("f:more")
    assert "ตรวจก่อนส่ง" in await writer.says("ยังเขียนต่อได้")
    return await writer.presses("ส่งเรื่อง")


ASIDE = [
    "q:score_total",
    "q:channel_list",
    "q:file_complaint",
    "q:file_grievance",
    "q:no_such_intent",
    "h:human",
    "f:status",
    "f:start",
    "f:case:1",
    "f:nonsense",
    "c:list",
    "c:send",
    "c:stop",
    "c:1:open",
    "zz",
    "",
]


@pytest.mark.parametrize("data", ASIDE)
async def test_a_button_pressed_while_writing_is_answered_and_the_draft_stays(
    town: Town, writer: Person, handler: Person, data: str
) -> None:
    assert await writer.presses_data(data)

    assert draft(town, writer) == (POTHOLE,)
    assert "รหัสเรื่อง" in await goes_on_to_a_code(writer)


@pytest.mark.parametrize("command", ["/score", "/help", "/status", "/report", "/cases", "/start x"])
async def test_a_command_while_writing_is_answered_and_reminds_of_the_draft(
    town: Town, writer: Person, command: str
) -> None:
    answered = await writer.says(command)

    assert "เรื่องที่เขียนค้างไว้ยังอยู่" in answered
    assert "รหัสเรื่อง" in await goes_on_to_a_code(writer)


async def test_words_that_only_look_like_a_command_are_part_of_what_is_written(
    town: Town, writer: Person
) -> None:
    await writer.says("/ซอย 3 ข้างวัด")

    assert draft(town, writer) == (POTHOLE, "/ซอย 3 ข้างวัด")


@pytest.mark.parametrize("kind", [Kind.STICKER, Kind.OTHER])
async def test_a_sticker_while_writing_gets_the_prompt_again(
    town: Town, writer: Person, kind: Kind
) -> None:
    assert "ตั้งแต่เมื่อไร" in await writer.does(kind)
    assert "ดูก่อนส่ง" in writer.labels
    assert draft(town, writer) == (POTHOLE,)


async def test_another_kind_asks_what_becomes_of_the_draft_before_it_begins(
    town: Town, writer: Person, handler: Person
) -> None:
    asked = await writer.presses_data("f:start:feedback")

    assert "คุณเขียนเรื่อง (ร้องทุกข์) ค้างไว้ 1 ข้อความ" in asked
    assert writer.labels == ["เขียนต่อ", "ย้ายข้อความ", "ทิ้ง เริ่มใหม่", "ยกเลิก"]
    assert draft(town, writer) == (POTHOLE,)


async def test_the_same_kind_again_goes_on_with_the_draft(town: Town, writer: Person) -> None:
    assert "เขียนต่อได้เลย" in await writer.presses_data("f:start:grievance")
    assert draft(town, writer) == (POTHOLE,)


async def test_the_words_can_move_to_another_kind_and_the_new_readers_are_named(
    town: Town, writer: Person, handler: Person
) -> None:
    await writer.presses_data("f:start:corruption")
    assert "อ่านได้เฉพาะคนที่" in await writer.presses("ย้ายข้อความ")
    await writer.presses("ดูก่อนส่ง")
    await writer.presses("ส่งเรื่อง")

    assert kinds(town) == ["CORRUPTION"]
    assert town.texts_of_cases() == [POTHOLE]


async def test_words_do_not_move_to_corruption_while_nobody_is_appointed(
    town: Town, writer: Person
) -> None:
    assert "ยังไม่ได้แต่งตั้ง" in await writer.presses_data("f:kind:corruption")
    await writer.presses_data("f:review")
    await writer.presses("ส่งเรื่อง")

    assert kinds(town) == ["GRIEVANCE"]


async def test_a_new_beginning_drops_the_old_words(town: Town, writer: Person) -> None:
    await writer.presses_data("f:start:feedback")
    await writer.presses("ทิ้ง เริ่มใหม่")

    assert draft(town, writer) == ()
    await writer.says("ขอชมค่ะ")
    await writer.presses("ส่งเรื่อง")
    assert kinds(town) == ["FEEDBACK"]
    assert town.texts_of_cases() == ["ขอชมค่ะ"]


async def test_writing_to_an_officer_of_an_older_case_loses_no_draft(
    town: Town, writer: Person, officer: Person
) -> None:
    await writer.presses_data("f:review")
    await writer.presses("ส่งเรื่อง")
    (case_id,) = town.rows("select id from cases")
    await writer.presses_data("f:start:feedback")
    await writer.says("ชมเรื่องใหม่")
    await writer.presses_data(f"f:add:{case_id}")
    await writer.says("ถึงเจ้าหน้าที่เรื่องเดิม")

    assert draft(town, writer) == ("ชมเรื่องใหม่",)
    await writer.says("ชมต่อ")
    assert draft(town, writer) == ("ชมเรื่องใหม่", "ชมต่อ")
    assert town.texts_of_cases() == [POTHOLE, "ถึงเจ้าหน้าที่เรื่องเดิม"]


async def test_an_officer_who_is_also_a_citizen_loses_neither_draft_nor_answer(
    town: Town, officer: Person, citizen: Person
) -> None:
    await citizen.says(POTHOLE)
    await citizen.presses("แจ้งเรื่องนี้")
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("ส่งเรื่อง")
    await officer.presses_data("f:start:feedback")
    await officer.says("เจ้าหน้าที่ก็อยากชม")
    await officer.says("/cases")
    await officer.presses_data("c:1:answer")
    await officer.says("กำลังดูให้ค่ะ")
    assert "ยังไม่ได้ส่งอะไรถึงผู้แจ้ง" in await officer.says("ยกเลิก")

    assert draft(town, officer) == ("เจ้าหน้าที่ก็อยากชม",)
    await officer.presses_data("c:1:answer")
    await officer.says("กำลังดูให้ค่ะ")
    await officer.says("ส่ง")
    assert "กำลังดูให้ค่ะ" in citizen.news()
    await officer.presses_data("f:review")
    assert "รหัสเรื่อง" in await officer.presses("ส่งเรื่อง")
    assert kinds(town) == ["GRIEVANCE", "FEEDBACK"]


async def test_a_draft_of_very_many_messages_is_full_too(town: Town, writer: Person) -> None:
    told = await writer.say_all([f"คำที่ {number}" for number in range(205)])

    assert "ยาวเต็มที่แล้ว" in told
    assert len(draft(town, writer)) == drafts.MOST_TEXTS


STALE = ["f:review", "f:send", "f:more", "f:kind:grievance"]


@pytest.mark.parametrize("data", STALE)
async def test_buttons_of_a_draft_that_is_gone_say_so_and_offer_what_there_is(
    town: Town, citizen: Person, data: str
) -> None:
    told = await citizen.presses_data(data)

    assert "ไม่มีเรื่องที่เขียนค้างอยู่" in told or "อยากแจ้งเรื่องแบบไหน" in told
    assert citizen.labels
    assert kinds(town) == []


IN_A_GROUP = [
    "f:start",
    "f:start:grievance",
    "f:review",
    "f:send",
    "f:status",
    "f:add:1",
    "f:case:1",
]


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.TELEGRAM])
async def test_in_a_group_nothing_is_taken(town: Town, messenger: Messenger) -> None:
    group = town.citizen("the village", messenger, group=True)
    heard = [await group.presses_data(data) for data in IN_A_GROUP]
    heard += [await group.says(words) for words in (POTHOLE, BRIBE, "/report", "ติดตามเรื่อง")]

    assert all("แชตส่วนตัว" in told for told in heard)
    await group.says("ใช่")
    await group.sends_photo()
    assert draft(town, group) == ()
    assert kinds(town) == []
    assert town.rows("select chat from chat") == []
