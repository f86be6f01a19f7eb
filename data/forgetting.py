"""Forgetting a person: all that a chat filed, said and read, as far as nothing stands against it.

Against it stand a legal hold, and an inquiry that is not finished: it needs its report. What then
stays is asked for, and forgotten by the nightly retention as soon as it may be.
"""

from dataclasses import dataclass

from data import audit, erasing, legal_holds, staff, two_persons
from data.audit import Action, Event
from data.cases import CaseKind
from data.erasing import Erasing
from data.staff import StaffMember
from data.store import Connection, Stale

ASKED = "ขอในแชต"
TRACES = ""
"""In the place of a chat: somebody was forgotten, and pages may keep a trace until the night."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A case of the chat. *stays*: it must not be forgotten yet."""

    id: int
    code: str
    kind: CaseKind
    is_open: bool
    stays: bool


def filed(db: Connection, chat: str) -> list[Filed]:
    """The cases that a chat filed, oldest first."""
    rows = db.execute(
        "select id, code, kind, closed_at from cases where chat = :chat and :chat <> ''"
        " order by opened_at",
        {"chat": chat},
    ).fetchall()
    return [_filed(db, *row) for row in rows]


def _filed(db: Connection, case_id: int, code: str, kind: str, closed_at: str) -> Filed:
    is_open, known = closed_at == "", CaseKind(kind)
    stays = legal_holds.is_held(db, case_id) or (is_open and known.is_secret)
    return Filed(case_id, code, known, is_open, stays)


def numbered(db: Connection, case_id: int) -> Filed | None:
    """A case by its row id."""
    row = db.execute(
        "select id, code, kind, closed_at from cases where id = :id", {"id": case_id}
    ).fetchone()
    return row and _filed(db, *row)


def forget_case(db: Connection, case_id: int, at: str) -> None:
    """Forget one case, for who has its receipt. Raises Stale where it must stay."""
    found = numbered(db, case_id)
    if found is None or found.stays:
        raise Stale("it must stay")
    erasing.erase(db, Erasing(case_id, erasing.ASKED, audit.CITIZEN, ASKED, at))
    _leave_traces(db, at)


def _leave_traces(db: Connection, at: str) -> None:
    db.execute(
        "insert or ignore into forget_request (chat, asked_at) values (:none, :at)",
        {"none": TRACES, "at": at},
    )


def forget(db: Connection, chat: str, at: str) -> bool:
    """Forget what may be forgotten of a chat, and ask for what stays; whether nothing does."""
    found = filed(db, chat)
    for case in found:
        if not case.stays:
            erasing.erase(db, Erasing(case.id, erasing.ASKED, audit.CITIZEN, ASKED, at))
    erasing.purge_chat(db, chat)
    db.execute("delete from forget_request where chat = :chat", {"chat": chat})
    stays = any(case.stays for case in found)
    if stays:
        query = "insert into forget_request (chat, asked_at) values (:chat, :at)"
        db.execute(query, {"chat": chat, "at": at})
    _leave_traces(db, at)
    return not stays


def ask(db: Connection, chat: str, at: str) -> None:
    """The person asked: forget what may be forgotten, keep the request for what stays."""
    if not forget(db, chat, at):
        audit.record(db, Event(at, audit.CITIZEN, Action.FORGET_ASKED))


def requests(db: Connection) -> list[tuple[str, list[Filed]]]:
    """When somebody asked who is not wholly forgotten, and what stays; oldest first."""
    rows = db.execute(
        "select chat, asked_at from forget_request where chat <> :none order by asked_at",
        {"none": TRACES},
    ).fetchall()
    return [(asked_at, [each for each in filed(db, chat) if each.stays]) for chat, asked_at in rows]


def fulfil(db: Connection, at: str) -> bool:
    """Forget what was asked for and may be forgotten by now; whether pages may keep traces."""
    rows = db.execute("select chat from forget_request where chat <> :none", {"none": TRACES})
    for (chat,) in rows.fetchall():
        found = filed(db, chat)
        if not found or not all(case.stays for case in found):
            forget(db, chat, at)
    traces = db.execute("delete from forget_request where chat = :none", {"none": TRACES})
    return bool(traces.rowcount)


def told(db: Connection, chat: str) -> list[StaffMember]:
    """Who hears that a request is kept: the data-protection contacts, else the administrators; but
    nobody who must not know of what stays."""
    members = [each for each in staff.members(db) if each.chat != chat]
    contacts = [each for each in members if each.role == two_persons.PRIVACY]
    found = contacts or [each for each in members if each.role == "administrator"]
    secret = [each.id for each in filed(db, chat) if each.stays and each.kind.is_secret]
    return [each for each in found if not any(_must_not_know(db, each, case) for case in secret)]


def _must_not_know(db: Connection, member: StaffMember, case_id: int) -> bool:
    if two_persons.is_kept_from(db, member, case_id):
        return True
    return two_persons.is_spoken_of(db, member, case_id)
