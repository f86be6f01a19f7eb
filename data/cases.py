"""Cases: complaints, grievances and feedback that have a code. Text and names are sealed."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data import drafts
from data.drafts import NewAttachment
from data.store import Connection, Stale

ATTACHMENT_COLUMNS = "id, unseal(name, 'attachment.name'), media_type, size"
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
    *author* is "citizen", "officer" or "system".
    """

    kind: str
    author: str
    text: str
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An attachment of a case; *size* in bytes."""

    id: int
    name: str
    media_type: str
    size: int


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
    db.executemany(
        "insert into case_entry (case_id, kind, author, text, message, at) values"
        f" ({case_id}, 'report', 'citizen', seal(?, 'case.text:' || {case_id}), ?, ?)",
        parts,
    )
    moved = db.execute(
        "update attachment set stage = 'case', case_id = :case_id"
        " where chat = :chat and stage = 'draft'",
        {"case_id": case_id, "chat": new.chat},
    )
    if not parts and not moved.rowcount:
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


def add_entry(
    db: Connection, case_id: int, entry: Entry, staff_id: int | None = None, message: str = ""
) -> None:
    """Add to a case's history. *message* is "<messenger>:<message id>" or ""."""
    db.execute(
        "insert into case_entry (case_id, kind, author, staff_id, state, text, message, at) values"
        " (:case_id, :kind, :author, :staff_id, :state, seal(:text, 'case.text:' || :case_id),"
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
    file_id = drafts.add_attachment(db, new, "case")
    db.execute(
        "update attachment set case_id = :case_id where id = :id",
        {"case_id": case_id, "id": file_id},
    )


def _must_be_open(db: Connection, case_id: int) -> None:
    found = db.execute(
        "select 1 from cases where id = :case_id and closed_at = ''", {"case_id": case_id}
    ).fetchone()
    if found is None:
        raise Stale("the case was closed meanwhile")


def entries(db: Connection, case_id: int) -> list[Entry]:
    """The history of a case, oldest first."""
    rows = db.execute(
        "select kind, author, unseal(text, 'case.text:' || case_id), state, at from case_entry"
        " where case_id = :case_id order by id",
        {"case_id": case_id},
    )
    return [Entry(*row) for row in rows]


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
        "select kind, author, unseal(text, 'case.text:' || case_id), state, at from case_entry"
        " where case_id = :case_id and kind in ('report', 'addition', 'answer')"
        " order by id limit -1 offset :number",
        {"case_id": case_id, "number": number},
    )
    return [Entry(*row) for row in rows]


def attachments(db: Connection, case_id: int) -> list[CaseFile]:
    """The files of a case, in the order they came."""
    rows = db.execute(
        f"select {ATTACHMENT_COLUMNS} from attachment where case_id = :case_id and stage = 'case'"
        " order by id",
        {"case_id": case_id},
    )
    return [CaseFile(*row) for row in rows]


def attachment_content(db: Connection, attachment_id: int) -> tuple[str, str, bytes] | None:
    """(name, media type, content) of a file, None where it is gone."""
    row = db.execute(
        "select unseal(name, 'attachment.name'), media_type,"
        " unseal_bytes(content, 'attachment.content') from attachment where id = :id",
        {"id": attachment_id},
    ).fetchone()
    return row and (str(row[0]), str(row[1]), bytes(row[2]))


def acknowledge(db: Connection, case_id: int, staff_id: int | None, at: str) -> bool:
    """A person has opened the case for the first time; False when that was so before."""
    return _move(
        db,
        case_id,
        (State.SUBMITTED,),
        Entry("state", "officer", "", State.ACKNOWLEDGED, at),
        staff_id,
    )


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
