"""Indexes of the outbox: a messenger that is down must not be read by others, and what was said in
a chat must be found.

An index of all replies by chat would be written in another place for every reply. Those that wait
are few at a time; the others are found by the messages they answer, which have such an index.
"""

CREATE_WAITING = """
drop index outbox_waiting;
create index outbox_waiting on outbox (messenger, hold, id) where state = 'waiting';
"""

CREATE_LEAVING = """
drop index outbox_by_chat;
create index outbox_leaving on outbox (chat, id) where state = 'waiting';
create index outbox_unasked on outbox (chat, id) where inbox_id is null;
update outbox set inbox_id = null
    where chat <> '' and chat <> (select chat from inbox where id = inbox_id);
"""
"""A reply of a chat that was taken from its message is found by its own (data/outbox.py)."""
