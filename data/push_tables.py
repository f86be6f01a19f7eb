"""Tables of what waits on purpose, of pushes that are billed, of what the page's visitors read."""

TIME = "time"
BUDGET = "budget"
"""Why a row is held: until a time, or until the messenger takes pushes again."""

CREATE_HOLD = f"""
alter table outbox add column hold text not null default ''
    check (hold in ('', '{TIME}', '{BUDGET}'));
alter table outbox add column let_go_at text not null default '';
alter table outbox add column pushed_with integer;
create index outbox_held on outbox (chat, id) where hold = '{TIME}';
create index outbox_kept on outbox (chat, id) where hold = '{BUDGET}';
create index outbox_together on outbox (pushed_with) where pushed_with is not null;
"""

CREATE_PUSHES = """
create table push_month (
    month text primary key,
    pushed integer not null default 0,
    plan integer,
    used integer not null default 0,
    pushed_before integer not null default 0,
    read_at text not null default '',
    warned integer not null default 0
) strict, without rowid;

create table page_read (
    chat text primary key,
    read_until text not null
) strict, without rowid;
"""
