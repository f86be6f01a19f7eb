"""A message: what a person sent us, whatever messenger it came by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Messenger(StrEnum):
    """How messages travel. Never called a channel: that word is for complaint channels."""

    LINE = "line"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"


KNOWN_TO = {Messenger.LINE: "LINE", Messenger.TELEGRAM: "Telegram"}
"""Who itself knows who writes, and keeps a history: the messengers that are not ours."""


class Kind(StrEnum):
    """What a person did."""

    TEXT = "text"
    BUTTON = "button"  # pressed one of our choices; its data is in Message.data
    FILE = "file"  # photo, document, voice, video: see Message.attachment
    STICKER = "sticker"
    LOCATION = "location"
    JOINED = "joined"  # followed the account, pressed Start, opened the page for the first time
    EDITED = "edited"  # Message.text is the new text, Message.original the message it replaces
    UNSENT = "unsent"  # Message.original was taken back
    LEFT = "left"  # blocked or left; nothing can be answered
    OTHER = "other"  # a kind this version does not know


class AttachmentProblem(StrEnum):
    """Why an attachment was not taken."""

    TOO_LARGE = "too_large"
    REFUSED_KIND = "refused_kind"
    GONE = "gone"  # the messenger no longer has it, or would not give it
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a person sent: *file_id* is the messenger's own id for it, *size* is in bytes.

    *content* is filled in by the dispatcher before a handler sees the message, and only while the
    conversation is one that takes files; *problem* says why it is not.
    """

    file_id: str
    name: str = ""
    media_type: str = ""
    size: int | None = None
    content: bytes | None = None
    problem: AttachmentProblem | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place a person sent: WGS 84 degrees, and the address the messenger printed, if any."""

    latitude: float
    longitude: float
    address: str = ""


class Message(NamedTuple):
    """What a person sent us.

    *chat* is an opaque, keyed tag of the messenger's chat id: equal for the same chat, useless
    without the installation's key. *event_id* is the messenger's own id of the delivery,
    *message_id* its id of the message (what an edit or an unsend refers to). *private* is false in
    groups, where nothing confidential is ever said; *addressed* says whether a group message
    mentions us. *received_at* is aware. In a group *sender* is the tag of the private chat of who
    spoke ("" where unknown), *thread* the group's topic, *topic* the name of one that we just made.
    """

    messenger: Messenger
    chat: str
    event_id: str
    kind: Kind
    received_at: datetime
    text: str = ""
    data: str = ""
    message_id: str = ""
    original: str = ""
    attachment: Attachment | None = None
    location: Location | None = None
    sender_name: str = ""
    private: bool = True
    addressed: bool = True
    sender: str = ""
    thread: str = ""
    topic: str = ""
