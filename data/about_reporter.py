"""Everything that is held about a reporter, for whoever asks for their own data.

A confidential case is told of only where its code was given: an operator with the code of a
grievance must not learn from it that the same person reported corruption. For the same reason what
was typed in the chat is counted and not quoted, and a confidential draft is left out.
"""

from dataclasses import dataclass

from data import audit, case_entries, case_files, conversations, drafts, legal_holds, ratings
from data.audit import Action
from data.case_entries import Entry
from data.case_files import CaseFile
from data.outbox import OF_CHAT
from data.ratings import Rating
from data.store import Connection

INTERNAL = "internal"
SECRET_DRAFTS = ("corruption", "ethics", "privacy")

CASES = "select id, code, kind, state, outcome, messenger, opened_at, closed_at, level from cases"


@dataclass(frozen=True, slots=True)
class HeldCase:
    """One case with what its reporter may know of it; officers' notes for the file are left out."""

    id: int
    code: str
    kind: str
    state: str
    outcome: str
    messenger: str
    opened_at: str
    closed_at: str
    entries: tuple[Entry, ...]
    files: tuple[CaseFile, ...]
    rating: Rating | None
    is_held: bool
    is_erased: bool


@dataclass(frozen=True, slots=True)
class HeldChat:
    """One chat. *messages* and *replies* are how many are kept with their words."""

    tag: str
    cases: tuple[HeldCase, ...]
    draft: drafts.Draft
    language: str
    awaits: str
    messages: int
    replies: int


def chat_called(db: Connection, code: str) -> str | None:
    """The tag of the chat that filed a case; "" where it is not known, None without such a case."""
    row = db.execute("select chat from cases where code = :code", {"code": code}).fetchone()
    return row and str(row[0])


def gather(db: Connection, chat: str, codes: tuple[str, ...]) -> HeldChat:
    """What is held about *chat*, or with "" of the cases with these codes alone."""
    found = [
        row
        for row in db.execute(
            f"{CASES} where chat = :chat and :chat <> '' order by opened_at", {"chat": chat}
        )
        if row[-1] < 2 or row[1] in codes
    ]
    if not chat:
        for code in codes:
            query = f"{CASES} where code = :code and chat = ''"
            found += db.execute(query, {"code": code}).fetchall()
    conversation = conversations.load(db, chat)
    secret = conversation.memory.get("kind") in SECRET_DRAFTS
    return HeldChat(
        chat,
        tuple(_case(db, *row[:-1]) for row in found),
        drafts.Draft((), ()) if secret else drafts.load(db, chat),
        conversation.language,
        "" if secret else conversation.step,
        _count(db, "inbox where chat = :chat", chat),
        _count(db, f"outbox where {OF_CHAT}", chat),
    )


def record_export(db: Connection, held: tuple[HeldChat, ...], reason: str, at: str) -> None:
    """Whoever reads the copy has read the cases in it."""
    for case in (case for chat in held for case in chat.cases):
        audit.record(db, audit.Event(at, audit.OPERATOR, Action.EXPORTED, case.id, reason))


def _case(db: Connection, case_id: int, *columns: str) -> HeldCase:
    code, kind, state, outcome, messenger, opened_at, closed_at = columns
    said = case_entries.entries(db, case_id)
    return HeldCase(
        case_id,
        code,
        kind,
        state,
        outcome,
        messenger,
        opened_at,
        closed_at,
        entries=tuple(each for each in said if each.kind != INTERNAL),
        files=tuple(case_files.attachments(db, case_id)),
        rating=ratings.rating(db, case_id),
        is_held=legal_holds.is_held(db, case_id),
        is_erased=legal_holds.is_erased(db, case_id),
    )


def _count(db: Connection, rows: str, chat: str) -> int:
    query = f"select count(*) from {rows} and length(payload) > 0"
    return int(db.execute(query, {"chat": chat}).fetchone()[0])
