"""What is worked out once and asked for again and again: published facts, questions, answers.

All are pure: the same call has the same result as long as the process runs, because a dataset is
published only while it starts. Of what people write only questions for what is published are
remembered, in memory: never what is unclear, which may be the beginning of a report.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from data import facts
from data.store import Connection, Store
from handlers.context import Answer, Context
from handlers.informing.answers import UNCHANGING
from handlers.message import Message
from handlers.turn import Turn
from handlers.understanding.question import Question

P = ParamSpec("P")
T = TypeVar("T")

MOST_FACTS = 4_096
MOST_QUESTIONS = 4_096
MOST_ANSWERS = 1_024
"""Each some 2 to 5 KB; when there are more, all are forgotten and worked out anew."""

LONGEST_QUESTION = 200
"""Letters: what is longer is hardly asked twice."""

ABOUT_PUBLISHED = UNCHANGING | {"channel_list"}
"""Intents whose question is remembered."""

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
    """Reads texts as questions; those for what is published it knows again."""

    def __init__(self, understand: Callable[[str], Awaitable[Question]]) -> None:
        self._understand = understand
        self._known: dict[str, Question] = {}

    async def understand(self, text: str) -> Question:
        """What *text* asks."""
        found = self._known.get(text)
        if found is None:
            found = await self._understand(text)
            if found.intent in ABOUT_PUBLISHED and len(text) <= LONGEST_QUESTION:
                if len(self._known) >= MOST_QUESTIONS:
                    self._known.clear()
                self._known[text] = found
        return found


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
