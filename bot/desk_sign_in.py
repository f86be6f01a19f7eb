"""Signing in at the terminal: a member of staff proves by a code in their chat that it is they."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from bot import clock
from bot.complaining import complain
from bot.dispatch import add_notices
from data import chats, desk_sessions, times, two_persons
from data.limits import Verdict
from data.quiet_hours import NEVER
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from handlers.texts import casework as casework_texts
from handlers.texts import desk as texts
from handlers.turn import Notice, Reply

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

VERBS = ("sign-in", "sign-out")


def add_arguments(verbs: "Verbs") -> None:
    """sign-in and sign-out, and in whose name every other verb is."""
    sign_in = verbs.add_parser(
        "sign-in", help="work here as a member of staff, proved in their chat"
    )
    sign_in.add_argument("--code", help="as it came into the chat; left out, it is sent")
    verbs.add_parser("sign-out", help="end that")
    for verb, command in verbs.choices.items():
        if verb != "import":
            command.add_argument(
                "--as",
                dest="member",
                type=int,
                metavar="NUMBER",
                help="in whose name, as 'staff list' numbers them; needs 'cases sign-in'",
            )


def run(parsed: argparse.Namespace, store: Store) -> int:
    """Sign in (a code is sent, or typed), or out."""
    if parsed.member is None:
        return complain(texts.as_whom(), 2)
    member = store.read_now(two_persons.member_numbered, parsed.member)
    if member is None:
        return complain(casework_texts.no_such_member())
    if parsed.verb == "sign-out":
        store.write_now(desk_sessions.sign_out, member.id, times.stamp(clock.now()))
        print(texts.signed_out())
        return 0
    return _send(store, member) if parsed.code is None else _try(store, member, parsed.code)


def acting(store: Store, staff_id: int, key: str, verb: str) -> StaffMember | None:
    """Whoever signed in under this number, as what they are now; None where nobody did, or *key*
    is not their word."""
    at = times.stamp(clock.now())
    if not key and sys.stdin.isatty():
        key = getpass.getpass(texts.ASK_KEY)
    member = store.read_now(desk_sessions.signed_in, staff_id, key.strip(), at)
    if member is not None:
        store.write_now(desk_sessions.note_use, member, verb, at)
    elif store.read_now(two_persons.member_numbered, staff_id) is not None:
        store.write_now(desk_sessions.refuse, staff_id, at)
    return member


def _send(store: Store, member: StaffMember) -> int:
    if store.read_now(chats.address, member.chat) is None:
        return complain(texts.no_chat())
    code = desk_sessions.draw_code()
    hashed = desk_sessions.hash_of(store.vault, member.id, code)
    at = times.stamp(clock.now())

    def keep(db: Connection) -> Verdict:
        verdict = desk_sessions.ask(db, member, hashed, at)
        if verdict.allowed:
            add_notices(db, (_alone(member, texts.code(code)),), at, NEVER)
        return verdict

    verdict = store.write_now(keep)
    if not verdict.allowed:
        return complain(texts.too_often(verdict))
    reachable = store.read_now(chats.is_reachable, member.chat)
    print(texts.code_sent(member, reachable=reachable))
    return 0


def _try(store: Store, member: StaffMember, code: str) -> int:
    """The try is on disk before anything is looked at: no crash gives it back."""
    at = times.stamp(clock.now())
    kept = store.write_now(desk_sessions.count_try, member.id, at)
    typed = desk_sessions.hash_of(store.vault, member.id, code)
    if not desk_sessions.is_the_same(kept, typed):
        store.write_now(_refuse, member, at)
        return complain(texts.wrong_code(member.id))
    word = desk_sessions.draw_word()
    try:
        store.write_now(desk_sessions.sign_in, member, typed, word, at)
    except Stale:
        return complain(texts.wrong_code(member.id))
    print(texts.signed_in(member, word))
    return 0


def _refuse(db: Connection, member: StaffMember, at: str) -> None:
    if desk_sessions.refuse(db, member.id, at):
        add_notices(db, (_alone(member, texts.code_is_void()),), at, NEVER)


def _alone(member: StaffMember, text: str) -> Notice:
    return Notice(member.chat, Reply(text, confidential=True), urgent=True)
