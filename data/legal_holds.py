"""Legal holds: what must not be deleted for now, whoever asks; and marks of what was erased."""

from data import audit
from data.audit import Action
from data.store import Connection


class Held(Exception):
    """A legal hold stands: nothing of the case may be deleted."""


def is_held(db: Connection, case_id: int) -> bool:
    row = db.execute("select 1 from legal_hold where case_id = :id", {"id": case_id}).fetchone()
    return row is not None


def is_erased(db: Connection, case_id: int) -> bool:
    row = db.execute("select 1 from erased_case where case_id = :id", {"id": case_id}).fetchone()
    return row is not None


def set_hold(db: Connection, case_id: int, reason: str, at: str) -> bool:
    """From now on nothing of the case is deleted; False when that was so before."""
    done = db.execute(
        "insert into legal_hold (case_id, at) values (:id, :at) on conflict do nothing",
        {"id": case_id, "at": at},
    )
    return _told(db, bool(done.rowcount), Action.HOLD_SET, case_id, reason, at)


def lift_hold(db: Connection, case_id: int, reason: str, at: str) -> bool:
    """The case may be deleted again; False when nothing stood in the way."""
    done = db.execute("delete from legal_hold where case_id = :id", {"id": case_id})
    return _told(db, bool(done.rowcount), Action.HOLD_LIFTED, case_id, reason, at)


def _told(db: Connection, done: bool, action: Action, case_id: int, reason: str, at: str) -> bool:
    if done:
        audit.record(db, audit.Event(at, audit.OPERATOR, action, case_id, reason))
    return done


def case_called(db: Connection, code: str) -> int | None:
    """The row id of the case with this code, whatever its kind."""
    row = db.execute("select id from cases where code = :code", {"code": code}).fetchone()
    return row and int(row[0])
