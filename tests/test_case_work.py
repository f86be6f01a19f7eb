"""Moves made for real: the history, the clocks and the outcome follow in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data import case_clock, case_entries, case_work, cases, drafts, register, withdrawals
from data.case_moves import Need, State, Who
from data.case_work import Making
from data.cases import Case, CaseKind, NewCase
from data.clock_settings import ClockName, Promises, rules_of
from data.sealing import Vault
from data.store import Stale, Store
from data.times import BANGKOK, stamp

RULES = rules_of(Promises())
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=BANGKOK)
CHAT = "a-chat"


@dataclass
class Desk:
    """A real database and a clock that is turned by hand."""

    store: Store
    now: datetime = MONDAY

    def file(self, kind: CaseKind = CaseKind.GRIEVANCE) -> Case:
        words = (CHAT, "ถนนพัง", "", self.at)
        self.store.write_now(drafts.add_text, *words)
        new = NewCase(f"PS-{kind[:3]}-{len(kind)}", kind, CHAT, "web", self.at, RULES)
        case_id = self.store.write_now(cases.file, new)
        found = self.store.read_now(register.filed_here, CHAT, case_id)
        assert found is not None
        return found

    @property
    def at(self) -> str:
        return stamp(self.now)

    def later(self, days: int) -> None:
        self.now += timedelta(days=days)

    def makes(self, case: Case, move: str, who: Who = Who.WORKER, **given: str) -> Case:
        needs = {Need(name): words for name, words in given.items()}
        making = Making(case, move, who, self.at, given=needs, rules=RULES)
        self.store.write_now(case_work.make, making)
        return self.seen(case)

    def decides(self, case: Case, text: str, outcome: str = "") -> Case:
        given = {Need.TEXT: text, Need.OUTCOME: outcome, Need.AFTER: "ไม่มีรูป"}
        making = Making(case, "", Who.WORKER, self.at, given=given)
        self.store.write_now(case_work.finish if outcome else case_work.answer, making)
        return self.seen(case)

    def seen(self, case: Case) -> Case:
        found = self.store.read_now(register.filed_here, CHAT, case.id)
        assert found is not None
        return found

    def running(self, case: Case) -> set[ClockName]:
        return {clock.name for clock in self.store.read_now(case_clock.running, case.id)}

    def due_on(self, case: Case, name: ClockName) -> str:
        clocks = self.store.read_now(case_clock.running, case.id)
        return next(str(clock.due_on) for clock in clocks if clock.name is name)

    def history(self, case: Case) -> list[tuple[str, str]]:
        entries = self.store.read_now(case_entries.entries, case.id)
        return [(entry.kind, entry.state) for entry in entries]


@pytest.fixture
def desk(tmp_path: Path, vault: Vault) -> Iterator[Desk]:
    store = Store(tmp_path / "prongsai.db", vault)
    yield Desk(store)
    store.close()


def test_an_answer_keeps_the_promise_and_notes_go_on(desk: Desk) -> None:
    case = desk.file()
    assert desk.running(case) == set(ClockName)

    case = desk.decides(case, "กำลังไปดู")

    assert case.state is State.IN_PROGRESS
    assert desk.running(case) == {ClockName.NOTE}


def test_closing_needs_words_and_an_outcome_and_stops_every_clock(desk: Desk) -> None:
    case = desk.file()
    with pytest.raises(Stale, match="outcome"):
        desk.makes(case, "close", text="ซ่อมแล้ว")
    assert desk.seen(case).is_open

    case = desk.makes(case, "close", text="ซ่อมแล้ว", outcome="resolved", after="ไม่มีรูป")

    assert (case.state, case.outcome, case.closed_at) == (State.CLOSED, "resolved", desk.at)
    assert desk.running(case) == set()


def test_who_is_asked_stops_the_clock_and_starts_it_again_by_answering(desk: Desk) -> None:
    case = desk.makes(desk.file(), "start")
    due = desk.due_on(case, ClockName.ANSWER)
    case = desk.makes(case, "ask", text="บ้านเลขที่เท่าไหร่คะ")
    assert (case.state, case.waited_in) == (State.NEEDS_INFO, State.IN_PROGRESS)

    desk.later(4)
    said = case_work.said(case, "12 หมู่ 3", desk.at)
    desk.store.write_now(case_work.write_on, said)

    assert desk.seen(case).state is State.IN_PROGRESS
    assert desk.due_on(case, ClockName.ANSWER) > due


def test_an_inquiry_is_assessed_decided_and_concluded_even_in_one_go(desk: Desk) -> None:
    case = desk.decides(desk.file(CaseKind.CORRUPTION), "ตรวจแล้วพบว่ามีมูล", "substantiated")

    assert (case.state, case.outcome) == (State.CONCLUDED, "substantiated")
    states = [state for _, state in desk.history(case) if state]
    assert states == ["acknowledged", "assessing", "decided", "concluded"]
    assert desk.running(case) == set()


def test_words_in_an_inquiry_are_no_final_feedback(desk: Desk) -> None:
    case = desk.decides(desk.file(CaseKind.CORRUPTION), "ได้รับแล้ว กำลังตรวจ")

    assert case.state is State.ASSESSING
    assert desk.running(case) == {ClockName.NOTE, ClockName.ANSWER}


@pytest.mark.parametrize(("days", "opens"), [(30, True), (31, False)])
def test_a_closed_case_is_opened_again_within_thirty_days_and_counted(
    desk: Desk, days: int, opens: bool
) -> None:
    case = desk.decides(desk.file(), "ซ่อมแล้ว", "resolved")
    desk.later(days)

    if not opens:
        with pytest.raises(Stale, match="too late"):
            desk.makes(case, "reopen", Who.REPORTER, text="พังอีกแล้ว")
        return
    case = desk.makes(case, "reopen", Who.REPORTER, text="พังอีกแล้ว")

    assert (case.state, case.reopened, case.outcome) == (State.REOPENED, 1, "")
    assert case.is_open
    assert desk.running(case) == set(ClockName)


def test_what_was_said_meanwhile_is_read_before_anything_is_sent(desk: Desk) -> None:
    case = desk.file()
    desk.store.write_now(case_work.write_on, case_work.said(case, "ด่วนมาก", desk.at))

    given = {Need.TEXT: "รับทราบ"}
    making = Making(case, "", Who.WORKER, desk.at, given=given, after=1)
    with pytest.raises(Stale, match="meanwhile"):
        desk.store.write_now(case_work.answer, making)
    assert desk.seen(case).state is State.SUBMITTED
    assert [kind for kind, _ in desk.history(case)] == ["report", "addition"]


def test_withdrawing_stops_the_clocks_of_a_general_case_and_not_those_of_an_inquiry(
    desk: Desk,
) -> None:
    general, inquiry = desk.file(), desk.file(CaseKind.CORRUPTION)
    for case in (general, inquiry):
        desk.store.write_now(withdrawals.withdraw, case, "ผู้แจ้งถอนเรื่อง", desk.at)

    assert desk.seen(general).state is State.WITHDRAWN
    assert desk.running(general) == set()
    assert desk.seen(inquiry).is_open
    assert desk.running(inquiry)


def test_what_is_for_the_file_alone_is_not_said_to_the_reporter(desk: Desk) -> None:
    case = desk.makes(desk.file(), "reject", text="ไม่อยู่ในหน้าที่ค่ะ", reason="ที่ดินเอกชน")

    assert (case.state, case.outcome) == (State.REJECTED, "rejected")
    assert ("internal", "") in desk.history(case)
    assert desk.store.read_now(case_entries.last_said, case.id) == 2
