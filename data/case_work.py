"""Work on cases: a move of the table is made, with the words that belong to it, in one transaction.

The clocks follow: what was promised is met, paused while the reporter is asked, started anew where
the case is opened again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from data import after_photos, audit, case_access, clocks, joining
from data.audit import Action
from data.case_entries import Entry, add_entry, last_said, must_be_open
from data.case_moves import FINISHED, PAUSED, Need, NotAllowed, Path, State, Who, moved
from data.cases import Case
from data.clock_settings import ClockName, ClockRules
from data.store import Connection, Stale
from data.times import parse

ENTRY_OF: Mapping[str, str] = MappingProxyType(
    {"ask": "question", "note": "progress", "hear": "addition", "reopen": "reopening"}
)
"""How the words of a move stand in the history; an "answer" where it is not said."""

FOR_THE_FILE = (Need.REASON, Need.BODY, Need.ORIGINAL, Need.AFTER)
FEEDBACK = frozenset({"close", "conclude"})
"""With which the promised answer is given."""

ACTION_OF: Mapping[str, Action] = MappingProxyType(
    {
        "acknowledge": Action.OPENED,
        "assign": Action.ASSIGNED,
        "route": Action.ASSIGNED,
        "ask": Action.ANSWERED,
        "answer": Action.ANSWERED,
        "note": Action.ANSWERED,
        "close": Action.CLOSED,
        "conclude": Action.CLOSED,
        "withdraw": Action.WITHDRAWN,
    }
)
"""What the audit trail calls a move; where it is not said, the state that came of it."""

OUTCOME_OF: Mapping[str, str] = MappingProxyType(
    {"refer": "referred", "refer_external": "referred", "reject": "rejected"}
)


@dataclass(frozen=True, slots=True)
class Making:
    """A move about to be made. *staff_id* is None for a reporter and for the machine's operator;
    *after* the number of things said that they knew of (see last_said), None where nobody looked;
    *rules* the agency's promises, for opening again; *photo* the waiting photo of the work done
    (see data.after_photos), None without one."""

    case: Case
    move: str
    who: Who
    at: str
    staff_id: int | None = None
    given: Mapping[Need, str] = field(default_factory=lambda: MappingProxyType({}))
    after: int | None = None
    message: str = ""
    rules: ClockRules | None = field(default=None, repr=False)
    photo: int | None = None


def acknowledge(db: Connection, case: Case, staff_id: int | None, at: str) -> bool:
    """A person has opened the case for the first time; False when that was so before."""
    found = _now(db, case)
    if found.state is not State.SUBMITTED:
        return False
    make(db, Making(found, "acknowledge", Who.WORKER, at, staff_id))
    return True


def make(db: Connection, making: Making) -> None:
    """Make a move. Raises Stale when it cannot be made (any more), or somebody spoke meanwhile."""
    case = _now(db, making.case)
    if making.after is not None and making.after != last_said(db, case.id):
        raise Stale("something was said meanwhile")
    if making.who is not Who.REPORTER and making.move != "acknowledge":
        acknowledge(db, case, making.staff_id, making.at)
        case = _now(db, case)
    try:
        after = moved(case.standing, making.move, making.who, making.given, parse(making.at))
    except NotAllowed as error:
        raise Stale(str(error)) from error
    if making.move == "withdraw" and after.state in PAUSED:  # nobody answers: it goes on
        after = replace(after, state=State(case.waited_in or State.ACKNOWLEDGED), waited_in=None)
    if making.move == "reopen":
        case_access.take_over(db, making.at, case.id)
    _keep(db, case, making, after.state, after.waited_in)
    _tell(db, case, making, after.state)
    if making.move in joining.JOINING_MOVES:
        original = making.given.get(Need.ORIGINAL, "")
        joining.link(db, case.id, making.move, original, making.at)
    elif after.state is State.WITHDRAWN:
        joining.pass_on(db, case.id, making.at)
    _keep_time(db, case, making, after.state)
    _record(db, making, after.state)


def said(case: Case, text: str, at: str, message: str = "") -> Making:
    """What the reporter says more. *message* is "<messenger>:<message id>" or ""."""
    given = MappingProxyType({Need.TEXT: text})
    return Making(case, "", Who.REPORTER, at, given=given, message=message)


def write_on(db: Connection, making: Making) -> None:
    """The reporter says more: where they were asked, the case goes on. Raises Stale when it was
    closed meanwhile."""
    case, text = _now(db, making.case), making.given.get(Need.TEXT, "")
    if case.state in PAUSED:
        return make(db, replace(making, move="hear"))
    must_be_open(db, case.id)
    entry = Entry("addition", "citizen", text, "", making.at)
    return add_entry(db, case.id, entry, message=making.message)


def answer(db: Connection, making: Making) -> None:
    """Words to the reporter that leave the case open, whichever way its kind goes."""
    _go_on(db, making)
    inquiry = making.case.standing.path is Path.INQUIRY
    make(db, replace(making, move="note" if inquiry else "answer"))


def finish(db: Connection, making: Making) -> None:
    """Closing words with an outcome, whichever way its kind goes: an inquiry is decided, then
    concluded, what it rests on standing in the file."""
    if making.case.standing.path is Path.GENERAL:
        return make(db, replace(making, move="close"))
    _go_on(db, making)
    reason = making.given.get(Need.REASON) or making.given.get(Need.TEXT, "")
    rests_on = {Need.OUTCOME: making.given.get(Need.OUTCOME, ""), Need.REASON: reason}
    if _now(db, making.case).state not in (State.DECIDED, State.ACTION_TAKEN):
        make(db, replace(making, move="decide", given=rests_on))
    text = {Need.TEXT: making.given.get(Need.TEXT, "")}
    return make(db, replace(making, move="conclude", given=text, after=None))


def jot(db: Connection, case: Case, text: str, staff_id: int | None, at: str) -> None:
    """An internal note: it stands in the file, nobody outside reads it, nothing else changes."""
    add_entry(db, case.id, Entry("internal", "officer", text, "", at), staff_id)
    audit.record(db, audit.Event(at, audit.by(staff_id), Action.NOTED, case.id))


def _go_on(db: Connection, making: Making) -> None:
    """What goes before an officer's words: nobody waits any more, an inquiry is being assessed."""
    silent = replace(making, given=MappingProxyType({}), after=None)
    acknowledge(db, making.case, making.staff_id, making.at)
    if _now(db, making.case).state in PAUSED:
        make(db, replace(silent, move="go_on"))
    fresh = _now(db, making.case).state in (State.ACKNOWLEDGED, State.REOPENED)
    if fresh and making.case.standing.path is Path.INQUIRY:
        make(db, replace(silent, move="assess"))


def _now(db: Connection, case: Case) -> Case:
    """The case as it stands in this transaction."""
    row = db.execute(
        "select state, outcome, updated_at, closed_at, waited_in, reopened, assigned_to from cases"
        " where id = :id",
        {"id": case.id},
    ).fetchone()
    if row is None:
        raise Stale("the case is gone")
    state, outcome, updated_at, closed_at, waited_in, reopened, assigned_to = row
    return replace(
        case,
        state=State(state),
        outcome=outcome,
        updated_at=updated_at,
        closed_at=closed_at,
        waited_in=waited_in,
        reopened=reopened,
        assigned_to=assigned_to,
    )


def _keep(
    db: Connection, case: Case, making: Making, state: State, waited_in: State | None
) -> None:
    outcome = making.given.get(Need.OUTCOME) or OUTCOME_OF.get(making.move, case.outcome)
    assignee, unit = making.given.get(Need.ASSIGNEE, ""), making.given.get(Need.UNIT, "")
    taken = None if unit else case.assigned_to
    db.execute(
        "update cases set state = :state, waited_in = :waited_in, updated_at = :at,"
        " outcome = :outcome, closed_at = :closed_at, reopened = reopened + :again,"
        " assigned_to = :assignee, unit = iif(:unit = '', unit, trim(:unit, '-')) where id = :id",
        {
            "id": case.id,
            "state": state,
            "waited_in": waited_in or "",
            "at": making.at,
            "outcome": "" if making.move == "reopen" else outcome,
            "closed_at": making.at if state in FINISHED else "",
            "again": int(making.move == "reopen"),
            "assignee": int(assignee) if assignee else taken,
            "unit": unit,
        },
    )


def _tell(db: Connection, case: Case, making: Making, state: State) -> None:
    """What the move leaves in the history."""
    author = "citizen" if making.who is Who.REPORTER else "officer"
    changed = "" if state is case.state else str(state)
    for need in FOR_THE_FILE:
        if words := making.given.get(need, ""):
            entry = Entry("internal", author, words, "", making.at)
            add_entry(db, case.id, entry, making.staff_id)
    if making.photo is not None:
        after_photos.take(db, making.photo, case.id)
    text = making.given.get(Need.TEXT, "")
    if text:
        entry = Entry(ENTRY_OF.get(making.move, "answer"), author, text, changed, making.at)
        add_entry(db, case.id, entry, making.staff_id, making.message)
    elif changed and making.move != "withdraw":  # which tells of itself, see data/withdrawals
        add_entry(db, case.id, Entry("state", author, "", changed, making.at), making.staff_id)


def _keep_time(db: Connection, case: Case, making: Making, state: State) -> None:
    """What the move means for what was promised."""
    at = making.at
    if making.move == "reopen":
        if making.rules is not None:
            clocks.stop(db, case.id, at)  # what is resolved still runs
            clocks.reopen(db, case.id, case.kind, at, making.rules)
    elif state in FINISHED:
        (clocks.meet if making.move in FEEDBACK else _stopped)(db, case.id, ClockName.ANSWER, at)
    elif state in PAUSED and case.state not in PAUSED:
        clocks.meet(db, case.id, ClockName.ACKNOWLEDGE, at)
        clocks.pause(db, case.id, at)
    elif case.state in PAUSED and state not in PAUSED:
        clocks.resume(db, case.id, at)
    elif making.move == "note":
        clocks.meet(db, case.id, ClockName.NOTE, at)
    elif making.move in ("answer", "resolve"):
        clocks.answered_for_now(db, case.id, at)
    elif making.who is not Who.REPORTER:
        clocks.meet(db, case.id, ClockName.ACKNOWLEDGE, at)


def _record(db: Connection, making: Making, state: State) -> None:
    """The move in the audit trail: never the words, but whose they were."""
    action = ACTION_OF.get(making.move, Action.STATE_CHANGED)
    actor = audit.CITIZEN if making.who is Who.REPORTER else audit.by(making.staff_id)
    said = making.given.get(Need.OUTCOME) or making.given.get(Need.UNIT, "")
    detail = str(state) if action is Action.STATE_CHANGED else said
    audit.record(db, audit.Event(making.at, actor, action, making.case.id, detail))


def _stopped(db: Connection, case_id: int, _: ClockName, at: str) -> None:
    clocks.stop(db, case_id, at)
