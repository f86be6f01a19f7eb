"""The installation: which master key opens this database, its own tag key, and what a database that
an older version made still lacks."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from data import case_keys
from data.connection import Connection, connect
from data.sealing import Vault, WrongKey

CHECK = "installation"
"""The context of installation.key_check."""

BATCH = 20
"""Cases of an older version that are sealed anew in one transaction; each may hold large files."""


def prepare(db: Connection, vault: Vault) -> Vault:
    """Check the key and complete what is missing; the vault with this installation's tag key.

    Raises WrongKey. Killed at any moment, the next start goes on.
    """
    row = _row(db)
    if row is None:
        _refuse_if_used(db)
        _found(db, vault)
        row = _row(db)
    assert row is not None
    (tag_key,) = row
    if not fits(db, vault):
        raise WrongKey("the key does not open this database")
    if tag_key is None:
        last: int | None = 0
        while last is not None:
            last = _give_keys(db, last)
        _keep_tag_key(db, vault)
        return prepare(db, vault)
    return vault.with_tag_key(tag_key)


def opened(db: Connection, vault: Vault) -> Vault:
    """The vault with this installation's tag key, nothing checked beside the key and nothing
    completed. Raises WrongKey."""
    if not fits(db, vault):
        raise WrongKey("the key does not open this database")
    row = _row(db)
    tag_key = row[0] if row else None
    return vault if tag_key is None else vault.with_tag_key(tag_key)


def fits(db: Connection, vault: Vault) -> bool:
    """Whether the key of *vault* is the one of this database; not where nothing is sealed yet."""
    try:
        row = db.execute("select key_check from installation where id = 1").fetchone()
        return row is not None and bool(vault.unseal(row[0], CHECK))
    except WrongKey:
        return False
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return False
        raise


def fitting(database: Path, keys: Sequence[bytes]) -> bytes:
    """Which of these master keys opens *database*; the first where none does, or there is none."""
    if len(keys) == 1 or not database.exists():
        return keys[0]
    with closing(connect(f"{database.absolute().as_uri()}?mode=rw")) as db:
        return next((key for key in keys if fits(db, Vault(key))), keys[0])


def _row(db: Connection) -> tuple[bytes | None] | None:
    row: tuple[bytes | None] | None = db.execute(
        "select tag_key from installation where id = 1"
    ).fetchone()
    return row


def _refuse_if_used(db: Connection) -> None:
    """Only a new database has no key check: elsewhere it was taken away. Raises WrongKey."""
    used = "select 1 from inbox union all select 1 from cases union all select 1 from staff limit 1"
    if db.execute(used).fetchone():
        raise WrongKey("the key check is gone from a database that is in use")


def _found(db: Connection, vault: Vault) -> None:
    """A new installation, unless another process has founded it just now."""
    db.execute(
        "insert into installation (id, key_check, tag_key) values (1, :key_check, :tag_key)"
        " on conflict (id) do nothing",
        {"key_check": vault.seal("prongsai", CHECK), "tag_key": vault.new_tag_key()},
    )


def _keep_tag_key(db: Connection, vault: Vault) -> None:
    """The key that tagged so far goes on to tag, whatever becomes of the master key."""
    db.execute(
        "update installation set tag_key = :tag_key where tag_key is null",
        {"tag_key": vault.wrapped_tag_key()},
    )


def _give_keys(db: Connection, after: int) -> int | None:
    """Seal some cases that have no key yet under one of their own, by row id; the last, None where
    none is left."""
    db.execute("begin immediate")
    try:
        found = db.execute(
            "select id from cases where id > :after"
            " and not exists (select 1 from case_key where case_id = cases.id)"
            " order by id limit :limit",
            {"after": after, "limit": BATCH},
        ).fetchall()
        for (case_id,) in found:
            _give_key(db, case_id)
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")
    return int(found[-1][0]) if found else None


def _give_key(db: Connection, case_id: int) -> None:
    """From the vault, where that version sealed it, to the key of the case."""
    case_keys.make_key(db, case_id)
    db.execute(
        "update case_entry set text = case_seal("
        f"{case_keys.KEY}, case_id, unseal_bytes(text, 'case.text:' || case_id), 'case.text')"
        " where case_id = :case_id",
        {"case_id": case_id},
    )
    db.execute(
        "update attachment set"
        f" name = case_seal({case_keys.KEY}, case_id, unseal_bytes(name, 'attachment.name'),"
        " 'attachment.name'),"
        f" content = case_seal({case_keys.KEY}, case_id,"
        " unseal_bytes(content, 'attachment.content'), 'attachment.content')"
        " where case_id = :case_id",
        {"case_id": case_id},
    )
