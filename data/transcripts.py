"""Transcripts: what was said in one chat, both ways, for a visitor who comes back to the page."""

from dataclasses import dataclass

from data.page_reading import SHOWN_AT
from data.store import Connection


@dataclass(frozen=True, slots=True)
class Line:
    """One message ("i12") or reply ("o7") with its payload and time (ISO 8601, UTC)."""

    key: str
    from_person: bool
    payload: bytes
    at: str


LARGEST = 256 * 1024
"""Bytes of sealed lines at most; older ones are left out."""


def recent(db: Connection, chat: str, limit: int = 100) -> list[Line]:
    """The last lines of *chat* (a tag), oldest first; what was unsent or is held is left out.

    Which lines, is decided before any is unsealed: the time it takes does not grow with the chat.
    """
    rows = db.execute(
        "select * from ("
        " select * from (select 1 as mine, id, received_at as said_at, length(payload) from inbox"
        "  where chat = :chat and length(payload) > 0 order by id desc limit :limit)"
        " union all"
        f" select * from (select 0, id, {SHOWN_AT}, length(payload) from outbox"
        "  where chat = :chat and length(payload) > 0 and hold = '' order by id desc limit :limit))"
        " order by said_at desc, mine, id desc limit :limit",
        {"chat": chat, "limit": limit},
    ).fetchall()
    lines: list[Line] = []
    size = 0
    for mine, row_id, at, length in rows:
        size += length
        if lines and size > LARGEST:
            break
        lines.append(_line(db, bool(mine), row_id, at))
    return lines[::-1]


def _line(db: Connection, mine: bool, row_id: int, at: str) -> Line:
    table, key = ("inbox", f"i{row_id}") if mine else ("outbox", f"o{row_id}")
    (payload,) = db.execute(
        f"select unseal_bytes(payload, '{table}.payload') from {table} where id = :id",
        {"id": row_id},
    ).fetchone()
    return Line(key, mine, payload, at)
