"""What was added to the inbox: the index of what waits, for one messenger's backlog must not be
read by others, and the subject that a message named, which goes with its words."""

CREATE_INBOX_WAITING = """
drop index inbox_waiting;
create index inbox_waiting on inbox (messenger, id) where state = 'waiting';
"""

CREATE_SUBJECT = """
alter table inbox add column subject blob not null default x'';
alter table conversation add column as_of integer not null default 0;
create trigger inbox_emptied after update of payload on inbox
when length(new.payload) = 0 and new.subject <> x''
begin update inbox set subject = x'' where id = new.id; end;
"""
"""*as_of*: the newest message when the conversation was kept. What those up to it named is over."""
