"""Withdrawals: what becomes of a case that its reporter takes back."""

from data import audit
from data.audit import CITIZEN, Action, Event
from data.cases import Case, CaseKind, Entry, State, add_entry
from data.store import Connection, Stale

ENTRY = "withdrawal"


def withdraw(db: Connection, case: Case, note: str, at: str) -> None:
    """Take a case back, with a *note* for officers; one of corruption goes on without its reporter.

    Raises Stale when it was closed meanwhile.
    """
    goes_on = case.kind is CaseKind.CORRUPTION
    changed = db.execute(
        "update cases set updated_at = :at, state = iif(:goes_on, state, :withdrawn),"
        " closed_at = iif(:goes_on, '', :at) where id = :id and closed_at = ''",
        {"id": case.id, "at": at, "goes_on": int(goes_on), "withdrawn": State.WITHDRAWN},
    )
    if not changed.rowcount:
        raise Stale("the case was closed meanwhile")
    state = "" if goes_on else State.WITHDRAWN
    add_entry(db, case.id, Entry(ENTRY, "citizen", note, state, at))
    audit.record(db, Event(at, CITIZEN, Action.WITHDRAWN, case.id))


def is_withdrawn(db: Connection, case_id: int) -> bool:
    """Whether the reporter took the case back and has not written in it since."""
    row = db.execute(
        "select kind from case_entry where case_id = :case_id and author = 'citizen'"
        " order by id desc limit 1",
        {"case_id": case_id},
    ).fetchone()
    return row is not None and row[0] == ENTRY
