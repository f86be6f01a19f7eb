"""The inbox: every message a person sent us, sealed, before anybody was told that we have it."""

from collections.abc import Sequence
from sqlite3 import Cursor
from typing import NamedTuple

from data.message_tags import OF_MESSAGE
from data.store import Connection


class NewRow(NamedTuple):
    """A message about to be kept. *payload* is sealed on its way in; *chat* and *message* are tags.

    *received_at* is ISO 8601, UTC.
    """

    messenger: str
    event_id: str
    chat: str
    message: str
    payload: bytes
    received_at: str


class Row(NamedTuple):
    """A message that waits to be handled. *delivered_at* is when it last reached us. With
    *retried* it is parked, and waits as soon as its turn comes (data.parked). *content* is what
    *payload* holds, where whoever kept the row had it at hand."""

    id: int
    messenger: str
    event_id: str
    chat: str
    payload: bytes
    received_at: str
    delivered_at: str
    tries: int
    retried: bool = False
    content: object = None


def waiting(row_id: int, row: NewRow, content: object = None) -> Row:
    """A row that was just kept, as whoever handles it needs it."""
    messenger, event_id, chat, _, payload, at = row
    return Row(row_id, messenger, event_id, chat, payload, at, at, 0, content=content)


def put(db: Connection, rows: Sequence[NewRow]) -> list[int | None]:
    """Keep messages; the row id of each, None where this event is known already.

    A repeated delivery renews the age of its reply token, nothing else.
    """
    return [put_one(db, row) for row in rows]


def put_one(db: Connection, row: NewRow) -> int | None:
    """Keep a message, as put()."""
    cursor = db.execute(
        "insert into inbox (messenger, event_id, chat, message, payload, received_at, delivered_at)"
        " values (?, ?, ?, ?, seal(?, 'inbox.payload'), ?, ?)"
        " on conflict (messenger, event_id) do nothing",
        (*row, row.received_at),
    )
    return _id_of(db, row, cursor)


def put_answered(db: Connection, row: NewRow, subject: str) -> int | None:
    """Keep a message whose answer is kept with it, as put(); with the *subject* that its chat talks
    about from now on (data/conversations.py), or ""."""
    cursor = db.execute(
        "insert into inbox (messenger, event_id, chat, message, payload, received_at, delivered_at,"
        " state, subject) values (?, ?, ?, ?, seal(?, 'inbox.payload'), ?, ?, 'done',"
        " iif(?8 = '', x'', seal(?8, 'inbox.subject')))"
        " on conflict (messenger, event_id) do nothing",
        (*row, row.received_at, subject),
    )
    return _id_of(db, row, cursor)


def _id_of(db: Connection, row: NewRow, cursor: Cursor) -> int | None:
    if cursor.rowcount:
        return cursor.lastrowid
    _renew_token(db, row)
    return None


def _renew_token(db: Connection, row: NewRow) -> None:
    parameters = {"m": row.messenger, "e": row.event_id, "at": row.received_at}
    db.execute(
        "update inbox set delivered_at = :at where messenger = :m and event_id = :e", parameters
    )
    db.execute(
        "update outbox set token_at = :at where token_at <> '' and state = 'waiting' and inbox_id ="
        " (select id from inbox where messenger = :m and event_id = :e)",
        parameters,
    )


def find(db: Connection, messenger: str, event_id: str) -> int | None:
    """The row id of an event, None where it was never kept."""
    row = db.execute(
        "select id from inbox where messenger = :messenger and event_id = :event_id",
        {"messenger": messenger, "event_id": event_id},
    ).fetchone()
    return row and int(row[0])


def waiting_since(db: Connection, row_id: int) -> str | None:
    """When a row that still waits to be handled last reached us; None when it waits no more."""
    row = db.execute(
        "select delivered_at from inbox where id = :id and state = 'waiting'", {"id": row_id}
    ).fetchone()
    return None if row is None else str(row[0])


def finish(db: Connection, row_id: int, delivered_at: str) -> str | None:
    """The message was handled: when it last reached us (as far as the caller knows *delivered_at*);
    None where it waited no more."""
    cursor = db.execute(
        "update inbox set state = 'done' where id = ? and state = 'waiting' and delivered_at = ?",
        (row_id, delivered_at),
    )
    if cursor.rowcount:
        return delivered_at
    since = waiting_since(db, row_id)  # it was delivered once more meanwhile
    if since is not None:
        mark_done(db, row_id)
    return since


def received_at(db: Connection, row_id: int) -> str:
    """When a message came the first time; "" where its row is gone."""
    row = db.execute("select received_at from inbox where id = :id", {"id": row_id}).fetchone()
    return "" if row is None else str(row[0])


def mark_done(db: Connection, row_id: int) -> None:
    """The message was handled."""
    db.execute("update inbox set state = 'done' where id = :id", {"id": row_id})


def note_try(db: Connection, row_id: int) -> None:
    """Handling failed once more; counted here so that a restart does not begin anew."""
    db.execute("update inbox set tries = tries + 1 where id = :id", {"id": row_id})


def park(db: Connection, row_id: int) -> None:
    """Handling keeps failing: set aside for a person to look at, nothing is lost."""
    db.execute("update inbox set state = 'parked' where id = :id", {"id": row_id})


def forget_message(db: Connection, chat: str, message: str) -> int:
    """Remove the words of an unsent message ("<messenger>:<message id>") of *chat* from inbox and
    outbox.

    Replies may have quoted it, so those already sent to that chat since are emptied too. Returns
    how many inbox rows were emptied.
    """
    rows = db.execute(
        f"select id from inbox where chat = :chat and {OF_MESSAGE}",
        {"chat": chat, "message": message},
    ).fetchall()
    for (row_id,) in rows:
        parameters = {"id": row_id, "chat": chat}
        db.execute(
            "update inbox set payload = zeroblob(0), state = 'done' where id = :id", parameters
        )
        db.execute(
            "update outbox set payload = zeroblob(0) where chat = :chat and state <> 'waiting'"
            " and inbox_id in (select id from inbox where chat = :chat and id >= :id)",
            parameters,
        )
    return len(rows)
