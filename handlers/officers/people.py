"""People: an administrator sees who has access, takes it away at once, and invites others.

Those named for secret cases are invited on the machine only: an administrator, who reads no such
case, must not be able to name themselves.
"""

import re
from datetime import timedelta

from data import case_access, staff
from data.staff import Invitation, StaffMember
from data.times import stamp
from data.units import Unit
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Message
from handlers.officers.officer_screens import LIST, number, strangers
from handlers.texts import casework as casework_texts
from handlers.texts import people as texts
from handlers.texts.thai import shorten
from handlers.turn import LABEL_LIMIT, Choice, Reply, Turn, Write

INVITED = ("viewer", "officer", "supervisor", "administrator")
LASTS = timedelta(days=3)
LONGEST_NAME = 60
MOST_BUTTONS = 10
PEOPLE = Choice("เจ้าหน้าที่", "p:list", "case_status")


async def list_people(message: Message, ctx: Context, _: str = "") -> Turn:
    """/staff: everyone with access, and buttons that take it away."""
    if turn := _refused(message, ctx):
        return turn
    members = await ctx.read(staff.members)
    choices = tuple(
        Choice(shorten(f"ถอน {each.id} {each.name}", LABEL_LIMIT), f"p:remove:{each.id}", "help")
        for each in members
        if not _is_self(ctx, each)
    )
    text = f"{casework_texts.staff_list(members, ctx.agency.units)}\n\n{texts.how_to()}"
    return Turn(replies=(Reply(text, (*choices[:MOST_BUTTONS], LIST), confidential=True),))


async def remove(message: Message, ctx: Context, argument: str) -> Turn:
    """/remove NUMBER: asks back."""
    return _refused(message, ctx) or await _ask_back(message, ctx, argument)


async def press(message: Message, ctx: Context, rest: str) -> Turn:
    """A button of ``p:...``; the right to it is looked up anew."""
    verb, _, which = rest.partition(":")
    if turn := _refused(message, ctx):
        return turn
    if verb == "remove":
        return await _ask_back(message, ctx, which)
    if verb == "removed":
        return await _remove(message, ctx, which)
    return await list_people(message, ctx)


async def invite(message: Message, ctx: Context, argument: str) -> Turn:
    """/invite ROLE [UNIT] NAME: what the new colleague types, shown this once."""
    if turn := _refused(message, ctx):
        return turn
    invited = _invitation(argument, ctx.agency.units)
    if invited is None or ctx.staff is None:
        text = texts.how_to_invite(ctx.agency.units)
        return Turn(replies=(ctx.reply(text, choices=(PEOPLE, LIST)),))
    token, expires = ctx.draw_token(), stamp(ctx.now + LASTS)
    arguments = (token, invited, expires, stamp(ctx.now), ctx.staff.id)
    told = texts.invited(invited, token, LASTS.days)
    return Turn(
        replies=(Reply(told, (PEOPLE, LIST), confidential=True, once=True),),
        keep=(Write(staff.invite, arguments),),
    )


def _refused(message: Message, ctx: Context) -> Turn | None:
    """Why this person, here, sees and does nothing of it; None where they may."""
    if ctx.staff is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(casework_texts.in_private()),))
    if not ctx.staff.administrates:
        return Turn(replies=(ctx.reply(texts.not_yours(), choices=(LIST, HELP)),))
    return None


async def _ask_back(message: Message, ctx: Context, which: str) -> Turn:
    member = await _found(ctx, which)
    if member is None:
        return await list_people(message, ctx)
    last = await ctx.read(staff.only_there, member)
    yes = Choice("ยืนยันถอนสิทธิ์", f"p:removed:{member.id}", "help")
    reply = Reply(texts.confirm(member, last), (yes, PEOPLE), confidential=True)
    return Turn(replies=(reply,))


async def _remove(message: Message, ctx: Context, which: str) -> Turn:
    member = await _found(ctx, which)
    if member is None or ctx.staff is None:
        return await list_people(message, ctx)
    return Turn(
        replies=(Reply(casework_texts.removed(member), (PEOPLE, LIST), confidential=True),),
        keep=(Write(case_access.remove, (member.id, stamp(ctx.now), ctx.staff.id)),),
    )


async def _found(ctx: Context, which: str) -> StaffMember | None:
    """The colleague with this number; never oneself, so that somebody is left to invite."""
    members = await ctx.read(staff.members)
    found = [each for each in members if each.id == number(which) and not _is_self(ctx, each)]
    return found[0] if found else None


def _is_self(ctx: Context, member: StaffMember) -> bool:
    return ctx.staff is not None and member.id == ctx.staff.id


def _invitation(argument: str, units: tuple[Unit, ...]) -> Invitation | None:
    """What ``officer works ชื่อ`` asks for; None where it says no role or no name."""
    role, _, rest = re.sub(r"\s+", " ", argument).strip().partition(" ")
    role = {name: key for key, name in casework_texts.ROLE_NAMES.items()}.get(role, role)
    if role not in INVITED:
        return None
    first, _, after = rest.partition(" ")
    unit = next((each.key for each in units if first in (each.key, each.name)), "")
    name = (after if unit else rest).strip()
    if not name or len(name) > LONGEST_NAME or (unit and role != "officer"):
        return None
    return Invitation("", name, role, corruption=False, unit=unit)
