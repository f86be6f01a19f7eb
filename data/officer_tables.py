"""The tables of officers' extras: photos of work done."""

CREATE_OFFICER = """
create table after_photo (
    attachment_id integer primary key references attachment (id) on delete cascade,
    chat text not null
) strict;
create unique index after_photo_waiting on after_photo (chat) where chat <> '';
"""
"""after_photo.chat is the officer's who sent it, until it stands in a case."""
