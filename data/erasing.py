"""Erasing: a case loses its words, its files and its reporter for good; that there was one stays.

What stays (code, kind, level, dates, state, outcome) names nobody and keeps the statistics true.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from types import MappingProxyType

from data import audit, case_keys, clocks, conversations, holding, joining, legal_holds, receipts
from data.audit import Action
from data.case_moves import FINISHED, State
from data.connection import connect
from data.conversations import Conversation
from data.legal_holds import Held
from data.outbox import OF_CHAT, OF_STAFF
from data.store import Connection, Stale, Store
from data.write_log import cut

ASKED, RETENTION = "asked", "retention"
PATIENCE_MS = 1_000
WORDLESS = "(0, 29)"
"""Lengths of what never held words: see data.case_keys.EMPTY_BYTES."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """A case about to be erased. *actor* as in data.audit, *reason* never quotes the case."""

    case_id: int
    why: str
    actor: str
    reason: str
    at: str


def erase(db: Connection, erasing: Erasing) -> bool:
    """Erase a case and what its chat left elsewhere; False when that was so before.

    Raises Held, or Stale where there is no such case.
    """
    case_id, at = erasing.case_id, erasing.at
    if legal_holds.is_held(db, case_id):
        raise Held
    row = db.execute(
        "select chat, opened_at, closed_at from cases where id = :id", {"id": case_id}
    ).fetchone()
    if row is None:
        raise Stale("no such case")
    if legal_holds.is_erased(db, case_id):
        return False
    chat, opened_at, closed_at = row
    _forget_words(db, case_id)
    _leave_tombstone(db, erasing)
    if chat and erasing.why == ASKED:
        purge_chat(db, chat)
    elif chat:
        _purge_messages(db, chat, closed_at)
    _purge_copies(db, erasing, opened_at)
    audit.record(db, audit.Event(at, erasing.actor, Action.ERASED, case_id, erasing.reason))
    return True


def _forget_words(db: Connection, case_id: int) -> None:
    parameters = {"id": case_id}
    db.execute(
        f"update case_entry set text = iif(length(text) in {WORDLESS}, text, x'00'), message = ''"
        " where case_id = :id",
        parameters,
    )
    db.execute("delete from attachment where case_id = :id", parameters)
    holding.drop_of_case(db, case_id, "erased")
    db.execute("delete from held_words where case_id = :id", parameters)
    db.execute("update outbox set case_id = null, sender = null where case_id = :id", parameters)
    db.execute(
        "update rating set message = '', words = zeroblob(0) where case_id = :id", parameters
    )
    db.execute("delete from case_place where case_id = :id", parameters)
    db.execute("delete from case_joining where case_id = :id", parameters)
    receipts.forget(db, case_id)
    case_keys.forget_key(db, case_id)


def _leave_tombstone(db: Connection, erasing: Erasing) -> None:
    """An open case ends here: nobody can go on with it, but for those who joined it."""
    parameters = {"id": erasing.case_id, "at": erasing.at, "why": erasing.why}
    finished = ", ".join(f"'{state}'" for state in sorted(FINISHED))
    if db.execute(
        "select 1 from cases where id = :id and closed_at = ''", {"id": erasing.case_id}
    ).fetchone():
        joining.pass_on(db, erasing.case_id, erasing.at)
    db.execute(
        "update cases set chat = '', waited_in = '',"
        f" state = iif(state in ({finished}), state, '{State.WITHDRAWN}'),"
        " closed_at = iif(closed_at = '', :at, closed_at) where id = :id",
        parameters,
    )
    clocks.stop(db, erasing.case_id, erasing.at)
    db.execute("insert into erased_case (case_id, why, at) values (:id, :why, :at)", parameters)


def purge_chat(db: Connection, chat: str) -> None:
    """Forget what a chat said, read and was writing; its address where nothing is owed to it."""
    parameters = {"chat": chat}
    for statement in (
        "update inbox set payload = zeroblob(0), state = iif(state = 'waiting', 'done', state)"
        " where chat = :chat",
        "update outbox set problem = 'erased', state = 'undeliverable', payload = zeroblob(0)"
        " where chat = :chat and state = 'waiting'",
        f"update outbox set payload = zeroblob(0) where {OF_CHAT}",
        "delete from conversation where chat = :chat",
        "delete from page_read where chat = :chat",
        "delete from draft_part where chat = :chat",
        "delete from draft_answer where chat = :chat",
        "delete from draft_wish where chat = :chat",
        "delete from attachment where chat = :chat and case_id is null",
        "delete from chat where chat = :chat and chat not in (select chat from cases)"
        " and chat not in (select chat from staff where removed_at = '')",
    ):
        db.execute(statement, parameters)
    db.execute("select wipe_log()")


def _purge_messages(db: Connection, chat: str, until: str) -> None:
    """What a chat said and read up to then; whoever still writes there is not disturbed."""
    for table, said, at in (
        ("inbox", "chat = :chat", "received_at"),
        ("outbox", OF_CHAT, "created_at"),
    ):
        db.execute(
            f"update {table} set payload = zeroblob(0)"
            f" where {said} and {at} <= :until and state <> 'waiting'",
            {"chat": chat, "until": until},
        )


def _purge_copies(db: Connection, erasing: Erasing, opened_at: str) -> None:
    """What officers typed and were shown since the case was opened, and are wording now."""
    for table, said, since in (
        ("inbox", "chat in (select chat from staff)", "received_at"),
        ("outbox", OF_STAFF, "created_at"),
    ):
        db.execute(
            f"update {table} set payload = zeroblob(0)"
            f" where {said} and {since} >= :opened_at and state <> 'waiting'",
            {"opened_at": opened_at},
        )
    for (chat,) in db.execute("select chat from staff where removed_at = ''").fetchall():
        found = conversations.load(db, chat)
        if found.memory.get("case") == str(erasing.case_id):
            conversations.save(db, chat, _about_nothing(found), erasing.at)


def _about_nothing(found: Conversation) -> Conversation:
    """A draft of the officer's own is another matter: it stays open."""
    kept = {name: found.memory[name] for name in ("kind", "how") if name in found.memory}
    return Conversation(memory=MappingProxyType(kept), language=found.language)


def compact(store: Store) -> bool:
    """Write the database anew, so that no page keeps a trace of what was erased; False where
    somebody was in the way. Takes as long as copying it: for a command, not for the service."""
    with closing(connect(store.path.absolute().as_uri())) as db:
        try:
            db.execute("pragma temp_store = file")  # what was erased is not in it any more
            db.execute("pragma secure_delete = on")
            db.execute("vacuum")
        except sqlite3.Error:
            return False
        return cut(db, PATIENCE_MS)
