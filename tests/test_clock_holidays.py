"""A new holiday moves open clocks, and only as far as it must."""

from datetime import date

import pytest

from data import case_clock, clocks, holidays
from data.office_calendar import Holiday
from data.store import Connection, Store
from tests.clock_register import (
    ACKNOWLEDGE,
    BRIBERY,
    CONSTITUTION,
    GRIEVANCE,
    MONDAY,
    Register,
    at,
    in_december,
)


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store)


def test_a_new_holiday_moves_open_clocks_and_removing_it_moves_them_back(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(8))
    register.filed(43, "GRIEVANCE", in_december(8))
    register.do(clocks.stop, 43, at(in_december(8)))
    before = register.due_days()
    register.do(holidays.add, CONSTITUTION, None, at(in_december(8)))
    moved = register.due_days()
    register.do(holidays.remove, CONSTITUTION.day, at(in_december(8)))

    assert before[ACKNOWLEDGE] == in_december(11)
    assert moved == {**before, ACKNOWLEDGE: in_december(14)}
    assert register.due_days() == before
    ended = "select due_on from case_clock where case_id = 43 and name = 'acknowledge'"
    assert register.column(ended) == ["2026-12-11"]


def test_a_holiday_on_the_very_last_day_moves_the_deadline(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(7))
    register.do(holidays.add, CONSTITUTION, None, at(in_december(8)))

    assert register.due_days()[ACKNOWLEDGE] == in_december(11)


def test_a_holiday_moves_the_warning_too(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(8))
    assert register.to_warn(in_december(9)) == []
    register.do(holidays.add, Holiday(in_december(10), "วันรัฐธรรมนูญ"), None, at(in_december(8)))
    register.do(holidays.add, Holiday(in_december(11), "วันหยุดพิเศษ"), None, at(in_december(8)))
    register.do(holidays.remove, in_december(10), at(in_december(8)))

    assert register.due_days()[ACKNOWLEDGE] == in_december(14)
    assert register.to_warn(in_december(9)) == []
    assert register.to_warn(in_december(10)) == [ACKNOWLEDGE]


def test_a_deadline_that_a_holiday_took_back_from_being_late_is_told_of_anew(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(8))
    register.tell(in_december(12))
    register.do(holidays.add, CONSTITUTION, None, at(in_december(12)))

    assert register.to_warn(in_december(14)) == [ACKNOWLEDGE]  # the new last day
    assert register.late(in_december(15)) == [ACKNOWLEDGE]


def test_what_is_late_with_or_without_the_holiday_is_not_told_of_again(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(7))
    register.tell(in_december(14))
    register.do(holidays.add, Holiday(in_december(9), "วันหยุดพิเศษ"), None, at(in_december(14)))

    assert register.due_days()[ACKNOWLEDGE] == in_december(11)
    assert register.late(in_december(14)) == []


def test_a_limit_that_stands_in_while_paused_is_told_of_and_the_old_deadline_not_again(
    register: Register,
) -> None:
    register.filed(BRIBERY, "CORRUPTION", MONDAY)
    register.tell(in_december(2))
    register.do(clocks.pause, BRIBERY, at(in_december(2)))
    assert register.to_warn(in_december(3)) == []
    assert register.to_warn(in_december(4)) == [ACKNOWLEDGE]  # a working day before the seventh
    register.do(clocks.resume, BRIBERY, at(in_december(2), 16))

    assert register.due_days(BRIBERY)[ACKNOWLEDGE] == in_december(3)
    assert register.to_warn(in_december(3)) == []


def test_a_holiday_and_the_clocks_it_moves_are_one_transaction(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(8))
    before = register.due_days()

    def add_and_fail(db: Connection) -> None:
        holidays.add(db, CONSTITUTION, None, at(in_december(8)))
        assert case_clock.running(db, GRIEVANCE)[0].due_on == in_december(14)
        raise LookupError

    with pytest.raises(LookupError):
        register.do(add_and_fail)
    assert register.due_days() == before
    assert register.column("select count(*) from holiday") == [0]


def test_the_fixed_holidays_of_a_new_year_move_open_clocks(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", date(2026, 12, 29))
    before = register.due_days()[ACKNOWLEDGE]
    for year in (2026, 2027):
        register.do(holidays.begin_year, holidays.load_shipped(), year, at(date(2026, 12, 29)))

    assert before == date(2027, 1, 1)
    assert register.due_days()[ACKNOWLEDGE] == date(2027, 1, 5)
