"""Several people report the same: the hint, joining, and what everybody hears of it afterwards."""

import asyncio
from pathlib import Path

import pytest

from bot import clock
from data import clocks, times
from data.case_entries import Entry
from data.cases import CaseKind, NewCase
from data.draft_answers import SERVICE, WHERE, keep
from data.erasing import ASKED, Erasing, erase
from data.joined_filing import file
from data.joining import Told, tell
from data.retention import overdue
from data.store import Stale
from handlers.message import Messenger
from handlers.texts.thai import be_date
from tests.conversing import BRIBE, POTHOLE, Desk, Person, Town

SAME = "มีหลุมใหญ่บนถนน หมู่ที่ ๔ รถล้มเมื่อคืน"
HINT = "มีผู้แจ้งเรื่องถนน ทางเดิน (หมู่ที่ 4) ไว้แล้วเมื่อ"


async def reviews(person: Person, words: str = SAME, kind: str = "grievance") -> str:
    """Write a draft and see it back."""
    await person.presses_data(f"f:start:{kind}")
    await person.says(words)
    return await person.presses_data("f:review")


async def joins(person: Person, words: str = SAME) -> str:
    """Join what the hint shows; the joiner's own code."""
    assert HINT in await reviews(person, words)
    assert "ร่วมกับเรื่องที่มีผู้แจ้งไว้แล้ว" in await person.presses("ร่วมกับเรื่องนั้น")
    return newest_code(person.town)


def newest_code(town: Town) -> str:
    return str(town.rows("select code from cases order by opened_at desc limit 1")[0])


def case_called(town: Town, code: str) -> int:
    return int(town.rows("select id from cases where code = :code", code=code)[0])


async def tells(officer: Person, code: str, button: str, words: str) -> str:
    """An officer's words in a case; what was shown before they went."""
    await officer.says(f"/case {code}")
    await officer.presses(button)
    shown = await officer.says(words)
    await officer.presses("ส่ง")
    return shown


async def closes(officer: Person, code: str, words: str) -> None:
    await officer.says(f"/case {code}")
    await officer.presses("ปิดเรื่อง")
    await officer.presses("แก้ไขแล้ว")
    await officer.has_no_photo()
    await officer.says(words)
    await officer.presses("ส่ง")


@pytest.fixture
def neighbour(town: Town) -> Person:
    return town.citizen("malee", Messenger.TELEGRAM)


# the hint --------------------------------------------------------------------------------


async def test_whoever_makes_the_noise_is_not_told_that_somebody_complained(
    town: Town, citizen: Person, officer: Person
) -> None:
    noise = "ร้านคาราโอเกะเสียงดังทุกคืน หมู่ 4"
    await citizen.files(noise)
    accused = town.citizen("accused")
    await accused.presses_data("f:start:grievance")
    await accused.says(noise)
    await accused.presses_data("f:review")

    assert "ร่วมกับเรื่องนั้น" not in accused.labels


async def test_the_hint_shows_nothing_of_whoever_reported_it_first(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    first = await citizen.files(f"{POTHOLE} หน้าบ้านป้าสมใจ โทร 0812345678")
    shown = await reviews(neighbour)

    assert HINT in shown
    assert "สถานะ: รับเรื่องแล้ว" in shown
    assert neighbour.labels[:2] == ["ร่วมกับเรื่องนั้น", "คนละเรื่อง ส่งแยก"]
    said = f"{shown} {await neighbour.presses('ร่วมกับเรื่องนั้น')}"
    for word in (first, "สมใจ", "0812345678", "พัง", "บ้าน", "somchai"):
        assert word not in said
    code = newest_code(town)
    for word in (first, "สมใจ", "0812345678"):
        assert word not in await neighbour.says(f"ติดตามเรื่อง {code}")


async def test_there_is_no_hint_about_anything_else(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    for words in ("ถนนพัง หมู่ 5", "ไฟดับ หมู่ 4", "ถนนพัง", "สวัสดี"):
        assert "มีผู้แจ้ง" not in await reviews(neighbour, words)
        await neighbour.says("ยกเลิก")
    assert "มีผู้แจ้ง" not in await reviews(neighbour, SAME, "feedback")


async def test_nobody_is_led_to_what_is_theirs_closed_or_withdrawn(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    code = await citizen.files()
    assert "มีผู้แจ้ง" not in await reviews(citizen)
    await citizen.says("ยกเลิก")
    await closes(officer, code, "ซ่อมแล้ว")
    assert "มีผู้แจ้ง" not in await reviews(neighbour)
    await neighbour.says("ยกเลิก")
    again = await citizen.files()
    await citizen.says(f"ถอนเรื่อง {again}")
    await citizen.presses("ยืนยันถอนเรื่อง")
    assert "มีผู้แจ้ง" not in await reviews(neighbour)


async def test_a_case_that_somebody_must_not_know_of_is_never_hinted(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    code = await citizen.files()
    await is_hidden(town, code)
    assert officer.chat
    assert "มีผู้แจ้ง" not in await reviews(neighbour)


async def test_after_sixty_days_nothing_is_hinted(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    await is_days_old(town, 59)
    assert HINT in await reviews(neighbour)
    await is_days_old(town, 2)
    assert "มีผู้แจ้ง" not in await neighbour.presses_data("f:review")


async def is_hidden(town: Town, code: str) -> None:
    """Nobody on staff must know of the case."""
    query = (
        "insert into case_exclusion (case_id, staff_id, by, why, reason, at)"
        " select cases.id, staff.id, 'operator', 'supervisor', x'', '2026-01-01T00:00:00Z'"
        " from cases, staff where code = :code"
    )
    await town.store.write(lambda db: db.execute(query, {"code": code}))


async def is_days_old(town: Town, days: int) -> None:
    for table in ("cases", "case_place"):
        query = (
            f"update {table} set opened_at ="
            f" strftime('%Y-%m-%dT%H:%M:%SZ', opened_at, '-{days} days')"
        )
        await town.store.write(lambda db, query=query: db.execute(query))


async def test_a_corruption_report_about_the_same_place_is_neither_hinted_nor_kept(
    town: Town, citizen: Person, neighbour: Person, handler: Person
) -> None:
    await citizen.files(f"{BRIBE} ค่าถนน หมู่ 4", "corruption")
    assert handler.chat
    assert town.rows("select count(*) from case_place") == [0]
    assert "มีผู้แจ้ง" not in await reviews(neighbour)


async def test_what_is_kept_for_the_look_up_can_be_read_by_nobody(
    town: Town, citizen: Person
) -> None:
    await citizen.files("ถนนหน้าโรงเรียนบ้านบ่อรังพัง หมู่ 4")
    tags = town.rows("select tag from case_place")
    assert len(tags) >= 2
    for tag in tags:
        assert tag.isascii()
        assert "road" not in tag


async def test_a_nod_to_the_hint_sends_nothing_and_either_way_can_be_typed(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    await reviews(neighbour)
    assert HINT in await neighbour.says("ใช่")
    assert town.rows("select count(*) from cases") == [1]
    assert "รหัสเรื่องของคุณ" in await neighbour.says("ร่วม")
    other = town.citizen("other")
    await reviews(other)
    assert "รับเรื่อง (ร้องทุกข์)" in await other.says("คนละเรื่อง ส่งแยก")
    assert town.rows("select state from cases order by opened_at") == [
        "submitted",
        "duplicate",
        "submitted",
    ]


async def test_the_hint_speaks_english(town: Town, citizen: Person, neighbour: Person) -> None:
    await citizen.files()
    shown = await reviews(neighbour, "There is a big hole in the road, moo 4")
    assert "Somebody reported roads and footpaths (moo 4)" in shown
    assert neighbour.labels[:2] == ["Join that one", "Not the same: send"]
    assert "Case code: " in await neighbour.says("join")


# joining ---------------------------------------------------------------------------------


async def test_the_joiner_keeps_their_words_their_photo_and_their_own_code(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first = await citizen.files()
    officer.news()
    await neighbour.presses_data("f:start:grievance")
    await neighbour.says(SAME)
    await neighbour.sends_photo()
    await neighbour.presses_data("f:review")
    await neighbour.presses("ร่วมกับเรื่องนั้น")
    code = newest_code(town)

    assert code != first
    assert f"มีผู้ร่วมเรื่อง {first} เพิ่ม 1 คน" in officer.news()
    card = await officer.says(f"/case {first}")
    assert "ผู้ร่วมเรื่องนี้ 1 คน" in card
    assert SAME in card
    await officer.presses("ดูไฟล์แนบ")
    assert officer.replies[-2].file is not None
    assert first not in await neighbour.says("เรื่องของฉัน")
    assert code not in await citizen.says("เรื่องของฉัน")
    assert "ไม่พบเรื่อง" in await citizen.says(f"ติดตามเรื่อง {code}")
    assert "ไม่พบเรื่อง" in await neighbour.says(f"ติดตามเรื่อง {first}")


async def test_a_case_that_is_closed_between_the_hint_and_the_press_is_not_joined(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first = await citizen.files()
    await reviews(neighbour)
    await closes(officer, first, "ซ่อมแล้ว")
    officer.news()
    heard = await neighbour.presses("ร่วมกับเรื่องนั้น")

    assert "เรื่องนั้นปิดหรือแก้ไขไปแล้ว" in heard
    assert "รับเรื่อง (ร้องทุกข์)" in heard
    assert f"เรื่องใหม่: ร้องทุกข์ {newest_code(town)}" in officer.news()
    assert town.rows("select state from cases order by opened_at") == ["closed", "submitted"]


async def test_two_neighbours_join_at_once_and_each_once(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    people = [neighbour, town.citizen("manee"), town.citizen("piti", Messenger.WEB)]
    for person in people:
        await reviews(person)
    await asyncio.gather(*(person.presses("ร่วมกับเรื่องนั้น") for person in people))
    await neighbour.redelivers()

    assert town.rows("select count(*) from case_joining") == [3]
    assert len(set(town.rows("select original_id from case_joining"))) == 1


async def test_a_join_button_of_an_older_draft_only_shows_the_draft(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    await joins(neighbour)
    await neighbour.presses_data("f:start:feedback")
    await neighbour.says("ดีมาก")
    for _ in ("not seen back yet", "seen back without a hint"):
        assert "ตรวจก่อนส่ง" in await neighbour.presses_data("f:join")
    assert town.rows("select count(*) from cases") == [2]


# what they hear --------------------------------------------------------------------------


async def test_every_joiner_hears_of_progress_with_their_own_code_and_the_officer_knows(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    third = town.citizen("manee", Messenger.WEB)
    other = await joins(third)
    shown = await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert "จะส่งถึงผู้ร่วมเรื่องอีก 2 คนด้วย" in shown
    assert "ส่งถึงผู้ร่วมเรื่องอีก 2 คนด้วย" in officer.replies[-1].text
    for person, own in ((citizen, first), (neighbour, code), (third, other)):
        heard = person.news()
        assert f"ความคืบหน้าของเรื่อง {own}\n\nช่างไปดูแล้ว" in heard
        assert not {first, code, other} - {own} & set(heard.split())
    assert "ช่างไปดูแล้ว" in await neighbour.says(f"ติดตามเรื่อง {code}")


async def test_a_question_goes_to_the_first_reporter_alone(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    shown = await tells(officer, first, "ถามผู้แจ้ง", "บ้านเลขที่เท่าไรคะ")

    assert "คำถามนี้ถึงผู้แจ้งคนแรกเท่านั้น" in shown
    assert "บ้านเลขที่เท่าไร" in citizen.news()
    assert neighbour.news() == ""
    seen = await neighbour.says(f"ติดตามเรื่อง {code}")
    assert "เจ้าหน้าที่กำลังดูแลเรื่องนี้" in seen
    assert "บ้านเลขที่" not in seen


async def test_whoever_joins_after_the_preview_is_said_before_anything_reaches_them(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first = await citizen.files()
    await officer.says(f"/case {first}")
    await officer.presses("ตอบผู้แจ้ง")
    assert "ผู้ร่วมเรื่อง" not in await officer.says("คุณสมใจ รอช่างวันจันทร์")
    await joins(neighbour)
    assert "จะส่งถึงผู้ร่วมเรื่องอีก 1 คนด้วย" in await officer.presses_data("c:send")
    assert neighbour.news() == ""
    await officer.says("รอช่างวันจันทร์")
    await officer.presses("ส่ง")
    assert "รอช่างวันจันทร์" in neighbour.news()


async def test_a_photo_that_is_joined_by_a_colleague_meanwhile_is_said_as_well(
    town: Town, citizen: Person, neighbour: Person, officer: Person, handler: Person
) -> None:
    first = await citizen.files()
    await neighbour.presses_data("f:start:grievance")
    await neighbour.sends_photo()
    await neighbour.presses_data("f:review")
    await neighbour.presses("ส่งเรื่อง")
    photo = newest_code(town)
    await officer.says(f"/case {first}")
    await officer.presses("ตอบผู้แจ้ง")
    await officer.says("คุณสมใจ รอช่างวันจันทร์")
    await handler.says(f"/case {photo}")
    await handler.presses("ซ้ำกับเรื่องอื่น")
    await handler.says(first)
    await handler.presses("มีคนแจ้งแล้ว")
    await handler.presses("ส่ง")
    neighbour.news()

    assert "จะส่งถึงผู้ร่วมเรื่องอีก 1 คนด้วย" in await officer.presses_data("c:send")
    assert neighbour.news() == ""


async def test_a_joiner_sees_it_closed_rates_it_and_says_that_theirs_is_not_done(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    promised = town.store.read_now(clocks.next_date, case_called(town, first))
    assert promised is not None
    assert promised.due_on is not None
    seen = await neighbour.says(f"ติดตามเรื่อง {code}")
    assert be_date(promised.due_on) in seen
    assert "เสร็จสิ้น" not in seen
    assert "ยังไม่เรียบร้อย" not in neighbour.labels
    await closes(officer, first, "กลบหลุมแล้ว")
    assert f"เรื่อง {code} เสร็จสิ้นแล้ว" in neighbour.news()
    await neighbour.presses("2 ไม่ค่อยพอใจ")
    assert "สถานะ: เสร็จสิ้น" in await neighbour.says(f"ติดตามเรื่อง {code}")
    await neighbour.presses("ยังไม่เรียบร้อย")
    await neighbour.says("หน้าบ้านฉันยังเป็นหลุม")

    assert town.rows("select stars from rating") == [2]
    assert town.rows("select state from cases order by opened_at") == ["closed", "reopened"]
    assert "หน้าบ้านฉันยังเป็นหลุม" in await officer.says(f"/case {code}")


async def test_the_days_in_which_it_may_be_opened_again_begin_when_the_matter_is_done(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    town.store.write_now(
        lambda db: db.execute(
            "update cases set closed_at = strftime('%Y-%m-%dT%H:%M:%SZ', closed_at, '-31 days')"
            " where state = 'duplicate'"
        )
    )
    await closes(officer, first, "กลบหลุมแล้ว")
    assert f"เรื่อง {code} ยังไม่เรียบร้อยตรงไหน" in await neighbour.presses("ยังไม่เรียบร้อย")


async def test_what_a_joiner_adds_reaches_the_officers_of_the_case(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    officer.news()
    await neighbour.says(f"เขียน {code}")
    assert "เจ้าหน้าที่ได้รับแจ้งแล้ว" in await neighbour.says("วันนี้รถล้มอีกคัน")

    assert f"ผู้ร่วมเรื่อง {first} เขียนเพิ่ม" in officer.news()
    assert "วันนี้รถล้มอีกคัน" in await officer.says(f"/case {first}")
    await neighbour.says(f"เขียน {code}")
    await neighbour.sends_photo()
    assert town.rows("select count(*) from attachment where stage = 'case'") == [1]


async def test_who_withdraws_hears_nothing_more_and_is_not_counted(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    assert code in await neighbour.says(f"ถอนเรื่อง {code}")
    assert "ถอนเรื่อง" in await neighbour.presses("ยืนยันถอนเรื่อง")
    shown = await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert "ผู้ร่วมเรื่อง" not in shown
    assert neighbour.news() == ""
    assert "คุณถอนเรื่องนี้แล้ว" in await neighbour.says(f"ติดตามเรื่อง {code}")


async def test_what_an_officer_marks_as_the_same_is_told_of_its_progress_too(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, again = await citizen.files(), await neighbour.files("ถนนพังแถวบ้านลุง")
    await officer.says(f"/case {again}")
    await officer.presses("ซ้ำกับเรื่องอื่น")
    await officer.says(first)
    await officer.presses("มีคนแจ้งแล้ว")
    await officer.presses("ส่ง")
    assert "มีความคืบหน้าเมื่อไรจะแจ้งที่แชตนี้" in neighbour.news()
    await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert f"ความคืบหน้าของเรื่อง {again}" in neighbour.news()


async def test_who_joined_a_case_that_turns_out_to_be_a_duplicate_goes_on_with_it(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    second = town.citizen("manee")
    first, code = await citizen.files(), await joins(neighbour)
    older = await second.files("ถนนพังแถวบ้านลุง")
    await officer.says(f"/case {first}")
    await officer.presses("ซ้ำกับเรื่องอื่น")
    await officer.says(older)
    await officer.presses("มีคนแจ้งแล้ว")
    await officer.presses("ส่ง")
    citizen.news()
    shown = await tells(officer, older, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert "ผู้ร่วมเรื่องอีก 2 คน" in shown
    assert first in citizen.news()
    assert code in neighbour.news()


async def test_the_desk_tells_joiners_and_shows_them(
    town: Town, desk: Desk, citizen: Person, neighbour: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    assert SAME in (await desk("cases", "show", first))[1]
    status, out, _ = await desk("cases", "progress", first, "ช่างไปดูแล้ว")
    await town.settled()

    assert (status, "ผู้ร่วมเรื่องอีก 1 คน" in out) == (0, True)
    assert f"ความคืบหน้าของเรื่อง {code}" in neighbour.news()


async def test_a_joiner_whose_case_is_hidden_from_somebody_hears_no_officer_s_words(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await is_hidden(town, code)
    card = await officer.says(f"/case {first}")
    shown = await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")

    assert code not in card + shown
    assert "ผู้ร่วมเรื่อง" not in card + shown
    heard = neighbour.news()
    assert f"เรื่อง {code} มีความคืบหน้า" in heard
    assert "ช่างไปดูแล้ว" not in heard


async def test_what_a_joiner_wrote_meanwhile_is_shown_before_the_officer_s_words_go(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await officer.says(f"/case {first}")
    await officer.presses("แก้ไขเสร็จแล้ว")
    await officer.has_no_photo()
    await officer.says("กลบหลุมแล้ว")
    await neighbour.says(f"เขียน {code}")
    await neighbour.says("ยังเป็นหลุมอยู่เลย")
    neighbour.news()

    assert "(ผู้ร่วมเรื่อง): ยังเป็นหลุมอยู่เลย" in await officer.presses_data("c:send")
    assert neighbour.news() == ""
    await officer.presses("ส่ง")
    assert "กลบหลุมแล้ว" in neighbour.news()


async def test_nobody_is_left_out_who_joins_or_leaves_while_words_are_kept(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    await joins(neighbour)
    first, joiner = town.rows("select id from cases order by opened_at")
    entry = Entry("progress", "officer", "ช่างไปดูแล้ว", "", "2026-11-26T03:00:00Z")
    for told in ({}, {joiner: entry, first: entry}):
        with pytest.raises(Stale):
            town.store.write_now(tell, Told(first, told, None, ends=False))
    town.store.write_now(tell, Told(first, {joiner: entry}, None, ends=False))


async def test_the_transaction_that_joins_looks_whether_it_still_can(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first = await citizen.files()
    await reviews(neighbour)
    await closes(officer, first, "ซ่อมแล้ว")
    new = NewCase(
        "PS-TES-TTE-ST0",
        CaseKind.GRIEVANCE,
        neighbour.chat,
        "telegram",
        "2026-11-26T03:00:00Z",
        town.agency.clocks,
    )
    with pytest.raises(Stale):
        town.store.write_now(file, new, f"ร่วมกับ {first}")
    assert town.rows("select count(*) from cases") == [1]


async def test_that_another_reporter_withdrew_is_told_to_nobody(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first = await citizen.files()
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")
    code = await neighbour.files()
    await officer.says(f"/case {code}")
    await officer.presses("ซ้ำกับเรื่องอื่น")
    await officer.says(first)
    await officer.presses("คุณแจ้งไว้แล้ว")
    await officer.presses("ส่ง")

    seen = await neighbour.says(f"ติดตามเรื่อง {code}")
    assert "รวมกับเรื่องเดียวกันที่แจ้งไว้ก่อนแล้ว" in seen
    assert "ถอน" not in seen


async def test_what_a_joiner_gets_of_their_data_names_no_other_case(
    town: Town, desk: Desk, citizen: Person, neighbour: Person, officer: Person, tmp_path: Path
) -> None:
    first = await citizen.files("ถนนพัง หมู่ 4 ป้าสมใจ โทร 0812345678")
    await tells(officer, first, "ตอบผู้แจ้ง", "คุณสมใจ รอช่างวันจันทร์")
    code = await joins(neighbour)
    await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")
    await desk("privacy", "export", code, "--out", "copy.json")
    given = (tmp_path / "copy.json").read_text("utf-8")

    assert SAME in given
    assert "ช่างไปดูแล้ว" in given
    for word in (first, "สมใจ", "0812345678"):
        assert word not in given


# who goes on -----------------------------------------------------------------------------


async def test_when_the_first_reporter_withdraws_the_case_of_who_joined_goes_on_in_its_time(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    third = town.citizen("manee")
    first, code = await citizen.files(), await joins(neighbour)
    await joins(third)
    due = town.rows("select name, due_on from case_clock where ended_at = '' order by name")
    officer.news()
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert f"ดำเนินการต่อในรหัส {code}" in officer.news()
    assert town.rows("select state from cases order by opened_at") == [
        "withdrawn",
        "submitted",
        "duplicate",
    ]
    running = "select name, due_on from case_clock where ended_at = '' order by name"
    assert town.rows(running) == due
    await tells(officer, code, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")
    assert "ช่างไปดูแล้ว" in neighbour.news()
    assert "ช่างไปดูแล้ว" in third.news()
    assert "ช่างไปดูแล้ว" not in citizen.news()


async def test_that_a_hidden_case_goes_on_is_said_to_nobody(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    await is_hidden(town, code)
    officer.news()
    await citizen.says(f"ถอนเรื่อง {first}")
    await citizen.presses("ยืนยันถอนเรื่อง")
    heard = officer.news()

    assert f"ถอนเรื่อง {first}" in heard
    assert code not in heard
    assert town.rows("select state from cases where code = :code", code=code) == ["submitted"]


async def test_a_joiner_s_words_are_kept_as_long_as_the_case_is_open(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    await citizen.files()
    await joins(neighbour)
    query = "update cases set closed_at = '2020-01-01T00:00:00Z' where state = 'duplicate'"
    town.store.write_now(lambda db: db.execute(query))
    now = times.stamp(clock.now())
    assert town.store.read_now(overdue, town.agency.retention, now).cases == 0
    town.store.write_now(lambda db: db.execute("update cases set closed_at = :at", {"at": now}))
    town.store.write_now(lambda db: db.execute(query))
    assert town.store.read_now(overdue, town.agency.retention, now).cases == 1


async def test_when_the_first_reporter_is_erased_the_others_lose_nothing(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    case_id = case_called(town, first)
    at = times.stamp(clock.now())
    town.store.write_now(erase, Erasing(case_id, ASKED, "operator", "asked", at))
    card = await officer.says(f"/case {code}")

    assert SAME in card
    assert POTHOLE not in card
    await tells(officer, code, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")
    assert "ช่างไปดูแล้ว" in neighbour.news()


async def test_an_erased_joiner_leaves_no_word_and_hears_nothing_more(
    town: Town, desk: Desk, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, code = await citizen.files(), await joins(neighbour)
    assert code in (await desk("privacy", "erase", code, "--reason", "ผู้แจ้งขอ"))[1]
    card = await officer.says(f"/case {first}")

    assert SAME not in card
    assert "ผู้ร่วมเรื่อง" not in card
    assert town.rows(
        "select count(*) from case_place where case_id not in (select id from cases"
        " where state = 'acknowledged')"
    ) == [0]
    shown = await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")
    assert "ผู้ร่วมเรื่อง" not in shown
    assert neighbour.news() == ""


async def test_what_a_joiner_takes_back_is_gone_from_the_card(
    town: Town, citizen: Person, officer: Person
) -> None:
    second = town.citizen("manee")
    first = await citizen.files()
    await second.presses_data("f:start:grievance")
    await second.says(SAME)
    message_id = second.message_id
    await second.presses_data("f:review")
    await second.presses("ร่วมกับเรื่องนั้น")
    await second.unsends(message_id)
    assert town.rows("select count(distinct case_id) from case_place") == [1]

    assert SAME not in await officer.says(f"/case {first}")


async def test_a_blocked_first_reporter_does_not_keep_the_news_from_the_others(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    first, _ = await citizen.files(), await joins(neighbour)
    await citizen.leaves()
    await tells(officer, first, "แจ้งความคืบหน้า", "ช่างไปดูแล้ว")
    assert "ช่างไปดูแล้ว" in neighbour.news()


# numbers ---------------------------------------------------------------------------------


async def test_a_joined_case_counts_as_received_once_and_not_as_read(
    town: Town, citizen: Person, neighbour: Person
) -> None:
    await citizen.files()
    await joins(neighbour)
    assert town.rows("select state, number from case_tally where number > 0 order by state") == [
        ("duplicate", 1),
        ("submitted", 1),
    ]
    assert town.rows("select count(*) from case_span where measure = 'opening'") == [0]


async def test_what_was_answered_to_the_questions_counts_as_well(
    town: Town, citizen: Person, neighbour: Person, officer: Person
) -> None:
    await citizen.files("ถนนพัง หมู่ 4")
    await neighbour.presses_data("f:start:grievance")
    await neighbour.says("เมื่อคืนรถล้ม ช่วยด้วย")
    for question, text in ((SERVICE, "road"), (WHERE, "ม.๔")):
        town.store.write_now(keep, neighbour.chat, question, text, "", "2026-11-26T03:00:00Z")
    assert "มีผู้แจ้งเรื่องถนน ทางเดิน (ม.4)" in await neighbour.presses_data("f:review")
    await neighbour.presses("ร่วมกับเรื่องนั้น")
    (first, *_) = town.rows("select code from cases order by opened_at")
    card = await officer.says(f"/case {first}")
    assert "ถนน ทางเดิน" in card.split("ผู้ร่วมเรื่องนี้")[1]
    neighbour = town.citizen("manee")
    await neighbour.presses_data("f:start:grievance")
    await neighbour.says("ถนนพัง หมู่ 4")
    town.store.write_now(keep, neighbour.chat, SERVICE, "permit", "", "2026-11-26T03:00:00Z")
    assert "มีผู้แจ้ง" not in await neighbour.presses_data("f:review")
