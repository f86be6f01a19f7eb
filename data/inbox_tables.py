"""The index of what waits in the inbox: one messenger's backlog must not be read by others."""

CREATE_INBOX_WAITING = """
drop index inbox_waiting;
create index inbox_waiting on inbox (messenger, id) where state = 'waiting';
"""
