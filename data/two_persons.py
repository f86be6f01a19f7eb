"""Two persons: who may ask for something of a secret case, and who else has to agree.

Another handler of the case; where there is none, the data-protection contact or a supervisor, who
see the reason and nothing of the case. Nobody who must not know of it, and never the same person.
"""

from collections.abc import Iterable

from data import case_access, case_entries, same_person, staff
from data.case_entries import Entry
from data.cases import CaseKind
from data.staff import StaffMember
from data.store import Connection

PRIVACY = "privacy"
"""The role of the data-protection contact."""


def is_one_person(one: StaffMember, other: StaffMember) -> bool:
    """Whether two members may be the same person: in doubt they are."""
    names = one.name.strip(), other.name.strip()
    if one.chat == other.chat or not all(names) or names[0].casefold() == names[1].casefold():
        return True
    return same_person.is_meant(names[0], names[1]) or same_person.is_meant(names[1], names[0])


def deciders(db: Connection, case_id: int, asker: StaffMember) -> list[StaffMember]:
    """Who may decide a request of *asker* now: its other handlers, else the data-protection
    contacts, else the supervisors; nobody who must not know of the case."""
    found = [each for each in staff.members(db) if not is_one_person(each, asker)]
    found = [each for each in found if not is_kept_from(db, each, case_id)]
    handlers = [each for each in found if case_access.may_see(db, each, case_id)]
    if handlers:
        return handlers
    outside = [each for each in found if not is_spoken_of(db, each, case_id)]
    contacts = [each for each in outside if each.role == PRIVACY]
    return contacts or [each for each in outside if each.supervises]


def member_numbered(db: Connection, staff_id: int | None) -> StaffMember | None:
    """Who works here under this number, None where nobody does any more."""
    return next((each for each in staff.members(db) if each.id == staff_id), None)


def may_ask(db: Connection, member: StaffMember, case_id: int) -> bool:
    """Whether *member* handles the case, it is secret, and they did not file it."""
    kind, _ = _case(db, case_id)
    if not kind or not CaseKind(kind).is_secret:
        return False
    return case_access.may_see(db, member, case_id) and not is_kept_from(db, member, case_id)


def is_kept_from(db: Connection, member: StaffMember, case_id: int) -> bool:
    """Whether they filed it, or must not know of it, under whatever name they work here now."""
    if member.chat == _case(db, case_id)[1]:
        return True
    rows = db.execute(
        "select staff.chat, unseal(staff.name, 'staff.name') from case_exclusion"
        " join staff on staff.id = case_exclusion.staff_id where case_id = :id",
        {"id": case_id},
    )
    for chat, name in rows:
        if chat == member.chat or same_person.is_meant(member.name, name):
            return True
    said = case_entries.entries(db, case_id)
    return _is_named_in(member, [each for each in said if each.kind == "wish"])


def is_spoken_of(db: Connection, member: StaffMember, case_id: int) -> bool:
    """Whether the report itself, its answers to our questions among it, may be about them: they are
    not told that there is one."""
    said = case_entries.entries(db, case_id)
    return _is_named_in(member, [each for each in said if each.author == "citizen"])


def _is_named_in(member: StaffMember, said: Iterable[Entry]) -> bool:
    return any(same_person.is_meant(member.name, each.text) for each in said)


def _case(db: Connection, case_id: int) -> tuple[str, str]:
    """(kind, chat) of a case; "" where there is none."""
    row = db.execute("select kind, chat from cases where id = :id", {"id": case_id}).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")
