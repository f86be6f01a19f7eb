"""Importing a form's rows: all of them or none, each row of a file once, however often it comes."""

from collections.abc import Sequence
from dataclasses import dataclass

from data import audit, counter_cases
from data.audit import Action, Event
from data.counter_cases import Received
from data.store import Connection


@dataclass(frozen=True, slots=True)
class ToImport:
    """A row about to become a case; *whole* is all its cells."""

    whole: str
    received: Received


def count_known(db: Connection, wholes: Sequence[str]) -> int:
    """How many of these rows would be left out: imported before, or standing here twice."""
    query = "select 1 from imported_row where tag = tag('imported_row', :whole)"
    fresh = {whole for whole in wholes if db.execute(query, {"whole": whole}).fetchone() is None}
    return len(wholes) - len(fresh)


def take_in(db: Connection, rows: Sequence[ToImport], at: str, staff_id: int | None) -> int:
    """Make cases of the rows that are not known yet; how many. Run it in one transaction."""
    taken = 0
    for row in rows:
        fresh = db.execute(
            "insert or ignore into imported_row (tag, at)"
            " values (tag('imported_row', :whole), :at)",
            {"whole": row.whole, "at": at},
        )
        if fresh.rowcount:
            counter_cases.register(db, row.received)
            taken += 1
    if taken:
        detail = f"{taken}/{len(rows)}"
        audit.record(db, Event(at, audit.by(staff_id), Action.IMPORTED, detail=detail))
    return taken
