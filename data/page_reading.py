"""Page reading: up to when a visitor of the page has read what was answered there.

A time, not a row: what was held for a while is new when it comes, whatever was said meanwhile.
"""

from data.store import Connection

SHOWN_AT = "coalesce(nullif(let_go_at, ''), created_at)"
"""Since when a reply can be read."""


def read_until(db: Connection, chat: str) -> str:
    """Up to when *chat* (a tag) has read; "" where that was never said."""
    row = db.execute("select read_until from page_read where chat = :chat", {"chat": chat})
    found = row.fetchone()
    return str(found[0]) if found else ""


def shown_at(db: Connection, chat: str, row_id: int) -> str:
    """Since when a reply of *chat* could be read; "" where it has no such reply."""
    row = db.execute(
        f"select {SHOWN_AT} from outbox where id = :id and chat = :chat and hold = ''",
        {"id": row_id, "chat": chat},
    ).fetchone()
    return str(row[0]) if row else ""


def note_read(db: Connection, chat: str, until: str) -> None:
    """The visitor has read everything up to *until*; never less than before."""
    db.execute(
        "insert into page_read (chat, read_until) values (:chat, :until)"
        " on conflict (chat) do update set read_until = max(read_until, :until)",
        {"chat": chat, "until": until},
    )
