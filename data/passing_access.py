"""Passing access: a conversation that was opened for a while forgets by itself what it had open."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from data import conversations
from data.store import Connection
from data.times import parse, stamp

UNTIL = "until"
"""Where a conversation's memory keeps the end of an access."""

ANSWER = "answer"
"""Where it keeps words that were not said yes to."""

PASSING = frozenset({UNTIL, ANSWER, "case"})
LOOK_BACK = timedelta(days=2)


def over(db: Connection, at: str) -> list[str]:
    """Chats whose access ended before *at* and is still remembered."""
    rows = db.execute(
        "select chat from conversation where updated_at >= :since",
        {"since": stamp(parse(at) - LOOK_BACK)},
    )
    found = [(str(row[0]), conversations.load(db, row[0]).memory.get(UNTIL)) for row in rows]
    return [chat for chat, until in found if until is not None and until <= at]


def forget(db: Connection, chats: list[str], at: str) -> None:
    """Forget what these had open; a draft of theirs stays. Whoever came back meanwhile keeps it."""
    for chat in chats:
        found = conversations.load(db, chat)
        if not "" < found.memory.get(UNTIL, "") <= at:
            continue
        kept = {name: value for name, value in found.memory.items() if name not in PASSING}
        step = "intake.describe" if "kind" in kept else ""
        memory = MappingProxyType(kept)
        conversations.save(db, chat, replace(found, step=step, memory=memory), at)
