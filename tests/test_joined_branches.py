"""What goes wrong between features that were each right alone: mostly who learns of what."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.reminders import Reminders
from data import covers, staff, times
from data.covers import Cover
from data.units import Unit
from handlers.message import Messenger
from tests.conversing import BRIBE, Desk, Person, Town
from tests.test_identity import asks
from tests.test_joining import joins, tells
from tests.test_quiet_hours import NIGHT, Hour

WORKS, FINANCE = Unit("works", "กองช่าง"), Unit("finance", "กองคลัง")
REQUEST = "ขอสำเนาข้อมูลของผมทั้งหมด"


@pytest.fixture
def neighbour(town: Town) -> Person:
    return town.citizen("malee", Messenger.TELEGRAM)


@pytest.fixture
async def boss(town: Town) -> Person:
    """Supervises."""
    return await town.officer("boss", role="supervisor")


@pytest.fixture
async def contact(town: Town) -> Person:
    """The data-protection contact."""
    return await town.officer("pranee", role="privacy")


async def hides(boss: Person, code: str, name: str) -> None:
    """Keep a case from a colleague."""
    await boss.says(f"/case {code}")
    await boss.presses("ไม่ให้บางคนเห็น")
    await boss.presses(name)
    assert "จะไม่เห็นเรื่องนี้อีก" in await boss.presses_data(boss.choices[0].data)


# who must not know -----------------------------------------------------------------------


async def test_what_is_hidden_stays_hidden_by_the_cases_that_joined_it(
    citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await hides(boss, first, "somsri")

    seen = await officer.says(f"/case {code}")
    for command in ("/find หลุม", f"/find {code[:6]}", "/cases ทั้งหมด", "/mine"):
        seen += await officer.says(command)
    assert first not in seen
    assert code not in seen


async def test_who_joined_still_hears_the_words_of_an_officer_who_sees_both(
    town: Town, citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, _code = await citizen.files(), await joins(neighbour)
    await hides(boss, first, "somsri")
    shown = await tells(boss, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert "ผู้ร่วมเรื่อง" in shown
    assert "ช่างไปดูแล้ว" in neighbour.news()


async def test_that_a_hidden_joiner_writes_is_not_told_to_whom_it_is_hidden_from(
    citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await hides(boss, code, "somsri")
    officer.news()
    boss.news()
    await neighbour.says(f"เขียน {code}")
    await neighbour.says("น้ำขังด้วย")

    assert first in boss.news()
    assert officer.news() == ""


async def test_who_goes_on_is_not_given_to_somebody_from_whom_it_is_hidden(
    town: Town, citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await officer.says(f"/case {first}")
    await officer.presses("รับไว้ทำเอง")
    await hides(boss, code, "somsri")
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert town.rows("select assigned_to from cases where code = :code", code=code) == [None]


async def test_who_goes_on_stays_in_the_unit_of_the_first(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    town.agency = replace(town.agency, units=(WORKS, FINANCE))
    await town.restart()
    await town.officer("chang", unit="works")
    supervisor = await town.officer("boss", role="supervisor")
    first, code = await citizen.files(), await joins(neighbour)
    await supervisor.says(f"/case {first}")
    await supervisor.presses("ส่งให้หน่วยงานภายใน")
    await supervisor.presses("กองช่าง")
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert town.rows("select unit from cases where code = :code", code=code) == ["works"]


# requests about personal data ------------------------------------------------------------


async def test_what_is_answered_to_one_data_request_is_told_to_no_other(
    citizen: Person, neighbour: Person, contact: Person
) -> None:
    first = await citizen.files(REQUEST, "privacy")
    second = await neighbour.files("ขอสำเนาข้อมูลของดิฉัน", "privacy")
    await contact.says(f"/case {second}")
    await contact.presses("ซ้ำกับเรื่องอื่น")
    await contact.says(first)
    await contact.says("ซ้ำกัน")
    await contact.presses("ส่ง")
    neighbour.news()
    card = await contact.says(f"/case {first}")
    shown = await tells(contact, first, "ตอบผู้แจ้ง", "เลขบัตรของคุณคือ 1-2345")

    assert "ของดิฉัน" not in card
    assert "ผู้ร่วมเรื่อง" not in shown
    assert "1-2345" not in neighbour.news()


async def test_a_list_of_data_requests_is_confidential(citizen: Person, contact: Person) -> None:
    code = await citizen.files(REQUEST, "privacy")
    await contact.says(f"/case {code}")
    await contact.presses("รับไว้ทำเอง")

    assert code in await contact.says("/mine")
    assert contact.replies[-1].confidential


async def test_who_is_offered_a_kind_to_filter_by_may_see_some_of_it(
    contact: Person, handler: Person
) -> None:
    for person, sees, others in (
        (contact, "คำขอข้อมูลส่วนตัว", "แจ้งทุจริต"),
        (handler, "แจ้งทุจริต", "คำขอข้อมูลส่วนตัว"),
    ):
        await person.presses_data("c:pick:kind:")
        assert sees in person.labels, person.labels
        assert others not in person.labels


# words that wait -------------------------------------------------------------------------


async def test_words_that_wait_are_not_lost_when_the_case_goes_to_another_unit(
    town: Town, citizen: Person
) -> None:
    town.agency = replace(town.agency, units=(WORKS, FINANCE), undo_seconds=1)
    await town.restart()
    builder = await town.officer("chang", unit="works")
    await citizen.files()
    await builder.presses_data("c:1:open")
    await builder.presses_data("c:1:note:1")
    await builder.says("ส่งให้การคลังดูค่ะ")
    held = await builder.presses("ส่ง")
    given = await builder.presses_data("c:1:unit-finance")

    assert "เรียกคืน" in builder.labels or "เรียกคืน" in held
    assert town.rows("select unit from cases") == [""], given


# who is away -----------------------------------------------------------------------------


async def test_who_alone_reads_data_requests_hears_of_them_on_leave_too(
    town: Town, contact: Person, officer: Person
) -> None:
    day = times.in_bangkok(times.stamp(clock.now())).date()
    away, by = (town.store.read_now(staff.of_chat, each.chat) for each in (contact, officer))
    assert away is not None
    assert by is not None
    cover = Cover(0, away.id, by.id, day, day)
    town.store.write_now(covers.begin, cover, None, times.stamp(clock.now()))

    assert not town.store.read_now(covers.rests, away, day)


async def test_who_stands_in_for_an_officer_of_another_unit_does_not_keep_the_digest_from_them(
    town: Town,
) -> None:
    town.agency = replace(town.agency, units=(WORKS, FINANCE))
    await town.restart()
    builder = await town.officer("chang", unit="works")
    clerk = await town.officer("khlang", unit="finance")
    day = times.in_bangkok(times.stamp(clock.now())).date()
    away, by = (town.store.read_now(staff.of_chat, each.chat) for each in (builder, clerk))
    assert away is not None
    assert by is not None
    cover = Cover(0, away.id, by.id, day, day)
    town.store.write_now(covers.begin, cover, None, times.stamp(clock.now()))

    assert not town.store.read_now(covers.rests, away, day)


async def test_a_handler_s_words_that_wait_are_not_lost_when_they_step_back(
    town: Town, citizen: Person, handler: Person
) -> None:
    await town.officer("other", corruption=True)
    town.agency = replace(town.agency, undo_seconds=1)
    await town.restart()
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await handler.presses_data("c:1:answer:1")
    await handler.says("รับไว้แล้วค่ะ")
    await handler.presses("ส่ง")
    await handler.presses_data("c:1:recused")

    assert town.rows("select count(*) from case_exclusion") == [0]


def name_units(agency: Path) -> None:
    """The office has one, as its file says."""
    units = '[[unit]]\nkey = "works"\nname = "กองช่าง"\n'
    agency.write_text(f"{agency.read_text('utf-8')}\n{units}", "utf-8")


async def test_the_desk_gives_no_case_away_whose_words_wait(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    town.agency = replace(town.agency, undo_seconds=3600)
    await town.restart()
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses_data("c:1:note:1")
    await officer.says("ช่างไปดูแล้ว")
    await officer.presses("ส่ง")
    name_units(Path(os.environ["AGENCY"]))
    status, _, complaint = await desk("cases", "unit", code, "works")

    assert (status, town.rows("select unit from cases")) == (1, [""]), complaint


async def test_a_joiner_whose_case_is_hidden_is_not_rung_at_night_either(
    town: Town,
    citizen: Person,
    neighbour: Person,
    officer: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hour = Hour(monkeypatch)
    hour.strikes(15)
    first, code = await citizen.files(), await joins(neighbour)
    boss = await town.officer("boss", role="supervisor")
    await hides(boss, code, "somsri")
    town.agency = replace(town.agency, quiet=NIGHT)
    await town.restart()
    hour.strikes(22)
    neighbour.news()
    await tells(boss, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert neighbour.news() == ""


async def test_the_morning_of_who_reads_data_requests_is_confidential(
    town: Town, citizen: Person, contact: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await citizen.files(REQUEST, "privacy")
    Hour(monkeypatch).now = datetime(2026, 11, 30, 10, tzinfo=times.BANGKOK)
    before = len(contact.replies)
    await Reminders(town.store, town.courier.send, clock.now).look()
    await town.settled()

    heard = contact.replies[before:]
    assert heard
    assert all(reply.confidential for reply in heard)


# nothing leads back ----------------------------------------------------------------------


async def test_nothing_that_names_the_chat_says_when_an_anonymous_report_was_sent(
    town: Town, citizen: Person, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    for words in (BRIBE, "นายช่าง", "ห้าพัน", "เมื่อวาน", "ที่ทำการ", "ใบอนุญาต", "เจอกับตัว"):
        await citizen.says(words)
    await citizen.sends_place()
    await citizen.presses_data("f:review")
    await citizen.presses_data("f:send")
    (opened_at,) = town.rows("select opened_at from cases")
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    await Reminders(town.store, town.courier.send, clock.now).look()

    minute = opened_at[:16]
    for table in town.rows("select name from sqlite_master where type = 'table'"):
        for row in town.rows(f"select * from {table}"):
            if citizen.chat in (columns := str(row)):
                assert minute not in columns, table
    quick = "select count(*) from limit_count where who = :chat and name = 'message'"
    assert town.rows(quick, chat=citizen.chat) == [0]


async def test_an_anonymous_report_leaves_nothing_of_messages_that_were_set_aside(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(BRIBE)
    set_aside = "update inbox set state = 'parked' where id = (select max(id) from inbox)"
    town.store.write_now(lambda db: db.execute(set_aside))
    await citizen.presses_data("f:review")
    await citizen.presses_data("f:send")

    kept = "select count(*) from inbox where chat = :chat or state = 'parked' and payload <> x''"
    assert town.rows(kept, chat=citizen.chat) == [0]


async def test_a_supervisor_of_whom_an_answer_speaks_is_not_told_of_the_report(
    town: Town, citizen: Person, handler: Person
) -> None:
    chief = await town.officer("สมชาติ ใจกล้า", role="administrator")
    await citizen.presses_data("f:start:corruption")
    await citizen.says(BRIBE)
    assert "ใครเกี่ยวข้อง" in citizen.replies[-1].text
    await citizen.says("นายสมชาติ")
    await citizen.presses_data("f:review")
    await citizen.presses_data("f:send")
    chief.news()

    assert "ยังไม่มีคนที่สอง" in await asks(handler)
    assert chief.news() == ""


async def test_what_joined_a_hidden_case_and_left_it_does_not_name_it_either(
    citizen: Person, neighbour: Person, officer: Person, boss: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await neighbour.says(f"ถอนเรื่อง {code}")
    await neighbour.presses("ยืนยันถอนเรื่อง")
    assert first in await officer.says(f"/case {code}")
    await hides(boss, first, "somsri")

    assert first not in await officer.says(f"/case {code}")


async def test_what_a_reporter_adds_to_a_secret_case_is_answered_confidentially(
    citizen: Person, contact: Person, handler: Person
) -> None:
    for words, kind in ((REQUEST, "privacy"), (BRIBE, "corruption")):
        code = await citizen.files(words, kind)
        await citizen.says(f"เขียน {code}")
        assert citizen.replies[-1].confidential
        await citizen.says("ลืมบอกไปอีกเรื่อง")
        assert citizen.replies[-1].confidential


async def test_whoever_took_a_case_hears_that_one_who_joined_it_is_unhappy(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await officer.says(f"/case {first}")
    await officer.presses("รับไว้ทำเอง")
    await officer.says(f"/case {first}")
    await officer.presses("ปิดเรื่อง")
    await officer.presses("แก้ไขแล้ว")
    await officer.has_no_photo()
    await officer.says("กลบหลุมแล้ว")
    await officer.presses("ส่ง")
    officer.news()
    (number,) = town.rows("select id from cases where code = :code", code=code)
    await neighbour.presses_data(f"f:rate:{number}:1")
    await neighbour.says("หลุมยังอยู่")

    assert code in officer.news()
