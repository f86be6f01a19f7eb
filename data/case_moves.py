"""Case moves: what can be done with a case, as one table: from where, to where, by whom, with what.

General cases are received, screened, worked on, resolved and closed; inquiries (corruption, ethics)
are received, assessed, addressed and concluded. Pure: nothing here reads or writes; data/cases
applies it, within the transaction that looked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

REOPENED_WITHIN = timedelta(days=30)


class State(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    SCREENING = "screening"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    NEEDS_INFO = "needs_info"
    REOPENED = "reopened"
    CLOSED = "closed"
    REFERRED = "referred"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    ASSESSING = "assessing"
    PRELIMINARY_INQUIRY = "preliminary_inquiry"
    FACT_FINDING = "fact_finding"
    DECIDED = "decided"
    ACTION_TAKEN = "action_taken"
    CONCLUDED = "concluded"
    REFERRED_EXTERNAL = "referred_external"


FINISHED = frozenset(
    {
        State.CLOSED,
        State.REFERRED,
        State.REJECTED,
        State.DUPLICATE,
        State.WITHDRAWN,
        State.CONCLUDED,
        State.REFERRED_EXTERNAL,
    }
)
"""Where nothing more is to be done, unless it is opened again."""

PAUSED = frozenset({State.NEEDS_INFO})
"""Where the clocks stand still: somebody else has to speak."""


class Path(StrEnum):
    """How a kind of case goes."""

    GENERAL = "general"
    INQUIRY = "inquiry"


class Who(StrEnum):
    """Who makes a move. A worker is whoever has the right to the case: an officer of the unit, a
    named handler, the data-protection contact."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    REPORTER = "reporter"


class Need(StrEnum):
    """What a move is not made without."""

    TEXT = "text"  # words to the reporter
    OUTCOME = "outcome"
    REASON = "reason"  # for the file
    BODY = "body"  # whom it is referred to
    ORIGINAL = "original"  # the case that it repeats
    ASSIGNEE = "assignee"
    UNIT = "unit"  # within the office
    AFTER = "after"  # a photo of the work done, or why there is none


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. *after* is None where the case stays where it is, or goes back to where
    it was before it waited (``resumes``). One that ``shows`` needs Need.AFTER too, where there is
    work to be shown."""

    name: str
    before: frozenset[State]
    after: State | None
    who: frozenset[Who]
    needs: frozenset[Need] = frozenset()
    resumes: bool = False
    shows: bool = False


def _rows(*rows: Move) -> Mapping[str, Move]:
    return MappingProxyType({row.name: row for row in rows})


_NEW = frozenset({State.SUBMITTED})
_GENERAL_WORK = frozenset(
    {State.ACKNOWLEDGED, State.SCREENING, State.ASSIGNED, State.IN_PROGRESS, State.REOPENED}
)
_GENERAL_OPEN = _NEW | _GENERAL_WORK | {State.RESOLVED, State.NEEDS_INFO}
_SEEN = _GENERAL_OPEN - _NEW
_INQUIRY_WORK = frozenset(
    {
        State.ACKNOWLEDGED,
        State.ASSESSING,
        State.PRELIMINARY_INQUIRY,
        State.FACT_FINDING,
        State.DECIDED,
        State.ACTION_TAKEN,
        State.REOPENED,
    }
)
_INQUIRY_OPEN = _NEW | _INQUIRY_WORK | {State.NEEDS_INFO}

_WORKER = frozenset({Who.WORKER, Who.SUPERVISOR})
_HANDLER = frozenset({Who.WORKER})
_SUPERVISOR = frozenset({Who.SUPERVISOR})
_REPORTER = frozenset({Who.REPORTER})
_TEXT = frozenset({Need.TEXT})
_CLOSING = frozenset({Need.TEXT, Need.OUTCOME})

GENERAL = _rows(
    Move("acknowledge", _NEW, State.ACKNOWLEDGED, _WORKER),
    Move("screen", frozenset({State.ACKNOWLEDGED, State.REOPENED}), State.SCREENING, _WORKER),
    Move("assign", _GENERAL_WORK, State.ASSIGNED, _WORKER, frozenset({Need.ASSIGNEE})),
    Move("route", _GENERAL_WORK, State.ASSIGNED, _WORKER, frozenset({Need.UNIT, Need.REASON})),
    Move("start", _GENERAL_WORK - {State.IN_PROGRESS}, State.IN_PROGRESS, _WORKER),
    Move("ask", _GENERAL_WORK, State.NEEDS_INFO, _WORKER, _TEXT),
    Move("hear", frozenset({State.NEEDS_INFO}), None, _REPORTER, _TEXT, resumes=True),
    Move("go_on", frozenset({State.NEEDS_INFO}), None, _WORKER, resumes=True),
    Move("note", _SEEN, None, _WORKER, _TEXT),
    Move("answer", _GENERAL_WORK, State.IN_PROGRESS, _WORKER, _TEXT),
    Move("resolve", _GENERAL_WORK, State.RESOLVED, _WORKER, _TEXT, shows=True),
    Move("close", _SEEN, State.CLOSED, _WORKER, _CLOSING, shows=True),
    Move("refer", _SEEN, State.REFERRED, _WORKER, frozenset({Need.TEXT, Need.BODY})),
    Move("reject", _SEEN, State.REJECTED, _WORKER, frozenset({Need.TEXT, Need.REASON})),
    Move("duplicate", _SEEN, State.DUPLICATE, _WORKER, frozenset({Need.ORIGINAL})),
    Move("join", _NEW, State.DUPLICATE, _REPORTER, frozenset({Need.ORIGINAL})),
    Move("inherit", frozenset({State.DUPLICATE}), State.SUBMITTED, _REPORTER),
    Move("withdraw", _GENERAL_OPEN | {State.DUPLICATE}, State.WITHDRAWN, _REPORTER),
    Move("reopen", FINISHED | {State.RESOLVED}, State.REOPENED, _REPORTER | _SUPERVISOR, _TEXT),
)
INQUIRY = _rows(
    Move("acknowledge", _NEW, State.ACKNOWLEDGED, _HANDLER),
    Move("assess", frozenset({State.ACKNOWLEDGED, State.REOPENED}), State.ASSESSING, _HANDLER),
    Move("inquire", frozenset({State.ASSESSING}), State.PRELIMINARY_INQUIRY, _HANDLER),
    Move("find_facts", frozenset({State.PRELIMINARY_INQUIRY}), State.FACT_FINDING, _HANDLER),
    Move(
        "decide",
        frozenset({State.ASSESSING, State.PRELIMINARY_INQUIRY, State.FACT_FINDING}),
        State.DECIDED,
        _HANDLER,
        frozenset({Need.OUTCOME, Need.REASON}),
    ),
    Move("act", frozenset({State.DECIDED}), State.ACTION_TAKEN, _HANDLER, frozenset({Need.REASON})),
    Move(
        "conclude",
        frozenset({State.DECIDED, State.ACTION_TAKEN}),
        State.CONCLUDED,
        _HANDLER,
        _TEXT,
    ),
    Move("ask", _INQUIRY_WORK, State.NEEDS_INFO, _HANDLER, _TEXT),
    Move("hear", frozenset({State.NEEDS_INFO}), None, _REPORTER, _TEXT, resumes=True),
    Move("go_on", frozenset({State.NEEDS_INFO}), None, _HANDLER, resumes=True),
    Move("note", _INQUIRY_WORK | PAUSED, None, _HANDLER, _TEXT),
    Move(
        "refer_external",
        _INQUIRY_OPEN - _NEW,
        State.REFERRED_EXTERNAL,
        _HANDLER,
        frozenset({Need.TEXT, Need.BODY}),
    ),
    Move("withdraw", _INQUIRY_OPEN, None, _REPORTER),
    Move(
        "reopen",
        frozenset({State.CONCLUDED, State.REFERRED_EXTERNAL}),
        State.REOPENED,
        _REPORTER | _HANDLER,
        _TEXT,
    ),
)
TABLE: Mapping[Path, Mapping[str, Move]] = MappingProxyType(
    {Path.GENERAL: GENERAL, Path.INQUIRY: INQUIRY}
)
"""Withdrawing an inquiry stops the contact, not the inquiry. A case is joined by the reporter of
another; taken back, it is inherited by the first that joined it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as far as moves care. *waited_in* is where it was before it waited for
    its reporter; *finished_at* is None while it is open; *is_work* says that something is put right
    which can be shown."""

    path: Path
    state: State
    waited_in: State | None = None
    finished_at: datetime | None = None
    is_work: bool = False


class NotAllowed(Exception):
    """The move cannot be made: not from here, not by them, not any more, or something it needs is
    missing. The message says which, in words of the table."""


def moves(standing: Standing, who: Who, now: datetime) -> Sequence[Move]:
    """What *who* may do with a case that stands so, in the order of the table."""
    return [
        move
        for move in TABLE[standing.path].values()
        if who in move.who and standing.state in move.before and _in_time(move, standing, now)
    ]


def needed(move: Move, standing: Standing) -> frozenset[Need]:
    """What the move is not made without; what was shown once is not asked for again."""
    shows = move.shows and standing.is_work and standing.state is not State.RESOLVED
    return move.needs | {Need.AFTER} if shows else move.needs


def moved(
    standing: Standing, name: str, who: Who, given: Mapping[Need, str], now: datetime
) -> Standing:
    """How the case stands after a move. Raises NotAllowed."""
    move = TABLE[standing.path].get(name)
    if move is None or who not in move.who:
        raise NotAllowed(f"{name} is not for {who}")
    if standing.state not in move.before:
        raise NotAllowed(f"{name} cannot follow {standing.state}")
    if not _in_time(move, standing, now):
        raise NotAllowed(f"{name} comes too late")
    missing = sorted(need for need in needed(move, standing) if not given.get(need, "").strip())
    if missing:
        raise NotAllowed(f"{name} needs {', '.join(missing)}")
    state = move.after or standing.state
    if move.resumes:
        state = standing.waited_in or State.ACKNOWLEDGED
    if state is standing.state:
        return standing
    waited_in = standing.state if state in PAUSED else None
    finished_at = now if state in FINISHED else None
    return replace(standing, state=state, waited_in=waited_in, finished_at=finished_at)


def _in_time(move: Move, standing: Standing, now: datetime) -> bool:
    if move.name != "reopen" or standing.finished_at is None:
        return True
    return now - standing.finished_at <= REOPENED_WITHIN
