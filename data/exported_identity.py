"""Identity in exports: who may take out who reported ordinary cases, and what of it leaves.

The role for it is whoever supervises, who alone exports at all; the machine's operator stands as an
administrator. They see the ordinary cases of every unit, and each card shows them what its reporter
left at the counter: a list of it tells them little that is new. A viewer sees no case. An officer
answers for single cases and needs no list of people. The data-protection contact sees no ordinary
case: a request about personal data reaches them as a case of its own, and a copy is made by the
code that the reporter gives, one person at a time.

What leaves is the messenger's name for the sender, as long as it is kept, and what was left at the
counter; never an address or a messenger's number. Nothing is opened of cases for named people,
those found by a receipt, erased ones, what their reporter wants forgotten, and what is not the
member's to see.
"""

from dataclasses import dataclass

from data import reporter_identity
from data.case_access import VISIBLE, rights
from data.cases import NAMED_ONLY, Case
from data.staff import StaffMember
from data.store import Connection

NAMEABLE = (
    f"select chat from cases where id = :id and level < {NAMED_ONLY} and {VISIBLE}"
    " and id not in (select case_id from receipt)"
    " and id not in (select case_id from erased_case)"
    " and not exists (select 1 from forget_request where forget_request.chat = cases.chat"
    " and asked_at >= cases.opened_at)"
)
"""Who asked to be forgotten is left out of what they filed before; were they left out of later
cases too, it would show that they filed a secret one, which stays for now."""

CONTACTS = (
    "select case_unseal(wrapped, case_id, text, 'case.text') from case_entry"
    " join case_key using (case_id) where case_id = :id and kind = 'contact' order by id"
)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported a case, as far as it may leave: "" where there is nothing."""

    name: str = ""
    contact: str = ""
    is_sealed: bool = False


SEALED = Reporter(is_sealed=True)
"""Of a case for named people, whether there is anything to open or not."""


def may_name(member: StaffMember) -> bool:
    """Whether *member* may take out who reported the ordinary cases that they see."""
    return member.supervises


def reporter(db: Connection, member: StaffMember, case: Case) -> Reporter:
    """What *member* may take out of who reported a case."""
    if case.kind.is_secret:
        return SEALED
    if not may_name(member):
        return Reporter()
    row = db.execute(NAMEABLE, {**rights(member), "id": case.id}).fetchone()
    if row is None:
        return Reporter()
    contacts = (text for (text,) in db.execute(CONTACTS, {"id": case.id}) if text)
    return Reporter(_name(db, row[0]), " · ".join(contacts))


def _name(db: Connection, chat: str) -> str:
    return reporter_identity.name_in(db, chat) if chat else ""
