"""Connections as the store opens them, and what SQL may call on them.

``seal(value, context)``, ``unseal(blob, context)``, ``unseal_bytes(blob, context)`` and
``tag(kind, value)`` under the vault; ``lasting_seal`` and ``lasting_unseal`` ``(value, context)``
under what outlives the master key; ``new_case_key(case_id)``, ``case_seal``, ``case_unseal`` and
``case_unseal_bytes`` ``(wrapped, case_id, value, context)`` under the key of a case.
"""

import _sqlite3
import ctypes
import sqlite3
from contextlib import suppress

from data.case_keys import CaseSeals
from data.sealing import Vault

Connection = sqlite3.Connection

BUSY_TIMEOUT_MS = 5_000
STATEMENTS_KEPT = 512
"""Prepared once; the default of 128 is less than a busy service has."""


COUNTS_MEMORY = 9
"""SQLITE_CONFIG_MEMSTATUS."""


def count_no_memory() -> bool:
    """Have SQLite count none of its memory, which it does under a lock for each piece that it takes
    or gives back; nobody here asks. Whether that could be done. Never while this process has a
    database open, which SQLite forbids and does not tell (SQLITE_CONFIG_MEMSTATUS)."""
    with suppress(AttributeError, OSError):  # a Python that holds its own SQLite shows none of it
        library = ctypes.CDLL(_sqlite3.__file__)
        done: int = library.sqlite3_shutdown() or library.sqlite3_config(COUNTS_MEMORY, 0)
        return library.sqlite3_initialize() == 0 and done == 0
    return False


def connect(uri: str) -> Connection:
    """A connection without functions; transactions are begun by hand."""
    db = sqlite3.connect(
        uri,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_KEPT,
    )
    db.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
    db.execute("pragma trusted_schema = off")
    db.execute("pragma temp_store = memory")  # what is unsealed is never sorted onto the disk
    return db


def add_functions(db: Connection, vault: Vault, seals: CaseSeals) -> None:
    """Let SQL seal, unseal and tag."""
    for name, function, arguments in (
        ("seal", vault.seal, 2),
        ("unseal", vault.unseal, 2),
        ("unseal_bytes", vault.unseal_bytes, 2),
        ("tag", vault.tag, 2),
        ("lasting_seal", vault.lasting.seal, 2),
        ("lasting_unseal", vault.lasting.unseal, 2),
        ("new_case_key", seals.new_key, 1),
        ("case_seal", seals.seal, 4),
        ("case_unseal", seals.unseal, 4),
        ("case_unseal_bytes", seals.unseal_bytes, 4),
    ):
        db.create_function(name, arguments, function)
