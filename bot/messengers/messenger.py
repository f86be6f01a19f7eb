"""What every messenger's adapter does, and how its failures are told."""

from dataclasses import dataclass
from typing import Protocol

import msgspec

from handlers.message import Messenger
from handlers.turn import Reply


class TryLater(Exception):
    """The vendor did not take it now; try again after *seconds* (None: by our own backoff).

    *perhaps_sent* is true when the outcome is unknown: the request may have taken effect.
    """

    def __init__(self, reason: str, *, seconds: float | None = None, perhaps_sent: bool) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.perhaps_sent = perhaps_sent


class BudgetSpent(TryLater):
    """The vendor takes no more pushes this month."""


class SlowDown(TryLater):
    """The vendor is there, and takes no more at this pace: from this chat, or from us at all."""


class NoAnswer(TryLater):
    """The vendor was not reached, or nothing came back that is its own: perhaps it is down."""


class Undeliverable(Exception):
    """It will never arrive (blocked, chat gone, refused for good): *reason* is for the log."""


class TokenDead(Exception):
    """The reply token no longer works and nothing was sent with it: send again without it."""


class AttachmentGone(Exception):
    """The vendor no longer has the file, or it is larger than we take."""

    def __init__(self, reason: str, *, too_large: bool = False) -> None:
        super().__init__(reason)
        self.too_large = too_large


class BadSignature(Exception):
    """The webhook was not signed by the vendor."""


class BadBody(Exception):
    """The signed webhook is not what the vendor sends: not JSON, or without what identifies it."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment read from the store, ready to be shown to somebody."""

    name: str
    media_type: str
    content: bytes


class Sending(msgspec.Struct, frozen=True):
    """One outbox row on its way: at most ``Adapter.batch`` replies for one address.

    *retry_key* is a random UUID, the same at every try of this row. *reply_token* is LINE's.
    *attempted*: an earlier try may have taken effect. *pressed_id* is the message whose button was
    pressed. *files* holds the content for each reply that has a file, by attachment id. *key*
    identifies the row ("o17"). *thread* is Telegram's topic of a group.
    """

    key: str
    address: str
    replies: tuple[Reply, ...]
    retry_key: str
    reply_token: str = ""
    attempted: bool = False
    pressed_id: str = ""
    files: tuple[tuple[int, StoredFile], ...] = ()
    thread: str = ""


class Adapter(Protocol):
    """One messenger, as the courier and the dispatcher see it."""

    name: Messenger
    batch: int

    async def start(self) -> None:
        """Open what must live in the running loop. Never waits for the vendor."""

    async def close(self) -> None:
        """Close it again."""

    async def send(self, sending: Sending) -> None:
        """Deliver. Raises TryLater, Undeliverable or TokenDead; anything else is a bug."""

    async def fetch(self, file_id: str, *, limit: int) -> bytes:
        """The content of a file a person sent. Raises TryLater, or AttachmentGone (also when it is
        larger than *limit* bytes)."""

    async def working(self, address: str) -> None:
        """Show that an answer is on its way, where the messenger can. Never raises."""
