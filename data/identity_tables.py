"""The table of requests to learn who filed a secret case."""

CREATE_IDENTITY = """
create table identity_request (
    id integer primary key,
    case_id integer not null references cases (id),
    asked_by integer not null references staff (id),
    reason blob not null,
    asked_at text not null,
    decided_by integer references staff (id),
    decision text not null default '' check (decision in ('', 'approved', 'refused')),
    decided_at text not null default '',
    shown_at text not null default ''
) strict;
create index identity_request_by_case on identity_request (case_id, id);
"""
