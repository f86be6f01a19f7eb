"""Proof of the audit trail: finds what was done to it past SQLite's triggers.

One pass over the rows in their order, however many there are; a second one only where rows do not
follow each other, to say where they belong.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from data.audit import CREATE_AUDIT, HASHED, Action, Point, head_of
from data.store import Connection

TABLES = ("audit", "audit_head")
FINGERPRINT = 16
"""Hexadecimal digits of a hash that are noted elsewhere: 64 bits."""

EVERY_ROW = (
    "select id, hex(prev_hash), hex(hash), hash = tag('audit', "
    f"{HASHED}), action = '{Action.CHAIN_BROKEN}' from audit order by id"
)


class Fault(StrEnum):
    """What is wrong with a row or with several, from ``row_id`` until ``until``."""

    CHANGED = "changed"
    """The row does not fit its hash: it was changed, or forged."""
    MISSING = "missing"
    """Rows in the middle are gone."""
    GAP = "gap"
    """Numbers are skipped, though no row is gone: rows were numbered anew."""
    REORDERED = "reordered"
    """The row is genuine, but was written after row ``until``."""
    UNCONNECTED = "unconnected"
    """The row is genuine, but what was written before it is gone."""
    CUT = "cut"
    """The last rows are gone."""
    BEYOND = "beyond"
    """Rows after the last one that the head knows."""
    HEAD = "head"
    """The head is missing, not ours, or names another last row."""
    BREAK = "break"
    """The trail itself noted here that its end was not as it had left it."""
    NOTED = "noted"
    """What was noted elsewhere of this row is not so (any more)."""
    UNGUARDED = "unguarded"
    """A table, index or trigger, ``name``, is not as it was made."""
    DAMAGED = "damaged"
    """SQLite's own check fails: a row or an index cannot be read as it should."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the trail; *row_id* is 0 where no row is meant."""

    fault: Fault
    row_id: int = 0
    until: int = 0
    name: str = ""


class _Row(NamedTuple):
    id: int
    prev: str
    hash: str
    sound: int | None
    is_break: int | None


START = _Row(0, "", "", 1, 0)


def verify(db: Connection, noted: Point | None = None) -> list[Problem]:
    """Everything that is wrong with the trail, by row; [] where it is whole.

    *noted* is an end of the trail as examine gave it earlier: it must still stand there.
    """
    return examine(db, noted)[1]


def examine(db: Connection, noted: Point | None = None) -> tuple[Point | None, list[Problem]]:
    """The end of the trail, shortened so that it can be noted elsewhere, and what verify finds. The
    end is None where the head is not ours; then there are problems."""
    with _one_moment(db):
        problems = _unguarded(db)
        if any(problem.name in TABLES for problem in problems):
            return None, problems
        try:
            problems.extend(_of_trail(db, noted))  # what is found before damage counts
            return _end(db), problems
        except sqlite3.DatabaseError:
            return None, [*problems, Problem(Fault.DAMAGED)]


def _end(db: Connection) -> Point | None:
    _, head = head_of(db)
    return head and Point(head.number, head.hash[:FINGERPRINT])


@contextmanager
def _one_moment(db: Connection) -> Iterator[None]:
    """Rows and head as of one commit, while others go on writing."""
    if db.in_transaction:
        yield
        return
    db.execute("begin")
    try:
        yield
    finally:
        db.execute("rollback")


def _of_trail(db: Connection, noted: Point | None) -> Iterator[Problem]:
    last, in_rows = _of_rows(db)
    yield from in_rows
    yield from _of_head(db, last)
    if noted is not None and not _stands(db, noted):
        yield Problem(Fault.NOTED, noted.number)
    for table in TABLES:
        if db.execute(f"pragma integrity_check({table})").fetchone() != ("ok",):
            yield Problem(Fault.DAMAGED, name=table)


def _unguarded(db: Connection) -> list[Problem]:
    """Tables and triggers of the trail that are gone, changed or were added."""
    made = {_name(sql): _plain(sql) for sql in CREATE_AUDIT.split(";\n") if sql.strip()}
    found = {
        name: _plain(sql)
        for name, sql in db.execute(
            "select name, sql from sqlite_schema where tbl_name in ('audit', 'audit_head')"
        )
    }
    names = sorted(name for name in made | found if made.get(name) != found.get(name))
    return [Problem(Fault.UNGUARDED, name=name) for name in names]


def _name(sql: str) -> str:
    """create table x, create index x, create trigger x."""
    return sql.split()[2]


def _plain(sql: str) -> str:
    return " ".join(sql.casefold().split()).removesuffix(";")


def _of_rows(db: Connection) -> tuple[_Row, list[Problem]]:
    """The last row, and what is wrong with the rows."""
    problems: list[Problem] = []
    strays: list[_Row] = []
    before = START
    for values in db.execute(EVERY_ROW):
        row = _Row(*values)
        if not row.sound or row.is_break or row.prev != before.hash or row.id != before.id + 1:
            problems += _of_row(row, before)
            if _is_stray(row, before):
                strays.append(row)
        before = row
    problems += _of_strays(db, strays)
    return before, sorted(problems, key=lambda problem: problem.row_id)


def _of_row(row: _Row, before: _Row) -> Iterator[Problem]:
    if row.id != before.id + 1:
        fault = Fault.GAP if row.prev == before.hash else Fault.MISSING
        yield Problem(fault, before.id + 1, row.id - 1)
    if not row.sound:
        yield Problem(Fault.CHANGED, row.id)
    elif row.is_break:
        yield Problem(Fault.BREAK, row.id)


def _is_stray(row: _Row, before: _Row) -> bool:
    """Genuine, the row before it too, and yet it does not follow it."""
    follows = row.prev == before.hash or row.id != before.id + 1
    return bool(row.sound and before.sound and not row.is_break and not follows)


def _of_strays(db: Connection, strays: list[_Row]) -> Iterator[Problem]:
    if not strays:
        return
    wanted = {row.prev for row in strays}
    places = {
        own: row_id
        for row_id, own in db.execute("select id, hex(hash) from audit")
        if own in wanted
    }
    places.setdefault("", 0)
    for row in strays:
        if row.prev in places:
            yield Problem(Fault.REORDERED, row.id, places[row.prev])
        else:
            yield Problem(Fault.UNCONNECTED, row.id)


def _of_head(db: Connection, last: _Row) -> Iterator[Problem]:
    _, head = head_of(db)
    if head is None:
        yield Problem(Fault.HEAD, last.id)
    elif head.number > last.id:
        yield Problem(Fault.CUT, last.id + 1, head.number)
    elif head.number < last.id:
        yield Problem(Fault.BEYOND, head.number + 1, last.id)
    elif head.hash.encode().hex().upper() != last.hash:
        yield Problem(Fault.HEAD, last.id)


def _stands(db: Connection, noted: Point) -> bool:
    row = db.execute(
        "select hash from audit where id = :number", {"number": noted.number}
    ).fetchone()
    return row is not None and bool(noted.hash) and str(row[0]).startswith(noted.hash)
