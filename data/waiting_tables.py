"""The index of what waits in the outbox: a messenger that is down must not be read by others."""

CREATE_WAITING = """
drop index outbox_waiting;
create index outbox_waiting on outbox (messenger, hold, id) where state = 'waiting';
"""
