"""Sealed identity: a handler asks who filed a secret case, another person agrees, it is shown once.

Reading a case never shows it: neither how its reporter is reached nor what they left at the
counter. Rights are looked up at every press.
"""

from collections.abc import Sequence
from dataclasses import replace

from data import register, reporter_identity, sealed_identity, two_persons
from data.case_entries import Entry
from data.cases import Case
from data.sealed_identity import Request, Standing
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.officers.officer_screens import (
    LIST,
    no_such_case,
    number,
    open_again,
    secret,
    strangers,
)
from handlers.reporting import intake
from handlers.texts import sealed_identity as texts
from handlers.texts.casework import in_private
from handlers.turn import Choice, Notice, Reply, Turn, Write

REASON = "identity.reason"
"""The step that awaits why."""

WHO = "who"
LONGEST_REASON = 300
MOST_SHOWN = 8
SEE = Choice("คำขอเปิดตัวตน", "c:identity", "case_status")
STOP = Choice("ยกเลิก", "c:identity:stop", "cancel")


def offered(case: Case) -> tuple[Choice, ...]:
    """The button below the card of a case whose reporter is sealed."""
    if not case.kind.is_secret:
        return ()
    return (Choice("ขอเปิดตัวตนผู้แจ้ง", f"c:{case.id}:{WHO}", "case_status"),)


def veiled(case: Case, entries: Sequence[Entry]) -> list[Entry]:
    """The history of a case as its handlers read it."""
    if not case.kind.is_secret:
        return list(entries)
    return [
        replace(each, text=texts.SEALED_CONTACT)
        if each.kind == "contact" and not each.forgotten
        else each
        for each in entries
    ]


async def begin(ctx: Context, member: StaffMember, case: Case) -> Turn:
    """Ask why. The member's right to the case is looked up already."""
    why = await ctx.read(sealed_identity.refusal, member, case.id, stamp(ctx.now))
    if why is not None:
        over = intake.afterwards(ctx) if ctx.conversation.step == REASON else None
        reply = secret(case, texts.refused(why), (open_again(case), SEE))
        return Turn(replies=(reply,), conversation=over)
    return Turn(
        replies=(secret(case, texts.ask_reason(case.code), (STOP,)),),
        conversation=intake.meanwhile(ctx, REASON, case=str(case.id)),
    )


async def take_reason(message: Message, ctx: Context) -> Turn:
    """The reason: the request is kept, and told to who may decide it."""
    member, case = ctx.staff, None
    if member is not None:
        case = await ctx.read(register.seen_by, member, int(ctx.conversation.memory["case"]))
    if member is None or case is None:
        turn = strangers(ctx) if member is None else no_such_case(ctx)
        return replace(turn, conversation=intake.afterwards(ctx))
    reason = message.text.strip()[:LONGEST_REASON] if message.kind is Kind.TEXT else ""
    at = stamp(ctx.now)
    if not reason or await ctx.read(sealed_identity.refusal, member, case.id, at) is not None:
        return await begin(ctx, member, case)
    told = await ctx.read(two_persons.deciders, case.id, member)
    return Turn(
        replies=(secret(case, texts.asked(len(told)), (open_again(case), SEE, LIST)),),
        keep=(Write(sealed_identity.ask, (case.id, member.id, reason, at)),),
        notices=alerts(told),
        conversation=intake.afterwards(ctx),
    )


def alerts(told: Sequence[StaffMember]) -> tuple[Notice, ...]:
    """Those who may decide hear that something waits, and no more."""
    reply = Reply(texts.alert(), (SEE,), confidential=True)
    return tuple(Notice(each.chat, reply) for each in told)


def verdict(asker: StaffMember, *, approved: bool) -> Notice:
    """Who asked hears what was decided, and no more."""
    return Notice(asker.chat, Reply(texts.decided(approved=approved), (SEE,), confidential=True))


def stop(ctx: Context) -> Turn:
    """It is not asked after all."""
    over = intake.afterwards(ctx) if ctx.conversation.step == REASON else None
    return Turn(replies=(ctx.reply(texts.stopped(), choices=(LIST,)),), conversation=over)


async def command(message: Message, ctx: Context, _: str = "") -> Turn:
    """/identity."""
    return await press(message, ctx, "")


async def press(message: Message, ctx: Context, rest: str) -> Turn:
    """A button ``c:identity:...``: the list, ``see-12``, ``yes-12``, ``no-12``, ``show-12``."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(in_private()),))
    if rest == "stop":
        return stop(ctx)
    verb, _, which = rest.partition("-")
    if not which:
        return await _list(ctx, member)
    found = number(which)
    request = await ctx.read(sealed_identity.numbered, found) if found is not None else None
    if request is None:
        return _none(ctx)
    if verb == "show":
        return await _show(ctx, member, request)
    return await _decide(ctx, member, request, verb)


async def _list(ctx: Context, member: StaffMember) -> Turn:
    at = stamp(ctx.now)
    theirs = (await ctx.read(sealed_identity.waiting_for, member, at))[:MOST_SHOWN]
    own = (await ctx.read(sealed_identity.asked_by, member, at))[:MOST_SHOWN]
    if not theirs and not own:
        return Turn(replies=(ctx.reply(texts.nothing_waits(), choices=(LIST,)),))
    choices = [
        Choice(f"พิจารณาข้อ {place}", f"c:identity:see-{each.id}", "case_status")
        for place, each in enumerate(theirs, 1)
    ]
    choices += [
        Choice(f"เปิดดูข้อ {place}", f"c:identity:show-{each.id}", "case_status")
        for place, each in enumerate(own, len(theirs) + 1)
        if each.standing(at) is Standing.APPROVED
    ]
    text = texts.waiting(theirs, [(each, each.standing(at)) for each in own])
    return Turn(replies=(Reply(text, (*choices, LIST), confidential=True),))


async def _decide(ctx: Context, member: StaffMember, request: Request, verb: str) -> Turn:
    """Show the request, or decide it: for who may decide it now, and nobody else."""
    asker = await ctx.read(two_persons.member_numbered, request.asked_by)
    if asker is not None and two_persons.is_one_person(member, asker):
        return Turn(replies=(ctx.reply(texts.own_request(), choices=(SEE,)),))
    if asker is None or not await ctx.read(sealed_identity.may_decide, member, request):
        return _none(ctx)
    standing = request.standing(stamp(ctx.now))
    if standing is not Standing.WAITING:
        return Turn(replies=(ctx.reply(texts.stands(standing), choices=(SEE,)),))
    if verb not in ("yes", "no"):
        return await _see(ctx, member, request, asker)
    approved, at = verb == "yes", stamp(ctx.now)
    return Turn(
        replies=(ctx.reply(texts.done(approved=approved), choices=(SEE, LIST)),),
        keep=(Write(sealed_identity.decide, (request.id, member.id, at, approved)),),
        notices=(verdict(asker, approved=approved),),
    )


async def _see(ctx: Context, member: StaffMember, request: Request, asker: StaffMember) -> Turn:
    case = await ctx.read(register.seen_by, member, request.case_id)
    text = texts.to_decide(request, asker.name, case.code if case else "")
    choices = (
        Choice("อนุมัติ", f"c:identity:yes-{request.id}", "case_status"),
        Choice("ไม่อนุมัติ", f"c:identity:no-{request.id}", "case_status"),
        SEE,
    )
    return Turn(replies=(Reply(text, choices, confidential=True),))


async def _show(ctx: Context, member: StaffMember, request: Request) -> Turn:
    """What is kept of the reporter, once, to who asked."""
    case = await ctx.read(register.seen_by, member, request.case_id)
    if request.asked_by != member.id or case is None:
        return _none(ctx)
    at = stamp(ctx.now)
    if not await ctx.read(sealed_identity.may_look, member, request, at):
        standing = request.standing(at)
        gone = standing is Standing.APPROVED
        text = texts.no_longer() if gone else texts.stands(standing)
        return Turn(replies=(secret(case, text, (open_again(case), LIST)),))
    found = await ctx.read(reporter_identity.identity, case.id)
    text = texts.shown(case.code, found)
    return Turn(
        replies=(Reply(text, (open_again(case), LIST), confidential=True, once=True),),
        keep=(Write(sealed_identity.note_shown, (request.id, member.id, at)),),
    )


def _none(ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(texts.no_such_request(), choices=(SEE, LIST)),))
