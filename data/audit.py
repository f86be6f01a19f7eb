"""The audit trail: who saw and did what, kept so that nobody can change it unnoticed.

Triggers refuse a change of what is written; whoever writes the file past SQLite meets the chain:

- Each row's hash is a keyed tag over the row and the hash before it. A plain SHA-256 would stop
  nobody who can write the file: they would work the chain out anew. Without the key they cannot.
- The head, sealed and renewed with every row, says which row is the last: a tail cannot be cut.
- The sealed key check says that the trail has begun: an emptied trail is not taken for a new one.

Left are whoever has the file and the key, and whoever puts back a whole older copy, trail and head:
both are found by a point of the trail that was noted elsewhere (see data.audit_proof).

A row holds ids and an action in clear text; the detail is sealed and never quotes a case. A case
that is forgotten keeps its rows: the chain covers the sealed bytes, so a detail whose key is gone
still proves that it is unchanged. Rows are never sealed anew: details and head are sealed under
what follows from the installation's own tag key, which outlives the master key.
"""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store import Connection

CREATE_AUDIT = """
create table audit (
    id integer primary key,
    at text not null,
    actor text not null,
    action text not null,
    case_id integer,
    detail blob not null,
    prev_hash text not null,
    hash text not null
) strict;
create index audit_by_case on audit (case_id, id) where case_id is not null;
create index audit_by_actor on audit (actor, id);
create trigger audit_grows before insert on audit
    when new.id <= (select coalesce(max(id), 0) from audit)
    begin select raise(abort, 'the audit trail only grows'); end;
create trigger audit_is_not_changed before update on audit
    begin select raise(abort, 'the audit trail is never changed'); end;
create trigger audit_is_not_cut before delete on audit
    begin select raise(abort, 'the audit trail is never cut'); end;

create table audit_head (
    id integer primary key check (id = 1),
    number integer not null,
    sealed blob not null
) strict;
create trigger audit_head_is_one before insert on audit_head
    when exists (select 1 from audit_head)
    begin select raise(abort, 'the audit trail has one head'); end;
create trigger audit_head_goes_forward before update on audit_head
    when new.id <> old.id or new.number <= old.number
    begin select raise(abort, 'the head of the audit trail only goes forward'); end;
create trigger audit_head_stays before delete on audit_head
    begin select raise(abort, 'the head of the audit trail stays'); end;
"""

OPERATOR = "operator"
"""Whoever runs commands on the machine."""

AT_TERMINAL = "terminal"
"""As the detail of an event."""

CITIZEN = "citizen"
SYSTEM = "system"

BEGUN = "prongsai, audited"
"""What the installation's key check says once the first head is sealed."""

HASHED = " || ' ' || ".join(
    f"hex({column})" for column in ("at", "actor", "action", "case_id", "detail", "prev_hash")
)
"""What a row's hash covers: every byte, whatever a tampered column may hold. Its number is left
out: that follows from the chain, and a row that was moved is then told from one that was changed.
"""

APPEND = (
    "insert into audit (id, at, actor, action, case_id, detail, prev_hash, hash)"
    f" select id, at, actor, action, case_id, detail, prev_hash, tag('audit', {HASHED})"
    " from (select :id as id, :at as at, :actor as actor, :action as action,"
    " :case_id as case_id, :detail as detail, :prev_hash as prev_hash)"
    " returning hash"
)
COLUMNS = "id, at, actor, action, case_id, detail"


class Action(StrEnum):
    """What was done. Words are only ever added: rows keep theirs."""

    OPENED = "opened"
    READ = "read"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    NOTED = "noted"
    CLOSED = "closed"
    STATE_CHANGED = "state_changed"
    WITHDRAWN = "withdrawn"
    EXPORTED = "exported"
    IDENTITY_EXPORTED = "identity_exported"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_APPROVED = "identity_approved"
    IDENTITY_REFUSED = "identity_refused"
    IDENTITY_OPENED = "identity_opened"
    INVITED = "invited"
    ROLE_GRANTED = "role_granted"
    ROLE_REMOVED = "role_removed"
    EXCLUDED = "excluded"
    ERASED = "erased"
    FORGET_ASKED = "forget_asked"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    UNSENT_KEPT = "unsent_kept"
    KEY_ROTATED = "key_rotated"
    SETTINGS_CHANGED = "settings_changed"
    REGISTERED = "registered"
    IMPORTED = "imported"
    PUBLISHED = "published"
    HELD = "held"
    TAKEN_BACK = "taken_back"
    COVER_SET = "cover_set"
    COVER_ENDED = "cover_ended"
    DESK_CODE_SENT = "desk_code_sent"
    DESK_SIGNED_IN = "desk_signed_in"
    DESK_REFUSED = "desk_refused"
    DESK_SIGNED_OUT = "desk_signed_out"
    AT_DESK = "at_desk"
    PARKED_RETRIED = "parked_retried"
    PARKED_DROPPED = "parked_dropped"
    BACKED_UP = "backed_up"
    CHAIN_BROKEN = "chain_broken"
    """Written by the trail itself, where its end was not as it had left it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something done: *actor* is by(staff id), CITIZEN or SYSTEM, *at* ISO 8601, UTC.

    *case_id* is the case's random row id, None where no case is meant. *detail* is short (a reason,
    an outcome, a role) and never quotes a case; it is sealed, "" is kept as nothing.
    """

    at: str
    actor: str
    action: Action
    case_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row of the trail. *action* is an Action's value, or a later version's word; *detail* is
    None where it cannot be opened (any more)."""

    id: int
    at: str
    actor: str
    action: str
    case_id: int | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the trail: a row's number and its hash. Before the first row: 0 and ""."""

    number: int
    hash: str


def by(staff_id: int | None) -> str:
    """The actor with this staff id; None is the machine's operator, as in data.case_work.Making."""
    return OPERATOR if staff_id is None else str(staff_id)


def record(db: "Connection", event: Event) -> None:
    """Append *event*; call it inside the transaction of the act itself.

    A trail whose end is not as it was left goes on, since acts must: the break is recorded before
    the event, and stays for verify to find.
    """
    sealed_number, head = head_of(db)
    last = _last(db)
    if head != last:
        number = max(sealed_number, last.number, head.number if head else 0)
        broken = Event(event.at, SYSTEM, Action.CHAIN_BROKEN)
        last = _append(db, Point(number, (head or last).hash), broken)
    _append(db, last, event)


def record_reading(
    db: "Connection", case_id: int, staff_id: int | None, at: str, where: str = ""
) -> None:
    """Somebody was shown words of a confidential case; every time counts. *where* is AT_TERMINAL,
    "" for the chat."""
    record(db, Event(at, by(staff_id), Action.READ, case_id, where))


def of_case(db: "Connection", case_id: int) -> list[Recorded]:
    """All that was done with a case, oldest first; also of one that is forgotten."""
    rows = db.execute(
        f"select {COLUMNS} from audit where case_id = :case_id order by id", {"case_id": case_id}
    )
    return [_recorded(db, row) for row in rows]


def recent(
    db: "Connection", limit: int, offset: int = 0, actor: str | None = None
) -> list[Recorded]:
    """The newest rows, newest first; of one *actor* where given."""
    whose = "" if actor is None else "where actor = :actor"
    rows = db.execute(
        f"select {COLUMNS} from audit {whose} order by id desc limit :limit offset :offset",
        {"actor": actor, "limit": limit, "offset": offset},
    )
    return [_recorded(db, row) for row in rows]


def has_begun(db: "Connection") -> bool:
    """Whether the key check, which nobody can forge, says that the trail has a head."""
    row = db.execute("select unseal(key_check, 'installation') from installation").fetchone()
    return row is not None and row[0] == BEGUN


def begin(db: "Connection") -> None:
    """Seal the first head and say so in the key check: once in an installation's life, where
    has_begun says no; in a transaction of the caller's."""
    if db.execute("select 1 from audit_head").fetchone() is None:
        _seal_head(db, Point(0, ""))
    db.execute("update installation set key_check = seal(:begun, 'installation')", {"begun": BEGUN})


def head_of(db: "Connection") -> tuple[int, Point | None]:
    """The number that stands in the head, and the point that is sealed in it; None where there is
    none, or it was not sealed by us, or says another number."""
    row = db.execute("select number, sealed from audit_head").fetchone()
    if row is None:
        return 0, None
    text = _opened(db, row[1], "audit.head")
    number, _, last_hash = (text or "").partition(" ")
    return row[0], Point(row[0], last_hash) if number == str(row[0]) else None


def _last(db: "Connection") -> Point:
    row = db.execute("select id, hash from audit order by id desc limit 1").fetchone()
    return Point(*row) if row else Point(0, "")


def _append(db: "Connection", after: Point, event: Event) -> Point:
    detail = b""
    if event.detail:
        (detail,) = db.execute("select lasting_seal(?, 'audit.detail')", (event.detail,)).fetchone()
    number = after.number + 1
    ((own_hash,),) = db.execute(
        APPEND,
        {
            "id": number,
            "at": event.at,
            "actor": event.actor,
            "action": event.action,
            "case_id": event.case_id,
            "detail": detail,
            "prev_hash": after.hash,
        },
    ).fetchall()
    point = Point(number, own_hash)
    _seal_head(db, point)
    return point


def _seal_head(db: "Connection", point: Point) -> None:
    parameters = {"number": point.number, "text": f"{point.number} {point.hash}"}
    moved = db.execute(
        "update audit_head set number = :number, sealed = lasting_seal(:text, 'audit.head')",
        parameters,
    )
    if not moved.rowcount:
        db.execute(
            "insert into audit_head (id, number, sealed)"
            " values (1, :number, lasting_seal(:text, 'audit.head'))",
            parameters,
        )


def _recorded(db: "Connection", row: tuple[int, str, str, str, int | None, bytes]) -> Recorded:
    number, at, actor, action, case_id, sealed = row
    detail = _opened(db, sealed, "audit.detail") if sealed else ""
    return Recorded(number, at, actor, action, case_id, detail)


def _opened(db: "Connection", sealed: bytes, context: str) -> str | None:
    """The text, None where its key is gone or it was changed."""
    try:
        (text,) = db.execute("select lasting_unseal(?, ?)", (sealed, context)).fetchone()
    except sqlite3.OperationalError:
        return None
    return str(text)
