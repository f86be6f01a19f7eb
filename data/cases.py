"""Cases: complaints, grievances and feedback that have a code. Text and names are sealed."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from data import case_access, case_files, case_keys, clocks, draft_answers, same_matter
from data.case_moves import Path, Standing, State
from data.clock_settings import ClockRules
from data.store import Connection, Stale
from data.times import parse

ID_BITS = 48  # at most 15 digits in a button's data


class CaseKind(StrEnum):
    """What a case is about; DOMAIN's codes."""

    FEEDBACK = "FEEDBACK"
    QUESTION = "QUESTION"
    GRIEVANCE = "GRIEVANCE"
    CORRUPTION = "CORRUPTION"
    ETHICS = "ETHICS"
    PRIVACY = "PRIVACY"

    @property
    def is_secret(self) -> bool:
        """Whether only those named for it see a case of it, and alerts say nothing."""
        return LEVELS[self] >= NAMED_ONLY

    @property
    def is_inquiry(self) -> bool:
        """Whether somebody is accused: told anonymously if one likes, kept from whom one names, and
        concluded by named handlers."""
        return self in INQUIRIES


INQUIRIES = frozenset({CaseKind.CORRUPTION, CaseKind.ETHICS})
"""Received, assessed, addressed and concluded by named handlers."""

LEVELS = {
    CaseKind.FEEDBACK: 1,
    CaseKind.QUESTION: 1,
    CaseKind.GRIEVANCE: 1,
    CaseKind.CORRUPTION: 2,
    CaseKind.ETHICS: 2,
    CaseKind.PRIVACY: 2,
}
"""Confidentiality: 1 staff of the unit, 2 those named for the kind only (data.staff.NAMED)."""

NAMED_ONLY = 2
"""From this level on only those who were named for a case see it."""

READING_AUDITED = 2
"""From this level on every reading of a case is an event of the audit trail."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, without its words. *chat* is the tag of who filed it; times are ISO 8601, UTC.

    *messenger* is how it came: a messenger, or a channel of data/counter_cases (*chat* is "" then).

    *waited_in* is the state in which it waits for its reporter, *reopened* how often it was opened
    again, *assigned_to* the officer who took it, *unit* the key of the unit it was given to.
    """

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
    waited_in: str = ""
    reopened: int = 0
    assigned_to: int | None = None
    unit: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.closed_at == ""

    @property
    def standing(self) -> Standing:
        """Where it stands, as far as moves care."""
        return Standing(
            Path.INQUIRY if self.kind in INQUIRIES else Path.GENERAL,
            self.state,
            State(self.waited_in) if self.waited_in else None,
            parse(self.closed_at) if self.closed_at else None,
            is_work=self.kind is CaseKind.GRIEVANCE,
        )


def draw_id() -> int:
    """A row id. They stand in buttons: random, so that no gap tells of a case that is hidden."""
    return 1 + secrets.randbits(ID_BITS)


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be opened from the draft of *chat*; *clocks* are the agency's promises. *id*
    is known beforehand, for the buttons of those who are told of it."""

    code: str
    kind: CaseKind
    chat: str
    messenger: str
    at: str
    clocks: ClockRules = field(repr=False)
    id: int = field(default_factory=draw_id)


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
    answered = draft_answers.move(db, case_id, new.chat)
    moved = case_files.take_files(db, case_id, "chat = :chat and stage = 'draft'", chat=new.chat)
    if not parts and not answered and not moved:
        raise Stale("the draft was filed or discarded already")
    same_matter.note(db, case_id)
    db.execute("delete from draft_part where chat = :chat", {"chat": new.chat})
    clocks.start(db, case_id, new.kind, new.at, new.clocks)
    case_access.open_to_its_workers(db, case_id, new.chat, new.at)
    return case_id


def open_empty(db: Connection, new: NewCase) -> int:
    """Open a case without a word yet, its key made and its clocks running; its row id."""
    case_id = _insert(db, new)
    case_keys.make_key(db, case_id)
    clocks.start(db, case_id, new.kind, new.at, new.clocks)
    return case_id


def _insert(db: Connection, new: NewCase) -> int:
    cursor = db.execute(
        "insert into cases (id, code, kind, level, state, chat, messenger, opened_at, updated_at)"
        " values (:id, :code, :kind, :level, :state, :chat, :messenger, :at, :at)",
        {
            "id": new.id,
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
