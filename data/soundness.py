"""Soundness: whether the pages of the database fit together, as far as that is cheap to know."""

import sqlite3
from pathlib import Path

from data.connection import Connection
from data.trouble import Unavailable

SMALL_BYTES = 32 * 2**20
"""Of a database that is read whole before it is used: about a fifth of a second."""


def must_be_sound(db: Connection, path: Path) -> None:
    """Refuse a small database that is damaged; a large one is looked at beside the work (see
    Store.look_for_damage). Raises Unavailable."""
    if path.stat().st_size <= SMALL_BYTES and (found := damage(db)):
        raise Unavailable(f"{path} is damaged ({found}): restore a backup")


def damage(db: Connection) -> str:
    """The first thing that does not fit; "" where all does. Reads every page."""
    try:
        (found,) = db.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    return "" if found == "ok" else " ".join(str(found).split())
