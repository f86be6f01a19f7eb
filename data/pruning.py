"""Pruning: messages and replies that are done lose their words after one period and then, after
another, their rows, so that the file does not grow for ever.

It walks through a table by row number, so many rows at a time, each step a transaction of its own:
nobody waits long behind one, however large the table. What a deleted row occupied is overwritten
(secure_delete) and used again by the next rows. A row stays as long as something needs it:

- It waits, or has words: a visitor's history, a parked message, what was sent with an error.
- A reply still answers it. The newest reply of a case says what became of the officer's words.
- Its chat has an open or joined case (which tells an answer from a new question), or one on hold.
- It is the newest of its table: numbers are never given twice, the courier counts on it.
"""

from dataclasses import dataclass
from datetime import timedelta

from data.retention_settings import Retention
from data.store import Connection
from data.times import parse, stamp

AT_ONCE = 50
"""Rows that are looked at in one transaction."""

NEEDED = (
    "exists (select 1 from cases where cases.chat = {table}.chat and {table}.chat <> ''"
    " and (closed_at = '' or cases.state = 'duplicate'"
    " or cases.id in (select case_id from legal_hold)))"
)
WORDS = {
    "outbox": "created_at < :messages and state <> 'waiting' and length(payload) > 0",
    "inbox": "received_at < :messages and state <> 'waiting' and length(payload) > 0",
}
"""Rows whose words have been kept long enough."""

OLD_REPLIES = (
    "created_at < :rows and state <> 'waiting'"
    " and (length(payload) = 0 or created_at < :messages)"
    " and (case_id is null or exists (select 1 from outbox as newer"
    " where newer.case_id = outbox.case_id and newer.id > outbox.id))"
    f" and id < (select max(id) from outbox) and not {NEEDED.format(table='outbox')}"
)
OLD_MESSAGES = (
    "received_at < :rows and state <> 'waiting'"
    " and (length(payload) = 0 or received_at < :messages)"
    f" and id < (select max(id) from inbox) and not {NEEDED.format(table='inbox')}"
)
ANSWERED = " and not exists (select 1 from outbox where inbox_id = inbox.id and not ({gone}))"
ROWS = {"outbox": OLD_REPLIES, "inbox": OLD_MESSAGES + ANSWERED.format(gone="false")}
"""Rows that nothing needs any more."""

ROWS_SOON = {"outbox": OLD_REPLIES, "inbox": OLD_MESSAGES + ANSWERED.format(gone=OLD_REPLIES)}
"""The same, with those that nothing will need when the others are gone."""

TIMES = {"outbox": "created_at", "inbox": "received_at"}
FOLLOWING = {"outbox": "inbox"}
"""Replies first: a message that one answers stays."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a walk has come: the rows of *table* up to *after* are done."""

    table: str = "outbox"
    after: int = 0


@dataclass(frozen=True, slots=True)
class Pruned:
    """What one step took away, and where the next begins; None where all is done."""

    words: int
    rows: int
    following: Place | None


def prune_some(db: Connection, place: Place, periods: Retention, now: str) -> Pruned:
    """One step of a walk, which begins at Place()."""
    before = cutoffs(periods, now)
    table = place.table
    last, some_are_old = db.execute(
        f"select max(id), max({TIMES[table]} < :youngest) from"
        f" (select id, {TIMES[table]} from {table} where id > :after order by id limit :most)",
        {"after": place.after, "most": AT_ONCE, "youngest": max(before.values())},
    ).fetchone()
    if not some_are_old:
        return Pruned(0, 0, _following(db, table))
    part = {**before, "after": place.after, "last": last}
    words = db.execute(
        f"update {table} set payload = zeroblob(0)"
        f" where id > :after and id <= :last and {WORDS[table]}",
        part,
    ).rowcount
    rows = db.execute(
        f"delete from {table} where id > :after and id <= :last and {ROWS[table]}", part
    ).rowcount
    return Pruned(words, rows, Place(table, last))


def _following(db: Connection, table: str) -> Place | None:
    """The next table; after the last one the log is cut, for all steps together."""
    if table in FOLLOWING:
        return Place(FOLLOWING[table])
    db.execute("select wipe_log()")
    return None


def overdue_words(db: Connection, periods: Retention, now: str) -> int:
    """How many messages and replies have words that were kept long enough."""
    return _count(db, WORDS, cutoffs(periods, now))


def overdue_rows(db: Connection, periods: Retention, now: str) -> int:
    """How many rows would go."""
    return _count(db, ROWS_SOON, cutoffs(periods, now))


def cutoffs(periods: Retention, now: str) -> dict[str, str]:
    """Until when words and rows are too old."""
    at = parse(now)
    return {
        "messages": stamp(at - timedelta(days=periods.messages)),
        "rows": stamp(at - timedelta(days=periods.rows)),
    }


def _count(db: Connection, which: dict[str, str], before: dict[str, str]) -> int:
    return sum(
        int(db.execute(f"select count(*) from {table} where {where}", before).fetchone()[0])
        for table, where in which.items()
    )
