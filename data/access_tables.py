"""The tables of access per case: who was named, who is excluded, what a reporter said of it."""

CREATE_ACCESS = """
create table case_access (
    id integer primary key,
    case_id integer not null references cases (id),
    staff_id integer not null references staff (id),
    at text not null,
    unique (case_id, staff_id)
) strict;

create table case_exclusion (
    id integer primary key,
    case_id integer not null references cases (id),
    staff_id integer not null references staff (id),
    by text not null,
    why text not null check (why in ('reporter', 'self', 'supervisor')),
    reason blob not null,
    at text not null,
    unique (case_id, staff_id)
) strict;

create table draft_wish (
    id integer primary key,
    chat text not null unique,
    words blob not null,
    message text not null
) strict;

insert into case_access (case_id, staff_id, at)
    select cases.id, staff.id, cases.opened_at from cases, staff
    where cases.kind = 'CORRUPTION' and staff.corruption and staff.removed_at = '';
"""
"""Who was named for corruption before there was access per case keeps the cases there are."""
