"""The office's calendar: working days, opening hours, and the holidays that are edited."""

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import holidays
from data.holidays import ShippedHolidays, load_shipped
from data.office_calendar import (
    Holiday,
    OfficeCalendar,
    add_working_days,
    holidays_of,
    is_open,
    is_working_day,
    next_opening,
    office_calendar,
    set_office_hours,
    working_day_by,
)
from data.store import Store
from data.times import BANGKOK
from data.toml_file import DatasetError
from handlers.texts import clocks as texts

MONDAY = date(2026, 11, 30)
AT = "2026-11-01T00:00:00.000000+00:00"
FATHERS_DAY = Holiday(date(2026, 12, 5), "วันพ่อแห่งชาติ")
CONSTITUTION = Holiday(date(2026, 12, 10), "วันรัฐธรรมนูญ")
DECEMBER = OfficeCalendar({each.day: each.name for each in (FATHERS_DAY, CONSTITUTION)})

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
calendars = st.sets(days, max_size=60).map(lambda found: OfficeCalendar(dict.fromkeys(found, "")))
numbers = st.integers(0, 40)
moments = st.builds(
    lambda day, second: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(0, second),
    days,
    st.integers(0, 86_399),
)


def here(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BANGKOK)


# working days ------------------------------------------------------------------------------


def test_saturdays_sundays_and_holidays_are_no_working_days() -> None:
    week = [MONDAY + timedelta(days=number) for number in range(7, 14)]

    assert [is_working_day(day, DECEMBER) for day in week] == [
        True,
        True,
        True,
        False,  # Constitution Day, a Thursday
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        (MONDAY, 3, date(2026, 12, 3)),
        (date(2026, 12, 3), 3, date(2026, 12, 8)),  # over a weekend
        (date(2026, 12, 8), 3, date(2026, 12, 14)),  # over Constitution Day and a weekend
        (date(2026, 12, 5), 1, date(2026, 12, 7)),  # from a Saturday
        (MONDAY, 0, MONDAY),
        (date(2026, 12, 14), -2, date(2026, 12, 9)),
    ],
)
def test_working_days_are_counted_after_the_first_day(start: date, number: int, last: date) -> None:
    assert add_working_days(start, number, DECEMBER) == last


@given(days, numbers, calendars)
def test_adding_working_days_and_counting_them_agree(
    start: date, number: int, calendar: OfficeCalendar
) -> None:
    last = add_working_days(start, number, calendar)

    days_after = (start + timedelta(days=n) for n in range(1, (last - start).days + 1))
    assert sum(is_working_day(day, calendar) for day in days_after) == number
    assert number == 0 or is_working_day(last, calendar)


@given(days, numbers, calendars)
def test_going_back_as_many_working_days_ends_no_later_than_where_it_began(
    start: date, number: int, calendar: OfficeCalendar
) -> None:
    last = add_working_days(start, number, calendar)
    back = add_working_days(last, -number, calendar)

    assert back == working_day_by(start, calendar) or number == 0


@given(days, numbers, calendars, days)
def test_another_holiday_never_brings_a_day_closer(
    start: date, number: int, calendar: OfficeCalendar, holiday: date
) -> None:
    more = OfficeCalendar({**calendar.holidays, holiday: ""})

    assert add_working_days(start, number, more) >= add_working_days(start, number, calendar)


# office hours ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (here(MONDAY, 7), here(MONDAY, 8, 30)),
        (here(MONDAY, 8, 30), here(MONDAY, 8, 30)),
        (here(MONDAY, 12, 15), here(MONDAY, 12, 15)),  # lunch is not closed
        (here(MONDAY, 16, 30), here(date(2026, 12, 1), 8, 30)),
        (here(date(2026, 12, 4), 17), here(date(2026, 12, 7), 8, 30)),  # Friday evening
        (here(date(2026, 12, 9), 20), here(date(2026, 12, 11), 8, 30)),  # a holiday's eve
        (here(date(2026, 12, 10), 10), here(date(2026, 12, 11), 8, 30)),  # on the holiday
    ],
)
def test_somebody_reads_it_at_once_or_when_the_office_opens_next(
    now: datetime, opening: datetime
) -> None:
    assert next_opening(now, DECEMBER) == opening
    assert next_opening(now.astimezone(UTC), DECEMBER) == opening


@given(moments, calendars)
def test_the_office_is_open_at_its_next_opening_and_not_before(
    now: datetime, calendar: OfficeCalendar
) -> None:
    opening = next_opening(now, calendar)

    assert opening >= now
    assert is_open(opening, calendar)
    waiting = now
    while waiting < opening:
        assert not is_open(waiting, calendar)
        waiting += timedelta(hours=5)


def test_the_text_says_on_which_day_and_hour_somebody_reads_it() -> None:
    opening = next_opening(here(date(2026, 12, 9), 20), DECEMBER)

    assert "วันศุกร์ที่ 11 ธันวาคม 2569 เวลา 08.30 น." in texts.read_from(opening)


async def test_office_hours_are_as_usual_until_somebody_sets_them(store: Store) -> None:
    usual = store.read_now(office_calendar)
    await store.write(set_office_hours, time(9), time(15), None, AT)
    await store.write(set_office_hours, time(8), time(16), None, AT)
    changed = store.read_now(office_calendar)

    assert (usual.opens, usual.closes) == (time(8, 30), time(16, 30))
    assert (changed.opens, changed.closes) == (time(8), time(16))


async def test_an_office_that_closes_before_it_opens_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="opens before it closes"):
        await store.write(set_office_hours, time(9), time(9), None, AT)


# holidays ----------------------------------------------------------------------------------


async def test_holidays_are_added_renamed_listed_by_year_and_removed(store: Store) -> None:
    new_year = Holiday(date(2027, 1, 1), "วันขึ้นปีใหม่")
    assert await store.write(holidays.add, CONSTITUTION, None, AT)
    assert await store.write(holidays.add, FATHERS_DAY, None, AT)
    assert await store.write(holidays.add, new_year, None, AT)
    renamed = Holiday(CONSTITUTION.day, "วันรัฐธรรมนูญไทย")
    assert not await store.write(holidays.add, renamed, None, AT)

    assert store.read_now(holidays_of, 2026) == [FATHERS_DAY, renamed]
    assert store.read_now(holidays_of, 2027) == [new_year]
    assert await store.write(holidays.remove, CONSTITUTION.day, AT)
    assert not await store.write(holidays.remove, CONSTITUTION.day, AT)
    assert store.read_now(holidays_of, 2026) == [FATHERS_DAY]


async def test_a_holiday_keeps_who_set_it_and_when(store: Store) -> None:
    await store.write(
        lambda db: (
            db.execute(
                "insert into staff (id, chat, messenger, name, role, joined_at)"
                " values (7, 'c', 'telegram', seal('Som', 'staff.name'), 'supervisor', '')"
            )
            and None
        )
    )
    await store.write(holidays.add, CONSTITUTION, 7, AT)

    kept = store.read_now(lambda db: db.execute("select staff_id, at from holiday").fetchall())
    assert kept == [(7, AT)]
    with pytest.raises(sqlite3.IntegrityError):
        await store.write(holidays.add, FATHERS_DAY, 8, AT)


async def test_a_year_begins_once_with_the_fixed_holidays_and_what_is_removed_stays_away(
    store: Store,
) -> None:
    shipped = load_shipped()
    await store.write(holidays.add, CONSTITUTION, None, AT)
    assert await store.write(holidays.begin_year, shipped, 2026, AT)
    found = store.read_now(holidays_of, 2026)
    await store.write(holidays.remove, FATHERS_DAY.day, AT)

    assert not await store.write(holidays.begin_year, shipped, 2026, AT)
    assert len(found) == len(shipped.fixed)
    assert FATHERS_DAY in found
    assert FATHERS_DAY not in store.read_now(holidays_of, 2026)
    assert store.read_now(holidays_of, 2027) == []


def test_what_is_shipped_is_fixed_and_what_goes_by_moon_or_cabinet_is_left_to_the_supervisor() -> (
    None
):
    shipped = load_shipped()

    dates = {(each.month, each.day) for each in shipped.fixed}
    assert {(1, 1), (4, 13), (4, 14), (4, 15), (12, 5), (12, 10), (12, 31)} <= dates
    assert (5, 1) not in dates  # Labour Day closes companies, not government offices
    left = {each.name: each.set_by for each in shipped.to_decide}
    assert left["วันมาฆบูชา"] == "ปฏิทินจันทรคติ"
    assert left["วันหยุดชดเชย"] == "มติคณะรัฐมนตรี"


def test_every_problem_of_the_shipped_file_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(
        "[[fixed]]\nmonth = 2\nday = 29\nname = 'ก'\n[[fixed]]\nmonth = 13\nday = 1\nname = ''\n"
        "[[fixed]]\nmonth = 1\nday = 1\nname = 'ข'\n[[to_decide]]\nname = 'ค'\nby = 'ง'\n",
        "utf-8",
    )
    with pytest.raises(DatasetError) as raised:
        load_shipped(path)

    found = "\n".join(raised.value.problems)
    for place in (
        "fixed[0]: must be a day of every year",
        "fixed[1].month: must be a whole number, 1 to 12",
        "fixed[1].name: must be a text",
        "fixed: month 1 day 1 stands here twice",
        "to_decide[0].by: no such setting",
        "to_decide[0].set_by: must be a text",
    ):
        assert place in found


def test_the_list_shows_the_weekday_hints_at_substitution_and_says_what_is_left() -> None:
    shipped: ShippedHolidays = load_shipped()
    text = texts.holiday_list(2026, [FATHERS_DAY, CONSTITUTION], shipped.to_decide)

    assert text.startswith("วันหยุดปี 2569\n• วันเสาร์ที่ 5 ธันวาคม 2569 วันพ่อแห่งชาติ (ตรงวันหยุดสุดสัปดาห์")
    assert "• วันพฤหัสบดีที่ 10 ธันวาคม 2569 วันรัฐธรรมนูญ\n" in text
    assert "• วันวิสาขบูชา (ตามปฏิทินจันทรคติ)" in text
