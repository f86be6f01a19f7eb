"""Topics of cases: what stands in the group's topic of a case, as far as we know.

Only the courier's side writes here, a field at a time, because Telegram may tell meanwhile which
topic a call created whose answer was lost.
"""

from dataclasses import dataclass

from data import case_access, case_codes, legal_holds, register, topic_queue
from data.cases import Case
from data.store import Connection

COLUMNS = "thread, creating, owed, again, introduced, closed, told, name"


@dataclass(frozen=True, slots=True)
class Topic:
    """What we know of a case's topic.

    *thread* is Telegram's id of it, "" where there is none. *creating* says that a call may have
    made one whose id never reached us, *owed* that nobody was told of the new case yet, *again*
    that somebody deleted an earlier one. *told* is how many steps of the history stand in it.
    """

    case_id: int
    thread: str = ""
    creating: bool = False
    owed: bool = False
    again: bool = False
    introduced: bool = False
    closed: bool = False
    told: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state in the history of a case."""

    state: str
    at: str


def topic(db: Connection, case_id: int) -> Topic:
    """What we know of a case's topic."""
    row = db.execute(
        f"select {COLUMNS} from case_topic where case_id = :id", {"id": case_id}
    ).fetchone()
    if row is None:
        return Topic(case_id)
    thread, creating, owed, again, introduced, closed, told, name = row
    return Topic(
        case_id,
        thread,
        bool(creating),
        bool(owed),
        bool(again),
        bool(introduced),
        bool(closed),
        told,
        name,
    )


def shown(db: Connection, case_id: int) -> Case | None:
    """The case if the group may know of it: an ordinary one, hidden from nobody."""
    case = ordinary(db, case_id)
    return None if case_access.is_hidden_from_somebody(db, case_id) else case


def ordinary(db: Connection, case_id: int) -> Case | None:
    """The case if it is none of named handlers and was not erased."""
    row = db.execute("select code from cases where id = :id", {"id": case_id}).fetchone()
    case = register.with_code(db, row[0]) if row else None
    if case is None or case.kind.is_secret or legal_holds.is_erased(db, case_id):
        return None
    return case


def history(db: Connection, case_id: int) -> list[Step]:
    """The changes of state, oldest first."""
    rows = db.execute(
        "select state, at from case_entry where case_id = :id and state <> '' order by id",
        {"id": case_id},
    )
    return [Step(*row) for row in rows]


def begin(db: Connection, case_id: int) -> Topic:
    """A topic is about to be created; the row as it stood before, so that a mark in it tells of an
    earlier call without an answer."""
    before = topic(db, case_id)
    if not before.thread:
        db.execute("insert or ignore into case_topic (case_id) values (:id)", {"id": case_id})
        _set(db, case_id, creating=1)
    return before


def not_begun(db: Connection, case_id: int) -> None:
    """The call certainly created nothing."""
    _set(db, case_id, creating=0)


def created(db: Connection, case_id: int, thread: str, name: str) -> str:
    """The topic that a call created; the one that counts, where Telegram told of another before."""
    known = topic(db, case_id).thread
    if known and known != thread:
        topic_queue.note(db, case_id, thread)
        return known
    _set(db, case_id, thread=thread, name=name, creating=0)
    return thread


def seen(db: Connection, chat: str, thread: str, name: str) -> None:
    """Telegram tells of a topic that we created in *chat*: ours where its id never reached us, else
    one too many."""
    found, code = topic_queue.queue(db), case_codes.find(name)
    row = code and db.execute("select id from cases where code = :code", {"code": code}).fetchone()
    if found is None or found.chat != chat or not row:
        return
    known = topic(db, row[0])
    if not known.thread and known.creating and shown(db, row[0]):
        created(db, row[0], thread, name)
        topic_queue.note(db, row[0])
    elif known.thread != thread:
        topic_queue.note(db, row[0], thread)


def introduced(db: Connection, case_id: int, told: int) -> None:
    """The first message stands in the topic, with so many steps of the history."""
    _set(db, case_id, introduced=1, told=told, owed=0, again=0)


def told(db: Connection, case_id: int, number: int) -> None:
    """So many steps of the history stand in the topic."""
    _set(db, case_id, told=number)


def renamed(db: Connection, case_id: int, name: str) -> None:
    """The topic has another name."""
    _set(db, case_id, name=name)


def closed(db: Connection, case_id: int, is_closed: bool) -> None:
    """The topic was closed, or opened again."""
    _set(db, case_id, closed=int(is_closed))


def gone(db: Connection, case_id: int) -> None:
    """Somebody deleted the topic: there is to be another."""
    _set(db, case_id, thread="", again=1, introduced=0, closed=0, told=0, name="")


def taken_away(db: Connection, case_id: int) -> None:
    """Nothing of the case stands in the group any more."""
    _set(db, case_id, thread="", again=0, introduced=0, closed=0, told=0, name="")


def no_longer_owed(db: Connection, case_id: int) -> None:
    """The new case was told of in another way."""
    _set(db, case_id, owed=0)


def owed(db: Connection) -> list[int]:
    """New cases of which nobody was told yet, because the group was to be."""
    return [row[0] for row in db.execute("select case_id from case_topic where owed")]


def _set(db: Connection, case_id: int, **values: str | int) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"update case_topic set {columns} where case_id = :id", {**values, "id": case_id})
