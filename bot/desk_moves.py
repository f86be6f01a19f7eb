"""The desk's moves: what officers do by buttons, in the terminal: the same words and checks."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot import clock, desk_photos, desk_words
from bot.complaining import complain
from bot.desk_verbs import MOVES
from bot.dispatch import add_notices
from data import (
    case_keys,
    case_work,
    covers,
    held_words,
    register,
    staff,
    times,
    withdrawals,
)
from data.agency import Agency
from data.case_moves import Need
from data.case_work import Making
from data.cases import Case
from data.drafts import NewAttachment
from data.quiet_hours import NEVER
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from handlers.officers import handing_over, inquiry_stages
from handlers.officers.casework import OUTCOMES
from handlers.officers.officer_moves import (
    CLOSE,
    DEEDS,
    GO_ON,
    HAND,
    INTERNAL,
    TAKE,
    Deed,
    allowed,
    first_of,
    who,
)
from handlers.officers.officer_wording import Wording
from handlers.texts import casework as texts
from handlers.texts import desk as desk_texts
from handlers.texts import held_back as held_texts
from handlers.texts import inquiry_stages as stage_texts
from handlers.texts import officer_moves as move_texts
from handlers.texts import work_shown as work_texts
from handlers.turn import Notice

WORDLESS = (*handing_over.SILENT, "assess", "inquire", "find_facts")


class Wrong(Exception):
    """It is not done: the message says why to whoever sits there."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Given:
    """What the command line says: *first* as in handlers.officers.officer_wording."""

    outcome: str
    text: str
    first: str
    photo: NewAttachment | None


def ways_on(store: Store, case: Case, member: StaffMember) -> list[str]:
    """The moves that the case allows now, as commands."""
    deeds = _allowed(store, case, member)
    return [verb for verb, deed in MOVES.items() if DEEDS[deed] in deeds]


def move(
    parsed: argparse.Namespace, store: Store, case: Case, member: StaffMember, agency: Agency
) -> int:
    """Make a move with a case that *member* may see."""
    deed = DEEDS[MOVES[parsed.verb]]
    try:
        given = _given(parsed, store, case, member, deed)
        if deed not in _allowed(store, case, member):
            raise Wrong(move_texts.not_now(case) if case.is_open else texts.already_closed(case))
        if deed.verb != INTERNAL and store.read_now(held_words.of_case, case.id) is not None:
            raise Wrong(held_texts.not_yet(case))
        if deed.verb == INTERNAL:
            return _note(store, case, member, given.text)
        if deed.verb == HAND:
            return _hand(store, case, member, parsed.number)
        if deed.verb in (TAKE, GO_ON, *inquiry_stages.VERBS):
            return _make(store, case, member, deed, given)
    except Wrong as wrong:
        return complain(str(wrong), wrong.status)
    wording = Wording(
        deed.verb,
        given.outcome if deed.verb == CLOSE else "",
        given.first,
        text=given.text,
        photo=given.photo is not None,
        urgent=parsed.now,
    )
    return desk_words.tell(store, case, member, wording, agency, given.photo)


def _given(
    parsed: argparse.Namespace, store: Store, case: Case, member: StaffMember, deed: Deed
) -> _Given:
    """What the move needs of the command line. Raises Wrong."""
    outcome = getattr(parsed, "outcome", "")
    if deed.verb in (CLOSE, inquiry_stages.DECIDE):
        outcome = (inquiry_stages.decided(case) if deed.verb == CLOSE else "") or outcome
        if outcome not in OUTCOMES[case.kind]:
            raise Wrong(texts.no_such_outcome(OUTCOMES[case.kind]), 2)
    text = desk_words.read(getattr(parsed, "text", ""))
    if not text and deed.verb not in WORDLESS:
        raise Wrong(_ask(case, deed, outcome), 2)
    first, photo = (getattr(parsed, "first", "") or "").strip(), None
    need = first_of(deed, case)
    if need is Need.AFTER and parsed.photo:
        photo = desk_photos.read(Path(parsed.photo))
        if photo is None:
            raise Wrong(work_texts.not_read(parsed.photo), 2)
        first = photo.name
    if need is Need.AFTER and not first:
        raise Wrong(work_texts.ask_at_the_desk(case), 2)
    if deed.first is Need.ORIGINAL:
        first = store.read_now(register.repeated_by, member, case, first)
    if deed.first is not None and not first:
        raise Wrong(move_texts.ask_first(case, deed.first), 2)
    return _Given(outcome, text, first, photo)


def _note(store: Store, case: Case, member: StaffMember, text: str) -> int:
    at = times.stamp(clock.now())
    store.write_now(case_work.jot, case, text, member.recorded, at)
    print(move_texts.noted(case))
    return 0


def _make(store: Store, case: Case, member: StaffMember, deed: Deed, given: _Given) -> int:
    """A move of which the reporter reads nothing."""
    if deed.verb == TAKE:
        needed = {Need.ASSIGNEE: str(member.id)}
        return _keep(store, case, member, deed, needed, desk_texts.taken(case, member))
    if deed.verb == GO_ON:
        return _keep(store, case, member, deed, {}, move_texts.went_on(case))
    needed = {}
    if deed.verb in (inquiry_stages.DECIDE, inquiry_stages.ACT):
        words = given.text[: inquiry_stages.LONGEST_REASON]
        needed = inquiry_stages.given_for(deed.verb, given.outcome, words)
    told = desk_texts.staged(case, stage_texts.stage(case, deed.verb))
    return _keep(store, case, member, deed, needed, told)


def _hand(store: Store, case: Case, member: StaffMember, number: int) -> int:
    colleagues = store.read_now(register.colleagues, case, member.id)
    found = next((each for each in colleagues if each.id == number), None)
    if found is None:
        raise Wrong(texts.no_such_member())
    name = move_texts.called(member.name)
    if member is staff.OPERATOR:
        name = texts.ROLE_NAMES[member.role]
    today = clock.now().astimezone(times.BANGKOK).date()
    cover = store.read_now(covers.cover_of, replace(case, assigned_to=found.id), today)
    cover = None if cover is not None and cover.id == member.id else cover
    told = move_texts.handed(case, move_texts.called(found.name))
    alerts = handing_over.alerts(case, found, name, cover)
    return _keep(store, case, member, DEEDS[HAND], {Need.ASSIGNEE: str(found.id)}, told, alerts)


def _keep(
    store: Store,
    case: Case,
    member: StaffMember,
    deed: Deed,
    given: Mapping[Need, str],
    told: str,
    notices: tuple[Notice, ...] = (),
) -> int:
    at = times.stamp(clock.now())
    making = Making(case, deed.move(case), who(member, case), at, member.recorded, given)

    def keep(db: Connection) -> None:
        case_work.make(db, making)
        add_notices(db, notices, at, NEVER)

    try:
        store.write_now(keep)
    except Stale as error:
        raise Wrong(move_texts.not_now(case)) from error
    print(told)
    return 0


def _allowed(store: Store, case: Case, member: StaffMember) -> tuple[Deed, ...]:
    """Also for the operator, who is nobody that takes a case."""
    if store.read_now(case_keys.is_forgotten, case.id):
        return ()
    silent = store.read_now(withdrawals.is_withdrawn, case.id)
    deeds = allowed(case, member, clock.now(), silent=silent)
    return tuple(each for each in deeds if each.verb != TAKE or member is not staff.OPERATOR)


def _ask(case: Case, deed: Deed, outcome: str) -> str:
    if deed.verb == INTERNAL:
        return move_texts.ask_internal(case)
    if deed.verb in inquiry_stages.VERBS:
        return stage_texts.ask_reason(case, deed.verb, outcome)
    return texts.ask_answer(case) if deed.verb == CLOSE else move_texts.ask_words(case, deed.verb)
