"""Casework as conversations: joining, alerts, answering, closing, and what nobody else sees."""

import asyncio

import pytest

from data.cases import CaseKind
from handlers.message import Kind, Messenger
from handlers.officers.casework import OUTCOMES
from handlers.texts.casework import OUTCOME_NAMES
from tests.conversing import BRIBE, JPEG, NO_PHOTO, POTHOLE, Person, Town


def states(town: Town) -> list[str]:
    found: list[str] = town.rows("select state from cases order by opened_at")
    return found


# joining ---------------------------------------------------------------------------------


async def test_an_invitation_makes_one_chat_staff_once(town: Town) -> None:
    token = town.invitation("สมศรี")
    first, second = (town.citizen(name, Messenger.TELEGRAM) for name in ("first", "second"))

    assert "ยินดีต้อนรับคุณสมศรี เข้าร่วมเป็นเจ้าหน้าที่รับเรื่องแล้ว" in await first.says(f"/start join_{token}")
    assert "ใช้ไม่ได้แล้ว" in await second.says(f"/start join_{token}")
    assert "สำหรับเจ้าหน้าที่" in await second.says("/cases")


@pytest.mark.parametrize("wrong", ["expired", "unknown", "in a group"])
async def test_an_invitation_that_does_not_count_gets_the_same_words(
    town: Town, wrong: str
) -> None:
    token = town.invitation(days=-1 if wrong == "expired" else 3)
    person = town.citizen("guest", Messenger.TELEGRAM, group=wrong == "in a group")
    told = await person.says(f"/start join_{'x' * 43 if wrong == 'unknown' else token}")

    assert told.startswith("ลิงก์เชิญนี้ใช้ไม่ได้แล้วค่ะ")
    assert town.rows("select id from staff") == []


async def test_only_a_hash_of_the_invitation_is_kept(town: Town) -> None:
    token = town.invitation()

    assert token not in str(town.rows("select * from invitation"))


async def test_a_viewer_sees_no_case_and_is_told_why(town: Town, citizen: Person) -> None:
    viewer = await town.officer("viewer", role="viewer")
    code = await citizen.files()

    assert viewer.news() == ""
    assert "เปิดดูรายเรื่องไม่ได้" in await viewer.says("/cases")
    assert "ไม่พบเรื่องนี้" in await viewer.says(f"/case {code}")
    assert "ไม่พบเรื่องนี้" in await viewer.presses_data("c:1:answer")


# the way of a case -----------------------------------------------------------------------


async def test_a_case_is_alerted_listed_opened_answered_written_on_and_closed(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    assert f"เรื่องใหม่: ร้องทุกข์ {code}" in officer.news()
    assert POTHOLE not in officer.replies[-1].text
    assert "รอเปิดอ่าน" in await officer.presses("ดูเรื่องที่รอ")
    assert states(town) == ["submitted"]

    card = await officer.presses(code)
    assert f"ผู้แจ้ง: {POTHOLE}" in card
    assert "สถานะ: เปิดอ่านแล้ว" in card
    assert states(town) == ["acknowledged"]

    await officer.presses("ตอบผู้แจ้ง")
    preview = await officer.says("จะไปซ่อมวันจันทร์")
    assert "ผู้แจ้งจะได้อ่านว่า\n\nจะไปซ่อมวันจันทร์" in preview
    assert citizen.news() == ""
    assert "ส่งคำตอบ" in await officer.presses("ส่ง")
    assert states(town) == ["in_progress"]

    assert f"เจ้าหน้าที่ตอบเรื่อง {code}\n\nจะไปซ่อมวันจันทร์" in citizen.news()
    assert f"เรื่อง {code}" in await citizen.presses("เขียนตอบ")
    assert "เจ้าหน้าที่ได้รับแจ้งแล้ว" in await citizen.says("ขอบคุณครับ")
    assert officer.news() == f"ผู้แจ้งเขียนเพิ่มในเรื่อง {code}\nพิมพ์ /case {code}"
    assert "ผู้แจ้ง: ขอบคุณครับ" in await officer.says(f"/case {code.lower()}")

    await officer.presses("ปิดเรื่อง")
    await officer.presses("แก้ไขแล้ว")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมเสร็จแล้ว")
    await officer.says("ส่ง")
    assert f"เรื่อง {code} เสร็จสิ้นแล้ว (แก้ไขแล้ว)\n\nซ่อมเสร็จแล้ว" in citizen.news()
    assert "สถานะ: เสร็จสิ้น" in await citizen.presses("เรื่องของฉัน")
    assert town.rows("select state, outcome, closed_at <> '' from cases") == [
        ("closed", "resolved", 1)
    ]
    assert "ไม่มีเรื่องที่รออยู่" in await officer.says("/cases")


async def test_a_corruption_case_goes_through_its_own_states(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    found = [*states(town)]
    await handler.presses("ดูเรื่องที่รอ")
    await handler.presses_data("c:1:open")
    found += states(town)
    await handler.presses("ตอบผู้แจ้ง")
    await handler.says("กำลังตรวจสอบ")
    await handler.presses("ส่ง")
    found += states(town)
    assert "สถานะ: กำลังดำเนินการ" in await citizen.presses("เรื่องของฉัน")
    await handler.presses_data("c:1:as-partly")
    await handler.says("พบว่ามีมูลบางส่วน")
    await handler.presses("ส่ง")

    assert [*found, *states(town)] == ["submitted", "acknowledged", "assessing", "concluded"]
    assert "เสร็จสิ้นแล้ว (มีมูลบางส่วน)" in citizen.news()


async def test_what_the_citizen_and_the_handler_read_of_corruption_cannot_be_forwarded(
    citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    before = len(handler.replies)
    await handler.says("/cases")
    await handler.presses_data("c:1:open")
    await handler.presses("ตอบผู้แจ้ง")
    await handler.says("กำลังตรวจสอบ")
    await handler.presses("ส่ง")

    assert all(reply.confidential for reply in handler.replies[before - 1 :])
    assert citizen.replies[-1].confidential


@pytest.mark.parametrize("kind", CaseKind)
async def test_every_kind_can_be_closed_with_each_of_its_outcomes(
    town: Town, citizen: Person, handler: Person, kind: CaseKind
) -> None:
    if kind is CaseKind.PRIVACY:
        handler = await town.officer("pranee", role="privacy")
    for number, outcome in enumerate(OUTCOMES[kind], start=1):
        await citizen.files(POTHOLE, kind.lower())
        await handler.presses_data(f"c:{number}:close")
        await handler.presses(OUTCOME_NAMES[outcome])
        await handler.has_no_photo()
        await handler.says("เสร็จแล้ว")
        await handler.presses("ส่ง")

    assert tuple(town.rows("select outcome from cases order by opened_at")) == OUTCOMES[kind]


async def test_an_outcome_of_another_kind_closes_nothing(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()

    assert POTHOLE in await officer.presses_data("c:1:as-substantiated")
    assert "ไม่มีข้อความที่รอส่ง" in await officer.presses_data("c:send")


async def test_the_photo_of_a_case_reaches_the_officer(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.sends_photo()
    await citizen.presses_data("f:review")
    await citizen.presses("ส่งเรื่อง")
    await officer.presses_data("c:1:open")
    await officer.presses("ดูไฟล์แนบ")

    (sending,) = [sent for sent in town.offices[Messenger.TELEGRAM].delivered if sent.files]
    ((_, stored),) = sending.files
    assert (stored.content, stored.media_type) == (JPEG, "image/jpeg")
    assert sending.replies[0].confidential
    assert officer.labels == ["กลับไปที่เรื่อง", "เรื่องที่รอ"]


async def test_a_citizen_adds_words_a_photo_and_a_place_to_a_filed_case(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await citizen.says(f"เขียน {code}")
    await citizen.says("ยังพังอยู่")
    await citizen.presses("เขียนถึงเจ้าหน้าที่")
    await citizen.sends_photo(caption="ล่าสุดวันนี้")
    await citizen.presses("เขียนถึงเจ้าหน้าที่")
    await citizen.sends_place()

    assert town.texts_of_cases()[1:3] == ["ยังพังอยู่", "ล่าสุดวันนี้"]
    assert town.texts_of_cases()[3].startswith("พิกัด")
    assert town.rows("select stage from attachment join cases on cases.id = case_id") == ["case"]
    assert "ไฟล์แนบ 1 ไฟล์" in await officer.presses_data("c:1:open")


async def test_a_long_report_can_be_read_to_its_end(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    for number in range(4):
        await citizen.says(f"ส่วนที่ {number} " + "ก" * 4_900)
    await citizen.presses_data("f:review")
    await citizen.presses("ส่งเรื่อง")

    read = await officer.presses_data("c:1:open")
    assert len(read) < 10_000
    assert "(หน้า 1/" in read
    while "อ่านต่อ" in officer.labels:
        read += await officer.presses("อ่านต่อ")
    assert read.count("ก" * 100) >= 4 * 48
    assert all(f"ส่วนที่ {number}" in read for number in range(4))


async def test_eight_cases_make_a_page_and_the_ninth_is_on_the_next(
    town: Town, citizen: Person, officer: Person
) -> None:
    for _ in range(9):
        await citizen.files()
    first = await officer.says("/cases")

    assert "เรื่องที่ยังไม่ปิด 9 เรื่อง" in first
    assert "9. PS-" in await officer.presses("หน้าถัดไป")
    assert "1. PS-" in await officer.presses_data("c:list:99")


# several at once -------------------------------------------------------------------------


async def test_a_second_officer_sees_the_first_one_s_answer_before_sending_another(
    town: Town, citizen: Person, officer: Person
) -> None:
    other = await town.officer("other")
    await citizen.files()
    for each in (officer, other):
        await each.presses_data("c:1:open")
    await officer.presses("ตอบผู้แจ้ง")
    await officer.says("ซ่อมวันจันทร์")
    await officer.presses("ส่ง")

    asked = await other.presses("ตอบผู้แจ้ง")
    assert "มีข้อความใหม่ในเรื่องนี้ อ่านก่อนตอบ" in asked
    assert "เจ้าหน้าที่: ซ่อมวันจันทร์" in asked


async def test_what_was_said_while_an_answer_was_worded_is_shown_before_it_goes(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:answer")
    await officer.says("ซ่อมวันจันทร์")
    await citizen.says(f"เขียน {code}")
    await citizen.says("มีคนซ่อมให้แล้วครับ")
    citizen.news()

    shown = await officer.presses_data("c:send")
    assert "ผู้แจ้ง: มีคนซ่อมให้แล้วครับ" in shown
    assert "ผู้แจ้งจะได้อ่านว่า\n\nซ่อมวันจันทร์" in shown
    assert citizen.news() == ""
    await officer.presses("ส่ง")
    assert "ซ่อมวันจันทร์" in citizen.news()


async def test_two_officers_who_send_at_the_same_moment_do_not_both_answer_unseen(
    town: Town, citizen: Person, officer: Person
) -> None:
    other = await town.officer("other")
    await citizen.files()
    for each in (officer, other):
        await each.presses_data("c:1:answer")
        await each.says(f"คำตอบของ {each.name}")
    citizen.news()
    told = await asyncio.gather(officer.presses("ส่ง"), other.presses("ส่ง"))

    assert citizen.news().count("คำตอบของ") == 1
    assert sum("ส่งคำตอบเรื่อง" in each for each in told) == 1
    assert sum("มีข้อความใหม่ในเรื่องนี้" in each for each in told) == 1


async def test_nothing_is_added_to_a_case_that_is_closed_at_the_same_moment(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:as-resolved")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await citizen.says(f"เขียน {code}")
    _, told = await asyncio.gather(officer.presses("ส่ง"), citizen.says("ยังพังอยู่"))

    assert town.rows("select state from cases") == ["closed"]
    assert town.texts_of_cases()[-1] == "ซ่อมแล้ว"
    assert "เรื่องนี้ปิดแล้ว" in told


async def test_pressing_send_twice_answers_once(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:answer")
    await officer.says("ซ่อมวันจันทร์")
    await officer.presses("ส่ง")

    assert "ไม่มีข้อความที่รอส่งแล้ว" in await officer.presses_data("c:send")
    assert citizen.news().count("ซ่อมวันจันทร์") == 1


async def test_a_case_that_another_officer_closed_is_neither_answered_nor_closed_again(
    town: Town, citizen: Person, officer: Person
) -> None:
    other = await town.officer("other")
    await citizen.files()
    await officer.presses_data("c:1:answer")
    await officer.says("ช้าไปแล้ว")
    await other.presses_data("c:1:as-resolved")
    await other.presses(NO_PHOTO)
    await other.says("ซ่อมแล้ว")
    await other.presses("ส่ง")
    citizen.news()

    assert "ปิดไปแล้ว" in await officer.presses("ส่ง")
    assert "ปิดไปแล้ว" in await officer.presses_data("c:1:close")
    assert citizen.news() == ""
    assert "เรื่องนี้ปิดแล้ว" in await citizen.presses_data("f:add:1")


async def test_a_sticker_does_not_undo_what_the_officer_wrote(
    citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:answer")
    assert "พิมพ์คำตอบ" in await officer.does(Kind.STICKER)
    await officer.says("ซ่อมวันจันทร์")
    assert "ผู้แจ้งจะได้อ่านว่า\n\nซ่อมวันจันทร์" in await officer.does(Kind.STICKER)
    assert "ส่วนที่เกินจะไม่ถูกส่ง" in await officer.says("ก" * 5_000)


async def test_officers_are_told_when_the_reporter_has_left_and_not_after_they_came_back(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await citizen.leaves()
    await officer.presses_data("c:1:answer")
    await officer.says("ซ่อมวันจันทร์")
    assert "ผู้แจ้งอาจไม่ได้อ่าน" in await officer.presses("ส่ง")

    await citizen.does(Kind.JOINED)
    await officer.presses_data("c:1:answer")
    await officer.says("ซ่อมแล้ว")
    assert "ผู้แจ้งอาจไม่ได้อ่าน" not in await officer.presses("ส่ง")


async def test_the_numbers_in_buttons_tell_nothing_of_cases_that_are_hidden(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    assert handler
    await citizen.files(POTHOLE)
    await citizen.files(BRIBE, "corruption")
    await citizen.files(POTHOLE)

    await officer.says("/cases")

    numbers = [
        int(choice.data.split(":")[1]) for choice in officer.choices if ":open" in choice.data
    ]
    assert len(numbers) == 2
    assert abs(numbers[0] - numbers[1]) > 2
    assert min(numbers) > 1_000


async def test_the_first_look_meets_the_deadline_of_looking(
    citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    card = await officer.says(f"/case {code}")

    assert "รับเรื่อง: ภายใน" not in card
    assert "แจ้งความคืบหน้า: ภายใน" in card or "ตอบผู้แจ้ง: ภายใน" in card
