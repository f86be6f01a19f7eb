"""What waits in the outbox to leave, looked through without holding all of it in memory."""

from data.outbox import COLUMNS, Row, row_of
from data.store import Connection

LEAVES = "state = 'waiting' and messenger = :messenger and hold = ''"
"""Of one messenger, and not held on purpose."""


def newest_first(db: Connection, messenger: str, below: int, most: int) -> list[tuple[int, str]]:
    """Ids and chats of what waits, from the newest below id *below* on."""
    return db.execute(
        f"select id, chat from outbox where {LEAVES} and id < :below order by id desc limit :most",
        {"messenger": messenger, "below": below, "most": most},
    ).fetchall()


def oldest(db: Connection, messenger: str, most: int) -> list[int]:
    """Ids of what waits, from the oldest on."""
    query = f"select id from outbox where {LEAVES} order by id limit :most"
    return [int(row[0]) for row in db.execute(query, {"messenger": messenger, "most": most})]


def of_chat(db: Connection, messenger: str, chat: str, most: int) -> list[Row]:
    """What waits in one chat, oldest first; its history is not looked through."""
    query = (
        f"select {COLUMNS} from outbox indexed by outbox_leaving"
        f" where chat = :chat and {LEAVES} order by id limit :most"
    )
    parameters = {"messenger": messenger, "chat": chat, "most": most}
    return [row_of(columns) for columns in db.execute(query, parameters)]


def overdue(db: Connection, messenger: str, before: str, most: int) -> list[Row]:
    """Of the oldest that wait, those that might have left since before *before*."""
    query = (
        f"select {COLUMNS} from (select * from outbox where {LEAVES} order by id limit :most)"
        " where iif(let_go_at = '', created_at, let_go_at) < :before"
    )
    parameters = {"messenger": messenger, "before": before, "most": most}
    return [row_of(columns) for columns in db.execute(query, parameters)]


def newest_id(db: Connection) -> int:
    """The newest row's of all; 0 where there is none."""
    return int(db.execute("select coalesce(max(id), 0) from outbox").fetchone()[0])
