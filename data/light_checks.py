"""Lighter checks of inbox and outbox: SQLite makes an index of a list of three, anew for every row.

Words joined by "or" it compares one after the other. What a check says is kept in the text of the
schema alone, so that only this text is changed, as SQLite describes it for changes that leave
every row as it is (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
"""

import sqlite3

from sqlite_utils import Database

LISTS = (
    ("state", ("waiting", "done", "parked")),
    ("state", ("waiting", "sent", "undeliverable")),
    ("hold", ("", "time", "budget")),
)


def lighten(db: Database) -> None:
    """Write the checks anew, in the caller's transaction. Where SQLite was built to let nobody
    write there, they stay as they were. It begins with a write, which waits for others'."""
    db.execute("pragma writable_schema = on")
    try:
        for column, words in LISTS:
            _rewrite(db, column, words)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        db.execute("pragma writable_schema = off")
        return
    (version,) = db.execute("pragma schema_version").fetchone()
    db.execute(f"pragma schema_version = {version + 1}")
    db.execute("pragma writable_schema = reset")


def _rewrite(db: Database, column: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    apart = " or ".join(f"{column} = '{word}'" for word in words)
    db.execute(
        "update sqlite_schema set sql = replace(sql, :listed, :apart)"
        " where type = 'table' and name in ('inbox', 'outbox')",
        {"listed": f"check ({column} in ({listed}))", "apart": f"check ({apart})"},
    )
