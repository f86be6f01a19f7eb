"""Tables of what waits on purpose in the outbox."""

TIME = "time"
BUDGET = "budget"
"""Why a row is held: until a time, or until the messenger takes pushes again."""

CREATE_HOLD = f"""
alter table outbox add column hold text not null default ''
    check (hold in ('', '{TIME}', '{BUDGET}'));
alter table outbox add column let_go_at text not null default '';
create index outbox_held on outbox (chat, id) where hold <> '' and state = 'waiting';
"""
