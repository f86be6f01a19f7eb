"""A conversation: where one chat stands between two messages. Kept sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from data.store import Connection

_as_it_is = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one chat stands.

    *step* names what the next message answers ("" when nothing is awaited), *memory* what is known
    so far; both belong to the handler that set the step. *subject* is what was talked about last
    (an intent and its slots), *subject_at* when (ISO 8601, UTC). *version* counts its changes.
    *language* is what the chat speaks: "" is Thai, "en" English (see handlers.language).
    """

    step: str = ""
    memory: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 0
    subject: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    subject_at: str = ""
    language: str = ""


def load(db: Connection, chat: str) -> Conversation:
    """Where *chat* stands; an empty conversation where nothing is kept."""
    row = db.execute(
        "select unseal(state, 'conversation.state:' || chat), version from conversation"
        " where chat = :chat",
        {"chat": chat},
    ).fetchone()
    return Conversation() if row is None else of(*row)


def of(kept: str, version: int) -> Conversation:
    """A conversation as it was kept."""
    state = json.loads(kept)
    return Conversation(
        step=state["step"],
        memory=MappingProxyType(state["memory"]),
        version=version,
        subject=MappingProxyType(state.get("subject", {})),
        subject_at=state.get("subject_at", ""),
        language=state.get("language", ""),
    )


def save(db: Connection, chat: str, conversation: Conversation, at: str) -> None:
    """Keep where *chat* stands from now on; of *at* the day alone, so that no case is found to have
    been filed here by its moment."""
    state = {
        "step": conversation.step,
        "memory": dict(conversation.memory),
        "subject": dict(conversation.subject),
        "subject_at": conversation.subject_at,
        "language": conversation.language,
    }
    db.execute(
        "insert into conversation (chat, state, version, updated_at)"
        " values (?1, seal(?2, 'conversation.state:' || ?1), 1, ?3)"
        " on conflict (chat) do update set state = excluded.state, version = version + 1,"
        " updated_at = excluded.updated_at",
        (chat, _as_it_is.encode(state), at[:10]),
    )
