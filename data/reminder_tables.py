"""The tables of reminders: which days had their morning digest. What was told of a deadline stands
with its clock."""

CREATE_REMINDERS = """
create table digest (
    day text primary key,
    at text not null
) strict, without rowid;
create index case_clock_near on case_clock (warn_on) where ended_at = '' and warn_on <> '';
"""
