"""An officer's wording: what is about to be done with a case, and what then is kept and read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from data.case_moves import Need
from data.case_work import Making
from data.cases import Case
from data.clock_settings import ClockRules
from data.joining import Joiner
from data.staff import StaffMember
from handlers.officers import joiner_news
from handlers.officers.officer_moves import DEEDS, first_of, who
from handlers.officers.reporter_news import notice
from handlers.texts import officer_moves as move_texts
from handlers.texts import work_shown as work_texts
from handlers.turn import Notice


@dataclass(frozen=True, slots=True)
class Wording:
    """What an officer is about to do.

    *first* is the body, the reason or the photo's name (*photo*: one waits to be sent on), *seen*
    how many things said they have read (None: unknown), *message* the one that *text* came in,
    *circle* how those who joined stood (see joiner_news). What is *urgent* waits for no morning.
    """

    verb: str
    outcome: str = ""
    first: str = ""
    seen: int | None = None
    text: str = ""
    message: str = ""
    photo: bool = False
    circle: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """A wording that is done by *member* at *at*, with the waiting photo of this number."""

    case: Case
    member: StaffMember
    wording: Wording
    photo: int | None
    at: str
    rules: ClockRules


def given_for(case: Case, wording: Wording) -> MappingProxyType[Need, str]:
    """What a move needs, of what was written."""
    given = {Need.TEXT: wording.text}
    if wording.outcome:
        given[Need.OUTCOME] = wording.outcome
    need = first_of(DEEDS[wording.verb], case)
    if need is Need.AFTER and wording.first:
        given[need] = work_texts.for_the_file(wording.first, photo=wording.photo)
    elif need is not None and wording.first:
        given[need] = move_texts.for_the_file(need, wording.first)
    return MappingProxyType(given)


def making(leaving: Leaving, seen: int | None = None) -> Making:
    """The move of the table; *seen* as in data.case_work."""
    case, wording = leaving.case, leaving.wording
    return Making(
        case,
        DEEDS[wording.verb].move(case),
        who(leaving.member, case),
        leaving.at,
        leaving.member.recorded,
        given_for(case, wording),
        seen,
        rules=leaving.rules,
        photo=leaving.photo,
    )


def shared(leaving: Leaving) -> joiner_news.Words:
    """The same for those who joined the case."""
    wording = leaving.wording
    return joiner_news.Words(
        wording.verb,
        wording.text,
        wording.outcome,
        wording.first,
        leaving.at,
        leaving.member.recorded,
    )


def notices(
    leaving: Leaving, words: Notice | None, joiners: Sequence[Joiner]
) -> tuple[Notice, ...]:
    """What leaves: *words* for the reporter (None where they want to hear nothing), and what those
    who joined are told."""
    own = () if words is None else (words,)
    told = (*own, *joiner_news.notices(leaving.case, joiners, shared(leaving)))
    return tuple(replace(each, urgent=leaving.wording.urgent) for each in told)


def news(leaving: Leaving, spoken: str) -> Notice:
    """What the reporter reads, in the language *spoken* there."""
    wording = leaving.wording
    first, outcome = wording.first, wording.outcome
    found = notice(leaving.case, wording.verb, wording.text, spoken, outcome=outcome, first=first)
    return replace(found, sender=leaving.member.recorded)
