"""Officer's moves: which buttons a case's card shows, as one table over the table of case moves.

Pure: a button is shown, taken and carried out only where the same look at the table allows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from data import case_work
from data.case_moves import PAUSED, TABLE, Need, Path, Standing, State, Who, moves, needed
from data.case_work import Making
from data.cases import Case
from data.staff import StaffMember
from data.store import Connection

CLOSE = "close"
INTERNAL = "internal"
TAKE = "take"
HAND = "hand"
GO_ON = "go_on"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something an officer does by a button.

    *general* and *inquiry* are the moves of the table that it makes, "" where that way knows none;
    *first* is what is asked before the words to the reporter.
    """

    verb: str
    label: str
    general: str = ""
    inquiry: str = ""
    first: Need | None = None

    def move(self, case: Case) -> str:
        """The move that it makes with a case that goes its way."""
        return self.general if case.standing.path is Path.GENERAL else self.inquiry


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        deed.verb: deed
        for deed in (
            Deed("answer", "ตอบผู้แจ้ง", "answer", "note"),
            Deed("ask", "ถามผู้แจ้ง", "ask", "ask"),
            Deed("note", "แจ้งความคืบหน้า", "note"),
            Deed(GO_ON, "ไม่รอคำตอบแล้ว", "go_on", "go_on"),
            Deed(TAKE, "รับไว้ทำเอง", "assign"),
            Deed(HAND, "มอบให้คนอื่น", "assign"),
            Deed(INTERNAL, "บันทึกภายใน"),
            Deed("assess", "เริ่มพิจารณา", inquiry="assess"),
            Deed("inquire", "สืบสวนเบื้องต้น", inquiry="inquire"),
            Deed("find_facts", "ตรวจข้อเท็จจริง", inquiry="find_facts"),
            Deed("decide", "บันทึกผลพิจารณา", inquiry="decide"),
            Deed("act", "บันทึกการดำเนินการ", inquiry="act"),
            Deed("refer", "ส่งต่อหน่วยงานอื่น", "refer", "refer_external", Need.BODY),
            Deed("reject", "ไม่รับเรื่อง", "reject", first=Need.REASON),
            Deed("duplicate", "ซ้ำกับเรื่องอื่น", "duplicate", first=Need.ORIGINAL),
            Deed("resolve", "แก้ไขเสร็จแล้ว", "resolve"),
            Deed(CLOSE, "ปิดเรื่อง", "close", "conclude"),
            Deed("reopen", "เปิดเรื่องอีกครั้ง", "reopen", "reopen"),
        )
    }
)
"""What there is, in the order of the buttons."""


def allowed(
    case: Case, member: StaffMember, now: datetime, *, silent: bool = False
) -> tuple[Deed, ...]:
    """What *member*, who may see the case, may do with it now.

    *silent* says that the reporter wants no contact: they are not asked, and their case is not
    opened again.
    """
    names = _names(case, who(member, case), now)
    return tuple(deed for deed in DEEDS.values() if _fits(deed, case, member, names, silent))


def who(member: StaffMember, case: Case) -> Who:
    """As whom a member moves a case: an inquiry knows its handlers only."""
    general = case.standing.path is Path.GENERAL
    return Who.SUPERVISOR if general and member.supervises else Who.WORKER


def first_of(deed: Deed, case: Case) -> Need | None:
    """What is asked before the words to the reporter: also what the table asks of work done."""
    move = TABLE[case.standing.path].get(deed.move(case))
    if move is not None and Need.AFTER in needed(move, case.standing):
        return Need.AFTER
    return deed.first


def write_of(deed: Deed) -> Callable[[Connection, Making], None]:
    """How a deed with words is kept."""
    special = {"answer": case_work.answer, CLOSE: case_work.finish}
    return special.get(deed.verb, case_work.make)


def _fits(deed: Deed, case: Case, member: StaffMember, names: frozenset[str], silent: bool) -> bool:
    if deed.verb == INTERNAL:
        return True
    if silent and deed.verb in ("ask", "reopen"):
        return False
    if deed.verb == TAKE and case.assigned_to == member.id:
        return False
    if deed.verb == CLOSE and case.standing.path is Path.INQUIRY:
        return case.is_open
    return deed.move(case) in names


def _names(case: Case, as_whom: Who, now: datetime) -> frozenset[str]:
    """The moves from where it stands once it is opened; where it waits for its reporter also an
    answer, before which nobody waits any more."""
    standing = case.standing
    if standing.state is State.SUBMITTED:
        standing = replace(standing, state=State.ACKNOWLEDGED)
    names = {move.name for move in moves(standing, as_whom, now)}
    if standing.state in PAUSED:
        names |= {"answer"} & {move.name for move in moves(_resumed(standing), as_whom, now)}
    return frozenset(names)


def _resumed(standing: Standing) -> Standing:
    return replace(standing, state=standing.waited_in or State.ACKNOWLEDGED, waited_in=None)
