"""Desk sessions: a member of staff works at the terminal, once they proved in their chat that it is
they.

A code is sent to the chat; whoever types it at the terminal is given a word for half an hour. Only
hashes are kept: a slow one of the code, which has few digits, a plain one of the word, which has
256 random bits. A try is counted before it is looked at. A session ends with the rights that it
began with: who is removed, or joins anew as something else, has to sign in again.
"""

import hmac
import secrets
from datetime import timedelta

from data import audit, limits, two_persons
from data.audit import Action, Event
from data.limits import HOUR, Limit, Rate, Verdict
from data.sealing import Vault
from data.staff import StaffMember, hash_token
from data.store import Connection, Stale
from data.times import parse, stamp

DIGITS = 8
MOST_TRIES = 5
CODE_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(minutes=30)
WORD_BYTES = 32
CODES = Limit("desk_code", Rate(5, HOUR), Rate(60, HOUR))
"""So that 25 of 10**8 codes can be tried in an hour, and nobody's chat is flooded."""


def draw_code() -> str:
    """A fresh code, ASCII digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def draw_word() -> str:
    """A fresh session word."""
    return secrets.token_urlsafe(WORD_BYTES)


def hash_of(vault: Vault, staff_id: int, code: str) -> bytes:
    """What is kept of a code of this member. Slow as a receipt's: before any transaction."""
    return vault.receipt_hash(f"desk {staff_id} {code.strip()}")


def ask(db: Connection, member: StaffMember, hashed: bytes, at: str) -> Verdict:
    """A code was drawn for *member*, in the place of any before it; nothing is kept where that is
    too often."""
    verdict = limits.allow(db, CODES, member.chat, at)
    if verdict.allowed:
        _prune(db, at)
        db.execute(
            "insert into desk_code (staff_id, hash, expires_at) values (:id, :hash, :expires_at)"
            " on conflict (staff_id) do update set hash = excluded.hash, tries = 0,"
            " expires_at = excluded.expires_at",
            {"id": member.id, "hash": hashed, "expires_at": _after(at, CODE_LASTS)},
        )
        audit.record(db, Event(at, audit.by(member.id), Action.DESK_CODE_SENT))
    return verdict


def count_try(db: Connection, staff_id: int, at: str) -> bytes | None:
    """One more try is used up; the hash of the code, None where there is none to try (any more)."""
    row = db.execute(
        "update desk_code set tries = tries + 1 where staff_id = :id and tries < :most"
        " and expires_at > :at returning hash",
        {"id": staff_id, "most": MOST_TRIES, "at": at},
    ).fetchone()
    return row and bytes(row[0])


def is_the_same(kept: bytes | None, typed: bytes) -> bool:
    """Whether two hashes are of one code, in the same time whatever they are."""
    return hmac.compare_digest(kept or b"", typed)


def sign_in(db: Connection, member: StaffMember, hashed: bytes, word: str, at: str) -> None:
    """The code is used up, the word works from now on, and no word before it. Raises Stale where
    another was faster."""
    used = db.execute(
        "delete from desk_code where staff_id = :id and hash = :hash and expires_at > :at",
        {"id": member.id, "hash": hashed, "at": at},
    )
    if not used.rowcount:
        raise Stale("the code was used meanwhile")
    _prune(db, at)
    db.execute(
        "insert or replace into desk_session (staff_id, word_hash, rights, expires_at)"
        " values (:id, :word_hash, :rights, :expires_at)",
        {
            "id": member.id,
            "word_hash": hash_token(word),
            "rights": _rights(member),
            "expires_at": _after(at, SESSION_LASTS),
        },
    )
    audit.record(db, Event(at, audit.by(member.id), Action.DESK_SIGNED_IN))


def refuse(db: Connection, staff_id: int, at: str) -> bool:
    """Somebody had a wrong code or word for this member; whether that was the code's last try."""
    audit.record(db, Event(at, audit.by(staff_id), Action.DESK_REFUSED))
    void = db.execute(
        "delete from desk_code where staff_id = :id and tries >= :most",
        {"id": staff_id, "most": MOST_TRIES},
    )
    return bool(void.rowcount)


def signed_in(db: Connection, staff_id: int, word: str, at: str) -> StaffMember | None:
    """The member with this number, as what they are now, if the word is theirs and still works."""
    row = db.execute(
        "select word_hash, rights from desk_session where staff_id = :id and expires_at > :at",
        {"id": staff_id, "at": at},
    ).fetchone()
    member = two_persons.member_numbered(db, staff_id)
    word_hash, rights = row or ("", "")
    known = hmac.compare_digest(str(word_hash), hash_token(word))
    return member if known and member is not None and rights == _rights(member) else None


def sign_out(db: Connection, staff_id: int, at: str) -> bool:
    """The word works no more; False where none did."""
    ended = db.execute("delete from desk_session where staff_id = :id", {"id": staff_id})
    db.execute("delete from desk_code where staff_id = :id", {"id": staff_id})
    if ended.rowcount:
        audit.record(db, Event(at, audit.by(staff_id), Action.DESK_SIGNED_OUT))
    return bool(ended.rowcount)


def note_use(db: Connection, member: StaffMember, verb: str, at: str) -> None:
    """The member runs a command at the terminal; what comes of it is recorded as everywhere."""
    audit.record(db, Event(at, audit.by(member.id), Action.AT_DESK, detail=verb))


def _rights(member: StaffMember) -> str:
    return f"{member.role} {int(member.corruption)} {member.unit}"


def _after(at: str, lasts: timedelta) -> str:
    return stamp(parse(at) + lasts)


def _prune(db: Connection, at: str) -> None:
    """What works no more is not kept."""
    for table in ("desk_code", "desk_session"):
        db.execute(
            f"delete from {table} where expires_at <= :at or staff_id in"
            " (select id from staff where removed_at <> '')",
            {"at": at},
        )
