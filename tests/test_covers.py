"""Covers: who stands in hears and sees in place of who is away, and gains no right by it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.reminders import Reminders
from data import audit, case_access, staff, times
from data.audit import Action
from data.case_access import Exclusion
from handlers.officers.being_away import LONGEST, days_in
from tests.conversing import Desk, Person, Town

MONDAY = date(2026, 11, 30)
DAYS = "1/12/2569 ถึง 3/12/2569"


class Time:
    """Monday, ten o'clock, until a test says another day."""

    def __init__(self) -> None:
        self.day = MONDAY

    def now(self) -> datetime:
        here = datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=times.BANGKOK)
        return here.astimezone(UTC)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
async def malee(time: Time, officer: Person) -> Person:
    """A colleague of the officer's, who has taken the first case that will be filed."""
    assert time
    return await officer.town.officer("malee")


def number_of(person: Person) -> int:
    member = person.town.store.read_now(staff.of_chat, person.chat)
    assert member is not None
    return member.id


async def goes_away(officer: Person, by: str = "malee", days: str = DAYS) -> str:
    await officer.says("/away")
    await officer.presses(by)
    return await officer.says(days)


async def takes_a_case(citizen: Person, officer: Person) -> str:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("รับไว้ทำเอง")
    return code


async def test_who_stands_in_hears_of_the_reporter_and_finds_the_case_in_mine(
    town: Town, time: Time, citizen: Person, officer: Person, malee: Person
) -> None:
    code = await takes_a_case(citizen, officer)
    malee.news()
    told = await goes_away(officer)
    assert "malee ทำแทน somsri 1 ธันวาคม 2569 ถึง 3 ธันวาคม 2569" in told
    assert "malee ทำแทน somsri" in malee.news()
    assert code not in await malee.says("/mine")  # not before the first day

    time.day = MONDAY + timedelta(days=1)
    mine = await malee.says("/mine")
    assert "เรื่องที่คุณทำแทน 1 เรื่อง" in mine
    assert f"{code} — มอบหมายแล้ว (แทน somsri)" in mine
    assert "somsri (ลาอยู่ malee ทำแทน)" in await malee.presses(code)
    officer.news()
    await citizen.says(f"เขียน {code}")
    await citizen.says("ยังพังอยู่")
    assert f"ผู้แจ้งเขียนเพิ่มในเรื่อง {code}" in malee.news()
    assert officer.news() == ""

    time.day = MONDAY + timedelta(days=4)  # it has ended by itself
    assert code not in await malee.says("/mine")
    await citizen.says(f"เขียน {code}")
    await citizen.says("รออยู่นะคะ")
    assert code in officer.news()


async def test_a_cover_sees_no_case_that_they_did_not_see(
    town: Town, time: Time, citizen: Person, officer: Person, malee: Person
) -> None:
    code = await takes_a_case(citizen, officer)
    (case_id,) = town.rows("select id from cases")
    at = times.stamp(time.now())
    hidden = Exclusion(case_id, number_of(malee), audit.OPERATOR, "supervisor", "", at)
    town.store.write_now(case_access.exclude, hidden)
    await goes_away(officer, days="วันนี้")
    officer.news()
    malee.news()

    assert code not in await malee.says("/mine")
    assert "ไม่พบเรื่องนี้" in await malee.presses_data("c:1:open")
    await citizen.says(f"เขียน {code}")
    await citizen.says("ยังพังอยู่")
    assert code not in malee.news()
    assert code in officer.news()  # or nobody would hear of it


async def test_deadlines_and_the_digest_go_to_who_stands_in(
    town: Town, time: Time, citizen: Person, officer: Person, malee: Person
) -> None:
    code = await takes_a_case(citizen, officer)
    await goes_away(officer, days="1/12/2569 ถึง 1/6/2570")
    officer.news()
    malee.news()
    time.day = MONDAY + timedelta(days=14)
    await Reminders(town.store, town.courier.send, time.now).look()
    await town.settled()

    heard = malee.news()
    assert "ทำแทนผู้ที่ลา 1 เรื่อง" in heard
    assert code in heard
    assert code not in officer.news()


async def test_it_ends_early_and_both_hear_of_it(
    town: Town, time: Time, citizen: Person, officer: Person, malee: Person
) -> None:
    code = await takes_a_case(citizen, officer)
    await goes_away(officer, days="วันนี้ ถึง พรุ่งนี้")
    assert code in await malee.says("/mine")
    await malee.says("/away")
    assert "ไม่มีการทำแทนนี้แล้ว" in await malee.presses("เลิก malee")  # it is not hers to end
    await officer.says("/away")
    await officer.presses("เลิก malee")

    assert "เลิกแล้ว: malee ทำแทน somsri" in malee.news()
    assert code not in await malee.says("/mine")
    found = town.store.read_now(audit.recent, 2)
    assert [each.action for each in found] == [Action.COVER_ENDED, Action.COVER_SET]
    assert found[1].detail == f"#{number_of(officer)} > #{number_of(malee)} 2026-11-30 2026-12-01"


async def test_those_above_set_it_for_somebody_and_nobody_else_can(
    town: Town, time: Time, officer: Person, malee: Person
) -> None:
    chief = await town.officer("palad", role="administrator")
    viewer = await town.officer("viewer", role="viewer")
    away, by = number_of(malee), number_of(officer)
    await officer.says("/away")
    assert "ตั้งให้คนอื่น" not in officer.labels
    await officer.presses_data(f"c:away:by-{away}-{by}")
    await officer.says(DAYS)
    assert town.rows("select count(*) from cover") == [0]
    assert "ไม่ต้องตั้งผู้ทำแทน" in await viewer.says("/away")
    assert "สำหรับเจ้าหน้าที่" in await town.citizen().says("/away")

    await chief.says("/away")
    await chief.presses("ตั้งให้คนอื่น")
    await chief.presses("malee")
    await chief.presses("somsri")
    await chief.says(DAYS)
    assert "somsri ทำแทน malee" in malee.news()
    assert town.rows("select away_id, by_id from cover") == [(away, by)]


async def test_who_is_away_does_not_stand_in_and_nobody_is_stood_in_for_twice(
    town: Town, time: Time, officer: Person, malee: Person
) -> None:
    await goes_away(officer)
    assert "ตั้งไม่ได้" in await goes_away(malee, "somsri", "3/12/2569")
    assert "ตั้งไม่ได้" in await goes_away(officer, days="วันนี้ ถึง 1/12/2569")
    assert town.rows("select count(*) from cover") == [1]


@pytest.mark.parametrize(
    "days", ["อาทิตย์หน้า", "5/12/2569 ถึง 1/12/2569", "1/11/2569", "ถึง", "1/12/2575"]
)
async def test_days_that_are_none_are_asked_for_again_and_a_changed_mind_sets_nothing(
    town: Town, time: Time, officer: Person, malee: Person, days: str
) -> None:
    assert "อ่านวันที่ไม่ได้" in await goes_away(officer, days=days)
    assert "ยังไม่ได้ตั้ง" in await officer.says("ยกเลิก")
    assert town.rows("select count(*) from cover") == [0]


@given(st.text())
def test_whatever_is_typed_is_days_to_come_or_none(words: str) -> None:
    found = days_in(words, MONDAY)

    assert found is None or MONDAY <= found[0] <= found[1] <= found[0] + LONGEST


@given(st.integers(0, 300), st.integers(0, 300))
def test_days_are_read_as_they_are_written(after: int, length: int) -> None:
    first = MONDAY + timedelta(days=after)
    last = first + timedelta(days=length)
    written = [f"{each.day}/{each.month}/{each.year + 543}" for each in (first, last)]

    assert days_in(" ถึง ".join(written), MONDAY) == (first, last)


async def test_the_desk_sets_lists_and_ends_covers(
    town: Town, time: Time, desk: Desk, officer: Person, malee: Person
) -> None:
    away, by = str(number_of(officer)), str(number_of(malee))
    more = ("--from", "2569-12-01", "--to", "2569-12-03")
    assert (await desk("cover", "set", "--away", away, "--by", away, *more))[0] == 1
    assert (await desk("cover", "set", "--away", away, "--by", by, "--from", "x", "--to", "y"))[
        0
    ] == 2
    status, out, _ = await desk("cover", "set", "--away", away, "--by", by, *more)
    assert (status, out) == (0, "malee ทำแทน somsri 1 ธันวาคม 2569 ถึง 3 ธันวาคม 2569\n")
    assert "1. malee ทำแทน somsri" in (await desk("cover", "list"))[1]

    assert (await desk("cover", "end", "1"))[0] == 0
    assert (await desk("cover", "end", "1"))[0] == 1
    assert town.store.read_now(audit.recent, 1)[0].actor == audit.OPERATOR


@given(st.integers(1, 60))
def test_so_many_days_are_counted_from_today(days: int) -> None:
    assert days_in(f"{days} วัน", MONDAY) == (MONDAY, MONDAY + timedelta(days=days - 1))
