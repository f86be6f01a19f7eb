"""What the parts of the register do to each other: nothing is lost between them, nothing leaks."""

from datetime import timedelta

from bot import clock
from bot.reminders import Reminders
from data import about_reporter, erasing, legal_holds, times
from data.erasing import Erasing
from tests.conversing import BRIBE, POTHOLE, Person, Town
from tests.test_anonymous import reports


async def closes(officer: Person, words: str) -> None:
    """Close the first case with the first outcome that is offered."""
    await officer.presses_data("c:1:open")
    await officer.presses("ปิดเรื่อง")
    await officer.presses(officer.labels[0])
    await officer.has_no_photo()
    await officer.says(words)
    await officer.presses("ส่ง")


async def test_cases_of_a_handler_who_leaves_go_to_the_others(town: Town, citizen: Person) -> None:
    first = await town.officer("first", corruption=True)
    code = await citizen.files(BRIBE, "corruption")
    second = await town.officer("second", corruption=True)
    assert code not in await second.says("/cases")
    town.dismiss(first)

    assert code in await second.says("/cases")


async def test_a_case_opened_again_is_read_by_who_is_named_now(town: Town, citizen: Person) -> None:
    first = await town.officer("first", corruption=True)
    code = await citizen.files(BRIBE, "corruption")
    await closes(first, "ตรวจแล้วไม่พบ")
    town.dismiss(first)
    second = await town.officer("second", corruption=True)
    assert code not in await second.says("/cases")
    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says("ยังมีการเรียกเงินอยู่")

    assert code in await second.says("/cases")


async def test_whoever_reports_and_is_a_handler_too_is_not_the_one_who_reads(town: Town) -> None:
    reporter = await town.officer("reporter", corruption=True)
    other = await town.officer("other", corruption=True)
    code = await reporter.files(BRIBE, "corruption")
    town.dismiss(other)
    newcomer = await town.officer("newcomer", corruption=True)

    assert code in await newcomer.says("/cases")


async def test_who_must_not_see_a_report_is_forgotten_with_its_kind(
    town: Town, citizen: Person
) -> None:
    officer = await town.officer("สมชาย")
    await town.officer("วันดี", corruption=True)
    await citizen.presses_data("f:start:corruption")
    await citizen.says(POTHOLE)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("มีคนไม่ควรเห็น")
    await citizen.says("สมชาย")
    await citizen.presses_data("f:kind:grievance")
    await citizen.presses_data("f:review")
    await citizen.presses("ส่งเรื่อง")

    assert town.rows("select count(*) from case_exclusion") == [0]
    assert town.rows("select count(*) from draft_wish") == [0]
    assert "ร้องทุกข์" in officer.news()


async def test_a_cancelled_draft_leaves_no_word_about_anybody(town: Town, citizen: Person) -> None:
    await town.officer("วันดี", corruption=True)
    await citizen.presses_data("f:start:corruption")
    await citizen.says(BRIBE)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("มีคนไม่ควรเห็น")
    await citizen.says("สมชาย")
    await citizen.presses_data("f:undo")
    await citizen.presses_data("f:cancel")

    assert town.rows("select count(*) from draft_wish") == [0]


async def test_nothing_that_led_to_an_anonymous_report_is_left_of_its_chat(
    town: Town, citizen: Person
) -> None:
    await town.officer("วันดี", corruption=True)
    await citizen.presses_data("f:start:corruption")
    await citizen.presses_data("f:cancel")
    await reports(citizen)

    chat = citizen.chat
    left = "select count(*) from inbox where chat = :chat and length(payload) > 0"
    assert town.rows(left, chat=chat) == [0]
    left += " and state <> 'waiting'"
    assert town.rows(left.replace("inbox", "outbox"), chat=chat) == [0]


async def test_a_code_that_is_hidden_from_somebody_stands_in_no_other_case(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    neighbour = town.citizen("neighbour")
    hidden = await neighbour.files()
    member = await town.officer("second")
    (second,) = town.rows("select id from staff where chat = :chat", chat=member.chat)
    town.store.write_now(
        lambda db: (
            db.execute(
                "insert into case_exclusion (case_id, staff_id, by, why, reason, at) values"
                " ((select id from cases where code = :code), :staff, '', 'supervisor', x'00', '')",
                {"code": hidden, "staff": second},
            )
            and None
        )
    )
    await officer.says(f"/case {code}")
    await officer.presses("ซ้ำกับเรื่องอื่น")
    await officer.says(hidden)

    assert hidden not in await member.says(f"/case {code}")
    assert town.rows("select count(*) from cases where state = 'duplicate'") == [0]


async def test_what_is_held_keeps_a_ratings_words_and_what_is_erased_leads_nowhere(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await closes(officer, "ซ่อมแล้ว")
    await citizen.presses("2 ไม่ค่อยพอใจ")
    await citizen.says("ช้ามาก")
    said = citizen.message_id
    (case_id,) = town.rows("select id from cases")
    at = times.stamp(clock.now())
    town.store.write_now(legal_holds.set_hold, case_id, "court", at)
    await citizen.unsends(said)
    words = "select case_unseal(wrapped, case_id, words, 'rating.words') from rating"
    assert town.rows(f"{words} join case_key using (case_id)") == ["ช้ามาก"]

    town.store.write_now(legal_holds.lift_hold, case_id, "court", at)
    town.store.write_now(erasing.erase, Erasing(case_id, "asked", "operator", "", at))
    assert town.rows("select count(*) from outbox where case_id is not null") == [0]
    assert town.rows("select message from rating") == [""]
    await officer.presses_data("c:1:open")
    assert "บันทึกภายใน" not in officer.labels


async def test_an_inquiry_that_waited_goes_on_when_its_reporter_withdraws(
    town: Town, citizen: Person
) -> None:
    handler = await town.officer("handler", corruption=True)
    code = await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await handler.presses("ถามผู้แจ้ง")
    await handler.says("เหตุเกิดวันไหน")
    await handler.presses("ส่ง")
    assert town.rows("select state from cases") == ["needs_info"]
    await citizen.says(f"ถอนเรื่อง {code}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert town.rows("select state from cases") != ["needs_info"]
    assert town.rows("select count(*) from case_pause where resumed_at = ''") == [0]


async def test_what_a_receipt_opened_is_forgotten_though_nobody_writes_again(
    town: Town, citizen: Person
) -> None:
    await town.officer("วันดี", corruption=True)
    receipt = await reports(citizen)
    reader = town.citizen("elsewhere")
    await reader.says(f"ใบรับ {receipt}")
    remembered = "select instr(unseal(state, 'conversation.state:' || chat), 'receipt.')"
    query = f"{remembered} > 0 from conversation where chat = :chat"
    assert town.rows(query, chat=reader.chat) == [1]

    await Reminders(town.store, town.courier.send, clock.now).look()
    assert town.rows(query, chat=reader.chat) == [1]
    later = clock.now() + timedelta(minutes=16)
    await Reminders(town.store, town.courier.send, lambda: later).look()
    assert town.rows(query, chat=reader.chat) == [0]


async def test_a_copy_for_the_reporter_holds_how_content_they_were(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await closes(officer, "ซ่อมแล้ว")
    await citizen.presses("2 ไม่ค่อยพอใจ")
    await citizen.says("ช้ามาก")
    held = town.store.read_now(about_reporter.gather, citizen.chat, (code,))
    rating = held.cases[0].rating

    assert rating is not None
    assert (rating.stars, rating.words) == (2, "ช้ามาก")
