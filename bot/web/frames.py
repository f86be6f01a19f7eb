"""The web chat's frames: JSON texts over one WebSocket. What the page says, and what it is told.

From the page: ``hello`` (after), ``text`` (id, text), ``press`` (id, data, label), ``place`` (id,
latitude, longitude), ``read`` (key), ``shown`` (key), ``ping``.
To the page: ``history`` (items), ``taken`` (id, key, at), ``item`` (item, once), ``working``,
``problem`` (text, id, again), ``pong``. Unknown fields and types are left alone.
"""

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec

from bot.incoming import Incoming
from handlers.texts.intake import place
from handlers.turn import Card, Reply

_REPLY_KEY = re.compile(r"o([1-9][0-9]{0,14})")

LARGEST_FRAME = 64 * 1024
"""Bytes; 5,000 characters take 30,000 at most."""


class Heard(msgspec.Struct, frozen=True):
    """One frame from the page. *id* is the UUID under which the page sent something."""

    type: str = ""
    id: str = ""
    text: str = ""
    data: str = ""
    label: str = ""
    after: str = ""
    key: str = ""
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None


class ItemChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button under a reply; with *copies* it puts that into the clipboard, *asks* is "date" or
    "place" where it opens a picker."""

    label: str
    data: str
    copies: str = ""
    asks: str = ""


class ItemRow(msgspec.Struct, frozen=True):
    """A line of a card."""

    label: str
    value: str
    emphasis: bool = False


class ItemCard(msgspec.Struct, frozen=True):
    """A table of scores."""

    title: str
    headline: str
    rows: tuple[ItemRow, ...]
    footnote: str = ""


class Item(msgspec.Struct, frozen=True, rename={"sender": "from", "is_new": "isNew"}):
    """One line of the conversation: a message ("i12", *sender* "me") or a reply ("o7", "us").

    *at* is ISO 8601 with an offset. *text* is plain; the page never reads it as HTML. *is_new*: it
    came while the visitor did not look. *picture* is the path of one to show, "" for none.
    """

    key: str
    sender: str
    text: str
    at: str
    choices: tuple[ItemChoice, ...] = ()
    card: ItemCard | None = None
    is_new: bool = False
    picture: str = ""


class _History(msgspec.Struct, frozen=True, tag="history"):
    items: Sequence[Item]


class _Taken(msgspec.Struct, frozen=True, tag="taken"):
    id: str
    key: str
    at: str


class _Item(msgspec.Struct, frozen=True, tag="item", omit_defaults=True):
    item: Item
    once: bool = False


class _Problem(msgspec.Struct, frozen=True, tag="problem"):
    text: str
    id: str
    again: bool


WORKING = '{"type":"working"}'
PONG = '{"type":"pong"}'

_decoder = msgspec.json.Decoder(Heard)
_encoder = msgspec.json.Encoder()


def parse(raw: str) -> Heard | None:
    """What the page said, None where it is nothing that a page of ours says."""
    try:
        return _decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def history(items: Sequence[Item]) -> str:
    """What was said so far, oldest first."""
    return _encode(_History(items))


def taken(event_id: str, key: str, at: str) -> str:
    """What the page sent under *event_id* is kept durably, as *key*."""
    return _encode(_Taken(event_id, key, at))


def live(item: Item, *, once: bool = False) -> str:
    """Something was just said; of what is shown *once* the page says that it was ``shown``."""
    return _encode(_Item(item, once))


def problem(text: str, event_id: str = "", *, again: bool = False) -> str:
    """A Thai sentence; with *again* the page sends the same once more by itself."""
    return _encode(_Problem(text, event_id, again))


def _encode(frame: msgspec.Struct) -> str:
    return _encoder.encode(frame).decode()


def row_of(key: str) -> int:
    """The outbox row of a reply's key ("o7"); 0 where it is no such key."""
    found = _REPLY_KEY.fullmatch(key)
    return int(found[1]) if found else 0


def of_reply(key: str, reply: Reply, at: str, *, is_new: bool = False) -> Item:
    """A reply as the page shows it."""
    text = reply.text
    picture = reply.file.link if reply.file is not None else ""
    if reply.file is not None and not picture:
        text = f"{text}\n\nไฟล์แนบ: {reply.file.name}".strip()
    choices = tuple(
        ItemChoice(choice.label, choice.data, choice.copies, choice.asks)
        for choice in reply.choices
    )
    card = None if reply.card is None else _card(reply.card)
    return Item(key, "us", text, at, choices, card, is_new, picture)


def of_message(key: str, message: Incoming, at: str) -> Item:
    """A visitor's own message as the page shows it: words, the pressed label, the file's name, a
    place in its coordinates."""
    text = f"ไฟล์แนบ: {message.file.name}" if message.file is not None else message.text
    if message.place is not None:
        text = place(message.place.latitude, message.place.longitude, "")
    return Item(key, "me", text, at)


def _card(card: Card) -> ItemCard:
    rows = tuple(ItemRow(row.label, row.value, row.emphasis) for row in card.rows)
    return ItemCard(card.title, card.headline, rows, card.footnote)
