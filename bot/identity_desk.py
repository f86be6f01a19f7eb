"""Identity desk: who filed a secret case, opened from the terminal by two members of staff, each
signed in there (``cases sign-in``); they hear of it in their chats, too.
"""

import argparse

from bot import clock, desk_sign_in
from bot.complaining import complain
from bot.dispatch import add_notices
from data import case_codes, register, reporter_identity, sealed_identity, times, two_persons
from data.cases import Case
from data.quiet_hours import NEVER
from data.sealed_identity import Request, Standing
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from handlers.officers.sealed_identity import LONGEST_REASON, alerts, verdict
from handlers.texts import casework as casework_texts
from handlers.texts import desk as desk_texts
from handlers.texts import sealed_identity as texts
from handlers.turn import Notice, Reply

WHAT = "PS-..., or the number that 'list' shows"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """list, request, approve, refuse, show; each in a member's name."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, description in (
        ("list", "requests that a member may decide, and their own"),
        ("request", "ask who filed a secret case"),
        ("approve", "agree, as the second person"),
        ("refuse", "do not agree"),
        ("show", "who filed it, once"),
    ):
        command = verbs.add_parser(verb, help=description)
        if verb != "list":
            command.add_argument("code", help=WHAT if verb in ("approve", "refuse") else "PS-...")
        command.add_argument(
            "--as",
            dest="member",
            type=int,
            required=True,
            help="as 'staff list' numbers them; needs 'cases sign-in'",
        )
        if verb == "request":
            command.add_argument("--reason", required=True, help="for the audit trail, no story")


def identity_command(parsed: argparse.Namespace, store: Store, key: str) -> int:
    """Run one verb for whoever *key* is the session's word of; the exit status."""
    try:
        member = desk_sign_in.acting(store, parsed.member, key, f"identity {parsed.verb}")
        if member is None:
            return complain(desk_texts.not_signed_in(parsed.member))
        if parsed.verb == "list":
            return _list(store, member)
        if parsed.verb in ("approve", "refuse"):
            return _decide(parsed, store, member)
        code = case_codes.find(parsed.code)
        case = store.read_now(register.seen_by_code, member, code) if code else None
        if case is None:
            return complain(casework_texts.no_such_case())
        if parsed.verb == "request":
            return _request(parsed.reason.strip()[:LONGEST_REASON], store, member, case)
        return _show(store, member, case)
    except Stale:
        return complain(texts.no_longer())
    finally:
        store.close()


def _list(store: Store, member: StaffMember) -> int:
    at = times.stamp(clock.now())
    found = store.read_now(sealed_identity.waiting_for, member, at)
    found += store.read_now(sealed_identity.asked_by, member, at)
    for each in found:
        asker = store.read_now(two_persons.member_numbered, each.asked_by)
        print(texts.in_terminal(each, asker.name if asker else "", each.standing(at)))
    if not found:
        print(texts.nothing_waits())
    return 0


def _request(reason: str, store: Store, member: StaffMember, case: Case) -> int:
    at = times.stamp(clock.now())
    if not reason:
        return complain(texts.no_reason(), 2)
    why = store.read_now(sealed_identity.refusal, member, case.id, at)
    if why is not None:
        return complain(texts.refused(why))
    told = store.read_now(two_persons.deciders, case.id, member)

    def keep(db: Connection) -> None:
        sealed_identity.ask(db, case.id, member.id, reason, at)
        add_notices(db, (*alerts(told), _by_desk(member, "request")), at, NEVER)

    store.write_now(keep)
    print(texts.asked(len(told)))
    return 0


def _decide(parsed: argparse.Namespace, store: Store, member: StaffMember) -> int:
    at, approved = times.stamp(clock.now()), parsed.verb == "approve"
    request = _wanted(store, member, parsed.code, at)
    asker = store.read_now(two_persons.member_numbered, request.asked_by if request else None)
    if request is None or asker is None:
        return complain(texts.no_such_request())

    def keep(db: Connection) -> None:
        sealed_identity.decide(db, request.id, member.id, at, approved)
        notices = (verdict(asker, approved=approved), _by_desk(member, parsed.verb))
        add_notices(db, notices, at, NEVER)

    store.write_now(keep)
    print(texts.done(approved=approved))
    return 0


def _wanted(store: Store, member: StaffMember, named: str, at: str) -> Request | None:
    """The request with this number, or about the case with this code, that *member* may decide."""
    code = case_codes.find(named)
    case = store.read_now(register.seen_by_code, member, code) if code else None
    waiting = store.read_now(sealed_identity.waiting_for, member, at)
    wanted = (
        each
        for each in waiting
        if str(each.id) == named.strip() or (case is not None and each.case_id == case.id)
    )
    return next(wanted, None)


def _show(store: Store, member: StaffMember, case: Case) -> int:
    at = times.stamp(clock.now())
    own = store.read_now(sealed_identity.asked_by, member, at)
    approved = (each for each in own if each.standing(at) is Standing.APPROVED)
    request = next((each for each in approved if each.case_id == case.id), None)
    if request is None:
        return complain(texts.no_such_request())

    def keep(db: Connection) -> None:
        sealed_identity.note_shown(db, request.id, member.id, at)
        add_notices(db, (_by_desk(member, "show"),), at, NEVER)

    store.write_now(keep)
    print(texts.shown(case.code, store.read_now(reporter_identity.identity, case.id)))
    print(desk_texts.stays_here())
    return 0


def _by_desk(member: StaffMember, verb: str) -> Notice:
    return Notice(member.chat, Reply(texts.by_desk(texts.ACTS[verb]), confidential=True))
