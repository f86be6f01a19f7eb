"""Replies that many people get: kept once, so that each row on its way holds their key alone.

Only what is published, whoever asks. Sealed all the same, like everything that is said.
"""

from data.connection import Connection

CREATE_COMMON_REPLIES = """
create table common_reply (
    key text primary key,
    packed blob not null
) strict;
"""

KEY_LETTERS = 32

OF_A_PAYLOAD = (
    "(select unseal_bytes(packed, 'common_reply.packed') from common_reply where key ="
    f" cast(substr(unseal_bytes(payload, 'outbox.payload'), 2, {KEY_LETTERS}) as text))"
)
"""SQL over a row of the outbox: the reply whose key stands behind the first byte of its payload."""


def keep(db: Connection, key: str, packed: bytes) -> None:
    """Keep a reply; its key tells what it is. Kept once more, it is sound again if it was not."""
    db.execute(
        "insert into common_reply (key, packed) values (?, seal(?, 'common_reply.packed'))"
        " on conflict (key) do update set packed = excluded.packed",
        (key, packed),
    )


def is_kept(db: Connection, key: str) -> bool:
    """Whether a reply is kept under *key*; asked where a row is to name it."""
    return db.execute("select 1 from common_reply where key = ?", (key,)).fetchone() is not None


def written_by_others(db: Connection) -> int:
    """Changes whenever another connection has written, and stays all through a transaction."""
    return int(db.execute("pragma data_version").fetchone()[0])


def forget(db: Connection) -> None:
    """Forget all, where nothing is on its way that may need one: what is published has changed,
    perhaps. Only where nobody relies on what was kept before."""
    db.execute(
        "delete from common_reply where not exists (select 1 from outbox where state = 'waiting')"
    )
