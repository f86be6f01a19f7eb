"""The intake's questions, one at a time, as conversations: answered, skipped, gone back to,
changed, left for tomorrow, and never in anybody's way."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import clock
from data import case_entries, draft_answers, drafts, retention, times
from data.drafts import Draft
from handlers.message import Kind, Messenger
from handlers.texts.thai import be_date
from tests.conversing import BRIBE, Person, Town

HOLE = "หน้าวัดพังไปหมด"
MONEY = "นายช่างเรียกเงินห้าพัน"


def draft(town: Town, person: Person) -> Draft:
    return town.store.read_now(drafts.load, person.chat)


def answers(town: Town, person: Person) -> dict[str, str]:
    return dict(draft(town, person).answers)


def codes(town: Town) -> list[str]:
    found: list[str] = town.rows("select code from cases")
    return found


@pytest.fixture
async def writer(citizen: Person) -> Person:
    """Somebody who has just said what is wrong."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(HOLE)
    return citizen


@pytest.fixture
async def reporter(citizen: Person, handler: Person) -> Person:
    """Somebody who has just said what happened, of corruption."""
    await citizen.presses_data("f:start:corruption")
    await citizen.says(MONEY)
    return citizen


# the walk --------------------------------------------------------------------------------


async def test_after_the_first_words_a_grievance_is_asked_where_when_and_which_service(
    town: Town, citizen: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    first = await citizen.says(HOLE)
    second = await citizen.says("หน้าวัดบ่อรัง")
    third = await citizen.presses("เมื่อวาน")
    shown = await citizen.presses("ถนน ทางเดิน")

    assert "ไม่เกิน 3 ข้อ ข้ามได้ทุกข้อ" in first
    assert "เก็บไว้ 7 วัน" in first
    assert "เกิดที่ไหน" in first
    assert "ตั้งแต่เมื่อไร" in second
    assert "งานอะไร" in third
    yesterday = be_date((clock.now().astimezone(times.BANGKOK) - timedelta(days=1)).date())
    told = f"{HOLE}\n\nเมื่อไร: {yesterday}\nที่ไหน: หน้าวัดบ่อรัง\nงานหรือบริการ: ถนน ทางเดิน"
    assert told in shown
    assert "ตรวจก่อนส่ง" in shown
    assert codes(town) == []


async def test_every_answer_is_read_back_with_the_word_that_nothing_is_sent(
    writer: Person,
) -> None:
    heard = [await writer.says("หมู่ 3"), await writer.says("เดือนก่อน"), await writer.says("ถนน")]

    assert "จดไว้แล้วค่ะ ที่ไหน: หมู่ 3" in heard[0]
    assert all("ยังไม่ได้ส่ง" in each for each in heard)


async def test_of_corruption_seven_things_are_asked_and_never_an_identity_or_evidence(
    town: Town, reporter: Person
) -> None:
    heard = [reporter.replies[-1].text]
    for words in ("นายช่าง", "เงินห้าพัน", "ปีที่แล้ว", "ที่ทำการ", "ใบอนุญาต", "เห็นเอง", "สมุดนัด"):
        heard.append(await reporter.says(words))

    assert "ไม่เกิน 7 ข้อ" in heard[0]
    assert list(answers(town, reporter)) == list(draft_answers.QUESTIONS)
    assert answers(town, reporter)["service"] == "permit"
    assert "ไม่ต้องไปหาอะไรเพิ่ม" in heard[6]
    assert not re.search("เลขบัตร|หลักฐาน", "".join(heard))
    assert "มีใครที่ไม่ควรเห็นเรื่องนี้ไหม" in heard[7]
    assert all(reply.confidential for reply in reporter.replies[-7:])


async def test_what_the_first_words_say_plainly_is_not_asked(citizen: Person) -> None:
    await citizen.presses_data("f:start:grievance")
    heard = await citizen.says("ตรงหมู่ 4 พังตั้งแต่ปีใหม่")

    assert "ไม่เกิน 1 ข้อ" in heard
    assert "งานอะไร" in heard


@pytest.mark.parametrize(
    "words",
    ["ไฟถนนหมู่ 5 ดับมาสามวันแล้ว", "หมู่ 5 ไฟถนนดับมา 3 วัน", "ไฟทางหมู่ที่ 5 เสียมาเป็นเดือนแล้ว"],
)
async def test_whoever_says_where_since_when_and_what_is_asked_nothing(
    citizen: Person, words: str
) -> None:
    await citizen.presses_data("f:start:grievance")
    heard = await citizen.says(words)

    assert "ตั้งแต่เมื่อไร" not in heard
    assert "งานอะไร" not in heard
    assert "ดูก่อนส่ง" in [choice.label for choice in citizen.replies[-1].choices]


async def test_a_wait_of_the_office_is_no_answer_to_since_when(citizen: Person) -> None:
    await citizen.presses_data("f:start:grievance")

    assert "ตั้งแต่เมื่อไร" in await citizen.says("ไฟทางหมู่ 5 ดับ ขอให้มา 1 คน วันไหนก็ได้")


async def test_who_names_two_works_is_asked_which(citizen: Person) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says("หมู่ 5 ถนนพังและไฟดับตั้งแต่ปีใหม่")

    assert "งานอะไร" in citizen.replies[-1].text


async def test_words_told_before_the_yes_are_asked_about_at_once(citizen: Person) -> None:
    await citizen.says(HOLE)

    assert "เกิดที่ไหน" in await citizen.presses("แจ้งเรื่องนี้")


async def test_feedback_is_one_message_and_then_the_look_back(town: Town, citizen: Person) -> None:
    await citizen.presses_data("f:start:feedback")
    shown = await citizen.says("เจ้าหน้าที่พูดดี")

    assert "ตรวจก่อนส่ง" in shown
    assert "รหัสเรื่อง" in await citizen.presses("ส่งเรื่อง")
    assert town.texts_of_cases() == ["เจ้าหน้าที่พูดดี"]


# skipping, going back, changing ------------------------------------------------------------


async def test_every_question_can_be_skipped_by_a_button_or_by_a_word(
    town: Town, writer: Person
) -> None:
    await writer.presses("ข้าม")
    await writer.says("ข้ามค่ะ")
    shown = await writer.presses("ข้าม")

    assert HOLE in shown
    assert "ที่ไหน:" not in shown
    assert answers(town, writer) == {}


async def test_the_look_back_is_one_press_away_at_every_question(writer: Person) -> None:
    await writer.says("หมู่ 3")
    shown = await writer.presses("ดูก่อนส่ง")

    assert "ที่ไหน: หมู่ 3" in shown
    assert "รหัสเรื่อง" in await writer.presses("ส่งเรื่อง")


@pytest.mark.parametrize("by_typing", [True, False])
async def test_back_asks_again_and_the_new_answer_takes_the_place_of_the_old(
    town: Town, writer: Person, *, by_typing: bool
) -> None:
    await writer.says("หมู่ 3")
    asked = await (writer.says("ย้อนกลับ") if by_typing else writer.presses("ย้อนกลับ"))
    assert "เกิดที่ไหน" in asked
    assert "ตอบไว้แล้วว่า: หมู่ 3" in asked

    assert "ตั้งแต่เมื่อไร" in await writer.says("หมู่ 5")
    assert answers(town, writer) == {"where": "หมู่ 5"}


async def test_back_from_the_first_question_leads_to_ones_own_words(
    town: Town, writer: Person
) -> None:
    assert "เขียนต่อได้เลย" in await writer.presses("ย้อนกลับ")
    assert "เกิดที่ไหน" in await writer.says("ฝนตกแล้วรถติดหล่ม")
    assert draft(town, writer).texts == (HOLE, "ฝนตกแล้วรถติดหล่ม")


async def test_any_answer_can_be_changed_or_taken_back_at_the_look_back(
    town: Town, writer: Person
) -> None:
    await writer.says("หมู่ 3")
    await writer.says("เดือนก่อน")
    await writer.presses("ดูก่อนส่ง")
    listed = await writer.presses("แก้คำตอบ")
    assert "ที่ไหน: หมู่ 3" in listed
    assert "งานหรือบริการ: -" in listed

    await writer.presses("ที่ไหน")
    shown = await writer.says("หมู่ 5")
    assert "ที่ไหน: หมู่ 5" in shown
    await writer.says("แก้คำตอบ")
    await writer.presses("เมื่อไร")
    shown = await writer.presses("ลบคำตอบนี้")

    assert "ตรวจก่อนส่ง" in shown
    assert answers(town, writer) == {"where": "หมู่ 5"}
    assert writer.labels[0] == "ส่งเรื่อง"


async def test_what_is_typed_after_the_look_back_is_more_of_the_story(
    town: Town, writer: Person
) -> None:
    await writer.presses("ดูก่อนส่ง")
    await writer.says("รถล้มไปสองคัน")
    await writer.says("เมื่อเช้า")

    assert draft(town, writer).texts == (HOLE, "รถล้มไปสองคัน", "เมื่อเช้า")


async def test_taking_the_last_back_takes_the_answer_and_asks_again(
    town: Town, writer: Person
) -> None:
    await writer.says("หมู่ 3")
    heard = await writer.says("ลบข้อความล่าสุด")

    assert HOLE in heard
    assert "หมู่ 3" not in heard
    assert "เกิดที่ไหน" in heard
    await writer.says("หมู่ 5")
    assert answers(town, writer) == {"where": "หมู่ 5"}


@pytest.mark.parametrize("words", ["ได้ค่ะ", "ครับ", "โอเค", "สวัสดีค่ะ", "ขอบคุณครับ"])
async def test_a_yes_to_being_asked_or_a_greeting_is_no_answer(
    town: Town, writer: Person, words: str
) -> None:
    assert "เกิดที่ไหน" in await writer.says(words)
    assert answers(town, writer) == {}


async def test_a_button_of_a_question_after_the_draft_is_gone_says_so(
    town: Town, writer: Person
) -> None:
    await writer.says("ยกเลิก")

    for data in (
        "f:skip:where",
        "f:back:when",
        "f:answer:service:road",
        "f:ask:where",
        "f:answers",
    ):
        assert "ไม่มีเรื่องที่เขียนค้างอยู่" in await writer.presses_data(data)
    assert draft(town, writer).is_empty


@pytest.mark.parametrize(
    "data", ["f:answer:where:v9", "f:answer:when:date", "f:answer:when:date:2026-13-40",
             "f:answer:service:x", "f:answer:where:", "f:answer:known"],
)  # fmt: skip
async def test_an_answer_that_nobody_offered_is_none(town: Town, writer: Person, data: str) -> None:
    await writer.presses_data(data)

    assert answers(town, writer) == {}
    assert codes(town) == []


# nobody is held up -------------------------------------------------------------------------


async def test_what_was_sent_before_the_question_was_asked_is_no_answer(
    town: Town, citizen: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.say_all([HOLE, "รถล้มไปสองคัน", "ช่วยมาดูหน่อย"])

    assert draft(town, citizen) == Draft((HOLE, "รถล้มไปสองคัน", "ช่วยมาดูหน่อย"), ())
    await citizen.says("หมู่ 3")
    assert answers(town, citizen) == {"where": "หมู่ 3"}


async def test_photos_and_places_go_to_the_draft_at_any_question_which_then_stands(
    town: Town, writer: Person
) -> None:
    await writer.says("หมู่ 3")
    assert "ตั้งแต่เมื่อไร" in await writer.sends_photo(caption="หลุมนี้")
    assert "ตั้งแต่เมื่อไร" in await writer.sends_place()
    await writer.says("เดือนก่อน")

    found = draft(town, writer)
    assert found.texts == (HOLE, "หลุมนี้", "พิกัด 15.65000, 101.10000 หน้าวัด")
    assert len(found.attachments) == 1
    assert found.answers == {"where": "หมู่ 3", "when": "เดือนก่อน"}


async def test_a_question_of_ones_own_is_answered_and_the_open_one_stands(
    town: Town, writer: Person
) -> None:
    assert "96.46" in await writer.says("คะแนนรวมเท่าไหร่คะ")
    assert "เกิดที่ไหน" in await writer.presses("เขียนต่อ")
    await writer.says("หมู่ 3")

    assert answers(town, writer) == {"where": "หมู่ 3"}


async def test_whoever_comes_back_after_a_restart_goes_on_at_the_open_question(
    town: Town, writer: Person
) -> None:
    await writer.says("หมู่ 3")
    await town.restart()
    await writer.says("เดือนก่อน")

    assert answers(town, writer) == {"where": "หมู่ 3", "when": "เดือนก่อน"}


async def test_answers_are_forgotten_with_the_draft_after_seven_days(
    town: Town, writer: Person
) -> None:
    await writer.says("หมู่ 3")
    for days, left in ((6, 1), (8, 0)):
        later = times.stamp(clock.now() + timedelta(days=days))
        town.store.write_now(retention.forget_some, town.agency.retention, later)
        assert town.rows("select count(*) from draft_answer") == [left]


async def test_cancelling_forgets_the_answers(town: Town, writer: Person) -> None:
    await writer.says("หมู่ 3")
    await writer.presses("ยกเลิก")

    assert town.rows("select count(*) from draft_answer") == [0]


async def test_an_unsent_answer_is_gone_and_an_edited_one_follows(
    town: Town, writer: Person
) -> None:
    await writer.says("หมู่ 3")
    where = writer.message_id
    await writer.says("เดือนก่อน")
    await writer.unsends(writer.message_id)
    await writer.edits(where, "หมู่ 5")

    assert answers(town, writer) == {"where": "หมู่ 5"}


# pickers ---------------------------------------------------------------------------------


async def test_a_picked_day_is_written_in_the_buddhist_era_wherever_it_comes_from(
    town: Town, writer: Person
) -> None:
    for event in (
        {"data": "f:answer:when:date", "text": "2026-11-25"},  # LINE's picker
        {"data": "f:answer:when:date:2026-11-25", "text": "25 พฤศจิกายน 2569"},  # the page's
    ):
        await writer.does(Kind.BUTTON, **event)
        assert answers(town, writer) == {"when": "25 พฤศจิกายน 2569"}
        await writer.presses_data("f:unsay:when")


async def test_a_day_in_ones_own_words_is_taken_as_it_is(town: Town, writer: Person) -> None:
    await writer.presses("ข้าม")
    await writer.says("ช่วงสงกรานต์ปีที่แล้ว")

    assert answers(town, writer) == {"when": "ช่วงสงกรานต์ปีที่แล้ว"}


async def test_a_place_answers_where_and_the_officer_reads_it(
    town: Town, writer: Person, officer: Person
) -> None:
    await writer.sends_place()
    assert answers(town, writer) == {"where": "พิกัด 15.65000, 101.10000 หน้าวัด"}
    await writer.presses("ดูก่อนส่ง")
    await writer.presses("ส่งเรื่อง")
    card = await officer.says(f"/case {codes(town)[0]}")

    assert "ที่ไหน: พิกัด 15.65000, 101.10000 หน้าวัด" in card


async def test_where_a_button_cannot_send_a_place_it_leads_to_one_that_can(
    town: Town,
) -> None:
    person = town.citizen("t", Messenger.TELEGRAM)
    await person.presses_data("f:start:grievance")
    await person.says(HOLE)
    await person.presses("ส่งตำแหน่ง")
    assert [choice.asks for choice in person.choices] == ["place"]
    await person.sends_place()

    assert answers(town, person)["where"].startswith("พิกัด 15.65000")


async def test_the_villages_of_the_agency_are_buttons_where_it_is_asked_where(
    town: Town, citizen: Person
) -> None:
    town.agency = replace(town.agency, villages=("หมู่ 1", "บ้านบ่อรัง"))
    await town.restart()
    await citizen.presses_data("f:start:grievance")
    await citizen.says(HOLE)
    assert citizen.labels[:3] == ["ส่งตำแหน่ง", "หมู่ 1", "บ้านบ่อรัง"]
    await citizen.presses("บ้านบ่อรัง")

    assert answers(town, citizen) == {"where": "บ้านบ่อรัง"}


# what becomes of them --------------------------------------------------------------------


async def test_answers_are_entries_of_the_case_with_their_questions(
    town: Town, writer: Person, officer: Person
) -> None:
    for words in ("หมู่ 3", "เดือนก่อน", "ถนน ทางเดิน"):
        await writer.says(words)
    await writer.presses("ส่งเรื่อง")
    card = await officer.says(f"/case {codes(town)[0]}")

    for told in (HOLE, "ที่ไหน: หมู่ 3", "เมื่อไร: เดือนก่อน", "งานหรือบริการ: ถนน ทางเดิน"):
        assert told in card
    assert answers(town, writer) == {}
    assert "หมู่ 3".encode() not in b"".join(
        path.read_bytes() for path in town.store.path.parent.iterdir() if path.is_file()
    )


async def test_an_anonymous_report_keeps_its_answers_and_no_trace_of_their_messages(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(MONEY)
    await citizen.says("นายช่าง")
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("ส่งเรื่อง")

    (case_id,) = town.rows("select id from cases")
    said = [(each.kind, each.text) for each in town.store.read_now(case_entries.entries, case_id)]
    assert ("who", "นายช่าง") in said
    assert town.rows("select distinct message from case_entry") == [""]
    assert town.rows("select count(*) from draft_answer") == [0]


async def test_whoever_reports_anonymously_is_warned_where_an_answer_may_tell_who_they_are(
    citizen: Person, handler: Person
) -> None:
    await citizen.says(BRIBE)
    await citizen.presses("แจ้งแบบลับ")
    asked = await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    assert "ใครเกี่ยวข้อง" in asked
    for _ in range(4):
        await citizen.presses("ข้าม")

    assert "อย่าเขียนสิ่งที่บอกว่าคุณเป็นใคร" in await citizen.presses("ข้าม")


async def test_a_grievance_that_is_told_secretly_instead_keeps_its_answers(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(BRIBE)
    await citizen.says("ที่ทำการ")
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("แจ้งแบบลับแทน")
    shown = await citizen.presses("ดูก่อนส่ง")

    assert "ที่ไหน: ที่ทำการ" in shown


async def test_an_executive_named_in_an_answer_is_a_reason_to_name_the_outside_bodies(
    reporter: Person,
) -> None:
    await reporter.says("นายก อบต.")

    assert "แจ้งหน่วยงานภายนอก" in await reporter.presses("ดูก่อนส่ง")


async def test_at_the_question_who_must_not_see_it_photos_and_the_look_back_work_as_elsewhere(
    town: Town, reporter: Person
) -> None:
    await reporter.presses("ดูก่อนส่ง")
    await reporter.presses("มีคนไม่ควรเห็น")
    await reporter.sends_photo()
    await reporter.presses_data("f:hide")
    shown = await reporter.says("ดูก่อนส่ง")

    assert "แนบ 1 ไฟล์" in shown
    assert "คนที่ไม่ควรเห็นเรื่องนี้:" not in shown


# newcomers -------------------------------------------------------------------------------


async def test_before_the_first_word_of_corruption_five_things_are_said_in_this_order(
    town: Town, citizen: Person, handler: Person
) -> None:
    told = await citizen.presses_data("f:start:corruption")

    order = [
        "เก็บแบบเข้ารหัส",
        "อ่านได้เฉพาะคนที่",
        "LINE เองรู้ว่าใครเป็นผู้ส่ง",
        "ไม่ระบุตัวตน (ใบรับ)",
        "หน่วยงานภายนอก",
        "เล่าเท่าที่อยากเล่า",
    ]
    places = [told.index(each) for each in order]
    assert places == sorted(places)


@pytest.mark.parametrize("words", ["ส่ง", "ส่งเลยค่ะ", "send"])
async def test_sending_where_nothing_is_written_says_kindly_what_to_do(
    town: Town, citizen: Person, words: str
) -> None:
    told = await citizen.says(words)

    assert "แจ้งเรื่อง" in citizen.labels or "Report something" in citizen.labels
    assert "เล่าให้ฟังก่อน" in told or "tell me first" in told
    assert codes(town) == []


async def test_in_english_the_questions_and_their_buttons_are_english(
    town: Town, citizen: Person
) -> None:
    await citizen.says("There is a big hole near the school gate")
    asked = await citizen.says("yes")
    assert "Where did it happen?" in asked
    assert citizen.labels == ["Send a place", "Skip", "Back", "Review first", "Cancel"]
    await citizen.says("skip")
    await citizen.says("skip")
    shown = await citizen.says("Roads, paths")

    assert "Which service: Roads, paths" in shown
    assert answers(town, citizen) == {"service": "road"}
