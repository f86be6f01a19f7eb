"""Joining: cases that go on in another one about the same matter, and what their reporters hear.

Such a case stays its reporter's own, with its code, its words and its key; it is a duplicate, by
its reporter's wish or an officer's, and a row here says of which case. It is in force as long as
the case is a duplicate: withdrawn or opened again, it goes its own way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data import audit, case_access, case_codes, conversations
from data.audit import Action
from data.case_clock import reckon_case
from data.case_entries import Entry, add_entry
from data.case_moves import Path, Standing, State, Who, moved
from data.cases import NAMED_ONLY, Case
from data.store import Connection, Stale
from data.times import parse

JOINED = "joined"
JOINING_MOVES = ("duplicate", "join")
IN_FORCE = (
    " from case_joining join cases on cases.id = case_joining.case_id"
    " and cases.state = 'duplicate'"
    " where original_id = :case_id"
)
CLOCK = (
    "kind, name, started_at, amount, unit, warn_before, at_most_days, due_on, warn_on, warned_at,"
    " warned_of, escalated_at, escalated_of"
)


@dataclass(frozen=True, slots=True)
class Joiner:
    """A case that joined another. *language* is what its chat speaks; *is_hidden*: somebody on
    staff must not know of it who may know of the other, so that no officer's words go there."""

    case_id: int
    code: str
    chat: str
    language: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An officer's words in a case that its joiners hear too: an entry of each of their cases, by
    row id. *ends* says that the matter is done with."""

    original_id: int
    entries: Mapping[int, Entry]
    staff_id: int | None
    ends: bool


# who -------------------------------------------------------------------------------------


def joiners(db: Connection, case_id: int) -> list[Joiner]:
    """The cases that joined this one, in the order in which they did."""
    rows = db.execute(
        f"select cases.id, code, chat, {case_access.HIDDEN_BESIDE}{IN_FORCE} order by at, cases.id",
        {"case_id": case_id, "original": case_id},
    ).fetchall()
    return [
        Joiner(
            joiner,
            code,
            chat,
            conversations.load(db, chat).language if chat else "",
            bool(is_hidden),
        )
        for joiner, code, chat, is_hidden in rows
    ]


def leading(db: Connection, case_id: int) -> int:
    """The case in which this one goes on: the one that it joined, else itself."""
    row = db.execute(
        "select original_id from case_joining join cases on cases.id = case_id"
        " and state = 'duplicate' where case_id = :case_id",
        {"case_id": case_id},
    ).fetchone()
    return int(row[0]) if row else case_id


def taken_by(db: Connection, case_id: int) -> int | None:
    """Who took the case in which this one goes on, a row id of staff."""
    query = "select assigned_to from cases where id = :id"
    row = db.execute(query, {"id": leading(db, case_id)}).fetchone()
    return int(row[0]) if row and row[0] is not None else None


def code_of_original(db: Connection, case_id: int) -> str:
    """The code, for officers, of the case that this one joined; "" where it joined none."""
    row = db.execute(
        "select code from cases where id = :original and id <> :case_id",
        {"original": leading(db, case_id), "case_id": case_id},
    ).fetchone()
    return str(row[0]) if row else ""


def alone(db: Connection, case: Case) -> Case:
    """The case as it stands by itself, whatever the one that it joined does."""
    state, closed_at, waited_in = db.execute(
        "select state, closed_at, waited_in from cases where id = :id", {"id": case.id}
    ).fetchone()
    return replace(case, state=State(state), closed_at=closed_at, waited_in=waited_in)


def heard(db: Connection, case_id: int) -> list[Entry]:
    """What those who joined have said, oldest first, as entries of the kind JOINED; nothing of a
    case that is hidden from anybody who may see this one."""
    rows = db.execute(
        "select case_unseal(wrapped, case_id, text, 'case.text'), at"
        " from case_entry left join case_key using (case_id) where author = 'citizen'"
        f" and case_id in (select cases.id{IN_FORCE} and not {case_access.HIDDEN_BESIDE})"
        " order by id",
        {"case_id": case_id, "original": case_id},
    )
    return [Entry(JOINED, "citizen", text or "", "", at, text is None) for text, at in rows]


# joining ---------------------------------------------------------------------------------


def link(db: Connection, case_id: int, move: str, original: str, at: str) -> None:
    """A case became a duplicate of the one whose code stands in *original*; those that had joined
    it go on there, too. A secret case joins none: what is answered in it is for one person alone.
    Raises Stale where a reporter can join that one no more."""
    row = db.execute(
        "select id, kind = (select kind from cases where id = :id), state, closed_at from cases"
        f" where code = :code and level < {NAMED_ONLY}",
        {"code": case_codes.find(original), "id": case_id},
    ).fetchone()
    if move == "join" and not (row and _can_be_joined(db, *row)):
        raise Stale("the case cannot be joined any more")
    if row is None or row[0] == case_id:
        return
    parameters = {"case_id": case_id, "original": row[0], "at": at}
    db.execute("delete from case_joining where case_id = :original", parameters)
    db.execute(
        "update case_joining set original_id = :original where original_id = :case_id", parameters
    )
    db.execute(
        "insert into case_joining (case_id, original_id, at) values (:case_id, :original, :at)"
        " on conflict do update set original_id = :original, at = :at",
        parameters,
    )


def _can_be_joined(
    db: Connection, case_id: int, same_kind: int, state: str, closed_at: str
) -> bool:
    if not same_kind or closed_at or state == State.RESOLVED:
        return False
    return not case_access.is_hidden_from_somebody(db, case_id)


# what they hear --------------------------------------------------------------------------


def tell(db: Connection, told: Told) -> None:
    """Keep in the joiners' cases what they are told. Raises Stale where others joined or left
    meanwhile."""
    found = {joiner.case_id for joiner in joiners(db, told.original_id)}
    if found != set(told.entries):
        raise Stale("somebody joined or left meanwhile")
    for case_id, entry in told.entries.items():
        add_entry(db, case_id, entry, told.staff_id)
        if told.ends:
            db.execute(
                "update cases set closed_at = :at where id = :id", {"id": case_id, "at": entry.at}
            )


# who goes on -----------------------------------------------------------------------------


def heir(db: Connection, case_id: int) -> Joiner | None:
    """Whose case goes on when this one is taken back: who joined first."""
    return next(iter(joiners(db, case_id)), None)


def pass_on(db: Connection, case_id: int, at: str) -> None:
    """An open case is taken back or erased: the first that joined it goes on in its place, in the
    time that was promised; the others join that one. Nothing where none did."""
    first = heir(db, case_id)
    if first is None:
        return
    standing = Standing(Path.GENERAL, State.DUPLICATE)
    after = moved(standing, "inherit", Who.REPORTER, {}, parse(at))
    parameters: dict[str, int | str] = {"heir": first.case_id, "case_id": case_id, "at": at}
    db.execute(
        f"update cases set state = '{after.state}', closed_at = '', updated_at = :at, unit ="
        " (select unit from cases where id = :case_id) where id = :heir",
        parameters,
    )
    _hand_on(db, parameters)
    db.execute("delete from case_joining where case_id = :heir", parameters)
    db.execute(
        "update case_joining set original_id = :heir where original_id = :case_id", parameters
    )
    _take_clocks(db, parameters)
    add_entry(db, first.case_id, Entry("state", "system", "", after.state, at))
    event = audit.Event(at, audit.SYSTEM, Action.STATE_CHANGED, first.case_id, after.state)
    audit.record(db, event)


def _hand_on(db: Connection, parameters: dict[str, int | str]) -> None:
    """Whoever took the one has the other, if they may see it."""
    for worker in case_access.workers(db, int(parameters["heir"])):
        db.execute(
            "update cases set assigned_to = :worker where id = :heir and :worker ="
            " (select assigned_to from cases where id = :case_id)",
            {**parameters, "worker": worker.id},
        )


def _take_clocks(db: Connection, parameters: dict[str, int | str]) -> None:
    """What runs for one runs for the other, pauses and all."""
    db.execute(
        f"insert into case_clock (case_id, {CLOCK}) select :heir, {CLOCK} from case_clock"
        " where case_id = :case_id and ended_at = ''",
        parameters,
    )
    db.execute("delete from case_pause where case_id = :heir", parameters)
    db.execute(
        "insert into case_pause (case_id, paused_at, resumed_at) select :heir, paused_at,"
        " iif(resumed_at = '', :at, resumed_at) from case_pause where case_id = :case_id",
        parameters,
    )
    reckon_case(db, int(parameters["heir"]), str(parameters["at"]))
