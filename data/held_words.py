"""Held words: what an officer sends to a reporter waits a moment, so that it can be taken back.

Nothing is done before that: the case, its clocks and its history stay as they are. What waits is a
row; whoever deletes it decides, in one transaction: the move is made and its words are on their way
(see bot/holding.py), or they are taken back. So a crash neither loses nor repeats them.
"""

from dataclasses import dataclass

from data import after_photos, audit, case_keys
from data.audit import Action, Event
from data.case_entries import must_be_remembered
from data.store import Connection, Stale


@dataclass(frozen=True, slots=True)
class Held:
    """Words of a case that wait until *due_at*. *mark* tells them from other words of the case,
    *words* are the handlers' own, "" where the case is forgotten; *photo* goes with them.
    *staff_id* is None for the machine's operator."""

    case_id: int
    mark: int
    staff_id: int | None
    due_at: str
    words: str
    photo: int | None = None


COLUMNS = (
    "held_words.case_id, mark, staff_id, due_at,"
    " case_unseal(wrapped, held_words.case_id, words, 'held.words'),"
    " (select attachment_id from after_photo where chat = 'held:' || held_words.case_id)"
)


def hold(db: Connection, held: Held, at: str) -> None:
    """Words begin to wait. Raises Stale where others of the case do, or it was forgotten."""
    must_be_remembered(db, held.case_id)
    added = db.execute(
        "insert or ignore into held_words (case_id, mark, staff_id, due_at, words) values"
        " (:case_id, :mark, :staff_id, :due_at,"
        f" case_seal({case_keys.KEY}, :case_id, :words, 'held.words'))",
        {
            "case_id": held.case_id,
            "mark": held.mark,
            "staff_id": held.staff_id,
            "due_at": held.due_at,
            "words": held.words,
        },
    )
    if not added.rowcount:
        raise Stale("other words of the case wait")
    if held.photo is not None:
        after_photos.hold(db, held.photo, held.case_id)
    audit.record(db, Event(at, audit.by(held.staff_id), Action.HELD, held.case_id))


def waiting(db: Connection) -> list[tuple[int, int, str]]:
    """(case, mark, due at) of all that waits, the soonest first."""
    return db.execute("select case_id, mark, due_at from held_words order by due_at").fetchall()


def of_case(db: Connection, case_id: int) -> Held | None:
    """What waits in a case."""
    row = db.execute(
        f"select {COLUMNS} from held_words left join case_key using (case_id)"
        " where held_words.case_id = :case_id",
        {"case_id": case_id},
    ).fetchone()
    return row and Held(row[0], row[1], row[2], row[3], row[4] or "", row[5])


def end(db: Connection, case_id: int, mark: int) -> Held | None:
    """They wait no more, whatever becomes of them; None where that was so before."""
    held = of_case(db, case_id)
    if held is None or held.mark != mark:
        return None
    db.execute("delete from held_words where case_id = :case_id", {"case_id": case_id})
    return held


def take_back(db: Connection, held: Held, chat: str, at: str) -> None:
    """The officer in *chat* thinks better of it, or whoever wrote them at the terminal ("": a photo
    came from a file there). Raises Stale where the words have left."""
    if end(db, held.case_id, held.mark) is None:
        raise Stale("the words have left")
    if chat:
        after_photos.give_back(db, held.case_id, chat)
    else:
        after_photos.discard(db, after_photos.held_with(held.case_id))
    audit.record(db, Event(at, audit.by(held.staff_id), Action.TAKEN_BACK, held.case_id))


def drop(db: Connection, held: Held, at: str) -> None:
    """What was ended could not be said any more."""
    after_photos.discard(db, after_photos.held_with(held.case_id))
    audit.record(db, Event(at, audit.SYSTEM, Action.TAKEN_BACK, held.case_id))
