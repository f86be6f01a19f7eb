"""LINE's webhooks: the signature, and what each event means to Prongsai.

Shapes as in LINE's OpenAPI file webhook.yml (line/line-openapi). Fields and kinds that this
version does not know are ignored; one event that cannot be read never silences the others.
"""

import base64
import hmac
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import structlog

from bot.incoming import Incoming, IncomingFile, IncomingPlace
from bot.messengers.messenger import BadBody, BadSignature
from data.sealing import Signing
from handlers.message import Kind, Messenger

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

UNKNOWN_MEDIA_TYPE = "application/octet-stream"
# LINE names a file but not its media type, so the name's ending has to say it.
MEDIA_TYPES = {
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Webhook(NamedTuple):
    """One webhook: the events to keep, in LINE's order, and why others were left out."""

    incoming: tuple[Incoming, ...]
    skipped: tuple[str, ...]


class _Body(msgspec.Struct):
    events: list[msgspec.Raw] | None = None


class _Source(msgspec.Struct, rename="camel"):
    type: str
    user_id: str | None = None
    group_id: str | None = None
    room_id: str | None = None


class _Event(msgspec.Struct, rename="camel"):
    type: str
    webhook_event_id: str = ""
    mode: str = "active"
    source: _Source | None = None
    reply_token: str | None = None
    message: msgspec.Raw = msgspec.Raw()
    postback: msgspec.Raw = msgspec.Raw()
    unsend: msgspec.Raw = msgspec.Raw()


class _Content(msgspec.Struct):
    type: str
    id: str


class _Mentionee(msgspec.Struct, rename="camel"):
    """*index* and *length* are in UTF-16 code units, as all positions in LINE's texts."""

    index: int = 0
    length: int = 0
    is_self: bool | None = None


class _Mention(msgspec.Struct):
    mentionees: list[_Mentionee] | None = None


class _Text(msgspec.Struct):
    text: str
    mention: _Mention | None = None


class _File(msgspec.Struct, rename="camel"):
    file_name: str = ""
    file_size: int | None = None


class _Place(msgspec.Struct):
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    title: str | None = None
    address: str | None = None


class _Picked(msgspec.Struct):
    """What a date and time picker adds to its postback."""

    date: str | None = None
    time: str | None = None
    datetime: str | None = None


class _Postback(msgspec.Struct):
    data: str
    params: _Picked | None = None


class _Unsend(msgspec.Struct, rename="camel"):
    message_id: str


Filled = Annotated[str, msgspec.Meta(min_length=1)]


class _Person(msgspec.Struct, rename="camel"):
    type: Literal["user"]
    user_id: Filled
    group_id: str | None = None
    room_id: str | None = None


class _Words(msgspec.Struct):
    type: Literal["text"]
    id: str
    text: str
    mention: None = None


class _Said(msgspec.Struct, rename="camel"):
    """Plain words of a person in their own chat."""

    type: Literal["message"]
    webhook_event_id: Filled
    source: _Person
    message: _Words
    mode: Literal["active"] = "active"
    reply_token: str | None = None


class _Talk(msgspec.Struct):
    """What nearly all webhooks are."""

    events: list[_Said]


class _Unusable(Exception):
    """The event lacks what identifies it or its chat."""


_body = msgspec.json.Decoder(_Body)
_talk = msgspec.json.Decoder(_Talk)
_event = msgspec.json.Decoder(_Event)
_content = msgspec.json.Decoder(_Content)
_text = msgspec.json.Decoder(_Text)
_file = msgspec.json.Decoder(_File)
_place = msgspec.json.Decoder(_Place)
_postback = msgspec.json.Decoder(_Postback)
_unsend = msgspec.json.Decoder(_Unsend)


def verify(raw: bytes, signature: str | None, secret: str) -> None:
    """Raise BadSignature unless *signature* is LINE's for exactly these bytes.

    The header ``x-line-signature``: base64 of HMAC-SHA256 over the body, by the channel secret.
    """
    if not secret or not signature:
        raise BadSignature("unsigned, or no channel secret to check it by")
    # Bytes, because comparing text refuses anything but ASCII and a stranger may send anything.
    given = signature.encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(base64.b64encode(_signing(secret).of(raw)), given):
        raise BadSignature("signed by somebody else")


@lru_cache(1)
def _signing(secret: str) -> Signing:
    return Signing(secret.encode())


def parse(raw: bytes) -> tuple[Incoming, ...]:
    """The events of a verified webhook body. Raises BadBody; logs what was left out."""
    webhook = read_webhook(raw)
    for problem in webhook.skipped:
        log.warning("line.event_skipped", problem=problem)
    return webhook.incoming


def read_webhook(raw: bytes) -> Webhook:
    """The same, with the problems for the caller. Raises BadBody."""
    try:
        return Webhook(tuple(map(_read_words, _talk.decode(raw).events)), ())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return read_each(raw)


def _read_words(event: _Said) -> Incoming:
    return Incoming(
        messenger=Messenger.LINE,
        event_id=event.webhook_event_id,
        address=event.source.user_id,
        kind=Kind.TEXT,
        text=event.message.text,
        message_id=event.message.id,
        reply_token=event.reply_token or "",
    )


def read_each(raw: bytes) -> Webhook:
    """The same, event by event, whatever they are: three times as long for plain words."""
    incoming: list[Incoming] = []
    skipped: list[str] = []
    for event in _events(raw):
        try:
            one = _read(_event.decode(event))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, _Unusable) as problem:
            skipped.append(f"{type(problem).__name__}: {_without_words(problem)}")
            continue
        if one is not None:
            incoming.append(one)
    return Webhook(tuple(incoming), tuple(skipped))


def _events(raw: bytes) -> list[msgspec.Raw]:
    try:
        return _body.decode(raw).events or []
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _repaired_events(raw)


def _repaired_events(raw: bytes) -> list[msgspec.Raw]:
    """Half an emoji (a lone surrogate) is no text to msgspec, and would cost the whole webhook."""
    try:
        repaired = json.dumps(json.loads(raw), ensure_ascii=False).encode("utf-8", "replace")
        return _body.decode(repaired).events or []
    except (ValueError, RecursionError, msgspec.MsgspecError) as problem:
        raise BadBody(f"not a LINE webhook: {_without_words(problem)}") from None


def _without_words(problem: Exception) -> str:
    """The problem without the bytes it is about: people's words stay out of the log."""
    return "invalid UTF-8" if isinstance(problem, UnicodeError) else str(problem)[:200]


def _read(event: _Event) -> Incoming | None:
    """The event, or None where another system answers the chat now (standby)."""
    if event.mode != "active":
        return None
    if not event.webhook_event_id:
        raise _Unusable("no webhookEventId")
    return EVENTS.get(event.type, _other)(event, _common(event))


def _common(event: _Event) -> dict[str, Any]:
    """The fields that every kind of event has."""
    source = event.source
    private = source is not None and source.type == "user"
    address = source and (source.user_id if private else _of_many(source))
    if not address:
        raise _Unusable(f"no chat to answer in: {event.type[:40]}")
    return {
        "messenger": Messenger.LINE,
        "event_id": event.webhook_event_id,
        "address": address,
        "private": private,
        "addressed": private,
        "reply_token": event.reply_token or "",
    }


def _of_many(source: _Source) -> str | None:
    return {"group": source.group_id, "room": source.room_id}.get(source.type)


def _message(event: _Event, common: dict[str, Any]) -> Incoming:
    content = _content.decode(event.message)
    common |= CONTENTS.get(content.type, _unknown_content)(content, event.message)
    return Incoming(message_id=content.id, **common)


def _edited(event: _Event, common: dict[str, Any]) -> Incoming:
    content = _content.decode(event.message)
    if content.type != "text":
        return _other(event, common)
    fields = {**_text_fields(content, event.message), "kind": Kind.EDITED, "original": content.id}
    return Incoming(**{**common, "message_id": content.id, **fields})


def _pressed(event: _Event, common: dict[str, Any]) -> Incoming:
    postback = _postback.decode(event.postback)
    picked = postback.params or _Picked()
    text = " ".join(p for p in (picked.date, picked.time, picked.datetime) if p)
    # Whoever presses one of our buttons in a group speaks to us.
    fields = {"kind": Kind.BUTTON, "data": postback.data, "text": text, "addressed": True}
    return Incoming(**{**common, **fields})


def _followed(_event: _Event, common: dict[str, Any]) -> Incoming:
    return Incoming(**common, kind=Kind.JOINED)


def _unfollowed(_event: _Event, common: dict[str, Any]) -> Incoming:
    return Incoming(**common, kind=Kind.LEFT)


def _unsent(event: _Event, common: dict[str, Any]) -> Incoming:
    return Incoming(**common, kind=Kind.UNSENT, original=_unsend.decode(event.unsend).message_id)


def _other(_event: _Event, common: dict[str, Any]) -> Incoming:
    """Members coming and going, beacons, kinds of tomorrow: nobody said anything, so silence."""
    return Incoming(**{**common, "kind": Kind.OTHER, "addressed": False})


def _text_fields(_content: _Content, raw: msgspec.Raw) -> dict[str, Any]:
    said = _text.decode(raw)
    if said.mention is None:
        return {"kind": Kind.TEXT, "text": said.text}
    ours = [each for each in said.mention.mentionees or () if each.is_self]
    fields: dict[str, Any] = {"kind": Kind.TEXT, "text": _without_mentions(said.text, ours)}
    return {**fields, "addressed": True} if ours else fields


def _without_mentions(text: str, mentions: list[_Mentionee]) -> str:
    """The text without our own name in it, which is an address and no part of the question."""
    if not mentions:
        return text
    units = text.encode("utf-16-le")
    for mention in sorted(mentions, key=lambda m: m.index, reverse=True):
        start, end = 2 * mention.index, 2 * (mention.index + mention.length)
        if 0 <= start < end <= len(units):
            units = units[:start] + units[end:]
    return units.decode("utf-16-le", "ignore").strip()


def _media_fields(media_type: str) -> Callable[[_Content, msgspec.Raw], dict[str, Any]]:
    """Photos, films and voices bear no name. What another service hosts (contentProvider
    "external") is not fetched from there: LINE then answers that it has no such file."""

    def fields(content: _Content, _raw: msgspec.Raw) -> dict[str, Any]:
        return {"kind": Kind.FILE, "file": IncomingFile(content.id, media_type=media_type)}

    return fields


def _file_fields(content: _Content, raw: msgspec.Raw) -> dict[str, Any]:
    file = _file.decode(raw)
    ending = PurePosixPath(file.file_name).suffix.lower()
    media_type = MEDIA_TYPES.get(ending, UNKNOWN_MEDIA_TYPE)
    return {
        "kind": Kind.FILE,
        "file": IncomingFile(content.id, file.file_name, media_type, file.file_size),
    }


def _place_fields(_content: _Content, raw: msgspec.Raw) -> dict[str, Any]:
    place = _place.decode(raw)
    address = " ".join(part for part in (place.title, place.address) if part)
    return {
        "kind": Kind.LOCATION,
        "place": IncomingPlace(place.latitude, place.longitude, address),
    }


def _sticker_fields(_content: _Content, _raw: msgspec.Raw) -> dict[str, Any]:
    return {"kind": Kind.STICKER}


def _unknown_content(_content: _Content, _raw: msgspec.Raw) -> dict[str, Any]:
    """A person sent something new: one to one, it deserves a kind answer."""
    return {"kind": Kind.OTHER}


EVENTS: dict[str, Callable[[_Event, dict[str, Any]], Incoming]] = {
    "message": _message,
    "messageEdited": _edited,
    "postback": _pressed,
    "follow": _followed,
    "unfollow": _unfollowed,
    "unsend": _unsent,
}

CONTENTS: dict[str, Callable[[_Content, msgspec.Raw], dict[str, Any]]] = {
    "text": _text_fields,
    "image": _media_fields("image/jpeg"),
    "video": _media_fields("video/mp4"),
    "audio": _media_fields("audio/mp4"),
    "file": _file_fields,
    "location": _place_fields,
    "sticker": _sticker_fields,
}
