"""The tables of legal holds and of cases that were erased."""

CREATE_PRIVACY = """
create table legal_hold (
    case_id integer primary key references cases (id),
    at text not null
) strict;

create table erased_case (
    case_id integer primary key references cases (id),
    why text not null check (why in ('asked', 'retention')),
    at text not null
) strict;
"""
