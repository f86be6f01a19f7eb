"""Transcripts: what was said in one chat, both ways, for a visitor who comes back to the page."""

from dataclasses import dataclass

from data.store import Connection


@dataclass(frozen=True, slots=True)
class Line:
    """One message ("i12") or reply ("o7") with its payload and time (ISO 8601, UTC)."""

    key: str
    from_person: bool
    payload: bytes
    at: str


def recent(db: Connection, chat: str, limit: int = 100) -> list[Line]:
    """The last lines of *chat* (a tag), oldest first; what was unsent is left out."""
    rows = db.execute(
        "select * from ("
        " select 'i' || id as line_key, 1, unseal_bytes(payload, 'inbox.payload'),"
        " received_at as said_at from inbox where chat = :chat and length(payload) > 0"
        " union all"
        " select 'o' || id, 0, unseal_bytes(payload, 'outbox.payload'), created_at"
        " from outbox where chat = :chat and length(payload) > 0"
        " order by said_at desc, line_key desc limit :limit)"
        " order by said_at, line_key",
        {"chat": chat, "limit": limit},
    )
    return [Line(key, bool(mine), payload, at) for key, mine, payload, at in rows]
