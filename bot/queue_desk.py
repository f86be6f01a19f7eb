"""The queue in a group from the terminal: see it, switch it off, choose where alerts go."""

import argparse

from bot import clock
from bot.complaining import complain
from data import audit, times, topic_queue
from data.store import Store
from handlers.texts import group_queue as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """show, off, both or only."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("show", help="whether a group is the queue")
    verbs.add_parser("off", help="no group is: new cases are told of in private chats")
    verbs.add_parser("both", help="new cases are told of in the group and in private chats")
    verbs.add_parser("only", help="new cases are told of in the group only")


def queue_command(parsed: argparse.Namespace, store: Store) -> int:
    """Run one verb; the exit status."""
    try:
        return _run(parsed.verb, store)
    finally:
        store.close()


def _run(verb: str, store: Store) -> int:
    found = store.read_now(topic_queue.queue)
    if verb == "show":
        print(texts.standing(found))
        return 0
    if found is None or not found.is_on:
        return complain(texts.nothing_bound())
    at = times.stamp(clock.now())
    if verb == "off":
        store.write_now(topic_queue.turn_off, audit.OPERATOR, at)
        print(texts.turned_off())
        return 0
    store.write_now(topic_queue.set_private_too, verb == "both", audit.OPERATOR, at)
    print(texts.standing(store.read_now(topic_queue.queue)))
    return 0
