"""Parked messages: their sender has a number, staff hear of them, the operator has them tried
again; nobody reads their words, and nothing old gets into what a person writes now."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock, dispatch, reminders
from bot.parked_watch import ParkedWatch
from bot.retention import forget
from data import audit, drafts, inbox, parked, times
from data.audit import Action
from data.quiet_hours import NEVER, QuietHours
from data.retention_settings import Retention
from data.sealing import Vault
from data.store import Store
from handlers.context import Context
from handlers.message import Message, Messenger
from handlers.router import respond
from handlers.turn import Turn
from tests.conversing import BRIBE, PATIENCE_S, POTHOLE, Desk, Person, Town
from tests.serving import KEY, ROOT, command, running

pytestmark = pytest.mark.usefixtures("quiet")

OLD = "2026-01-01T00:00:00+00:00"


class Fault:
    """A handler that raises on messages with *on* in them, until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, on: str) -> None:
        self.on = on
        monkeypatch.setattr(dispatch, "respond", self.answer)

    async def answer(self, message: Message, ctx: Context) -> Turn:
        if self.on and (self.on in message.text or self.on in message.data):
            raise LookupError(message.text)
        return await respond(message, ctx)

    def is_mended(self) -> None:
        self.on = ""


class Watched:
    """The watch over a town's parked messages, which looks when it is told to."""

    def __init__(self, town: Town) -> None:
        self.town, self.quiet = town, NEVER

    def has_told_before(self, **ago: float) -> None:
        """As if the last alert had been so long ago."""
        at = times.stamp(clock.now() - timedelta(**ago))
        told = "update parked set told_at = :at where told_at <> ''"
        self.town.store.write_now(lambda db: db.execute(told, {"at": at}) and None)

    async def looks(self) -> None:
        """One look, and whatever follows from it."""
        town = self.town
        watch = ParkedWatch(
            town.store,
            town.dispatcher.take_again,
            town.courier.send,
            self.quiet,
            clock.now,
        )
        await watch.look()
        await town.dispatcher.stop(PATIENCE_S)
        await town.settled()


@pytest.fixture
def watch(town: Town) -> Watched:
    return Watched(town)


def reference(town: Town) -> int:
    """Of the newest parked message."""
    return town.store.read_now(parked.references)[-1]


def states(town: Town) -> list[str]:
    return town.rows("select state from inbox order by id")


# who hears of it -------------------------------------------------------------------------


async def test_the_number_in_the_apology_is_the_one_that_is_listed_without_any_word(
    town: Town, citizen: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, "พัง")
    told = await citizen.says("ถนนพังที่หน้าวัดป่าเลไลยก์")
    status, listed, _ = await desk("parked")

    assert status == 0
    assert f"เลขอ้างอิง {reference(town)}" in told
    assert f" {reference(town)} " in listed
    for shown in ("line", "ข้อความ", "LookupError answer:"):
        assert shown in listed
    for word in ("ถนน", "วัดป่า", citizen.name, citizen.chat):
        assert word not in listed
    assert (await desk("parked", "list"))[1] == listed


async def test_the_apology_is_in_english_where_the_chat_is(
    citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await citizen.says("What is the total ITA score?")
    Fault(monkeypatch, "hole")
    told = await citizen.says("There is a hole in the road")

    assert "Reference number" in told
    assert "ขออภัย" not in told


async def test_whoever_supervises_gets_one_alert_for_a_flood_and_another_an_hour_later(
    town: Town, citizen: Person, officer: Person, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = await town.officer("head", role="supervisor")
    for person in (officer, head):
        person.news()
    Fault(monkeypatch, "พัง")
    for _ in range(7):
        await citizen.says("ถนนพังที่หน้าวัด")
    await watch.looks()
    alert = head.news()
    await citizen.says("ถนนพังอีก")
    for minutes in (0, 10, 59):
        watch.has_told_before(minutes=minutes)
        await watch.looks()

    assert "ไม่สำเร็จ 7 ข้อความ" in alert
    assert "และอีก 2" in alert
    assert "ถนน" not in alert
    assert head.news() == ""
    watch.has_told_before(minutes=61)
    await watch.looks()
    await watch.looks()
    assert head.news().count("ไม่สำเร็จ 1 ข้อความ") == 1
    assert officer.news() == ""


async def test_without_anybody_who_supervises_officers_hear_of_it(
    citizen: Person, officer: Person, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, "พัง")
    await citizen.says("ถนนพัง")
    officer.news()
    await watch.looks()

    assert "ไม่สำเร็จ 1 ข้อความ" in officer.news()


async def test_nobody_is_woken_and_the_morning_brings_one_alert(
    town: Town, citizen: Person, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = await town.officer("head", role="administrator")
    head.news()
    Fault(monkeypatch, "พัง")
    now = clock.now().astimezone(times.BANGKOK)
    ends = (now + timedelta(hours=2)).time()
    watch.quiet = QuietHours((now - timedelta(hours=2)).time(), ends)
    for _ in range(3):
        await citizen.says("ถนนพัง")
        await watch.looks()
    assert head.news() == ""

    watch.quiet = QuietHours(ends, (now + timedelta(hours=3)).time())
    await watch.looks()
    assert "ไม่สำเร็จ 3 ข้อความ" in head.news()


async def test_the_morning_of_whoever_supervises_says_how_many_are_parked(
    town: Town, citizen: Person, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = await town.officer("head", role="supervisor")
    await citizen.files()
    Fault(monkeypatch, "พัง")
    await citizen.says("ถนนพัง")
    for person in (officer, head):
        person.news()
    at = times.parse("2026-11-26T02:00:00+00:00")  # a Thursday, 09.00 in Bangkok
    watch = reminders.Reminders(town.store, town.courier.send, lambda: at)
    await town.store.write(reminders.prepare, watch._shipped, town.agency.clocks, at)
    await watch.look()
    await town.settled()

    assert "รอผู้ดูแลระบบ: 1" in head.news()
    assert "รอผู้ดูแลระบบ" not in officer.news()


async def test_what_another_version_kept_is_apologised_for_and_listed_too(
    town: Town, citizen: Person, desk: Desk
) -> None:
    await citizen.files()
    row = inbox.NewRow("line", "E-old", citizen.chat, "", b'{"kind":"of yore"}', OLD)
    await town.store.write(inbox.put, (row,))
    await town.restart()
    await town.settled()
    await town.dispatcher.stop(PATIENCE_S)
    await town.settled()

    assert f"เลขอ้างอิง {reference(town)}" in citizen.news()
    assert "อ่านไม่ออก" in (await desk("parked"))[1]


# trying again ----------------------------------------------------------------------------


async def test_a_mended_message_is_answered_when_it_is_tried_again_and_says_which_it_was(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "คะแนน")
    await citizen.says("คะแนนรวมเท่าไหร่")
    number = reference(town)
    fault.is_mended()
    status, said, _ = await desk("parked", "retry", str(number))
    await watch.looks()
    heard = citizen.news()

    assert (status, f"จะลองใหม่ 1 ข้อความ: {number}" in said) == (0, True)
    assert f"เลขอ้างอิง {number}" in heard
    assert "96.46" in heard
    assert states(town) == ["done"]
    assert "ไม่มีข้อความ" in (await desk("parked"))[1]
    await watch.looks()
    assert citizen.news() == ""


async def test_what_fails_again_is_parked_again_without_another_apology_or_alert(
    town: Town,
    citizen: Person,
    officer: Person,
    desk: Desk,
    watch: Watched,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Fault(monkeypatch, "คะแนน")
    await citizen.says("คะแนนรวมเท่าไหร่")
    await watch.looks()
    officer.news()
    await desk("parked", "retry", "--all")
    await watch.looks()

    assert citizen.news() == ""
    assert officer.news() == ""
    assert "ไม่สำเร็จ 2 รอบ" in (await desk("parked"))[1]
    assert town.rows("select state, tries from inbox where id = (select max(inbox_id) from parked)")


async def test_all_are_tried_again_in_their_order(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "")
    fault.on = "e"
    for item in ("e1", "e9", "e14"):
        await citizen.says(f"คะแนน {item}")
    fault.is_mended()
    await desk("parked", "retry", "--all")
    await watch.looks()
    heard = citizen.news()

    assert heard.index("e1 ") < heard.index("e9 ") < heard.index("e14 ")


async def test_of_many_some_are_tried_at_a_time(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug that set a town's messages aside does not fill the memory when it is mended."""
    monkeypatch.setattr(parked, "MOST_TAKEN_UP", 2)
    fault = Fault(monkeypatch, "e")
    for item in ("e1", "e9", "e14"):
        await citizen.says(f"คะแนน {item}")
    fault.is_mended()
    await desk("parked", "retry", "--all")
    await watch.looks()
    assert states(town) == ["done", "done", "parked"]
    await watch.looks()
    assert states(town) == ["done"] * 3


async def test_a_filing_goes_on_where_it_failed_while_nothing_was_said_since(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "f:send")
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.presses_data("f:review")
    await citizen.presses_data("f:send")
    fault.is_mended()
    await desk("parked", "retry", "--all")
    await watch.looks()

    assert "รหัสเรื่อง" in citizen.news()
    assert len(town.rows("select id from cases")) == 1


async def test_old_words_do_not_get_into_what_the_person_writes_now(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.officer("nitikon", corruption=True)
    fault = Fault(monkeypatch, "ไฟดับ")
    await citizen.says("ไฟดับทั้งซอย")
    fault.is_mended()
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ให้รหัสในแชตนี้")
    await citizen.says(BRIBE)
    status, _, complaint = await desk("parked", "retry", "--all")
    await watch.looks()

    assert status == 1
    assert "กำลังเขียนเรื่องอื่นอยู่" in complaint
    assert "กำลังเขียนเรื่องอื่นอยู่" in (await desk("parked"))[1]
    assert town.store.read_now(drafts.load, citizen.chat).texts == (BRIBE,)
    await citizen.presses_data("f:cancel")
    assert (await desk("parked", "retry", "--all"))[0] == 0


async def test_what_the_person_began_after_the_command_is_not_disturbed_either(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "ไฟดับ")
    await citizen.says("ไฟดับทั้งซอย")
    fault.is_mended()
    await desk("parked", "retry", "--all")
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await watch.looks()

    assert town.store.read_now(drafts.load, citizen.chat).texts == (POTHOLE,)
    assert states(town).count("parked") == 1


async def test_an_anonymous_report_takes_with_it_what_was_parked_on_its_way(
    town: Town, citizen: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.officer("nitikon", corruption=True)
    Fault(monkeypatch, "พัง")
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says("ถนนพัง")
    assert town.store.read_now(parked.count) == 1
    await citizen.says(BRIBE)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("ส่งเรื่อง")

    assert town.rows("select count(*) from receipt") == [1]
    assert town.store.read_now(parked.count) == 0
    assert "ไม่มีข้อความ" in (await desk("parked"))[1]


async def reports_anonymously(citizen: Person) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(BRIBE)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses_data("f:send")


async def test_nothing_leads_to_a_chat_from_an_anonymous_report_that_was_tried_again(
    town: Town, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number is said before the receipt; on Telegram in a message of its own."""
    await town.officer("nitikon", corruption=True)
    citizen = town.citizen("mali", Messenger.TELEGRAM)
    fault = Fault(monkeypatch, "f:send")
    await reports_anonymously(citizen)
    number = reference(town)
    fault.is_mended()
    await desk("parked", "retry", str(number))
    await watch.looks()

    await town.close()
    town.open()
    assert f"เลขอ้างอิง {number}" in citizen.news()
    assert town.rows("select count(*) from receipt") == [1]
    for table in ("inbox", "outbox", "chat"):
        theirs = f"select count(*) from {table} where chat = '{citizen.chat}'"
        assert town.rows(theirs) == [0], table


async def test_nor_from_an_apology_for_it_that_did_not_leave_yet(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.officer("nitikon", corruption=True)
    fault = Fault(monkeypatch, "f:send")
    await reports_anonymously(citizen)
    fault.is_mended()
    await desk("parked", "retry", "--all")
    waits = "update outbox set state = 'waiting' where inbox_id = (select inbox_id from parked)"
    town.store.write_now(lambda db: db.execute(waits) and None)
    await watch.looks()
    await town.close()
    town.open()

    assert town.rows("select count(*) from receipt") == [1]
    assert town.rows(f"select count(*) from outbox where chat = '{citizen.chat}'") == [0]


async def test_nor_from_words_under_a_receipt_that_were_tried_again(
    town: Town, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.officer("nitikon", corruption=True)
    citizen = town.citizen("mali", Messenger.TELEGRAM)
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(BRIBE)
    await citizen.presses("ดูก่อนส่ง")
    receipt = re.search(r"(\d{4} ){3}\d{4}", await citizen.presses("ส่งเรื่อง"))
    assert receipt
    await citizen.says(f"ใบรับ {receipt[0]}")
    await citizen.presses("เขียนถึงเจ้าหน้าที่")
    fault = Fault(monkeypatch, "ร้านกาแฟ")
    await citizen.says("จ่ายที่ร้านกาแฟ")
    fault.is_mended()
    await desk("parked", "retry", "--all")
    await watch.looks()
    await town.close()
    town.open()

    assert "จ่ายที่ร้านกาแฟ" in town.texts_of_cases()
    assert town.rows(f"select count(*) from outbox where chat = '{citizen.chat}'") == [0]


async def test_a_message_that_its_sender_took_back_is_not_tried_again(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "คะแนน")
    await citizen.says("คะแนนรวมเท่าไหร่")
    number, message = reference(town), citizen.message_id
    fault.is_mended()
    await desk("parked", "retry", str(number))
    await citizen.unsends(message)
    await watch.looks()

    assert "96.46" not in citizen.news()
    assert (await desk("parked", "retry", str(number)))[0] == 1


async def test_a_request_to_try_again_waits_for_the_next_start(
    town: Town, citizen: Person, desk: Desk, watch: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "คะแนน")
    await citizen.says("คะแนนรวมเท่าไหร่")
    fault.is_mended()
    await town.close()
    await desk("parked", "retry", "--all")
    town.open()
    await watch.looks()

    assert "96.46" in citizen.news()


async def test_a_crash_after_the_turn_came_leaves_it_waiting_for_the_start(
    town: Town, citizen: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, "คะแนน")
    await citizen.says("คะแนนรวมเท่าไหร่")
    fault.is_mended()
    assert town.store.write_now(parked.begin, reference(town))
    citizen.news()
    await town.restart()
    await town.settled()

    assert "96.46" in citizen.news()


# dropping --------------------------------------------------------------------------------


async def test_dropping_removes_the_words_and_stands_in_the_audit_trail(
    town: Town, citizen: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, "พัง")
    await citizen.says("ถนนพัง")
    number = str(reference(town))
    refused = await desk("parked", "drop", number, "--reason", " ")
    done = await desk("parked", "drop", number, "--reason", "ข้อความทดสอบ")
    again = await desk("parked", "drop", number, "--reason", "ข้อความทดสอบ")
    newest = town.store.read_now(audit.recent, 1)[0]

    assert [status for status, _, _ in (refused, done, again)] == [2, 0, 1]
    assert town.rows("select length(payload), state from inbox") == [(0, "done")]
    assert (newest.action, newest.detail) == (Action.PARKED_DROPPED, f"{number} ข้อความทดสอบ")


async def test_a_retry_stands_in_the_audit_trail(
    town: Town, citizen: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, "พัง")
    await citizen.says("ถนนพัง")
    await desk("parked", "retry", "--all")
    newest = town.store.read_now(audit.recent, 1)[0]

    assert (newest.action, newest.detail) == (Action.PARKED_RETRIED, str(reference(town)))


async def test_numbers_that_are_not_parked_and_no_numbers_are_refused(
    citizen: Person, desk: Desk
) -> None:
    await citizen.says("สวัสดีค่ะ")

    assert "ไม่มีข้อความ" in (await desk("parked", "retry", "--all"))[1]
    assert (await desk("parked", "retry", "1"))[0] == 1
    assert (await desk("parked", "retry"))[0] == 2


async def test_what_was_kept_long_enough_is_no_longer_listed(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, "พัง")
    await citizen.says("ถนนพัง")
    later = times.stamp(clock.now() + timedelta(days=91))
    await forget(town.store, Retention(), later)

    assert town.store.read_now(parked.count) == 0


# the running service ---------------------------------------------------------------------


async def test_the_running_service_takes_up_what_the_terminal_wants_tried_again(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "served.db", Vault(bytes.fromhex(KEY)))
    now = times.stamp(clock.now())
    row = inbox.NewRow("web", "E-old", "chat", "", b'{"kind":"of yore"}', now)
    store.write_now(inbox.put, (row,))
    store.close()
    async with running(tmp_path) as service:
        await service.says("parked unread")
        service.log.clear()
        retrying = await asyncio.create_subprocess_exec(
            *command(service.used), "parked", "retry", "--all", cwd=ROOT, env=service.used
        )
        assert await retrying.wait() == 0
        await service.says("parked unread")
