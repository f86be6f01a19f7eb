"""Parked messages: what the handlers could not take is set aside whole, until it is tried again or
dropped. Nothing here reads their words, which may be of a report that no operator may see.

A message is tried again behind what its chat says meanwhile, and only where it cannot get into
something else: nothing of the chat was handled since, or the chat is writing nothing now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from data import audit, conversations, drafts, inbox
from data.audit import Action, Event
from data.store import Connection
from data.times import parse, stamp

ALERT_PAUSE = timedelta(hours=1)
"""Between two alerts to staff, however many messages are parked."""

GONE, BUSY = "gone", "busy"
"""Why a message cannot be tried again: there is none, or it would get into what its chat writes."""

PARKED = (
    "parked cross join inbox on inbox.id = inbox_id where state = 'parked' and length(payload) > 0"
)
MOST_NAMED = 20
MOST_TAKEN_UP = 100


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message. *reference* is the number that its sender was told, *kind* what it was
    ("text", "button", "" where no version could read it), *problem* what failed and where in the
    program, *failed* how often it was given up, *obstacle* GONE, BUSY or ""."""

    reference: int
    messenger: str
    kind: str
    received_at: str
    problem: str
    failed: int
    is_wanted: bool
    obstacle: str


def park(db: Connection, row_id: int, kind: str, problem: str, at: str) -> bool:
    """Set a message aside; False where that was done before, so that its sender knows."""
    inbox.park(db, row_id)
    parameters = {"id": row_id, "kind": kind, "problem": problem, "at": at}
    known = db.execute("select 1 from parked where inbox_id = :id", parameters).fetchone()
    db.execute(
        "insert into parked (inbox_id, kind, problem, parked_at) values (:id, :kind, :problem, :at)"
        " on conflict (inbox_id) do update set kind = :kind, problem = :problem, parked_at = :at,"
        " failed = failed + 1, wanted = 0",
        parameters,
    )
    return known is None


def listed(db: Connection, most: int) -> list[Parked]:
    """The oldest parked messages."""
    rows = db.execute(
        "select inbox_id, messenger, kind, received_at, problem, failed, wanted"
        f" from {PARKED} order by inbox_id limit :most",
        {"most": most},
    )
    return [_parked(db, row) for row in rows.fetchall()]


def _parked(db: Connection, row: tuple[int, str, str, str, str, int, int]) -> Parked:
    reference, messenger, kind, received_at, problem, failed, wanted = row
    found = obstacle(db, reference)
    return Parked(reference, messenger, kind, received_at, problem, failed, bool(wanted), found)


def count(db: Connection) -> int:
    """How many messages are parked."""
    return int(db.execute(f"select count(*) from {PARKED}").fetchone()[0])


def references(db: Connection) -> list[int]:
    """All that are parked, oldest first."""
    return [int(row[0]) for row in db.execute(f"select inbox_id from {PARKED} order by inbox_id")]


def obstacle(db: Connection, row_id: int) -> str:
    """Why a message cannot be tried again now, "" where it can."""
    row = db.execute(f"select chat from {PARKED} and inbox_id = :id", {"id": row_id}).fetchone()
    if row is None:
        return GONE
    chat = str(row[0])
    since = db.execute(
        "select 1 from inbox where chat = :chat and id > :id and state = 'done' limit 1",
        {"chat": chat, "id": row_id},
    ).fetchone()
    return BUSY if since and _is_writing(db, chat) else ""


def _is_writing(db: Connection, chat: str) -> bool:
    draft = drafts.load(db, chat)
    return bool(conversations.load(db, chat).step or draft.texts or draft.attachments)


# trying again ----------------------------------------------------------------------------


def want(db: Connection, row_ids: Sequence[int], at: str) -> list[int]:
    """Have messages tried again by the service; those of them that can be."""
    found = [row_id for row_id in row_ids if not obstacle(db, row_id)]
    for row_id in found:
        db.execute("update parked set wanted = 1 where inbox_id = :id", {"id": row_id})
    if found:
        named = " ".join(str(row_id) for row_id in found[:MOST_NAMED])
        more = f" +{len(found) - MOST_NAMED}" if len(found) > MOST_NAMED else ""
        record = Event(at, audit.OPERATOR, Action.PARKED_RETRIED, detail=f"{named}{more}")
        audit.record(db, record)
    return found


def is_any_wanted(db: Connection) -> bool:
    """Whether something is to be tried again."""
    return db.execute("select 1 from parked where wanted = 1 limit 1").fetchone() is not None


def take_up(db: Connection) -> list[inbox.Row]:
    """What is to be tried again, oldest first, some of it; each is asked for once."""
    wanted = db.execute(
        "select inbox_id from parked where wanted = 1 order by inbox_id limit :most",
        {"most": MOST_TAKEN_UP},
    ).fetchall()
    return [row for (row_id,) in wanted for row in _take_up_one(db, row_id)]


def _take_up_one(db: Connection, row_id: int) -> list[inbox.Row]:
    db.execute("update parked set wanted = 0 where inbox_id = :id", {"id": row_id})
    rows = db.execute(
        "select id, messenger, event_id, chat, unseal_bytes(payload, 'inbox.payload'), received_at,"
        f" delivered_at, 0 from {PARKED} and id = :id",
        {"id": row_id},
    )
    return [inbox.Row(*row)._replace(retried=True) for row in rows]


def begin(db: Connection, row_id: int) -> bool:
    """The turn of a message that is tried again has come: from now on it waits like any other.
    False where something is in the way by now; it stays parked."""
    if obstacle(db, row_id):
        return False
    db.execute("update inbox set state = 'waiting', tries = 0 where id = :id", {"id": row_id})
    return True


def drop(db: Connection, row_id: int, reason: str, at: str) -> bool:
    """Remove a message unanswered, and its words; False where none is parked under that number."""
    if obstacle(db, row_id) == GONE:
        return False
    parameters = {"id": row_id}
    db.execute("delete from parked where inbox_id = :id", parameters)
    db.execute("update inbox set payload = zeroblob(0), state = 'done' where id = :id", parameters)
    detail = f"{row_id} {reason}"
    audit.record(db, Event(at, audit.OPERATOR, Action.PARKED_DROPPED, detail=detail))
    db.execute("select wipe_log()")
    return True


# telling staff ---------------------------------------------------------------------------


def must_tell(db: Connection, at: str) -> bool:
    """Whether staff are to hear of messages that they have not heard of, and not just have."""
    if db.execute("select 1 from parked where told_at = '' limit 1").fetchone() is None:
        return False
    (last,) = db.execute("select max(told_at) from parked").fetchone()
    return bool(last <= stamp(parse(at) - ALERT_PAUSE))


def tell(db: Connection, at: str) -> list[int]:
    """Those of which staff are told now, at *at*; from now on they have been."""
    rows = db.execute(f"select inbox_id from {PARKED} and told_at = '' order by inbox_id")
    found = [int(row[0]) for row in rows]
    db.execute("update parked set told_at = :at where told_at = ''", {"at": at})
    return found
