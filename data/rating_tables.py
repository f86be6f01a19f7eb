"""The table of ratings: stars from 1 to 5, the words sealed under the key of the case."""

CREATE_RATINGS = """
create table rating (
    case_id integer primary key references cases (id),
    stars integer not null check (stars between 1 and 5),
    words blob not null,
    message text not null default '',
    at text not null
) strict;
create index rating_by_message on rating (message) where message <> '';
"""
