"""Recusal: a handler steps back from a corruption or ethics case without reading it.

The list offers it; kind, code and date are all that is shown before it is done. Afterwards the case
does not exist for them. The others are told, without content.
"""

from collections.abc import Sequence

from data import audit, case_access, conversations, register
from data.agency import OutsideBody
from data.case_access import Exclusion
from data.cases import Case
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.message import Message
from handlers.officers.alerts import OPEN_LIST
from handlers.reporting import exclusion
from handlers.texts import casework as casework_texts
from handlers.texts import recusal as texts
from handlers.turn import Choice, Notice, Reply, Turn, Write

VERBS = ("recuse", "recused")
OFFER = Choice("ขอไม่รับเรื่อง", "c:recuse", "case_status")
MOST_OFFERED = 8


def offered(found: Sequence[Case]) -> tuple[Choice, ...]:
    """The button below a list in which there is something to step back from."""
    return (OFFER,) if any(map(can_be_left, found)) else ()


async def choose(message: Message, ctx: Context) -> Turn:
    """Which case? Each by its code alone."""
    member = ctx.staff
    if member is None:
        return Turn(replies=(ctx.reply(ctx.say(casework_texts.staff_only)),))
    if not message.private:
        return Turn(replies=(ctx.reply(casework_texts.in_private()),))
    seen = await ctx.read(register.open_cases, member, 1_000)
    found = [case for case in seen if can_be_left(case)][:MOST_OFFERED]
    if not found:
        return Turn(replies=(ctx.reply(texts.nothing_to_leave(), choices=(OPEN_LIST,)),))
    choices = tuple(Choice(case.code, f"c:{case.id}:recuse", "case_status") for case in found)
    return Turn(replies=(Reply(texts.which(), (*choices, OPEN_LIST), confidential=True),))


async def act(ctx: Context, member: StaffMember, case: Case, verb: str) -> Turn:
    """Ask back, or do it. The member's right to the case is looked up already."""
    if not can_be_left(case):
        return Turn(replies=(ctx.reply(texts.nothing_to_leave(), choices=(OPEN_LIST,)),))
    if verb == "recuse":
        yes = Choice("ยืนยันไม่รับเรื่อง", f"c:{case.id}:recused", "case_status")
        return Turn(replies=(Reply(texts.confirm(case), (yes, OPEN_LIST), confidential=True),))
    own = stepping_back(case, member, stamp(ctx.now))
    workers = await ctx.read(case_access.workers, case.id)
    spoken = (await ctx.read(conversations.load, case.chat)).language
    return Turn(
        replies=(ctx.reply(texts.done(), choices=(OPEN_LIST,)),),
        keep=(Write(case_access.exclude, (own,)),),
        notices=told(member, case, workers, ctx.agency.outside_bodies, spoken),
    )


def stepping_back(case: Case, member: StaffMember, at: str) -> Exclusion:
    """The case does not exist for *member* any more."""
    return Exclusion(case.id, member.id, audit.by(member.id), "self", "", at)


def told(
    member: StaffMember,
    case: Case,
    workers: Sequence[StaffMember],
    bodies: Sequence[OutsideBody],
    spoken: str,
) -> tuple[Notice, ...]:
    """Who hears of it: the other *workers* who may see it; where there is nobody, its reporter."""
    left = [each for each in workers if each.chat not in (member.chat, case.chat)]
    if left:
        reply = Reply(texts.somebody_left(), (OPEN_LIST,), confidential=True)
        return tuple(Notice(each.chat, reply) for each in left)
    return (exclusion.notice_nobody_left(case, bodies, spoken),)


def can_be_left(case: Case) -> bool:
    """Whether it is one to step back from."""
    return case.kind.is_inquiry and case.is_open
