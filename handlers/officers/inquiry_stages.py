"""Inquiry stages: a corruption case goes on one stage at a time, each with what it needs.

Assessed, inquired into, facts found: a press each. Decided (an outcome, and why) and acted on
(what was done): the reason is typed, stands in the file, and nobody outside reads it.
"""

from types import MappingProxyType

from data import case_work, register
from data.case_moves import Need, Path, State
from data.case_work import Making
from data.cases import Case
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.officers.officer_moves import DEEDS, allowed, who
from handlers.officers.officer_screens import (
    LIST,
    no_such_case,
    not_now,
    open_again,
    secret,
    strangers,
)
from handlers.reporting.intake import afterwards, meanwhile
from handlers.texts import inquiry_stages as texts
from handlers.texts.casework import OUTCOME_NAMES
from handlers.turn import Choice, Turn, Write

STEP = "casework.stage"
DECIDE, ACT = "decide", "act"
VERBS = ("assess", "inquire", "find_facts", DECIDE, ACT)
LONGEST_REASON = 3_500
DECIDED = (State.DECIDED, State.ACTION_TAKEN)

STOP = Choice("ยกเลิก", "c:stop", "cancel")


def decided(case: Case) -> str:
    """The outcome that was decided, which closing only tells; "" where nothing was."""
    state = case.waited_in or case.state
    return case.outcome if case.standing.path is Path.INQUIRY and state in DECIDED else ""


async def press(
    ctx: Context, member: StaffMember, case: Case, verb: str, outcomes: tuple[str, ...], which: str
) -> Turn:
    """A stage by its button, which is allowed; *which* is the outcome of a decision."""
    if verb == DECIDE and which not in outcomes:
        choices = tuple(
            Choice(OUTCOME_NAMES[name], f"c:{case.id}:{DECIDE}-{name}", "case_status")
            for name in outcomes
        )
        return Turn(replies=(secret(case, texts.ask_outcome(case), (*choices, STOP)),))
    if verb in (DECIDE, ACT):
        return Turn(
            replies=(secret(case, texts.ask_reason(case, verb, which), (STOP,)),),
            conversation=meanwhile(ctx, STEP, case=str(case.id), move=verb, outcome=which),
        )
    return _move(ctx, member, case, verb, {})


async def take(message: Message, ctx: Context) -> Turn:
    """Why it was decided so, or what was done."""
    member, memory = ctx.staff, ctx.conversation.memory
    if member is None:
        return Turn(replies=strangers(ctx).replies, conversation=afterwards(ctx))
    case = await ctx.read(register.seen_by, member, int(memory["case"]))
    if case is None:
        return Turn(replies=no_such_case(ctx).replies, conversation=afterwards(ctx))
    verb, outcome = memory["move"], memory["outcome"]
    if DEEDS[verb] not in allowed(case, member, ctx.now):
        stale = not_now(case, finished=not case.is_open)
        return Turn(replies=stale.replies, conversation=afterwards(ctx))
    words = message.text.strip() if message.kind in (Kind.TEXT, Kind.EDITED) else ""
    if not words:
        text = texts.ask_reason(case, verb, outcome)
        return Turn(replies=(secret(case, text, (STOP,)),))
    return _move(ctx, member, case, verb, given_for(verb, outcome, words[:LONGEST_REASON]))


def given_for(verb: str, outcome: str, words: str) -> dict[Need, str]:
    """What a stage needs, of what was chosen and written."""
    reason = {Need.REASON: texts.for_the_file(verb, outcome, words)}
    return {**reason, Need.OUTCOME: outcome} if verb == DECIDE else reason


def stop(ctx: Context) -> Turn:
    """A changed mind."""
    return Turn(
        replies=(ctx.reply(texts.stopped(), choices=(LIST,)),), conversation=afterwards(ctx)
    )


def _move(ctx: Context, member: StaffMember, case: Case, verb: str, given: dict[Need, str]) -> Turn:
    move, as_whom = DEEDS[verb].move(case), who(member, case)
    making = Making(case, move, as_whom, stamp(ctx.now), member.id, MappingProxyType(given))
    text = texts.moved(case, verb)
    return Turn(
        replies=(secret(case, text, (open_again(case), LIST)),),
        keep=(Write(case_work.make, (making,)),),
        conversation=afterwards(ctx) if ctx.conversation.step == STEP else None,
    )
