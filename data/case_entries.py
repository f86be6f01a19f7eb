"""Entries: what was said and done in a case, oldest first. Sealed under the case's own key."""

from dataclasses import dataclass

from data import case_keys
from data.store import Connection, Stale

SAID = "('report', 'addition', 'answer', 'question', 'progress', 'reopening')"
"""What officer and reporter say to each other."""

ENTRY_COLUMNS = "kind, author, case_unseal(wrapped, case_id, text, 'case.text'), state, at"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something said or done in a case.

    *kind* is "report", "addition", "answer", "question" (of an officer), "progress" (a word on how
    it goes), "internal" (for the file alone), "contact" (who may be told back), "state",
    "withdrawal", "reopening" or "unsent" (words that were taken back), or the question that
    it answers (see data/draft_answers); *author* is "citizen", "officer" or "system". *forgotten*
    says that there were words, and the key of the case is destroyed.
    """

    kind: str
    author: str
    text: str
    state: str
    at: str
    forgotten: bool = False


def add_entry(
    db: Connection, case_id: int, entry: Entry, staff_id: int | None = None, message: str = ""
) -> None:
    """Add to a case's history. *message* is "<messenger>:<message id>" or "".

    Raises Stale where there are words, and the case was forgotten.
    """
    if entry.text:
        must_be_remembered(db, case_id)
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


def must_be_remembered(db: Connection, case_id: int) -> None:
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
        f"select count(*) from case_entry where case_id = :case_id and kind in {SAID}",
        {"case_id": case_id},
    ).fetchone()
    return int(row[0])


def said_after(db: Connection, case_id: int, number: int) -> list[Entry]:
    """What was said in a case after the first *number* things, oldest first."""
    rows = db.execute(
        f"select {ENTRY_COLUMNS} from case_entry left join case_key using (case_id)"
        f" where case_id = :case_id and kind in {SAID}"
        " order by id limit -1 offset :number",
        {"case_id": case_id, "number": number},
    )
    return [_entry(*row) for row in rows]


def _entry(kind: str, author: str, text: str | None, state: str, at: str) -> Entry:
    return Entry(kind, author, text or "", state, at, forgotten=text is None)


def must_be_open(db: Connection, case_id: int) -> None:
    """Raises Stale when the case was closed meanwhile, or the one that it joined."""
    found = db.execute(
        "select 1 from cases where closed_at = '' and id = coalesce((select original_id"
        " from case_joining join cases on cases.id = case_id and state = 'duplicate'"
        " where case_id = :case_id), :case_id)",
        {"case_id": case_id},
    ).fetchone()
    if found is None:
        raise Stale("the case was closed meanwhile")
