"""Rows for the outbox as the real adapters take them, many at once, and what became of them."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

from bot import clock, outgoing
from bot.delivery import Courier
from bot.messengers.line import Line
from bot.messengers.messenger import Adapter
from bot.messengers.telegram import Telegram
from bot.messengers.webchat import WebChat
from bot.outgoing import Outgoing
from bot.web.live import Live
from data import inbox, outbox, times
from data.store import Connection, Store
from handlers.message import Messenger
from handlers.turn import Reply
from tests.played_vendor import TOKEN, PlayedVendor

_numbers = count(1)


def row(text: str, chat: str, messenger: str = "line", *, token: str = "") -> outbox.NewRow:
    """Said unasked to a chat whose address is its name."""
    payload = outgoing.encode(Outgoing(chat, (Reply(text),), token))
    now = times.stamp(clock.now())
    return outbox.NewRow(messenger, chat, payload, now, token_at=now if token else "")


def add_many(db: Connection, rows: Sequence[outbox.NewRow], hours_ago: float = 0) -> None:
    """Keep them, as if that had been some time ago."""
    for each in rows:
        kept = outbox.add(db, each)
        if hours_ago:
            then = times.stamp(clock.now() - timedelta(hours=hours_ago))
            query = "update outbox set created_at = :at, not_before = :at where id = :id"
            db.execute(query, {"at": then, "id": kept.id})


def answer(
    db: Connection, text: str, chat: str, messenger: str = "line", *, token: bool = True
) -> list[outbox.Row]:
    """The reply to what somebody wrote just now; on LINE with its token."""
    number = next(_numbers)
    now = times.stamp(clock.now())
    message = inbox.NewRow(messenger, f"E{number}", chat, f"{messenger}:M{number}", b"{}", now)
    inbox.put(db, (message,))
    (inbox_id,) = db.execute("select max(id) from inbox").fetchone()
    used = f"token {number}" if messenger == "line" and token else ""
    payload = outgoing.encode(Outgoing(chat, (Reply(text),), used))
    at = now if used else ""
    return [outbox.add(db, outbox.NewRow(messenger, chat, payload, now, inbox_id, at))]


def notices(number: int, messenger: str = "line", first: int = 1) -> list[outbox.NewRow]:
    """One each in so many chats, which are numbered."""
    return [row(f"old {each}", str(each), messenger) for each in range(first, first + number)]


def states(store: Store) -> Counter[str]:
    """How many rows are in which state."""
    return Counter(
        dict(
            store.read_now(
                lambda db: db.execute(
                    "select state, count(*) from outbox group by state"
                ).fetchall()
            )
        )
    )


@asynccontextmanager
async def delivering(
    store: Store, line: PlayedVendor | None = None, telegram: PlayedVendor | None = None
) -> AsyncIterator[Courier]:
    """The courier with the real adapters, and the page."""
    adapters: dict[Messenger, Adapter] = {Messenger.WEB: WebChat(Live())}
    if line is not None:
        adapters[Messenger.LINE] = Line(line.url, "tok")
    if telegram is not None:
        adapters[Messenger.TELEGRAM] = Telegram(TOKEN, telegram.url)
    for adapter in adapters.values():
        await adapter.start()
    courier = Courier(store, adapters)
    courier.start()
    try:
        yield courier
    finally:
        for vendor in (line, telegram):
            if vendor is not None:
                vendor.released.set()
        await courier.stop(5)
        for adapter in adapters.values():
            await adapter.close()
