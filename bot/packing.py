"""Packing: which rows of one chat leave together, as one call and one push that is billed."""

from collections.abc import Iterable, Sequence

from bot import outgoing
from data import outbox, together
from data.store import Store

Rows = tuple[outbox.Row, ...]


def companions(
    store: Store, row: outbox.Row, behind: Sequence[outbox.Row], batch: int, *, is_free: bool
) -> list[outbox.Row]:
    """What may leave with *row*, whose first try it is: what waits for the month's pushes where a
    reply token makes that free, and what waits right behind it."""
    content = outgoing.decode(row.payload)
    replies = content.replies
    if row.attempted or row.tries or content.topic or any(reply.once for reply in replies):
        return []
    kept = store.read_now(together.kept_for_budget, row.chat) if is_free else []
    return fitting((*kept, *behind), batch - len(replies))


def fitting(waiting: Iterable[outbox.Row], room: int) -> list[outbox.Row]:
    """Those, from the first on, that can leave together with another: said unasked, never tried,
    in all not more than *room* replies."""
    chosen = []
    for row in waiting:
        content = outgoing.decode(row.payload)
        room -= len(content.replies)
        if (
            room < 0
            or content.topic
            or row.inbox_id is not None
            or row.attempted
            or (row.tries and not row.hold)
        ):
            break
        chosen.append(row)
    return chosen


def in_order(row: outbox.Row, others: Iterable[outbox.Row]) -> Rows:
    """Oldest first."""
    return tuple(sorted((row, *others), key=lambda each: each.id))
