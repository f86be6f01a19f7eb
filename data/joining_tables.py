"""The tables of joining: where grievances are about, and which cases joined which.

Joining is no opening: the trigger of the tally is made anew, so that older databases know that too.
"""

from data.case_tally import MOVED

CREATE_JOINING = f"""
create table case_place (
    tag text not null,
    opened_at text not null,
    case_id integer not null references cases (id),
    primary key (tag, opened_at, case_id)
) strict, without rowid;
create index case_place_by_case on case_place (case_id);

create table case_joining (
    case_id integer primary key references cases (id),
    original_id integer not null references cases (id),
    at text not null
) strict;
create index case_joining_by_original on case_joining (original_id);

drop trigger case_tally_moved;
{MOVED};
"""
