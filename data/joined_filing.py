"""Filing a draft that joins another case: a case of its own, which goes on in that one."""

from collections.abc import Mapping
from types import MappingProxyType

from data import cases
from data.case_moves import Need, State, Who
from data.case_work import Making, make
from data.cases import Case, NewCase
from data.store import Connection


def file(db: Connection, new: NewCase, original: str) -> int:
    """Open a case from the draft of its chat, joined to the one whose code stands in *original*,
    words for the file; its row id. Raises Stale when the draft is gone, or that one is not open any
    more."""
    case_id = cases.file(db, new)
    case = Case(
        case_id,
        new.code,
        new.kind,
        State.SUBMITTED,
        outcome="",
        chat=new.chat,
        messenger=new.messenger,
        opened_at=new.at,
        updated_at=new.at,
        closed_at="",
    )
    given: Mapping[Need, str] = MappingProxyType({Need.ORIGINAL: original})
    make(db, Making(case, "join", Who.REPORTER, new.at, given=given))
    return case_id
