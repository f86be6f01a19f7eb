"""Keeping apart at the desk: a handler steps back from a case, or one is hidden from somebody."""

import argparse

from bot import clock
from bot.complaining import complain
from bot.dispatch import add_notices
from data import audit, case_access, conversations, held_words, times
from data.agency import Agency
from data.case_access import Exclusion
from data.cases import Case
from data.quiet_hours import NEVER
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from handlers.officers import hiding, recusal
from handlers.texts import casework as casework_texts
from handlers.texts import desk as desk_texts
from handlers.texts import held_back as held_texts
from handlers.texts import recusal as texts


def recuse(
    parsed: argparse.Namespace, store: Store, case: Case, member: StaffMember, agency: Agency
) -> int:
    """*member* steps back, without having read it; what that means is shown first."""
    if not recusal.can_be_left(case):
        return complain(texts.nothing_to_leave())
    if store.read_now(held_words.of_case, case.id) is not None:
        return complain(held_texts.not_yet(case))
    if not parsed.yes:
        print(desk_texts.to_recuse(case, texts.confirm(case)))
        return 0
    at = times.stamp(clock.now())

    def keep(db: Connection) -> None:
        workers = case_access.workers(db, case.id)
        case_access.exclude(db, recusal.stepping_back(case, member, at))
        spoken = conversations.load(db, case.chat).language
        told = recusal.told(member, case, workers, agency.outside_bodies, spoken)
        add_notices(db, told, at, NEVER)

    store.write_now(keep)
    print(texts.done())
    return 0


def hide(parsed: argparse.Namespace, store: Store, case: Case, member: StaffMember) -> int:
    """Hide an ordinary case from a colleague who sees it, in the name of *member*."""
    reason, at = parsed.reason.strip(), times.stamp(clock.now())
    if not hiding.may_hide(case, member):
        return complain(desk_texts.not_above())
    if not reason:
        return complain(texts.no_reason(), 2)
    workers = store.read_now(case_access.workers, case.id)
    others = [each for each in workers if each.chat not in (member.chat, case.chat)]
    somebody = next((each for each in others if each.id == parsed.staff), None)
    if somebody is None:
        return complain(casework_texts.no_such_member())
    hidden = Exclusion(case.id, somebody.id, audit.by(member.id), "supervisor", reason, at)
    try:
        store.write_now(case_access.exclude, hidden)
    except Stale:
        return complain(texts.hidden_already())
    print(texts.hidden(somebody.name))
    return 0
