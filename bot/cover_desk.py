"""Covers from the terminal: who stands in for whom while they are on leave."""

import argparse

from bot import clock
from bot.complaining import complain
from data import calendar_changes, covers, staff
from data.covers import Cover
from data.store import Stale, Store
from data.times import BANGKOK, stamp
from handlers.texts import covers as texts
from handlers.texts.office_days import bad_date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """list, set or end."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="who stands in for whom, from today on")
    new = verbs.add_parser("set", help="somebody stands in; they see no more cases than before")
    new.add_argument("--away", type=int, required=True, help="as 'staff list' numbers them")
    new.add_argument("--by", type=int, required=True, help="who stands in, numbered the same")
    new.add_argument("--from", dest="first", required=True, help="B.E., such as 2569-12-01")
    new.add_argument("--to", dest="last", required=True, help="the last day, B.E.")
    ending = verbs.add_parser("end", help="end one before its day")
    ending.add_argument("number", type=int, help="as listed")


def cover_command(parsed: argparse.Namespace, store: Store) -> int:
    """Run one verb; the exit status."""
    verbs = {"list": _list, "set": _set, "end": _end}
    try:
        return verbs[parsed.verb](parsed, store)
    finally:
        store.close()


def _list(_: argparse.Namespace, store: Store) -> int:
    print(texts.listed(_to_come(store), store.read_now(staff.names)))
    return 0


def _set(parsed: argparse.Namespace, store: Store) -> int:
    first, last = (calendar_changes.be_day(each) for each in (parsed.first, parsed.last))
    today = clock.now().astimezone(BANGKOK).date()
    if first is None or last is None:
        return complain(bad_date(), 2)
    if last < today or first > last:
        return complain(texts.bad_days(), 2)
    cover, names = Cover(0, parsed.away, parsed.by, first, last), store.read_now(staff.names)
    try:
        store.write_now(covers.begin, cover, None, stamp(clock.now()))
    except Stale:
        return complain(texts.cannot(names.get(parsed.by, "")))
    print(texts.line(cover, names))
    return 0


def _end(parsed: argparse.Namespace, store: Store) -> int:
    found = next((each for each in _to_come(store) if each.id == parsed.number), None)
    if found is None:
        return complain(texts.not_there())
    store.write_now(covers.end, found, None, stamp(clock.now()))
    print(texts.ended(found, store.read_now(staff.names)))
    return 0


def _to_come(store: Store) -> list[Cover]:
    return store.read_now(covers.to_come, clock.now().astimezone(BANGKOK).date())
