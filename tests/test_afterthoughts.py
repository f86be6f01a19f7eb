"""Afterthoughts: messages that were edited or taken back, before and after a case was filed."""

import pytest

from data import drafts
from handlers.message import Messenger
from tests.conversing import CASE_TEXTS, NO_PHOTO, POTHOLE, Person, Town

SECRET = "อย่าบอกใครว่าผมเป็นคนแจ้ง"
WORDS_KEPT = (
    "select unseal_bytes(payload, 'inbox.payload') from inbox where length(payload) > 0",
    "select unseal_bytes(payload, 'outbox.payload') from outbox where length(payload) > 0",
    "select unseal(text, 'draft.text:' || chat) from draft_part",
    CASE_TEXTS,
    "select unseal(state, 'conversation.state:' || chat) from conversation",
)


def everything_kept(town: Town) -> str:
    """All words that stand in the database, opened."""
    found = [row for query in WORDS_KEPT for row in town.rows(query)]
    return "\n".join(row.decode() if isinstance(row, bytes) else row for row in found)


def draft(town: Town, person: Person) -> drafts.Draft:
    return town.store.read_now(drafts.load, person.chat)


@pytest.fixture
async def writer(citizen: Person) -> Person:
    """A citizen who is writing a grievance."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    return citizen


async def sends(writer: Person) -> None:
    await writer.presses_data("f:review")
    await writer.presses("ส่งเรื่อง")


async def test_an_edited_message_is_edited_in_the_draft_and_seen_again_before_it_is_sent(
    town: Town, writer: Person
) -> None:
    first = writer.message_id
    await writer.says("พังมาสามเดือน")
    await writer.presses_data("f:review")
    assert "แก้ข้อความในเรื่อง" in await writer.edits(first, "ถนนหน้าวัดพัง")
    shown = await writer.says("ส่ง")

    assert "ถนนหน้าวัดพัง\n\nเมื่อไร: พังมาสามเดือน" in shown
    assert town.rows("select id from cases") == []
    await writer.says("ส่ง")
    assert town.texts_of_cases() == ["ถนนหน้าวัดพัง", "พังมาสามเดือน"]


async def test_words_that_a_photo_gets_later_join_the_draft(town: Town, writer: Person) -> None:
    await writer.sends_photo()
    await writer.edits(writer.message_id, "รูปหลุม")

    assert draft(town, writer) == drafts.Draft((POTHOLE, "รูปหลุม"), ("รูปภาพ",))


async def test_an_edit_to_a_word_of_ours_sends_nothing(town: Town, writer: Person) -> None:
    first = writer.message_id
    await writer.presses_data("f:review")
    await writer.edits(first, "ส่ง")

    assert town.rows("select id from cases") == []
    assert draft(town, writer).texts == ("ส่ง",)


async def test_an_edited_question_is_answered_anew(town: Town, citizen: Person) -> None:
    await citizen.says("คะแนน e1")

    assert "96.93" in await citizen.edits(citizen.message_id, "คะแนน e9")


async def test_an_edit_of_something_older_leaves_the_draft_alone(
    town: Town, citizen: Person
) -> None:
    await citizen.says("คะแนน e1")
    older = citizen.message_id
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    answered = await citizen.edits(older, "คะแนน e9")

    assert "96.93" in answered
    assert "เรื่องที่เขียนค้างไว้ยังอยู่" in answered
    assert draft(town, citizen).texts == (POTHOLE,)


async def test_an_edit_after_filing_stands_beside_the_old_words_and_officers_are_told(
    town: Town, writer: Person, officer: Person
) -> None:
    first = writer.message_id
    await sends(writer)
    officer.news()
    told = await writer.edits(first, "ถนนหน้าวัดพัง")

    assert "เจ้าหน้าที่เห็นทั้งข้อความเดิมและที่แก้" in told
    assert town.texts_of_cases() == [POTHOLE, "(แก้ข้อความที่เขียนไว้) ถนนหน้าวัดพัง"]
    assert "ผู้แจ้งเขียนเพิ่ม" in officer.news()


async def test_an_edit_after_closing_changes_nothing_and_says_so(
    town: Town, writer: Person, officer: Person
) -> None:
    first = writer.message_id
    await sends(writer)
    await officer.presses_data("c:1:as-resolved")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await officer.says("ส่ง")

    assert "เรื่องนี้ปิดแล้ว" in await writer.edits(first, "ยังพังอยู่")
    assert "ยังพังอยู่" not in town.texts_of_cases()


async def test_somebody_else_s_edit_of_the_same_id_reaches_no_case(
    town: Town, writer: Person
) -> None:
    first = writer.message_id
    await sends(writer)
    stranger = town.citizen("stranger")
    await stranger.edits(first, "แก้เรื่องของคนอื่น")

    assert town.texts_of_cases() == [POTHOLE]


async def test_an_officer_s_edit_corrects_the_answer_before_it_is_sent(
    town: Town, writer: Person, officer: Person
) -> None:
    await sends(writer)
    await officer.presses_data("c:1:answer")
    await officer.says("จะไปซ่อมวันจันทร์")
    assert "จะไปซ่อมวันอังคาร" in await officer.edits(officer.message_id, "จะไปซ่อมวันอังคาร")
    await officer.presses("ส่ง")

    assert "จะไปซ่อมวันอังคาร" in writer.news()


async def test_unsending_removes_the_words_from_inbox_draft_and_outbox(
    town: Town, writer: Person
) -> None:
    await writer.says(SECRET)
    secret = writer.message_id
    await writer.presses_data("f:review")
    assert SECRET in everything_kept(town)

    assert await writer.unsends(secret) == ""
    assert SECRET not in everything_kept(town)
    assert draft(town, writer).texts == (POTHOLE,)


async def test_unsending_removes_the_words_from_a_case_and_its_copies_but_leaves_a_mark(
    town: Town, writer: Person, officer: Person
) -> None:
    await writer.says(SECRET)
    secret = writer.message_id
    await sends(writer)
    assert SECRET in await officer.presses_data("c:1:open")
    await writer.unsends(secret)

    assert SECRET not in everything_kept(town)
    card = await officer.presses_data("c:1:open")
    assert "(ลบข้อความนี้แล้ว)" in card
    assert POTHOLE in card


async def test_unsending_a_photo_removes_it(town: Town, writer: Person, officer: Person) -> None:
    await writer.sends_photo()
    photo = writer.message_id
    await sends(writer)
    await writer.unsends(photo)

    assert town.rows("select id from attachment") == []
    assert "ดูไฟล์แนบ" not in await officer.presses_data("c:1:open")


async def test_unsending_what_was_offered_to_be_filed_forgets_the_offer(
    town: Town, citizen: Person
) -> None:
    await citizen.says(POTHOLE)
    await citizen.unsends(citizen.message_id)
    assert POTHOLE not in everything_kept(town)

    await citizen.presses_data("f:start:grievance")
    assert draft(town, citizen).is_empty


async def test_unsending_the_only_message_leaves_nothing_to_send(
    town: Town, writer: Person
) -> None:
    first = writer.message_id
    await writer.presses_data("f:review")
    await writer.unsends(first)

    assert "ยังไม่มีข้อความให้ส่ง" in await writer.says("ส่ง")


async def test_only_the_page_s_own_history_keeps_what_was_said_to_people(
    town: Town, citizen: Person
) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    for person in (citizen, visitor):
        await person.says("คะแนนรวมเท่าไหร่")
    await town.restart()

    query = "select messenger from outbox where length(payload) > 0"
    assert town.rows(query) == ["web"]
