"""``python -m bot parked``: messages that could not be answered. Their words are never shown: they
may be of a report that whoever runs this machine must not read."""

import argparse

from bot import clock
from bot.complaining import complain
from data import parked, times
from data.parked import BUSY, GONE
from data.store import Store
from handlers.texts import parked as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """list (also without a verb), retry or drop."""
    parser.set_defaults(limit=100)
    verbs = parser.add_subparsers(dest="verb")
    listing = verbs.add_parser("list", help="number, time, messenger, kind, failures; no words")
    listing.add_argument("--limit", type=int, default=100, help="how many, the oldest first")
    retry = verbs.add_parser("retry", help="have the service try again")
    retry.add_argument("references", nargs="*", type=int, metavar="N", help="as listed")
    retry.add_argument("--all", action="store_true", help="everything that is parked")
    drop = verbs.add_parser("drop", help="remove one unanswered, with its words")
    drop.add_argument("reference", type=int, metavar="N", help="as listed")
    drop.add_argument("--reason", required=True, help="for the audit trail, no words of it")


def parked_command(parsed: argparse.Namespace, store: Store) -> int:
    """Run one verb; the exit status."""
    try:
        if parsed.verb == "retry":
            return _retry(parsed, store)
        if parsed.verb == "drop":
            return _drop(parsed, store)
        found = store.read_now(parked.listed, parsed.limit)
        print(texts.listing(found, store.read_now(parked.count)))
        return 0
    finally:
        store.close()


def _retry(parsed: argparse.Namespace, store: Store) -> int:
    asked = store.read_now(parked.references) if parsed.all else parsed.references
    if not asked:
        return _nothing(parsed)
    obstacles = {row_id: store.read_now(parked.obstacle, row_id) for row_id in asked}
    done = store.write_now(parked.want, tuple(asked), times.stamp(clock.now()))
    if done:
        print(texts.will_retry(done))
    status = 0
    for why, text in ((BUSY, texts.not_retried), (GONE, texts.no_such)):
        left = [row_id for row_id, found in obstacles.items() if found == why]
        if left:
            status = complain(text(left))
    return status


def _nothing(parsed: argparse.Namespace) -> int:
    if not parsed.all:
        return complain(texts.numbers_wanted(), 2)
    print(texts.listing([], 0))
    return 0


def _drop(parsed: argparse.Namespace, store: Store) -> int:
    reason = parsed.reason.strip()
    if not reason:
        return complain(texts.reason_wanted(), 2)
    if not store.write_now(parked.drop, parsed.reference, reason, times.stamp(clock.now())):
        return complain(texts.no_such([parsed.reference]))
    print(texts.dropped(parsed.reference))
    return 0
