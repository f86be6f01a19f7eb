"""The same matter: open grievances about what somebody is just writing about.

Kept for it are tags of services and places, which nobody can read without the key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from data import matters
from data.case_moves import State
from data.store import Connection
from data.times import parse, stamp

NEWER_THAN = timedelta(days=60)
ABOUT_SOMEBODY = frozenset({"nuisance"})
"""Services that complain about a neighbour: that neighbour could ask whether somebody did."""

KIND = "GRIEVANCE"


@dataclass(frozen=True, slots=True)
class Match:
    """An open case about the same. *places* is how whoever asks has written them ("" for a
    location); nothing here is anybody else's word."""

    case_id: int
    code: str
    service: str
    places: tuple[str, ...]
    state: State
    opened_at: str


def note(db: Connection, case_id: int) -> None:
    """Keep what a grievance is about, by its reporter's own words."""
    rows = db.execute(
        "select case_unseal(wrapped, case_id, text, 'case.text'), cases.opened_at"
        " from case_entry join cases on cases.id = case_id join case_key using (case_id)"
        " where case_id = :id and cases.kind = :kind and author = 'citizen' order by case_entry.id",
        {"id": case_id, "kind": KIND},
    ).fetchall()
    matter = matters.matter_of(text or "" for text, _ in rows)
    db.executemany(
        "insert or ignore into case_place (tag, opened_at, case_id)"
        " values (tag('place', :key), :at, :id)",
        [{"key": key, "at": rows[0][1], "id": case_id} for key in sorted(matter.is_found_by)],
    )


def note_anew(db: Connection, case_id: int) -> None:
    """The reporter's words have changed."""
    db.execute("delete from case_place where case_id = :id", {"id": case_id})
    note(db, case_id)


def find(db: Connection, chat: str, words: Iterable[str], now: str) -> Match | None:
    """The oldest open case about what *words* of *chat* are about.

    None of that chat's own, none that it joined, and none that is hidden from anybody.
    """
    matter = matters.matter_of(words)
    for service in (each for each in matter.services if each not in ABOUT_SOMEBODY):
        found = _open_one(db, chat, matter.looks_for(service), now)
        if found is not None:
            case_id, code, state, opened_at = found
            written = tuple(dict.fromkeys(place.written for place in matter.places))
            return Match(case_id, code, service, written, State(state), opened_at)
    return None


def _open_one(
    db: Connection, chat: str, keys: frozenset[str], now: str
) -> tuple[int, str, str, str] | None:
    if not keys:
        return None
    tags = {f"key{number}": key for number, key in enumerate(sorted(keys))}
    marks = ", ".join(f"tag('place', :{name})" for name in tags)
    row = db.execute(
        "select cases.id, code, state, cases.opened_at from case_place join cases on id = case_id"
        f" where tag in ({marks})"
        " and case_place.opened_at >= :since and closed_at = '' and state <> 'resolved'"
        " and kind = :kind and chat <> :chat"
        " and id not in (select case_id from case_exclusion)"
        " and not exists (select 1 from case_joining join cases as own"
        " on own.id = case_joining.case_id where original_id = cases.id and own.chat = :chat"
        " and own.state = 'duplicate')"
        " order by cases.opened_at, id limit 1",
        {**tags, "kind": KIND, "chat": chat, "since": stamp(parse(now) - NEWER_THAN)},
    ).fetchone()
    return row and (int(row[0]), str(row[1]), str(row[2]), str(row[3]))
