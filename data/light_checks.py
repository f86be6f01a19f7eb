"""Lighter checks of inbox and outbox: SQLite makes an index of a list of three, anew for every row.

Words joined by "or" it compares one after the other. What a check says is kept in the text of the
schema alone, so that only this text is changed, as SQLite describes it for changes that leave
every row as it is (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
"""

from sqlite_utils import Database

LISTS = (
    ("state", ("waiting", "done", "parked")),
    ("state", ("waiting", "sent", "undeliverable")),
    ("hold", ("", "time", "budget")),
)


def lighten(db: Database) -> None:
    """Write the checks anew, in the caller's transaction."""
    (version,) = db.execute("pragma schema_version").fetchone()
    db.execute("pragma writable_schema = on")
    for column, words in LISTS:
        said = ", ".join(f"'{word}'" for word in words)
        apart = " or ".join(f"{column} = '{word}'" for word in words)
        db.execute(
            "update sqlite_schema set sql = replace(sql, :said, :apart)"
            " where type = 'table' and name in ('inbox', 'outbox')",
            {"said": f"check ({column} in ({said}))", "apart": f"check ({apart})"},
        )
    db.execute(f"pragma schema_version = {version + 1}")
    db.execute("pragma writable_schema = reset")
