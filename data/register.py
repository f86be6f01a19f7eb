"""The register: who finds which case. A reporter finds their own; staff what they have a right to.

Nobody learns whether a case exists that is not theirs to see: None means either.
"""

from collections.abc import Iterable
from typing import Any

from data import case_access, case_codes, staff
from data.case_access import VISIBLE, rights
from data.case_moves import State
from data.cases import Case, CaseKind
from data.staff import StaffMember
from data.store import Connection

COLUMNS = (
    "id, code, kind, state, outcome, chat, messenger, opened_at, updated_at, closed_at, waited_in,"
    " reopened, assigned_to"
)


def of_reporter(db: Connection, chat: str, code: str) -> Case | None:
    """The case with this code if *chat* filed it: one query, whatever the reason for None."""
    row = db.execute(
        f"select {COLUMNS} from cases where code = :code and chat = :chat",
        {"code": code, "chat": chat},
    ).fetchone()
    return row and _case(row)


def filed_here(db: Connection, chat: str, case_id: int) -> Case | None:
    """The case with this row id if *chat* filed it."""
    row = db.execute(
        f"select {COLUMNS} from cases where id = :id and chat = :chat",
        {"id": case_id, "chat": chat},
    ).fetchone()
    return row and _case(row)


def of_message(db: Connection, chat: str, message: str) -> Case | None:
    """The newest case of *chat* that holds words of a message ("<messenger>:<message id>")."""
    row = db.execute(
        f"select {COLUMNS} from cases where chat = :chat and id in (select case_id from case_entry"
        " where message = tag('message', :message)) order by opened_at desc",
        {"chat": chat, "message": message},
    ).fetchone()
    return row and _case(row)


def filed_by(db: Connection, chat: str, limit: int = 5) -> list[Case]:
    """The newest cases that *chat* filed."""
    rows = db.execute(
        f"select {COLUMNS} from cases where chat = :chat order by opened_at desc limit :limit",
        {"chat": chat, "limit": limit},
    )
    return [_case(row) for row in rows]


def just_answered(db: Connection, chat: str) -> Case | None:
    """The open case of *chat* that an officer answered since anything came from there."""
    row = db.execute(
        f"select {COLUMNS} from cases where chat = :chat and closed_at = '' and exists"
        " (select 1 from case_entry where case_id = cases.id"
        " and kind in ('answer', 'question', 'progress') and at >"
        " (select coalesce(max(received_at), '') from inbox where chat = :chat"
        " and state <> 'waiting')) order by updated_at desc limit 1",
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


def opened_between(db: Connection, member: StaffMember, first: str, end: str) -> list[Case]:
    """Cases opened from *first* until before *end* that *member* may see, oldest first."""
    rows = db.execute(
        f"select {COLUMNS} from cases where opened_at >= :first and opened_at < :end and {VISIBLE}"
        " order by opened_at, id",
        {**rights(member), "first": first, "end": end},
    )
    return [_case(row) for row in rows]


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


def colleagues(db: Connection, case: Case, but: int) -> list[StaffMember]:
    """Who works on cases and may see this one: neither the member *but* nor whoever filed it."""
    return [
        each
        for each in staff.case_workers(db, corruption=False)
        if each.id != but and each.chat != case.chat and seen_by(db, each, case.id)
    ]


def count_open(db: Connection, member: StaffMember) -> int:
    """How many open cases *member* may see."""
    query = (
        "select count(*) from cases indexed by cases_open_by_opening"
        f" where closed_at = '' and {VISIBLE}"
    )
    return int(db.execute(query, rights(member)).fetchone()[0])


def count_unread(db: Connection, member: StaffMember) -> int:
    """How many of these nobody has opened yet."""
    query = f"select count(*) from cases where closed_at = '' and state = 'submitted' and {VISIBLE}"
    return int(db.execute(query, rights(member)).fetchone()[0])


def count_open_corruption(db: Connection) -> int:
    """How many corruption cases are open, and nothing else of them: for the machine's operator."""
    query = "select count(*) from cases where closed_at = '' and kind = 'CORRUPTION'"
    return int(db.execute(query).fetchone()[0])


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
