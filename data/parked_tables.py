"""The table of messages that were set aside (data.parked)."""

CREATE_PARKED = """
create table parked (
    inbox_id integer primary key references inbox (id) on delete cascade,
    kind text not null,
    problem text not null,
    parked_at text not null,
    failed integer not null default 1,
    wanted integer not null default 0 check (wanted in (0, 1)),
    told_at text not null default ''
) strict;
create index parked_wanted on parked (inbox_id) where wanted = 1;
create index parked_told on parked (told_at);
insert into parked (inbox_id, kind, problem, parked_at)
    select id, '', '', received_at from inbox where state = 'parked';
"""
