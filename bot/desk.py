"""The desk: cases, invitations and staff from the terminal, for the machine's operator and offices
without Telegram. What is written here is delivered by the running service."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from bot import (
    clock,
    desk_apart,
    desk_case,
    desk_files,
    desk_moves,
    desk_sign_in,
    desk_units,
    desk_words,
    excluding,
    exporting,
    holding,
    importing,
    listing_desk,
    registering,
)
from bot.agency_context import draw_token
from bot.complaining import complain
from bot.desk_verbs import OF_A_MEMBER
from bot.messengers import telegram_setup
from bot.messengers.telegram import Telegram
from bot.opening import Opened
from bot.settings import Settings
from data import case_access, case_codes, chats, register, staff, times
from data.cases import Case
from data.staff import OPERATOR, Invitation, StaffMember
from data.store import Store
from data.units import Unit
from handlers.message import Messenger
from handlers.officers.casework import JOIN_PREFIX
from handlers.texts import casework as texts
from handlers.texts import desk as desk_texts
from handlers.texts import units as unit_texts

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
            return complain(texts.no_such_member())
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


def cases_command(parsed: argparse.Namespace, opened: Opened, key: str) -> int:
    """Work on cases, as the machine's operator, or as the member of staff that ``--as`` names and
    *key*, the word of their session, is of."""
    store = opened.store
    try:
        if parsed.verb in desk_sign_in.VERBS:
            return desk_sign_in.run(parsed, store)
        number, member = getattr(parsed, "member", None), OPERATOR
        if number is not None:
            found = desk_sign_in.acting(store, number, key, parsed.verb)
            if found is None:
                return complain(desk_texts.not_signed_in(number))
            member = found
        if member is OPERATOR and parsed.verb in OF_A_MEMBER:
            return complain(desk_texts.as_whom(), 2)
        holding.release_due(store, opened.agency)
        return _work(parsed, opened, member)
    finally:
        store.close()


def _work(parsed: argparse.Namespace, opened: Opened, member: StaffMember) -> int:
    store, agency = opened.store, opened.agency
    if parsed.verb in LISTS:
        return LISTS[parsed.verb](parsed, store, member)
    if parsed.verb == "new":
        return registering.new_case(parsed, opened, member)
    if parsed.verb == "import":
        return importing.import_cases(parsed, opened)
    if parsed.verb == "exclude" and member is OPERATOR:
        return excluding.exclude_command(parsed, store, agency)
    code = case_codes.find(parsed.code)
    case = store.read_now(register.seen_by_code, member, code) if code else None
    if case is None:
        return complain(texts.no_such_case())
    try:
        return _with(case, parsed, opened, member)
    finally:
        desk_case.protect([case])


def _with(case: Case, parsed: argparse.Namespace, opened: Opened, member: StaffMember) -> int:
    """Something with a case that *member* may see."""
    store, agency = opened.store, opened.agency
    if parsed.verb == "show":
        return desk_case.show(store, case, member, agency)
    if parsed.verb == "files":
        store.write_now(desk_case.note_reading, case, member, times.stamp(clock.now()))
        return desk_files.copy(parsed.into, store, case)
    if parsed.verb == "undo":
        return desk_words.undo(store, case, member)
    if parsed.verb == "unit":
        return desk_units.give(parsed, store, case, member, agency)
    if parsed.verb == "recuse":
        return desk_apart.recuse(parsed, store, case, member, agency)
    if parsed.verb == "exclude":
        return desk_apart.hide(parsed, store, case, member)
    return desk_moves.move(parsed, store, case, member, agency)


LISTS: Mapping[str, Callable[[argparse.Namespace, Store, StaffMember], int]] = MappingProxyType(
    {
        "list": listing_desk.list_command,
        "late": listing_desk.late_command,
        "mine": listing_desk.mine_command,
        "export": exporting.export_command,
    }
)
"""Commands that are about no single case."""
