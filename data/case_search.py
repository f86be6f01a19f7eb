"""Case search: the cases of a kind, a state, a month..., and those in which words stand.

Everything goes through what a member may see (data.case_access). Words inside cases are sealed, so
that each case looked at is opened: only so many, the newest first, and never a secret one, whose
every reading would have to be told in the audit trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data import register
from data.case_access import VISIBLE, rights
from data.case_moves import FINISHED, State
from data.cases import LEVELS, READING_AUDITED, Case, CaseKind
from data.staff import StaffMember
from data.store import Connection
from data.times import BANGKOK, stamp

LOOKED_AT = 500
"""Cases whose words are opened for one search."""

SHORTEST_CODE = 2
MINE = "mine"
NOBODY = "nobody"
SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is left out does not matter. Open cases, unless *state* is one of
    those in which a case is finished, or *finished* says so.

    *taken* is MINE, NOBODY or SOMEBODY; *month* "2026-11" (Bangkok's, C.E.); *channel* how it came,
    as in cases.messenger.
    """

    kind: CaseKind | None = None
    state: State | None = None
    taken: str = ""
    late: bool = False
    month: str = ""
    channel: str = ""
    finished: bool = False


CONDITIONS = {
    "kind": "kind = :kind",
    "state": "state = :state",
    "channel": "messenger = :channel",
    "month": "opened_at >= :first and opened_at < :end",
    "late": (
        "id in (select case_id from case_clock where ended_at = '' and due_on > ''"
        " and due_on < :today)"
    ),
}
TAKEN = {
    MINE: "assigned_to = :me",
    NOBODY: "assigned_to is null",
    SOMEBODY: "assigned_to is not null",
}


def wanted(
    db: Connection, member: StaffMember, what: Wanted, today: date, limit: int, offset: int = 0
) -> list[Case]:
    """The cases that *member* may see, oldest first; *today* is Bangkok's."""
    parts = [words for name, words in CONDITIONS.items() if getattr(what, name)]
    parts += [TAKEN[what.taken]] if what.taken else []
    is_open = not what.finished and what.state not in FINISHED
    parts += ["closed_at = ''"] if is_open else []
    first, end = _month(what.month) if what.month else ("", "")
    rows = db.execute(
        f"select {register.COLUMNS} from cases where {' and '.join([*parts, VISIBLE])}"
        " order by opened_at, id limit :limit offset :offset",
        {
            **rights(member),
            "kind": what.kind,
            "state": what.state,
            "channel": what.channel,
            "first": first,
            "end": end,
            "today": today.isoformat(),
            "me": member.id,
            "limit": limit,
            "offset": offset,
        },
    )
    return register.cases_of(rows)


def with_code_like(db: Connection, member: StaffMember, text: str, limit: int) -> list[Case]:
    """Cases that *member* may see, open or not, whose code begins so ("PS-7K", "7k3f"); newest
    first, none where it is too short to be one."""
    letters = "".join(each for each in text.upper() if each.isascii() and each.isalnum())
    letters = letters.removeprefix("PS")
    if not SHORTEST_CODE <= len(letters) <= 9:
        return []
    code = "PS-" + "-".join(letters[at : at + 3] for at in range(0, len(letters), 3))
    rows = db.execute(
        f"select {register.COLUMNS} from cases where code >= :code and code < :end and {VISIBLE}"
        " order by opened_at desc, id desc limit :limit",
        {**rights(member), "code": code, "end": f"{code}~", "limit": limit},
    )
    return register.cases_of(rows)


def with_words(
    db: Connection, member: StaffMember, words: Sequence[str], limit: int
) -> tuple[list[Case], int]:
    """Cases that *member* may see in which all *words* stand, newest first, and how many cases were
    looked at. Secret ones are not."""
    rows = db.execute(
        f"select {register.COLUMNS} from cases where level < {READING_AUDITED} and {VISIBLE}"
        " order by opened_at desc, id desc limit :looked_at",
        {**rights(member), "looked_at": LOOKED_AT},
    )
    looked_at, found = register.cases_of(rows), []
    needles = [_plain(each) for each in words]
    for case in looked_at:
        if LEVELS[case.kind] < READING_AUDITED and _says_all(db, case.id, needles):
            found.append(case)
    return found[:limit], len(looked_at)


def _says_all(db: Connection, case_id: int, needles: Sequence[str]) -> bool:
    rows = db.execute(
        "select case_unseal(wrapped, case_id, text, 'case.text') from case_entry"
        " join case_key using (case_id) where case_id = :case_id",
        {"case_id": case_id},
    )
    said = "\n".join(_plain(row[0] or "") for row in rows)
    return all(needle in said for needle in needles)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _month(month: str) -> tuple[str, str]:
    year, number = int(month[:4]), int(month[5:])
    first = datetime(year, number, 1, tzinfo=BANGKOK)
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=BANGKOK)
    return stamp(first), stamp(end)
