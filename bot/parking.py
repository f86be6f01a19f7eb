"""Parking: a message that cannot be handled is set aside, and its sender gets an apology."""

from dataclasses import replace

from bot import outgoing
from bot.outgoing import Outgoing
from data import chats, conversations, inbox, outbox, parked
from data.store import Connection
from handlers.texts import trouble
from handlers.texts.english.counterparts import in_language
from handlers.turn import Reply, Turn

UNREAD = "kept by another version"


def park(
    db: Connection, row: inbox.Row, address: str, kind: str, problem: str, at: str
) -> list[outbox.Row]:
    """Set a message aside with an apology to its sender, once; the reply to deliver. *address* is
    "" where the message itself could not be read."""
    if inbox.waiting_since(db, row.id) is None:
        return []
    is_first = parked.park(db, row.id, kind, problem, at)
    known = chats.address(db, row.chat) if not address else (row.messenger, address)
    if not is_first or known is None:
        return []
    text = in_language(trouble.apology, _language(db, row.chat))(row.id)
    payload = outgoing.encode(Outgoing(known[1], (Reply(text),)))
    return [outbox.add(db, outbox.NewRow(known[0], row.chat, payload, at, row.id))]


def _language(db: Connection, chat: str) -> str:
    """What the chat speaks; Thai where that cannot be read, which may be what failed."""
    try:
        return conversations.load(db, chat).language
    except Exception:
        return ""


def answered_late(turn: Turn, row: inbox.Row, language: str) -> Turn:
    """What a message that was tried again leads to: its sender may have forgotten it. Before what
    is shown once, that is forgotten too: it would tell whose the answer was."""
    if not row.retried or not turn.replies:
        return turn
    text = in_language(trouble.answered_late, language)(row.id)
    late = Reply(text, once=any(reply.once for reply in turn.replies))
    return replace(turn, replies=(late, *turn.replies))
