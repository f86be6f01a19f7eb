"""The queue in a group: which group an administrator bound, and whether it may be used now."""

from dataclasses import dataclass
from enum import StrEnum

from data import audit, chats
from data.audit import Action, Event
from data.store import Connection

QUEUE = 0
"""What is due is the queue itself, not the topic of a case."""


class QueueState(StrEnum):
    """Whether cases are told of in the group."""

    ASKED = "asked"  # bound by an administrator, the group not looked at yet
    ON = "on"
    OFF = "off"


class Problem(StrEnum):
    """Why a group cannot be the queue."""

    GONE = "gone"  # we are no member of it (any more)
    NO_TOPICS = "no_topics"
    NO_RIGHT = "no_right"  # to manage topics, or to delete messages
    PUBLIC = "public"  # anybody may read it


@dataclass(frozen=True, slots=True)
class TopicQueue:
    """The bound group. *chat* is its tag, *bound_by* a staff id. *private_too* says that new cases
    are told of in private chats as well."""

    chat: str
    bound_by: int
    state: QueueState
    private_too: bool
    problem: str

    @property
    def is_on(self) -> bool:
        """Whether cases have their topics there now."""
        return self.state is QueueState.ON


def queue(db: Connection) -> TopicQueue | None:
    """The group that is bound, or was."""
    row = db.execute("select chat, bound_by, state, private_too, problem from topic_queue")
    found = row.fetchone()
    if found is None:
        return None
    chat, bound_by, state, private_too, problem = found
    return TopicQueue(chat, bound_by, QueueState(state), bool(private_too), problem)


def tells_of_new_cases(db: Connection) -> bool:
    """Whether the group hears of new ordinary cases in the place of private chats."""
    found = queue(db)
    return found is not None and found.is_on and not found.private_too


def ask(db: Connection, chat: str, staff_id: int, private_too: bool, at: str) -> None:
    """An administrator wants this group to be the queue; what stands in another one is let go."""
    found = queue(db)
    if found is not None and found.chat != chat:
        db.execute("delete from case_topic where owed = 0")
    db.execute(
        "insert or replace into topic_queue (id, chat, bound_by, state, private_too, at)"
        " values (1, :chat, :staff_id, 'asked', :private_too, :at)",
        {"chat": chat, "staff_id": staff_id, "private_too": int(private_too), "at": at},
    )
    note(db, QUEUE)
    _record(db, audit.by(staff_id), "queue both" if private_too else "queue", at)


def turn_on(db: Connection, at: str) -> None:
    """The group fits: every open ordinary case gets its topic, whatever stands there is renewed."""
    _become(db, QueueState.ON, "", at)
    db.execute(
        "insert or ignore into topic_due (case_id) select id from cases"
        " where (closed_at = '' and level < 2"
        " and id not in (select case_id from case_exclusion))"
        " or id in (select case_id from case_topic where thread <> '') order by opened_at, id"
    )


def turn_off(db: Connection, by: str, at: str, problem: str = "") -> None:
    """The group is the queue no more: *by* an actor of the audit trail, or for a problem."""
    _become(db, QueueState.OFF, problem, at)
    note(db, QUEUE)
    _record(db, by, f"queue off {problem}".strip(), at)


def set_private_too(db: Connection, private_too: bool, by: str, at: str) -> None:
    """Whether new cases are told of in private chats as well."""
    db.execute("update topic_queue set private_too = :too", {"too": int(private_too)})
    _record(db, by, "queue both" if private_too else "queue only", at)


def move(db: Connection, address: str) -> None:
    """Telegram gave the group another id."""
    (chat,) = db.execute(
        "select tag('chat', 'telegram:' || :address)", {"address": address}
    ).fetchone()
    chats.remember(db, chat, "telegram", address)
    db.execute("update topic_queue set chat = :chat", {"chat": chat})


def look_again(db: Connection, chat: str) -> None:
    """Something happened to us in a chat: if it is the queue, see whether it still is."""
    found = queue(db)
    if found is not None and found.chat == chat and found.is_on:
        note(db, QUEUE)


def note(db: Connection, case_id: int, stray: str = "") -> None:
    """Something is to be brought up to date: the topic of a case, or a topic of it that is one too
    many (*stray*), or the queue itself."""
    db.execute(
        "insert or ignore into topic_due (case_id, stray) values (:case_id, :stray)",
        {"case_id": case_id, "stray": stray},
    )


def is_due(db: Connection) -> bool:
    """Whether anything is to be brought up to date."""
    return db.execute("select 1 from topic_due limit 1").fetchone() is not None


def take_due(db: Connection) -> list[tuple[int, str]]:
    """What is to be brought up to date, oldest case first, and noted no more."""
    rows = db.execute(
        "select case_id, stray from topic_due left join cases on cases.id = case_id"
        " order by coalesce(opened_at, ''), case_id"
    ).fetchall()
    if rows:
        db.execute("delete from topic_due")
    return rows


def _become(db: Connection, state: QueueState, problem: str, at: str) -> None:
    db.execute(
        "update topic_queue set state = :state, problem = :problem, at = :at",
        {"state": state, "problem": problem, "at": at},
    )


def _record(db: Connection, by: str, detail: str, at: str) -> None:
    audit.record(db, Event(at, by, Action.SETTINGS_CHANGED, detail=detail))
