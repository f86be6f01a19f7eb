"""Answering at once: what was worked out before is answered in the commit that keeps the question.

A question that is asked again, by a chat in which nothing is under way, needs nobody to handle it:
what it leads to is known as soon as it is read. So it is written together with its answer, which
leaves when both are safe; everything else is kept first and handled after (dispatch.py). In a crowd
nothing is answered at once: there, all are acknowledged first.
"""

from collections.abc import Callable, Mapping

from bot.agency_context import ContextMaker
from bot.common_replies import CommonReplies
from bot.delivery import Courier
from bot.dispatch import Kept, add_replies
from bot.incoming import Incoming
from bot.messengers.messenger import Adapter
from bot.messengers.written import Written
from bot.remembering import fitted
from data import conversations, inbox, outbox
from data.conversations import Conversation
from data.store import Connection, Store
from data.times import parse
from handlers.message import Kind, Messenger
from handlers.turn import Turn
from handlers.understanding.question import UNSURE

CROWD = 128
"""Webhooks under way."""


class AtOnce:
    """Answers what it can in the transaction that keeps it."""

    def __init__(
        self,
        store: Store,
        adapters: Mapping[Messenger, Adapter],
        courier: Courier,
        contexts: ContextMaker,
        after_kept: Callable[[Kept], None] | None = None,
    ) -> None:
        self._adapters = adapters
        self._courier = courier
        self._contexts = contexts
        self._after_kept = after_kept
        self._common = CommonReplies(store)
        self._subjects: Written[Mapping[str, str], str] = Written()

    def start(self) -> None:
        """Before anything is put."""
        self._common.start()

    def may_answer(self, event: Incoming, under_way: int) -> bool:
        """Whether an answer to *event* is known, perhaps not for its chat."""
        return (
            event.kind is Kind.TEXT
            and event.private
            and under_way < CROWD
            and self._contexts.turns.may_know(event.text)
        )

    def put(
        self, db: Connection, row: inbox.NewRow, event: Incoming
    ) -> tuple[int | None, Kept | None, list[outbox.Row]]:
        """Keep a message, with its answer where that is known: its row id as inbox.put() tells it,
        and what was kept beside it."""
        found = self._contexts.known(db, event.text, row)
        if found is None:
            return inbox.put_one(db, row), None, []
        turn, before = found
        subject = self._new_subject(before, turn.conversation)
        row_id = inbox.put_answered(db, row, subject)
        if row_id is None:
            return None, None, []
        if not subject:
            turn = fitted(turn, before, parse(row.received_at))
            if turn.conversation is not None:
                conversations.save(db, row.chat, turn.conversation, row.received_at)
        kept = Kept(
            row=inbox.waiting(row_id, row, event),
            event=event,
            turn=turn,
            batch=self._adapters[event.messenger].batch,
            at=row.received_at,
            key=self._common.key_of(db, turn.replies[0]) if _is_common(turn) else "",
        )
        return row_id, kept, add_replies(db, kept, row.received_at)

    def _new_subject(self, before: Conversation, after: Conversation | None) -> str:
        """The subject that a message named, as its row keeps it, where nothing else is to be kept
        of where its chat stands; else ""."""
        if after is None or after.step or after.memory or after.language or before.language:
            return ""
        named = after.subject
        return self._subjects.of(named, lambda: conversations.written(named)) if named else ""

    def was_put(self, kept: Kept, answers: list[outbox.Row]) -> None:
        """What was kept is safe: hand it over; never waits."""
        self._courier.send(answers)
        if not kept.key and _is_common(kept.turn):
            self._common.learn(kept.turn.replies[0])
        if self._after_kept is not None:
            self._after_kept(kept)


def _is_common(turn: Turn) -> bool:
    """Whether it is one published reply to a question that was understood; what asks back may quote
    whoever asked."""
    is_understood = turn.question is not None and turn.question.intent != UNSURE
    return is_understood and len(turn.replies) == 1 and turn.replies[0].published
