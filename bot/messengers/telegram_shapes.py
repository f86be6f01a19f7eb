"""The shapes of Telegram's updates, as far as Prongsai reads them.

Fields as in the Bot API's reference (core.telegram.org/bots/api, 10.1). Only what identifies a
message is required.
"""

from typing import Annotated

import msgspec

UpdateId = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class Update(msgspec.Struct):
    """The kinds that we ask Telegram for; it sends one of them in an update."""

    update_id: UpdateId
    message: msgspec.Raw = msgspec.Raw()
    edited_message: msgspec.Raw = msgspec.Raw()
    callback_query: msgspec.Raw = msgspec.Raw()
    my_chat_member: msgspec.Raw = msgspec.Raw()


class User(msgspec.Struct):
    id: int
    first_name: str = ""
    last_name: str | None = None
    username: str | None = None


class Chat(msgspec.Struct):
    id: int
    type: str = ""

    @property
    def is_private(self) -> bool:
        return self.type == "private"


class Photo(msgspec.Struct):
    file_id: str
    width: int = 0
    height: int = 0
    file_size: int | None = None


class Media(msgspec.Struct):
    file_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Place(msgspec.Struct):
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Venue(msgspec.Struct):
    location: Place
    title: str = ""
    address: str = ""


class TopicCreated(msgspec.Struct):
    name: str = ""


class RepliedTo(msgspec.Struct):
    """What a message answers. Whatever is written in a topic "answers" the topic's creation."""

    sender: User | None = msgspec.field(name="from", default=None)
    forum_topic_created: TopicCreated | None = None


class Envelope(msgspec.Struct, kw_only=True):
    """What every message has. *date* is 0 where the message is too old to be touched."""

    message_id: int
    chat: Chat
    date: int = 1
    message_thread_id: int | None = None
    is_topic_message: bool = False

    @property
    def topic(self) -> str:
        """The id of the topic that it stands in, "" where it stands in none."""
        return str(self.message_thread_id or "") if self.is_topic_message else ""


class Message(Envelope, kw_only=True):
    sender: User | None = msgspec.field(name="from", default=None)
    reply_to_message: RepliedTo | None = None
    text: str | None = None
    caption: str | None = None
    photo: list[Photo] | None = None
    animation: Media | None = None
    document: Media | None = None
    voice: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    video_note: Media | None = None
    venue: Venue | None = None
    location: Place | None = None
    forum_topic_created: TopicCreated | None = None
    sticker: msgspec.Raw = msgspec.Raw()


class Sender(msgspec.Struct):
    id: int


class Press(msgspec.Struct):
    """A pressed button. *message* is missing for inline messages, *data* for games."""

    id: str
    sender: Sender = msgspec.field(name="from")
    message: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()


class State(msgspec.Struct):
    status: str = ""


class Membership(msgspec.Struct):
    chat: Chat
    new_chat_member: State
