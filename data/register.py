"""The register: who finds which case. A reporter finds their own; staff what they have a right to.

Nobody learns whether a case exists that is not theirs to see: None means either.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from data import case_access, case_codes, staff
from data.case_access import VISIBLE, rights
from data.case_moves import State
from data.cases import Case, CaseKind
from data.message_tags import OF_MESSAGE
from data.staff import StaffMember
from data.store import Connection

COLUMNS = (
    "id, code, kind, state, outcome, chat, messenger, opened_at, updated_at, closed_at, waited_in,"
    " reopened, assigned_to, unit"
)
ALL = -1
"""As a limit: none."""

OWN = (
    "cases.id, cases.code, cases.kind, iif(original.state = 'needs_info', 'in_progress',"
    " coalesce(original.state, cases.state)) as state,"
    " coalesce(original.outcome, cases.outcome) as outcome, cases.chat, cases.messenger,"
    " cases.opened_at, max(cases.updated_at, coalesce(original.updated_at, '')) as updated_at,"
    " coalesce(original.closed_at, cases.closed_at) as closed_at,"
    " iif(original.id is null, cases.waited_in, '') as waited_in, cases.reopened, cases.assigned_to"
    " from cases left join case_joining on case_joining.case_id = cases.id"
    " and cases.state = 'duplicate' left join cases as original on original.id = original_id"
    " and original.state <> 'withdrawn'"
)
"""A case as its reporter sees it: one that joined another stands where that one does."""


def of_reporter(db: Connection, chat: str, code: str) -> Case | None:
    """The case with this code if *chat* filed it: one query, whatever the reason for None."""
    row = db.execute(
        f"select {OWN} where cases.code = :code and cases.chat = :chat",
        {"code": code, "chat": chat},
    ).fetchone()
    return row and _case(row)


def filed_here(db: Connection, chat: str, case_id: int) -> Case | None:
    """The case with this row id if *chat* filed it."""
    row = db.execute(
        f"select {OWN} where cases.id = :id and cases.chat = :chat",
        {"id": case_id, "chat": chat},
    ).fetchone()
    return row and _case(row)


def of_message(db: Connection, chat: str, message: str) -> Case | None:
    """The newest case of *chat* that holds words of a message ("<messenger>:<message id>")."""
    row = db.execute(
        f"select {OWN} where cases.chat = :chat and cases.id in (select case_id from case_entry"
        f" where {OF_MESSAGE}) order by cases.opened_at desc",
        {"chat": chat, "message": message},
    ).fetchone()
    return row and _case(row)


def filed_by(db: Connection, chat: str, limit: int = 5) -> list[Case]:
    """The newest cases that *chat* filed."""
    rows = db.execute(
        f"select {OWN} where cases.chat = :chat order by cases.opened_at desc limit :limit",
        {"chat": chat, "limit": limit},
    )
    return [_case(row) for row in rows]


def just_answered(db: Connection, chat: str) -> Case | None:
    """The open case of *chat* that an officer answered since anything came from there."""
    row = db.execute(
        f"select {OWN} where cases.chat = :chat"
        " and coalesce(original.closed_at, cases.closed_at) = '' and exists"
        " (select 1 from case_entry where case_id = cases.id"
        " and kind in ('answer', 'question', 'progress') and at >"
        " (select coalesce(max(received_at), '') from inbox where chat = :chat"
        " and state <> 'waiting')) order by 9 desc limit 1",
        {"chat": chat},
    ).fetchone()
    return row and _case(row)


def open_cases(db: Connection, member: StaffMember, limit: int, offset: int = 0) -> list[Case]:
    """Open cases that *member* may see, oldest first."""
    rows = db.execute(
        f"select {COLUMNS} from cases where closed_at = '' and {VISIBLE}"
        " order by opened_at, id limit :limit offset :offset",
        {**rights(member), "limit": limit, "offset": offset},
    )
    return [_case(row) for row in rows]


def assigned_to(db: Connection, member: StaffMember, limit: int) -> list[Case]:
    """Open cases that *member* took or was given and may see, oldest first."""
    return assigned_to_other(db, member, member.id, limit)


def assigned_to_other(db: Connection, member: StaffMember, staff_id: int, limit: int) -> list[Case]:
    """Open cases of somebody on staff that *member* may see, oldest first."""
    rows = db.execute(
        f"select {COLUMNS} from cases where closed_at = '' and assigned_to = :staff_id"
        f" and {VISIBLE} order by opened_at, id limit :limit",
        {**rights(member), "staff_id": staff_id, "limit": limit},
    )
    return [_case(row) for row in rows]


def opened_between(db: Connection, member: StaffMember, first: str, end: str) -> Iterator[Case]:
    """Cases opened from *first* until before *end* that *member* may see, oldest first, one by
    one."""
    rows = db.execute(
        f"select {COLUMNS} from cases where opened_at >= :first and opened_at < :end and {VISIBLE}"
        " order by opened_at, id",
        {**rights(member), "first": first, "end": end},
    )
    return map(_case, rows)


def count_opened_between(
    db: Connection, member: StaffMember, first: str, end: str
) -> dict[str, int]:
    """How many these are, by kind."""
    rows = db.execute(
        "select kind, count(*) from cases where opened_at >= :first and opened_at < :end"
        f" and {VISIBLE} group by kind",
        {**rights(member), "first": first, "end": end},
    )
    return dict(rows.fetchall())


def repeated_by(db: Connection, member: StaffMember, case: Case, text: str) -> str:
    """The code in *text* of the case that *case* repeats.

    "" where *member* sees no such case of the same kind that is no duplicate itself.
    """
    code = case_codes.find(text)
    original = seen_by_code(db, member, code) if code else None
    if original is None or original.id == case.id or original.kind is not case.kind:
        return ""
    if original.state is State.DUPLICATE or case_access.is_hidden_from_somebody(db, original.id):
        return ""
    return original.code


def joined_to(db: Connection, member: StaffMember, case_id: int) -> list[Case]:
    """The cases that joined this one and that *member* may see, in the order in which they did."""
    rows = db.execute(
        f"select {COLUMNS} from cases where state = 'duplicate' and {VISIBLE}"
        " and id in (select case_id from case_joining where original_id = :id)"
        " order by (select at from case_joining where case_id = cases.id), id",
        {**rights(member), "id": case_id},
    )
    return [_case(row) for row in rows]


def colleagues(db: Connection, case: Case, but: int) -> list[StaffMember]:
    """Who works on such cases and may see this one: not the member *but*, nor whoever filed it."""
    return [
        each
        for each in staff.handlers_of(db, case.kind)
        if each.id != but and each.chat != case.chat and seen_by(db, each, case.id)
    ]


def officers_of(db: Connection, case: Case, unit: str, but: int) -> list[StaffMember]:
    """Whose the case becomes when it is given to *unit*: its officers, without the member *but*,
    whoever filed it, and who must not know of it."""
    return [
        each
        for each in staff.members(db)
        if each.unit == unit
        and each.id != but
        and each.chat != case.chat
        and seen_by(db, replace(each, unit=""), case.id)
    ]


def count_open(db: Connection, member: StaffMember, most: int = ALL) -> int:
    """How many open cases *member* may see; counting ends at *most*."""
    query = (
        "select count(*) from (select 1 from cases indexed by cases_open_by_opening"
        f" where closed_at = '' and {VISIBLE} limit :most)"
    )
    return int(db.execute(query, {**rights(member), "most": most}).fetchone()[0])


def count_unread(db: Connection, member: StaffMember) -> int:
    """How many of these nobody has opened yet."""
    query = f"select count(*) from cases where closed_at = '' and state = 'submitted' and {VISIBLE}"
    return int(db.execute(query, rights(member)).fetchone()[0])


def count_open_for(db: Connection, named: str) -> int:
    """How many cases are open of the kinds for people *named* so (data.staff.NAMED), and nothing
    else of them: for the machine's operator."""
    kinds = [kind for kind, who in staff.NAMED.items() if who == named]
    query = "select count(*) from cases where closed_at = '' and kind = :kind"
    return sum(int(db.execute(query, {"kind": kind}).fetchone()[0]) for kind in kinds)


def seen_by(db: Connection, member: StaffMember, case_id: int) -> Case | None:
    """The case if *member* may see it; None otherwise, whether it exists or not."""
    row = db.execute(
        f"select {COLUMNS} from cases where id = :id and {VISIBLE}",
        {**rights(member), "id": case_id},
    ).fetchone()
    return row and _case(row)


def seen_by_code(db: Connection, member: StaffMember, code: str) -> Case | None:
    """The same by its code."""
    row = db.execute(
        f"select {COLUMNS} from cases where code = :code and {VISIBLE}",
        {**rights(member), "code": code},
    ).fetchone()
    return row and _case(row)


def with_code(db: Connection, code: str) -> Case | None:
    """Any case, for the machine's operator who hides it from somebody without reading it."""
    row = db.execute(f"select {COLUMNS} from cases where code = :code", {"code": code}).fetchone()
    return row and _case(row)


def cases_of(rows: Iterable[tuple[Any, ...]]) -> list[Case]:
    """The cases in rows of COLUMNS."""
    return [_case(row) for row in rows]


def _case(row: tuple[Any, ...]) -> Case:
    case_id, code, kind, state, *rest = row
    return Case(case_id, code, CaseKind(kind), State(state), *rest)
