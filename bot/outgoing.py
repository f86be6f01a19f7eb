"""What the outbox keeps of replies on their way (sealed), and how a turn becomes outbox rows."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.messengers.written import Written
from data import outbox
from handlers.turn import Reply


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


class _Published(msgspec.Struct, frozen=True, omit_defaults=True):
    """The same with one published reply, which is written already."""

    address: str
    replies: msgspec.Raw
    reply_token: str = ""
    pressed_id: str = ""
    thread: str = ""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Outgoing)
_written: Written[Reply, msgspec.Raw] = Written()


def encode(outgoing: Outgoing) -> bytes:
    """The bytes that the outbox seals."""
    replies = outgoing.replies
    if len(replies) != 1 or not replies[0].published or outgoing.topic is not None:
        return _encoder.encode(outgoing)
    written = _written.of(replies[0], lambda: msgspec.Raw(_encoder.encode(replies)))
    return _encoder.encode(
        _Published(
            outgoing.address, written, outgoing.reply_token, outgoing.pressed_id, outgoing.thread
        )
    )


def decode(payload: bytes) -> Outgoing:
    """The sending again, from what the outbox sealed."""
    return _decoder.decode(payload)


def of(row: outbox.Row) -> Outgoing:
    """What a row of the outbox sends."""
    return row.content if isinstance(row.content, Outgoing) else decode(row.payload)


def batches(replies: Sequence[Reply], size: int) -> Iterator[tuple[Reply, ...]]:
    """The replies in order, at most *size* in each sending."""
    for start in range(0, len(replies), size):
        yield tuple(replies[start : start + size])
