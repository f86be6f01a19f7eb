"""A conversation: where one chat stands between two messages. Kept sealed.

Where a message changed nothing but the subject, as plain questions do, the new one is kept in the
row of that message alone (data/inbox.py), which costs less than a row of the conversation's own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from data.store import Connection

_as_it_is = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one chat stands.

    *step* names what the next message answers ("" when nothing is awaited), *memory* what is known
    so far; both belong to the handler that set the step. *subject* is what was talked about last
    (an intent and its slots), *subject_at* when (ISO 8601, UTC). *version* counts its changes; 0
    where nothing is kept but perhaps a language.
    *language* is what the chat speaks: "" is Thai, "en" English (see handlers.language).
    """

    step: str = ""
    memory: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 0
    subject: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    subject_at: str = ""
    language: str = ""


NOTHING = Conversation()
"""Where a chat stands of which nothing is kept."""

MOST_LOOKED_AT = 30
"""Messages of a chat since the last that named a subject: what was said before them is over."""

COLUMNS = (
    "iif(conversation.state is null, null,"
    " unseal(conversation.state, 'conversation.state:' || ?1)), conversation.version,"
    " iif(said.subject is null, null, unseal(said.subject, 'inbox.subject')), said.received_at"
)
OWN = "unseal(state, 'conversation.state:' || chat), version from conversation"

OF_CHAT = (
    " from (select 1) left join conversation on conversation.chat = ?1"
    " left join inbox as said on said.id = (select max(id) from (select id, subject from inbox"
    " where chat = ?1 and id > coalesce(conversation.as_of, 0)"
    f" order by id desc limit {MOST_LOOKED_AT}) where subject <> x'')"
)
"""SQL of what of() reads of the chat ?1."""


def load(db: Connection, chat: str) -> Conversation:
    """Where *chat* stands; an empty conversation where nothing is kept."""
    return of(*db.execute(f"select {COLUMNS}{OF_CHAT}", (chat,)).fetchone())


def of(
    kept: str | None, version: int | None, subject: str | None, subject_at: str | None
) -> Conversation:
    """A conversation as it was kept, with the subject of a later message, as COLUMNS reads them."""
    stands = NOTHING if kept is None else _of(kept, version or 0)
    if subject is None or subject_at is None:
        return stands
    named = MappingProxyType(json.loads(subject))
    return replace(stands, subject=named, subject_at=subject_at)


def _of(kept: str, version: int) -> Conversation:
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
    """Keep where *chat* stands from now on, whatever its messages have named before; of *at* the
    day alone, so that no case is found to have been filed here by its moment."""
    db.execute(
        "insert into conversation (chat, state, version, updated_at, as_of)"
        " values (?1, seal(?2, 'conversation.state:' || ?1), 1, ?3,"
        " coalesce((select max(id) from inbox where chat = ?1), 0))"
        " on conflict (chat) do update set state = excluded.state, version = version + 1,"
        " updated_at = excluded.updated_at, as_of = excluded.as_of",
        (chat, _written(conversation), at[:10]),
    )


def _written(conversation: Conversation) -> str:
    state = {
        "step": conversation.step,
        "memory": dict(conversation.memory),
        "subject": dict(conversation.subject),
        "subject_at": conversation.subject_at,
        "language": conversation.language,
    }
    return _as_it_is.encode(state)


def keep_language_alone(db: Connection, chat: str, at: str) -> bool:
    """Keep nothing of *chat* but its language, and what its messages have named since; whether
    there was more. *version* says that it was looked into."""
    if not remembers(db, chat):
        db.execute("update conversation set version = 0 where chat = :chat", {"chat": chat})
        return False
    stands = _own(db, chat)
    db.execute(
        "update conversation set state = seal(:state, 'conversation.state:' || chat), version = 0,"
        " updated_at = :day where chat = :chat",
        {"chat": chat, "state": _written(Conversation(language=stands.language)), "day": at[:10]},
    )
    return True


def remembers(db: Connection, chat: str) -> bool:
    """Whether more is kept of *chat* than its language, and what its messages have named since."""
    stands = _own(db, chat)
    return bool(stands.step or stands.memory or stands.subject)


def _own(db: Connection, chat: str) -> Conversation:
    return _of(*db.execute(f"select {OWN} where chat = :chat", {"chat": chat}).fetchone())


def written(subject: Mapping[str, str]) -> str:
    """A subject as the row of a message keeps it."""
    return _as_it_is.encode(dict(subject))
