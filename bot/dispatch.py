"""The dispatcher: takes waiting messages in order per chat, asks the handlers, keeps the turn.

What happens when a handler fails:
1. The world changed under it (Stale): it is asked again at once with what is true now.
2. The database takes nothing: the message waits, and is handled when it does again.
3. It raises: tried twice, then the message is parked for a person to look at, and its sender gets
   an apology with a reference. Nothing is lost, and other chats do not notice.
4. A person wants it tried again: it goes behind what its chat says meanwhile (data.parked).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import msgspec
import structlog

from bot import clock, incoming, outgoing, parking, topic_orders
from bot.agency_context import ContextMaker
from bot.delivery import Courier
from bot.files import FileTaker
from bot.inbox_backlog import InboxBacklog
from bot.incoming import Incoming
from bot.log import where
from bot.messengers.messenger import Adapter
from bot.outgoing import Outgoing
from bot.working import SignsOfLife
from data import (
    chats,
    conversations,
    drafts,
    inbox,
    limits,
    outbox,
    parked,
    times,
    topic_queue,
    undelivered,
)
from data.quiet_hours import NEVER, QuietHours, held_until
from data.store import Connection, Stale, Store, Unavailable
from handlers.context import Context
from handlers.message import Kind, Message, Messenger
from handlers.pacing import paced
from handlers.router import respond, takes_files
from handlers.turn import Notice, Turn

MOST_TRIES = 2
MOST_STALE_READS = 5

log = structlog.get_logger()


class Kept(msgspec.Struct, frozen=True):
    """What one turn needs to be kept, in one transaction. *key*: that of its one reply, where that
    is kept already (bot/common_replies.py)."""

    row: inbox.Row
    event: Incoming
    turn: Turn
    batch: int
    at: str
    quiet: QuietHours = NEVER
    key: str = ""


class Dispatcher:
    """Handles inbox rows, each whole or not at all."""

    def __init__(
        self,
        store: Store,
        adapters: Mapping[Messenger, Adapter],
        courier: Courier,
        contexts: ContextMaker,
        after_kept: Callable[[Kept], None] | None = None,
        quiet: QuietHours = NEVER,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._courier = courier
        self._contexts = contexts
        self._after_kept = after_kept
        self._quiet = quiet
        self._files = FileTaker(store, adapters)
        self._signs = SignsOfLife()
        self._backlogs: dict[str, InboxBacklog] = {
            name: InboxBacklog(store, name, self._handle) for name in adapters
        }

    def start(self) -> None:
        """Take up what waits: some of it now, the rest as there is room."""
        for backlog in self._backlogs.values():
            backlog.start()

    def take(self, row: inbox.Row) -> None:
        """Handle a row that was just kept; never waits."""
        self._backlogs[row.messenger].take(row)

    def take_again(self, row: inbox.Row) -> None:
        """Handle a parked row once more, behind what its chat has said; never waits."""
        if row.messenger in self._backlogs:
            self._backlogs[row.messenger].take_again(row)

    async def stop(self, seconds: float) -> None:
        """Finish what is being handled within *seconds*; the rest stays in the inbox."""
        backlogs = self._backlogs.values()
        left = await asyncio.gather(*(backlog.stop(seconds) for backlog in backlogs))
        log.info("dispatcher stopped", chats_left=sum(left))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being handled."""
        return all(backlog.lanes.is_idle for backlog in self._backlogs.values())

    async def _handle(self, row: inbox.Row) -> None:
        if row.retried and not await self._store.write_patiently(parked.begin, row.id):
            return
        try:
            event = incoming.of(row)
        except incoming.UNREADABLE:
            log.error("parked unread: kept by another version", row=row.id)
            at = times.stamp(clock.now())
            told = await self._store.write_patiently(parking.park, row, "", "", parking.UNREAD, at)
            self._courier.send(told)
            return
        working = self._adapters[event.messenger].working
        self._signs.begins(row.id, lambda: working(event.address))
        try:
            await self._handle_until_kept(row, event)
        finally:
            self._signs.ends(row.id)

    async def _handle_until_kept(self, row: inbox.Row, event: Incoming) -> None:
        tries, stale, problem = row.tries, 0, ""
        while True:
            try:
                if tries >= MOST_TRIES:
                    await self._park(row, event, problem)
                else:
                    await self._keep(row, event, await self._turn(row, event))
            except Stale:
                stale += 1
                if stale >= MOST_STALE_READS:
                    tries, problem = MOST_TRIES, Stale.__name__
            except Unavailable:
                await self._store.usable()
            except Exception as error:
                tries += 1
                found = where(error)
                problem = f"{found['error']} {found['where']}"
                log.error("handler failed", row=row.id, tries=tries, **found)
                await self._note_try(row)
                if tries > MOST_TRIES:  # not even parking works: that is for a person to see
                    raise
            else:
                return

    async def _note_try(self, row: inbox.Row) -> None:
        """Count the failure where a restart finds it."""
        await self._store.write_patiently(inbox.note_try, row.id)

    async def _turn(self, row: inbox.Row, event: Incoming) -> Turn:
        tag = self._store.vault.tag
        sender = tag("chat", f"{event.messenger}:{event.sender}") if event.sender else ""
        received_at = times.parse(row.received_at)
        message = incoming.as_message(event, chat=row.chat, received_at=received_at, sender=sender)
        ctx = self._contexts.of(message, row.id, clock.now().astimezone(times.BANGKOK))
        if message.attachment is not None and takes_files(message, ctx):
            attachment = await self._files.take(message, event)
            message = message._replace(attachment=attachment)
        turn = await paced(message, ctx, self._respond)
        return parking.answered_late(turn, row, ctx.conversation.language)

    async def _respond(self, message: Message, ctx: Context) -> Turn:
        return await self._contexts.turns.of(message, ctx, respond)

    async def _keep(self, row: inbox.Row, event: Incoming, turn: Turn) -> None:
        kept = Kept(
            row=row,
            event=event,
            turn=turn,
            batch=self._adapters[event.messenger].batch,
            at=times.stamp(clock.now()),
            quiet=self._quiet,
        )
        self._courier.send(await self._store.write(keep, kept))
        if self._after_kept is not None:
            self._after_kept(kept)

    async def _park(self, row: inbox.Row, event: Incoming, problem: str) -> None:
        log.error("parked", row=row.id, messenger=row.messenger)
        at = times.stamp(clock.now())
        kind, address = event.kind.value, event.address
        rows = await self._store.write(parking.park, row, address, kind, problem, at)
        self._courier.send(rows)


def keep(db: Connection, kept: Kept) -> list[outbox.Row]:
    """Everything one message leads to, in the caller's one transaction; the replies to deliver."""
    row, event, turn = kept.row, kept.event, kept.turn
    only_answers = not turn.keep and not turn.notices
    token_at = (
        inbox.finish(db, row.id, row.delivered_at)
        if only_answers
        else inbox.waiting_since(db, row.id)
    )
    if token_at is None:
        return []
    if turn.keep and event.kind is not Kind.LEFT:
        chats.remember(db, row.chat, row.messenger, event.address)
    else:
        chats.mark_reachable(db, row.chat)
    for write in turn.keep:
        write.query(db, *write.args)
    for count in turn.counts:
        if not limits.allow(db, count.limit, row.chat, row.received_at, count.amount).allowed:
            raise Stale("others were faster")
    if turn.conversation is not None:
        conversations.save(db, row.chat, turn.conversation, kept.at)
    if event.kind is Kind.FILE and event.messenger is Messenger.WEB and event.file is not None:
        drafts.discard_upload(db, int(event.file.file_id))
    if only_answers:
        return add_replies(db, kept, token_at)
    inbox.mark_done(db, row.id)
    replies = add_replies(db, kept, token_at)
    outbox.cut_off(db, row.id)
    return [
        *replies,
        *add_notices(db, turn.notices, kept.at, kept.quiet),
        *topic_orders.take(db, kept.at),
    ]


def add_replies(db: Connection, kept: Kept, token_at: str) -> list[outbox.Row]:
    """The replies of a turn, whose reply token last reached us at *token_at*; to deliver."""
    row, event = kept.row, kept.event
    rows = []
    for number, replies in enumerate(outgoing.batches(kept.turn.replies, kept.batch)):
        token = event.reply_token if number == 0 else ""
        pressed = event.pressed_id if number == 0 else ""
        content = Outgoing(event.address, replies, token, pressed, event.thread)
        rows.append(
            outbox.add(
                db,
                outbox.NewRow(
                    row.messenger,
                    row.chat,
                    outgoing.encode(content, kept.key),
                    kept.at,
                    row.id,
                    token_at if token else "",
                    content=content,
                    received_at=row.received_at,
                ),
            )
        )
    return rows


def add_notices(
    db: Connection, notices: Sequence[Notice], at: str, quiet: QuietHours
) -> list[outbox.Row]:
    """Replies for other chats, each a row of its own; chats that we cannot reach are left out.

    Officers' words wait for the end of the *quiet* hours unless they are urgent.
    """
    rows = []
    for notice in notices:
        found = chats.address(db, notice.chat)
        if found is None:
            continue
        messenger, address = found
        in_queue = notice.in_queue and messenger == Messenger.TELEGRAM
        if in_queue and topic_queue.tells_of_new_cases(db):
            continue
        payload = outgoing.encode(Outgoing(address, (notice.reply,)))
        new = outbox.NewRow(
            messenger,
            notice.chat,
            payload,
            at,
            not_before=max(notice.not_before, _morning(db, notice, at, quiet)),
            urgent=notice.urgent,
        )
        row = outbox.add(db, new)
        if notice.case_id is not None:
            undelivered.belongs_to(db, row.id, notice.case_id, notice.sender)
        rows.append(row)
    return rows


def _morning(db: Connection, notice: Notice, at: str, quiet: QuietHours) -> str:
    waits = notice.case_id is not None and not notice.urgent
    return held_until(db, quiet, notice.chat, at) if waits else ""
