"""Anonymous reports: sent without a trace of the chat, followed by a receipt from anywhere."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.messengers.messenger import Sending, TryLater, Undeliverable
from bot.messengers.webchat import WebChat
from bot.web.live import Live
from data import anonymous, drafts, register, staff, times
from data.case_moves import Need, Who
from data.case_work import Making, make
from data.cases import Case, CaseKind, NewCase
from handlers.message import Kind, Messenger
from handlers.turn import Reply
from tests.conversing import BRIBE, JPEG, Person, Town

PLANTED = "นายช่างคนหนึ่งเรียกเงินห้าพันบาท"
QUESTION = "จ่ายเงินกันที่ไหนคะ"
REPLY = "จ่ายที่ร้านกาแฟหน้าวัด"
DIGITS = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


def receipt_in(heard: str) -> str:
    found = DIGITS.search(heard)
    assert found, heard
    return found[0]


async def reports(person: Person, *, photo: bool = False) -> str:
    """An anonymous report from beginning to end; its receipt."""
    await person.presses_data("f:start:corruption")
    await person.presses("ไม่ระบุตัวตน (ใบรับ)")
    await person.says(PLANTED)
    if photo:
        await person.sends_photo()
    await person.presses("ดูก่อนส่ง")
    return receipt_in(await person.presses("ส่งเรื่อง"))


def the_case(town: Town) -> Case:
    (found,) = town.store.read_now(register.open_cases, town.store.read_now(staff.members)[0], 5)
    return found


def asks(town: Town) -> None:
    """The officer asks the reporter."""
    given = {Need.TEXT: QUESTION}
    at = times.stamp(clock.now())
    case = the_case(town)
    for move, words in (("acknowledge", {}), ("assess", {}), ("ask", given)):
        town.store.write_now(make, Making(case, move, Who.WORKER, at, given=words))


def bytes_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


async def test_before_the_first_word_one_is_told_who_reads_and_asked_how_to_report(
    citizen: Person, handler: Person
) -> None:
    heard = await citizen.presses_data("f:start:corruption")

    for expected in ("แต่งตั้ง", "LINE เองรู้ว่าใครเป็นผู้ส่ง", "16 หลัก", "หน่วยงานภายนอก", "ป.ป.ช."):
        assert expected in heard
    assert citizen.labels[:2] == ["ไม่ระบุตัวตน (ใบรับ)", "ให้รหัสในแชตนี้"]


async def test_the_choice_is_kept_while_writing_and_changed_at_the_review(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.says("ไม่ระบุตัวตน")
    await citizen.says(PLANTED)
    await citizen.says("คะแนนรวมเท่าไหร่")
    anonymous = await citizen.presses_data("f:review")
    named = await citizen.presses("ให้รหัสในแชตนี้")
    filed = await citizen.presses("ส่งเรื่อง")

    assert "จะส่งแบบไม่ระบุตัวตน" in anonymous
    assert "ผูกกับแชตนี้" in named
    assert PLANTED in named
    assert "รหัสเรื่อง: PS-" in filed
    assert town.rows("select chat from cases") == [citizen.chat]


async def test_a_report_is_followed_by_its_receipt_from_another_messenger(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen, photo=True)
    assert handler.replies[-1].confidential
    asks(town)
    friend = town.citizen("friend", Messenger.WEB)

    shown = await friend.says(f"ใบรับ {receipt}")
    prompted = await friend.presses("ตอบเจ้าหน้าที่")
    added = await friend.says(REPLY)
    await friend.presses("เขียนถึงเจ้าหน้าที่")
    await friend.uploads()

    assert QUESTION in shown
    assert "สถานะ: กำลังดำเนินการ" in shown
    assert "รอคำตอบ" in shown
    assert "พิมพ์ข้อความหรือส่งรูป" in prompted
    assert "เพิ่มในเรื่องแล้ว" in added
    assert REPLY in town.texts_of_cases()
    assert town.rows("select state from cases") == ["assessing"]
    assert [content for _, content in town.files_of_cases()] == [JPEG, JPEG]
    assert all(reply.confidential for reply in friend.replies)


async def test_nothing_in_the_database_leads_from_the_case_to_a_chat(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen, photo=True)
    friend = town.citizen("friend", Messenger.WEB)
    await friend.says(f"ใบรับ {receipt}")
    await friend.presses("เขียนถึงเจ้าหน้าที่")
    await friend.says(REPLY)
    await friend.presses("เขียนถึงเจ้าหน้าที่")
    await friend.uploads()
    await friend.says("ออก")

    assert town.rows("select distinct chat from cases") == [""]
    assert town.rows("select distinct message from case_entry") == [""]
    assert town.rows("select distinct chat || message from attachment") == [""]
    assert town.rows("select chat from chat") == [handler.chat]
    for table in ("inbox", "outbox"):
        kept = town.rows(
            f"select unseal_bytes(payload, '{table}.payload') from {table} where payload <> x''"
        )
        said = b"".join(kept).decode()
        for planted in (PLANTED, REPLY, receipt, receipt.replace(" ", ""), "เรื่องตามใบรับ ("):
            assert planted not in said, table
    held = bytes_of(town.store.path)
    for planted in (PLANTED, REPLY, receipt, receipt.replace(" ", ""), "somchai"):
        assert planted.encode() not in held
    memory = town.rows("select unseal(state, 'conversation.state:' || chat) from conversation")
    assert not any("case" in state or PLANTED in state for state in memory)


async def test_the_receipt_is_shown_once_and_what_it_came_from_is_gone_from_the_chat(
    town: Town, citizen: Person, handler: Person
) -> None:
    await reports(citizen)
    (reply,) = citizen.replies[-1:]

    assert reply.confidential
    assert reply.once
    assert "จดไว้ตอนนี้" in reply.text
    assert len(DIGITS.findall(reply.text)) == 1, "no second number to write down by mistake"
    assert "ยังไม่พบเรื่อง" in await citizen.says("เรื่องของฉัน")
    assert "ไม่มีเรื่องที่เขียนค้าง" in await citizen.presses_data("f:send")


async def test_who_comes_with_a_receipt_reads_what_to_press_before_answering(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    asks(town)

    assert "กด “ตอบเจ้าหน้าที่” ก่อน" in await citizen.says(receipt)


async def test_the_officers_words_wait_for_whoever_comes_with_the_receipt(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    citizen.news()
    await handler.presses_data("c:1:answer")
    await handler.says("ได้รับแล้ว กำลังตรวจ")
    told = await handler.presses("ส่ง")

    assert "ผู้แจ้งไม่ระบุตัวตน จะเห็นเมื่อเปิดด้วยใบรับ" in told
    assert citizen.news() == ""
    assert "ได้รับแล้ว กำลังตรวจ" in await citizen.says(receipt)


async def test_a_case_is_withdrawn_by_its_receipt(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await citizen.says(f"ใบรับ {receipt}")
    asked = await citizen.presses("ถอนเรื่อง")
    handler.news()
    done = await citizen.presses("ยืนยันถอนเรื่อง")

    assert "ยังไม่ถอนจนกว่าจะกดยืนยัน" in asked
    assert "ถอนเรื่องแล้ว" in done
    assert "พิมพ์ /cases" in handler.news()
    assert town.rows("select kind from case_entry order by id desc limit 1") == ["withdrawal"]


@pytest.mark.parametrize("end", ["ออก", "time"])
async def test_the_access_ends_when_it_is_left_or_after_a_quarter_of_an_hour(
    town: Town, citizen: Person, handler: Person, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await citizen.says(f"ใบรับ {await reports(citizen)}")
    if end == "ออก":
        assert "ปิดเรื่องตามใบรับ" in await citizen.says("ออก")
    else:
        later = clock.now() + timedelta(minutes=16)
        monkeypatch.setattr(clock, "now", lambda: later)

    assert "ไม่ได้เปิดเรื่องตามใบรับ" in await citizen.presses_data("r:add")
    assert "ไม่ได้เปิดเรื่องตามใบรับ" in await citizen.presses_data("r:see")
    await citizen.says(REPLY)
    assert REPLY not in town.texts_of_cases()


async def test_a_wrong_receipt_opens_nothing_and_tries_are_few(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    guesser = town.citizen("guesser", Messenger.TELEGRAM)
    wrong = "9081 7263 5443 6271"
    heard = {await guesser.says(f"ใบรับ {wrong}") for _ in range(5)}
    refused = await guesser.says(f"ใบรับ {receipt}")

    assert len(heard) == 1
    assert heard.pop().startswith("ไม่พบเรื่องตามใบรับนี้")
    assert "ลองเลขครบจำนวนครั้งแล้ว" in refused
    assert "ไม่ได้เปิดเรื่องตามใบรับ" in await guesser.presses_data("r:see")
    assert "เรื่องตามใบรับ (แจ้งทุจริต)" in await citizen.says(receipt)


async def test_a_restart_in_the_middle_keeps_the_choice(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(PLANTED)
    await town.restart()
    await citizen.presses_data("f:review")

    assert receipt_in(await citizen.presses_data("f:send"))
    assert town.rows("select chat from cases") == [""]


async def test_in_english_too(town: Town, handler: Person) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.says("I want to report corruption")
    await visitor.presses_data("f:start:corruption")
    chosen = await visitor.presses("Anonymous (receipt)")
    await visitor.says("Someone asked me for five thousand baht")
    shown = await visitor.presses("Review first")
    receipt = receipt_in(await visitor.presses("Send"))
    opened = await visitor.says(f"receipt {receipt}")
    prompted = await visitor.says("write")
    added = await visitor.says("It was near the temple")

    assert "sent anonymously" in chosen
    assert "with a receipt" in shown
    assert "The case of this receipt" in opened
    assert "Type your message" in prompted
    assert "Added to the case" in added


async def test_a_receipt_that_could_not_be_delivered_arrives_later_and_is_then_forgotten(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(PLANTED)
    await citizen.presses("ดูก่อนส่ง")
    later = TryLater("busy", seconds=0, perhaps_sent=False)
    town.offices[Messenger.LINE].trouble.append(later)
    receipt_in(await citizen.presses("ส่งเรื่อง"))
    await town.close()
    town.open()

    about = "select length(payload), chat, state from outbox order by id desc limit 2"
    assert (0, "", "sent") in town.rows(about)


async def test_a_receipt_that_never_arrives_is_forgotten_too(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(PLANTED)
    await citizen.presses("ดูก่อนส่ง")
    town.offices[Messenger.LINE].trouble.append(Undeliverable("blocked"))
    await town.receiver.take([citizen._event(Kind.BUTTON, data="f:send")])
    await town.close()
    town.open()

    kept = town.rows("select length(payload), chat from outbox where state = 'undeliverable'")
    assert kept == [(0, "")]


async def test_on_the_page_a_receipt_waits_until_somebody_sees_it() -> None:
    page = WebChat(Live())
    receipt = Reply("1234 5678 9012 3456", once=True)

    with pytest.raises(TryLater):
        await page.send(Sending("o1", "visitor", (receipt,), "key"))
    await page.send(Sending("o2", "visitor", (Reply("สวัสดีค่ะ"),), "key"))


async def test_a_report_that_cannot_be_kept_whole_is_not_kept_at_all(
    town: Town, citizen: Person, handler: Person
) -> None:
    await reports(citizen)
    await citizen.presses_data("f:start:corruption")
    await citizen.says(PLANTED)
    (same,) = town.rows("select hash from receipt")
    at = times.stamp(clock.now())
    new = NewCase(
        "PS-111-222-333", CaseKind.CORRUPTION, citizen.chat, "line", at, town.agency.clocks
    )

    with pytest.raises(sqlite3.IntegrityError):
        town.store.write_now(anonymous.file, new, same)
    assert town.rows("select count(*) from cases") == [1]
    assert town.store.read_now(drafts.load, citizen.chat).texts == (PLANTED,)


@pytest.mark.parametrize(
    "typed", ["{}", "ใบรับ {}", "เลขใบรับ: {} ค่ะ", "Receipt no. {}", "ขอดูใบรับ {}"]
)
async def test_a_receipt_is_read_however_it_is_typed(
    citizen: Person, handler: Person, typed: str
) -> None:
    receipt = await reports(citizen)
    heard = await citizen.says(typed.format(receipt))

    assert "เรื่องตามใบรับ" in heard or "The case of this receipt" in heard


async def test_a_number_in_a_report_is_no_receipt(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.says("1234 5678 9012 3456")

    assert town.store.read_now(drafts.load, citizen.chat).texts == ("1234 5678 9012 3456",)


async def test_words_told_before_the_choice_are_cut_off_too(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.says(BRIBE)
    await citizen.presses("แจ้งแบบลับ")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.presses("ดูก่อนส่ง")
    receipt_in(await citizen.presses("ส่งเรื่อง"))
    await town.restart()

    assert BRIBE in town.texts_of_cases()
    assert town.rows("select count(*) from inbox where chat = :chat", chat=citizen.chat) == [0]
    kept = "select count(*) from outbox where chat = :chat and payload <> x''"
    assert town.rows(kept, chat=citizen.chat) == [0]


async def test_where_a_question_follows_nobody_is_told_to_go_on_writing(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.says(BRIBE)
    await citizen.presses("แจ้งแบบลับ")
    assert "เล่าต่อได้เลย" not in await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")

    other = town.citizen("other")
    await other.presses_data("f:start:corruption")
    assert "เล่าต่อได้เลย" in await other.presses("ไม่ระบุตัวตน (ใบรับ)")


async def test_an_answer_typed_without_the_button_is_offered_to_the_officer(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    asks(town)
    friend = town.citizen("friend", Messenger.WEB)
    await friend.says(f"ใบรับ {receipt}")
    assert "ยังไม่ได้ส่ง" in await friend.says(REPLY)
    assert REPLY not in await handler.says(f"/case {the_case(town).code}")
    await friend.says("ใช่")

    assert REPLY in await handler.says(f"/case {the_case(town).code}")
    await friend.presses("ออก")
    assert REPLY.encode() not in bytes_of(town.store.path)
    assert town.rows("select count(*) from case_entry where message <> ''") == [0]


async def test_a_question_under_a_receipt_is_answered_and_what_was_not_said_yes_to_is_forgotten(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    asks(town)
    await citizen.says(f"ใบรับ {receipt}")
    assert "96.46" in await citizen.says("คะแนนรวมเท่าไหร่")
    await citizen.says(f"ใบรับ {receipt}")
    await citizen.says(REPLY)
    await citizen.presses("ออก")
    await citizen.says("ใช่")

    assert REPLY not in await handler.says(f"/case {the_case(town).code}")
