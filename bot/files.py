"""Files people send: fetched from the messenger at once, bounded, and of kinds that are safe."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.incoming import Incoming
from bot.messengers.messenger import Adapter, AttachmentGone, TryLater
from data import drafts
from data.store import Store
from handlers.message import Attachment, AttachmentProblem, Message, Messenger

LARGEST_BYTES = 10 * 2**20
PATIENCE = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the tries to fetch one file; the vendors prepare some files for a while."""

MOST_AT_ONCE = 8
"""Files that are fetched from one messenger at the same time; others wait their turn."""

SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
"""Kinds by their first bytes, whatever their name says."""

PICTURES_IN_FILM_BOXES = (
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"),
)
"""Phones' own photo kinds: not taken, for what they tell of the place cannot be taken out here."""

log = structlog.get_logger()


def sniff(content: bytes) -> str | None:
    """The media type of a file that we take, None for every other kind."""
    for start, media_type in SIGNATURES:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] not in PICTURES_IN_FILM_BOXES:
        return "audio/mp4" if content[8:11] == b"M4A" else "video/mp4"
    return None


class FileTaker:
    """Fetches what a person sent, and says why where it was not taken."""

    def __init__(self, store: Store, adapters: Mapping[Messenger, Adapter]) -> None:
        self._store = store
        self._adapters = adapters
        self._turns = {name: asyncio.Semaphore(MOST_AT_ONCE) for name in adapters}

    async def take(self, message: Message, event: Incoming) -> Attachment:
        """The message's attachment with its content, or with the problem."""
        attachment = message.attachment
        assert attachment is not None
        if attachment.size is not None and attachment.size > LARGEST_BYTES:
            return replace(attachment, problem=AttachmentProblem.TOO_LARGE)
        try:
            content = await self._content(message, event)
        except AttachmentGone as gone:
            problem = AttachmentProblem.TOO_LARGE if gone.too_large else AttachmentProblem.GONE
            return replace(attachment, problem=problem)
        media_type = sniff(content)
        if media_type is None:
            return replace(attachment, problem=AttachmentProblem.REFUSED_KIND)
        return replace(attachment, media_type=media_type, content=content, size=len(content))

    async def _content(self, message: Message, event: Incoming) -> bytes:
        assert event.file is not None
        if event.messenger is Messenger.WEB:
            content = self._store.read_now(drafts.upload, int(event.file.file_id), message.chat)
            if content is None:
                raise AttachmentGone("the upload is gone")
            return content
        return await self._fetch(self._adapters[event.messenger], event.file.file_id)

    async def _fetch(self, adapter: Adapter, file_id: str) -> bytes:
        for pause in PATIENCE:
            try:
                async with self._turns[adapter.name]:
                    return await adapter.fetch(file_id, limit=LARGEST_BYTES)
            except TryLater as later:
                log.info("file not ready", messenger=adapter.name.value, problem=str(later))
                await asyncio.sleep(pause if later.seconds is None else later.seconds)
        raise AttachmentGone("the messenger did not give it in time")
