"""Transcripts: what was said in one chat, both ways, for a visitor who comes back to the page."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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


REPLY = f"0, id, {SHOWN_AT}, length(payload), let_go_at <> '' from outbox"
SAYS = "chat = :chat and length(payload) > 0 and hold = ''"
OLDEST_SHOWN = (
    "coalesce((select id from inbox where chat = :chat and length(payload) > 0"
    " order by id desc limit 1 offset :limit - 1), 0)"
)
"""What answers an older message than that is older than all that is shown, unless that message was
set aside and tried again."""


def recent(db: Connection, chat: str, limit: int = 100) -> list[Line]:
    """The last lines of *chat* (a tag), oldest first; what was unsent or is held is left out.

    Which lines, is decided before any is unsealed: the time it takes does not grow with the chat.
    """
    rows = db.execute(
        " select * from (select 1, id, received_at, length(payload), 0 from inbox"
        "  where chat = :chat and length(payload) > 0 order by id desc limit :limit)"
        " union all"
        f" select * from (select {REPLY} where inbox_id is null and {SAYS}"
        "  order by id desc limit :limit)"
        " union all"
        f" select {REPLY} where inbox_id in (select id from inbox where chat = :chat"
        f"  and id >= {OLDEST_SHOWN} union select inbox_id from parked cross join inbox"
        f"  on inbox.id = inbox_id where inbox.chat = :chat) and {SAYS}",
        {"chat": chat, "limit": limit},
    ).fetchall()
    lines: list[Line] = []
    size = 0
    for row in _in_order(_Said(*row) for row in rows)[: -limit - 1 : -1]:
        size += row.length
        if lines and size > LARGEST:
            break
        lines.append(_line(db, row.mine == 1, row.id, row.said_at))
    return lines[::-1]


class _Said(NamedTuple):
    mine: int
    id: int
    said_at: str
    length: int
    was_held: int


def _in_order(rows: Iterable[_Said]) -> list[_Said]:
    """Oldest first. Numbers grow however clocks are set back, so messages stand in their order,
    and so do replies; only between them, and of what was held, times decide."""
    queues: defaultdict[tuple[int, int], deque[_Said]] = defaultdict(deque)
    for row in sorted(rows, key=lambda row: (row.said_at if row.was_held else "", row.id)):
        queues[row.mine, row.was_held].append(row)
    ordered: list[_Said] = []
    latest = ""
    while heads := [queue[0] for queue in queues.values() if queue]:
        following = [row for row in heads if row.said_at >= latest] or heads
        chosen = min(following, key=lambda row: (row.said_at, -row.mine))
        ordered.append(queues[chosen.mine, chosen.was_held].popleft())
        latest = chosen.said_at
    return ordered


def _line(db: Connection, mine: bool, row_id: int, at: str) -> Line:
    table, key = ("inbox", f"i{row_id}") if mine else ("outbox", f"o{row_id}")
    (payload,) = db.execute(
        f"select unseal_bytes(payload, '{table}.payload') from {table} where id = :id",
        {"id": row_id},
    ).fetchone()
    return Line(key, mine, payload, at)
