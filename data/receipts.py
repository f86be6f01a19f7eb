"""Receipts: what an anonymous reporter finds their case by. 16 random digits, shown once.

Only a slow hash is kept (data.sealing); nobody can show a receipt again, or make a second one.
Every try is counted before it is looked at (data.limits): right and wrong ones cost the same, take
the same time and are answered alike, so that guessing teaches nothing.
"""

import asyncio
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import limits
from data.limits import Limit, Verdict
from data.sealing import Vault

if TYPE_CHECKING:
    from data.store import Connection, Store

CREATE_RECEIPT = """
create table receipt (
    hash blob primary key,
    case_id integer not null unique references cases (id) on delete cascade,
    made_at text not null
) strict, without rowid;
"""

DIGITS = 16
GROUP = 4

_BETWEEN = ".,·•\\-\u2010-\u2015\u2212\uff0d"
_IN_A_LINE = re.compile(rf"\d(?:(?:[^\S\n]|[{_BETWEEN}]){{0,3}}\d)*")
_OVER_LINES = re.compile(rf"\d(?:[\s{_BETWEEN}]{{0,3}}\d)*")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFE0F, 0xFEFF, 0x20E3])
_OF_SOMETHING_ELSE = re.compile(r"[A-Za-z/=&?%@_]")
"""Beside the digits of a web address, an account, a parcel."""

_YEAR = re.compile("2[4-6][0-9]{2}|19[0-9]{2}|20[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try led to: *case_id* is None for a wrong receipt, and where no try was allowed."""

    verdict: Verdict
    case_id: int | None = None


def draw() -> str:
    """A fresh receipt, ASCII digits; never one that find_digits would take for something else."""
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if find_digits(show(digits)) == digits:
            return digits


def show(digits: str) -> str:
    """How people read it: "1234 5678 9012 3456"."""
    return " ".join(digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def find_digits(text: str) -> str | None:
    """The first receipt in *text* however it was typed, as ASCII digits; None without one.

    It stands in one piece or in groups of four and eight, with anything usual between them, in the
    digits of any script. What is longer, grouped otherwise (phones, citizen ids, dates), in a web
    address, or four years in a row, is none.
    """
    visible = text.translate(_INVISIBLE)
    for pattern in (_IN_A_LINE, _OVER_LINES):
        for found in pattern.finditer(visible):
            beside = visible[max(0, found.start() - 1) : found.start()]
            beside += visible[found.end() : found.end() + 1]
            groups = re.findall(r"\d+", found[0])
            if _is_receipt(groups) and not _OF_SOMETHING_ELSE.search(beside):
                return _ascii("".join(groups))
    return None


def _is_receipt(groups: list[str]) -> bool:
    if sum(map(len, groups)) != DIGITS or any(len(group) % GROUP for group in groups):
        return False
    return not all(_YEAR.fullmatch(_ascii(group)) for group in groups)


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def hash_of(vault: Vault, digits: str) -> bytes:
    """What is kept of a receipt. Takes some 65 ms and 32 MiB: in a thread, before any transaction.

    *digits* are as draw or find_digits gave them.
    """
    return vault.receipt_hash(digits)


def keep(db: "Connection", hashed: bytes, case_id: int, at: str) -> None:
    """A case is found by this receipt from now on.

    Raises sqlite3.IntegrityError where the case has one, or the same digits were drawn before.
    """
    db.execute(
        "insert into receipt (hash, case_id, made_at) values (:hash, :case_id, :at)",
        {"hash": hashed, "case_id": case_id, "at": at},
    )


def case_of(db: "Connection", hashed: bytes) -> int | None:
    """The id of the case that a receipt was given for, None without one."""
    row = db.execute("select case_id from receipt where hash = :hash", {"hash": hashed}).fetchone()
    return row and int(row[0])


def forget(db: "Connection", case_id: int) -> None:
    """Nobody finds the case by its receipt any more."""
    db.execute("delete from receipt where case_id = :case_id", {"case_id": case_id})


async def try_digits(store: "Store", limit: Limit, chat: str, digits: str, at: str) -> Tried:
    """Find a case by its receipt, if *chat* may try now. Raises data.store.Unavailable.

    The try is on disk before anything is looked at: no crash and no error gives it back.
    """
    verdict = await store.write(limits.allow, limit, chat, at)
    if not verdict.allowed:
        return Tried(verdict)
    hashed = await asyncio.to_thread(hash_of, store.vault, digits)
    return Tried(verdict, await store.read(case_of, hashed))
