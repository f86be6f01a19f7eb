"""Packing: which rows of one chat leave together, as one call and one push that is billed."""

from collections.abc import Callable, Iterable, Sequence

from bot import outgoing
from data import outbox, together
from data.store import Store

Rows = tuple[outbox.Row, ...]


class Packing:
    """Knows what was joined before a restart and which chats wait for the month's pushes, so that
    the usual row, which leaves alone, costs no look into the database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._leaders: set[int] = set()
        self._kept: set[str] = set()

    def start(self) -> None:
        """Learn what stands in the database."""
        self._leaders = set(self._store.read_now(together.leaders))
        self._kept = set(self._store.read_now(together.chats_kept))

    def keep(self, chat: str) -> None:
        """From now on something of *chat* waits for pushes."""
        self._kept.add(chat)

    def remember(self, leader: int) -> None:
        """What was joined with a row leaves with it when it is taken up again."""
        self._leaders.add(leader)

    def is_plain(self, row: outbox.Row) -> bool:
        """Whether neither was anything joined with *row* nor does its chat wait for pushes."""
        return row.id not in self._leaders and row.chat not in self._kept

    def joined(self, row: outbox.Row) -> list[outbox.Row]:
        """What was joined with *row* before a crash."""
        return self._store.read_now(together.joined, row.id) if row.id in self._leaders else []

    def companions(
        self,
        row: outbox.Row,
        behind: Sequence[outbox.Row],
        batch: int,
        is_free: Callable[[], bool],
    ) -> list[outbox.Row]:
        """What may leave with *row*, whose first try it is: what waits for the month's pushes where
        a reply token makes that free, and what waits right behind it."""
        if not behind and row.chat not in self._kept:
            return []
        content = outgoing.of(row)
        replies = content.replies
        if row.attempted or row.tries or content.topic or any(reply.once for reply in replies):
            return []
        kept = self._kept_of(row.chat) if row.chat in self._kept and is_free() else []
        return fitting((*kept, *behind), batch - len(replies))

    def _kept_of(self, chat: str) -> list[outbox.Row]:
        found = self._store.read_now(together.kept_for_budget, chat)
        if not found:
            self._kept.discard(chat)
        return found


def fitting(waiting: Iterable[outbox.Row], room: int) -> list[outbox.Row]:
    """Those, from the first on, that can leave together with another: said unasked and never tried,
    or kept for want of pushes; in all not more than *room* replies. What was perhaps pushed before
    it was kept waits on: it would be said twice."""
    chosen = []
    for row in waiting:
        if row.hold and row.attempted:
            continue
        content = outgoing.of(row)
        room -= len(content.replies)
        if (
            room < 0
            or content.topic
            or row.attempted
            or (not row.hold and (row.inbox_id is not None or row.tries))
        ):
            break
        chosen.append(row)
    return chosen


def in_order(row: outbox.Row, others: Iterable[outbox.Row]) -> Rows:
    """Oldest first."""
    return tuple(sorted((row, *others), key=lambda each: each.id))
