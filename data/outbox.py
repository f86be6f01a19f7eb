"""The outbox: every reply on its way, sealed, until the messenger has taken it or never will."""

import os
import random
from collections.abc import Iterable
from typing import Any, NamedTuple

from data import common_replies, holding
from data.push_tables import TIME
from data.store import Connection


class NewRow(NamedTuple):
    """A reply about to be kept. *chat* is a tag; *payload* is sealed on its way in.

    *token_at* is when the reply token in the payload last reached us ("" without one); times are
    ISO 8601, UTC. *inbox_id* is the message it answers, None for what we say unasked: that may be
    held until *not_before* (see data/holding.py), or be *urgent*. *received_at* is when that
    message came, where whoever adds the row has it at hand.
    """

    messenger: str
    chat: str
    payload: bytes
    created_at: str
    inbox_id: int | None = None
    token_at: str = ""
    not_before: str = ""
    urgent: bool = False
    content: object = None
    received_at: str = ""


class Row(NamedTuple):
    """A reply on its way. *retry_key* is random and stays the same at every try.

    *hold* says that it waits, and why (data/holding.py), *let_go_at* since when no longer.
    *common* is the reply that *payload* names by its key, where it does (data/common_replies.py).
    *content* is what *payload* holds, where whoever added the row had it at hand.
    """

    id: int
    messenger: str
    chat: str
    inbox_id: int | None
    payload: bytes
    retry_key: str
    attempted: bool
    tries: int
    not_before: str
    created_at: str
    token_at: str
    hold: str = ""
    let_go_at: str = ""
    common: bytes | None = None
    content: object = None
    received_at: str = ""


COLUMNS = (
    "id, messenger, chat, inbox_id, unseal_bytes(payload, 'outbox.payload'), retry_key, attempted,"
    f" tries, not_before, created_at, token_at, hold, let_go_at, {common_replies.OF_A_PAYLOAD}"
)


OF_CHATS = (
    "id in (select id from outbox where inbox_id is null and chat in {chats} union all"
    " select outbox.id from inbox cross join outbox on inbox_id = inbox.id"
    " where inbox.chat in {chats})"
)
"""SQL over a row of the outbox: whether it was said in one of these *chats* (a list or query), be
it an answer or unasked. No index tells that by itself (data/waiting_tables.py)."""

CUT_OFF = "chat <> '' and chat <> (select chat from inbox where id = inbox_id)"

OF_CHAT = OF_CHATS.format(chats="(:chat)")
OF_STAFF = OF_CHATS.format(chats="(select chat from staff)")


def add(db: Connection, row: NewRow) -> Row:
    """Keep a reply; the row as the courier needs it."""
    retry_key = _retry_keys.draw()
    held = "" if row.inbox_id is not None else _held_until(db, row)
    hold = TIME if held else ""
    cursor = db.execute(
        "insert into outbox (messenger, chat, inbox_id, payload, retry_key, not_before, created_at,"
        " token_at, hold) values (?, ?, ?, seal(?, 'outbox.payload'), ?, ?, ?, ?, ?)",
        (
            row.messenger,
            row.chat,
            row.inbox_id,
            row.payload,
            retry_key,
            held or row.created_at,
            row.created_at,
            row.token_at,
            hold,
        ),
    )
    assert cursor.lastrowid is not None
    return Row(
        cursor.lastrowid,
        row.messenger,
        row.chat,
        row.inbox_id,
        row.payload,
        retry_key,
        False,  # by position: names take twice as long
        0,
        held or row.created_at,
        row.created_at,
        row.token_at,
        hold,
        content=row.content,
        received_at=row.received_at,
    )


def cut_off(db: Connection, row_id: int) -> None:
    """What answers a message whose chat was taken from it in the same turn is found by its own chat
    from now on; it is still sent there."""
    db.execute(
        f"update outbox set inbox_id = null where inbox_id = :id and {CUT_OFF}", {"id": row_id}
    )


class _RetryKeys:
    """Random UUIDs, each a little further on than the last, so that their index grows in one place:
    a random page of it for every row was more to write than all else of a row. They tell no time.
    """

    def __init__(self) -> None:
        self._drawing = random.Random(os.urandom(32))  # noqa: S311  # no secret; nobody else's
        self._place = self._drawing.getrandbits(59)

    def draw(self) -> str:
        """One as LINE takes it, at a tenth of the library's time."""
        self._place = (self._place + 1 + self._drawing.getrandbits(24)) % 2**60
        drawn = f"{self._place:015x}{self._drawing.getrandbits(60):015x}"
        return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[12:15]}-a{drawn[15:18]}-{drawn[18:]}"


_retry_keys = _RetryKeys()


def _held_until(db: Connection, row: NewRow) -> str:
    return holding.until(db, row.chat, row.not_before, row.created_at, urgent=row.urgent)


def let_go(db: Connection, now: str) -> list[Row]:
    """What was held and is due, to be delivered from now on, oldest first."""
    return [row for each in holding.let_go(db, now) for row in _with_id(db, each)]


def free_of_budget(db: Connection, now: str, most: int) -> list[Row]:
    """What waited for pushes, to be delivered from now on, oldest first, *most* at most."""
    return [row for each in holding.free_of_budget(db, now, most) for row in _with_id(db, each)]


def _with_id(db: Connection, row_id: int) -> list[Row]:
    query = f"select {COLUMNS} from outbox where id = :id"
    return [row_of(columns) for columns in db.execute(query, {"id": row_id})]


def added_after(db: Connection, row_id: int, most: int) -> list[Row]:
    """What waits and was added after *row_id* (by another process, such as the terminal), oldest
    first."""
    return [
        row_of(columns)
        for columns in db.execute(
            f"select {COLUMNS} from outbox where +state = 'waiting' and id > :id order by id"
            " limit :most",
            {"id": row_id, "most": most},
        )
    ]


def token_at(db: Connection, row_id: int) -> str:
    """When the reply token of a row last reached us; a redelivery may have renewed it."""
    row = db.execute("select token_at from outbox where id = :id", {"id": row_id}).fetchone()
    return "" if row is None else str(row[0])


def mark_attempted(db: Connection, row_ids: Iterable[int]) -> None:
    """A try of each may have taken effect from now on. Written before the vendor is called."""
    db.executemany("update outbox set attempted = 1 where id = ?", [(each,) for each in row_ids])


def mark_pushed(db: Connection, row_ids: Iterable[int]) -> None:
    """The same of a push: no token that comes later is used, lest the words arrive twice."""
    db.executemany(
        "update outbox set attempted = 1, token_at = '' where id = ?",
        [(each,) for each in row_ids],
    )


def clear_attempted(db: Connection, row_id: int) -> None:
    """The last try certainly took no effect."""
    db.execute("update outbox set attempted = 0 where id = ?", (row_id,))


def drop_token(db: Connection, row_id: int) -> None:
    """The reply token is dead and was never accepted: from now on the row is sent without it."""
    db.execute("update outbox set token_at = '', attempted = 0 where id = :id", {"id": row_id})


def mark_all_sent(db: Connection, row_ids: Iterable[int], at: str) -> None:
    """The messenger took them. Their words are kept no longer: LINE and Telegram keep their own
    history; the page has only ours."""
    db.executemany(
        "update outbox set state = 'sent', done_at = ?, hold = '',"
        " payload = iif(messenger = 'web', payload, zeroblob(0)) where id = ?",
        [(at, row_id) for row_id in row_ids],
    )


def mark_sent(db: Connection, row_id: int, at: str) -> None:
    """The same of one."""
    mark_all_sent(db, (row_id,), at)


def mark_sent_once(db: Connection, row_id: int, at: str) -> None:
    """The messenger took what is shown once: neither its words nor its chat are kept."""
    mark_sent(db, row_id, at)
    _forget(db, row_id)


def give_up_once(db: Connection, row_id: int, at: str, problem: str) -> None:
    """What is shown once will never arrive: neither its words nor its chat are kept."""
    give_up(db, row_id, at, problem)
    _forget(db, row_id)


def _forget(db: Connection, row_id: int) -> None:
    db.execute(
        "update outbox set payload = zeroblob(0), chat = '', inbox_id = null where id = :id",
        {"id": row_id},
    )


def postpone(db: Connection, row_id: int, not_before: str, problem: str) -> bool:
    """Not now: try again at *not_before*. *problem* is for the operator, without people's words.
    False where it is not to be tried again: it was taken back meanwhile, or erased."""
    cursor = db.execute(
        "update outbox set tries = tries + 1, not_before = :not_before, problem = :problem"
        " where id = :id and state = 'waiting'",
        {"id": row_id, "not_before": not_before, "problem": problem},
    )
    return cursor.rowcount > 0


def give_up(db: Connection, row_id: int, at: str, problem: str) -> None:
    """It will never arrive."""
    db.execute(
        "update outbox set state = 'undeliverable', done_at = :at, problem = :problem"
        " where id = :id",
        {"id": row_id, "at": at, "problem": problem},
    )


def row_of(columns: tuple[Any, ...]) -> Row:
    """A row as COLUMNS reads it."""
    row_id, messenger, chat, inbox_id, payload, retry_key, attempted, *rest = columns
    return Row(row_id, messenger, chat, inbox_id, payload, retry_key, bool(attempted), *rest)
