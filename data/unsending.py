"""Unsending: a message that its sender took back is removed wherever its words went."""

from data import audit, drafts, inbox, same_matter
from data.audit import Action
from data.message_tags import OF_MESSAGE
from data.outbox import OF_STAFF
from data.store import Connection

WHERE_IT_WENT = (
    "select distinct case_id, case_id in (select case_id from legal_hold) from"
    f" (select case_id from case_entry where {OF_MESSAGE}"
    " union select case_id from attachment where case_id is not null"
    f" and {OF_MESSAGE}"
    f" union select case_id from rating where {OF_MESSAGE})"
)


def forget(db: Connection, chat: str, message: str, at: str) -> None:
    """Remove a message ("<messenger>:<message id>") of *chat* from inbox, outbox, drafts and cases.

    A case under a legal hold keeps it, and the audit trail says so.
    """
    found = db.execute(WHERE_IT_WENT, {"message": message}).fetchall()
    inbox.forget_message(db, chat, message)
    drafts.forget_message(db, chat, message)
    for case_id, is_held in found:
        if is_held:
            event = audit.Event(at, audit.CITIZEN, Action.UNSENT_KEPT, case_id)
            audit.record(db, event)
        else:
            _forget_copies(db, case_id)
            same_matter.note_anew(db, case_id)
    db.execute("select wipe_log()")


def _forget_copies(db: Connection, case_id: int) -> None:
    """Officers may have been shown it."""
    db.execute(
        f"update outbox set payload = zeroblob(0) where {OF_STAFF} and state <> 'waiting'"
        " and created_at >= (select opened_at from cases where id = :id)",
        {"id": case_id},
    )
