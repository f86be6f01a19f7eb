"""Excluding: the machine's operator hides a case from somebody on staff, without reading it."""

import argparse
import sys

from bot import clock
from bot.dispatch import add_notices
from data import audit, case_access, case_codes, conversations, register, staff, times
from data.agency import Agency
from data.case_access import Exclusion
from data.cases import Case
from data.store import Connection, Stale, Store
from handlers.reporting import exclusion
from handlers.texts import casework as casework_texts
from handlers.texts import recusal as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """CODE --staff N --reason WHY."""
    parser.add_argument("code", help="PS-..., as its reporter or its handlers know it")
    parser.add_argument("--staff", type=int, required=True, help="as 'staff list' numbers them")
    parser.add_argument("--reason", required=True, help="kept sealed with the case")


def exclude_command(parsed: argparse.Namespace, store: Store, agency: Agency) -> int:
    """Hide a case from somebody; where nobody is left, its reporter is told."""
    problem = _exclude(parsed, store, agency)
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


def _exclude(parsed: argparse.Namespace, store: Store, agency: Agency) -> str:
    """What is wrong, "" where it is done."""
    code, reason = case_codes.find(parsed.code), parsed.reason.strip()
    case = store.read_now(register.with_code, code) if code else None
    members = store.read_now(staff.members)
    member = next((each for each in members if each.id == parsed.staff), None)
    if not reason:
        return texts.no_reason()
    if case is None:
        return casework_texts.no_such_case()
    if member is None:
        return casework_texts.no_such_member()
    at = times.stamp(clock.now())
    hiding = Exclusion(case.id, member.id, audit.OPERATOR, "supervisor", reason, at)
    try:
        is_left = store.write_now(_keep, hiding, case, agency)
    except Stale:
        return texts.hidden_already()
    print(texts.hidden(member.name))
    if not is_left:
        print(texts.nobody_left(), file=sys.stderr)
    return ""


def _keep(db: Connection, hiding: Exclusion, case: Case, agency: Agency) -> bool:
    """Whether anybody is left who reads the case."""
    case_access.exclude(db, hiding)
    workers = case_access.workers(db, case.id)
    if not case.kind.is_secret or any(each.chat != case.chat for each in workers):
        return True
    spoken = conversations.load(db, case.chat).language
    notice = exclusion.notice_nobody_left(case, agency.outside_bodies, spoken)
    add_notices(db, [notice], hiding.at, agency.quiet)
    return False
