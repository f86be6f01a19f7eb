"""Staff: who works here, and the invitations by which they join."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from data import audit
from data.audit import Action, Event
from data.store import Connection, Stale

ROLES = ("viewer", "officer", "supervisor", "administrator", "privacy")
"""A viewer reads statistics, an officer works cases, a supervisor hears of what is late too, an
administrator stands for all of that but invites; "privacy" is the data-protection contact."""

WORKING = frozenset({"officer", "supervisor", "administrator"})
SUPERVISING = frozenset({"supervisor", "administrator"})
HANDLERS, CONTACT = "corruption", "privacy"
NAMED: Mapping[str, str] = MappingProxyType(
    {"CORRUPTION": HANDLERS, "ETHICS": HANDLERS, "PRIVACY": CONTACT}
)
"""Kinds of case that only those named for them see, and who these are: whoever has the right
"corruption" beside a role, or the data-protection contact."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Someone who works for the agency and joined by an invitation.

    *corruption* says whether they are a named handler of corruption and ethics cases. *chat* is the
    tag of their private chat, *messenger* how they are reached, *unit* the key of the unit that an
    officer works for, "" for all of them (data.units).
    """

    id: int
    name: str
    role: str
    corruption: bool
    chat: str
    messenger: str
    unit: str = ""

    @property
    def recorded(self) -> int | None:
        """Their number as rows and the audit trail keep it: None for the machine's operator."""
        return self.id or None

    @property
    def works_cases(self) -> bool:
        """Whether they may see and answer ordinary cases."""
        return self.role in WORKING

    @property
    def supervises(self) -> bool:
        """Whether they hear of what is late, open ordinary cases again and keep the holidays."""
        return self.role in SUPERVISING

    @property
    def administrates(self) -> bool:
        """Whether they invite people and take their access away."""
        return self.role == "administrator"

    @property
    def protects_data(self) -> bool:
        """Whether requests about personal data are theirs."""
        return self.role == "privacy"

    @property
    def has_cases(self) -> bool:
        """Whether there is any kind of case that they may see."""
        return self.works_cases or self.is_named

    @property
    def is_named(self) -> bool:
        """Whether they may be named for secret cases."""
        return self.corruption or self.protects_data

    def handles(self, kind: str) -> bool:
        """Whether cases of *kind* are for people like them; which ones, data.case_access knows."""
        rights = {HANDLERS: self.corruption, CONTACT: self.protects_data, "": self.works_cases}
        return rights[NAMED.get(kind, "")]


OPERATOR = StaffMember(
    id=0, name="", role="administrator", corruption=False, chat="", messenger="terminal"
)
"""Whoever runs commands on the machine: ordinary cases, as an administrator sees them."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use, expiring right to join."""

    token_hash: str
    name: str
    role: str
    corruption: bool
    unit: str = ""

    @property
    def rights(self) -> str:
        """What it grants, in words for the audit trail: "officer", "officer corruption works"."""
        return " ".join(filter(None, (self.role, "corruption" * self.corruption, self.unit)))


COLUMNS = "id, unseal(name, 'staff.name'), role, corruption, chat, messenger, unit"


def hash_token(token: str) -> str:
    """What is kept of an invitation's token; the token itself has 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def of_chat(db: Connection, chat: str) -> StaffMember | None:
    """Who the chat belongs to, None for a citizen."""
    row = db.execute(
        f"select {COLUMNS} from staff where chat = :chat and removed_at = ''", {"chat": chat}
    ).fetchone()
    return row and _member(row)


def members(db: Connection) -> list[StaffMember]:
    """Everyone who has not been removed, in the order they joined."""
    rows = db.execute(f"select {COLUMNS} from staff where removed_at = '' order by id")
    return [_member(row) for row in rows]


def names(db: Connection) -> dict[int, str]:
    """What everyone is called who is or was staff, by their number."""
    return dict(db.execute("select id, unseal(name, 'staff.name') from staff").fetchall())


def handlers_of(db: Connection, kind: str) -> list[StaffMember]:
    """Who is there for cases of a kind: those named for it, else everyone on cases."""
    return [member for member in members(db) if member.handles(kind)]


def only_there(db: Connection, member: StaffMember) -> list[str]:
    """Who would be missing without *member*: those named for secret cases (NAMED) whom nobody else
    is."""
    mine = {who for kind, who in NAMED.items() if member.handles(kind)}
    others = [each for each in members(db) if each.chat != member.chat]
    theirs = {who for kind, who in NAMED.items() for each in others if each.handles(kind)}
    return sorted(mine - theirs)


def invite(
    db: Connection,
    token: str,
    invited: Invitation,
    expires_at: str,
    at: str,
    by: int | None = None,
) -> None:
    """Keep an invitation by a member of staff (None: the machine's operator); only the hash of its
    token stays."""
    db.execute(
        "insert into invitation (token_hash, name, role, corruption, unit, expires_at) values"
        " (:token_hash, seal(:name, 'invitation.name'), :role, :corruption, :unit, :expires_at)",
        {
            "token_hash": hash_token(token),
            "name": invited.name,
            "role": invited.role,
            "corruption": int(invited.corruption),
            "unit": invited.unit,
            "expires_at": expires_at,
        },
    )
    audit.record(db, Event(at, audit.by(by), Action.INVITED, detail=invited.rights))


def invitation(db: Connection, token: str, now: datetime) -> Invitation | None:
    """The invitation behind a token, None where it is unknown, used or expired."""
    row = db.execute(
        "select token_hash, unseal(name, 'invitation.name'), role, corruption, unit from invitation"
        " where token_hash = :token_hash and used_at = ''"
        " and datetime(expires_at) > datetime(:now)",
        {"token_hash": hash_token(token), "now": now.isoformat()},
    ).fetchone()
    return row and Invitation(row[0], row[1], row[2], bool(row[3]), row[4])


def join(db: Connection, invited: Invitation, chat: str, messenger: str, at: str) -> None:
    """Use an invitation up and make the chat staff. Raises Stale when it was used meanwhile.

    Whoever was staff in this chat before is replaced by the new role.
    """
    used = db.execute(
        "update invitation set used_at = :at where token_hash = :token_hash and used_at = ''",
        {"at": at, "token_hash": invited.token_hash},
    )
    if not used.rowcount:
        raise Stale("the invitation was used meanwhile")
    parameters = {
        "chat": chat,
        "messenger": messenger,
        "name": invited.name,
        "role": invited.role,
        "corruption": int(invited.corruption),
        "unit": invited.unit,
        "at": at,
    }
    replaced = db.execute(
        "update staff set removed_at = :at where chat = :chat and removed_at = '' returning id",
        parameters,
    ).fetchall()
    joined = db.execute(
        "insert into staff (chat, messenger, name, role, corruption, unit, joined_at) values"
        " (:chat, :messenger, seal(:name, 'staff.name'), :role, :corruption, :unit, :at)",
        parameters,
    )
    actor = audit.by(joined.lastrowid)
    for (old_id,) in replaced:
        audit.record(db, Event(at, actor, Action.ROLE_REMOVED, detail=f"#{old_id}"))
    audit.record(db, Event(at, actor, Action.ROLE_GRANTED, detail=invited.rights))


def remove(db: Connection, staff_id: int, at: str, by: int | None = None) -> bool:
    """Take someone's access away at once; False when there is no such member. *by* is the member
    of staff who does it, None the machine's operator."""
    removed = db.execute(
        "update staff set removed_at = :at where id = :id and removed_at = ''",
        {"id": staff_id, "at": at},
    )
    if removed.rowcount:
        audit.record(db, Event(at, audit.by(by), Action.ROLE_REMOVED, detail=f"#{staff_id}"))
    return bool(removed.rowcount)


def _member(row: tuple[int, str, str, int, str, str, str]) -> StaffMember:
    member_id, name, role, corruption, chat, messenger, unit = row
    return StaffMember(member_id, name, role, bool(corruption), chat, messenger, unit)
