"""The clocks of cases: started, paused, met, warned of and escalated once, never run backwards."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import case_clock, clocks, deadlines, holidays
from data.agency import load_agency
from data.clock_settings import INQUIRIES, KINDS, ClockName, ClockRules, Promises, rules_of
from data.deadlines import Pause, Rule, Unit, last_day, months_later
from data.office_calendar import Holiday, OfficeCalendar, add_working_days
from data.store import Connection, Stale, Store
from data.toml_file import DatasetError
from handlers.texts import clocks as texts

SHIPPED = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
RULES = rules_of(Promises())
ACKNOWLEDGE, NOTE, ANSWER = ClockName
MONDAY = date(2026, 11, 30)
CONSTITUTION = Holiday(date(2026, 12, 10), "วันรัฐธรรมนูญ")
SONGKRAN = [Holiday(date(2026, 4, day), "วันสงกรานต์") for day in (13, 14, 15, 16, 17)]
GRIEVANCE, BRIBERY = 41, 42


def at(day: date, hour: int = 10) -> str:
    """A stored time: *hour* o'clock in Bangkok."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 7)
    return moment.isoformat(timespec="microseconds")


def in_december(day: int) -> date:
    return date(2026, 12, day)


def insert_case(db: Connection, case_id: int, kind: str, opened_at: str = "") -> None:
    db.execute(
        "insert into cases"
        " (id, code, kind, level, state, chat, messenger, opened_at, updated_at)"
        " values (:id, :code, :kind, 1, 'submitted', 'chat', 'line', :at, :at)",
        {"id": case_id, "code": f"PS-{case_id}", "kind": kind, "at": opened_at},
    )


@dataclass
class Register:
    """A real database with cases; what is done to their clocks, in words."""

    store: Store
    rules: ClockRules = field(default_factory=lambda: RULES)

    def filed(self, case_id: int, kind: str, day: date, hour: int = 10) -> None:
        self.do(insert_case, case_id, kind, at(day, hour))
        self.do(clocks.start, case_id, kind, at(day, hour), self.rules)

    def do(self, query: Callable[..., Any], *args: Any) -> Any:
        return self.store.write_now(query, *args)

    def due_days(self, case_id: int = GRIEVANCE) -> dict[ClockName, date | None]:
        found = self.store.read_now(case_clock.running, case_id)
        return {clock.name: clock.due_on for clock in found}

    def due(self, day: date, hour: int = 10) -> clocks.Due:
        return self.store.read_now(clocks.due, at(day, hour))

    def to_warn(self, day: date) -> list[ClockName]:
        return [clock.name for clock in self.due(day).to_warn]

    def late(self, day: date) -> list[ClockName]:
        return [clock.name for clock in self.due(day).to_escalate]

    def tell(self, day: date) -> None:
        """Warn and escalate all that is due."""
        found = self.due(day)
        for clock in found.to_warn:
            self.do(clocks.mark_warned, clock, at(day))
        for clock in found.to_escalate:
            self.do(clocks.mark_escalated, clock, at(day))

    def working(self, case_id: int, name: ClockName) -> str:
        (clock,) = [
            clock
            for clock in self.store.read_now(case_clock.running, case_id)
            if clock.name is name
        ]
        return texts.working(self.store.read_now(case_clock.working, clock))

    def column(self, query: str) -> list[Any]:
        return self.store.read_now(lambda db: [row[0] for row in db.execute(query)])


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


# settings ----------------------------------------------------------------------------------


@pytest.fixture
def agency_file(tmp_path: Path) -> Path:
    path = tmp_path / "agency.toml"
    path.write_bytes(SHIPPED.read_bytes())
    return path


def test_the_shipped_settings_are_the_domains_defaults() -> None:
    assert load_agency(SHIPPED).clocks == RULES


def test_a_kind_may_have_its_own_clocks(agency_file: Path) -> None:
    with agency_file.open("a", encoding="utf-8") as file:
        file.write(
            "\n[clocks.GRIEVANCE]\nacknowledge = 1\nacknowledge_at_most = 4\nanswer_months = 2\n"
            "[clocks.PRIVACY]\nanswer = 30\nnote = 7\n"
        )
    found = load_agency(agency_file).clocks

    assert found["GRIEVANCE"] == {
        ACKNOWLEDGE: Rule(1, Unit.WORKING_DAY, 1, 4),
        NOTE: Rule(15, Unit.DAY, 3),
        ANSWER: Rule(2, Unit.MONTH, 3),
    }
    assert found["PRIVACY"][ANSWER] == Rule(30, Unit.DAY, 3)
    assert found["PRIVACY"][NOTE] == Rule(7, Unit.DAY, 3)
    assert found["CORRUPTION"] == RULES["CORRUPTION"]


def test_the_clocks_follow_the_promises_that_people_are_told(agency_file: Path) -> None:
    text = agency_file.read_text("utf-8")
    for old, new in (
        ("\nanswer = 15", "\nanswer = 20"),
        ("read = 7", "read = 5"),
        ("note = 15", "note = 10"),
        ("warn_days = 3", "warn_days = 2"),
    ):
        text = text.replace(old, new, 1)
    agency_file.write_text(text, "utf-8")
    agency = load_agency(agency_file)

    assert agency.clocks == rules_of(Promises(answer=20, corruption_read=5, note=10, warn_days=2))
    assert (agency.answer_promise_days, agency.corruption_promise_days) == (20, 5)


def test_every_bad_setting_of_the_clocks_is_named_at_once(agency_file: Path) -> None:
    text = agency_file.read_text("utf-8").replace("warn_days = 3", "warn_days = -1\nHOLE = 3")
    agency_file.write_text(
        text.replace("note = 15 ", "note = 0 ", 1).replace("\nanswer = 15", "\nanswer = 367")
        + "\n[clocks.GRIEVANCE]\nanswer = 15\nanswer_months = 2\nreply = 3\n"
        "[clocks.ETHICS]\nacknowledge = 'three'\n[clocks.PRIVACY]\n",
        "utf-8",
    )
    with pytest.raises(DatasetError) as raised:
        load_agency(agency_file)

    found = "\n".join(raised.value.problems)
    for place in (
        "promises.note: must be a whole number, 1 to 366",
        "promises.answer: must be a whole number, 1 to 366",
        "clocks.warn_days: must be a whole number, 0 to 366",
        "clocks.HOLE: no such setting",
        "clocks.GRIEVANCE.answer: days or months, not both",
        "clocks.GRIEVANCE.reply: no such setting",
        "clocks.ETHICS.acknowledge: must be a whole number, 1 to 366",
        "clocks.PRIVACY: must be a table of settings",
    ):
        assert place in found, found


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


# warned of and escalated -------------------------------------------------------------------


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


# holidays ----------------------------------------------------------------------------------


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


# no clock runs backwards -------------------------------------------------------------------

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.sets(days, max_size=40).map(lambda found: OfficeCalendar(dict.fromkeys(found, "")))
rules = st.builds(
    Rule,
    st.integers(1, 20),
    st.sampled_from(Unit),
    st.integers(0, 5),
    st.one_of(st.none(), st.integers(1, 30)),
)


@st.composite
def pauses_after(draw: st.DrawFn) -> tuple[date, list[Pause]]:
    """A start, and pauses that came after it, one after the other."""
    started = day = draw(days)
    found = []
    for wait, length in draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=5)):
        first = day + timedelta(days=wait)
        day = first + timedelta(days=length)
        found.append(Pause(first, day))
    return started, found


def dated(rule: Rule, started: date, pauses: list[Pause], calendar: OfficeCalendar) -> date:
    found = last_day(rule, started, pauses, calendar)
    assert found is not None
    return found


@given(rules, pauses_after(), calendars, days)
def test_another_holiday_moves_no_deadline_closer(
    rule: Rule, history: tuple[date, list[Pause]], calendar: OfficeCalendar, holiday: date
) -> None:
    more = OfficeCalendar({**calendar.holidays, holiday: ""})

    assert dated(rule, *history, more) >= dated(rule, *history, calendar)


@given(rules, pauses_after(), calendars)
def test_a_pause_moves_a_deadline_by_its_whole_days_and_no_further_than_its_limit(
    rule: Rule, history: tuple[date, list[Pause]], calendar: OfficeCalendar
) -> None:
    started, pauses = history
    cap = started + timedelta(days=rule.at_most_days or 10_000)
    before = dated(rule, started, [], calendar)
    for number, pause in enumerate(pauses, 1):
        assert pause.until is not None
        after = dated(rule, started, pauses[:number], calendar)
        assert before <= after <= cap
        if rule.unit is not Unit.WORKING_DAY and pause.first <= before:
            assert after == min(before + (pause.until - pause.first), cap)
        if pause.first <= before and after < cap:
            assert after >= pause.until, "it was in time when it was paused"
        if pause.first > before:
            assert after == before, "it was late when it was paused"
        before = after


@given(st.integers(1, 20), days, calendars)
def test_a_clock_of_working_days_without_pauses_is_the_calendars_own_count(
    amount: int, started: date, calendar: OfficeCalendar
) -> None:
    rule = Rule(amount, Unit.WORKING_DAY, 1)

    assert dated(rule, started, [], calendar) == add_working_days(started, amount, calendar)


@given(rules, pauses_after(), calendars)
def test_a_warning_comes_after_the_start_and_not_after_the_deadline(
    rule: Rule, history: tuple[date, list[Pause]], calendar: OfficeCalendar
) -> None:
    last = dated(rule, *history, calendar)
    warn = deadlines.warning_day(rule, history[0], last, calendar)

    assert history[0] < warn <= last


@dataclass
class Life:
    """One case whose clocks are pushed about, with a clock on the wall that is sometimes set back.

    *told* are the (clock, deadline) that were warned of or escalated.
    """

    db: Connection
    case_id: int
    now: datetime = datetime(2026, 11, 30, 3, tzinfo=UTC)
    told: set[tuple[str, int, date | None]] = field(default_factory=set)

    @property
    def at(self) -> str:
        return self.now.isoformat(timespec="microseconds")

    def step(self, what: str, amount: int) -> None:
        if what == "later":
            self.now += timedelta(hours=amount)
        elif what == "set back":
            self.now -= timedelta(hours=amount)
        elif what == "holiday":
            day = self.now.date() + timedelta(days=amount % 20 - 4)
            holidays.add(self.db, Holiday(day, "วันหยุด"), None, self.at)
        elif what in ("pause", "resume"):
            {"pause": clocks.pause, "resume": clocks.resume}[what](self.db, self.case_id, self.at)
        elif what == "reopen" and not self.dates():
            clocks.reopen(self.db, self.case_id, "CORRUPTION", self.at, RULES)
        elif what != "reopen":
            clocks.meet(self.db, self.case_id, ClockName(what), self.at)

    def tell(self) -> None:
        found = clocks.due(self.db, self.at)
        for what, some, mark in (
            ("warn", found.to_warn, clocks.mark_warned),
            ("escalate", found.to_escalate, clocks.mark_escalated),
        ):
            for clock in some:
                assert (what, clock.id, clock.due_on) not in self.told, "told of once"
                self.told.add((what, clock.id, clock.due_on))
                mark(self.db, clock, self.at)

    def is_paused(self) -> bool:
        query = "select 1 from case_pause where case_id = ? and resumed_at = ''"
        return self.db.execute(query, (self.case_id,)).fetchone() is not None

    def dates(self) -> dict[ClockName, date | None]:
        return {each.name: each.due_on for each in case_clock.running(self.db, self.case_id)}


STEPS = ("later", "later", "set back", "holiday", "pause", "resume", "reopen", *ClockName)


def ran_backwards(life: Life, steps: list[tuple[str, int]]) -> list[str]:
    """What went wrong in the life of a case; nothing should."""
    found = []
    latest: dict[ClockName, date] = {}
    for what, amount in steps:
        life.step(what, amount)
        life.tell()
        dates = life.dates()
        latest = {name: day for name, day in latest.items() if name in dates}
        for name, day in dates.items():
            if day is None or life.is_paused():  # while paused, a limit stands in for the deadline
                continue
            if name in latest and day < latest[name]:
                found.append(f"{name} from {latest[name]} to {day} by {what}")
            latest[name] = day
    return found


class _Undo(Exception):
    """Nothing of an example stays."""


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(("GRIEVANCE", "CORRUPTION")),
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 100)), max_size=25),
)
def test_whatever_happens_no_clock_runs_backwards_and_each_deadline_is_told_of_once(
    store: Store, kind: str, steps: list[tuple[str, int]]
) -> None:
    found: list[str] = []

    def live(db: Connection) -> None:
        life = Life(db, GRIEVANCE)
        insert_case(db, GRIEVANCE, kind, life.at)
        clocks.start(db, GRIEVANCE, kind, life.at, RULES)
        found.extend(ran_backwards(life, steps))
        raise _Undo

    with pytest.raises(_Undo):
        store.write_now(live)
    assert found == []


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
