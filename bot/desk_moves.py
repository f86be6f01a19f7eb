"""The desk's moves: what officers do by buttons, in the terminal: the same words and checks."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot import clock, desk_photos
from bot.dispatch import add_notices
from data import case_work, chats, conversations, joining, register, times, withdrawals
from data.agency import Agency
from data.case_moves import Need
from data.case_work import Making
from data.cases import Case
from data.drafts import NewAttachment
from data.quiet_hours import NEVER, QuietHours, held_until
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from handlers.officers import handing_over, joiner_news, reporter_news
from handlers.officers.casework import OUTCOMES
from handlers.officers.officer_moves import (
    DEEDS,
    GO_ON,
    HAND,
    INTERNAL,
    Deed,
    allowed,
    first_of,
    who,
    write_of,
)
from handlers.officers.officer_wording import Wording, given_for
from handlers.texts import casework as texts
from handlers.texts import delivery as delivery_texts
from handlers.texts import officer_moves as move_texts
from handlers.texts import work_shown as work_texts
from handlers.turn import Notice, Write

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "answer",
        "close": "close",
        "ask": "ask",
        "progress": "note",
        "note": INTERNAL,
        "go-on": GO_ON,
        "assign": HAND,
        "refer": "refer",
        "reject": "reject",
        "duplicate": "duplicate",
        "resolve": "resolve",
        "reopen": "reopen",
    }
)
"""What a command does, as a button's deed."""

HELP = MappingProxyType(
    {
        "ask": "ask the reporter; the clocks stand still",
        "progress": "tell the reporter how it goes",
        "note": "a note for the file alone",
        "refer": "refer to a body outside",
        "reject": "reject with a reason for the file",
        "duplicate": "join with another case of the same matter",
        "resolve": "tell the reporter that it is put right",
        "reopen": "open a finished case again",
    }
)
READ = "what the reporter reads"
SHOWS_WORK = ("resolve", "close")


def add_arguments(verbs: "Verbs") -> None:
    """The commands beside answering and closing."""
    for verb, description in HELP.items():
        command = verbs.add_parser(verb, help=description)
        command.add_argument("code", help="PS-..., as listed")
        command.add_argument("text", help="what stands in the file" if verb == "note" else READ)
        if verb != "note":
            add_now(command)
        if verb == "refer":
            command.add_argument("--to", dest="first", required=True, help="the body's name")
        if verb == "duplicate":
            command.add_argument("--of", dest="first", required=True, help="the other's code")
        if verb == "reject":
            command.add_argument("--reason", dest="first", required=True, help="for the file")
        if verb in SHOWS_WORK:
            desk_photos.add_arguments(command)
    verbs.add_parser("go-on", help="wait no more for the reporter").add_argument("code")
    command = verbs.add_parser("assign", help="hand to a member of staff")
    command.add_argument("code", help="PS-..., as listed")
    command.add_argument("number", type=int, help="as 'staff list' numbers them")


def add_now(command: argparse.ArgumentParser) -> None:
    """--now: quiet hours or not."""
    command.add_argument("--now", action="store_true", help="urgent: do not wait for the morning")


def ways_on(store: Store, case: Case, member: StaffMember) -> list[str]:
    """The commands that the case allows now."""
    deeds = _allowed(store, case, member)
    return [verb for verb, deed in VERBS.items() if DEEDS[deed] in deeds]


def move(
    parsed: argparse.Namespace, store: Store, case: Case, member: StaffMember, agency: Agency
) -> int:
    """Make a move with a case that *member*, the machine's operator, may see."""
    deed, outcome = DEEDS[VERBS[parsed.verb]], getattr(parsed, "outcome", "")
    if outcome and outcome not in OUTCOMES[case.kind]:
        return _complain(texts.no_such_outcome(OUTCOMES[case.kind]), 2)
    text, first = getattr(parsed, "text", "").strip(), (getattr(parsed, "first", "") or "").strip()
    if not text and deed.verb not in handing_over.SILENT:
        return _complain(_ask(case, deed), 2)
    need, photo = first_of(deed, case), None
    if need is Need.AFTER and parsed.photo:
        photo = desk_photos.read(Path(parsed.photo))
        if photo is None:
            return _complain(work_texts.not_read(parsed.photo), 2)
        first = photo.name
    if need is Need.AFTER and not first:
        return _complain(work_texts.ask_at_the_desk(case), 2)
    if deed.first is Need.ORIGINAL:
        first = store.read_now(register.repeated_by, member, case, first)
    if deed.first is not None and not first:
        return _complain(move_texts.ask_first(case, deed.first), 2)
    if deed not in _allowed(store, case, member):
        stale = move_texts.not_now(case) if case.is_open else texts.already_closed(case)
        return _complain(stale, 1)
    if deed.verb == INTERNAL:
        store.write_now(case_work.jot, case, text, None, times.stamp(clock.now()))
        print(move_texts.noted(case))
        return 0
    if deed.verb == HAND:
        return _hand(store, case, member, parsed.number)
    if deed.verb == GO_ON:
        return _keep(store, _making(case, deed, member, {}), (), move_texts.went_on(case))
    wording = Wording(deed.verb, outcome, first, text=text, photo=photo is not None)
    wording = replace(wording, urgent=getattr(parsed, "now", False))
    return _tell(store, case, member, wording, agency, photo)


def _tell(
    store: Store,
    case: Case,
    member: StaffMember,
    wording: Wording,
    agency: Agency,
    photo: NewAttachment | None,
) -> int:
    deed, spoken = DEEDS[wording.verb], store.read_now(conversations.load, case.chat).language
    news = reporter_news.notice(
        case, wording.verb, wording.text, spoken, outcome=wording.outcome, first=wording.first
    )
    silent = store.read_now(withdrawals.is_withdrawn, case.id)
    reachable = store.read_now(chats.is_reachable, case.chat)
    told = move_texts.sent(case, wording.verb, wording.outcome, reachable=reachable)
    now, urgent = clock.now(), wording.urgent
    until = "" if urgent else store.read_now(held_until, agency.quiet, case.chat, times.stamp(now))
    told += delivery_texts.after(delivery_texts.morning(until, now) if until else "")
    making = _making(case, deed, member, given_for(case, wording), agency)
    joiners = store.read_now(joining.joiners, case.id)
    told += joiner_news.below(joiners, wording.verb)
    words = joiner_news.Words(
        wording.verb, wording.text, wording.outcome, wording.first, making.at, None
    )
    also = joiner_news.kept(case, joiners, words)
    notices = (*(() if silent else (news,)), *joiner_news.notices(case, joiners, words))
    notices = tuple(replace(each, urgent=urgent) for each in notices)
    told = texts.kept_unsent(case) if silent else told
    return _keep(store, making, notices, told, deed, agency.quiet, also, photo)


def _hand(store: Store, case: Case, member: StaffMember, number: int) -> int:
    colleagues = store.read_now(register.colleagues, case, member.id)
    found = next((each for each in colleagues if each.id == number), None)
    if found is None:
        return _complain(texts.no_such_member(), 1)
    making = _making(case, DEEDS[HAND], member, {Need.ASSIGNEE: str(found.id)})
    alert = handing_over.alert(case, found, texts.ROLE_NAMES[member.role])
    return _keep(store, making, (alert,), move_texts.handed(case, move_texts.called(found.name)))


def _making(
    case: Case,
    deed: Deed,
    member: StaffMember,
    given: Mapping[Need, str],
    agency: Agency | None = None,
) -> Making:
    rules, at = agency.clocks if agency else None, times.stamp(clock.now())
    return Making(case, deed.move(case), who(member, case), at, given=given, rules=rules)


def _keep(
    store: Store,
    making: Making,
    notices: tuple[Notice, ...],
    told: str,
    deed: Deed | None = None,
    quiet: QuietHours = NEVER,
    also: tuple[Write, ...] = (),
    photo: NewAttachment | None = None,
) -> int:
    make = write_of(deed) if deed else case_work.make

    def keep(db: Connection) -> None:
        shown = desk_photos.keep(db, photo) if photo else None
        make(db, replace(making, photo=shown and shown[0]))
        for write in also:
            write.query(db, *write.args)
        add_notices(db, desk_photos.beside(db, notices, shown), making.at, quiet)

    try:
        store.write_now(keep)
    except Stale:
        return _complain(move_texts.not_now(making.case), 1)
    print(told)
    return 0


def _allowed(store: Store, case: Case, member: StaffMember) -> tuple[Deed, ...]:
    silent = store.read_now(withdrawals.is_withdrawn, case.id)
    return allowed(case, member, clock.now(), silent=silent)


def _ask(case: Case, deed: Deed) -> str:
    if deed.verb == INTERNAL:
        return move_texts.ask_internal(case)
    return texts.ask_answer(case) if deed.verb == "close" else move_texts.ask_words(case, deed.verb)


def _complain(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status
