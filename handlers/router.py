"""The router: from a message to the handler that answers it. A newcomer reads this file first.

In this order, the first that fits:
1. What needs no answer: unsent messages are forgotten, people who left are noted.
2. Groups: silence unless addressed; complaints and cases never in a group.
3. Buttons, by the first part of their data (BUTTONS).
4. Commands (COMMANDS), an invitation link's ``/start join_...`` among them.
5. What the conversation awaits (STEPS): a draft being written, an answer being worded.
6. Kinds without words: greetings for those who join, a kind word for a sticker.
7. Everything else is a question: understood, then answered (ANSWERS).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from data import chats, drafts, inbox
from handlers import about, casework, intake, menus, my_cases
from handlers.answers import ANSWERS as INFORMATION
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.texts import trouble
from handlers.turn import Turn, Write
from handlers.understanding.question import UNSURE, Question

Handler = Callable[[Message, Context], Awaitable[Turn]]

ANSWERS: Mapping[str, Handler] = MappingProxyType(
    {
        **INFORMATION,
        "file_complaint": intake.offer_to_file,
        "file_grievance": intake.offer_to_file,
        "file_feedback": intake.offer_to_file,
        "case_status": my_cases.answer_case_status,
        "cancel": intake.cancel,
    }
)
"""Who answers which intent."""

STEPS: Mapping[str, Handler] = MappingProxyType(
    {
        intake.DESCRIBE: intake.describe,
        intake.REVIEW: intake.describe,
        my_cases.ADD: my_cases.add,
        casework.ANSWER: casework.take_text,
        casework.CONFIRM: casework.take_text,
    }
)
"""Who takes the next words in a conversation that awaits some."""

WRITING = (intake.DESCRIBE, intake.REVIEW)
WORDLESS = (Kind.STICKER, Kind.LOCATION, Kind.FILE, Kind.OTHER)


def takes_files(message: Message, ctx: Context) -> bool:
    """Whether a file sent now would be kept, so that it must be fetched."""
    return message.private and ctx.conversation.step in WRITING


async def respond(message: Message, ctx: Context) -> Turn:
    """What one message leads to."""
    if message.kind is Kind.UNSENT:
        return forget(message)
    if message.kind is Kind.LEFT:
        return Turn(keep=(Write(chats.mark_unreachable, (message.chat,)),))
    if not message.addressed:
        return Turn()
    if message.kind is Kind.BUTTON:
        return await press(message, ctx)
    if message.kind is Kind.JOINED:
        return await ask(message, ctx, Question(intent="greeting"))
    return await hear(message, ctx)


def forget(message: Message) -> Turn:
    """The person took a message back: remove what was kept of it."""
    origin = f"{message.messenger}:{message.original}"
    return Turn(
        keep=(Write(inbox.forget_message, (origin,)), Write(drafts.forget_message, (origin,)))
    )


async def hear(message: Message, ctx: Context) -> Turn:
    """Words, files, places: commands first, then what is awaited, then questions."""
    if message.text.startswith("/") and message.kind is Kind.TEXT:
        return await command(message, ctx)
    if message.private and ctx.conversation.step in STEPS:
        return await awaited(message, ctx)
    if message.kind in WORDLESS and not message.text.strip():
        return await about.answer_wordless(message, ctx)
    return await ask(message, ctx, ctx.understand(message.text))


async def awaited(message: Message, ctx: Context) -> Turn:
    """The next words in a conversation that awaits some; the way out always works."""
    typed = intake.typed_button(message.text)
    if typed == "f:cancel":
        return await intake.cancel(message, ctx)
    if typed is not None and ctx.conversation.step in WRITING:
        return await press(replace(message, data=typed), ctx)
    if typed == "f:send" and ctx.conversation.step == casework.CONFIRM:
        return await casework.send(message, ctx)
    return await STEPS[ctx.conversation.step](message, ctx)


async def ask(message: Message, ctx: Context, question: Question) -> Turn:
    """Answer a question, and say how it was understood."""
    answer = ANSWERS.get(question.intent, ANSWERS[UNSURE])
    turn = await answer(message, replace(ctx, question=question))
    return replace(turn, question=turn.question or question)


async def press(message: Message, ctx: Context) -> Turn:
    """A button: its data names the handler and what it is about."""
    area, _, rest = message.data.partition(":")
    button = BUTTONS.get(area)
    return await button(message, ctx, rest) if button else await _stale(message, ctx)


async def _press_question(message: Message, ctx: Context, _: str) -> Turn:
    question = menus.question_of(message.data)
    if question is None:
        return await _stale(message, ctx)
    turn = await ask(message, ctx, question)
    if ctx.conversation.step not in WRITING or not turn.replies:
        return turn
    *before, last = turn.replies
    last = replace(last, choices=(*last.choices[:11], intake.GO_ON))
    return replace(turn, replies=(*before, last))


async def _press_intake(message: Message, ctx: Context, rest: str) -> Turn:
    verb, _, argument = rest.partition(":")
    if not message.private:
        return await intake.choose_kind(message, ctx)
    if verb == "start":
        return await (
            intake.start(message, ctx, argument) if argument else intake.choose_kind(message, ctx)
        )
    if verb == "case":
        return await my_cases.show(message, ctx, argument)
    if verb == "add":
        return await my_cases.ask_for_more(message, ctx, argument)
    plain: Mapping[str, Handler] = {
        "review": intake.review,
        "more": intake.more,
        "send": intake.send,
        "cancel": intake.cancel,
        "status": my_cases.answer_case_status,
    }
    handler = plain.get(verb)
    return await handler(message, ctx) if handler else await _stale(message, ctx)


async def _press_casework(message: Message, ctx: Context, rest: str) -> Turn:
    first, _, second = rest.partition(":")
    if first == "list":
        return await casework.list_cases(message, ctx, second)
    if first == "send":
        return await casework.send(message, ctx)
    if first == "stop":
        return await casework.stop(message, ctx)
    return await casework.act(message, ctx, first, second)


async def _press_human(message: Message, ctx: Context, _: str) -> Turn:
    return await ask(message, ctx, Question(intent="human_handoff"))


BUTTONS: Mapping[str, Callable[[Message, Context, str], Awaitable[Turn]]] = MappingProxyType(
    {
        "q": _press_question,
        "f": _press_intake,
        "c": _press_casework,
        "h": _press_human,
    }
)
"""Who takes a button, by the first part of its data."""


async def command(message: Message, ctx: Context) -> Turn:
    """A slash command; an unknown one gets a kind word and the menu."""
    name, _, argument = message.text[1:].partition(" ")
    name = name.partition("@")[0].casefold()
    handler = COMMANDS.get(name)
    if handler is None:
        reply = ctx.reply(trouble.unknown_command(), choices=menus.MAIN)
        return Turn(replies=(reply,))
    return await handler(message, ctx, argument.strip()[:300])


def _asks(intent: str) -> Callable[[Message, Context, str], Awaitable[Turn]]:
    async def answer(message: Message, ctx: Context, _: str) -> Turn:
        return await ask(message, ctx, Question(intent=intent))

    return answer


async def _start(message: Message, ctx: Context, argument: str) -> Turn:
    if argument.startswith(casework.JOIN_PREFIX):
        return await casework.join(message, ctx, argument.removeprefix(casework.JOIN_PREFIX))
    return await ask(message, ctx, Question(intent="greeting"))


async def _report(message: Message, ctx: Context, _: str) -> Turn:
    return await intake.choose_kind(message, ctx)


async def _cases(message: Message, ctx: Context, _: str) -> Turn:
    return await casework.list_cases(message, ctx)


COMMANDS: Mapping[str, Callable[[Message, Context, str], Awaitable[Turn]]] = MappingProxyType(
    {
        "start": _start,
        "help": _asks("help"),
        "score": _asks("score_total"),
        "measures": _asks("measure_list"),
        "channels": _asks("channel_list"),
        "status": _asks("case_status"),
        "cancel": _asks("cancel"),
        "report": _report,
        "cases": _cases,
        "case": casework.open_by_code,
    }
)
"""Slash commands, on every messenger."""


async def _stale(_: Message, ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(trouble.stale_button(), choices=menus.MAIN),))
