"""The table of moves: no path skips what it needs, nothing is done by whom it is not for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from data.case_moves import (
    FINISHED,
    GENERAL,
    PAUSED,
    REOPENED_WITHIN,
    TABLE,
    Need,
    NotAllowed,
    Path,
    Standing,
    State,
    Who,
    moved,
    moves,
    needed,
)

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
EVERYTHING = dict.fromkeys(Need, "คำ")
ON_THE_WAY = {  # what was withdrawn before anybody looked is known to the office when reopened
    Path.GENERAL: {State.ACKNOWLEDGED},
    Path.INQUIRY: {State.ACKNOWLEDGED, State.ASSESSING, State.DECIDED},
}


@pytest.mark.parametrize("path", Path)
def test_every_move_is_named_once_leads_somewhere_and_is_for_somebody(path: Path) -> None:
    for name, move in TABLE[path].items():
        assert move.name == name
        assert move.who
        assert move.before
        assert move.after not in move.before or move.name in ("assign", "route", "answer")


@pytest.mark.parametrize("path", Path)
def test_from_every_state_that_can_be_reached_a_case_can_be_finished(path: Path) -> None:
    reached, waiting = {State.SUBMITTED}, [State.SUBMITTED]
    while waiting:
        state = waiting.pop()
        for move in TABLE[path].values():
            to = move.after
            if state in move.before and to is not None and to not in reached:
                reached.add(to)
                waiting.append(to)
    for state in reached - FINISHED:
        ways, seen = [state], {state}
        while ways:
            now = ways.pop()
            for move in TABLE[path].values():
                to = State.ACKNOWLEDGED if move.resumes else move.after
                if now in move.before and to is not None and to not in seen:
                    seen.add(to)
                    ways.append(to)
        assert seen & FINISHED, state


@pytest.mark.parametrize(
    ("name", "need"),
    [
        ("close", Need.OUTCOME),
        ("close", Need.TEXT),
        ("reject", Need.REASON),
        ("refer", Need.BODY),
        ("duplicate", Need.ORIGINAL),
        ("ask", Need.TEXT),
    ],
)
def test_a_move_is_refused_without_what_it_needs(name: str, need: Need) -> None:
    standing = Standing(Path.GENERAL, State.IN_PROGRESS)
    given = {each: words for each, words in EVERYTHING.items() if each is not need}

    with pytest.raises(NotAllowed, match=need):
        moved(standing, name, Who.WORKER, given | {need: "  "}, NOW)


@pytest.mark.parametrize("name", ["resolve", "close"])
def test_work_is_not_ended_without_a_photo_or_a_reason_wherever_it_stands(name: str) -> None:
    given: dict[Need, str] = {
        each: words for each, words in EVERYTHING.items() if each is not Need.AFTER
    }
    for state in GENERAL[name].before - {State.RESOLVED}:
        work = Standing(Path.GENERAL, state, is_work=True)
        with pytest.raises(NotAllowed, match=Need.AFTER):
            moved(work, name, Who.WORKER, given, NOW)
        assert moved(work, name, Who.WORKER, EVERYTHING, NOW).is_work
        assert moved(replace(work, is_work=False), name, Who.WORKER, given, NOW)


def test_a_question_is_waited_for_and_work_goes_on_where_it_was() -> None:
    standing = Standing(Path.INQUIRY, State.NEEDS_INFO, waited_in=State.FACT_FINDING)

    assert moved(standing, "hear", Who.REPORTER, EVERYTHING, NOW).state is State.FACT_FINDING


def test_withdrawing_closes_a_general_case_and_leaves_an_inquiry_where_it_is() -> None:
    general, inquiry = (Standing(path, State.ACKNOWLEDGED) for path in Path)

    assert moved(general, "withdraw", Who.REPORTER, {}, NOW).state is State.WITHDRAWN
    assert moved(inquiry, "withdraw", Who.REPORTER, {}, NOW).state is State.ACKNOWLEDGED


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (30, True), (31, False)])
def test_a_case_is_opened_again_within_thirty_days(days: int, allowed: bool) -> None:
    standing = Standing(Path.GENERAL, State.CLOSED, finished_at=NOW - timedelta(days=days))

    names = [move.name for move in moves(standing, Who.REPORTER, NOW)]
    assert ("reopen" in names) is allowed


def test_a_supervisor_has_no_move_in_an_inquiry() -> None:
    for state in State:
        assert not moves(Standing(Path.INQUIRY, state), Who.SUPERVISOR, NOW)


class AnyLife(RuleBasedStateMachine):
    """Whatever moves are tried, in any order, by anybody, with anything."""

    @initialize(path=st.sampled_from(Path), is_work=st.booleans())
    def file(self, path: Path, is_work: bool) -> None:
        self.standing = Standing(path, State.SUBMITTED, is_work=is_work)
        self.now = NOW
        self.been = {State.SUBMITTED}
        self.given: set[Need] = set()

    @rule(
        name=st.sampled_from(sorted({name for rows in TABLE.values() for name in rows})),
        who=st.sampled_from(Who),
        given=st.sets(st.sampled_from(Need)),
        days=st.integers(0, 40),
    )
    def try_a_move(self, name: str, who: Who, given: set[Need], days: int) -> None:
        self.now += timedelta(days=days)
        standing = self.standing
        offered = {move.name for move in moves(standing, who, self.now)}
        words = dict.fromkeys(given, "คำ")
        try:
            self.standing = moved(standing, name, who, words, self.now)
        except NotAllowed:
            needs = needed(TABLE[standing.path][name], standing) if name in offered else set(Need)
            assert name not in offered or not needs <= given
            return
        assert name in offered
        assert needed(TABLE[standing.path][name], standing) <= given
        if name == "reopen" and standing.finished_at is not None:
            assert self.now - standing.finished_at <= REOPENED_WITHIN
        self.been.add(self.standing.state)
        self.given |= given

    @invariant()
    def nothing_is_skipped(self) -> None:
        if not hasattr(self, "standing"):
            return
        state = self.standing.state
        if state in (State.CLOSED, State.CONCLUDED):
            known = {State.ACKNOWLEDGED} if State.REOPENED in self.been else set()
            assert self.been | known >= ON_THE_WAY[self.standing.path]
            assert {Need.OUTCOME, Need.TEXT} <= self.given
            is_shown = self.standing.path is Path.INQUIRY or Need.AFTER in self.given
            assert is_shown or not self.standing.is_work
        assert (self.standing.finished_at is None) is (state not in FINISHED)
        if state in PAUSED:
            assert self.standing.waited_in not in (None, *PAUSED, *FINISHED)


AnyLife.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestAnyLife = AnyLife.TestCase
