"""Asking handlers in tests: a real store with the published dataset, and a context around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.agency_context import vocabulary_of
from data import publish, receipts, staff
from data.agency import Agency, load_agency
from data.conversations import Conversation
from data.dataset import load_dataset
from data.receipts import Tried
from data.staff import StaffMember
from data.store import Store
from data.times import BANGKOK, stamp
from handlers.context import Context
from handlers.informing.answers import ANSWERS
from handlers.message import Kind, Message, Messenger
from handlers.turn import Turn
from handlers.understanding.question import Question

AGENCY = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=BANGKOK)


@dataclass
class Asker:
    """Builds what a handler needs from what a test cares about."""

    store: Store
    agency: Agency = field(default_factory=lambda: load_agency(AGENCY))
    understand: Callable[[str], Question] = lambda text: Question("unsure", normalised=text)

    def __post_init__(self) -> None:
        self.store.write_now(publish.publish, load_dataset(self.agency.datasets))
        self.vocabulary = vocabulary_of(self.store, self.agency)

    def context(
        self,
        question: Question | None = None,
        conversation: Conversation | None = None,
        member: StaffMember | None = None,
        code: str = "PS-7K3-F2M-9XQ",
    ) -> Context:
        return Context(
            agency=self.agency,
            read=self.store.read,
            now=NOW,
            question=question or Question("unsure"),
            conversation=conversation or Conversation(),
            vocabulary=self.vocabulary,
            fiscal_year=max(self.vocabulary.years),
            plan_year=max(self.vocabulary.plan_years),
            role="staff" if member else "citizen",
            staff=member,
            draw_code=lambda: code,
            draw_receipt=self._draw_receipt,
            try_receipt=self._try_receipt,
            understand=self._understand,
            draw_token=lambda: "token",
        )

    async def _draw_receipt(self) -> tuple[str, bytes]:
        digits = receipts.draw()
        return digits, receipts.hash_of(self.store.vault, digits)

    async def _try_receipt(self, chat: str, digits: str) -> Tried:
        limit = self.agency.limits.receipt_tries
        return await receipts.try_digits(self.store, limit, chat, digits, stamp(NOW))

    async def _understand(self, text: str) -> Question:
        return self.understand(text)

    def appoint(self, *, corruption: bool = True, chat: str = "officer") -> StaffMember:
        """Someone joins as an officer."""
        invited = staff.Invitation("", "สมศรี", "officer", corruption)
        expires, at = "2999-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"
        self.store.write_now(staff.invite, chat, invited, expires, at)
        used = staff.Invitation(staff.hash_token(chat), "สมศรี", "officer", corruption)
        self.store.write_now(staff.join, used, chat, "telegram", "2026-01-01T00:00:00+00:00")
        member = self.store.read_now(staff.of_chat, chat)
        assert member is not None
        return member


def message(text: str = "", *, kind: Kind = Kind.TEXT, data: str = "", **more: object) -> Message:
    return Message(
        messenger=Messenger.LINE,
        chat="citizen",
        event_id="E1",
        kind=kind,
        received_at=NOW,
        text=text,
        data=data,
        **more,  # type: ignore[arg-type]
    )


async def ask(
    asker: Asker, intent: str, slots: Mapping[str, str] | None = None, *, guard: str = ""
) -> Turn:
    """What an informational question is answered with."""
    question = Question(intent, slots or {}, guard=guard)
    return await ANSWERS[intent](message(), asker.context(question))


async def answer(asker: Asker, intent: str, *, guard: str = "", **slots: str) -> str:
    """The words of what an informational question is answered with."""
    return words(await ask(asker, intent, slots, guard=guard))


def words(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)
