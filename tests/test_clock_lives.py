"""Whatever happens to a case, no clock of it runs backwards."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import case_clock, clocks, deadlines, holidays
from data.clock_settings import ClockName
from data.deadlines import Pause, Rule, Unit, last_day
from data.office_calendar import Holiday, OfficeCalendar, add_working_days
from data.store import Connection, Store
from tests.clock_register import (
    GRIEVANCE,
    RULES,
    insert_case,
)

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
