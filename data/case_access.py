"""Access per case: who was named for it, and who must not know that it exists.

A case of a kind that is for named people only (data.staff.NAMED) is open to those who were named
when it was filed, an ordinary one to whoever works on cases, but for officers of another unit than
it was given to (data.units); an exclusion outweighs either. Both hold for the person, by their
chat: a
new invitation neither brings a case back nor loses it. What a reporter says about who must not see
their report waits beside the draft, and excludes in the transaction that files it. That leaves no
event in the audit trail, which the accused might read: the exclusion itself says who, when, why.
"""

from dataclasses import dataclass, replace

from data import audit, case_entries, case_keys, staff
from data.audit import Action, Event
from data.case_entries import Entry
from data.same_person import is_meant
from data.staff import Invitation, StaffMember
from data.store import Connection, Stale

GRANTED = (
    "exists (select 1 from case_access join staff on staff.id = case_access.staff_id"
    " where case_access.case_id = cases.id and staff.chat = :member_chat)"
)
EXCLUDED = (
    "exists (select 1 from case_exclusion join staff on staff.id = case_exclusion.staff_id"
    " where case_exclusion.case_id = cases.id and staff.chat = :member_chat)"
)
NAMED_KINDS = str(tuple(staff.NAMED))
NAMED_FOR_IT = f"iif(cases.kind = 'PRIVACY', :privacy, :corruption) and {GRANTED}"
HIDDEN_BESIDE = (
    "exists (select 1 from case_exclusion as hidden join staff as whom on whom.id = hidden.staff_id"
    " where hidden.case_id = cases.id and whom.chat not in (select knows_not.chat"
    " from case_exclusion as other join staff as knows_not on knows_not.id = other.staff_id"
    " where other.case_id = :original))"
)
"""Which rows of cases are hidden from somebody from whom the case *original* is not."""

OF_THEIR_UNIT = ":works and (:unit = '' or cases.unit in ('', :unit))"
VISIBLE = f"iif(cases.kind in {NAMED_KINDS}, {NAMED_FOR_IT}, {OF_THEIR_UNIT}) and not {EXCLUDED}"
"""Which rows of cases a member may see, inside a query with the parameters of rights()."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Somebody who must not see a case. *by* is an actor of the audit trail, *why* "reporter",
    "self" (recusal) or "supervisor"; *reason* is sealed under the key of the case."""

    case_id: int
    staff_id: int
    by: str
    why: str
    reason: str
    at: str


def rights(member: StaffMember) -> dict[str, int | str]:
    """The parameters of VISIBLE."""
    return {
        "corruption": int(member.corruption),
        "privacy": int(member.protects_data),
        "works": int(member.works_cases),
        "unit": member.unit if member.role == "officer" else "",
        "member_chat": member.chat,
    }


def may_see(db: Connection, member: StaffMember, case_id: int) -> bool:
    """Whether *member* may see the case."""
    parameters = {**rights(member), "id": case_id}
    query = f"select 1 from cases where id = :id and {VISIBLE}"
    return db.execute(query, parameters).fetchone() is not None


def workers(db: Connection, case_id: int) -> list[StaffMember]:
    """Who may see the case and works on it now: whoever is told of anything in it."""
    return [member for member in staff.members(db) if may_see(db, member, case_id)]


def workers_beside(db: Connection, wish: str, kind: str) -> list[StaffMember]:
    """Who would see a draft of *kind* once it is filed: whom the words of its writer do not
    exclude."""
    found = staff.handlers_of(db, kind)
    return [member for member in found if not is_meant(member.name, wish)]


# the reporter's wish ---------------------------------------------------------------------


def keep_wish(db: Connection, chat: str, words: str, message: str) -> None:
    """Keep whom the writer of a draft wants to keep it from; "" for nobody. *message* is
    "<messenger>:<message id>" or ""."""
    db.execute("delete from draft_wish where chat = :chat", {"chat": chat})
    if words:
        db.execute(
            "insert into draft_wish (chat, words, message) values (:chat,"
            " seal(:words, 'draft.wish:' || :chat),"
            " iif(:message = '', '', tag('message', :message)))",
            {"chat": chat, "words": words, "message": message},
        )


def wish_of(db: Connection, chat: str) -> str:
    """The words about who must not see the draft of *chat*, "" where there are none."""
    row = db.execute(
        "select unseal(words, 'draft.wish:' || chat) from draft_wish where chat = :chat",
        {"chat": chat},
    ).fetchone()
    return row[0] if row else ""


# at filing -------------------------------------------------------------------------------


def open_to_its_workers(db: Connection, case_id: int, chat: str, at: str) -> None:
    """A case was just filed from the draft of *chat*: name its handlers, exclude whom its reporter
    means, keep the wish. Raises Stale where a wish would leave the case to nobody."""
    (kind,) = db.execute("select kind from cases where id = :id", {"id": case_id}).fetchone()
    if kind in staff.NAMED:
        _grant(db, case_id, staff.handlers_of(db, kind), at)
    if staff.NAMED.get(kind) != staff.HANDLERS:
        return keep_wish(db, chat, "", "")  # it was said of a draft that became something else
    wish = wish_of(db, chat)
    for member in staff.members(db) if wish else ():
        if is_meant(member.name, wish):
            _add(db, Exclusion(case_id, member.id, audit.CITIZEN, "reporter", "", at))
    if wish and not is_read(db, case_id):
        raise Stale("nobody is left for the case")
    if wish:
        _move_wish(db, case_id, chat, wish, at)
    return None


def join(db: Connection, invited: Invitation, chat: str, messenger: str, at: str) -> None:
    """Use an invitation up, see data.staff. Open cases for named people that nobody can read any
    more are those's who are named now, unless they are who the reporter meant. Raises Stale."""
    staff.join(db, invited, chat, messenger, at)
    take_over(db, at)


def remove(db: Connection, staff_id: int, at: str, by: int | None = None) -> None:
    """Take somebody's access away, see data.staff; what nobody reads any more goes to the others.

    Raises what data.staff.remove raises.
    """
    staff.remove(db, staff_id, at, by)
    take_over(db, at)


def take_over(db: Connection, at: str, opened_again: int = 0) -> None:
    """Open cases for named people that nobody reads any more are all theirs who are named for such
    a kind now, but for whom the reporter meant; where the reporter took such words back, nobody's.
    One that is just being *opened_again* (its row id) counts as open."""
    rows = db.execute(
        f"select id, chat, kind from cases where kind in {NAMED_KINDS}"
        " and (closed_at = '' or id = :id)",
        {"id": opened_again},
    ).fetchall()
    handlers = {kind: staff.handlers_of(db, kind) for kind in staff.NAMED}
    for case_id, chat, kind in rows:
        wishes = _wishes(db, case_id)
        if "" in wishes or is_read(db, case_id):
            continue
        meant = "\n".join(wishes)
        others = [each for each in handlers[kind] if each.chat != chat]
        _grant(db, case_id, [each for each in others if not is_meant(each.name, meant)], at)


def is_read(db: Connection, case_id: int) -> bool:
    """Whether anybody but its reporter may see the case and works on it."""
    (chat,) = db.execute("select chat from cases where id = :id", {"id": case_id}).fetchone()
    return any(member.chat != chat for member in workers(db, case_id))


def _move_wish(db: Connection, case_id: int, chat: str, wish: str, at: str) -> None:
    case_entries.add_entry(db, case_id, Entry("wish", "citizen", wish, "", at))
    db.execute(
        "update case_entry set message = (select message from draft_wish where chat = :chat)"
        " where case_id = :case_id and kind = 'wish'",
        {"chat": chat, "case_id": case_id},
    )
    db.execute("delete from draft_wish where chat = :chat", {"chat": chat})


def _wishes(db: Connection, case_id: int) -> list[str]:
    """Empty words are what the reporter took back."""
    found = case_entries.entries(db, case_id)
    return [entry.text for entry in found if entry.kind == "wish"]


def _grant(db: Connection, case_id: int, members: list[StaffMember], at: str) -> None:
    db.executemany(
        "insert or ignore into case_access (case_id, staff_id, at)"
        " values (:case_id, :staff_id, :at)",
        [{"case_id": case_id, "staff_id": member.id, "at": at} for member in members],
    )


# later -----------------------------------------------------------------------------------


def exclude(db: Connection, exclusion: Exclusion) -> None:
    """Hide a case from somebody who works here, and those that ever joined it, which name it; if
    they took it, nobody has any more. Raises Stale where it was hidden already."""
    if is_excluded(db, exclusion.case_id, exclusion.staff_id):
        raise Stale("it is hidden from them already")
    _hide(db, exclusion)
    joined = db.execute(
        "select case_id from case_joining where original_id = :case_id",
        {"case_id": exclusion.case_id},
    ).fetchall()
    for (case_id,) in joined:
        if not is_excluded(db, case_id, exclusion.staff_id):
            _hide(db, replace(exclusion, case_id=case_id))


def _hide(db: Connection, exclusion: Exclusion) -> None:
    _add(db, exclusion)
    db.execute(
        "update cases set assigned_to = null where id = :case_id and assigned_to = :staff_id",
        {"case_id": exclusion.case_id, "staff_id": exclusion.staff_id},
    )
    event = Event(exclusion.at, exclusion.by, Action.EXCLUDED, exclusion.case_id, exclusion.why)
    audit.record(db, event)


def is_hidden_from_somebody(db: Connection, case_id: int) -> bool:
    """Whether anybody on staff must not know of the case: then nothing in another case names it."""
    found = db.execute("select 1 from case_exclusion where case_id = :id", {"id": case_id})
    return found.fetchone() is not None


def is_excluded(db: Connection, case_id: int, staff_id: int) -> bool:
    """Whether somebody must not see the case."""
    row = db.execute(
        "select 1 from case_exclusion where case_id = :case_id and staff_id = :staff_id",
        {"case_id": case_id, "staff_id": staff_id},
    ).fetchone()
    return row is not None


def _add(db: Connection, exclusion: Exclusion) -> None:
    db.execute(
        "insert or ignore into case_exclusion (case_id, staff_id, by, why, reason, at) values"
        " (:case_id, :staff_id, :by, :why,"
        f" case_seal({case_keys.KEY}, :case_id, :reason, 'case.exclusion'), :at)",
        {
            "case_id": exclusion.case_id,
            "staff_id": exclusion.staff_id,
            "by": exclusion.by,
            "why": exclusion.why,
            "reason": exclusion.reason,
            "at": exclusion.at,
        },
    )
