"""Sealed identity: who filed a secret case is opened by two persons, with a reason, for once.

A handler asks; somebody else (data.two_persons) approves or refuses; then the asker is shown it,
once. Rights are looked up anew at every step, those of who approved too when it is shown.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from data import audit, case_keys, reporter_identity
from data.audit import Action, Event
from data.cases import ID_BITS
from data.staff import StaffMember
from data.store import Connection, Stale
from data.times import parse, stamp
from data.two_persons import deciders, may_ask, member_numbered

WAITS_FOR = timedelta(hours=72)
"""How long a request waits for the second person."""

SHOWN_WITHIN = timedelta(hours=24)
"""How long after the approval it can be looked at, once."""

COLUMNS = (
    "id, identity_request.case_id, asked_by,"
    " case_unseal(wrapped, identity_request.case_id, reason, 'identity.reason'),"
    " asked_at, decided_by, decision, decided_at, shown_at"
    " from identity_request left join case_key on case_key.case_id = identity_request.case_id"
)


class Refusal(StrEnum):
    """Why somebody cannot ask."""

    NOT_THEIRS = "not_theirs"
    ANONYMOUS = "anonymous"
    UNNAMED = "unnamed"
    ASKED_ALREADY = "asked_already"
    NOBODY_ELSE = "nobody_else"


class Standing(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    EXPIRED = "expired"
    REFUSED = "refused"
    APPROVED = "approved"
    SHOWN = "shown"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Request:
    """A handler's request. *reason* is "" where the case is forgotten."""

    id: int
    case_id: int
    asked_by: int
    reason: str
    asked_at: str
    decided_by: int | None
    decision: str
    decided_at: str
    shown_at: str

    def standing(self, at: str) -> Standing:
        """Where it stands at a time (ISO 8601, UTC)."""
        if self.decision == "refused":
            return Standing.REFUSED
        if not self.decision:
            waits = at < stamp(parse(self.asked_at) + WAITS_FOR)
            return Standing.WAITING if waits else Standing.EXPIRED
        if self.shown_at:
            return Standing.SHOWN
        in_time = at < stamp(parse(self.decided_at) + SHOWN_WITHIN)
        return Standing.APPROVED if in_time else Standing.OVER


def refusal(db: Connection, member: StaffMember, case_id: int, at: str) -> Refusal | None:
    """Why *member* cannot ask who filed a case, None where they can."""
    if not may_ask(db, member, case_id):
        return Refusal.NOT_THEIRS
    if not reporter_identity.identity(db, case_id).is_known:
        return Refusal.ANONYMOUS
    if not member.name.strip():
        return Refusal.UNNAMED
    theirs = (each for each in _of_case(db, case_id) if each.asked_by == member.id)
    if any(each.standing(at) in (Standing.WAITING, Standing.APPROVED) for each in theirs):
        return Refusal.ASKED_ALREADY
    return None if deciders(db, case_id, member) else Refusal.NOBODY_ELSE


def may_decide(db: Connection, member: StaffMember, request: Request) -> bool:
    """Whether *member* may decide, or stand by, a request now."""
    asker = member_numbered(db, request.asked_by)
    if asker is None or not may_ask(db, asker, request.case_id):
        return False
    return any(each.id == member.id for each in deciders(db, request.case_id, asker))


def ask(db: Connection, case_id: int, staff_id: int, reason: str, at: str) -> None:
    """Keep a request. Raises Stale where it cannot be asked (any more)."""
    member = member_numbered(db, staff_id)
    if member is None or not reason or refusal(db, member, case_id, at) is not None:
        raise Stale("it cannot be asked")
    db.execute(
        "insert into identity_request (id, case_id, asked_by, reason, asked_at) values"
        f" (:id, :case_id, :asked_by, case_seal({case_keys.KEY}, :case_id, :reason,"
        " 'identity.reason'), :at)",
        {
            "id": 1 + secrets.randbits(ID_BITS),
            "case_id": case_id,
            "asked_by": staff_id,
            "reason": reason,
            "at": at,
        },
    )
    audit.record(db, Event(at, audit.by(staff_id), Action.IDENTITY_ASKED, case_id, reason))


def decide(db: Connection, request_id: int, staff_id: int, at: str, approve: bool) -> None:
    """Approve or refuse. Raises Stale where it waits no more, or not for them."""
    request, member = numbered(db, request_id), member_numbered(db, staff_id)
    waits = request is not None and request.standing(at) is Standing.WAITING
    if request is None or member is None or not waits or not may_decide(db, member, request):
        raise Stale("it is not theirs to decide")
    db.execute(
        "update identity_request set decided_by = :by, decision = :decision, decided_at = :at"
        " where id = :id",
        {
            "id": request_id,
            "by": staff_id,
            "decision": "approved" if approve else "refused",
            "at": at,
        },
    )
    action = Action.IDENTITY_APPROVED if approve else Action.IDENTITY_REFUSED
    audit.record(db, Event(at, audit.by(staff_id), action, request.case_id))


def may_look(db: Connection, member: StaffMember, request: Request, at: str) -> bool:
    """Whether *member* may be shown now who filed it: they asked, and who approved stands by it."""
    if request.asked_by != member.id or request.standing(at) is not Standing.APPROVED:
        return False
    approver = member_numbered(db, request.decided_by)
    return approver is not None and may_decide(db, approver, request)


def note_shown(db: Connection, request_id: int, staff_id: int, at: str) -> None:
    """They are shown it, this once. Raises Stale where they may not be."""
    request, member = numbered(db, request_id), member_numbered(db, staff_id)
    if request is None or member is None or not may_look(db, member, request, at):
        raise Stale("it is not theirs to see")
    db.execute(
        "update identity_request set shown_at = :at where id = :id", {"id": request_id, "at": at}
    )
    audit.record(db, Event(at, audit.by(staff_id), Action.IDENTITY_OPENED, request.case_id))


def numbered(db: Connection, request_id: int) -> Request | None:
    """The request with this number."""
    row = db.execute(f"select {COLUMNS} where id = :id", {"id": request_id}).fetchone()
    return row and _request(row)


def waiting_for(db: Connection, member: StaffMember, at: str) -> list[Request]:
    """Requests that *member* may decide now, oldest first."""
    since = stamp(parse(at) - WAITS_FOR)
    rows = db.execute(
        f"select {COLUMNS} where decision = '' and asked_at > :since order by asked_at",
        {"since": since},
    )
    return [each for each in map(_request, rows.fetchall()) if may_decide(db, member, each)]


def asked_by(db: Connection, member: StaffMember, at: str) -> list[Request]:
    """Requests of *member* that wait, or wait to be looked at, oldest first."""
    rows = db.execute(f"select {COLUMNS} where asked_by = :id order by asked_at", {"id": member.id})
    open_now = (Standing.WAITING, Standing.APPROVED)
    return [each for each in map(_request, rows.fetchall()) if each.standing(at) in open_now]


def _of_case(db: Connection, case_id: int) -> list[Request]:
    rows = db.execute(
        f"select {COLUMNS} where identity_request.case_id = :id order by asked_at", {"id": case_id}
    )
    return [_request(row) for row in rows]


def _request(row: tuple[Any, ...]) -> Request:
    number, case_id, staff_id, reason, *rest = row
    return Request(number, case_id, staff_id, reason or "", *rest)
