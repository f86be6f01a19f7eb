"""Hiding: those above keep an ordinary case from somebody who has a stake in it.

Whom, then why, each by a button; from then on the case does not exist for them, and nobody tells
them. The verbs are ``hide``, ``hide-<number>`` and ``hide-<number>-<reason>``.
"""

from data import audit, case_access
from data.case_access import Exclusion
from data.cases import Case
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.officers.officer_screens import LIST, not_now, number, open_again, secret
from handlers.texts import hiding as texts
from handlers.texts.officer_moves import called
from handlers.texts.recusal import hidden
from handlers.texts.thai import shorten
from handlers.turn import LABEL_LIMIT, Choice, Turn, Write

VERB = "hide"


def offered(case: Case, member: StaffMember) -> tuple[Choice, ...]:
    """The button on the card, for those above."""
    if not may_hide(case, member):
        return ()
    return (Choice("ไม่ให้บางคนเห็น", f"c:{case.id}:{VERB}", "case_status"),)


async def act(ctx: Context, member: StaffMember, case: Case, which: str) -> Turn:
    """Ask whom, ask why, do it. The member's right to the case is looked up already."""
    if not may_hide(case, member):
        return not_now(case, finished=False)
    first, _, second = which.partition("-")
    workers = await ctx.read(case_access.workers, case.id)
    others = [each for each in workers if each.chat not in (member.chat, case.chat)]
    somebody = next((each for each in others if each.id == number(first)), None)
    if somebody is None:
        return _ask_whom(case, others)
    reason = number(second)
    if reason is None or reason >= len(texts.REASONS):
        return _ask_why(case, somebody)
    exclusion = Exclusion(
        case.id,
        somebody.id,
        audit.by(member.id),
        "supervisor",
        texts.REASONS[reason],
        stamp(ctx.now),
    )
    reply = secret(case, hidden(somebody.name), (open_again(case), LIST))
    return Turn(replies=(reply,), keep=(Write(case_access.exclude, (exclusion,)),))


def may_hide(case: Case, member: StaffMember) -> bool:
    """Secret cases are hidden by the reporter, by whoever steps back, or by the operator."""
    return member.supervises and not case.kind.is_secret


def _ask_whom(case: Case, others: list[StaffMember]) -> Turn:
    choices = tuple(
        Choice(
            shorten(called(each.name), LABEL_LIMIT), f"c:{case.id}:{VERB}-{each.id}", "case_status"
        )
        for each in others
    )
    text = texts.ask_whom(case) if others else texts.nobody_else(case)
    return Turn(replies=(secret(case, text, (*choices, open_again(case))),))


def _ask_why(case: Case, somebody: StaffMember) -> Turn:
    choices = tuple(
        Choice(shorten(reason, LABEL_LIMIT), f"c:{case.id}:{VERB}-{somebody.id}-{n}", "case_status")
        for n, reason in enumerate(texts.REASONS)
    )
    text = texts.ask_why(case, called(somebody.name))
    return Turn(replies=(secret(case, text, (*choices, open_again(case))),))
