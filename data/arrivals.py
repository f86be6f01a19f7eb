"""Arrivals: what is known of a chat when one of its messages is handled, found in one look."""

from typing import NamedTuple

from data import conversations
from data.conversations import COLUMNS, OF_CHAT, Conversation
from data.store import Connection


class Arrival(NamedTuple):
    """A message (a row of the inbox) of a chat that stands where *conversation* says. With
    *is_staff* the chat is a member's, with *has_cases* some were filed there. *before* is when that
    message of the chat came which is so and so many before this one, "" where there is none."""

    conversation: Conversation
    is_staff: bool
    has_cases: bool
    before: str


_STANDING = (
    f"select {COLUMNS},"
    " exists (select 1 from staff where chat = ?1 and removed_at = ''),"
    " exists (select 1 from cases where chat = ?1),"
)
_LOOK = (
    f"{_STANDING} (select received_at from inbox where chat = ?1 and id < ?2"
    f" order by id desc limit 1 offset ?3){OF_CHAT}"
)
_LOOK_AHEAD = (
    f"{_STANDING}"
    " (select received_at from inbox where chat = ?1 order by id desc limit 1 offset ?2),"
    " exists (select 1 from inbox where chat = ?1 and state = 'waiting' and id >="
    " (select min(id) from inbox where state = 'waiting' and messenger = ?3)),"
    f" not exists (select 1 from chat where chat = ?1 and reachable = 0){OF_CHAT}"
)


def look(db: Connection, chat: str, row_id: int, number: int) -> Arrival:
    """What the message *row_id* of *chat* finds, and when the one *number* before it came."""
    return _arrival(*db.execute(_LOOK, (chat, row_id, number - 1)).fetchone())


def look_ahead(db: Connection, messenger: str, chat: str, number: int) -> Arrival | None:
    """What the next message of *chat* will find; None where it has to wait for one before it, or
    the chat could not be reached lately."""
    *found, is_waiting, was_reachable = db.execute(
        _LOOK_AHEAD, (chat, number - 1, messenger)
    ).fetchone()
    return None if is_waiting or not was_reachable else _arrival(*found)


def _arrival(
    state: str | None,
    version: int | None,
    subject: str | None,
    subject_at: str | None,
    is_staff: int,
    has_cases: int,
    before: str | None,
) -> Arrival:
    conversation = conversations.of(state, version, subject, subject_at)
    return Arrival(conversation, bool(is_staff), bool(has_cases), before or "")
