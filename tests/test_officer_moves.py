"""An officer's moves as conversations: only what is allowed, seen before it is sent, by right."""

import pytest

from data import audit, times
from handlers.message import Messenger
from handlers.officers.officer_moves import DEEDS
from handlers.texts.officer_moves import READY, READY_IN_INQUIRIES
from handlers.turn import LABEL_LIMIT
from tests.conversing import BRIBE, NO_PHOTO, POTHOLE, Person, Town

LABELS = {verb: deed.label for verb, deed in DEEDS.items()}


def states(town: Town) -> list[str]:
    found: list[str] = town.rows("select state from cases order by opened_at")
    return found


def moves_on(person: Person) -> set[str]:
    """Which moves the last card offers."""
    by_label = {label: verb for verb, label in LABELS.items()}
    return {by_label[label] for label in person.labels if label in by_label}


# what a card offers ----------------------------------------------------------------------


async def test_a_card_offers_only_the_moves_that_are_allowed_now(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    ending = {"refer", "reject", "duplicate", "close"}
    working = {"answer", "ask", "note", "take", "hand", "internal", "resolve"}
    await officer.presses_data("c:1:more")
    assert moves_on(officer) == working | ending

    await asks(officer, "หมู่ไหนคะ")
    await officer.presses_data("c:1:more")
    assert moves_on(officer) == {"answer", "note", "go_on", "internal"} | ending

    await citizen.presses("ตอบคำถาม")
    await citizen.says("หมู่ 4 ค่ะ")
    await resolves(officer, "ซ่อมแล้ว")
    await officer.presses_data("c:1:more")
    assert moves_on(officer) == {"note", "internal"} | ending

    await officer.presses_data("c:1:as-resolved")
    await officer.says("เรียบร้อย")
    await officer.presses("ส่ง")
    await officer.presses_data("c:1:more")
    assert moves_on(officer) == {"internal"}


async def test_an_inquiry_s_card_knows_no_rejection_no_handing_over_and_no_photos(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    assert moves_on(handler) == {"answer", "ask", "internal", "assess", "refer", "close"}

    await handler.presses(LABELS["ask"])
    assert handler.labels == ["ขอวันเวลา", "ขอสถานที่", "ยกเลิก"]
    assert handler.replies[-1].confidential


@pytest.mark.parametrize("verb", DEEDS)
async def test_nobody_without_the_right_learns_anything_by_a_button(
    town: Town, citizen: Person, officer: Person, handler: Person, verb: str
) -> None:
    assert handler
    await citizen.files(BRIBE, "corruption")
    viewer = await town.officer("viewer", role="viewer")
    nothing = await officer.presses_data(f"c:999:{verb}:0")

    assert await officer.presses_data(f"c:1:{verb}:0") == nothing
    assert await viewer.presses_data(f"c:1:{verb}:0") == nothing
    assert "สำหรับเจ้าหน้าที่" in await citizen.presses_data(f"c:1:{verb}:0")
    assert states(town) == ["submitted"]


async def test_whoever_is_dismissed_while_wording_sends_nothing(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:ask:1")
    await officer.presses("ขอรูป")
    town.dismiss(officer)
    citizen.news()

    assert "สำหรับเจ้าหน้าที่" in await officer.presses_data("c:send")
    assert citizen.news() == ""


# asking ----------------------------------------------------------------------------------


async def asks(officer: Person, text: str) -> str:
    await officer.presses_data("c:1:ask")
    await officer.says(text)
    return await officer.presses("ส่ง")


async def resolves(officer: Person, text: str) -> str:
    await officer.presses_data("c:1:resolve")
    await officer.presses(NO_PHOTO)
    await officer.says(text)
    return await officer.presses("ส่ง")


async def test_a_question_is_shown_sent_answered_and_the_clocks_stand_still_between(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    assert f"พิมพ์คำถามถึงผู้แจ้งเรื่อง {code}" in await officer.presses(LABELS["ask"])
    shown = await officer.says("หลุมอยู่หน้าบ้านเลขที่เท่าไรคะ")
    assert f"จะถามเรื่อง {code} ผู้แจ้งจะได้อ่านว่า\n\nหลุมอยู่หน้าบ้าน" in shown
    assert citizen.news() == ""

    assert "หยุดนับเวลา" in await officer.presses("ส่ง")
    assert states(town) == ["needs_info"]
    assert f"เจ้าหน้าที่ถามเรื่อง {code}\n\nหลุมอยู่หน้าบ้านเลขที่เท่าไรคะ" in citizen.news()
    assert town.rows("select resumed_at from case_pause") == [""]

    await citizen.presses("ตอบคำถาม")
    await citizen.says("เลขที่ 12")
    assert states(town) == ["acknowledged"]
    assert town.rows("select resumed_at <> '' from case_pause") == [1]
    assert "(ถามผู้แจ้ง): หลุม" in await officer.presses_data("c:1:open")


async def test_an_officer_need_not_wait_for_the_answer(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await asks(officer, "หมู่ไหนคะ")
    await officer.presses_data("c:1:open")
    citizen.news()

    assert "ไม่รอคำตอบแล้ว" in await officer.presses(LABELS["go_on"])
    assert states(town) == ["acknowledged"]
    assert citizen.news() == ""


async def test_a_reporter_who_speaks_english_reads_the_question_s_frame_in_english(
    citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await citizen.says("thank you very much")
    await asks(officer, "หมู่ไหนคะ")

    assert f"An officer asks about your case {code}:\n\nหมู่ไหนคะ" in citizen.news()
    assert citizen.labels == ["Answer", "My cases"]


async def test_a_reporter_who_took_the_report_back_is_not_asked(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await citizen.presses("เรื่องของฉัน")
    await citizen.presses("ถอนเรื่อง")
    await citizen.presses(next(label for label in citizen.labels if "ถอน" in label))
    await handler.presses_data("c:1:open")

    assert "ask" not in moves_on(handler)
    assert "ทำอย่างนั้นกับเรื่อง" in await handler.presses_data("c:1:ask")


# words that are ready --------------------------------------------------------------------


@pytest.mark.parametrize("table", [READY, READY_IN_INQUIRIES])
def test_words_that_are_ready_fit_their_buttons_and_ask_for_no_citizen_id(table: object) -> None:
    assert isinstance(table, type(READY))
    for verb, ready in table.items():
        assert verb in DEEDS
        assert 2 <= len(ready) <= 4
        assert all(len(each.label) <= LABEL_LIMIT for each in ready)
        assert not any("บัตรประชาชน" in each.text for each in ready)


async def test_ready_words_are_shown_before_they_are_sent(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:ask")
    shown = await officer.presses("ขอรูป")
    assert f"ผู้แจ้งจะได้อ่านว่า\n\n{READY['ask'][1].text}" in shown
    assert citizen.news() == ""

    await officer.says("ขอรูปจากอีกฝั่งถนนด้วยค่ะ")
    await officer.says("ส่ง")
    heard = citizen.news()
    assert "ขอรูปจากอีกฝั่งถนนด้วยค่ะ" in heard
    assert READY["ask"][1].text not in heard


async def test_a_stale_button_of_ready_words_or_reasons_is_answered_kindly(
    citizen: Person, officer: Person
) -> None:
    await citizen.files()

    for data in ("c:1:use-0", "c:1:pick-0", "c:send"):
        assert "ไม่มีข้อความที่รอส่งแล้ว" in await officer.presses_data(data)
    await officer.presses_data("c:1:ask")
    assert "พิมพ์คำถาม" in await officer.presses_data("c:1:use-99")


# progress, notes, resolving --------------------------------------------------------------


async def test_progress_is_told_as_progress_and_starts_the_next_note_s_clock(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:note")
    await officer.says("ช่างไปดูแล้ว")
    await officer.presses("ส่ง")

    assert f"ความคืบหน้าของเรื่อง {code}\n\nช่างไปดูแล้ว" in citizen.news()
    notes = town.rows("select ending from case_clock where name = 'note' order by id")
    assert notes == ["met", ""]


async def test_an_internal_note_stands_in_the_file_and_reaches_nobody_outside(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    before = town.rows("select state, outcome from cases")
    await officer.presses(LABELS["internal"])
    citizen.news()
    assert "ผู้แจ้งไม่เห็น" in await officer.says("ผู้รับเหมารายเดิม ต้องทวงประกัน")

    assert citizen.news() == ""
    assert "ทวงประกัน" not in await citizen.presses("เรื่องของฉัน")
    assert "(บันทึกภายใน): ผู้รับเหมารายเดิม" in await officer.presses_data("c:1:open")
    assert town.rows("select state, outcome from cases") == before
    (last, *_) = town.store.read_now(audit.recent, 1)
    assert (last.action, last.detail) == ("noted", "")


async def test_what_is_resolved_is_told_and_then_closed(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    assert "เหลือปิดเรื่อง" in await resolves(officer, "กลบหลุมแล้ว")

    assert states(town) == ["resolved"]
    assert f"เรื่อง {code} แก้ไขแล้วค่ะ\n\nกลบหลุมแล้ว" in citizen.news()
    assert "ทำอย่างนั้นกับเรื่อง" in await officer.presses_data("c:1:answer")


# referring, rejecting --------------------------------------------------------------------


async def test_a_case_is_referred_to_a_named_body_with_words(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses(LABELS["refer"])
    assert "พิมพ์ข้อความบอกผู้แจ้ง" in await officer.says("แขวงทางหลวงเพชรบูรณ์ที่ 1")
    shown = await officer.presses("ส่งเรื่องให้แล้ว")
    assert f"จะส่งต่อเรื่อง {code} ถึง แขวงทางหลวงเพชรบูรณ์ที่ 1" in shown
    await officer.presses("ส่ง")

    assert f"เรื่อง {code} ส่งต่อถึง แขวงทางหลวงเพชรบูรณ์ที่ 1 แล้ว" in citizen.news()
    assert town.rows("select state, outcome from cases") == [("referred", "referred")]
    assert "(บันทึกภายใน): ส่งต่อถึง แขวงทางหลวง" in await officer.presses_data("c:1:open")


async def test_an_inquiry_is_referred_to_an_outside_body_by_its_button(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:refer")
    await handler.presses_data("c:1:pick-0")
    await handler.says("ส่งให้ตรวจสอบต่อแล้ว")
    await handler.presses("ส่ง")

    assert states(town) == ["referred_external"]
    assert town.agency.outside_bodies[0].name in citizen.news()
    assert citizen.replies[-1].confidential


async def test_a_case_is_rejected_with_a_reason_that_only_the_file_knows(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:reject")
    assert "พิมพ์ข้อความบอกผู้แจ้ง" in await officer.says("ที่ดินเอกชน มีคดีค้างอยู่")
    await officer.says("จุดนี้เป็นที่ดินเอกชน เราเข้าไปซ่อมไม่ได้ค่ะ")
    await officer.presses("ส่ง")

    heard = citizen.news()
    assert f"เรื่อง {code} เราดำเนินการให้ไม่ได้\n\nจุดนี้เป็นที่ดินเอกชน" in heard
    assert "มีคดีค้างอยู่" not in heard
    assert town.rows("select state, outcome from cases") == [("rejected", "rejected")]
    assert "ไม่รับเพราะ ที่ดินเอกชน มีคดีค้างอยู่" in await officer.presses_data("c:1:open")


async def test_what_was_said_meanwhile_is_shown_before_a_rejection_goes(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:reject")
    await officer.presses("ข้อมูลไม่พอ")
    await officer.presses("ข้อมูลไม่พอ")
    await citizen.says(f"เขียน {code}")
    await citizen.says("หน้าวัดศรีมงคลครับ")
    citizen.news()

    assert "ผู้แจ้ง: หน้าวัดศรีมงคลครับ" in await officer.presses_data("c:send")
    assert citizen.news() == ""
    assert "rejected" not in states(town)


async def test_a_repeated_case_is_joined_with_one_that_the_officer_sees_and_names_it_to_nobody(
    town: Town, citizen: Person, handler: Person
) -> None:
    secret = await citizen.files(BRIBE, "corruption")
    first = await town.citizen("neighbour").files()
    again = await citizen.files()
    await handler.presses_data("c:3:duplicate")
    for wrong in (secret, again, "ไม่รู้", "PS-000-000-000"):
        assert "พิมพ์รหัสเรื่องเดิม" in await handler.says(wrong)
    await handler.says(first.lower())
    await handler.presses("มีคนแจ้งแล้ว")
    await handler.presses("ส่ง")

    heard = citizen.news()
    assert f"เรื่อง {again} รวมกับเรื่องเดียวกันที่มีอยู่แล้ว" in heard
    assert first not in heard
    assert states(town) == ["submitted", "submitted", "duplicate"]
    assert f"ซ้ำกับเรื่อง {first}" in await handler.presses_data("c:3:open")


# who does it -----------------------------------------------------------------------------


async def test_a_case_is_taken_stands_in_one_s_own_list_and_is_handed_over(
    town: Town, citizen: Person, officer: Person
) -> None:
    other = await town.officer("somying")
    await town.officer("viewer", role="viewer")
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    assert "ยังไม่มีเรื่องที่คุณรับไว้" in await officer.says("/mine")
    await officer.presses_data("c:1:take")
    assert f"1. {code} — มอบหมายแล้ว" in await officer.says("/mine")
    assert "ผู้รับผิดชอบ: somsri" in await officer.presses(code)
    assert "take" not in moves_on(officer)
    other.news()

    await officer.presses(LABELS["hand"])
    assert officer.labels == ["somying", "กลับไปที่เรื่อง"]
    await officer.presses("somying")
    assert f"somsri มอบเรื่อง {code} ให้คุณดูแล" in other.news()
    assert code in await other.says("/mine")
    assert "ยังไม่มีเรื่องที่คุณรับไว้" in await officer.says("/mine")
    assert "สำหรับเจ้าหน้าที่" in await citizen.says("/mine")


async def test_nobody_is_handed_a_case_who_may_not_see_it(
    town: Town, citizen: Person, officer: Person
) -> None:
    await town.officer("viewer", role="viewer")
    await citizen.files()

    assert "ยังไม่มีเจ้าหน้าที่คนอื่น" in await officer.presses_data("c:1:hand")
    await officer.presses_data("c:1:to-2")
    assert town.rows("select assigned_to from cases") == [None]


async def test_a_case_is_not_handed_to_the_officer_who_filed_it(
    town: Town, officer: Person
) -> None:
    other = await town.officer("somying")
    await other.files()

    assert "ยังไม่มีเจ้าหน้าที่คนอื่น" in await officer.presses_data("c:1:hand")
    await officer.presses_data("c:1:to-2")
    assert town.rows("select assigned_to from cases") == [None]


# reopening -------------------------------------------------------------------------------


async def test_only_an_administrator_opens_a_general_case_again_and_clocks_start_anew(
    town: Town, citizen: Person, officer: Person
) -> None:
    chief = await town.officer("palad", role="administrator")
    code = await citizen.files()
    await officer.presses_data("c:1:as-resolved")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await officer.presses("ส่ง")
    assert "ปิดไปแล้ว" in await officer.presses_data("c:1:reopen")

    await chief.says(f"/case {code}")
    assert moves_on(chief) == {"internal", "reopen"}
    await chief.presses(LABELS["reopen"])
    await chief.says("ตรวจแล้วยังไม่เรียบร้อย จะไปซ่อมใหม่")
    citizen.news()
    assert "เริ่มนับเวลาใหม่" in await chief.presses("ส่ง")
    assert f"เรื่อง {code} เปิดดำเนินการอีกครั้ง\n\nตรวจแล้วยัง" in citizen.news()
    assert town.rows("select state, outcome, reopened from cases") == [("reopened", "", 1)]
    assert town.rows("select count(*) from case_clock where ended_at = ''") == [3]


async def test_what_is_resolved_can_be_opened_again_while_clocks_still_run(
    town: Town, citizen: Person
) -> None:
    chief = await town.officer("palad", role="administrator")
    await citizen.files()
    await resolves(chief, "ซ่อมแล้ว")
    await chief.presses_data("c:1:reopen")
    await chief.presses("ตรวจสอบอีกครั้ง")
    await chief.presses("ส่ง")

    assert states(town) == ["reopened"]
    assert town.rows("select count(*) from case_clock where ended_at = ''") == [3]


async def test_a_case_is_not_opened_again_after_thirty_days(town: Town, citizen: Person) -> None:
    chief = await town.officer("palad", role="administrator")
    await citizen.files()
    await chief.presses_data("c:1:as-resolved")
    await chief.presses(NO_PHOTO)
    await chief.says("ซ่อมแล้ว")
    await chief.presses("ส่ง")
    long_ago = times.stamp(times.parse("2026-01-01T00:00:00Z"))
    town.store.write_now(lambda db: db.execute("update cases set closed_at = ?", (long_ago,)))

    await chief.presses_data("c:1:open")
    assert moves_on(chief) == {"internal"}
    assert "ปิดไปแล้ว" in await chief.presses_data("c:1:reopen")


async def test_case_work_is_not_done_in_a_group(town: Town, citizen: Person) -> None:
    await citizen.files()
    group = town.citizen("everybody", Messenger.TELEGRAM, group=True)

    assert POTHOLE not in await group.says("/mine")
    assert "แชตส่วนตัว" in await group.says("/mine") or "สำหรับเจ้าหน้าที่" in await group.says("/mine")


async def test_closing_is_no_way_to_refer_or_reject_without_what_they_need(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("ปิดเรื่อง")
    assert officer.labels == ["แก้ไขแล้ว", "ตอบแล้ว", "ยกเลิก"]
    await officer.presses_data("c:1:as-rejected:1")
    await officer.says("ไม่รับ")

    assert town.rows("select closed_at from cases") == [""]
