"""Reminders: who hears of which deadline and when, once, whatever happens in between."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import clock, reminders
from bot.dispatch import add_notices
from bot.reminders import Reminders
from data import audit, clocks, holidays, times
from data.clock_settings import ClockName
from data.office_calendar import Holiday
from data.sealing import Vault
from data.store import Connection, Store
from handlers.message import Messenger
from tests.conversing import BRIBE, KEY, POTHOLE, Desk, Person, Town

MONDAY = date(2026, 11, 30)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in range(1, 5))
SATURDAY = MONDAY + timedelta(days=5)
SONGKRAN = [date(2027, 4, day) for day in (12, 13, 14, 15, 16)]
NEAR, LATE = "ใกล้ครบกำหนด", "เลยกำหนดแล้ว"


class Time:
    """The clock of everybody in the town."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 30, 3, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def is_(self, day: date, hour: int = 10, minute: int = 0) -> None:
        here = datetime(day.year, day.month, day.day, hour, minute, tzinfo=times.BANGKOK)
        self.moment = here.astimezone(UTC)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """It is Monday, ten o'clock; it is what a test says."""
    made = Time()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def town(time: Time, town: Town) -> Town:
    """The town, in that time."""
    return town


async def look(town: Town, time: Time) -> None:
    await Reminders(town.store, town.courier.send, time.now).look()
    await town.settled()


async def heard(town: Town, time: Time, person: Person) -> str:
    """What somebody is told by itself at this moment."""
    person.news()
    await look(town, time)
    return person.news()


async def after_the_digest(town: Town, time: Time, day: date) -> None:
    """Monday to Friday there is a digest first; these tests are about what else is said."""
    town.store.write_now(
        lambda db: db.execute(
            "insert or ignore into digest (day, at) values (:day, '')", {"day": day.isoformat()}
        )
    )
    time.is_(day)


# before and after a deadline -------------------------------------------------------------


async def test_whoever_works_on_a_case_is_warned_once_before_its_deadline(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await after_the_digest(town, time, TUESDAY)
    assert NEAR not in await heard(town, time, officer)

    await after_the_digest(town, time, WEDNESDAY)
    told = await heard(town, time, officer)
    assert f"{NEAR} 1 เรื่อง" in told
    assert f"{code} ร้องทุกข์ — รับเรื่อง: ภายในวันพฤหัสบดีที่ 3 ธันวาคม 2569 (อีก 1 วัน)" in told
    assert POTHOLE not in told
    assert officer.labels == [code, "ใกล้หรือเลยกำหนด"]
    assert await heard(town, time, officer) == ""
    assert citizen.news() == ""


async def test_whoever_took_a_case_is_warned_of_it_alone(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    other = await town.officer("other")
    await citizen.files()
    number = town.rows("select id from staff where chat = :chat", chat=other.chat)[0]
    town.store.write_now(
        lambda db: db.execute("update cases set assigned_to = :id", {"id": number})
    )
    await after_the_digest(town, time, WEDNESDAY)

    assert await heard(town, time, officer) == ""
    assert NEAR in other.news()


async def test_whoever_took_a_case_and_left_leaves_it_to_the_others(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    gone = await town.officer("gone")
    await citizen.files()
    number = town.rows("select id from staff where chat = :chat", chat=gone.chat)[0]
    town.store.write_now(
        lambda db: db.execute("update cases set assigned_to = :id", {"id": number})
    )
    town.dismiss(gone)
    await after_the_digest(town, time, WEDNESDAY)

    assert NEAR in await heard(town, time, officer)
    assert NEAR not in gone.news()


async def test_what_is_late_goes_to_those_above(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    chief = await town.officer("palad", role="administrator")
    code = await citizen.files()
    await after_the_digest(town, time, WEDNESDAY)
    await look(town, time)
    officer.news()
    await after_the_digest(town, time, FRIDAY)
    told = await heard(town, time, chief)

    assert f"{LATE} 1 เรื่อง" in told
    assert f"{code} ร้องทุกข์ — รับเรื่อง: ภายในวันพฤหัสบดีที่ 3 ธันวาคม 2569 (เลยมา 1 วัน)" in told
    assert officer.news() == ""
    assert await heard(town, time, chief) == ""


async def test_where_nobody_is_above_all_who_work_on_it_hear_that_it_is_late(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await after_the_digest(town, time, FRIDAY)

    assert LATE in await heard(town, time, officer)


async def test_many_cases_are_one_message(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    for number in range(11):
        time.moment += timedelta(seconds=1)
        await citizen.files(f"ถนนพังที่ {number}")
    await after_the_digest(town, time, WEDNESDAY)
    before = len(officer.replies)
    told = await heard(town, time, officer)

    assert len(officer.replies) - before == 1
    assert f"{NEAR} 11 เรื่อง" in told
    assert "และอีก 3 เรื่อง" in told


async def test_a_case_that_was_answered_is_nobodys_deadline(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.says(f"/case {code}")
    await after_the_digest(town, time, FRIDAY)

    assert await heard(town, time, officer) == ""
    assert "ไม่มีเรื่องที่ใกล้หรือเลยกำหนด" in await officer.says("/late")


# when ------------------------------------------------------------------------------------


async def test_nothing_is_said_out_of_office_hours(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    for day, hour, minute in (
        (WEDNESDAY, 8, 29),
        (WEDNESDAY, 16, 30),
        (FRIDAY, 23, 0),
        (SATURDAY, 10, 0),
    ):
        time.is_(day, hour, minute)
        assert await heard(town, time, officer) == ""
    time.is_(MONDAY + timedelta(days=7), 8, 30)

    assert LATE in await heard(town, time, officer)


async def test_what_came_due_over_a_long_holiday_is_told_on_the_first_day_after_it(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    for day in SONGKRAN:
        holiday = Holiday(day, "วันสงกรานต์")
        town.store.write_now(holidays.add, holiday, None, times.stamp(time.now()))
    time.is_(date(2027, 4, 1))
    code = await citizen.files()
    await officer.says(f"/case {code}")
    running = town.rows("select due_on from case_clock where ended_at = '' order by due_on")
    assert running == ["2027-04-16", "2027-04-16"]
    await after_the_digest(town, time, date(2027, 4, 9))
    assert NEAR in await heard(town, time, officer)

    for number in range(10, 19):
        time.is_(date(2027, 4, number))
        assert await heard(town, time, officer) == ""
    time.is_(date(2027, 4, 19), 8, 30)
    told = await heard(town, time, officer)
    assert f"{LATE} 1 เรื่อง" in told
    assert "(เลยมา 3 วัน)" in told


async def test_a_new_holiday_moves_a_deadline_and_with_it_the_warning(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    holiday = Holiday(THURSDAY, "วันหยุดพิเศษ")
    town.store.write_now(holidays.add, holiday, None, times.stamp(time.now()))
    await after_the_digest(town, time, WEDNESDAY)
    assert NEAR in await heard(town, time, officer)

    await after_the_digest(town, time, FRIDAY)
    assert await heard(town, time, officer) == ""


async def test_a_limit_that_no_holiday_moves_does_not_wait_for_the_office(
    town: Town, time: Time, citizen: Person, handler: Person
) -> None:
    for number in range(1, 12):
        holiday = Holiday(MONDAY + timedelta(days=number), "หยุดยาว")
        town.store.write_now(holidays.add, holiday, None, times.stamp(time.now()))
    await citizen.files(BRIBE, "corruption")
    await citizen.files()
    time.is_(MONDAY + timedelta(days=8), 3)
    assert await heard(town, time, handler) == ""
    time.is_(MONDAY + timedelta(days=8))

    assert await heard(town, time, handler) == "มีเรื่องที่คุณดูแลเลยกำหนดแล้ว พิมพ์ /late"


# who is never told -----------------------------------------------------------------------


async def test_of_corruption_only_the_named_handlers_hear_and_no_content(
    town: Town, time: Time, citizen: Person, officer: Person, handler: Person
) -> None:
    chief = await town.officer("palad", role="administrator")
    viewer = await town.officer("viewer", role="viewer")
    code = await citizen.files(BRIBE, "corruption")
    for day in (WEDNESDAY, FRIDAY):
        for person in (officer, chief, viewer, handler):
            person.news()
        time.is_(day)
        await look(town, time)
        assert [officer.news(), chief.news(), viewer.news()] == ["", "", ""]
        told = handler.news()
        assert "มีเรื่องที่คุณดูแล" in told
        assert handler.replies[-1].confidential
        assert code not in told
        assert "ทุจริต" not in told
    for stranger in (officer, chief):
        assert "ไม่มีเรื่องที่ใกล้หรือเลยกำหนด" in await stranger.says("/late")
    assert code in await handler.says("/late")
    assert handler.replies[-1].confidential


async def test_a_handler_who_lost_the_right_hears_nothing(
    town: Town, time: Time, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    town.dismiss(handler)
    handler.news()
    time.is_(FRIDAY)

    assert await heard(town, time, handler) == ""
    assert town.rows("select count(*) from case_clock where escalated_at <> ''") == [0]


async def test_what_nobody_could_be_told_of_is_told_to_whoever_joins(
    town: Town, time: Time, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    town.dismiss(handler)
    await after_the_digest(town, time, FRIDAY)
    await look(town, time)
    successor = await town.officer("successor", corruption=True)

    assert "มีเรื่องที่คุณดูแลเลยกำหนดแล้ว" in await heard(town, time, successor)


async def test_an_officer_hears_nothing_of_what_they_filed_themselves(
    town: Town, time: Time, officer: Person
) -> None:
    other = await town.officer("other")
    await officer.files()
    await after_the_digest(town, time, WEDNESDAY)

    assert await heard(town, time, officer) == ""
    assert NEAR in other.news()


# whatever happens in between -------------------------------------------------------------


async def test_what_was_marked_and_not_sent_is_sent_after_a_restart(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await after_the_digest(town, time, WEDNESDAY)
    await town.courier.stop(0)
    officer.news()
    await Reminders(town.store, lambda _: None, time.now).look()
    assert town.rows("select count(*) from case_clock where warned_at <> ''") == [1]
    assert officer.news() == ""

    await town.restart()
    await town.settled()
    assert NEAR in officer.news()
    assert await heard(town, time, officer) == ""


async def test_what_fails_before_it_is_kept_marks_nothing(
    town: Town, time: Time, citizen: Person, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await citizen.files()
    time.is_(WEDNESDAY)

    def fails(db: Connection, *rest: Any) -> None:
        add_notices(db, *rest)
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "add_notices", fails)
        with pytest.raises(OSError, match="disk"):
            await look(town, time)
    assert town.rows("select count(*) from case_clock where warned_at <> ''") == [0]
    assert town.rows("select count(*) from digest") == [0]

    assert NEAR in await heard(town, time, officer)


async def test_it_looks_by_itself_and_when_woken_and_stops(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    sent = asyncio.Event()

    def send(rows: Any) -> None:
        found = list(rows)
        town.courier.send(found)
        if found:
            sent.set()

    running = Reminders(town.store, send, time.now)
    await running.start(town.agency.clocks)
    async with asyncio.timeout(10):
        await sent.wait()
    await town.settled()
    assert "• ยังไม่ปิด 1 เรื่อง" in officer.news()

    sent.clear()
    await after_the_digest(town, time, WEDNESDAY)
    officer.news()
    running.wake.set()
    async with asyncio.timeout(10):
        await sent.wait()
    await running.stop()
    await town.settled()

    assert NEAR in officer.news()


def test_an_older_database_gets_holidays_and_clocks_when_it_opens(
    tmp_path: Path, time: Time, town: Town
) -> None:
    store = Store(tmp_path / "old.db", Vault(KEY))
    store.write_now(
        lambda db: db.execute(
            "insert into cases"
            " (id, code, kind, level, state, chat, messenger, opened_at, updated_at) values"
            " (7, 'PS-7', 'GRIEVANCE', 1, 'submitted', 'chat', 'line', :at, :at)",
            {"at": times.stamp(time.now())},
        )
    )
    shipped = holidays.load_shipped()
    given = [
        store.write_now(reminders.prepare, shipped, town.agency.clocks, time.now()) for _ in "12"
    ]
    found = store.read_now(clocks.next_date, 7)
    years = store.read_now(
        lambda db: db.execute(
            "select distinct substr(day, 1, 4) from holiday order by 1"
        ).fetchall()
    )
    store.close()

    assert given == [1, 0]
    assert found is not None
    assert found.name is ClockName.ACKNOWLEDGE
    assert years == [("2026",), ("2027",)]


# the morning -----------------------------------------------------------------------------


async def test_the_morning_says_what_waits_once_a_working_day(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    for _ in "12":
        time.moment += timedelta(seconds=1)
        code = await citizen.files()
    await officer.says(f"/case {code}")
    time.is_(TUESDAY, 8, 29)
    assert await heard(town, time, officer) == ""
    time.is_(TUESDAY, 8, 30)
    told = await heard(town, time, officer)

    assert "• ยังไม่ปิด 2 เรื่อง\n• รอเปิดอ่าน 1 เรื่อง\nพิมพ์ /cases" in told
    await town.restart()
    time.is_(TUESDAY, 9)
    assert await heard(town, time, officer) == ""
    time.is_(SATURDAY, 9)
    assert await heard(town, time, officer) == ""


async def test_a_clock_that_is_set_back_has_nothing_said_twice(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    time.is_(WEDNESDAY, 9)
    told = await heard(town, time, officer)
    assert "ยังไม่ปิด 1 เรื่อง" in told
    assert NEAR in told

    for hour, minute in ((8, 35), (9, 0), (9, 30)):
        time.is_(WEDNESDAY, hour, minute)
        assert await heard(town, time, officer) == ""


async def test_the_morning_counts_only_what_this_member_may_see(
    town: Town, time: Time, citizen: Person, officer: Person, handler: Person
) -> None:
    viewer = await town.officer("viewer", role="viewer")
    await citizen.files(BRIBE, "corruption")
    for person in (officer, viewer):
        person.news()
    time.is_(FRIDAY, 9)
    told = await heard(town, time, handler)

    assert "• ยังไม่ปิด 1 เรื่อง\n• รอเปิดอ่าน 1 เรื่อง\n• เลยกำหนดแล้ว 1 เรื่อง" in told
    assert [officer.news(), viewer.news()] == ["", ""]


async def test_a_morning_that_was_missed_is_not_said_in_the_afternoon(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    time.is_(TUESDAY, 14)

    assert await heard(town, time, officer) == ""


# asking ----------------------------------------------------------------------------------


async def test_late_lists_the_soonest_first_with_a_button_each(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    codes = []
    for _ in range(9):
        time.moment += timedelta(seconds=1)
        codes.append(await citizen.files())
    time.is_(FRIDAY)
    told = await officer.says("/late")

    assert "ใกล้หรือเลยกำหนด 9 เรื่อง" in told
    assert f"1. {codes[0]} ร้องทุกข์ — รับเรื่อง: ภายในวันพฤหัสบดีที่ 3 ธันวาคม 2569 (เลยมา 1 วัน)" in told
    assert officer.labels == [*codes[:8], "หน้าถัดไป", "เรื่องที่รอ"]
    assert f"9. {codes[8]}" in await officer.presses("หน้าถัดไป")
    assert f"{codes[8]} · ร้องทุกข์" in await officer.presses(codes[8])


async def test_late_is_for_staff_in_private(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    time.is_(FRIDAY)
    viewer = await town.officer("viewer", role="viewer")

    assert "สำหรับเจ้าหน้าที่" in await citizen.says("/late")
    assert "สำหรับเจ้าหน้าที่" in await citizen.presses_data("c:late")
    assert "เปิดดูรายเรื่องไม่ได้" in await viewer.says("/late")
    town.dismiss(officer)
    assert code not in await officer.says("/late")


async def test_a_citizen_who_files_at_night_hears_when_somebody_reads_it(
    town: Town, time: Time, citizen: Person
) -> None:
    time.is_(FRIDAY, 20)
    await citizen.files()
    told = citizen.replies[-1].text
    assert "นอกเวลาทำการ เจ้าหน้าที่จะเริ่มอ่านวันจันทร์ที่ 7 ธันวาคม 2569 เวลา 08.30 น." in told

    time.is_(MONDAY + timedelta(days=7), 10)
    await citizen.files()
    assert "นอกเวลาทำการ" not in citizen.replies[-1].text


# at the desk -----------------------------------------------------------------------------


@pytest.mark.usefixtures("quiet")
async def test_the_desk_lists_what_is_late_but_nothing_of_corruption(
    town: Town, time: Time, citizen: Person, handler: Person, desk: Desk
) -> None:
    time.is_(MONDAY)
    secret = await citizen.files(BRIBE, "corruption")
    assert "ไม่มีเรื่องที่ใกล้หรือเลยกำหนด" in (await desk("cases", "late"))[1]
    time.moment += timedelta(seconds=1)
    code = await citizen.files()
    time.is_(FRIDAY)
    status, out, _ = await desk("cases", "late")

    assert status == 0
    assert code in out
    assert "วันพฤหัสบดีที่ 3 ธันวาคม 2569" in out
    assert secret not in out


@pytest.mark.usefixtures("quiet")
async def test_a_holiday_from_the_desk_moves_the_deadlines_and_is_audited(
    town: Town, time: Time, citizen: Person, desk: Desk
) -> None:
    await citizen.files()
    due = "select due_on from case_clock where name = 'acknowledge'"
    assert town.rows(due) == ["2026-12-03"]
    status, out, _ = await desk("holidays", "add", "2569-12-02", "วันหยุดพิเศษ")

    assert status == 0
    assert "วันพุธที่ 2 ธันวาคม 2569 วันหยุดพิเศษ" in out
    assert town.rows(due) == ["2026-12-04"]
    assert "• วันพุธที่ 2 ธันวาคม 2569 วันหยุดพิเศษ" in (await desk("holidays", "list"))[1]
    assert (await desk("holidays", "remove", "2569-12-02"))[0] == 0
    assert town.rows(due) == ["2026-12-03"]
    assert (await desk("holidays", "remove", "2569-12-02"))[0] == 1
    kept = town.store.read_now(audit.recent, 2)
    assert [each.action for each in kept] == ["settings_changed"] * 2
    assert [each.detail for each in kept] == ["holiday - 2026-12-02", "holiday + 2026-12-02"]


@pytest.mark.usefixtures("quiet")
async def test_the_desk_sets_office_hours(town: Town, time: Time, desk: Desk) -> None:
    assert "08.00 - 15.30" in (await desk("holidays", "hours", "08:00", "15:30"))[1]
    assert "เวลาทำการ 08.00 - 15.30 น." in (await desk("holidays", "list", "--year", "2570"))[1]
    assert (await desk("holidays", "hours", "16:00", "08:00"))[0] == 2


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("wrong", ["2026-12-02", "2569-02-29", "2569-13-01", "พรุ่งนี้"])
async def test_the_desk_refuses_what_is_no_date_of_the_buddhist_era(
    town: Town, desk: Desk, wrong: str
) -> None:
    status, _, complaints = await desk("holidays", "add", wrong, "วันหยุด")

    assert status == 2
    assert "2570-04-13" in complaints


async def test_an_administrator_changes_holidays_in_the_chat_and_others_read_them(
    town: Town, time: Time, citizen: Person, officer: Person
) -> None:
    chief = await town.officer("palad", role="administrator")
    await citizen.files()
    due = "select due_on from case_clock where name = 'acknowledge'"
    assert "เฉพาะหัวหน้างานและผู้ดูแลระบบ" in await officer.says("/holidays add 2569-12-02 วันหยุดพิเศษ")
    assert "สำหรับเจ้าหน้าที่" in await citizen.says("/holidays add 2569-12-02 วันหยุดพิเศษ")
    assert town.rows(due) == ["2026-12-03"]

    assert "เป็นวันหยุดแล้ว" in await chief.says("/holidays add 2569-12-02 วันหยุดพิเศษ")
    assert town.rows(due) == ["2026-12-04"]
    assert "วันพุธที่ 2 ธันวาคม 2569 วันหยุดพิเศษ" in await officer.says("/holidays 2569")
    assert "ไม่เป็นวันหยุดแล้ว" in await chief.says("/holidays remove 2569-12-02")
    assert town.rows(due) == ["2026-12-03"]
    number = town.rows("select id from staff where chat = :chat", chat=chief.chat)[0]
    kept = town.store.read_now(audit.recent, 2)
    assert [(each.actor, each.action) for each in kept] == [(str(number), "settings_changed")] * 2
    assert "2570-04-13" in await chief.says("/holidays add 2026-12-02 วันหยุด")
    assert "พ.ศ." in await chief.says("/holidays 2026")


async def test_somebody_on_another_messenger_is_told_there(
    town: Town, time: Time, citizen: Person
) -> None:
    token = town.invitation("เวร")
    on_line = town.citizen("duty", Messenger.LINE)
    await on_line.says(f"/start join_{token}")
    await citizen.files()
    await after_the_digest(town, time, WEDNESDAY)

    assert NEAR in await heard(town, time, on_line)
