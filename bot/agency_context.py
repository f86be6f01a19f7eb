"""What handlers may look at, built for one agency once and for each message anew."""

import asyncio
import secrets
from datetime import datetime, timedelta
from functools import partial

from bot.remembering import Answers, Facts, Questions, Turns
from bot.second_looks import SecondLooks
from data import arrivals, case_codes, facts, inbox, receipts, staff
from data.agency import Agency
from data.conversations import Conversation
from data.receipts import Tried
from data.staff import StaffMember
from data.store import Connection, Store
from data.times import parse, stamp
from handlers.context import Context
from handlers.message import Message
from handlers.turn import Turn
from handlers.understanding.question import Question, Vocabulary
from handlers.understanding.understand import Understanding

TOKEN_BYTES = 32


class ContextMaker:
    """Knows everything about an agency that does not change between messages."""

    def __init__(self, agency: Agency, store: Store, understanding: Understanding) -> None:
        self._agency = agency
        self._store = store
        self._understanding = understanding
        self._read = Facts(store).read
        self._answered = Answers().answered
        self._questions = Questions(self._understand_anew)
        self.turns = Turns(self._questions.remembers)
        self.vocabulary = vocabulary_of(store, agency)
        self._looks = SecondLooks(partial(understanding.reconsider_all, vocabulary=self.vocabulary))
        self._fiscal_year = max(self.vocabulary.years)
        self._plan_year = max(self.vocabulary.plan_years, default=self._fiscal_year + 1)

    def known(
        self, db: Connection, text: str, row: inbox.NewRow
    ) -> tuple[Turn, Conversation] | None:
        """What plain words, about to be kept as *row*, lead to, where that was worked out before
        and nothing about their chat speaks against it, to be fitted to where that chat stood."""
        pace = self._agency.limits.messages.per_chat
        found = arrivals.look_ahead(db, row.messenger, row.chat, pace.most)
        if found is None or found.is_staff or found.has_cases:
            return None
        now = parse(row.received_at)
        if found.before and self._is_hurried(found.before, now):
            return None
        turn = self.turns.known(text, found.conversation, now)
        return None if turn is None else (turn, found.conversation)

    def _is_hurried(self, before: str, now: datetime) -> bool:
        """Whether a chat that sent as many as it may since *before* has to slow down."""
        return timedelta() <= now - parse(before) < self._agency.limits.messages.per_chat.window

    def of(self, message: Message, row_id: int, now: datetime) -> Context:
        """The context of a message that stands in a row of the inbox."""
        pace = self._agency.limits.messages.per_chat
        found = self._store.read_now(arrivals.look, message.chat, row_id, pace.most)
        return self(
            conversation=found.conversation,
            staff=self._store.read_now(staff.of_chat, message.chat) if found.is_staff else None,
            now=now,
            chat=message.chat,
            is_hurried=bool(found.before) and self._is_hurried(found.before, message.received_at),
            has_cases=found.has_cases,
        )

    def __call__(
        self,
        *,
        conversation: Conversation,
        staff: StaffMember | None,
        now: datetime,
        chat: str = "",
        is_hurried: bool = False,
        has_cases: bool = True,
    ) -> Context:
        """The context of one message."""

        async def try_receipt(chat: str, digits: str) -> Tried:
            limit = self._agency.limits.receipt_tries
            return await receipts.try_digits(self._store, limit, chat, digits, stamp(now))

        return Context(
            agency=self._agency,
            read=self._read,
            now=now,
            question=Question(intent="unsure"),
            conversation=conversation,
            vocabulary=self.vocabulary,
            fiscal_year=self._fiscal_year,
            plan_year=self._plan_year,
            role="staff" if staff else "citizen",
            staff=staff,
            draw_code=draw_code,
            draw_receipt=self._draw_receipt,
            try_receipt=try_receipt,
            understand=partial(self._questions.understand, chat=chat),
            draw_token=draw_token,
            is_hurried=is_hurried,
            has_cases=has_cases,
            answered=self._answered,
        )

    async def _draw_receipt(self) -> tuple[str, bytes]:
        digits = receipts.draw()
        return digits, await asyncio.to_thread(receipts.hash_of, self._store.vault, digits)

    async def _understand_anew(self, text: str) -> Question:
        """Codes, guards and letters at once; the embedding, where asked, beside the loop."""
        question = self._understanding.at_first_sight(text, self.vocabulary)
        if not self._understanding.is_in_doubt(question):
            return question
        return await self._looks.of(text)


def draw_code() -> str:
    """A fresh random case code."""
    return case_codes.make(secrets.randbits(5 * case_codes.RANDOM_CHARACTERS))


def draw_token() -> str:
    """A fresh random token of an invitation."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def vocabulary_of(store: Store, agency: Agency) -> Vocabulary:
    """What exists in the published dataset, and how the agency is called."""
    read = store.read_now
    years = read(facts.years)
    plan_years = read(facts.plan_years)
    return Vocabulary(
        items=frozenset(item.code for year in years for item in read(facts.items, year)),
        indicators=frozenset(
            found.code for year in years for found in read(facts.indicators, year)
        ),
        subindicators=frozenset(
            found.code for year in years for found in read(facts.subindicators, year)
        ),
        topics=frozenset(str(topic.number) for year in years for topic in read(facts.topics, year)),
        measures=frozenset(
            measure.code for year in plan_years for measure in read(facts.measures, year)
        ),
        years=frozenset(years),
        plan_years=frozenset(plan_years),
        previous_years=frozenset(read(facts.previous_years)),
        names=frozenset({*agency.aliases, agency.subdistrict}),
    )
