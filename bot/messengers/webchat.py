"""The web chat as a messenger: replies go to the open pages, the history keeps them for others."""

import asyncio

from bot import clock
from bot.messengers.messenger import AttachmentGone, Sending, TryLater
from bot.web import frames
from bot.web.frames import Item
from bot.web.live import Live
from handlers.message import Messenger

SHOWN_WITHIN_S = 2.0
"""A page says that it shows something; one that is slower is told again unless it says so then."""

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0


class WebChat:
    """Shows replies on the visitor's open pages."""

    name = Messenger.WEB
    batch = 1  # a line of the conversation each, so that its key is the outbox row's

    def __init__(self, live: Live) -> None:
        self._live = live
        self._waiting: dict[str, float] = {}

    async def start(self) -> None:
        """Nothing to open: the pages come to us."""

    async def close(self) -> None:
        """Nothing to close: the web server says goodbye to the pages."""

    async def send(self, sending: Sending) -> None:
        """Tell the open pages. Nobody there is no failure, the page asks for its history; only what
        is shown once waits until a page says that it shows it: the history keeps it no longer."""
        (reply,) = sending.replies
        item = frames.of_reply(sending.key, reply, clock.now().isoformat())
        if not reply.once:
            await self._live.tell(sending.address, item)
        else:
            await self._send_once(sending, item)

    async def _send_once(self, sending: Sending, item: Item) -> None:
        """Wait for a page that shows it: the longer nobody has come, the longer the pauses, but
        never as long as a vendor's trouble takes: who comes back looks for it at once."""
        now = asyncio.get_running_loop().time()
        since = self._waiting.setdefault(sending.key, now)
        if not await self._live.tell_once(sending.address, item, SHOWN_WITHIN_S):
            pause = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, (now - since) / 4))
            reason = "nobody sees what is shown once"
            raise TryLater(reason, seconds=pause, perhaps_sent=False)
        del self._waiting[sending.key]

    async def fetch(self, file_id: str, *, limit: int) -> bytes:
        """Files from the page come with their message and are never fetched."""
        raise AttachmentGone(f"the web chat has no file {file_id!r} within {limit} bytes")

    async def working(self, address: str) -> None:
        """Show the three dots."""
        await self._live.working(address)
