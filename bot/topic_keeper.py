"""The topic keeper: brings what stands in the group up to what is so, whenever an order arrives.

An order names a case, never words: what may be shown is looked up when it is carried out, and each
step is kept as soon as Telegram has taken it. So an order that is carried out twice says nothing
twice but the line on whose way it was interrupted.

1. A case that the group must not know of (any more) leaves no topic there.
2. A topic that somebody deleted is created again, with its history in one line.
3. Whoever is interrupted between Telegram's creating a topic and keeping its id creates another;
   Telegram tells us of every topic that we created (see handlers/officers/group_queue.py), so the
   first is taken over if that is told in time, else deleted.
4. A group that cannot be the queue any more: bot/topic_fallback.py.
"""

from datetime import timedelta

import structlog

from bot import clock, topic_fallback, topic_orders
from bot.log import where
from bot.messengers.messenger import TryLater, Undeliverable
from bot.messengers.topic_host import GroupLost, GroupMoved, TopicClosed, TopicGone, TopicHost
from bot.outgoing import TopicOrder
from data import case_topics, chats, clocks, outbox, staff, times, topic_queue
from data.case_topics import Step, Topic
from data.cases import Case, CaseKind
from data.store import Store, Unavailable
from data.topic_queue import QUEUE, Problem, QueueState, TopicQueue
from handlers.message import Messenger
from handlers.texts import group_queue as texts

MOST_ROUNDS = 4
ALERT_AFTER = timedelta(minutes=15)
"""A new case that the group could not be told of by then is told of in private chats."""

Rows = list[outbox.Row]

log = structlog.get_logger()


class TopicKeeper:
    """Carries out orders for the courier, by *host*; None where no messenger has groups with
    topics."""

    def __init__(self, store: Store, host: TopicHost | None) -> None:
        self._store = store
        self._host = host

    async def noted(self) -> Rows:
        """Orders for what others (another process) noted as due."""
        if not self._store.read_now(topic_queue.is_due):
            return []
        return await self._store.write_patiently(topic_orders.take, _now())

    async def bring(self, order: TopicOrder, ordered_at: str) -> Rows:
        """Carry an order out; what else is to be sent. Raises what Adapter.send raises."""
        if self._host is None:
            raise Undeliverable("no messenger with topics")
        try:
            return await self._bring(order, self._host)
        except TryLater:
            if clock.now() - times.parse(ordered_at) >= ALERT_AFTER:
                await self._store.write_patiently(topic_fallback.fall_back, _now())
            raise
        except Undeliverable:
            await self._store.write_patiently(topic_fallback.alert, order.case_id, _now())
            raise
        except Unavailable:
            raise
        except Exception as bug:  # one order must not hold up all that the group waits for
            log.error("order of a topic failed", case=order.case_id, **where(bug))
            await self._store.write_patiently(topic_fallback.alert, order.case_id, _now())
            raise Undeliverable(type(bug).__name__) from bug

    async def _bring(self, order: TopicOrder, host: TopicHost) -> Rows:
        for _ in range(MOST_ROUNDS):
            found = self._store.read_now(topic_queue.queue)
            if found is None:
                return []
            address = self._store.read_now(chats.address, found.chat)
            if address is None:
                return []
            visit = _Visit(self._store, host, found, address[1])
            try:
                return await visit.carry_out(order)
            except TopicGone:
                await self._store.write_patiently(case_topics.gone, order.case_id)
            except TopicClosed:
                await self._store.write_patiently(case_topics.closed, order.case_id, True)
            except GroupMoved as moved:
                await self._store.write_patiently(topic_queue.move, moved.address)
            except GroupLost as lost:
                log.warning("queue lost", problem=lost.problem)
                return await self._store.write_patiently(topic_fallback.lose, lost.problem, _now())
        raise TryLater("the topic is deleted again and again", perhaps_sent=False)


class _Visit:
    """One order being carried out in the group at *address*."""

    def __init__(self, store: Store, host: TopicHost, found: TopicQueue, address: str) -> None:
        self._store, self._host = store, host
        self._queue, self._group = found, address

    async def carry_out(self, order: TopicOrder) -> Rows:
        if order.stray:
            await self._remove(order.stray)
            return []
        if order.case_id == QUEUE:
            return await self._look()
        case = self._store.read_now(case_topics.shown, order.case_id)
        topic = self._store.read_now(case_topics.topic, order.case_id)
        if case is None:
            return await self._take_away(topic)
        if self._queue.is_on:
            await self._show(case, topic)
        return []

    async def _look(self) -> Rows:
        problem, absent = None, list[str]()
        if self._queue.state is not QueueState.OFF:
            problem = await self._host.look(self._group)
        if self._queue.state is QueueState.ASKED and problem is None:
            absent = await self._absent()
        return await self._store.write_patiently(topic_fallback.settle, problem, absent, _now())

    async def _absent(self) -> list[str]:
        """Who works on cases on Telegram, and is not in the group."""
        names = []
        for member in self._store.read_now(staff.handlers_of, CaseKind.GRIEVANCE):
            found = self._store.read_now(chats.address, member.chat)
            on_telegram = found is not None and found[0] == Messenger.TELEGRAM
            if found and on_telegram and not await self._host.has(self._group, found[1]):
                names.append(member.name)
        return names

    async def _take_away(self, topic: Topic) -> Rows:
        if topic.thread:
            await self._remove(topic.thread)
        return await self._store.write_patiently(topic_fallback.take_away, topic.case_id, _now())

    async def _remove(self, thread: str) -> None:
        """Delete a topic. Where we may not, nothing of its case stays in its name, and whoever
        bound the group hears that the right is missing."""
        try:
            await self._host.remove(self._group, thread)
        except TopicGone:
            return
        except GroupLost as lost:
            if lost.problem is not Problem.NO_RIGHT:
                raise
            await self._host.rename(self._group, thread, texts.taken_away())
            await self._host.close(self._group, thread)
            raise

    async def _show(self, case: Case, topic: Topic) -> None:
        if not topic.thread:
            if not case.is_open and not topic.again:
                await self._store.write_patiently(case_topics.no_longer_owed, case.id)
                return
            topic = await self._create(case)
        steps = self._store.read_now(case_topics.history, case.id)
        has_news = not topic.introduced or len(steps) > topic.told
        if topic.closed and (case.is_open or has_news):
            await self._host.reopen(self._group, topic.thread)
            await self._store.write_patiently(case_topics.closed, case.id, False)
        if has_news:
            await self._say(case, topic, steps)
        await self._finish(case, self._store.read_now(case_topics.topic, case.id))

    async def _create(self, case: Case) -> Topic:
        before = await self._store.write_patiently(case_topics.begin, case.id)
        if before.thread:
            return before
        if before.creating:
            log.warning("a topic may have been created before", case=case.id)
        name = texts.topic_name(case)
        try:
            thread = await self._host.create(self._group, name)
        except (GroupLost, GroupMoved, Undeliverable):
            await self._store.write_patiently(case_topics.not_begun, case.id)
            raise
        except TryLater as later:
            if not later.perhaps_sent and not before.creating:
                await self._store.write_patiently(case_topics.not_begun, case.id)
            raise
        await self._store.write_patiently(case_topics.created, case.id, thread, name)
        return self._store.read_now(case_topics.topic, case.id)

    async def _say(self, case: Case, topic: Topic, steps: list[Step]) -> None:
        if topic.introduced:
            await self._host.say(self._group, topic.thread, texts.moved(steps[topic.told :]))
            await self._store.write_patiently(case_topics.told, case.id, len(steps))
            return
        due = self._store.read_now(clocks.next_date, case.id)
        today = clock.now().astimezone(times.BANGKOK).date()
        text = texts.introduction(case, due, today, steps, again=topic.again)
        await self._host.say(self._group, topic.thread, text, case.code)
        await self._store.write_patiently(case_topics.introduced, case.id, len(steps))

    async def _finish(self, case: Case, topic: Topic) -> None:
        name = texts.topic_name(case)
        if topic.name != name:
            await self._host.rename(self._group, topic.thread, name)
            await self._store.write_patiently(case_topics.renamed, case.id, name)
        if not case.is_open and not topic.closed:
            await self._host.close(self._group, topic.thread)
            await self._store.write_patiently(case_topics.closed, case.id, True)


def _now() -> str:
    return times.stamp(clock.now())
