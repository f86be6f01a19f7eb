"""Backups: a copy of the whole database as of one moment, and whether a copy is sound.

The copy is made under one read transaction: whoever writes goes on, only the log is not cut
meanwhile. It is made under another name, so that a half-made copy never carries its own.
"""

import os
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from data import audit_proof, connection, installation, own_file
from data.audit_proof import Problem
from data.case_keys import CaseSeals
from data.connection import Connection, add_functions
from data.schema import migrations
from data.sealing import Vault, WrongKey
from data.write_log import cut

STAMP = "%Y%m%dT%H%M%SZ"
STAMPED = re.compile(r"-(\d{8}T\d{6}Z)\.db", re.ASCII)
PART = re.compile(r"\..+\.part-\d+", re.ASCII)
LEFT_OVER_S = 86_400
PATIENCE_MS = 200


class Flaw(StrEnum):
    """Why a copy cannot be relied on."""

    UNREADABLE = "unreadable"
    """It is no database of ours, or cannot be opened."""
    DAMAGED = "damaged"
    """SQLite's own check fails."""
    DANGLING = "dangling"
    """A row names another that is not there."""
    NEWER = "newer"
    """A later version made its tables."""
    WRONG_KEY = "wrong_key"
    FEWER_ROWS = "fewer_rows"
    """It has not all rows that were there when it was begun."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a copy is: its *flaws*, what is wrong with its audit trail (which a copy shares with its
    original), how many rows each table has, and when the newest message came ("": none)."""

    flaws: tuple[Flaw, ...]
    audit: tuple[Problem, ...] = ()
    rows: Mapping[str, int] | None = None
    newest: str = ""


class NotCopied(Exception):
    """The copy could not be made. The message is SQLite's; *flaw* where what was copied is to
    blame."""

    def __init__(self, error: sqlite3.Error) -> None:
        super().__init__(str(error))
        is_ours = isinstance(error, sqlite3.OperationalError)  # a full disk, a lock
        self.flaw = None if is_ours else flaw_of(error)


def begin(part: Path) -> None:
    """The new file that becomes a copy, for the owner alone. Raises OSError."""
    own_file.create(part).close()


def copy(source: Path, part: Path) -> dict[str, int]:
    """Copy the database as it is at one moment into the file *part*; how many rows its tables have.

    Raises NotCopied, OSError.
    """
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with closing(connection.connect(uri)) as db, closing(sqlite3.connect(part)) as target:
            target.execute("pragma synchronous = off")  # it is synced whole, below
            db.execute("begin")
            rows = count(db)
            db.backup(target)
    except sqlite3.Error as error:
        raise NotCopied(error) from error
    settle(part)
    return rows


def settle(part: Path) -> None:
    """Leave one file, on the disk, that needs none beside it. Raises NotCopied, OSError."""
    try:
        with closing(sqlite3.connect(part)) as db:
            db.execute("pragma journal_mode = delete")
    except sqlite3.Error as error:
        raise NotCopied(error) from error
    part.chmod(own_file.OWNER_ONLY)
    own_file.sync(part, os.O_RDWR)


def finish(part: Path, name: Path) -> None:
    """Give a copy its name, which nothing may have yet. Raises OSError."""
    if name.exists():
        raise FileExistsError(name)
    part.rename(name)
    own_file.sync(name.parent)


def count(db: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = db.execute(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%'"
        " escape '\\' order by name"
    ).fetchall()
    return {name: db.execute(f'select count(*) from "{name}"').fetchone()[0] for (name,) in tables}


def examine(
    path: Path, vaults: Collection[Vault], expected: Mapping[str, int] | None = None
) -> Examined:
    """Open a copy read-only and check it: with whichever of *vaults* opens it, against the rows
    *expected*."""
    try:
        with closing(connection.connect(f"{path.absolute().as_uri()}?mode=ro")) as db:
            db.execute("begin")
            return _examine(db, vaults, expected or {})
    except sqlite3.Error as error:
        return Examined((flaw_of(error),))


def flaw_of(error: sqlite3.Error) -> Flaw:
    """What it means that SQLite cannot read a copy, or cannot copy it."""
    is_damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT
    return Flaw.DAMAGED if is_damaged else Flaw.UNREADABLE


def _examine(db: Connection, vaults: Collection[Vault], expected: Mapping[str, int]) -> Examined:
    if db.execute("pragma integrity_check").fetchone() != ("ok",):
        return Examined((Flaw.DAMAGED,))
    vault = _opening(db, vaults)
    if vault is None:
        return Examined((Flaw.WRONG_KEY,))
    add_functions(db, vault, CaseSeals(vault))
    rows = count(db)
    (newest,) = db.execute("select coalesce(max(received_at), '') from inbox").fetchone()
    return Examined(tuple(_flaws(db, rows, expected)), tuple(audit_proof.verify(db)), rows, newest)


def _flaws(db: Connection, rows: Mapping[str, int], expected: Mapping[str, int]) -> Iterator[Flaw]:
    if db.execute("pragma foreign_key_check").fetchone():
        yield Flaw.DANGLING
    with closing(Database(memory=True)) as empty:
        ours = {each.name for each in migrations.pending(empty)}
    if {each.name for each in migrations.applied(Database(db))} - ours:
        yield Flaw.NEWER
    if any(rows.get(name, 0) < number for name, number in expected.items()):
        yield Flaw.FEWER_ROWS


def _opening(db: Connection, vaults: Collection[Vault]) -> Vault | None:
    for vault in vaults:
        try:
            return installation.opened(db, vault)
        except WrongKey:
            continue
    return None


def relieve(source: Path) -> bool:
    """Cut the log that grew while the copy was made; whether nobody was in the way."""
    with closing(connection.connect(f"{source.absolute().as_uri()}?mode=rw")) as db:
        db.execute("pragma wal_checkpoint(passive)")  # most of it without the write lock
        return cut(db, PATIENCE_MS)


def name_of(database: Path, at: datetime) -> str:
    """What a copy made at *at* is called."""
    return f"{database.stem}-{at.astimezone(UTC).strftime(STAMP)}.db"


def part_of(name: Path) -> Path:
    """What a copy is called while this process makes it."""
    return name.with_name(f".{name.name}.part-{os.getpid()}")


def forget_parts(folder: Path, at: datetime) -> None:
    """Delete what was left a day ago by whoever was killed while making a copy. Raises OSError."""
    for path in folder.glob(".*.part-*"):
        if PART.fullmatch(path.name) and at.timestamp() - path.stat().st_mtime > LEFT_OVER_S:
            path.unlink()


def made(folder: Path, database: Path) -> list[tuple[datetime, Path]]:
    """The finished copies of *database* in *folder* and when each was made, newest first."""
    found = []
    for path in folder.iterdir():
        stamped = STAMPED.fullmatch(path.name.removeprefix(database.stem))
        if stamped and path.name.startswith(database.stem) and path.is_file():
            at = datetime.strptime(stamped[1], STAMP).replace(tzinfo=UTC)
            found.append((at, path))
    return sorted(found, reverse=True)


def prune(folder: Path, database: Path, at: datetime, days: int, keep: int | None) -> list[Path]:
    """Delete the copies that are older than *days*, and all but the newest *keep*; never the newest
    of all. What was deleted. Raises OSError."""
    copies = made(folder, database)
    too_old = [path for when, path in copies[1:] if when < at - timedelta(days=days)]
    too_many = [path for _, path in copies[max(1, keep) :]] if keep is not None else []
    gone = sorted({*too_old, *too_many})
    for path in gone:
        path.unlink()
    return gone
