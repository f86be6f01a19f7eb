"""Case keys: every case is sealed under a random key of its own, which is kept wrapped.

Forgetting a case is destroying its key. SQL seals and unseals with the wrapped key in hand, because
a function that SQL calls must not query: ``case_seal(wrapped, case_id, value, context)``,
``case_unseal(...)``, ``case_unseal_bytes(...)``. The latter two give null where the key is
destroyed: readers join case_key and show what is null as forgotten.
"""

import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, TypeGuard

from data.sealing import KEY_BYTES, Seal, Vault

if TYPE_CHECKING:
    from data.connection import Connection

CREATE_CASE_KEYS = """
create table case_key (
    case_id integer not null unique references cases (id),
    wrapped blob not null
) strict;

alter table installation add column tag_key blob;
"""
"""Rows of case_key are only ever appended, and overwritten in place: whatever moves rows between
pages (an insert between others, a deletion) may leave a copy of a key behind, secure_delete or not.
So the case's id is not the row id. installation.tag_key is null until the cases of an older version
have their keys."""

KEY = "(select wrapped from case_key where case_key.case_id = :case_id)"
"""The wrapped key of a case, inside a query with that parameter."""

DESTROYED = bytes(61)
"""Stands in the place of a destroyed key, and is as long as a wrapped one."""

EMPTY_BYTES = 29
"""How long nothing is when it is sealed."""

MOST_OPEN_KEYS = 256


class CaseSeals:
    """Seals and unseals what belongs to cases; what SQL calls.

    Keeps the keys used last unwrapped. Threads may share it.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._open = lru_cache(MOST_OPEN_KEYS)(self._unwrap)

    def new_key(self, case_id: int) -> bytes:
        """A random key for a case, wrapped."""
        return self._vault.wrap(secrets.token_bytes(KEY_BYTES), context_of(case_id))

    def seal(self, wrapped: bytes | None, case_id: int, value: str | bytes, context: str) -> bytes:
        """Encrypt *value* under the key of a case. Under a destroyed one only nothing is sealed.

        Raises LookupError where there would be words to lose.
        """
        if not is_whole(wrapped):
            if value:
                raise LookupError("the case is forgotten")
            return b""
        return self._open(wrapped, case_id).seal(value, f"{context}:{case_id}")

    def unseal(
        self, wrapped: bytes | None, case_id: int, sealed: bytes, context: str
    ) -> str | None:
        """The text again, None where it is forgotten. Raises WrongKey."""
        plain = self.unseal_bytes(wrapped, case_id, sealed, context)
        return None if plain is None else plain.decode("utf-8", "surrogatepass")

    def unseal_bytes(
        self, wrapped: bytes | None, case_id: int, sealed: bytes, context: str
    ) -> bytes | None:
        """The bytes again, None where they are forgotten. Raises WrongKey."""
        if len(sealed) in (0, EMPTY_BYTES) and not is_whole(wrapped):
            return b""
        if not is_whole(wrapped):
            return None
        if not sealed:
            return b""
        return self._open(wrapped, case_id).unseal_bytes(sealed, f"{context}:{case_id}")

    def close(self) -> None:
        """Drop the unwrapped keys."""
        self._open.cache_clear()

    def _unwrap(self, wrapped: bytes, case_id: int) -> Seal:
        return Seal(self._vault.unwrap(wrapped, context_of(case_id)))


def context_of(case_id: int) -> str:
    """What the wrapped key of a case is bound to."""
    return f"case_key.wrapped:{case_id}"


def is_whole(wrapped: bytes | None) -> TypeGuard[bytes]:
    """Whether there is a key, and it is not destroyed."""
    return wrapped is not None and wrapped != DESTROYED


def make_key(db: "Connection", case_id: int) -> None:
    """Give a case its key."""
    db.execute(
        "insert into case_key (case_id, wrapped) values (:case_id, new_case_key(:case_id))",
        {"case_id": case_id},
    )


def forget_key(db: "Connection", case_id: int) -> bool:
    """Destroy the key of a case: nobody reads its words again. False when that was so before.

    Once the write returns, the key is in no page of the database and not in its log. Copies of the
    words that are not sealed under it (inbox, outbox, drafts) are not touched.
    """
    destroyed = db.execute(
        "update case_key set wrapped = :nothing where case_id = :case_id and wrapped <> :nothing",
        {"case_id": case_id, "nothing": DESTROYED},
    )
    db.execute("select wipe_log()")
    return bool(destroyed.rowcount)


def is_forgotten(db: "Connection", case_id: int) -> bool:
    """Whether the key of a case is destroyed."""
    row = db.execute(
        "select wrapped from case_key where case_id = :case_id", {"case_id": case_id}
    ).fetchone()
    return row is None or not is_whole(row[0])
