"""The clocks of cases: by when somebody reads it, says how it goes on, and answers.

A clock is one run towards one thing; what has ended stays as it ended. Its rule is copied into it,
so that a promise once given stays as given when the settings change. Pauses belong to the case,
since all its clocks stop together. Every *at* is a stored time (ISO 8601, UTC).
"""

from dataclasses import dataclass

from data.case_clock import COLUMNS, Clock, clock_of, day_of, iso, reckon_case, running
from data.clock_settings import INQUIRIES, ClockName, ClockRules
from data.deadlines import Rule
from data.store import Connection, Stale

MOST_AT_ONCE = 500
"""How many deadlines are handed out at once, so that a long silence does not flood anybody."""


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody must hear of: soonest first, each once; once more where it moved later."""

    to_warn: tuple[Clock, ...]
    to_escalate: tuple[Clock, ...]


# running -----------------------------------------------------------------------------------


def start(db: Connection, case_id: int, kind: str, at: str, rules: ClockRules) -> None:
    """Start every clock of a case of *kind*. Raises Stale where they run already."""
    if running(db, case_id):
        raise Stale("the clocks of this case run already")
    for name, rule in rules[kind].items():
        _begin(db, case_id, kind, name, rule, at)
    reckon_case(db, case_id, at)


def reopen(db: Connection, case_id: int, kind: str, at: str, rules: ClockRules) -> None:
    """Start every clock anew, counted from the reopening. Raises Stale where they run already."""
    start(db, case_id, kind, at, rules)


def pause(db: Connection, case_id: int, at: str) -> bool:
    """Stop the clocks while the reporter is asked (needs_info only); False when they stood."""
    if not running(db, case_id):
        return False
    stopped = db.execute(
        "insert or ignore into case_pause (case_id, paused_at) values (:case_id, :at)",
        {"case_id": case_id, "at": at},
    )
    reckon_case(db, case_id, at)
    return bool(stopped.rowcount)


def resume(db: Connection, case_id: int, at: str) -> bool:
    """Let them go on; False when they went. A clock that was in time is in time now, too."""
    went_on = db.execute(
        "update case_pause set resumed_at = max(paused_at, :at)"
        " where case_id = :case_id and resumed_at = ''",
        {"case_id": case_id, "at": at},
    )
    if went_on.rowcount:
        reckon_case(db, case_id, at)
    return bool(went_on.rowcount)


def meet(db: Connection, case_id: int, name: ClockName, at: str) -> None:
    """What a clock waited for has happened; nothing where it does not run.

    A note starts the clock of the next one and shows that a person has read the case. The answer
    (the case is closed with it) stops everything; see answered_for_now.
    """
    if name is ClockName.ANSWER:
        resume(db, case_id, at)
        _end(db, case_id, (ClockName.ACKNOWLEDGE, ClockName.ANSWER), "met", at)
        stop(db, case_id, at)
    else:
        _end(db, case_id, (ClockName.ACKNOWLEDGE,), "met", at)
    if name is ClockName.NOTE:
        _next_note(db, case_id, at)


def answered_for_now(db: Connection, case_id: int, at: str) -> None:
    """An answer that leaves the case open: the promise is kept, notes go on every so many days.

    In an inquiry it is a note: only the final feedback is the answer there.
    """
    meet(db, case_id, ClockName.NOTE, at)
    if any(clock.kind not in INQUIRIES for clock in running(db, case_id)):
        _end(db, case_id, (ClockName.ANSWER,), "met", at)


def stop(db: Connection, case_id: int, at: str) -> None:
    """Nobody waits any more: withdrawn, rejected, a duplicate, referred."""
    resume(db, case_id, at)
    _end(db, case_id, tuple(ClockName), "stopped", at)


def start_missing(db: Connection, rules: ClockRules) -> int:
    """Give clocks to open cases that have none (filed before there were any); how many."""
    rows = db.execute(
        "select id, kind, state, opened_at, updated_at from cases where closed_at = ''"
        " and not exists (select 1 from case_clock where case_id = cases.id)"
    ).fetchall()
    for case_id, kind, state, opened_at, updated_at in rows:
        start(db, case_id, kind, opened_at, rules)
        if state != "submitted":
            meet(db, case_id, ClockName.ACKNOWLEDGE, updated_at)
    return len(rows)


def _begin(db: Connection, case_id: int, kind: str, name: ClockName, rule: Rule, at: str) -> None:
    db.execute(
        "insert into case_clock"
        " (case_id, kind, name, started_at, amount, unit, warn_before, at_most_days)"
        " values (:case_id, :kind, :name, :at, :amount, :unit, :warn_before, :at_most_days)",
        {
            "case_id": case_id,
            "kind": kind,
            "name": name,
            "at": at,
            "amount": rule.amount,
            "unit": rule.unit,
            "warn_before": rule.warn_before,
            "at_most_days": rule.at_most_days,
        },
    )


def _end(db: Connection, case_id: int, names: tuple[ClockName, ...], ending: str, at: str) -> None:
    db.executemany(
        "update case_clock set ended_at = max(started_at, :at), ending = :ending"
        " where case_id = :case_id and name = :name and ended_at = ''",
        [{"case_id": case_id, "name": name, "ending": ending, "at": at} for name in names],
    )


def _next_note(db: Connection, case_id: int, at: str) -> None:
    for clock in running(db, case_id):
        if clock.name is ClockName.NOTE:
            _end(db, case_id, (ClockName.NOTE,), "met", at)
            began = max(clock.started_at, at)  # a clock set back does not bring the next one closer
            _begin(db, case_id, clock.kind, ClockName.NOTE, clock.rule, began)
    reckon_case(db, case_id, at)


# deadlines ---------------------------------------------------------------------------------


def next_date(db: Connection, case_id: int) -> Clock | None:
    """What the reporter hears of next: the clock with the nearest date, which may have passed.

    None where nothing runs, or where we wait for the reporter.
    """
    dated = [clock for clock in running(db, case_id) if clock.due_on is not None]
    return dated[0] if dated else None


def due(db: Connection, now: str, limit: int = MOST_AT_ONCE) -> Due:
    """What is to be warned of and what is late at *now*, at most *limit* of either.

    Tell of each and mark it in the same transaction; what is late is not warned of any more.
    """
    today = {"today": day_of(now).isoformat(), "limit": limit}
    to_warn = db.execute(
        f"select {COLUMNS} from case_clock where ended_at = '' and due_on > warned_of"
        " and warn_on <= :today and due_on >= :today"
        " order by warn_on, id limit :limit",
        today,
    )
    late = db.execute(
        f"select {COLUMNS} from case_clock indexed by case_clock_to_escalate where ended_at = ''"
        " and due_on > escalated_of and due_on < :today order by due_on, id limit :limit",
        today,
    )
    return Due(tuple(map(clock_of, to_warn)), tuple(map(clock_of, late)))


def mark_warned(db: Connection, clock: Clock, at: str) -> None:
    """Somebody is told that time runs out. Raises Stale when that is not so any more."""
    _mark(db, clock, "warned_at = :at, warned_of = due_on", "due_on > warned_of", at)


def mark_escalated(db: Connection, clock: Clock, at: str) -> None:
    """Somebody above is told that it is late. Raises Stale when that is not so any more."""
    change = "escalated_at = :at, escalated_of = due_on, warned_of = max(warned_of, due_on)"
    _mark(db, clock, change, "due_on > escalated_of", at)


def _mark(db: Connection, clock: Clock, change: str, condition: str, at: str) -> None:
    marked = db.execute(
        f"update case_clock set {change}"
        f" where id = :id and ended_at = '' and due_on = :due_on and {condition}",
        {"id": clock.id, "due_on": iso(clock.due_on), "at": at},
    )
    if not marked.rowcount:
        raise Stale("the deadline was met, moved or told of meanwhile")
