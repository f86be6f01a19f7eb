"""A turn: what one message leads to. Replies, what to keep, and the next step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from data.case_export import Export
from data.conversations import Conversation
from data.limits import Limit
from handlers.understanding.question import Question

LABEL_LIMIT = 20  # characters; the shortest of the messengers' limits (LINE quick replies)
DATA_LIMIT = 64  # bytes; Telegram's callback_data
COPY_LIMIT = 256  # characters; Telegram's copy_text


@dataclass(frozen=True, slots=True)
class Choice:
    """A next step on offer: a button where there are buttons, words to type where there are none.

    *data* comes back in Message.data when it is pressed: ``q:<intent>[:<value>]`` asks a question
    (see handlers.menus), anything else belongs to the handler that routes name. ASCII, at most
    64 bytes. *label* has at most 20 characters. *intent* names what it leads to. With *copies* the
    messenger puts that text into the clipboard instead, where it can. *asks* is "date"
    or "place" where the person picks one: a date comes back as YYYY-MM-DD in the press's text or
    behind its data and a colon, a place as a message of its own. Elsewhere it is a button.
    """

    label: str
    data: str
    intent: str
    copies: str = ""
    asks: str = ""

    def __post_init__(self) -> None:
        if len(self.label) > LABEL_LIMIT or not self.label:
            raise ValueError(f"a choice's label has 1 to {LABEL_LIMIT} characters: {self.label!r}")
        if not self.data.isascii() or not 1 <= len(self.data) <= DATA_LIMIT:
            raise ValueError(f"a choice's data is ASCII, 1 to {DATA_LIMIT} bytes: {self.data!r}")
        if len(self.copies) > COPY_LIMIT:
            raise ValueError(f"a choice copies at most {COPY_LIMIT} characters")


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of a card: a label, a value as printed, and whether to draw the eye to it."""

    label: str
    value: str
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Scores laid out for a messenger that can show them so; the reply's text says the same."""

    title: str
    headline: str
    rows: tuple[CardRow, ...]
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A stored attachment to show: its row id in the attachment table. With *export*, a file that
    is made when it is sent (*attachment_id* is 0), and kept nowhere. *link* is the path under which
    it can be fetched by whoever has it, "" for none. With *content* it is a text that was made for
    this reply alone, and stands in no table."""

    attachment_id: int
    name: str
    media_type: str
    export: Export | None = None
    link: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say: plain text (a messenger escapes it), next steps, perhaps a card or a file.

    *confidential* forbids forwarding where the messenger can. *replaces_pressed* edits the message
    whose button was pressed, where the messenger can, instead of sending a new one. *once* keeps
    nothing of it, nor of whose it was, once it is delivered. *published*: it says only what is
    published, whoever asks; a messenger may remember how it is written.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    card: Card | None = None
    file: File | None = None
    confidential: bool = False
    replaces_pressed: bool = False
    once: bool = False
    published: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A reply for somebody else's chat (an officer's alert, a citizen's answer).

    With *case_id*, an officer's words in a case: *sender* (a staff id, None for the machine's
    operator) is told if they never arrive. Before *not_before* (ISO 8601, UTC) it does not leave;
    an *urgent* one takes along what was held before it in the chat. *in_queue*: not said where a
    group with topics says it.
    """

    chat: str
    reply: Reply
    case_id: int | None = None
    sender: int | None = None
    not_before: str = ""
    urgent: bool = False
    in_queue: bool = False


@dataclass(frozen=True, slots=True)
class Write:
    """Something to keep: *query* is run as ``query(db, *args)`` in the turn's one transaction.

    A query that finds the world changed since the handler read it raises data.store.Stale; the
    dispatcher then asks the handler again.
    """

    query: Callable[..., Any]
    args: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Something limited that is done: *amount* is counted for the chat as of Message.received_at.

    A handler reads data.limits.standing at that time first, and refuses; where others were faster
    meanwhile the dispatcher asks it again.
    """

    limit: Limit
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message leads to.

    *conversation* is the chat's state from now on (None: as it was). *question* is how the message
    was understood, where it was read as a question. *counts* is what it uses up of the chat's
    limits.
    """

    replies: tuple[Reply, ...] = ()
    keep: tuple[Write, ...] = ()
    notices: tuple[Notice, ...] = ()
    conversation: Conversation | None = None
    question: Question | None = field(default=None)
    counts: tuple[Count, ...] = ()
