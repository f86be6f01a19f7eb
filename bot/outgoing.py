"""What the outbox keeps of replies on their way (sealed), and how a turn becomes outbox rows."""

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from bot.messengers.written import Written
from data import outbox
from data.common_replies import KEY_LETTERS
from handlers.turn import Reply

COMMON = b"\x01"
"""Before the key of a reply that is kept once for all; JSON never begins so."""

MOST_UNPACKED = 512  # published answers, each some 5 KB with its packed form


class TopicOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """Bring a case's topic up to date (0: look at the group itself), or remove topic *stray*."""

    case_id: int
    stray: str = ""


class Outgoing(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sending: at most a messenger's batch of replies for one address.

    *reply_token* is LINE's, *pressed_id* the message whose button led here, *thread* Telegram's
    topic of the group. With *topic* there are no replies: see bot/topic_keeper.py.
    """

    address: str
    replies: tuple[Reply, ...]
    reply_token: str = ""
    pressed_id: str = ""
    thread: str = ""
    topic: TopicOrder | None = None


class _Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """The same as it is kept, perhaps with its replies *packed* (zlib)."""

    address: str
    replies: tuple[Reply, ...] = ()
    reply_token: str = ""
    pressed_id: str = ""
    thread: str = ""
    topic: TopicOrder | None = None
    packed: bytes = b""


class _Published(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a sending with one published reply, which is written already: one of both."""

    address: str
    reply_token: str = ""
    pressed_id: str = ""
    thread: str = ""
    replies: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    packed: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Form(msgspec.Struct):
    """How a published reply is written. Packed it is a third as long, in a row that is written
    three times, but packing takes a while: the second time it is said."""

    plain: msgspec.Raw
    packed: msgspec.Raw | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Kept)
_replies = msgspec.json.Decoder(tuple[Reply, ...])
_forms: Written[Reply, _Form] = Written()


def packed(reply: Reply) -> bytes:
    """One reply alone, as it is kept for all who get it."""
    return zlib.compress(_encoder.encode((reply,)))


def encode(outgoing: Outgoing, key: str = "") -> bytes:
    """The bytes that the outbox seals. With the *key* under which its one reply is kept, not that
    reply itself."""
    replies = outgoing.replies
    if key:
        to = outgoing.address, outgoing.reply_token, outgoing.pressed_id, outgoing.thread
        return COMMON + key.encode() + _encoder.encode(_Published(*to))
    if len(replies) != 1 or not replies[0].published or outgoing.topic is not None:
        return _encoder.encode(outgoing)
    form = _forms.known(replies[0])
    if form is None:
        form = _forms.keep(replies[0], _Form(msgspec.Raw(_encoder.encode(replies))))
    elif form.packed is None:
        form.packed = msgspec.Raw(_encoder.encode(zlib.compress(form.plain)))
    to = outgoing.address, outgoing.reply_token, outgoing.pressed_id, outgoing.thread
    if form.packed is None:
        return _encoder.encode(_Published(*to, replies=form.plain))
    return _encoder.encode(_Published(*to, packed=form.packed))


def decode(payload: bytes, common: bytes | None = None) -> Outgoing:
    """The sending again, from what the outbox sealed, and what is kept under the key that it names.
    Raises one of incoming.UNREADABLE of bytes that are none of ours."""
    if payload.startswith(COMMON):
        kept = _decoder.decode(payload[len(COMMON) + KEY_LETTERS :])
        replies = _unpacked(common) if common else ()
    else:
        kept = _decoder.decode(payload)
        replies = _unpacked(kept.packed) if kept.packed else kept.replies
    if not replies and kept.topic is None:
        raise msgspec.ValidationError("nothing to say")
    return Outgoing(
        kept.address, replies, kept.reply_token, kept.pressed_id, kept.thread, kept.topic
    )


@lru_cache(MOST_UNPACKED)
def _unpacked(packed: bytes) -> tuple[Reply, ...]:
    """The same objects each time, so that whoever knows how one is written finds it again."""
    try:
        return _replies.decode(zlib.decompress(packed))
    except zlib.error as error:
        raise msgspec.ValidationError(f"not packed by us: {error}") from None


def of(row: outbox.Row) -> Outgoing:
    """What a row of the outbox sends."""
    return row.content if isinstance(row.content, Outgoing) else decode(row.payload, row.common)


def at_hand(row: outbox.Row) -> outbox.Row:
    """The row with what it sends, which is then read once."""
    return row if row.content is not None else row._replace(content=of(row))


def batches(replies: Sequence[Reply], size: int) -> Iterator[tuple[Reply, ...]]:
    """The replies in order, at most *size* in each sending."""
    for start in range(0, len(replies), size):
        yield tuple(replies[start : start + size])
