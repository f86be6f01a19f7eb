"""The tables of signing in at the terminal, and words held back that nobody's chat has written."""

CREATE_DESK_SIGN_IN = """
create table desk_code (
    staff_id integer primary key references staff (id),
    hash blob not null,
    tries integer not null default 0,
    expires_at text not null
) strict;

create table desk_session (
    staff_id integer primary key references staff (id),
    word_hash text not null,
    rights text not null,
    expires_at text not null
) strict;

create table held_words_of_anybody (
    case_id integer primary key references cases (id),
    mark integer not null,
    staff_id integer references staff (id),
    due_at text not null,
    words blob not null
) strict;
insert into held_words_of_anybody (case_id, mark, staff_id, due_at, words)
    select case_id, mark, staff_id, due_at, words from held_words;
drop table held_words;
alter table held_words_of_anybody rename to held_words;
"""
"""One code and one session for a member at most. *rights* are those that they signed in with.
held_words.staff_id is null for the machine's operator."""
