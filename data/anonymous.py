"""Anonymous cases: nothing in them leads back to a chat; a receipt alone finds them.

What a chat said on the way is emptied and cut off from it, in the same transaction. The messengers'
event ids stay, so that a message that is delivered again is still known.
"""

from data import cases, receipts
from data.cases import NewCase
from data.store import Connection

CURRENT = "(select min(id) from inbox where chat = :chat and state = 'waiting')"
"""The message that is being handled: those of a chat are handled in order. What answers it already
is the apology for a try that failed."""


def file(db: Connection, new: NewCase, hashed: bytes) -> int:
    """Open a case that is found by a receipt alone (its hash) from the draft of a chat; its row id.

    Raises Stale when the draft is gone.
    """
    case_id = cases.file(db, new)
    parameters = {"id": case_id}
    db.execute("update cases set chat = '' where id = :id", parameters)
    db.execute("update case_entry set message = '' where case_id = :id", parameters)
    db.execute("update attachment set chat = '', message = '' where case_id = :id", parameters)
    receipts.keep(db, hashed, case_id, new.at)
    forget_talk(db, new.chat, 0)
    return case_id


def forget_talk(db: Connection, chat: str, since: int | None = None) -> None:
    """Empty what *chat* said and heard from the inbox row *since* on, at least what it says just
    now, and forget where it is, unless a case of its own or its work here needs that."""
    parameters = {"chat": chat, "since": since}
    db.execute(
        "update outbox set payload = zeroblob(0), chat = '' where chat = :chat"
        " and state <> 'waiting' and inbox_id in (select id from inbox where chat = :chat"
        f" and (id >= :since or id = {CURRENT}))",
        parameters,
    )
    db.execute(
        "update outbox set payload = zeroblob(0), chat = '', state = 'undeliverable',"
        " problem = 'taken back' where chat = :chat and state = 'waiting'"
        f" and (inbox_id >= :since and inbox_id < {CURRENT} or inbox_id = {CURRENT})",
        parameters,
    )
    db.execute(  # what was to leave with one of these goes by itself
        "update outbox set pushed_with = null where chat = :chat and state = 'waiting'"
        " and pushed_with is not null and not exists"
        " (select 1 from outbox leader where leader.id = outbox.pushed_with"
        " and leader.state = 'waiting')",
        parameters,
    )
    db.execute(  # what still answers a later message is found by its own chat from now on
        "update outbox set inbox_id = null where chat = :chat and state = 'waiting'"
        f" and inbox_id >= :since and inbox_id > {CURRENT}",
        parameters,
    )
    db.execute(
        "update inbox set payload = zeroblob(0), message = '', chat = '' where chat = :chat"
        f" and (id = {CURRENT} or state in ('done', 'parked') and id >= :since)",
        parameters,
    )
    db.execute(  # that it said something then would lead back to it
        "update conversation set as_of = coalesce((select max(id) from inbox where chat = :chat"
        " and id <= as_of), 0) where chat = :chat",
        parameters,
    )
    db.execute(
        "delete from chat where chat = :chat"
        " and not exists (select 1 from cases where chat = :chat)"
        " and not exists (select 1 from staff where chat = :chat)",
        parameters,
    )
