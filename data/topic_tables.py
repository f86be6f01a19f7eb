"""The tables of the group that serves as the queue: which it is, what stands in it of which case,
and what is to be brought up to date. They hold no words of anybody.

Triggers note what is due, whoever changes a case. A case of level 2 is never noted.
"""

ON = "exists (select 1 from topic_queue where state = 'on')"
MAY_STAND = (
    "exists (select 1 from topic_queue)"
    " and exists (select 1 from cases where id = new.case_id and level < 2)"
)
"""Also while a topic is only being created: the next order finds it."""
MOVED = "old.state <> new.state or old.closed_at <> new.closed_at"
NOTE = "insert or ignore into topic_due (case_id, stray) values"

CREATE_TOPICS = f"""
create table topic_queue (
    id integer primary key check (id = 1),
    chat text not null,
    bound_by integer not null references staff (id),
    state text not null check (state in ('asked', 'on', 'off')),
    private_too integer not null default 0 check (private_too in (0, 1)),
    problem text not null default '',
    at text not null
) strict;

create table case_topic (
    case_id integer primary key references cases (id),
    thread text not null default '',
    creating integer not null default 0 check (creating in (0, 1)),
    owed integer not null default 0 check (owed in (0, 1)),
    again integer not null default 0 check (again in (0, 1)),
    introduced integer not null default 0 check (introduced in (0, 1)),
    closed integer not null default 0 check (closed in (0, 1)),
    told integer not null default 0,
    name text not null default ''
) strict;
create index case_topic_owed on case_topic (case_id) where owed;

create table topic_due (
    case_id integer not null,
    stray text not null default '',
    primary key (case_id, stray)
) strict, without rowid;

create trigger topic_of_new_case after insert on cases when new.level < 2 and {ON} begin
    insert into case_topic (case_id, owed) values (new.id, 1); {NOTE} (new.id, ''); end;
create trigger topic_of_moved_case after update of state, closed_at on cases
    when new.level < 2 and ({MOVED}) and {ON} begin
    {NOTE} (new.id, ''); end;
create trigger topic_of_hidden_case after insert on case_exclusion when {MAY_STAND} begin
    {NOTE} (new.case_id, ''); end;
create trigger topic_of_erased_case after insert on erased_case when {MAY_STAND} begin
    {NOTE} (new.case_id, ''); end;
""".replace(" begin\n    ", " begin ")
"""Statements end where a line does: a trigger's stand on one line."""
