"""Chats: how to reach a person again, without knowing who it is. Addresses are sealed."""

from data.store import Connection


def remember(db: Connection, chat: str, messenger: str, address: str) -> None:
    """Keep the address of a chat (a tag), so that a later answer can travel there."""
    db.execute(
        "insert into chat (chat, messenger, address) values (:chat, :messenger,"
        " seal(:address, 'chat.address')) on conflict (chat) do update set reachable = 1",
        {"chat": chat, "messenger": messenger, "address": address},
    )


def address(db: Connection, chat: str) -> tuple[str, str] | None:
    """(messenger, address) of a chat, None where we do not know it."""
    row = db.execute(
        "select messenger, unseal(address, 'chat.address') from chat where chat = :chat",
        {"chat": chat},
    ).fetchone()
    return row and (str(row[0]), str(row[1]))


def mark_unreachable(db: Connection, chat: str) -> None:
    """The person blocked us or left; kept so that staff can be told."""
    db.execute("update chat set reachable = 0 where chat = :chat", {"chat": chat})


def mark_reachable(db: Connection, chat: str) -> None:
    """The person came back, where we know them."""
    db.execute("update chat set reachable = 1 where chat = ? and reachable = 0", (chat,))


def is_reachable(db: Connection, chat: str) -> bool:
    """Whether an answer to this chat can be expected to travel."""
    row = db.execute("select reachable from chat where chat = :chat", {"chat": chat}).fetchone()
    return row is not None and bool(row[0])
