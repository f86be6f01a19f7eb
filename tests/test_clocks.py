"""The clocks of cases: started, paused, met, shown with their working, found fast."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from data import case_clock, clocks, holidays
from data.clock_settings import INQUIRIES, KINDS, ClockName, Promises, rules_of
from data.deadlines import months_later
from data.office_calendar import Holiday
from data.store import Connection, Stale, Store
from handlers.texts import clocks as texts
from tests.clock_register import (
    ACKNOWLEDGE,
    ANSWER,
    BRIBERY,
    CONSTITUTION,
    GRIEVANCE,
    MONDAY,
    NOTE,
    RULES,
    SONGKRAN,
    Register,
    at,
    in_december,
    insert_case,
)


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store)


# what is promised --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_case_is_read_told_of_and_answered_as_promised(
    register: Register, kind: str
) -> None:
    register.filed(GRIEVANCE, kind, MONDAY)

    assert register.due_days() == {
        ACKNOWLEDGE: in_december(3),
        NOTE: in_december(15),
        ANSWER: date(2027, 2, 28) if kind in INQUIRIES else in_december(15),
    }


def test_a_case_of_the_small_hours_counts_from_its_day_in_bangkok(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY, hour=1)  # still Sunday in UTC

    assert register.due_days()[ACKNOWLEDGE] == in_december(3)


def test_a_corruption_report_is_read_within_seven_days_however_many_are_holidays(
    register: Register,
) -> None:
    for holiday in SONGKRAN:
        register.do(holidays.add, holiday, None, at(date(2026, 1, 5)))
    register.filed(GRIEVANCE, "GRIEVANCE", date(2026, 4, 10))
    register.filed(BRIBERY, "CORRUPTION", date(2026, 4, 10))
    register.filed(43, "ETHICS", date(2026, 4, 10))

    assert register.due_days(GRIEVANCE)[ACKNOWLEDGE] == date(2026, 4, 22)
    assert register.due_days(BRIBERY)[ACKNOWLEDGE] == date(2026, 4, 17)
    assert register.due_days(43)[ACKNOWLEDGE] == date(2026, 4, 17)


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    day: date, number: int, later: date
) -> None:
    assert months_later(day, number) == later


def test_the_clocks_of_a_case_start_once(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)

    with pytest.raises(Stale):
        register.do(clocks.start, GRIEVANCE, "GRIEVANCE", at(MONDAY), RULES)


def test_a_promise_stays_as_given_when_the_settings_change(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.rules = rules_of(Promises(answer=30))
    register.filed(43, "GRIEVANCE", MONDAY)
    register.do(holidays.add, CONSTITUTION, None, at(MONDAY))

    assert register.due_days(GRIEVANCE)[ANSWER] == in_december(15)
    assert register.due_days(43)[ANSWER] == in_december(30)


# pauses ------------------------------------------------------------------------------------


def test_a_pause_moves_every_clock_by_its_own_days(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    assert register.do(clocks.pause, GRIEVANCE, at(in_december(3), 15))
    assert register.due_days() == {ACKNOWLEDGE: None, NOTE: None, ANSWER: None}
    assert register.store.read_now(clocks.next_date, GRIEVANCE) is None
    assert register.do(clocks.resume, GRIEVANCE, at(in_december(8), 9))

    assert register.due_days() == {
        ACKNOWLEDGE: in_december(8),  # Thursday, Friday and Monday were given back
        NOTE: in_december(20),  # five days
        ANSWER: in_december(20),
    }


def test_a_pause_within_a_day_gives_nothing_back_and_one_from_the_first_day_all(
    register: Register,
) -> None:
    for case_id, last in ((GRIEVANCE, MONDAY), (43, in_december(2))):
        register.filed(case_id, "GRIEVANCE", MONDAY)
        register.do(clocks.pause, case_id, at(MONDAY, 11))
        register.do(clocks.resume, case_id, at(last, 13))

    assert register.due_days(GRIEVANCE)[ACKNOWLEDGE] == in_december(3)
    assert register.due_days(43)[ACKNOWLEDGE] == in_december(7)  # as if filed on Wednesday
    assert register.due_days(43)[ANSWER] == in_december(17)


def test_a_pause_on_the_last_day_gives_that_day_back_whole(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.pause, GRIEVANCE, at(in_december(3), 23))
    register.do(clocks.resume, GRIEVANCE, at(in_december(4), 1))
    register.do(clocks.pause, GRIEVANCE, at(in_december(16), 23))
    register.do(clocks.resume, GRIEVANCE, at(in_december(20), 1))

    assert register.due_days() == {
        ACKNOWLEDGE: in_december(4),
        NOTE: in_december(20),
        ANSWER: in_december(20),
    }


def test_what_is_paused_is_neither_warned_of_nor_late(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.pause, GRIEVANCE, at(in_december(1)))

    assert register.due(date(2027, 6, 1)) == clocks.Due((), ())


def test_pausing_twice_or_resuming_what_runs_changes_nothing(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    assert not register.do(clocks.resume, GRIEVANCE, at(MONDAY))
    register.do(clocks.pause, GRIEVANCE, at(in_december(1)))
    assert not register.do(clocks.pause, GRIEVANCE, at(in_december(9)))
    register.do(clocks.resume, GRIEVANCE, at(in_december(2)))
    assert not register.do(clocks.resume, GRIEVANCE, at(in_december(9)))

    assert register.due_days()[ANSWER] == in_december(16)
    assert not register.do(clocks.pause, 99, at(MONDAY))


def test_no_pause_keeps_a_corruption_report_unread_past_seven_days(register: Register) -> None:
    register.filed(BRIBERY, "CORRUPTION", MONDAY)
    register.do(clocks.pause, BRIBERY, at(in_december(1)))
    assert register.due_days(BRIBERY) == {ACKNOWLEDGE: in_december(7), NOTE: None, ANSWER: None}
    assert register.late(in_december(8)) == [ACKNOWLEDGE]
    register.do(clocks.resume, BRIBERY, at(in_december(20)))

    assert register.due_days(BRIBERY)[ACKNOWLEDGE] == in_december(7)
    assert register.due_days(BRIBERY)[ANSWER] == date(2027, 2, 28) + timedelta(days=19)


def test_what_was_late_before_the_pause_is_late_after_it_and_not_told_of_again(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.tell(in_december(4))
    register.do(clocks.pause, GRIEVANCE, at(in_december(4)))
    while_paused = register.due_days()
    register.do(clocks.resume, GRIEVANCE, at(in_december(14)))

    assert while_paused == {ACKNOWLEDGE: in_december(3), NOTE: None, ANSWER: None}
    assert register.due_days()[ACKNOWLEDGE] == in_december(3)
    assert register.late(in_december(14)) == []


# met ---------------------------------------------------------------------------------------


def test_reading_a_case_stops_that_clock_alone(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.meet, GRIEVANCE, ACKNOWLEDGE, at(in_december(1)))

    assert set(register.due_days()) == {NOTE, ANSWER}


def test_a_note_starts_the_clock_of_the_next_and_shows_that_somebody_has_read(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.meet, GRIEVANCE, NOTE, at(in_december(10)))

    assert register.due_days() == {NOTE: in_december(25), ANSWER: in_december(15)}
    assert register.column("select ending from case_clock where ended_at <> '' order by name") == [
        "met",
        "met",
    ]


def test_a_note_that_is_sent_while_we_wait_for_the_reporter_starts_no_clock_before_the_reply(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.pause, GRIEVANCE, at(in_december(1)))
    register.do(clocks.meet, GRIEVANCE, NOTE, at(in_december(3)))
    assert register.due_days()[NOTE] is None
    register.do(clocks.resume, GRIEVANCE, at(in_december(7)))

    assert register.due_days()[NOTE] == in_december(22)


@pytest.mark.parametrize(
    ("stop", "endings"),
    [
        (lambda db: clocks.meet(db, GRIEVANCE, ANSWER, at(in_december(9))), "met met stopped"),
        (lambda db: clocks.stop(db, GRIEVANCE, at(in_december(9))), "stopped stopped stopped"),
    ],
)
@pytest.mark.parametrize("paused", [False, True])
def test_closing_a_case_stops_every_clock_even_a_paused_one(
    register: Register, stop: Callable[[Connection], None], endings: str, *, paused: bool
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    if paused:
        register.do(clocks.pause, GRIEVANCE, at(in_december(1)))
    register.do(stop)

    assert register.due_days() == {}
    assert register.column("select ending from case_clock order by name") == endings.split()
    assert register.column("select count(*) from case_pause where resumed_at = ''") == [0]
    assert register.column("select count(*) from case_clock where due_on = ''") == [0]
    assert register.due(date(2027, 6, 1)) == clocks.Due((), ())


def test_an_answer_that_leaves_the_case_open_keeps_the_notes_going(register: Register) -> None:
    for case_id, kind in ((GRIEVANCE, "GRIEVANCE"), (BRIBERY, "CORRUPTION")):
        register.filed(case_id, kind, MONDAY)
        register.do(clocks.answered_for_now, case_id, at(in_december(4)))

    assert register.due_days(GRIEVANCE) == {NOTE: in_december(19)}
    assert set(register.due_days(BRIBERY)) == {NOTE, ANSWER}  # no final feedback yet


def test_reopening_starts_every_clock_anew_and_keeps_how_the_others_ended(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.meet, GRIEVANCE, ANSWER, at(in_december(9)))
    register.do(clocks.reopen, GRIEVANCE, "GRIEVANCE", at(in_december(14)), RULES)

    assert register.due_days() == {
        ACKNOWLEDGE: in_december(17),
        NOTE: in_december(29),
        ANSWER: in_december(29),
    }
    assert register.column("select count(*) from case_clock where ending = 'met'") == [2]


def test_the_next_word_is_the_nearest_promise_and_an_apology_once_that_has_passed(
    register: Register,
) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    clock = register.store.read_now(clocks.next_date, GRIEVANCE)

    assert clock is not None
    assert (clock.name, clock.due_on) == (ACKNOWLEDGE, in_december(3))
    said = texts.next_word(clock, in_december(3))
    assert said == "เจ้าหน้าที่จะเปิดอ่านภายในวันพฤหัสบดีที่ 3 ธันวาคม 2569"
    assert "ขออภัย" in texts.next_word(clock, in_december(4))
    assert texts.for_officer(clock, in_december(1)).endswith("(อีก 2 วัน)")
    assert texts.for_officer(clock, in_december(5)).endswith("(เลยมา 2 วัน)")


def test_open_cases_of_before_get_their_clocks_once(register: Register) -> None:
    register.do(insert_case, GRIEVANCE, "GRIEVANCE", at(MONDAY))
    register.do(insert_case, 43, "QUESTION", at(MONDAY))
    register.do(insert_case, 44, "QUESTION", at(MONDAY))
    register.do(lambda db: db.execute("update cases set state = 'acknowledged' where id = 43"))
    register.do(lambda db: db.execute("update cases set closed_at = opened_at where id = 44"))

    assert register.do(clocks.start_missing, RULES) == 2
    assert register.do(clocks.start_missing, RULES) == 0
    assert set(register.due_days(GRIEVANCE)) == set(ClockName)
    assert register.due_days(43) == {NOTE: in_december(15), ANSWER: in_december(15)}
    assert register.due_days(44) == {}


def test_clocks_and_pauses_go_with_their_case(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.pause, GRIEVANCE, at(MONDAY))
    register.do(lambda db: db.execute("delete from cases") and None)

    assert register.column("select count(*) from case_clock") == [0]
    assert register.column("select count(*) from case_pause") == [0]


# the working -------------------------------------------------------------------------------


def test_a_deadline_shows_its_working(register: Register) -> None:
    register.do(holidays.add, CONSTITUTION, None, at(MONDAY))
    register.do(holidays.add, Holiday(in_december(7), "วันชดเชยวันพ่อแห่งชาติ"), None, at(MONDAY))
    register.filed(GRIEVANCE, "GRIEVANCE", in_december(4))
    register.filed(BRIBERY, "CORRUPTION", in_december(4))

    assert register.working(GRIEVANCE, ACKNOWLEDGE) == (
        "3 วันทำการ นับจากวันศุกร์ที่ 4 ธันวาคม 2569 (ไม่นับวันแรก) ข้ามเสาร์ อาทิตย์ และวันหยุด"
        " วันชดเชยวันพ่อแห่งชาติ (7 ธันวาคม 2569) และ วันรัฐธรรมนูญ (10 ธันวาคม 2569)"
        " ครบกำหนดวันศุกร์ที่ 11 ธันวาคม 2569"
    )
    assert register.working(BRIBERY, ACKNOWLEDGE) == register.working(GRIEVANCE, ACKNOWLEDGE)
    assert register.working(BRIBERY, ANSWER) == (
        "3 เดือน นับจากวันศุกร์ที่ 4 ธันวาคม 2569 (ไม่นับวันแรก) นับทุกวันรวมวันหยุด ครบกำหนดวันพฤหัสบดีที่ 4 มีนาคม 2570"
    )


def test_the_working_tells_of_pauses_and_of_the_limit(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.filed(BRIBERY, "CORRUPTION", MONDAY)
    for case_id in (GRIEVANCE, BRIBERY):
        register.do(clocks.pause, case_id, at(MONDAY))
        register.do(clocks.resume, case_id, at(in_december(2)))
        register.do(clocks.pause, case_id, at(in_december(3)))
        paused = register.working(case_id, NOTE)
        register.do(clocks.resume, case_id, at(in_december(7)))

    assert paused.endswith("ขณะนี้หยุดนับ รอข้อมูลจากผู้แจ้ง")
    assert register.working(GRIEVANCE, NOTE) == (
        "15 วัน นับจากวันจันทร์ที่ 30 พฤศจิกายน 2569 (ไม่นับวันแรก) นับทุกวันรวมวันหยุด"
        " รอข้อมูลจากผู้แจ้งจึงเริ่มนับหลังวันพุธที่ 2 ธันวาคม 2569"
        " ไม่นับ 4 วันที่รอข้อมูลจากผู้แจ้ง (3 ธันวาคม 2569 ถึง 6 ธันวาคม 2569)"
        " ครบกำหนดวันจันทร์ที่ 21 ธันวาคม 2569"
    )
    assert register.working(BRIBERY, ACKNOWLEDGE).endswith(
        "แต่ไม่เกิน 7 วันไม่ว่ากรณีใด ครบกำหนดวันจันทร์ที่ 7 ธันวาคม 2569"
    )


# fast --------------------------------------------------------------------------------------


def plans(store: Store, query: Callable[..., Any], *args: Any) -> list[str]:
    """How SQLite goes about each statement of *query*."""

    def explained(db: Connection) -> list[str]:
        statements: list[str] = []
        db.set_trace_callback(statements.append)
        query(db, *args)
        db.set_trace_callback(None)
        return [
            str(row[3])
            for statement in statements
            for row in db.execute(f"explain query plan {statement}")
        ]

    return store.read_now(explained)


def test_what_is_due_is_found_by_its_date_without_sorting_or_reading_every_case(
    register: Register,
) -> None:
    assert plans(register.store, clocks.due, at(MONDAY)) == [
        "SEARCH case_clock USING INDEX case_clock_to_warn (warn_on<?)",
        "SEARCH case_clock USING INDEX case_clock_to_escalate (due_on<?)",
    ]


def test_the_clocks_of_one_case_are_found_by_its_id(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    clock = register.store.read_now(clocks.next_date, GRIEVANCE)
    found = plans(register.store, clocks.next_date, GRIEVANCE)
    found += plans(register.store, case_clock.working, clock)

    assert found
    assert not [plan for plan in found if plan.startswith("SCAN case_")]


def test_a_clock_cannot_run_twice_nor_a_case_be_paused_twice(register: Register) -> None:
    register.filed(GRIEVANCE, "GRIEVANCE", MONDAY)
    register.do(clocks.pause, GRIEVANCE, at(MONDAY))

    for table in ("case_clock", "case_pause"):
        columns = register.column(f"select name from pragma_table_info('{table}') where pk = 0")
        names = ", ".join(columns)
        copy = f"insert into {table} ({names}) select {names} from {table} limit 1"
        with pytest.raises(sqlite3.IntegrityError):
            register.do(lambda db, statement=copy: db.execute(statement))
