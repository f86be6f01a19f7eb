"""Telegram's updates: the webhook's secret, and what each update means to Prongsai.

Fields and kinds that this version does not know are ignored, and odd content in a known kind costs
that content only.
"""

import hmac
import json
import re
from collections.abc import Callable
from typing import Any

import msgspec
import structlog

from bot.incoming import Incoming, IncomingFile, IncomingPlace
from bot.messengers import telegram_shapes as shapes
from bot.messengers.messenger import BadBody, BadSignature
from handlers.message import Kind, Messenger

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

Fields = dict[str, Any]

UNKNOWN_MEDIA_TYPE = "application/octet-stream"
GONE_STATES = ("kicked", "left")  # of us in a chat: blocked or removed

ANOTHERS_COMMAND = re.compile(r"/\w+@")
FOR_ANY_GROUP = re.compile(r"/queue(\s|$)")
"""Answered for administrators only, so that other bots' commands of that name stay theirs."""

# How the fields begin that Telegram itself writes into a chat. Nobody said anything, so silence.
# fmt: off
SERVICE = (
    "boost_", "channel_chat_", "chat_background_", "chat_owner_", "checklist_tasks_", "connected_",
    "delete_chat_", "direct_message_price", "forum_topic_", "general_forum_", "giveaway_",
    "group_chat_", "left_chat_", "managed_bot_", "message_auto_delete_", "migrate_", "new_chat_",
    "paid_message_", "pinned_", "poll_option_", "proximity_", "suggested_post_", "supergroup_",
    "video_chat_", "write_access_",
)
# fmt: on

_update = msgspec.json.Decoder(shapes.Update)
_message = msgspec.json.Decoder(shapes.Message)
_envelope = msgspec.json.Decoder(shapes.Envelope)
_press = msgspec.json.Decoder(shapes.Press)
_membership = msgspec.json.Decoder(shapes.Membership)
_names = msgspec.json.Decoder(dict[str, msgspec.Raw])
_string = msgspec.json.Decoder(str)

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def check_secret(given: str | None, expected: str) -> None:
    """Raise BadSignature unless *given* is the secret that we told Telegram at setWebhook.

    The header ``X-Telegram-Bot-Api-Secret-Token``, compared in constant time.
    """
    if not expected or given is None:
        raise BadSignature("no secret given, or none to check it by")
    # Bytes, because comparing text refuses anything but ASCII and a stranger may send anything.
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode()):
        raise BadSignature("not our secret")


def parse(raw: bytes, username: str) -> Incoming | None:
    """The update, or None where its kind is of no concern. Raises BadBody.

    *username* is our own, without the @, "" while it is unknown: groups are then left alone,
    except where one of our buttons is pressed.
    """
    update = _outer(raw)
    for kind, read in KINDS.items():
        content: msgspec.Raw = getattr(update, kind)
        if _is_there(content):
            return _tolerantly(read, content, str(update.update_id), username)
    return None


def concerning_us(message: Incoming) -> Incoming | None:
    """What is kept of a message: nothing of talk in a group that is not for us (its administrators
    hear all of it, a bot too), but that it stands in a topic of ours."""
    if message.addressed:
        return message
    if not message.topic:
        return None
    bare = {"text": "", "file": None, "place": None, "sender_name": "", "sender": ""}
    return msgspec.structs.replace(message, kind=Kind.OTHER, **bare)


def _tolerantly(read: "Reader", content: msgspec.Raw, event_id: str, us: str) -> Incoming | None:
    try:
        fields = read(content, us)
    except UNREADABLE as problem:
        log.warning("telegram.update_skipped", event_id=event_id, problem=_without_words(problem))
        return None
    if fields is None:
        return None
    return Incoming(messenger=Messenger.TELEGRAM, event_id=event_id, **fields)


def _outer(raw: bytes) -> shapes.Update:
    try:
        return _update.decode(raw)
    except UNREADABLE:
        return _repaired(raw)


def _repaired(raw: bytes) -> shapes.Update:
    """Half an emoji (a lone surrogate) is no text to msgspec, and would cost the whole update."""
    try:
        whole = json.dumps(json.loads(raw), ensure_ascii=False).encode("utf-8", "replace")
        return _update.decode(whole)
    except (ValueError, RecursionError, msgspec.MsgspecError) as problem:
        raise BadBody(f"not a Telegram update: {_without_words(problem)}") from None


def _without_words(problem: Exception) -> str:
    """The problem without the bytes it is about: people's words stay out of the log."""
    return "invalid UTF-8" if isinstance(problem, UnicodeError) else str(problem)[:200]


def _is_there(content: msgspec.Raw) -> bool:
    return bool(content) and bytes(content) != b"null"


def _read_message(raw: msgspec.Raw, us: str) -> Fields:
    try:
        message = _message.decode(raw)
    except UNREADABLE:
        return _other(_envelope.decode(raw))
    content = _content(message)
    if content is None:
        made = {"topic": _topic_made(message, us)}
        return {**_other(message), **_unknown_content(raw, message, us), **made}
    fields = {**_common(message), **content}
    return fields if message.chat.is_private else fields | _in_group(message, content["text"], us)


def _read_edit(raw: msgspec.Raw, us: str) -> Fields | None:
    """New words for old ones. A live location's next position is an edit too, and no words."""
    message = _message.decode(raw)
    text = message.text if message.text is not None else message.caption
    if text is None:
        return None
    common = _common(message)
    edited = {"kind": Kind.EDITED, "text": text, "original": common["message_id"]}
    fields = {**common, **edited}
    return fields if message.chat.is_private else fields | _in_group(message, text, us)


def _read_press(raw: msgspec.Raw, _us: str) -> Fields:
    press = _press.decode(raw)
    message = _or_none(_envelope, press.message)
    return {
        "kind": Kind.BUTTON,
        "address": str(message.chat.id if message else press.sender.id),
        "data": _or_none(_string, press.data) or "",
        "callback_id": press.id,
        "pressed_id": str(message.message_id) if message and message.date else "",
        "private": message.chat.is_private if message else True,
        "sender": "" if not message or message.chat.is_private else str(press.sender.id),
        "thread": message.topic if message else "",
    }


def _or_none(decoder: msgspec.json.Decoder[Any], content: msgspec.Raw) -> Any:
    try:
        return decoder.decode(content)
    except UNREADABLE:
        return None


def _read_membership(raw: msgspec.Raw, _us: str) -> Fields | None:
    """Blocked or removed. Coming back is no event: who unblocks us is asked to press Start."""
    change = _membership.decode(raw)
    if change.new_chat_member.status not in GONE_STATES:
        return None
    private = change.chat.is_private
    return {"kind": Kind.LEFT, "address": str(change.chat.id), "private": private}


def _common(message: shapes.Envelope) -> Fields:
    """The fields that every message has.

    Telegram counts messages anew in every chat, and an edit finds what was kept of the message by
    this id alone: so the chat's id belongs to it.
    """
    private = message.chat.is_private
    sender = message.sender if isinstance(message, shapes.Message) else None
    return {
        "address": str(message.chat.id),
        "message_id": f"{message.chat.id}/{message.message_id}",
        "private": private,
        "addressed": private,
        "sender_name": _name(sender),
        "sender": "" if private or sender is None else str(sender.id),
        "thread": message.topic,
    }


def _name(sender: shapes.User | None) -> str:
    return f"{sender.first_name} {sender.last_name or ''}".strip() if sender else ""


def _other(message: shapes.Envelope) -> Fields:
    return {**_common(message), "kind": Kind.OTHER}


def _unknown_content(raw: msgspec.Raw, message: shapes.Message, us: str) -> Fields:
    """A person sent something new: one to one, it deserves a kind answer."""
    if any(name.startswith(SERVICE) for name in _names.decode(raw)):
        return {"addressed": False}
    return {"addressed": message.chat.is_private or _answers_us(message, us)}


def _content(message: shapes.Message) -> Fields | None:
    """What was sent, by the first that fits: a venue has a location too, a GIF a document."""
    caption = message.caption or ""
    if message.text is not None:
        return _text(message.text)
    if message.photo:
        return {"kind": Kind.FILE, "text": caption, "file": _photo(message.photo)}
    for name, media_type in MEDIA.items():
        media: shapes.Media | None = getattr(message, name)
        if media is not None:
            return {"kind": Kind.FILE, "text": caption, "file": _file(media, media_type)}
    if message.venue or message.location:
        return {"kind": Kind.LOCATION, "text": "", "place": _place(message)}
    return {"kind": Kind.STICKER, "text": ""} if _is_there(message.sticker) else None


def _text(text: str) -> Fields:
    """``/start`` alone is how a first visit begins; what comes with a payload the router reads."""
    return {"kind": Kind.JOINED if text.strip() == "/start" else Kind.TEXT, "text": text}


def _photo(sizes: list[shapes.Photo]) -> IncomingFile:
    largest = max(sizes, key=lambda size: (size.width * size.height, size.file_size or 0))
    return IncomingFile(largest.file_id, media_type="image/jpeg", size=largest.file_size)


def _file(media: shapes.Media, media_type: str) -> IncomingFile:
    return IncomingFile(
        media.file_id, media.file_name or "", media.mime_type or media_type, media.file_size
    )


def _place(message: shapes.Message) -> IncomingPlace:
    venue = message.venue
    place = venue.location if venue else message.location
    assert place is not None
    address = " ".join(part for part in (venue.title, venue.address) if part) if venue else ""
    return IncomingPlace(place.latitude, place.longitude, address)


def _in_group(message: shapes.Message, text: str, us: str) -> Fields:
    """In groups only what is for us: a mention, ``/command@us``, an answer to what we said.

    A bare command is not: every other bot in the group reads it too.
    """
    words, mentions = _mention(us).subn(r"\1", text) if us else (text, 0)
    made = {"topic": _topic_made(message, us)}
    if mentions:
        return {"addressed": True, "text": words.strip(), **made}
    if FOR_ANY_GROUP.match(text):
        return {"addressed": True, **made}
    return {"addressed": not ANOTHERS_COMMAND.match(text) and _answers_us(message, us), **made}


def _mention(us: str) -> re.Pattern[str]:
    """``@us`` right behind the command at the beginning, or as a word of its own."""
    return re.compile(rf"(^/\w+|(?<![\w@/.]))@{re.escape(us)}(?!\w)", re.IGNORECASE)


def _answers_us(message: shapes.Message, us: str) -> bool:
    replied = message.reply_to_message
    return bool(replied and not replied.forum_topic_created and _are_we(replied.sender, us))


def _are_we(sender: shapes.User | None, us: str) -> bool:
    author = sender.username if sender else None
    return bool(us and author and author.casefold() == us.casefold())


def _topic_made(message: shapes.Message, us: str) -> str:
    """The name under which we created the topic that the message stands in, "" where we did not."""
    for told in (message, message.reply_to_message):
        if told and told.forum_topic_created and _are_we(told.sender, us):
            return told.forum_topic_created.name
    return ""


Reader = Callable[[msgspec.Raw, str], Fields | None]

KINDS: dict[str, Reader] = {
    "message": _read_message,
    "edited_message": _read_edit,
    "callback_query": _read_press,
    "my_chat_member": _read_membership,
}
"""Who reads which kind of update; every other kind is acknowledged and left."""

MEDIA = {
    "animation": "video/mp4",
    "document": UNKNOWN_MEDIA_TYPE,
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
}
"""Fields of a message that hold a file, and the media type of one that names none."""
