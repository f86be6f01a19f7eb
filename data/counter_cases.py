"""Cases from other channels: what somebody told the office at the counter, by phone or on paper.

The channel stands where cases from chats name their messenger, so that everything that counts
cases by it counts these too. Nobody can be written to: *chat* is "" and the reporter is told by
other means, perhaps by the contact that is sealed in the case.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from data import audit, case_access, cases, same_matter
from data.audit import Action
from data.case_entries import Entry, add_entry
from data.cases import CaseKind, NewCase
from data.clock_settings import ClockRules
from data.store import Connection

LONGEST_TEXT = 20_000
LONGEST_CONTACT = 300


class Channel(StrEnum):
    """A complaint channel that is no messenger; a case's ``messenger`` holds one or the other."""

    COUNTER = "counter"
    PHONE = "phone"
    LETTER = "letter"
    FACEBOOK = "facebook"
    FORM = "google_form"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Received:
    """Something told to the office, about to become a case.

    *received_at* is when it came in, from which every promise counts; *at* when it is written down
    by *staff_id* (None: the machine's operator). *contact* is who may be told back, "" nobody.
    """

    code: str
    kind: CaseKind
    channel: Channel
    text: str
    contact: str
    received_at: str
    at: str
    staff_id: int | None
    clocks: ClockRules = field(repr=False)
    id: int = field(default_factory=cases.draw_id)

    @property
    def new_case(self) -> NewCase:
        """The case that it becomes."""
        return NewCase(
            self.code, self.kind, "", self.channel, self.received_at, self.clocks, self.id
        )


def register(db: Connection, received: Received) -> int:
    """Make it a case; its row id."""
    case_id = cases.open_empty(db, received.new_case)
    case_access.open_to_its_workers(db, case_id, "", received.at)
    report = Entry("report", "citizen", received.text, "", received.received_at)
    add_entry(db, case_id, report, received.staff_id)
    same_matter.note(db, case_id)
    if received.contact:
        contact = Entry("contact", "officer", received.contact, "", received.at)
        add_entry(db, case_id, contact, received.staff_id)
    db.execute(
        "update cases set updated_at = :at where id = :id", {"at": received.at, "id": case_id}
    )
    actor = audit.by(received.staff_id)
    event = audit.Event(received.at, actor, Action.REGISTERED, case_id, received.channel)
    audit.record(db, event)
    return case_id
