"""Deadlines are warned of before and escalated after, once each."""

from datetime import date, timedelta

import pytest

from data import clocks, holidays
from data.clock_settings import Promises, rules_of
from data.office_calendar import Holiday
from data.store import Connection, Stale, Store
from tests.clock_register import (
    ACKNOWLEDGE,
    ANSWER,
    GRIEVANCE,
    MONDAY,
    NOTE,
    SONGKRAN,
    Register,
    at,
    in_december,
)


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store)


def test_each_deadline_is_warned_of_before_and_escalated_after_once(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    assert register.to_warn(in_december(1)) == []
    assert register.to_warn(in_december(2)) == [ACKNOWLEDGE]  # one working day before
    register.tell(in_december(2))
    assert register.due(in_december(3), hour=23) == clocks.Due((), ())
    assert register.late(in_december(4)) == [ACKNOWLEDGE]
    register.tell(in_december(4))
    assert register.due(in_december(10)) == clocks.Due((), ())
    assert register.to_warn(in_december(11)) == [NOTE, ANSWER]  # three days before is a Saturday
    register.tell(in_december(11))

    assert register.late(in_december(16)) == [NOTE, ANSWER]
    register.tell(in_december(16))
    assert register.due(date(2027, 6, 1)) == clocks.Due((), ())


def test_what_was_never_warned_of_in_time_is_only_escalated(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.meet, GRIEVANCE, ACKNOWLEDGE, at(MONDAY))
    late = in_december(20)

    assert register.to_warn(late) == []
    assert register.late(late) == [NOTE, ANSWER]
    register.tell(late)
    assert register.column("select count(*) from case_clock where due_on > warned_of") == [1]


def test_nothing_is_told_twice_or_after_it_was_met_or_moved(register: Register) -> None:
    for case_id in (GRIEVANCE, 43, 44):
        register.filed(case_id, "GRIEVANCE", MONDAY)
    told, met, moved = register.due(in_december(4)).to_escalate
    register.do(clocks.mark_escalated, told, at(in_december(4)))
    with pytest.raises(Stale):
        register.do(clocks.mark_escalated, told, at(in_december(4)))
    register.do(clocks.meet, met.case_id, ACKNOWLEDGE, at(in_december(4)))
    register.do(holidays.add, Holiday(in_december(2), "วันหยุดพิเศษ"), None, at(in_december(4)))

    for clock in (met, moved):
        with pytest.raises(Stale):
            register.do(clocks.mark_escalated, clock, at(in_december(4)))


def test_a_warning_is_given_by_one_of_two_who_found_it(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    (clock,) = register.due(in_december(2)).to_warn
    register.do(clocks.mark_warned, clock, at(in_december(2)))

    with pytest.raises(Stale):
        register.do(clocks.mark_warned, clock, at(in_december(2)))


def test_a_notice_that_fails_leaves_the_deadline_to_be_told_of(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)

    def tell(db: Connection) -> None:
        clocks.mark_warned(db, clocks.due(db, at(in_december(2))).to_warn[0], at(in_december(2)))
        raise LookupError

    with pytest.raises(LookupError):
        register.do(tell)
    assert register.to_warn(in_december(2)) == [ACKNOWLEDGE]


def test_over_a_holiday_the_warning_comes_while_somebody_is_at_the_office(
    register: Register,
) -> None:
    for holiday in SONGKRAN:
        register.do(holidays.add, holiday, None, at(date(2026, 1, 5)))
    register.filed(GRIEVANCE, "GRIEVANCE", date(2026, 4, 2))
    register.do(clocks.meet, GRIEVANCE, NOTE, at(date(2026, 4, 2)))
    assert register.due_days()[ANSWER] == date(2026, 4, 17)

    assert register.to_warn(date(2026, 4, 9)) == []
    assert register.to_warn(date(2026, 4, 10)) == [ANSWER, NOTE]  # the last day before Songkran
    assert register.late(date(2026, 4, 17)) == []
    assert register.late(date(2026, 4, 18)) == [ANSWER, NOTE]


def test_a_deadline_that_a_pause_moved_is_warned_of_anew(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.meet, GRIEVANCE, ACKNOWLEDGE, at(MONDAY))
    register.tell(in_december(11))
    register.do(clocks.pause, GRIEVANCE, at(in_december(12)))
    register.do(clocks.resume, GRIEVANCE, at(in_december(22)))

    assert register.due_days()[ANSWER] == in_december(25)
    assert register.to_warn(in_december(22)) == [NOTE, ANSWER]


def test_a_deadline_that_a_short_pause_left_where_it_was_is_not_warned_of_again(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.tell(in_december(2))
    register.do(clocks.pause, GRIEVANCE, at(in_december(2), 11))
    register.do(clocks.resume, GRIEVANCE, at(in_december(2), 15))

    assert register.to_warn(in_december(2)) == []


def test_a_clock_of_one_day_is_not_warned_of_the_moment_it_starts(register: Register) -> None:
    register.rules = rules_of(Promises(acknowledge=1, answer=1))
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)

    assert register.to_warn(MONDAY) == []
    assert register.to_warn(in_december(1)) == [ACKNOWLEDGE, ANSWER]


def test_no_more_than_asked_for_is_handed_out_the_longest_overdue_first(register: Register) -> None:
    for number in range(5):
        register.filed(60 + number, "GRIEVANCE", MONDAY + timedelta(days=number))
    found = register.store.read_now(clocks.due, at(in_december(10)), 2)

    assert [clock.case_id for clock in found.to_escalate] == [60, 61]
