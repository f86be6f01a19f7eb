"""Registering from the terminal: a case that came by another channel, written down by the machine's
operator, who never sees or writes secret cases, or by whoever signed in there."""

import argparse
from collections.abc import Sequence

from bot import clock, desk_words
from bot.agency_context import draw_code
from bot.complaining import complain
from bot.dispatch import add_notices
from bot.opening import Opened
from data import counter_cases, staff, times, written_dates
from data.cases import CaseKind
from data.counter_cases import LONGEST_CONTACT, LONGEST_TEXT, Channel, Received
from data.quiet_hours import NEVER
from data.staff import StaffMember
from data.store import Connection, Store
from handlers.officers.alerts import OPEN_LIST, open_this
from handlers.officers.counter import may_register, received_at
from handlers.reporting.intake import KINDS
from handlers.texts import casework as casework_texts
from handlers.texts import counter as texts
from handlers.texts import desk as desk_texts
from handlers.turn import Choice, Notice, Reply


def add_arguments(new: argparse.ArgumentParser) -> None:
    """What 'cases new' is told."""
    new.add_argument("--channel", choices=[str(each) for each in Channel], required=True)
    new.add_argument("--kind", choices=sorted(KINDS), required=True)
    new.add_argument("--text", required=True, help="what happened, as the reporter tells it")
    new.add_argument("--received", default="", help="2569-11-20; today where left out")
    new.add_argument("--contact", default="", help="who may be told back, sealed in the case")


def new_case(parsed: argparse.Namespace, opened: Opened, member: StaffMember) -> int:
    """Write one case down and say its code."""
    now, kind, text = clock.now(), KINDS[parsed.kind], desk_words.read(parsed.text)
    day = written_dates.day(parsed.received or "today", now.astimezone(times.BANGKOK).date())
    problem = _problem(kind, text, parsed.contact, opened, member) or (
        "" if day else texts.bad_received()
    )
    if problem or day is None:
        return complain(problem, 2)
    received = Received(
        code=draw_code(),
        kind=kind,
        channel=Channel(parsed.channel),
        text=text,
        contact=parsed.contact.strip(),
        received_at=times.stamp(received_at(day, now)),
        at=times.stamp(now),
        staff_id=member.recorded,
        clocks=opened.agency.clocks,
    )
    alert = casework_texts.new_case(kind, received.code)
    notices = alerts_of(opened.store, alert, open_this(received.id), kind=kind, but=member.chat)
    opened.store.write_now(_register, received, notices, received.at)
    print(texts.saved(kind, received.code, day, contact=bool(received.contact)))
    if kind.is_secret:
        print(desk_texts.stays_here())
    return 0


def _problem(kind: CaseKind, text: str, contact: str, opened: Opened, member: StaffMember) -> str:
    if not member.has_cases:
        return texts.no_right()
    if not may_register(member, kind):
        return texts.safe_way(kind, opened.agency.outside_bodies)
    if not text:
        return texts.no_text()
    if len(text) > LONGEST_TEXT or len(contact) > LONGEST_CONTACT:
        return texts.too_long()
    return ""


def alerts_of(
    store: Store, text: str, *ways: Choice, kind: CaseKind = CaseKind.FEEDBACK, but: str = ""
) -> Sequence[Notice]:
    """The same alert for everyone who works on cases of *kind*, but for the chat *but*."""
    workers = [each for each in store.read_now(staff.handlers_of, kind) if each.chat != but]
    secret = kind.is_secret
    reply = Reply(text, choices=(*(() if secret else ways), OPEN_LIST), confidential=secret)
    return [Notice(worker.chat, reply, in_queue=not secret) for worker in workers]


def _register(db: Connection, received: Received, notices: Sequence[Notice], at: str) -> None:
    counter_cases.register(db, received)
    add_notices(db, notices, at, NEVER)
