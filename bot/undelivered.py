"""Undelivered words: what an officer wrote did not reach the reporter, and the officer is told."""

from bot import outgoing
from bot.outgoing import Outgoing
from data import chats, outbox, undelivered
from data.store import Connection
from handlers.officers.officer_screens import LIST
from handlers.texts import casework as texts
from handlers.turn import Reply


def give_up(db: Connection, row_id: int, at: str, problem: str, once: bool) -> list[outbox.Row]:
    """The row will never arrive; the row that tells its sender, in the same transaction. *once*:
    what it held is shown once or never, so that it is forgotten too."""
    (outbox.give_up_once if once else outbox.give_up)(db, row_id, at, problem)
    found = undelivered.to_be_told(db, row_id)
    if found is None:
        return []
    member, case = found
    address = chats.address(db, member.chat)
    if address is None:
        return []
    text = texts.not_delivered(case.kind, case.code)
    reply = Reply(text, choices=(LIST,), confidential=case.kind.is_secret)
    payload = outgoing.encode(Outgoing(address[1], (reply,)))
    return [outbox.add(db, outbox.NewRow(address[0], member.chat, payload, at))]
