"""The table of who wants to be forgotten while something stands against it."""

CREATE_SELF_SERVICE = """
create table forget_request (
    chat text primary key,
    asked_at text not null
) strict, without rowid;
"""
