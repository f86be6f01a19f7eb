"""Orders of topics: what is noted as due in the group becomes rows of the outbox."""

from bot import outgoing
from bot.outgoing import Outgoing, TopicOrder
from data import chats, outbox, topic_queue
from data.store import Connection
from handlers.message import Messenger
from handlers.turn import Reply


def take(db: Connection, at: str) -> list[outbox.Row]:
    """The rows of all that is due, in one lane: the group's, whose limits they share."""
    due = topic_queue.take_due(db)
    found = topic_queue.queue(db) if due else None
    if found is None:
        return []
    orders = [Outgoing("", (), topic=TopicOrder(case_id, stray)) for case_id, stray in due]
    return [_add(db, found.chat, order, at) for order in orders]


def say(db: Connection, chat: str, reply: Reply, at: str) -> list[outbox.Row]:
    """A reply for a chat; no row where we cannot reach it."""
    found = chats.address(db, chat)
    if found is None:
        return []
    messenger, address = found
    payload = outgoing.encode(Outgoing(address, (reply,)))
    return [outbox.add(db, outbox.NewRow(messenger, chat, payload, at))]


def _add(db: Connection, chat: str, order: Outgoing, at: str) -> outbox.Row:
    return outbox.add(db, outbox.NewRow(Messenger.TELEGRAM, chat, outgoing.encode(order), at))
