"""To units: an ordinary case is given to one of the office's units, or to none again.

There is a button only where the operator named units. The verbs are ``unit`` and ``unit-<key>``.
"""

from types import MappingProxyType

from data import register
from data.case_moves import Need, State, moves
from data.case_work import Making, make
from data.cases import Case
from data.staff import StaffMember
from data.times import stamp
from data.units import NONE, Unit, name_of
from handlers.context import Context
from handlers.officers.officer_moves import who
from handlers.officers.officer_screens import LIST, no_such_case, not_now, open_again, secret
from handlers.texts import units as texts
from handlers.texts.thai import shorten
from handlers.turn import LABEL_LIMIT, Choice, Notice, Turn, Write

VERB = "unit"
MOVE = "route"


def offered(case: Case, member: StaffMember, ctx: Context) -> tuple[Choice, ...]:
    """The button on the card of a case that *member* may give to a unit now."""
    if not may_route(case, member, ctx):
        return ()
    return (Choice("ส่งให้หน่วยงานภายใน", f"c:{case.id}:{VERB}", "case_status"),)


def may_route(case: Case, member: StaffMember, ctx: Context) -> bool:
    """Whether there is another unit, and the case is one that goes to units, from where it is."""
    if case.kind.is_secret or not _others(case, ctx):
        return False
    if case.state is State.SUBMITTED:
        return True
    return any(move.name == MOVE for move in moves(case.standing, who(member, case), ctx.now))


async def act(ctx: Context, member: StaffMember, case: Case, which: str) -> Turn:
    """Ask which unit, or give the case to it. The member's right to it is looked up already."""
    if case.kind.is_secret or not ctx.agency.units:
        return no_such_case(ctx)
    if not may_route(case, member, ctx):
        return not_now(case, finished=not case.is_open)
    unit = next((each for each in _others(case, ctx) if each.key == which), None)
    return await _give(ctx, member, case, unit) if unit else _ask(case, ctx)


def _others(case: Case, ctx: Context) -> list[Unit]:
    """Where it could go."""
    none = [Unit(NONE, texts.NO_UNIT)] if case.unit else []
    return [unit for unit in ctx.agency.units if unit.key != case.unit] + none


def _ask(case: Case, ctx: Context) -> Turn:
    choices = tuple(
        Choice(shorten(unit.name, LABEL_LIMIT), f"c:{case.id}:{VERB}-{unit.key}", "case_status")
        for unit in _others(case, ctx)
    )
    now = name_of(ctx.agency.units, case.unit)
    return Turn(replies=(secret(case, texts.ask(case, now), (*choices, open_again(case))),))


async def _give(ctx: Context, member: StaffMember, case: Case, unit: Unit) -> Turn:
    given = {Need.UNIT: unit.key, Need.REASON: texts.note(unit.name)}
    as_whom = who(member, case)
    making = Making(case, MOVE, as_whom, stamp(ctx.now), member.id, MappingProxyType(given))
    told = await ctx.read(register.officers_of, case, unit.key, member.id)
    reply = secret(case, texts.given(case, unit.name), (LIST,))
    return Turn(
        replies=(reply,),
        keep=(Write(make, (making,)),),
        notices=tuple(alert(case, each, unit) for each in told),
    )


def alert(case: Case, officer: StaffMember, unit: Unit) -> Notice:
    """Tells an officer of the unit that the case is theirs."""
    return Notice(
        officer.chat, secret(case, texts.alert(case, unit.name), (open_again(case), LIST))
    )
