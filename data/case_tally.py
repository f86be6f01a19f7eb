"""The tally: cases counted as they come and go, by triggers, so that statistics take no longer when
there are many cases. What is erased stays counted: a tally holds no row of anybody.

Months are Bangkok's, "2026-10", of the day on which a case came. Days are whole days, rounded down.
"""

MONTH = "strftime('%Y-%m', {opened_at}, '+7 hours')"
COLUMNS = "month, kind, messenger, state, outcome"


def _row(case: str) -> str:
    month = MONTH.format(opened_at=f"{case}.opened_at")
    return f"{month}, {case}.kind, {case}.messenger, {case}.state, {case}.outcome"


def _counted(case: str, step: str) -> str:
    return (
        f"insert into case_tally ({COLUMNS}, number) values ({_row(case)}, {step})"
        " on conflict do update set number = number + excluded.number"
    )


def _lasted(case: str, measure: str, until: str, step: str, when: str) -> str:
    """One case took so many days until *until*, "" where that has not come."""
    days = f"max(0, cast(julianday({until}) - julianday({case}.opened_at) as integer))"
    month = MONTH.format(opened_at=f"{case}.opened_at")
    return (
        "insert into case_span (month, kind, measure, days, number)"
        f" select {month}, {case}.kind, '{measure}', {days}, {step} where {when}"
        " on conflict do update set number = number + excluded.number"
    )


def _promise(when: str) -> str:
    """An answer's clock has ended with the answer, in time or late."""
    month = MONTH.format(opened_at="opened_at")
    kept = "iif(date(new.ended_at, '+7 hours') > new.due_on, 'late', 'in_time')"
    return (
        "insert into case_span (month, kind, measure, days, number)"
        f" select {month}, kind, {kept}, 0, 1 from cases where id = new.case_id and {when}"
        " on conflict do update set number = number + 1"
    )


READ = "old.state = 'submitted' and new.state not in ('submitted', 'withdrawn', 'duplicate')"
MET = "new.name = 'answer' and old.ended_at = '' and new.ending = 'met' and new.due_on <> ''"
COUNTED = "state, outcome, kind, messenger, opened_at, closed_at"

EMPTY = "''"
MOVED = (
    f"create trigger case_tally_moved after update of {COUNTED} on cases begin"
    f" {_counted('old', '-1')}; {_counted('new', '1')};"
    f" {_lasted('new', 'opening', 'new.updated_at', '1', READ)};"
    + "".join(
        f" {_lasted(case, 'closing', f'{case}.closed_at', step, f'{case}.closed_at > {EMPTY}')};"
        for case, step in (("old", "-1"), ("new", "1"))
    )
    + " end"
)

CREATE_TALLY = f"""
create table case_tally (
    month text not null,
    kind text not null,
    messenger text not null,
    state text not null,
    outcome text not null,
    number integer not null,
    primary key ({COLUMNS})
) strict, without rowid;

create table case_span (
    month text not null,
    kind text not null,
    measure text not null check (measure in ('opening', 'closing', 'in_time', 'late')),
    days integer not null,
    number integer not null,
    primary key (month, kind, measure, days)
) strict, without rowid;

create index case_clock_answering on case_clock (kind, due_on)
    where ended_at = '' and name = 'answer';
create index cases_by_opening on cases (opened_at, id);
create index cases_open_by_opening on cases (opened_at, id, kind) where closed_at = '';

create table statistics_snapshot (
    id integer primary key,
    year integer not null,
    counted_at text not null,
    numbers text not null
) strict;
create index statistics_snapshot_by_year on statistics_snapshot (year, id);

insert into case_tally ({COLUMNS}, number)
    select {MONTH.format(opened_at="opened_at")}, kind, messenger, state, outcome, count(*)
    from cases group by 1, 2, 3, 4, 5;
insert into case_span (month, kind, measure, days, number)
    select {MONTH.format(opened_at="opened_at")}, kind, 'closing',
        max(0, cast(julianday(closed_at) - julianday(opened_at) as integer)) as days, count(*)
    from cases where closed_at <> '' group by 1, 2, 4;
insert into case_span (month, kind, measure, days, number)
    select {MONTH.format(opened_at="opened_at")}, cases.kind,
        iif(date(ended_at, '+7 hours') > due_on, 'late', 'in_time'), 0, count(*)
    from case_clock join cases on cases.id = case_id
    where name = 'answer' and ending = 'met' and due_on <> '' group by 1, 2, 3;

create trigger case_tally_came after insert on cases begin {_counted("new", "1")}; end;
{MOVED};
create trigger case_span_promised after update of ended_at on case_clock when {MET} begin
    {_promise("true")}; end;
""".replace(";\n    ", "; ").replace("begin\n    ", "begin ")
"""Statements end where a line does: a trigger's stand on one line."""
