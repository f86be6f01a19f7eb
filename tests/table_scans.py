"""Which statements of the program read a whole table that grows. At a million rows everybody else
waits for one that does, so every test with a town looks at what it was asked."""

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast
from unittest import mock

from sqlite_utils import Database

from data.case_keys import CaseSeals
from data.connection import add_functions
from data.schema import migrations
from data.sealing import Vault

GROWING = (
    *("inbox", "outbox", "chat", "conversation", "page_read"),
    *("cases", "case_entry", "case_clock", "case_place", "case_joining"),
    *("attachment", "rating", "audit", "receipt"),
)
SCAN = re.compile(rf"SCAN ({'|'.join(GROWING)})(?: USING (?:COVERING )?INDEX (\w+))?$")
NEWEST = re.compile(r" order by id desc limit ")
"""It stops at the first rows that fit."""

FEW = re.compile(r"state = 'waiting'|(closed|ended)_at = ''|hold = '")
"""What an index is of that few rows are in."""

ALLOWED = {
    "retention": "at night",
    "pruning": "asked for in the terminal",
    "outbox_summary": "asked for in the terminal",
    "audit_proof": "asked for in the terminal",
    "backups": "of a copy, in a thread of its own or the terminal",
    "passing_access": "in a thread of its own",
    "case_search": "who looks for words reads cases; how many is bounded",
    "installation": "stops at the first row, at the start",
}
"""Modules that may, and why."""

PROGRAM = tuple(str(Path(__file__).parent.parent / name) for name in ("bot", "data", "handlers"))


class Listening(sqlite3.Connection):
    """Notes what the program asks, and which of its files does; not what tests ask."""

    asked: set[tuple[str, str]]

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        self._note(sql)
        return super().execute(sql, *parameters)

    def executemany(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        self._note(sql)
        return super().executemany(sql, *parameters)

    def _note(self, sql: str) -> None:
        asking = sys._getframe(2).f_code.co_filename
        if asking.startswith(PROGRAM):
            self.asked.add((sql, Path(asking).stem))


@contextmanager
def heard() -> Iterator[set[tuple[str, str]]]:
    """What connections that are opened within are asked, and by which module."""
    asked: set[tuple[str, str]] = set()
    factory = type("Heard", (Listening,), {"asked": asked})
    connect = sqlite3.connect

    def connected(*given: Any, **more: Any) -> sqlite3.Connection:
        return cast("sqlite3.Connection", connect(*given, **{"factory": factory, **more}))

    with mock.patch.object(sqlite3, "connect", connected):
        yield asked


def scans(asked: set[tuple[str, str]]) -> list[str]:
    """Those that read a whole table and may not, with what SQLite says of them."""
    return [
        f"{module}: {step}: {sql}"
        for sql, module in sorted(asked)
        if module not in ALLOWED and (step := _scan(sql))
    ]


@cache
def _scan(sql: str) -> str:
    if not re.match(r"\s*(select|update|delete|insert|with)\b", sql) or NEWEST.search(sql):
        return ""
    try:
        plan = _empty().execute(f"explain query plan {sql}", _nothing(sql)).fetchall()
    except sqlite3.OperationalError:  # of a table that was made for the moment
        return ""
    for *_, step in plan:
        scan = SCAN.match(step)
        if scan and scan[2] not in _partial():
            return str(step)
    return ""


@cache
def _empty() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(Database(db))
    vault = Vault(bytes(32))
    add_functions(db, vault, CaseSeals(vault))
    db.create_function("wipe_log", 0, lambda: None)
    return db


@cache
def _partial() -> frozenset[str]:
    """Indexes of some rows only: what waits, what is open."""
    query = "select name, sql from sqlite_schema where type = 'index' and sql like '% where %'"
    found = _empty().execute(query).fetchall()
    return frozenset(str(name) for name, sql in found if FEW.search(sql.partition("where")[2]))


def _nothing(sql: str) -> Any:
    """Values for its parameters."""
    if names := re.findall(r"(?<!:):([a-z_]\w*)", sql):
        return dict.fromkeys(names)
    numbers = [int(number) for number in re.findall(r"\?(\d+)", sql)]
    return [None] * max([len(re.findall(r"\?(?!\d)", sql)), *numbers])
