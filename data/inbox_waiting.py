"""What waits in the inbox to be handled, looked through without holding all of it in memory."""

from data.inbox import Row
from data.store import Connection


def oldest(db: Connection, messenger: str, above: int, most: int) -> list[tuple[int, str]]:
    """Ids and chats of what waits on one messenger, from the oldest above id *above* on."""
    return db.execute(
        "select id, chat from inbox where state = 'waiting' and messenger = :messenger"
        " and id > :above order by id limit :most",
        {"messenger": messenger, "above": above, "most": most},
    ).fetchall()


def of_chat(db: Connection, messenger: str, chat: str, most: int) -> list[Row]:
    """What waits in one chat, oldest first; its history is not looked through."""
    rows = db.execute(
        "select id, messenger, event_id, chat, unseal_bytes(payload, 'inbox.payload'),"
        " received_at, delivered_at, tries from inbox where chat = :chat and state = 'waiting'"
        " and id >= (select min(id) from inbox where state = 'waiting' and messenger = :messenger)"
        " order by id limit :most",
        {"messenger": messenger, "chat": chat, "most": most},
    )
    return [Row(*row) for row in rows]
