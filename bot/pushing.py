"""What becomes of what was delivered: kept, counted and told, in one transaction each."""

from collections.abc import Sequence

from bot import outgoing, undelivered
from bot.outgoing import Outgoing
from data import chats, holding, outbox, pushes, staff
from data import undelivered as words
from data.store import Connection
from handlers.officers.officer_screens import LIST
from handlers.texts import delivery as texts
from handlers.turn import Reply

OUT_OF_BUDGET = "no pushes left this month"


def mark_sent(
    db: Connection,
    row_ids: Sequence[int],
    at: str,
    *,
    pushed: bool,
    once: bool = False,
    budget: int | None = None,
) -> list[outbox.Row]:
    """The messenger took them all, as one push that it bills or for free; who is to be warned.
    *once*: what they held was shown once, and is forgotten."""
    for row_id in row_ids:
        (outbox.mark_sent_once if once else outbox.mark_sent)(db, row_id, at)
    if not pushed:
        return []
    pushes.count(db, at)
    return warn(db, at, budget)


def warn(db: Connection, at: str, budget: int | None) -> list[outbox.Row]:
    """Tell whoever supervises how much of the month's budget is used, at each level once."""
    reached = pushes.newly_reached(db, at, budget)
    if reached is None:
        return []
    text = texts.budget_reached(reached)
    return [
        row
        for member in staff.members(db)
        if member.supervises
        for row in _write_to(db, member.chat, Reply(text), at)
    ]


def give_up(
    db: Connection, row_ids: Sequence[int], at: str, problem: str, *, once: bool
) -> list[outbox.Row]:
    """They will never arrive; the rows that tell who sent them."""
    return [row for each in row_ids for row in undelivered.give_up(db, each, at, problem, once)]


def keep_for_budget(db: Connection, row_ids: Sequence[int], at: str) -> list[outbox.Row]:
    """No pushes are left: they wait, and who sent them is told, once."""
    fresh = holding.hold_for_budget(db, row_ids, OUT_OF_BUDGET)
    rows = []
    for row_id in fresh:
        found = words.to_be_told(db, row_id)
        if found is not None:
            member, case = found
            text = texts.waits_for_budget(case.kind, case.code)
            reply = Reply(text, choices=(LIST,), confidential=case.kind.is_secret)
            rows += _write_to(db, member.chat, reply, at)
    return rows


def _write_to(db: Connection, chat: str, reply: Reply, at: str) -> list[outbox.Row]:
    found = chats.address(db, chat)
    if found is None:
        return []
    messenger, address = found
    payload = outgoing.encode(Outgoing(address, (reply,)))
    return [outbox.add(db, outbox.NewRow(messenger, chat, payload, at))]
