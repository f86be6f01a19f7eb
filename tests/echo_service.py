"""A small service behind the real page: keeps what visitors say in memory, and answers it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from aiohttp import web

from bot import clock
from bot.incoming import Incoming
from bot.messengers.messenger import Sending
from bot.messengers.webchat import WebChat
from bot.settings import Network
from bot.web import frames
from bot.web.budgets import of_each_address
from bot.web.frames import Item
from bot.web.live import Live
from bot.web.page import add_web_chat
from data.agency import Agency, load_agency
from data.store import Unavailable
from handlers.message import Kind
from handlers.turn import Card, CardRow, Choice, Reply

AGENCY = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
STARTERS = (
    Choice("คะแนนปีล่าสุด", "q:score_total", "score_total"),
    Choice("มาตรการ", "q:measure_list", "measure_list"),
    Choice("ช่องทางร้องเรียน", "q:channel_list", "channel_list"),
    Choice("เสนอแนะ/ติชม", "f:start", "file_feedback"),
    Choice("ติดตามเรื่อง", "f:status", "case_status"),
    Choice("คุยกับเจ้าหน้าที่", "h:human", "human_handoff"),
)
SCORES = Reply(
    "คะแนน ITA ปีงบประมาณ พ.ศ. 2566 (ปีล่าสุดที่มี)\n"
    "รวม 96.46 คะแนน ระดับ AA ผ่านดีเยี่ยม\n"
    "ลำดับที่ 1,072 ขององค์การบริหารส่วนตำบล\n"
    "ปี 2565 ได้ 96.51 (ปีนี้ลดลง 0.05)\n\n"
    "ที่มา: รายงานผลประเมิน ITA ปีงบประมาณ พ.ศ. 2566 ส่วนที่ 1",
    choices=(
        Choice("IIT", "q:score_instrument:IIT", "score_instrument"),
        Choice("EIT", "q:score_instrument:EIT", "score_instrument"),
        Choice("OIT", "q:score_instrument:OIT", "score_instrument"),
        Choice("คิดคะแนนอย่างไร", "q:score_explain", "score_explain"),
        Choice("เทียบปีก่อน", "q:score_compare", "score_compare"),
    ),
    card=Card(
        "ผลประเมิน ITA ปี 2566",
        "96.46 AA",
        (
            CardRow("IIT", "98.40"),
            CardRow("EIT ส่วนที่ 1", "96.70"),
            CardRow("EIT ส่วนที่ 2", "96.25"),
            CardRow("OIT", "95.00", emphasis=True),
        ),
        "ปีงบประมาณ พ.ศ. 2566",
    ),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the fake intake says of a message."""

    key: str
    at: datetime
    fresh: bool


class EchoService:
    """Intake, history and handlers in one; its answers travel through the real adapter."""

    def __init__(self) -> None:
        self.live = Live()
        self.adapter = WebChat(self.live)
        self.messages: list[Incoming] = []
        self.files: list[bytes] = []
        self.is_available = True
        self.read: dict[str, int] = {}
        self.was_read = asyncio.Event()
        self.answers = True
        self.waits: Counter[str] = Counter()
        self._lines: list[tuple[str, Item]] = []
        self._numbers: dict[str, Kept] = {}
        self._answering: list[asyncio.Future[None]] = []

    def told_to_wait(self, what: str) -> Callable[[], None]:
        """Counts how often an address was told to wait."""
        return lambda: self.waits.update([what])

    async def take(self, incoming: Incoming) -> Kept:
        """Keep a message once, and answer it."""
        if not self.is_available:
            raise Unavailable("the disk is full")
        known = self._numbers.get(incoming.event_id)
        if known is not None:
            return Kept(known.key, known.at, fresh=False)
        kept = Kept(f"i{len(self._numbers) + 1}", clock.now(), fresh=True)
        self._numbers[incoming.event_id] = kept
        self.messages.append(incoming)
        self.note(incoming.address, frames.of_message(kept.key, incoming, kept.at.isoformat()))
        if self.answers:
            self._answering.append(asyncio.ensure_future(self._answer(incoming)))
        return kept

    async def _answer(self, incoming: Incoming) -> None:
        await self.adapter.working(incoming.address)
        await self.say(incoming.address, reply_to(incoming))

    async def take_file(self, incoming: Incoming, content: bytes) -> Kept:
        """Keep a file once."""
        kept = await self.take(incoming)
        self.files.append(content)
        return kept

    async def of(self, chat_address: str, after: str) -> Sequence[Item]:
        """The lines after *after*."""
        mine = [item for address, item in self._lines if address == chat_address]
        keys = [item.key for item in mine]
        mine = mine[keys.index(after) + 1 :] if after in keys else mine
        read = self.read.get(chat_address)
        return [msgspec.structs.replace(item, is_new=_is_new(item, read)) for item in mine]

    async def has_read(self, chat_address: str, key: str) -> None:
        """Keep the highest."""
        self.read[chat_address] = max(self.read.get(chat_address, 0), frames.row_of(key))
        self.was_read.set()

    async def say(self, address: str, reply: Reply) -> Item:
        """Answer, as the courier does it."""
        key = f"o{len(self._lines) + 1}"
        item = frames.of_reply(key, reply, clock.now().isoformat())
        self.note(address, item)
        await self.adapter.send(Sending(key, address, (reply,), retry_key=key))
        return item

    def note(self, address: str, item: Item) -> None:
        """Put a line into the history."""
        self._lines.append((address, item))


def _is_new(item: Item, read: int | None) -> bool:
    return item.sender == "us" and read is not None and frames.row_of(item.key) > read


def reply_to(message: Incoming) -> Reply:
    """The scores for their button, else an echo."""
    if message.data.startswith("q:score"):
        return SCORES
    if message.kind is Kind.FILE:
        return Reply("ได้รับไฟล์แล้วค่ะ")
    return Reply(f"คุณบอกว่า {message.text}", choices=STARTERS[:2])


def agency() -> Agency:
    """The first agency."""
    return load_agency(AGENCY)


def application(
    service: EchoService, *, public_url: str = "", trusted_proxies: tuple[Network, ...] = ()
) -> web.Application:
    """The page and the chat over *service*."""
    app = web.Application()
    add_web_chat(
        app,
        agency=agency(),
        intake=service,
        history=service,
        live=service.live,
        budgets=of_each_address(service.told_to_wait),
        starters=STARTERS,
        public_url=public_url,
        trusted_proxies=trusted_proxies,
    )
    return app


@asynccontextmanager
async def serving(service: EchoService, port: int = 0) -> AsyncIterator[str]:
    """The address where *service* answers."""
    runner = web.AppRunner(application(service), shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
