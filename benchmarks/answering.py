"""One whole answer without a network: kept, understood, the turn kept, taken by the messenger."""

import asyncio
import itertools
import uuid

from benchmarks.filled import AGENCY
from bot.agency_context import ContextMaker
from bot.at_once import AtOnce
from bot.delivery import Courier
from bot.dispatch import Dispatcher
from bot.incoming import Incoming
from bot.messengers.messenger import Sending
from bot.receiving import Receiver
from data.agency import load_agency
from data.store import Store
from handlers.message import Kind, Messenger
from handlers.understanding.understand import Understanding

TEXTS = ("e9", "คะแนนรวมเท่าไหร่", "มาตรการที่ 2 ทำอะไร", "ตัวชี้วัดที่ 7")
_numbers = itertools.count()


class Taking:
    """A messenger that takes everything, and says when."""

    name = Messenger.LINE
    batch = 5

    def __init__(self) -> None:
        self.taken = asyncio.Event()

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, _: Sending) -> None:
        self.taken.set()

    async def fetch(self, file_id: str, *, limit: int) -> bytes:
        raise NotImplementedError

    async def working(self, address: str) -> None:
        """Nobody sees it."""


class Answering:
    """The dispatcher and the courier on one store."""

    def __init__(self, store: Store, understanding: Understanding) -> None:
        self._store = store
        self._messenger = Taking()
        self._contexts = ContextMaker(load_agency(AGENCY), store, understanding)

    async def start(self) -> None:
        """Take up what waits: nothing."""
        adapters = {Messenger.LINE: self._messenger}
        self._courier = Courier(self._store, adapters)
        self._dispatcher = Dispatcher(self._store, adapters, self._courier, self._contexts)
        at_once = AtOnce(self._store, adapters, self._courier, self._contexts)
        self._receiver = Receiver(self._store, self._dispatcher.take, at_once=at_once)
        self._courier.start()
        self._dispatcher.start()

    async def stop(self) -> None:
        """Finish what is in hand."""
        await self._dispatcher.stop(5)
        await self._courier.stop(5)

    async def answer(self, address: str) -> None:
        """Until the messenger took the answer."""
        number = next(_numbers)
        event = Incoming(
            Messenger.LINE,
            uuid.uuid4().hex,
            address,
            Kind.TEXT,
            text=TEXTS[number % len(TEXTS)],
            message_id=uuid.uuid4().hex,
            reply_token=f"t{number}",
        )
        self._messenger.taken.clear()
        await self._receiver.take([event])
        async with asyncio.timeout(30):
            await self._messenger.taken.wait()
