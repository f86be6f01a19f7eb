"""Being away: /away says who stands in and when; those above do it for others too.

whose leave (those above) -> who stands in -> which days. Nothing of cases is said here.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from data import covers, staff, written_dates
from data.covers import Cover
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.officers.officer_screens import LIST, number, strangers
from handlers.reporting.intake import afterwards, meanwhile
from handlers.texts import covers as texts
from handlers.texts.casework import in_private
from handlers.texts.officer_moves import called
from handlers.texts.thai import shorten
from handlers.turn import LABEL_LIMIT, Choice, Notice, Turn, Write

DAYS = "away.days"
LONGEST = timedelta(days=366)
TOMORROW = "พรุ่งนี้"
COUNTED = re.compile(r"([0-9๐-๙]{1,3})\s?วัน")
BETWEEN = re.compile(r"\s*(?:ถึง|–|\bto\b)\s*")
MOST_NAMES = 40

STOP = Choice("ยกเลิก", "c:away:stop", "cancel")
FOR_OTHERS = Choice("ตั้งให้คนอื่น", "c:away:others", "case_status")


async def command(message: Message, ctx: Context, _: str = "") -> Turn:
    """/away."""
    return await press(message, ctx, "")


async def press(message: Message, ctx: Context, rest: str) -> Turn:
    """A button of ``c:away:...``; the right to it is looked up anew."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(in_private()),))
    if not _works(member) and not member.supervises:
        return Turn(replies=(ctx.reply(texts.no_right(), choices=(LIST,)),))
    verb, _, which = rest.partition("-")
    if verb == "stop":
        return stop(ctx)
    if verb == "end":
        return await _end(ctx, member, which)
    if verb == "others" and member.supervises:
        return await _ask_whose(ctx)
    whose, _, by = which.partition("-")
    away = await _colleague(ctx, member, whose) if verb in ("for", "by") else member
    if verb == "by" and away is not None:
        chosen = await _worker(ctx, by)
        if chosen is not None and chosen.id != away.id:
            return _ask_days(ctx, away, chosen)
    return await _ask_who(ctx, member, away or member)


async def take(message: Message, ctx: Context) -> Turn:
    """The days were typed."""
    member, memory = ctx.staff, ctx.conversation.memory
    if member is None:
        return replace(strangers(ctx), conversation=afterwards(ctx))
    away = await _colleague(ctx, member, memory["away"])
    by = await _worker(ctx, memory["by"])
    if away is None or by is None:
        turn = await _ask_who(ctx, member, member)
        return replace(turn, conversation=afterwards(ctx))
    words = message.text if message.kind in (Kind.TEXT, Kind.EDITED) else ""
    days = days_in(words, ctx.now.date())
    if days is None:
        return Turn(replies=(ctx.reply(texts.bad_days(), choices=(STOP,)),))
    cover = Cover(0, away.id, by.id, *days)
    if not await ctx.read(covers.may_begin, cover):
        turn = await _ask_who(ctx, member, away, texts.cannot(by.name))
        return replace(turn, conversation=afterwards(ctx))
    names = await ctx.read(staff.names)
    return Turn(
        replies=(ctx.reply(texts.begun(cover, names), choices=(LIST,)),),
        keep=(Write(covers.begin, (cover, member.id, stamp(ctx.now))),),
        notices=_tell((away, by), member, ctx, texts.told(cover, names)),
        conversation=afterwards(ctx),
    )


def stop(ctx: Context) -> Turn:
    """A changed mind."""
    reply = ctx.reply(texts.stopped(), choices=(LIST,))
    return Turn(replies=(reply,), conversation=afterwards(ctx))


def days_in(words: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that are meant: one day, two with "ถึง" between them, or so many
    from today on; None where it is none, over, or too long."""
    if counted := COUNTED.fullmatch(words.strip()):
        return _if_short(today, int(counted[1]))
    parts = BETWEEN.split(words.strip())
    found = [_day(part, today) for part in parts]
    first, last = found[0], found[-1]
    if len(found) > 2 or first is None or last is None or not today <= first <= last:
        return None
    return (first, last) if last - first <= LONGEST else None


def _if_short(today: date, days: int) -> tuple[date, date] | None:
    last = timedelta(days=days - 1)
    return (today, today + last) if timedelta(0) <= last <= LONGEST else None


def _day(words: str, today: date) -> date | None:
    if words.strip() == TOMORROW:
        return today + timedelta(days=1)
    relative = written_dates.day(words, today)
    return relative if relative == today else written_dates.day(words, today + 2 * LONGEST)


async def _ask_who(ctx: Context, member: StaffMember, away: StaffMember, problem: str = "") -> Turn:
    """What stands, and the colleagues who could stand in."""
    names = await ctx.read(staff.names)
    found = [
        cover
        for cover in await ctx.read(covers.to_come, ctx.now.date())
        if member.supervises or member.id in (cover.away_id, cover.by_id)
    ]
    colleagues = [each for each in await _workers(ctx) if each.id != away.id]
    who = called(away.name) if away.id != member.id else ""
    asked = texts.ask_who(found, names, for_other=who) if colleagues else texts.nobody()
    choices = [
        Choice(_label(each), f"c:away:by-{away.id}-{each.id}", "case_status")
        for each in colleagues[:MOST_NAMES]
    ]
    choices += [
        Choice(
            shorten(f"เลิก {_name(names, cover)}", LABEL_LIMIT), f"c:away:end-{cover.id}", "cancel"
        )
        for cover in found
    ]
    others = (FOR_OTHERS,) if member.supervises else ()
    text = f"{problem}\n\n{asked}" if problem else asked
    return Turn(replies=(ctx.reply(text, choices=(*choices, *others, LIST)),))


async def _ask_whose(ctx: Context) -> Turn:
    choices = tuple(
        Choice(_label(each), f"c:away:for-{each.id}", "case_status")
        for each in (await _workers(ctx))[:MOST_NAMES]
    )
    return Turn(replies=(ctx.reply(texts.ask_whose(), choices=(*choices, LIST)),))


def _ask_days(ctx: Context, away: StaffMember, by: StaffMember) -> Turn:
    return Turn(
        replies=(ctx.reply(texts.ask_days(by.name), choices=(STOP,)),),
        conversation=meanwhile(ctx, DAYS, away=str(away.id), by=str(by.id)),
    )


async def _end(ctx: Context, member: StaffMember, which: str) -> Turn:
    found = next(
        (
            cover
            for cover in await ctx.read(covers.to_come, ctx.now.date())
            if cover.id == number(which) and (member.supervises or cover.away_id == member.id)
        ),
        None,
    )
    if found is None:
        return Turn(replies=(ctx.reply(texts.not_there(), choices=(LIST,)),))
    text = texts.ended(found, await ctx.read(staff.names))
    both = [each for each in await _workers(ctx) if each.id in (found.away_id, found.by_id)]
    return Turn(
        replies=(ctx.reply(text, choices=(LIST,)),),
        keep=(Write(covers.end, (found, member.id, stamp(ctx.now))),),
        notices=_tell(both, member, ctx, text),
    )


def _tell(
    both: tuple[StaffMember, ...] | list[StaffMember], actor: StaffMember, ctx: Context, text: str
) -> tuple[Notice, ...]:
    reply = ctx.reply(text, choices=(LIST,))
    return tuple(Notice(each.chat, reply) for each in both if each.id != actor.id)


async def _colleague(ctx: Context, member: StaffMember, text: str) -> StaffMember | None:
    """Whose leave it is: one's own, or anybody's for those above."""
    found = await _worker(ctx, text)
    return found if found and (member.supervises or found.id == member.id) else None


async def _worker(ctx: Context, text: str) -> StaffMember | None:
    return next((each for each in await _workers(ctx) if each.id == number(text)), None)


async def _workers(ctx: Context) -> list[StaffMember]:
    return [each for each in await ctx.read(staff.members) if _works(each)]


def _works(member: StaffMember) -> bool:
    return member.works_cases or member.corruption


def _label(member: StaffMember) -> str:
    return shorten(called(member.name), LABEL_LIMIT)


def _name(names: dict[int, str], cover: Cover) -> str:
    return called(names.get(cover.by_id, ""))
