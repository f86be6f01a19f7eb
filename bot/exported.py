"""Exported files: made when they are sent, with their exporter's rights of then; kept nowhere."""

import asyncio
from io import BytesIO
from typing import Any

from msgspec import structs

from bot import spreadsheets
from bot.messengers.messenger import Sending, StoredFile, Undeliverable
from data import staff
from data.case_export import Export
from data.staff import StaffMember
from data.store import Store
from handlers.texts import export as texts
from handlers.turn import File, Reply

LARGEST_BYTES = 50 * 10**6  # what a bot may send on Telegram


class TooLarge(Exception):
    """The file would be larger than the messenger takes."""


class Bounded(BytesIO):
    """A file in memory that ends at *most* bytes. Raises TooLarge."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, content: Any) -> int:
        if self.tell() + len(content) > self._most:
            raise TooLarge
        return super().write(content)


async def filled(store: Store, sending: Sending, most: int = LARGEST_BYTES) -> Sending:
    """*sending* with the file that it promises, if it promises one to be made now; what is larger
    than *most* bytes is said instead. Raises Undeliverable where the right to it is gone."""
    found = [reply for reply in sending.replies if reply.file and reply.file.export]
    for reply in found:
        assert reply.file is not None
        assert reply.file.export is not None
        export = reply.file.export
        member = _exporter(store, export)
        try:
            content = await asyncio.to_thread(_made, store, export, member, most)
        except TooLarge:
            return structs.replace(sending, replies=(Reply(texts.too_large(), confidential=True),))
        sending = _with(sending, reply.file, content)
    return sending


def _exporter(store: Store, export: Export) -> StaffMember:
    for member in store.read_now(staff.members):
        if member.id == export.staff_id and member.supervises:
            return member
    raise Undeliverable("whoever asked for it may not export any more")


def _made(store: Store, export: Export, member: StaffMember, most: int) -> bytes:
    out = Bounded(most)
    who = texts.exporter(member)
    store.read_aside(spreadsheets.write, out, export, member, who)
    return out.getvalue()


def _with(sending: Sending, file: File, content: bytes) -> Sending:
    stored = StoredFile(file.name, file.media_type, content)
    return structs.replace(sending, files=(*sending.files, (file.attachment_id, stored)))
