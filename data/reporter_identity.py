"""Identity of a reporter: what is kept of it. Staff see it by data.sealed_identity only, and of
ordinary cases by data.exported_identity."""

import json
from dataclasses import dataclass

from data import case_entries, chats
from data.store import Connection

LOOKED_THROUGH = 20
"""Messages of a chat in which its messenger's name for the sender is looked for."""

NAMELESS = ("web",)
"""Messengers that know nobody: the address is a browser's, of which nobody can tell whose it is."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is kept of a reporter: how they write, the messenger's number and name for them, and
    what they left at the counter. "" where there is nothing."""

    messenger: str
    address: str
    name: str
    contacts: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether there is anything to open."""
        return bool(self.address or self.name or any(self.contacts))


def identity(db: Connection, case_id: int) -> Identity:
    """All that is kept of who filed a case; call it where two persons agreed, or for is_known."""
    chat, came_by = _filed_from(db, case_id)
    said = case_entries.entries(db, case_id)
    contacts = tuple(each.text for each in said if each.kind == "contact" and each.text)
    found = chats.address(db, chat) if chat else None
    messenger, address = found or (came_by, "")
    address = "" if messenger in NAMELESS else address
    return Identity(messenger, address, name_in(db, chat) if chat else "", contacts)


def name_in(db: Connection, chat: str) -> str:
    """What the messenger last called the sender, as far as their messages are still kept."""
    rows = db.execute(
        "select unseal(payload, 'inbox.payload') from inbox where chat = :chat"
        " and length(payload) > 0 order by id desc limit :limit",
        {"chat": chat, "limit": LOOKED_THROUGH},
    )
    return next((name for (payload,) in rows if (name := _sender(payload))), "")


def _sender(payload: str) -> str:
    try:
        found = json.loads(payload)
    except ValueError:
        return ""
    return str(found.get("sender_name", "")) if isinstance(found, dict) else ""


def _filed_from(db: Connection, case_id: int) -> tuple[str, str]:
    row = db.execute("select chat, messenger from cases where id = :id", {"id": case_id}).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")
