"""The table of what was imported: a row is known again by its keyed tag, which tells nothing of it,
also when its case is erased."""

CREATE_IMPORTED = """
create table imported_row (
    tag text primary key,
    at text not null
) strict, without rowid;
"""
