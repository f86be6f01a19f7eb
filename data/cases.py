"""Cases: complaints, grievances and feedback that have a code. Text and names are sealed."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data import audit, case_keys, drafts
from data.audit import Action, Event
from data.drafts import NewAttachment
from data.store import Connection, Stale

ENTRY_COLUMNS = "kind, author, case_unseal(wrapped, case_id, text, 'case.text'), state, at"
ATTACHMENT_COLUMNS = "id, case_unseal(wrapped, case_id, name, 'attachment.name'), media_type, size"
ID_BITS = 48  # at most 15 digits in a button's data


class CaseKind(StrEnum):
    """What a case is about; DOMAIN's codes."""

    FEEDBACK = "FEEDBACK"
    QUESTION = "QUESTION"
    GRIEVANCE = "GRIEVANCE"
    CORRUPTION = "CORRUPTION"


class State(StrEnum):
    """Where a case stands. Corruption follows receive, assess, address, conclude."""

    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    ASSESSING = "assessing"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


FINISHED = (State.CLOSED, State.CONCLUDED, State.WITHDRAWN)

LEVELS = {
    CaseKind.FEEDBACK: 1,
    CaseKind.QUESTION: 1,
    CaseKind.GRIEVANCE: 1,
    CaseKind.CORRUPTION: 2,
}
"""Confidentiality: 1 staff of the unit, 2 named handlers only."""

READING_AUDITED = 2
"""From this level on every reading of a case is an event of the audit trail."""

WORKING_STATE = {
    kind: State.ASSESSING if kind is CaseKind.CORRUPTION else State.IN_PROGRESS for kind in CaseKind
}
CLOSED_STATE = {
    kind: State.CONCLUDED if kind is CaseKind.CORRUPTION else State.CLOSED for kind in CaseKind
}


@dataclass(frozen=True, slots=True)
class Case:
    """One case, without its words. *chat* is the tag of who filed it; times are ISO 8601, UTC."""

    id: int
    code: str
    kind: CaseKind
    state: State
    outcome: str
    chat: str
    messenger: str
    opened_at: str
    updated_at: str
    closed_at: str

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.closed_at == ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something said or done in a case.

    *kind* is "report", "addition", "answer", "state", "withdrawal" or "unsent" (words that were
    taken back);
    *author* is "citizen", "officer" or "system". *forgotten* says that there were words, and the
    key of the case is destroyed.
    """

    kind: str
    author: str
    text: str
    state: str
    at: str
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An attachment of a case; *size* in bytes. *forgotten*: nobody can open it any more."""

    id: int
    name: str
    media_type: str
    size: int
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be opened from the draft of *chat*."""

    code: str
    kind: CaseKind
    chat: str
    messenger: str
    at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer says to the reporter: an answer, or with an *outcome* the closing words.

    *after* is the last entry that the officer knew of (see last_said), None where nobody looked.
    *staff_id* is None for the machine's operator.
    """

    case: Case
    text: str
    outcome: str
    staff_id: int | None
    at: str
    after: int | None = None


def file(db: Connection, new: NewCase) -> int:
    """Open a case from the draft of its chat; its row id. Raises Stale when the draft is gone."""
    parts = db.execute(
        "select unseal(text, 'draft.text:' || chat), message, at from draft_part"
        " where chat = :chat order by id",
        {"chat": new.chat},
    ).fetchall()
    case_id = _insert(db, new)
    case_keys.make_key(db, case_id)
    db.executemany(
        "insert into case_entry (case_id, kind, author, text, message, at) values (:case_id,"
        f" 'report', 'citizen', case_seal({case_keys.KEY}, :case_id, :text, 'case.text'),"
        " :message, :at)",
        [
            {"case_id": case_id, "text": text, "message": message, "at": at}
            for text, message, at in parts
        ],
    )
    moved = _take_files(db, case_id, "chat = :chat and stage = 'draft'", chat=new.chat)
    if not parts and not moved:
        raise Stale("the draft was filed or discarded already")
    db.execute("delete from draft_part where chat = :chat", {"chat": new.chat})
    return case_id


def _insert(db: Connection, new: NewCase) -> int:
    """Row ids stand in buttons: they are random, so that no gap tells of a case that is hidden."""
    cursor = db.execute(
        "insert into cases (id, code, kind, level, state, chat, messenger, opened_at, updated_at)"
        " values (:id, :code, :kind, :level, :state, :chat, :messenger, :at, :at)",
        {
            "id": 1 + secrets.randbits(ID_BITS),
            "code": new.code,
            "kind": new.kind,
            "level": LEVELS[new.kind],
            "state": State.SUBMITTED,
            "chat": new.chat,
            "messenger": new.messenger,
            "at": new.at,
        },
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _take_files(db: Connection, case_id: int, which: str, **parameters: str | int) -> int:
    """Files that stood under the vault become the case's, sealed anew; how many."""
    taken = db.execute(
        "update attachment set stage = 'case', case_id = :case_id,"
        f" name = case_seal({case_keys.KEY}, :case_id, unseal_bytes(name, 'attachment.name'),"
        " 'attachment.name'),"
        f" content = case_seal({case_keys.KEY}, :case_id,"
        f" unseal_bytes(content, 'attachment.content'), 'attachment.content') where {which}",
        {"case_id": case_id, **parameters},
    )
    return taken.rowcount


def add_entry(
    db: Connection, case_id: int, entry: Entry, staff_id: int | None = None, message: str = ""
) -> None:
    """Add to a case's history. *message* is "<messenger>:<message id>" or "".

    Raises Stale where there are words, and the case was forgotten.
    """
    if entry.text:
        _must_be_remembered(db, case_id)
    db.execute(
        "insert into case_entry (case_id, kind, author, staff_id, state, text, message, at) values"
        " (:case_id, :kind, :author, :staff_id, :state,"
        f" case_seal({case_keys.KEY}, :case_id, :text, 'case.text'),"
        " iif(:message = '', '', tag('message', :message)), :at)",
        {
            "case_id": case_id,
            "kind": entry.kind,
            "author": entry.author,
            "staff_id": staff_id,
            "state": entry.state,
            "text": entry.text,
            "message": message,
            "at": entry.at,
        },
    )
    db.execute(
        "update cases set updated_at = :at where id = :case_id",
        {"case_id": case_id, "at": entry.at},
    )


def write_on(db: Connection, case_id: int, entry: Entry, message: str) -> None:
    """The reporter adds words to an open case. Raises Stale when it was closed meanwhile."""
    _must_be_open(db, case_id)
    add_entry(db, case_id, entry, message=message)


def attach(db: Connection, case_id: int, new: NewAttachment) -> None:
    """The reporter adds a file to an open case. Raises Stale when it was closed meanwhile."""
    _must_be_open(db, case_id)
    _must_be_remembered(db, case_id)
    _take_files(db, case_id, "id = :id", id=drafts.add_attachment(db, new))


def _must_be_open(db: Connection, case_id: int) -> None:
    found = db.execute(
        "select 1 from cases where id = :case_id and closed_at = ''", {"case_id": case_id}
    ).fetchone()
    if found is None:
        raise Stale("the case was closed meanwhile")


def _must_be_remembered(db: Connection, case_id: int) -> None:
    if case_keys.is_forgotten(db, case_id):
        raise Stale("the case was forgotten meanwhile")


def entries(db: Connection, case_id: int) -> list[Entry]:
    """The history of a case, oldest first."""
    rows = db.execute(
        f"select {ENTRY_COLUMNS} from case_entry left join case_key using (case_id)"
        " where case_id = :case_id order by id",
        {"case_id": case_id},
    )
    return [_entry(*row) for row in rows]


def last_said(db: Connection, case_id: int) -> int:
    """How many things anybody has said in a case; a row id would tell of other cases too."""
    row = db.execute(
        "select count(*) from case_entry"
        " where case_id = :case_id and kind in ('report', 'addition', 'answer')",
        {"case_id": case_id},
    ).fetchone()
    return int(row[0])


def said_after(db: Connection, case_id: int, number: int) -> list[Entry]:
    """What was said in a case after the first *number* things, oldest first."""
    rows = db.execute(
        f"select {ENTRY_COLUMNS} from case_entry left join case_key using (case_id)"
        " where case_id = :case_id and kind in ('report', 'addition', 'answer')"
        " order by id limit -1 offset :number",
        {"case_id": case_id, "number": number},
    )
    return [_entry(*row) for row in rows]


def attachments(db: Connection, case_id: int) -> list[CaseFile]:
    """The files of a case, in the order they came."""
    rows = db.execute(
        f"select {ATTACHMENT_COLUMNS} from attachment left join case_key using (case_id)"
        " where case_id = :case_id order by id",
        {"case_id": case_id},
    )
    return [
        CaseFile(file_id, name or "", media_type, size, forgotten=name is None)
        for file_id, name, media_type, size in rows
    ]


def attachment_content(db: Connection, attachment_id: int) -> tuple[str, str, bytes] | None:
    """(name, media type, content) of a case's file, None where it is gone or forgotten."""
    row = db.execute(
        "select case_unseal(wrapped, case_id, name, 'attachment.name'), media_type,"
        " case_unseal_bytes(wrapped, case_id, content, 'attachment.content')"
        " from attachment left join case_key using (case_id) where id = :id and stage = 'case'",
        {"id": attachment_id},
    ).fetchone()
    if row is None or row[0] is None or row[2] is None:
        return None
    return str(row[0]), str(row[1]), bytes(row[2])


def _entry(kind: str, author: str, text: str | None, state: str, at: str) -> Entry:
    return Entry(kind, author, text or "", state, at, forgotten=text is None)


def acknowledge(db: Connection, case_id: int, staff_id: int | None, at: str) -> bool:
    """A person has opened the case for the first time; False when that was so before."""
    entry = Entry("state", "officer", "", State.ACKNOWLEDGED, at)
    opened = _move(db, case_id, (State.SUBMITTED,), entry, staff_id)
    if opened:
        audit.record(db, Event(at, audit.by(staff_id), Action.OPENED, case_id))
    return opened


def decide(db: Connection, decision: Decision) -> None:
    """Answer or close. Raises Stale when the case was closed, or something was said, meanwhile."""
    case, closes = decision.case, bool(decision.outcome)
    if decision.after is not None and decision.after != last_said(db, case.id):
        raise Stale("something was said meanwhile")
    working = WORKING_STATE[case.kind]
    state = CLOSED_STATE[case.kind] if closes else working
    entry = Entry("answer", "officer", decision.text, state, decision.at)
    open_states = (State.SUBMITTED, State.ACKNOWLEDGED, working)
    if not _move(db, case.id, open_states, entry, decision.staff_id):
        raise Stale("the case was closed meanwhile")
    if closes:
        db.execute(
            "update cases set outcome = :outcome, closed_at = :at where id = :id",
            {"outcome": decision.outcome, "at": decision.at, "id": case.id},
        )
    action = Action.CLOSED if closes else Action.ANSWERED
    actor = audit.by(decision.staff_id)
    audit.record(db, Event(decision.at, actor, action, case.id, decision.outcome))


def _move(
    db: Connection, case_id: int, before: Iterable[State], entry: Entry, staff_id: int | None
) -> bool:
    """Change the state from one of *before* to the entry's, with the entry; False otherwise."""
    allowed = ", ".join(f"'{state}'" for state in before)
    moved = db.execute(
        "update cases set state = :state, updated_at = :at"
        f" where id = :id and state in ({allowed})",
        {"state": entry.state, "at": entry.at, "id": case_id},
    )
    if moved.rowcount:
        add_entry(db, case_id, entry, staff_id)
    return bool(moved.rowcount)
