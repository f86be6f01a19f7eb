"""What is worked out once and asked for again and again: published facts, questions, answers, and
whole turns of chats in which nothing is under way.

All are pure: the same call has the same result as long as the process runs, because a dataset is
published only while it starts. Of what people write, questions for what is published are
remembered, in memory. What is unclear may be the beginning of a report: of that only a keyed mark
is kept, until another chat says the very same words, which are nobody's own then.
"""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from data import facts
from data.conversations import Conversation
from data.store import Connection, Store
from data.times import stamp
from handlers.context import Answer, Context
from handlers.informing import statistics
from handlers.informing.answers import UNCHANGING
from handlers.message import Kind, Message
from handlers.talk import subject_as_of
from handlers.texts.english.counterparts import ENGLISH, THAI
from handlers.turn import Turn
from handlers.understanding.question import UNSURE, Question

P = ParamSpec("P")
T = TypeVar("T")

MOST_FACTS = 4_096
MOST_QUESTIONS = 4_096
MOST_ANSWERS = 1_024
"""Each some 2 to 5 KB; when there are more, all are forgotten and worked out anew."""

MOST_MARKS = 16_384
"""Each some 200 bytes."""

KEY_BYTES, MARK_BYTES = 32, 16

LONGEST_QUESTION = 400
"""Letters: what is longer is hardly asked twice."""

ABOUT_PUBLISHED = UNCHANGING | {"channel_list"}
"""Intents whose question is remembered the first time."""

_ABSENT: Any = object()


class Facts:
    """Reads for handlers: what is published is looked up once, all else in the database."""

    def __init__(self, store: Store) -> None:
        self._read = store.read
        self._known: dict[tuple[Callable[..., Any], tuple[Any, ...]], Any] = {}

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As Store.read does it."""
        if query.__module__ != facts.__name__ or kwargs:
            return await self._read(query, *args, **kwargs)
        found: T = self._known.get((query, args), _ABSENT)
        if found is _ABSENT:
            if len(self._known) >= MOST_FACTS:
                self._known.clear()
            found = self._known[query, args] = await self._read(query, *args, **kwargs)
        return found


class Questions:
    """Reads texts as questions; those that were asked before it knows again."""

    def __init__(self, understand: Callable[[str], Awaitable[Question]]) -> None:
        self._understand = understand
        self._known: dict[str, Question] = {}
        self._marks: dict[bytes, str] = {}  # and the chat that said it first
        self._key = secrets.token_bytes(KEY_BYTES)

    def remembers(self, text: str) -> bool:
        """Whether these words are nobody's own: for what is published, or said by two chats."""
        return text in self._known

    async def understand(self, text: str, *, chat: str = "") -> Question:
        """What *text* asks, which *chat* says ("" where that is not known)."""
        found = self._known.get(text)
        if found is None:
            found = await self._understand(text)
            if len(text) <= LONGEST_QUESTION and (
                found.intent in ABOUT_PUBLISHED or self._is_said_by_others(text, chat)
            ):
                if len(self._known) >= MOST_QUESTIONS:
                    self._known.clear()
                self._known[text] = found
        return found

    def _is_said_by_others(self, text: str, chat: str) -> bool:
        """Whether another chat said the same words first. One alone says its own again and again:
        a draft is looked through whenever it is shown."""
        if not chat:
            return False
        words = text.encode("utf-8", "surrogatepass")
        mark = hashlib.blake2b(words, key=self._key, digest_size=MARK_BYTES).digest()
        first = self._marks.get(mark)
        if first is None:
            if len(self._marks) >= MOST_MARKS:
                self._marks.clear()
            self._marks[mark] = chat
        return first not in (None, chat)


class Answers:
    """Answers questions; those that everybody gets the same answer to only once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Turn] = {}

    async def answered(self, answer: Answer, message: Message, ctx: Context) -> Turn:
        """What *answer* says to ctx.question."""
        question = ctx.question
        if question.intent not in UNCHANGING or len(question.normalised) > LONGEST_QUESTION:
            return await answer(message, ctx)
        key = (
            question.intent,
            tuple(question.slots.items()),
            question.normalised,
            question.guard,
            question.guesses,
            ctx.language,
            ctx.role,
        )
        turn = self._known.get(key)
        if turn is None:
            turn = await answer(message, ctx)
            said = tuple(replace(each, published=True) for each in turn.replies)
            turn = replace(turn, replies=said)
            if len(self._known) >= MOST_ANSWERS:
                self._known.clear()
            self._known[key] = turn
        return turn


class Turns:
    """What is said to plain words where nothing is under way: no step, no talk that goes on, no
    case. If that is what everybody gets, the next one does, too."""

    def __init__(self, remembers: Callable[[str], bool]) -> None:
        self._remembers = remembers
        self._known: dict[tuple[str, str], Turn] = {}

    async def of(self, message: Message, ctx: Context, respond: Answer) -> Turn:
        """What *respond* makes of *message*."""
        if not is_plain(message, ctx):
            return await respond(message, ctx)
        key = (message.text, ctx.conversation.language)
        known = self._known.get(key)
        if known is not None:
            return fitted(known, ctx.conversation, ctx.now)
        turn = await respond(message, ctx)
        is_lasting = not statistics.are_asked_for(message)  # these are published meanwhile
        if is_lasting and self._remembers(message.text) and _is_for_everybody(turn):
            if len(self._known) >= MOST_ANSWERS:
                self._known.clear()
            self._known[key] = _of_everybody(turn, ctx)
        return turn

    def may_know(self, text: str) -> bool:
        """Whether *text* was answered before, in one language or another."""
        return (text, THAI) in self._known or (text, ENGLISH) in self._known

    def known(self, text: str, before: Conversation, now: datetime) -> Turn | None:
        """What plain words lead to in a chat of nobody we know, which stands at *before*, where
        that was worked out before: to be fitted() to that chat."""
        return self._known.get((text, before.language)) if _is_idle(before, now) else None


def is_plain(message: Message, ctx: Context) -> bool:
    """Whether nothing but its words decides what *message* leads to."""
    return (
        message.kind is Kind.TEXT
        and message.private
        and ctx.staff is None
        and not ctx.has_cases
        and len(message.text) <= LONGEST_QUESTION
        and _is_idle(ctx.conversation, ctx.now)
    )


def _is_idle(conversation: Conversation, now: datetime) -> bool:
    """Whether nothing is under way: neither a step nor a talk."""
    return not (conversation.step or conversation.memory or subject_as_of(conversation, now))


def _is_for_everybody(turn: Turn) -> bool:
    """Whether it answers a question for what is published, or offers what may have been meant, and
    does nothing else."""
    question, after = turn.question, turn.conversation
    does_more = turn.keep or turn.notices or turn.counts
    if question is None or does_more or not turn.replies:
        return False
    if after is not None and (after.step or after.memory):
        return False
    if question.intent == UNSURE:
        return True
    return question.intent in UNCHANGING and all(reply.published for reply in turn.replies)


def _of_everybody(turn: Turn, ctx: Context) -> Turn:
    """*turn* without what its chat asked before, which goes on with a conversation that is kept."""
    said = tuple(replace(each, published=True) for each in turn.replies)
    after, before = turn.conversation, ctx.conversation
    if after is not None and after.subject_at == before.subject_at:
        after = replace(after, subject=Conversation().subject, subject_at="")
    return replace(turn, replies=said, conversation=after)


def fitted(known: Turn, before: Conversation, now: datetime) -> Turn:
    """A turn that was worked out before, as of now in a chat that stands at *before*."""
    after = known.conversation
    if after is None:
        return known
    if not after.subject:  # the language alone has changed
        subject, subject_at = before.subject, before.subject_at
    else:
        subject, subject_at = after.subject, stamp(now)
    kept = Conversation("", after.memory, before.version, subject, subject_at, after.language)
    return Turn(replies=known.replies, conversation=kept, question=known.question)
