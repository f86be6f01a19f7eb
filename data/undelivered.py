"""Undelivered: what became of the words that an officer sent to the reporter of a case."""

from data import register, staff
from data.cases import Case
from data.staff import StaffMember
from data.store import Connection

UNDELIVERABLE = "undeliverable"


def belongs_to(db: Connection, row_id: int, case_id: int, sender: int | None) -> None:
    """An outbox row carries an officer's words in a case; *sender* is None for the operator."""
    db.execute(
        "update outbox set case_id = :case_id, sender = :sender where id = :id",
        {"case_id": case_id, "sender": sender, "id": row_id},
    )


def to_be_told(db: Connection, row_id: int) -> tuple[StaffMember, Case] | None:
    """Who sent a row that never arrived, and in which case; None where nobody did who may still
    see it."""
    row = db.execute("select case_id, sender from outbox where id = :id", {"id": row_id}).fetchone()
    if row is None or row[0] is None:
        return None
    member = next((each for each in staff.members(db) if each.id == row[1]), None)
    case = member and register.seen_by(db, member, row[0])
    return (member, case) if member and case else None


def last_sending(db: Connection, case_id: int) -> str:
    """What became of the newest words to the reporter: "waiting" (on their way), "sent" (the
    messenger has them, which says nothing of who read them), "undeliverable", or "" (none)."""
    row = db.execute(
        "select state from outbox where case_id = :case_id order by id desc limit 1",
        {"case_id": case_id},
    ).fetchone()
    return str(row[0]) if row else ""
