"""The tables of officers' extras: photos of work done, words held back for a moment, covers."""

CREATE_OFFICER = """
create table after_photo (
    attachment_id integer primary key references attachment (id) on delete cascade,
    chat text not null
) strict;
create unique index after_photo_waiting on after_photo (chat) where chat <> '';

create table held_words (
    case_id integer primary key references cases (id),
    mark integer not null,
    staff_id integer not null references staff (id),
    due_at text not null,
    words blob not null
) strict;

create table cover (
    id integer primary key,
    away_id integer not null references staff (id),
    by_id integer not null references staff (id),
    first_day text not null,
    last_day text not null,
    at text not null,
    ended_at text not null default ''
) strict;
create index cover_that_stands on cover (away_id, last_day) where ended_at = '';
"""
"""after_photo.chat is the officer's who sent it, until it stands in a case. A case holds one
officer's words back at most; *mark* tells them from those before. The days of a
cover are Bangkok's, both included."""
