"""What the outbox keeps of replies on their way (sealed), and how a turn becomes outbox rows."""

from collections.abc import Iterator, Sequence

import msgspec

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


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Outgoing)


def encode(outgoing: Outgoing) -> bytes:
    """The bytes that the outbox seals."""
    return _encoder.encode(outgoing)


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
