"""By receipt: everything that one may do with a case of one's own, without being known."""

from datetime import timedelta

import pytest

from bot import clock
from data import legal_holds
from data.times import BANGKOK, parse, stamp
from handlers.message import Messenger
from handlers.texts.clocks import day_name
from tests.conversing import Person, Town
from tests.test_anonymous import PLANTED, asks, bytes_of, receipt_in, reports

WHY = "ตรวจแล้วแต่ยังเรียกเงินกันอยู่ที่ตลาดนัด"
WORD = "ขอบคุณที่ตรวจจริงจังมาก"
OUTCOME = "ตรวจสอบแล้วพบว่ามีมูล"


async def concludes(handler: Person) -> None:
    """The only case is closed by its handler."""
    await handler.presses_data("c:1:open")
    await handler.presses_data("c:1:as-substantiated:99")
    await handler.says(OUTCOME)
    await handler.presses("ส่ง")
    handler.news()


async def test_the_receipt_says_from_the_start_by_when_it_is_read_and_the_outcome_known(
    town: Town, citizen: Person, handler: Person
) -> None:
    await reports(citizen)

    due = town.rows("select due_on from case_clock where name in ('acknowledge', 'answer')")
    told = citizen.replies[-1].text
    assert len(due) == 2
    for day in due:
        assert day_name(parse(f"{day}T05:00:00.000000+00:00").astimezone(BANGKOK).date()) in told
    assert "รู้ผลภายใน" in told


async def test_a_closed_case_shows_its_outcome_and_what_can_be_done_next(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    friend = town.citizen("friend", Messenger.WEB)
    shown = await friend.says(f"ใบรับ {receipt}")

    assert OUTCOME in shown
    assert "ผล: มีมูล" in shown
    until = day_name((clock.now() + timedelta(days=30)).astimezone(BANGKOK).date())
    assert f"ยังไม่เรียบร้อย ภายใน{until}" in shown
    assert friend.labels == [
        *("1 ไม่พอใจ", "2 ไม่ค่อยพอใจ", "3 พอใช้", "4 พอใจ", "5 พอใจมาก"),
        *("ยังไม่เรียบร้อย", "ขอสำเนาเรื่องนี้", "ลบเรื่องนี้", "ออก"),
    ]


async def test_it_is_rated_with_one_tap_and_a_word_that_the_handlers_read(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    friend = town.citizen("friend", Messenger.WEB)
    await friend.says(f"ใบรับ {receipt}")
    thanked = await friend.presses("4 พอใจ")
    assert town.rows("select stars from rating") == [4]
    kept = await friend.says(WORD)

    assert "4 จาก 5" in thanked
    assert "เก็บข้อความ" in kept
    card = await handler.presses_data("c:1:open")
    assert "4 จาก 5" in card
    assert WORD in card
    assert town.rows("select message from rating") == [""]


async def test_the_word_may_be_left_out_and_stars_that_are_none_are_refused(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await citizen.says(f"ใบรับ {receipt}")
    assert "ให้คะแนนตอนนี้ไม่ได้" in await citizen.presses_data("r:rate:5")
    await concludes(handler)
    assert "ให้คะแนนตอนนี้ไม่ได้" in await citizen.presses_data("r:rate:6")
    await citizen.presses_data("r:rate:2")
    assert "ผล: มีมูล" in await citizen.presses("ไม่บอกเพิ่ม")

    assert town.rows("select stars from rating") == [2]


@pytest.mark.parametrize("way", ["button", "words"])
async def test_it_is_opened_again_within_thirty_days_and_the_handlers_are_told(
    town: Town, citizen: Person, handler: Person, way: str
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    friend = town.citizen("friend", Messenger.TELEGRAM)
    await friend.says(f"ใบรับ {receipt}")
    asked = await (
        friend.presses("ยังไม่เรียบร้อย") if way == "button" else friend.says("ยังไม่เรียบร้อยค่ะ")
    )
    assert town.rows("select state from cases") == ["concluded"]
    told = await friend.says(WHY)

    assert "ยังไม่เรียบร้อยตรงไหน" in asked
    assert "เปิดเรื่องอีกครั้งแล้ว" in told
    assert town.rows("select state, reopened from cases") == [("reopened", 1)]
    assert "มีข้อความเพิ่มในเรื่องที่คุณดูแล" in handler.news()
    assert WHY in town.texts_of_cases()
    assert "ภายในวัน" in await friend.presses("ดูเรื่องนี้")


async def test_after_thirty_days_it_stays_finished(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    at = stamp(clock.now() - timedelta(days=30.1))
    town.store.write_now(lambda db: db.execute("update cases set closed_at = ?", (at,)))
    shown = await citizen.says(f"ใบรับ {receipt}")

    assert "ยังไม่เรียบร้อย" not in citizen.labels
    assert "แจ้งเป็นเรื่องใหม่" in shown
    assert "เปิดอีกครั้งไม่ได้แล้ว" in await citizen.presses_data("r:reopen")


async def test_whoever_changes_their_mind_comes_back_to_the_case(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    await citizen.says(f"ใบรับ {receipt}")
    await citizen.presses("ยังไม่เรียบร้อย")
    assert "ผล: มีมูล" in await citizen.says("ยกเลิก")
    await citizen.presses("ยังไม่เรียบร้อย")
    assert "ปิดเรื่องตามใบรับ" in await citizen.says("ออก")

    assert town.rows("select state from cases") == ["concluded"]


async def test_an_officers_question_is_answered_by_receipt(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    asks(town)
    await citizen.says(f"ใบรับ {receipt}")
    await citizen.presses("ตอบเจ้าหน้าที่")
    await citizen.says("ที่ร้านกาแฟ")

    assert town.rows("select state from cases") == ["assessing"]


async def test_a_copy_of_the_case_is_shown_and_kept_nowhere(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    await handler.presses_data("c:1:internal:9")
    await handler.says("บันทึกไว้ดูเอง")
    friend = town.citizen("friend", Messenger.WEB)
    await friend.says(f"ใบรับ {receipt}")
    told = await friend.presses("ขอสำเนาเรื่องนี้")
    await town.restart()

    assert PLANTED in told
    assert OUTCOME in told
    assert "บันทึกไว้ดูเอง" not in told
    kept = town.rows(
        "select unseal(payload, 'outbox.payload') from outbox where length(payload) > 0"
    )
    assert not any(PLANTED in payload for payload in kept)


async def test_it_is_forgotten_by_its_receipt_once_it_is_finished(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await citizen.says(f"ใบรับ {receipt}")
    assert "ลบเรื่องนี้" not in citizen.labels
    assert "ยังลบเรื่องนี้ไม่ได้" in await citizen.presses_data("r:erased")
    await concludes(handler)
    await citizen.says(f"ใบรับ {receipt}")
    asked = await citizen.presses("ลบเรื่องนี้")
    assert PLANTED in town.texts_of_cases()
    done = await citizen.presses("ยืนยันให้ลบ")
    await town.restart()

    assert "กู้คืนไม่ได้" in asked
    assert "ลบเรื่องแล้ว" in done
    assert town.texts_of_cases() == []
    assert town.rows("select state, outcome from cases") == [("concluded", "substantiated")]
    assert "ไม่พบเรื่องตามใบรับ" in await citizen.says(f"ใบรับ {receipt}")
    assert town.rows("select chat from forget_request") == [""]


async def test_what_a_hold_keeps_is_not_forgotten_by_its_receipt(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    (case_id,) = town.rows("select id from cases")
    at = stamp(clock.now())
    town.store.write_now(legal_holds.set_hold, case_id, "หนังสือศาล", at)
    await citizen.says(f"ใบรับ {receipt}")

    assert "ยังลบเรื่องนี้ไม่ได้" in await citizen.presses("ลบเรื่องนี้")
    assert "ยังลบเรื่องนี้ไม่ได้" in await citizen.presses_data("r:erased")
    assert PLANTED in town.texts_of_cases()


async def test_nothing_of_rating_and_opening_again_leads_back_to_a_chat(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    friend = town.citizen("friendly neighbour", Messenger.WEB)
    await friend.says(f"ใบรับ {receipt}")
    await friend.presses("4 พอใจ")
    await friend.says(WORD)
    await friend.presses("ดูเรื่องนี้")
    await friend.presses("ยังไม่เรียบร้อย")
    await friend.says(WHY)
    await friend.says("ออก")
    await town.restart()

    assert town.rows("select distinct message from case_entry") == [""]
    assert town.rows("select chat from chat") == [handler.chat]
    for table in ("inbox", "outbox"):
        kept = town.rows(
            f"select unseal_bytes(payload, '{table}.payload') from {table}"
            " where payload <> x'' and chat <> :officer",
            officer=handler.chat,
        )
        said = b"".join(kept).decode()
        for planted in (WHY, WORD, receipt, "จาก 5", "friendly neighbour"):
            assert planted not in said, table
    held = bytes_of(town.store.path)
    for planted in (WHY, WORD, receipt.replace(" ", ""), "friendly neighbour"):
        assert planted.encode() not in held
    memory = town.rows("select unseal(state, 'conversation.state:' || chat) from conversation")
    assert not any("case" in state for state in memory)


@pytest.mark.parametrize("verb", ["r:rate:5", "r:reopen", "r:see"])
async def test_without_the_receipt_nothing_is_open(
    town: Town, citizen: Person, handler: Person, verb: str
) -> None:
    await reports(citizen)
    await concludes(handler)

    assert "ไม่ได้เปิดเรื่องตามใบรับ" in await citizen.presses_data(verb)


async def test_the_step_that_waits_for_why_ends_after_a_quarter_of_an_hour(
    town: Town, citizen: Person, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = await reports(citizen)
    await concludes(handler)
    await citizen.says(f"ใบรับ {receipt}")
    await citizen.presses("ยังไม่เรียบร้อย")
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    await citizen.says(WHY)

    assert town.rows("select state from cases") == ["concluded"]
    assert WHY not in town.texts_of_cases()


@pytest.mark.parametrize(("messenger", "is_page"), [(Messenger.WEB, True), (Messenger.LINE, False)])
async def test_on_the_page_one_is_told_to_write_it_down_leave_at_once_and_come_back_from_anywhere(
    town: Town, handler: Person, messenger: Messenger, is_page: bool
) -> None:
    visitor = town.citizen("visitor", messenger)
    chosen = await visitor.presses_data("f:start:corruption")
    await visitor.presses("ไม่ระบุตัวตน (ใบรับ)")
    await visitor.says("มีคนเรียกเงิน")
    await visitor.presses("ดูก่อนส่ง")
    told = await visitor.presses("ส่งเรื่อง")

    assert receipt_in(told)
    assert ("ออกทันที" in told) is is_page
    assert ("จากเครื่องไหน" in told) is is_page
    assert ("เบราว์เซอร์นี้เท่านั้น" in chosen) is is_page
