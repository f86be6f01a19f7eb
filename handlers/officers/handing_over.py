"""Handing over: who takes a case, who is given one, and one's own list."""

from dataclasses import replace
from types import MappingProxyType

from data import case_work, covers, register, staff
from data.case_moves import Need
from data.case_work import Making
from data.cases import Case
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.message import Message
from handlers.officers.officer_moves import GO_ON, HAND, TAKE, who
from handlers.officers.officer_screens import (
    LIST,
    MINE,
    no_such_case,
    number,
    open_again,
    secret,
    strangers,
)
from handlers.texts import casework as case_texts
from handlers.texts import covers as cover_texts
from handlers.texts import officer_moves as texts
from handlers.texts.thai import shorten
from handlers.turn import LABEL_LIMIT, Choice, Notice, Reply, Turn, Write

SILENT = (TAKE, HAND, GO_ON)
"""Deeds of which the reporter reads nothing."""

LONGEST_LIST = 20


async def list_mine(message: Message, ctx: Context) -> Turn:
    """/mine: open cases assigned to this member."""
    if ctx.staff is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(case_texts.in_private()),))
    found = await ctx.read(register.assigned_to, ctx.staff, LONGEST_LIST)
    others = await ctx.read(covers.covered, ctx.staff, ctx.now.date(), LONGEST_LIST)
    choices = tuple(
        Choice(case.code, f"c:{case.id}:open", "case_status") for case in (*found, *others)
    )
    text = texts.my_list(found)
    if others:
        text = f"{cover_texts.covered_list(others, await ctx.read(staff.names))}\n\n{text}"
    secret_ones = any(case.kind.is_secret for case in (*found, *others))
    return Turn(replies=(Reply(text, (*choices, LIST), confidential=secret_ones),))


async def do(ctx: Context, member: StaffMember, case: Case, verb: str) -> Turn:
    """Take it, ask whom to hand it to, or wait no more; each is allowed."""
    if verb == HAND:
        return await _ask_whom(ctx, member, case)
    given = {Need.ASSIGNEE: str(member.id)} if verb == TAKE else {}
    move, told = ("assign", texts.taken) if verb == TAKE else (GO_ON, texts.went_on)
    making = _making(ctx, member, case, move, given)
    reply = secret(case, told(case), (open_again(case), MINE, LIST))
    return Turn(replies=(reply,), keep=(Write(case_work.make, (making,)),))


async def hand(ctx: Context, member: StaffMember, case: Case, to: str) -> Turn:
    """Give it to the colleague with this number, if they may see it now."""
    found = [
        each
        for each in await ctx.read(register.colleagues, case, member.id)
        if each.id == number(to)
    ]
    if not found:
        return no_such_case(ctx) if number(to) is None else await _ask_whom(ctx, member, case)
    (colleague,) = found
    given = {Need.ASSIGNEE: str(colleague.id)}
    making = _making(ctx, member, case, "assign", given)
    told = texts.handed(case, texts.called(colleague.name))
    return Turn(
        replies=(secret(case, told, (open_again(case), LIST)),),
        keep=(Write(case_work.make, (making,)),),
        notices=await _alerts(ctx, member, case, colleague),
    )


async def _alerts(
    ctx: Context, member: StaffMember, case: Case, colleague: StaffMember
) -> tuple[Notice, ...]:
    """Who is given a case hears of it, and who stands in for them."""
    given = replace(case, assigned_to=colleague.id)
    cover = await ctx.read(covers.cover_of, given, ctx.now.date())
    cover = None if cover is not None and cover.id == member.id else cover
    return alerts(case, colleague, texts.called(member.name), cover)


async def _ask_whom(ctx: Context, member: StaffMember, case: Case) -> Turn:
    choices = tuple(
        Choice(
            shorten(texts.called(each.name), LABEL_LIMIT),
            f"c:{case.id}:to-{each.id}",
            "case_status",
        )
        for each in await ctx.read(register.colleagues, case, member.id)
    )
    text = texts.ask_colleague(case) if choices else texts.nobody_else(case)
    return Turn(replies=(secret(case, text, (*choices, open_again(case))),))


def alerts(
    case: Case, colleague: StaffMember, name: str, cover: StaffMember | None
) -> tuple[Notice, ...]:
    """Tells a colleague, and *cover* who stands in for them, that somebody called *name* has given
    them the case."""
    told = alert(case, colleague, name)
    if cover is None:
        return (told,)
    text = cover_texts.handed(case, texts.called(colleague.name))
    return (told, Notice(cover.chat, secret(case, text, (open_again(case), MINE))))


def alert(case: Case, colleague: StaffMember, name: str) -> Notice:
    """Tells a colleague that somebody, called *name*, has given them the case."""
    words = texts.handed_to_you(case, name)
    return Notice(colleague.chat, secret(case, words, (open_again(case), MINE)))


def _making(
    ctx: Context, member: StaffMember, case: Case, move: str, given: dict[Need, str]
) -> Making:
    at = stamp(ctx.now)
    return Making(case, move, who(member, case), at, member.id, MappingProxyType(given))
