"""Listing cases at the desk: all that are open, those that filters leave, what is looked for, near
a deadline, or one's own."""

import argparse
from datetime import date

from bot import clock, desk_case
from bot.complaining import complain
from data import case_search, covers, register, reminding, staff
from data.case_moves import State
from data.case_search import NOBODY, SOMEBODY, Wanted
from data.cases import CaseKind
from data.staff import StaffMember
from data.store import Store
from data.times import BANGKOK
from handlers.officers import case_filters, filtering
from handlers.texts import casework as texts
from handlers.texts import covers as cover_texts
from handlers.texts import filtering as filter_texts
from handlers.texts import officer_moves as move_texts
from handlers.texts import reminders as reminder_texts

ALL_PAGES = 1_000_000
MOST_FOUND = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Every filter of the chat."""
    kinds = [kind.value.lower() for kind in CaseKind]
    parser.add_argument("--kind", choices=kinds)
    parser.add_argument("--state", choices=[state.value for state in State])
    taken = parser.add_mutually_exclusive_group()
    taken.add_argument("--unassigned", dest="taken", action="store_const", const=NOBODY)
    taken.add_argument("--assigned", dest="taken", action="store_const", const=SOMEBODY)
    parser.add_argument("--late", action="store_true", help="past a deadline")
    parser.add_argument("--month", help="received in, B.E., such as 2569-11")
    parser.add_argument("--channel", choices=sorted(case_filters.CHANNELS))
    parser.add_argument("--all", dest="finished", action="store_true", help="finished ones too")
    parser.add_argument("--find", metavar="WORDS", help="a code's beginning, or words in a case")


def list_command(parsed: argparse.Namespace, store: Store, member: StaffMember) -> int:
    """What is wanted, printed."""
    if not member.has_cases:
        print(texts.no_open_cases(may_see=False))
        return 0
    if parsed.find:
        return _find(parsed.find, store, member)
    month = case_filters.month_of(parsed.month) if parsed.month else ""
    if parsed.month and not month:
        return complain("--month: 2569-11", 2)
    wanted = Wanted(
        CaseKind(parsed.kind.upper()) if parsed.kind else None,
        State(parsed.state) if parsed.state else None,
        parsed.taken or "",
        parsed.late,
        month,
        parsed.channel or "",
        parsed.finished,
    )
    return _list(wanted, store, member)


def _list(wanted: Wanted, store: Store, member: StaffMember) -> int:
    if wanted == Wanted():
        found = store.read_now(register.open_cases, member, ALL_PAGES)
        text = texts.no_open_cases(may_see=True)
        if found:
            text = texts.case_list(found, str(len(found)), 1, texts.TO_OPEN_IN_TERMINAL)
    else:
        found = store.read_now(case_search.wanted, member, wanted, _today(), ALL_PAGES)
        named, to_open = filtering.described(wanted), texts.TO_OPEN_IN_TERMINAL
        text = filter_texts.found(found, named, 1, more=False, to_open=to_open)
    print(text)
    desk_case.protect(found)
    return 0


def late_command(_: argparse.Namespace, store: Store, member: StaffMember) -> int:
    """What is near its deadline or past it."""
    found = store.read_now(reminding.near_or_late, member, _today())
    if found:
        to_open = texts.TO_OPEN_IN_TERMINAL
        print(reminder_texts.late_list(found, len(found), 1, _today(), to_open))
        desk_case.protect([each.case for each in found])
    else:
        print(reminder_texts.nothing_late())
    return 0


def mine_command(_: argparse.Namespace, store: Store, member: StaffMember) -> int:
    """Open cases that *member* took or was given, and those of whom they stand in for."""
    found = store.read_now(register.assigned_to, member, ALL_PAGES)
    others = store.read_now(covers.covered, member, _today(), ALL_PAGES)
    if others:
        print(f"{cover_texts.covered_list(others, store.read_now(staff.names))}\n")
    print(move_texts.my_list(found, texts.TO_OPEN_IN_TERMINAL))
    desk_case.protect([*found, *others])
    return 0


def _find(words: str, store: Store, member: StaffMember) -> int:
    to_open = texts.TO_OPEN_IN_TERMINAL
    found = store.read_now(case_search.with_code_like, member, words, MOST_FOUND)
    if found:
        print(filter_texts.with_code(found, to_open))
        desk_case.protect(found)
        return 0
    found, looked_at = store.read_now(case_search.with_words, member, words.split(), MOST_FOUND)
    bounded = looked_at == case_search.LOOKED_AT
    text = filter_texts.with_words(
        found, words, looked_at, bounded=bounded, most=MOST_FOUND, to_open=to_open
    )
    print(text)
    return 0


def _today() -> date:
    return clock.now().astimezone(BANGKOK).date()
