"""Registering from the terminal: a case that came by another channel, written down by the machine's
operator, who never sees or writes corruption cases."""

import argparse
import sys
from collections.abc import Sequence

from bot import clock
from bot.agency_context import draw_code
from bot.dispatch import add_notices
from bot.opening import Opened
from data import counter_cases, staff, times, written_dates
from data.cases import CaseKind
from data.counter_cases import LONGEST_CONTACT, LONGEST_TEXT, Channel, Received
from data.quiet_hours import NEVER
from data.store import Connection, Store
from handlers.officers.alerts import OPEN_LIST, open_this
from handlers.officers.counter import received_at
from handlers.reporting.intake import KINDS
from handlers.texts import casework as casework_texts
from handlers.texts import counter as texts
from handlers.turn import Choice, Notice, Reply


def add_arguments(new: argparse.ArgumentParser) -> None:
    """What 'cases new' is told."""
    new.add_argument("--channel", choices=[str(each) for each in Channel], required=True)
    new.add_argument("--kind", choices=sorted(KINDS), required=True)
    new.add_argument("--text", required=True, help="what happened, as the reporter tells it")
    new.add_argument("--received", default="", help="2569-11-20; today where left out")
    new.add_argument("--contact", default="", help="who may be told back, sealed in the case")


def new_case(parsed: argparse.Namespace, opened: Opened) -> int:
    """Write one case down and say its code."""
    try:
        return _new_case(parsed, opened)
    finally:
        opened.store.close()


def _new_case(parsed: argparse.Namespace, opened: Opened) -> int:
    now, kind = clock.now(), KINDS[parsed.kind]
    day = written_dates.day(parsed.received or "today", now.astimezone(times.BANGKOK).date())
    problem = _problem(parsed, opened) or ("" if day else texts.bad_received())
    if problem or day is None:
        print(problem, file=sys.stderr)
        return 2
    received = Received(
        code=draw_code(),
        kind=kind,
        channel=Channel(parsed.channel),
        text=parsed.text.strip(),
        contact=parsed.contact.strip(),
        received_at=times.stamp(received_at(day, now)),
        at=times.stamp(now),
        staff_id=None,
        clocks=opened.agency.clocks,
    )
    alert = casework_texts.new_case(kind, received.code)
    notices = alerts_of(opened.store, alert, open_this(received.id))
    opened.store.write_now(_register, received, notices, received.at)
    print(texts.saved(kind, received.code, day, contact=bool(received.contact)))
    return 0


def _problem(parsed: argparse.Namespace, opened: Opened) -> str:
    if KINDS[parsed.kind].is_secret:
        return texts.safe_way(KINDS[parsed.kind], opened.agency.outside_bodies)
    if not parsed.text.strip():
        return texts.no_text()
    if len(parsed.text) > LONGEST_TEXT or len(parsed.contact) > LONGEST_CONTACT:
        return texts.too_long()
    return ""


def alerts_of(store: Store, text: str, *ways: Choice) -> Sequence[Notice]:
    """The same alert for everyone who works on ordinary cases."""
    workers = store.read_now(staff.handlers_of, CaseKind.FEEDBACK)
    reply = Reply(text, choices=(*ways, OPEN_LIST))
    return [Notice(worker.chat, reply, in_queue=True) for worker in workers]


def _register(db: Connection, received: Received, notices: Sequence[Notice], at: str) -> None:
    counter_cases.register(db, received)
    add_notices(db, notices, at, NEVER)
