"""The desk: cases, invitations and staff from the terminal, for the machine's operator and offices
without Telegram. What is written here is delivered by the running service."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta

from bot import clock, desk_moves, desk_units, exporting, listing_desk
from bot.agency_context import draw_token
from bot.messengers import telegram_setup
from bot.messengers.telegram import Telegram
from bot.settings import Settings
from data import (
    case_access,
    case_codes,
    case_entries,
    case_files,
    case_work,
    chats,
    clocks,
    ratings,
    register,
    reminding,
    staff,
    times,
)
from data.agency import Agency
from data.cases import Case
from data.staff import Invitation, StaffMember
from data.store import Store
from data.units import Unit, name_of
from handlers.message import Messenger
from handlers.officers import sealed_identity
from handlers.officers.casework import JOIN_PREFIX, OUTCOMES
from handlers.texts import casework as texts
from handlers.texts import clocks as clock_texts
from handlers.texts import joining as joining_texts
from handlers.texts import ratings as rating_texts
from handlers.texts import reminders as reminder_texts
from handlers.texts import units as unit_texts

OPERATOR = StaffMember(
    id=0, name="", role="administrator", corruption=False, chat="", messenger="terminal"
)
"""Whoever runs commands on the machine: ordinary cases, as an administrator sees them."""

LONGEST_INVITATION_DAYS = 30
NO_NAME = "BOT_USERNAME"
"""Stands in a link while nobody can say what the bot is called."""


def invite(
    parsed: argparse.Namespace, store: Store, loaded: Settings, units: Sequence[Unit]
) -> int:
    """Keep an invitation and print its link; only the token's hash is kept. *units* are those that
    there are."""
    if parsed.unit and (wrong := _wrong_unit(parsed, units)):
        print(wrong, file=sys.stderr)
        store.close()
        return 2
    if parsed.corruption and parsed.role not in staff.WORKING:
        print(f"--corruption needs --role {', '.join(sorted(staff.WORKING))}", file=sys.stderr)
        store.close()
        return 2
    if not 1 <= parsed.days <= LONGEST_INVITATION_DAYS:
        print(f"--days: 1 to {LONGEST_INVITATION_DAYS}", file=sys.stderr)
        store.close()
        return 2
    token = draw_token()
    now = clock.now()
    expires = times.stamp(now + timedelta(days=parsed.days))
    invited = Invitation("", parsed.name, parsed.role, parsed.corruption, parsed.unit)
    store.write_now(staff.invite, token, invited, expires, times.stamp(now))
    store.close()
    name = asyncio.run(_bot_name(loaded))
    link = f"https://t.me/{name or NO_NAME}?start={JOIN_PREFIX}{token}"
    print(texts.invited(link, parsed.days, complete=bool(name)))
    return 0


def _wrong_unit(parsed: argparse.Namespace, units: Sequence[Unit]) -> str:
    keys = [unit.key for unit in units]
    if parsed.role != "officer":
        return unit_texts.only_officers()
    return "" if parsed.unit in keys else unit_texts.no_such_unit(keys)


async def _bot_name(loaded: Settings) -> str:
    """Our bot's username as Telegram has it; "" without a bot, or when Telegram is out of reach."""
    if not loaded.has_telegram:
        return ""
    telegram = Telegram(loaded.telegram_bot_token, loaded.telegram_api_base or None)
    return await telegram_setup.name_of(telegram)


def staff_command(
    parsed: argparse.Namespace, store: Store, loaded: Settings, units: Sequence[Unit] = ()
) -> int:
    """list or remove."""
    try:
        members = store.read_now(staff.members)
        if parsed.verb == "list":
            print(texts.staff_list(members, units))
            return 0
        member = next((each for each in members if each.id == parsed.number), None)
        if member is None:
            print(texts.no_such_member(), file=sys.stderr)
            return 1
        store.write_now(case_access.remove, member.id, times.stamp(clock.now()))
        print(texts.removed(member))
        _warn_of_unread(store, member)
        address = store.read_now(chats.address, member.chat)
    finally:
        store.close()
    if address is not None and address[0] == Messenger.TELEGRAM and loaded.has_telegram:
        asyncio.run(_clear_menu(loaded, address[1]))
    return 0


def _warn_of_unread(store: Store, removed: StaffMember) -> None:
    """Nobody is left for cases for named people, while some are open."""
    for who in store.read_now(staff.only_there, removed):
        print(
            texts.nobody_named(who, store.read_now(register.count_open_for, who)), file=sys.stderr
        )


async def _clear_menu(loaded: Settings, address: str) -> None:
    telegram = Telegram(loaded.telegram_bot_token, loaded.telegram_api_base or None)
    await telegram_setup.take_staff_commands(telegram, address)


def cases_command(parsed: argparse.Namespace, store: Store, agency: Agency) -> int:
    """list, late, export, show, or a move of bot.desk_moves."""
    try:
        if parsed.verb == "list":
            return listing_desk.list_command(parsed, store, OPERATOR)
        if parsed.verb == "late":
            return _late(store)
        if parsed.verb == "export":
            return exporting.export_command(parsed, store, OPERATOR)
        case = _find(store, parsed.code)
        if case is None:
            print(texts.no_such_case(), file=sys.stderr)
            return 1
        if parsed.verb == "show":
            return _show(store, case, agency)
        if parsed.verb == "unit":
            return desk_units.give(parsed, store, case, OPERATOR, agency)
        return desk_moves.move(parsed, store, case, OPERATOR, agency)
    finally:
        store.close()


def _late(store: Store) -> int:
    today = clock.now().astimezone(times.BANGKOK).date()
    found = store.read_now(reminding.near_or_late, OPERATOR, today)
    if found:
        to_open = texts.TO_OPEN_IN_TERMINAL
        print(reminder_texts.late_list(found, len(found), 1, today, to_open))
    else:
        print(reminder_texts.nothing_late())
    return 0


def _show(store: Store, case: Case, agency: Agency) -> int:
    entries = sealed_identity.veiled(case, store.read_now(case_entries.entries, case.id))
    files = store.read_now(case_files.attachments, case.id)
    now = clock.now()
    if store.write_now(case_work.acknowledge, case, None, times.stamp(now)):
        case = _seen_now(store, case)
    rated = rating_texts.on_card(store.read_now(ratings.rating, case.id))
    due = store.read_now(clocks.next_date, case.id) if case.is_open else None
    line = clock_texts.for_officer(due, now.astimezone(times.BANGKOK).date()) if due else ""
    joined = store.read_now(register.joined_to, OPERATOR, case.id)
    said = [(each, store.read_now(case_entries.entries, each.id)) for each in joined]
    unit = name_of(agency.units, case.unit)
    card = texts.case_card(case, entries, files, due=line, unit=unit)
    print(card + joining_texts.on_card(said) + rated)
    for file in files:
        print(f"- {texts.file_name(file)} ({file.media_type}, {file.size:,} bytes)")
    ways = desk_moves.ways_on(store, case, OPERATOR)
    is_work = case.standing.is_work
    print(f"\n{texts.to_work_in_terminal(ways, OUTCOMES[case.kind], is_work=is_work)}")
    if agency.units and "assign" in ways:
        print(unit_texts.in_terminal([unit.key for unit in agency.units]))
    return 0


def _seen_now(store: Store, case: Case) -> Case:
    return store.read_now(register.seen_by, OPERATOR, case.id) or case


def _find(store: Store, text: str) -> Case | None:
    code = case_codes.find(text)
    return store.read_now(register.seen_by_code, OPERATOR, code) if code else None
