"""Rotation: a new master key for a database, in one transaction, while nobody else has it open.

The new key is on the disk before the commit and takes its name after it, so that whenever the
process is killed, one of the two keys opens the database and the next start finds which.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from data import installation, key_file
from data.case_keys import context_of, is_whole
from data.connection import Connection, connect
from data.sealed_columns import UNDER_THE_VAULT
from data.sealing import TAG_KEY, Vault, WrongKey

PATIENCE_MS = 1_000


class NotRotated(Exception):
    """The database is as it was. The message says why."""


class InUse(NotRotated):
    """Another process has the database open: with the old key it would go on sealing."""


def rotate(database: Path, old: Vault, new_key: bytes, path: Path | None) -> None:
    """Seal everything in *database* under *new_key*; *path* is the key file, None without one.

    Closing the only connection ends the log, so that nothing stays that the old key opens. The
    database must be as the store leaves it. Raises InUse, NotRotated, or WrongKey
    where *old* is not what opens it.
    """
    with closing(_open_alone(database)) as db:
        try:
            _seal_anew(db, old, Vault(new_key))
            if path is not None:
                key_file.write_successor(path, new_key)
            db.execute("commit")
        except (sqlite3.Error, OSError) as error:
            raise NotRotated(str(error)) from error
        if path is not None:
            key_file.succeed(path)


def finish(database: Path, path: Path) -> None:
    """Complete the renaming of a rotation that was killed after its commit. Raises InUse."""
    if key_file.successor(path) is None or not database.exists():
        return
    with closing(connect(f"{database.absolute().as_uri()}?mode=rw")) as db:
        _begin(db)  # a key takes another's name only where the database is locked
        new_key = key_file.successor(path)
        if new_key is not None and installation.fits(db, Vault(new_key)):
            key_file.succeed(path)
        db.execute("rollback")


def _open_alone(database: Path) -> Connection:
    """A transaction in a connection beside which there is no other. Raises InUse."""
    db = connect(f"{database.absolute().as_uri()}?mode=rw")
    try:
        _begin(
            db,
            f"pragma busy_timeout = {PATIENCE_MS}",
            "pragma locking_mode = exclusive",
            "pragma synchronous = full",
            "pragma secure_delete = on",
        )
    except BaseException:
        db.close()
        raise
    return db


def _begin(db: Connection, *pragmas: str) -> None:
    try:
        for statement in (*pragmas, "begin immediate"):
            db.execute(statement)
    except sqlite3.OperationalError as error:
        raise InUse(f"the database is in use: {error}") from error


def _seal_anew(db: Connection, old: Vault, new: Vault) -> None:
    """Everything that data/sealed_columns.py names. Raises WrongKey, sqlite3.OperationalError."""

    def wrap_anew(wrapped: bytes, case_id: int) -> bytes:
        context = context_of(case_id)
        return new.wrap(old.unwrap(wrapped, context), context) if is_whole(wrapped) else wrapped

    if not installation.fits(db, old):
        raise WrongKey("the key does not open this database")
    db.create_function("unseal_old", 2, old.unseal_bytes)
    db.create_function("seal_new", 2, new.seal)
    db.create_function("wrap_anew", 2, wrap_anew)
    for each in UNDER_THE_VAULT:
        db.execute(
            f"update {each.table} set {each.column} ="
            f" seal_new(unseal_old({each.column}, {each.context}), {each.context})"
            f" where {each.where} and length({each.column}) > 0"
        )
    db.execute("update case_key set wrapped = wrap_anew(wrapped, case_id)")
    tag_key, check = db.execute(
        "select tag_key, key_check from installation where id = 1"
    ).fetchone()
    db.execute(
        "update installation set key_check = :key_check, tag_key = :tag_key where id = 1",
        {
            "key_check": new.seal(old.unseal(check, installation.CHECK), installation.CHECK),
            "tag_key": new.wrap(old.unwrap(tag_key, TAG_KEY), TAG_KEY),
        },
    )
