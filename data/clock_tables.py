"""The tables of the office's calendar and of the clocks of cases."""

CREATE_CLOCKS = """
create table holiday (
    day text primary key,
    name text not null,
    staff_id integer references staff (id),
    at text not null
) strict, without rowid;

create table holiday_year (
    year integer primary key,
    at text not null
) strict;

create table office_hours (
    id integer primary key check (id = 1),
    opens text not null,
    closes text not null,
    staff_id integer references staff (id),
    at text not null,
    check (opens < closes)
) strict;

create table case_clock (
    id integer primary key,
    case_id integer not null references cases (id) on delete cascade,
    kind text not null,
    name text not null check (name in ('acknowledge', 'note', 'answer')),
    started_at text not null,
    amount integer not null check (amount > 0),
    unit text not null check (unit in ('working_day', 'day', 'month')),
    warn_before integer not null check (warn_before >= 0),
    at_most_days integer check (at_most_days > 0),
    due_on text not null default '',
    warn_on text not null default '',
    warned_at text not null default '',
    warned_of text not null default '',
    escalated_at text not null default '',
    escalated_of text not null default '',
    ended_at text not null default '',
    ending text not null default '' check (ending in ('', 'met', 'stopped'))
) strict;
create unique index case_clock_running on case_clock (case_id, name) where ended_at = '';
create index case_clock_by_case on case_clock (case_id);
create index case_clock_to_warn on case_clock (warn_on)
    where ended_at = '' and due_on > warned_of;
create index case_clock_to_escalate on case_clock (due_on)
    where ended_at = '' and due_on > escalated_of;

create table case_pause (
    id integer primary key,
    case_id integer not null references cases (id) on delete cascade,
    paused_at text not null,
    resumed_at text not null default ''
) strict;
create index case_pause_by_case on case_pause (case_id, id);
create unique index case_pause_open on case_pause (case_id) where resumed_at = '';
"""
