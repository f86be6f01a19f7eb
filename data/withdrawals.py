"""Withdrawals: what becomes of a case that its reporter takes back."""

from data import holding
from data.case_entries import Entry, add_entry
from data.case_moves import Path, State, Who
from data.case_work import Making, make
from data.cases import Case
from data.store import Connection

ENTRY = "withdrawal"


def withdraw(db: Connection, case: Case, note: str, at: str) -> None:
    """Take a case back, with a *note* for officers; an inquiry goes on without its reporter, who
    is not told any more what was held.

    Raises Stale when it was closed meanwhile.
    """
    make(db, Making(case, "withdraw", Who.REPORTER, at))
    holding.drop_of_case(db, case.id, "withdrawn")
    goes_on = case.standing.path is Path.INQUIRY
    state = "" if goes_on else State.WITHDRAWN
    add_entry(db, case.id, Entry(ENTRY, "citizen", note, state, at))


def is_withdrawn(db: Connection, case_id: int) -> bool:
    """Whether the reporter took the case back and has not written in it since."""
    row = db.execute(
        "select kind from case_entry where case_id = :case_id and author = 'citizen'"
        " order by id desc limit 1",
        {"case_id": case_id},
    ).fetchone()
    return row is not None and row[0] == ENTRY
