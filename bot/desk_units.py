"""The desk's units: an ordinary case is given to a unit from the terminal."""

import argparse
from types import MappingProxyType

from bot import clock
from bot.complaining import complain
from bot.dispatch import add_notices
from data import case_work, held_words, register, times
from data.agency import Agency
from data.case_moves import Need
from data.case_work import Making
from data.cases import Case
from data.quiet_hours import NEVER
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from data.units import NONE, Unit
from handlers.officers import to_units
from handlers.officers.officer_moves import who
from handlers.texts import casework as case_texts
from handlers.texts import held_back as held_texts
from handlers.texts import officer_moves as move_texts
from handlers.texts import units as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """CODE KEY."""
    parser.add_argument("code", help="PS-..., as listed")
    parser.add_argument("unit", help="a key of [[unit]] in the agency's file, or - for none")


def give(
    parsed: argparse.Namespace, store: Store, case: Case, member: StaffMember, agency: Agency
) -> int:
    """Give a case that *member* may see to a unit."""
    if case.kind.is_secret:
        return complain(case_texts.no_such_case())
    known = (*agency.units, Unit(NONE, texts.NO_UNIT))
    unit = next((each for each in known if each.key == parsed.unit), None)
    if unit is None or not agency.units:
        return complain(texts.no_such_unit([each.key for each in agency.units]), 2)
    if store.read_now(held_words.of_case, case.id) is not None:
        return complain(held_texts.not_yet(case))
    given = MappingProxyType({Need.UNIT: unit.key, Need.REASON: texts.note(unit.name)})
    at = times.stamp(clock.now())
    making = Making(case, to_units.MOVE, who(member, case), at, member.recorded, given)
    told = store.read_now(register.officers_of, case, unit.key, member.id)
    notices = [to_units.alert(case, each, unit) for each in told]

    def keep(db: Connection) -> None:
        case_work.make(db, making)
        add_notices(db, notices, at, NEVER)

    try:
        store.write_now(keep)
    except Stale:
        return complain(move_texts.not_now(case))
    print(texts.given(case, unit.name))
    return 0
