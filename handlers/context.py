"""What a handler may look at: the agency, the clock's reading, the person, and a way to read."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

from data.agency import Agency
from data.conversations import Conversation
from data.receipts import Tried
from data.staff import StaffMember
from data.store import Connection
from handlers.message import Message
from handlers.texts.english.counterparts import in_language
from handlers.turn import Choice, Reply, Turn
from handlers.understanding.question import Question, Vocabulary

P = ParamSpec("P")
T = TypeVar("T")

Answer = Callable[[Message, "Context"], Awaitable[Turn]]
"""Who answers a question."""


async def anew(answer: Answer, message: Message, ctx: "Context") -> Turn:
    """What *answer* says, worked out."""
    return await answer(message, ctx)


class Read(Protocol):
    """Runs a query on a read-only connection: ``await read(facts.item_scores, "e9", 2566)``."""

    def __call__(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]: ...


class Context(NamedTuple):
    """What a handler may look at. It never writes, sends, or asks the clock.

    *now* is aware, Asia/Bangkok. *fiscal_year* is the newest year with scores, *plan_year* the
    newest with measures (both B.E.). *staff* is who the chat belongs to, None for a citizen.
    *role* is "citizen" or "staff": whom to speak to. *draw_code* gives a fresh random case code,
    *draw_token* an invitation's token, *draw_receipt* a fresh receipt's digits and their slow hash,
    *try_receipt* counts a chat's try and looks the digits up (see data.receipts), *understand*
    reads a text as a question (which the router puts into *question*). *answered* gives what is
    answered to that question, worked out or known already. *language* is the one to answer in, ""
    Thai or "en" (see handlers.language). *is_hurried*: the chat sent too much just before.
    *has_cases* is false where none were filed by the chat.
    """

    agency: Agency
    read: Read
    now: datetime
    question: Question
    conversation: Conversation
    vocabulary: Vocabulary
    fiscal_year: int
    plan_year: int
    role: str
    staff: StaffMember | None
    draw_code: Callable[[], str]
    draw_receipt: Callable[[], Awaitable[tuple[str, bytes]]]
    try_receipt: Callable[[str, str], Awaitable[Tried]]
    understand: Callable[[str], Awaitable[Question]]
    draw_token: Callable[[], str]
    language: str = ""
    is_hurried: bool = False
    has_cases: bool = True
    answered: Callable[[Answer, Message, "Context"], Awaitable[Turn]] = anew

    def say(self, text: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a text function says, by its English counterpart where the chat speaks English."""
        return in_language(text, self.language)(*args, **kwargs)

    def reply(self, text: str, *, choices: tuple[Choice, ...] = (), **more: Any) -> Reply:
        """A plain reply with its next steps."""
        return Reply(text=text, choices=choices, **more)
