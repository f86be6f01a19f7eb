"""What a messenger's adapter makes of a vendor's event, and what the inbox keeps of it (sealed)."""

from datetime import datetime

import msgspec

from data import inbox
from handlers.message import Attachment, Kind, Location, Message, Messenger


class IncomingFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as the vendor announced it; *size* in bytes where it says so."""

    file_id: str
    name: str = ""
    media_type: str = ""
    size: int | None = None


class IncomingPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """A location as the vendor sent it, WGS 84 degrees."""

    latitude: float
    longitude: float
    address: str = ""


class Incoming(msgspec.Struct, frozen=True, omit_defaults=True):
    """One vendor event, reduced to what Prongsai uses.

    *event_id* is the vendor's own id of the event (unique per messenger), *address* the vendor's
    chat id: where a reply goes. *reply_token* is LINE's. *callback_id* is Telegram's, and
    *pressed_id* the message whose button was pressed. In a group *sender* is who spoke (the address
    of their private chat), *thread* the topic, *topic* its name where we created it just now.
    """

    messenger: Messenger
    event_id: str
    address: str
    kind: Kind
    text: str = ""
    data: str = ""
    message_id: str = ""
    original: str = ""
    file: IncomingFile | None = None
    place: IncomingPlace | None = None
    sender_name: str = ""
    private: bool = True
    addressed: bool = True
    reply_token: str = ""
    callback_id: str = ""
    pressed_id: str = ""
    sender: str = ""
    thread: str = ""
    topic: str = ""


UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError)
"""What decode() raises of bytes that are none of ours."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Incoming)


def encode(incoming: Incoming) -> bytes:
    """The bytes that the inbox seals."""
    return _encoder.encode(incoming)


def decode(payload: bytes) -> Incoming:
    """The event again, from what the inbox sealed."""
    return _decoder.decode(payload)


def of(row: inbox.Row) -> Incoming:
    """The event that a row of the inbox keeps. Raises one of UNREADABLE."""
    return row.content if isinstance(row.content, Incoming) else decode(row.payload)


def as_message(
    incoming: Incoming, *, chat: str, received_at: datetime, sender: str = ""
) -> Message:
    """The messenger-neutral message that handlers read; *chat* is the keyed tag of the address,
    *sender* that of who spoke in a group."""
    file, place = incoming.file, incoming.place
    return Message(
        messenger=incoming.messenger,
        chat=chat,
        event_id=incoming.event_id,
        kind=incoming.kind,
        received_at=received_at,
        text=incoming.text,
        data=incoming.data,
        message_id=incoming.message_id,
        original=incoming.original,
        attachment=None
        if file is None
        else Attachment(file.file_id, file.name, file.media_type, file.size),
        location=None
        if place is None
        else Location(place.latitude, place.longitude, place.address),
        sender_name=incoming.sender_name,
        private=incoming.private,
        addressed=incoming.addressed,
        sender=sender,
        thread=incoming.thread,
        topic=incoming.topic,
    )
