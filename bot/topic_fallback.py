"""What happens when a group becomes the queue, or cannot be it any more: whom that is told, and how
nobody misses a new case. Each in one transaction."""

from bot import topic_orders
from data import audit, case_access, case_topics, chats, outbox, staff, topic_queue
from data.case_moves import State
from data.store import Connection
from data.topic_queue import Problem, QueueState, TopicQueue
from handlers.message import Messenger
from handlers.officers.alerts import OPEN_LIST
from handlers.texts import casework as casework_texts
from handlers.texts import group_queue as texts
from handlers.turn import Reply


def settle(db: Connection, problem: Problem | None, absent: list[str], at: str) -> list[outbox.Row]:
    """The group was looked at: it is the queue, or cannot be it. *absent* names who works on cases
    on Telegram and is not in it."""
    found = topic_queue.queue(db)
    if found is None or found.state is QueueState.OFF:
        return fall_back(db, at)
    if problem is not None:
        return lose(db, problem, at)
    if found.is_on:
        return []
    topic_queue.turn_on(db, at)
    said = Reply(texts.bound(private_too=found.private_too))
    rows = topic_orders.say(db, found.chat, said, at)
    if absent and not found.private_too:
        rows += _tell_binder(db, found, Reply(texts.absent(absent), choices=(OPEN_LIST,)), at)
    return [*rows, *topic_orders.take(db, at)]


def lose(db: Connection, problem: Problem, at: str) -> list[outbox.Row]:
    """The group cannot be the queue: an administrator hears why, officers of what is new."""
    found = topic_queue.queue(db)
    if found is None or found.state is QueueState.OFF:
        return fall_back(db, at)
    topic_queue.turn_off(db, audit.SYSTEM, at, problem)
    return [*_tell(db, found, problem, at), *fall_back(db, at)]


def fall_back(db: Connection, at: str) -> list[outbox.Row]:
    """Tell in private chats of every new case that the group was to be told of."""
    return [row for case_id in case_topics.owed(db) for row in alert(db, case_id, at)]


def alert(db: Connection, case_id: int, at: str) -> list[outbox.Row]:
    """Tell of a new case in private chats, unless somebody was told already."""
    is_owed = case_topics.topic(db, case_id).owed
    return _alert(db, case_id, at) if is_owed else []


def take_away(db: Connection, case_id: int, at: str) -> list[outbox.Row]:
    """Nothing of a case stands in the group any more: whoever may see it hears of it in private,
    unless somebody has opened it."""
    topic, case = case_topics.topic(db, case_id), case_topics.ordinary(db, case_id)
    is_unread = case is not None and case.state is State.SUBMITTED
    case_topics.taken_away(db, case_id)
    return _alert(db, case_id, at) if topic.owed or (topic.introduced and is_unread) else []


def _alert(db: Connection, case_id: int, at: str) -> list[outbox.Row]:
    case_topics.no_longer_owed(db, case_id)
    case = case_topics.ordinary(db, case_id)
    found = topic_queue.queue(db)
    if case is None or not case.is_open or (found is not None and found.private_too):
        return []
    reply = Reply(casework_texts.new_case(case.kind, case.code), choices=(OPEN_LIST,))
    workers = case_access.workers(db, case_id)
    told = [
        each.chat
        for each in workers
        if each.chat != case.chat and each.messenger == Messenger.TELEGRAM
    ]
    return [row for chat in told for row in topic_orders.say(db, chat, reply, at)]


def _tell(db: Connection, found: TopicQueue, problem: Problem, at: str) -> list[outbox.Row]:
    """In the group while it is only being bound; else, or where we are gone from it, its binder."""
    asked_in_group = found.state is QueueState.ASKED and problem is not Problem.GONE
    if asked_in_group:
        return topic_orders.say(db, found.chat, Reply(texts.cannot_bind(problem)), at)
    return _tell_binder(db, found, Reply(texts.lost(problem), choices=(OPEN_LIST,)), at)


def _tell_binder(db: Connection, found: TopicQueue, reply: Reply, at: str) -> list[outbox.Row]:
    """Whoever bound the group, or whoever is above now."""
    above = [each for each in staff.members(db) if each.supervises]
    binders = [each for each in above if each.id == found.bound_by]
    reachable = [each for each in binders or above if chats.address(db, each.chat)]
    return [row for each in reachable for row in topic_orders.say(db, each.chat, reply, at)]
