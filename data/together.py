"""Together: rows of one chat that leave as one push, and share what becomes of it.

Which they are is written before the messenger is called: after a crash the same rows are tried
again under the same retry key, so that none arrives twice.
"""

from collections.abc import Sequence

from data.outbox import COLUMNS, Row, row_of
from data.store import Connection


def join(db: Connection, leader: int, rows: Sequence[Row]) -> list[Row]:
    """Have rows leave with *leader*; those that still can, up to the first that cannot."""
    joined: list[Row] = []
    for row in rows:
        cursor = db.execute(
            "update outbox set pushed_with = :leader where id = :id and state = 'waiting'"
            " and pushed_with is null and hold = :hold",
            {"leader": leader, "id": row.id, "hold": row.hold},
        )
        if not cursor.rowcount:
            break
        joined.append(row)
    return joined


def joined(db: Connection, leader: int) -> list[Row]:
    """What leaves with *leader*."""
    query = f"select {COLUMNS} from outbox where pushed_with = :id and state = 'waiting'"
    return [row_of(columns) for columns in db.execute(query, {"id": leader})]


def part(db: Connection, leader: int) -> None:
    """Each goes on by itself, or waits on."""
    db.execute("update outbox set pushed_with = null where pushed_with = :id", {"id": leader})


def kept_for_budget(db: Connection, chat: str) -> list[Row]:
    """What waits in a chat until there are pushes again, oldest first: a reply takes it along."""
    query = (
        f"select {COLUMNS} from outbox indexed by outbox_kept"
        " where chat = :chat and hold = 'budget'"
        " and state = 'waiting' and pushed_with is null order by id"
    )
    return [row_of(columns) for columns in db.execute(query, {"chat": chat})]


def leaders(db: Connection) -> list[int]:
    """With which rows others leave."""
    query = (
        "select distinct pushed_with from outbox where pushed_with is not null"
        " and state = 'waiting'"
    )
    return [int(row[0]) for row in db.execute(query)]


def chats_kept(db: Connection) -> list[str]:
    """Where something waits until there are pushes again."""
    query = "select distinct chat from outbox where hold = 'budget' and state = 'waiting'"
    return [str(row[0]) for row in db.execute(query)]
