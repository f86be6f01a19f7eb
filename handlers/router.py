"""The router: from a message to the handler that answers it. A newcomer reads this file first.

In this order, the first that fits:
1. What needs no answer: unsent messages are forgotten, people who left are noted.
2. Groups: silence unless addressed; complaints and cases never in a group.
3. Buttons, by the first part of their data (BUTTONS).
4. Edited messages whose first words were kept: what was kept follows.
5. Commands (COMMANDS), an invitation link's ``/start join_...`` among them.
6. What the conversation awaits (STEPS): a draft being written, an answer being worded.
7. Kinds without words: greetings for those who join, a kind word for a sticker.
8. Everything else is a question: understood, then answered (ANSWERS).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from data import chats, topic_queue
from handlers import known_words, language, menus, talk, typed
from handlers.cancelling import cancel
from handlers.context import Context
from handlers.informing import about, statistics
from handlers.informing.answers import ANSWERS as INFORMATION
from handlers.message import Kind, Message
from handlers.officers import (
    being_away,
    casework,
    counter,
    exports,
    filtering,
    finding,
    group_queue,
    handing_over,
    inquiry_stages,
    lateness,
    office_days,
    officer_presses,
    officer_words,
    people,
    sealed_identity,
    staff_help,
    work_shown,
)
from handlers.reporting import (
    afterthoughts,
    asides,
    asking,
    by_receipt,
    drafting_words,
    ethics_words,
    hidden_from,
    intake,
    my_cases,
    offers,
    ratings,
    receipt_words,
    reopening,
    replying,
    taking_back,
)
from handlers.reporting.presses import ABOUT_ONE, PLAIN
from handlers.texts import trouble
from handlers.turn import Turn, Write
from handlers.understanding.question import UNSURE, Question

Handler = Callable[[Message, Context], Awaitable[Turn]]

ANSWERS: Mapping[str, Handler] = MappingProxyType(
    {
        **INFORMATION,
        "file_complaint": offers.offer_to_file,
        "file_grievance": offers.offer_to_file,
        "file_feedback": offers.offer_to_file,
        "case_status": by_receipt.answer_status,
        "cancel": cancel,
    }
)
"""Who answers which intent."""

STEPS: Mapping[str, Handler] = MappingProxyType(
    {
        intake.DESCRIBE: asking.describe,
        intake.REVIEW: asking.describe,
        hidden_from.ASKED: hidden_from.take_words,
        my_cases.ADD: my_cases.add,
        reopening.REASON: reopening.take,
        ratings.WORD: ratings.take_word,
        receipt_words.ADD: by_receipt.add,
        receipt_words.REOPEN: by_receipt.reopen,
        receipt_words.WORD: by_receipt.take_word,
        officer_words.ANSWER: officer_words.take_text,
        officer_words.CONFIRM: officer_words.take_text,
        officer_words.FIRST: officer_words.take_text,
        counter.STEP: counter.take,
        inquiry_stages.STEP: inquiry_stages.take,
        being_away.DAYS: being_away.take,
        sealed_identity.REASON: sealed_identity.take_reason,
    }
)
"""Who takes the next words in a conversation that awaits some."""

WRITING = (intake.DESCRIBE, intake.REVIEW)
ASKS_BESIDE = (*WRITING, ratings.WORD)
TAKES_FILES = (*WRITING, hidden_from.ASKED, my_cases.ADD, receipt_words.ADD)
LONGEST_ARGUMENT = 300  # characters
WORDLESS = (Kind.STICKER, Kind.LOCATION, Kind.FILE, Kind.OTHER)


def takes_files(message: Message, ctx: Context) -> bool:
    """Whether a file sent now would be kept, so that it must be fetched."""
    step = ctx.conversation.step
    return message.private and (step in TAKES_FILES or work_shown.takes_photo(ctx))


async def respond(message: Message, ctx: Context) -> Turn:
    """What one message leads to, in the language that it speaks."""
    ctx = language.spoken(message, ctx)
    turn = by_receipt.without_stale(await _respond(message, ctx), ctx)
    return language.answered(talk.remembered(turn, ctx), ctx)


async def _respond(message: Message, ctx: Context) -> Turn:
    if message.kind is Kind.UNSENT:
        return afterthoughts.unsent(message, ctx)
    if message.kind is Kind.LEFT:
        return _left(message)
    if not message.addressed:
        return group_queue.created(message) if message.topic else Turn()
    if not message.private and (turn := await group_queue.heard(message, ctx)):
        return turn
    if message.kind is Kind.BUTTON:
        return intake.with_way_back(await press(message, ctx), ctx)
    if message.kind is Kind.JOINED:
        turn = await ask(message, ctx, Question(intent="greeting"))
        return intake.with_way_back(turn, ctx)
    return await hear(message, ctx)


def _left(message: Message) -> Turn:
    chat = (message.chat,)
    return Turn(keep=(Write(chats.mark_unreachable, chat), Write(topic_queue.look_again, chat)))


async def hear(message: Message, ctx: Context) -> Turn:
    """Words, files, places: edits and commands first, then what is awaited, then questions."""
    if message.kind is Kind.EDITED:
        followed = await afterthoughts.edited(message, ctx)
        return followed or await wonder(message, ctx)
    awaits = message.private and ctx.conversation.step in STEPS and not is_over(ctx)
    if digits := receipt_words.digits_in(message, awaits=awaits):
        return await by_receipt.open_case(message, ctx, digits)
    slash = message.kind is Kind.TEXT and message.text.startswith("/")
    if slash and (is_command(message.text) or not awaits):
        return intake.with_way_back(await command(message, ctx), ctx)
    if awaits:
        return await awaited(message, ctx)
    if message.kind in WORDLESS and not message.text.strip():
        return await about.answer_wordless(message, ctx)
    return await wonder(message, ctx)


async def awaited(message: Message, ctx: Context) -> Turn:
    """The next words in a conversation that awaits some; the way out always works."""
    if taken_back := taking_back.instead(message, ctx):
        turn = await press(message._replace(data=taken_back), ctx)
        return replace(turn, conversation=turn.conversation or intake.afterwards(ctx))
    step, stands_for = ctx.conversation.step, typed.button(message, ctx)
    if not stands_for and step in WRITING:
        stands_for = drafting_words.button(message) or asking.button(message, ctx)
    if stands_for == intake.CANCEL.data:
        return await cancel(message, ctx)
    if stands_for and (step in (*WRITING, hidden_from.ASKED) or stands_for == menus.HELP.data):
        return intake.with_way_back(await press(message._replace(data=stands_for), ctx), ctx)
    if step == officer_words.CONFIRM and (sends := officer_words.typed(message, stands_for)):
        return await sends(message, ctx)
    question = drafting_words.question(message) if step in WRITING else None
    if question is None and step in ASKS_BESIDE:
        question = await asides.question_in(message, ctx)
    if step == ratings.WORD and my_cases.wants_to_see(message):
        return await my_cases.answer_case_status(message, ctx)
    if question is not None and step == ratings.WORD:
        turn = await ask(message, ctx, question)
        return replace(turn, conversation=turn.conversation or intake.afterwards(ctx))
    if question is not None:
        return asides.beside(await ask(message, ctx, question), message, ctx)
    return await STEPS[step](message, ctx)


async def wonder(message: Message, ctx: Context) -> Turn:
    """Words that nothing awaits: an answer to an offer, or a question.

    An offer that was not taken up is over, and so is the step of an officer who is none any more.
    """
    if stands_for := receipt_words.button(message, ctx):
        return await press(message._replace(data=stands_for), ctx)
    if offered := await by_receipt.offer(message, ctx):
        return offered
    reply = replying.typed_answer(message, ctx)
    if reply is not None:
        return await (replying.send if reply else read_anew)(message, ctx)
    answer = offers.typed_answer(message, ctx)
    if answer is not None:
        return await (offers.accept if answer else cancel)(message, ctx)
    name, argument = known_words.command(message) if ctx.staff is not None else ("", "")
    if name:
        return await COMMANDS[name](message, ctx, argument[:LONGEST_ARGUMENT])
    if stands_for := taking_back.button(message, ctx) or known_words.button(message):
        turn = await press(message._replace(data=stands_for), ctx)
        turn = replace(turn, question=turn.question or known_words.meant(stands_for))
        return intake.with_way_back(turn, ctx)
    if statistics.are_asked_for(message):
        published = await statistics.tell_published(message, ctx)
        if published is not None:
            return intake.with_way_back(published, ctx)
    if my_cases.wants_to_write(message):
        return await my_cases.ask_for_more_by_code(message, ctx)
    if my_cases.wants_to_see(message) and await casework.is_theirs(message, ctx):
        return await casework.open_by_code(message, ctx, message.text)
    if my_cases.wants_to_see(message):
        question = Question(intent="case_status")
    elif case := await replying.case_answered(message, ctx):
        return replying.offer(message, ctx, case)
    else:
        question = talk.continued(await ctx.understand(message.text), ctx)
        question = ethics_words.reread(question, message)
    turn = await ask(message, ctx, question)
    if is_over(ctx) and message.private and turn.conversation is None:
        return replace(turn, conversation=intake.afterwards(ctx))
    return intake.with_way_back(turn, ctx)


async def read_anew(message: Message, ctx: Context) -> Turn:
    """The words were not meant for the officer: they are read as any others."""
    words = replying.kept(message, ctx)
    if words is None:
        return await _stale(message, ctx)
    turn = await ask(words, ctx, talk.continued(await ctx.understand(words.text), ctx))
    return turn if turn.conversation else replace(turn, conversation=intake.afterwards(ctx))


def is_over(ctx: Context) -> bool:
    """Whether the conversation's step does not outlive the next words that it does not await."""
    step = ctx.conversation.step
    return step in (offers.OFFERED, replying.OFFERED) or (
        step in officer_words.STEPS and ctx.staff is None
    )


async def ask(message: Message, ctx: Context, question: Question) -> Turn:
    """Answer a question, and say how it was understood."""
    answer = ANSWERS.get(question.intent, ANSWERS[UNSURE])
    turn = await ctx.answered(answer, message, ctx._replace(question=question))
    turn = replace(turn, question=turn.question or question)
    return talk.saying_so(talk.hedged(turn, question, ctx), question, ctx)


async def press(message: Message, ctx: Context) -> Turn:
    """A button: its data names the handler and what it is about."""
    area, _, rest = message.data.partition(":")
    button = BUTTONS.get(area)
    return await button(message, ctx, rest) if button else await _stale(message, ctx)


async def _press_question(message: Message, ctx: Context, _: str) -> Turn:
    question = menus.question_of(message.data)
    return await ask(message, ctx, question) if question else await _stale(message, ctx)


async def _press_intake(message: Message, ctx: Context, rest: str) -> Turn:
    verb, _, argument = rest.partition(":")
    if not message.private:
        return offers.only_in_private(ctx)
    about_one = ABOUT_ONE.get(verb)
    if about_one is not None and argument:
        return await about_one(message, ctx, argument)
    if verb == "no-reply":
        return await read_anew(message, ctx)
    plain = PLAIN.get(verb)
    return await plain(message, ctx) if plain else await _stale(message, ctx)


async def _press_human(message: Message, ctx: Context, _: str) -> Turn:
    return await ask(message, ctx, Question(intent="human_handoff"))


BUTTONS: Mapping[str, Callable[[Message, Context, str], Awaitable[Turn]]] = MappingProxyType(
    {
        "q": _press_question,
        "f": _press_intake,
        "c": officer_presses.press,
        "n": counter.press,
        "p": people.press,
        "h": _press_human,
        "r": by_receipt.press,
        "e": exports.press,
    }
)
"""Who takes a button, by the first part of its data."""


async def command(message: Message, ctx: Context) -> Turn:
    """A slash command; an unknown one gets a kind word and the menu."""
    name, argument = _command_in(message.text)
    handler = COMMANDS.get(name)
    if not message.private and name in group_queue.IN_PRIVATE_ONLY:
        return group_queue.in_private(ctx)
    if handler is None:
        reply = ctx.reply(ctx.say(trouble.unknown_command), choices=menus.MAIN)
        return Turn(replies=(reply,))
    return await handler(message, ctx, argument[:LONGEST_ARGUMENT])


def is_command(text: str) -> bool:
    """Whether *text* is one of our commands."""
    return _command_in(text)[0] in COMMANDS


def _command_in(text: str) -> tuple[str, str]:
    """("case", "PS-...") of "/case@our_bot PS-..."."""
    name, _, argument = text[1:].partition(" ")
    return name.partition("@")[0].strip().casefold(), argument.strip()


def _asks(intent: str) -> Callable[[Message, Context, str], Awaitable[Turn]]:
    async def answer(message: Message, ctx: Context, _: str) -> Turn:
        return await ask(message, ctx, Question(intent=intent))

    return answer


def _does(handler: Handler) -> Callable[[Message, Context, str], Awaitable[Turn]]:
    return lambda message, ctx, _: handler(message, ctx)


async def _start(message: Message, ctx: Context, argument: str) -> Turn:
    if argument.startswith(casework.JOIN_PREFIX):
        return await casework.join(message, ctx, argument.removeprefix(casework.JOIN_PREFIX))
    if argument.startswith(casework.CASE_PREFIX):
        return await casework.open_by_code(message, ctx, argument)
    theirs = staff_help.instead(message, ctx)
    return theirs or await ask(message, ctx, Question(intent="greeting"))


async def _help(message: Message, ctx: Context, _: str) -> Turn:
    theirs = staff_help.instead(message, ctx)
    return theirs or await ask(message, ctx, Question(intent="help"))


async def _cases(message: Message, ctx: Context, argument: str) -> Turn:
    if argument:
        return await filtering.typed(message, ctx, argument)
    return await casework.list_cases(message, ctx)


COMMANDS: Mapping[str, Callable[[Message, Context, str], Awaitable[Turn]]] = MappingProxyType(
    {
        "start": _start,
        "help": _help,
        "score": _asks("score_total"),
        "measures": _asks("measure_list"),
        "channels": _asks("channel_list"),
        "status": _asks("case_status"),
        "cancel": _does(cancel),
        "report": _does(offers.choose_kind),
        "cases": _cases,
        "late": lateness.command,
        "holidays": office_days.holidays_command,
        "case": casework.open_by_code,
        "find": finding.find,
        "away": being_away.command,
        "mine": _does(handing_over.list_mine),
        "new": counter.start,
        "queue": group_queue.command,
        "stats": statistics.show,
        "export": exports.command,
        "staff": people.list_people,
        "remove": people.remove,
        "invite": people.invite,
        "identity": sealed_identity.command,
    }
)
"""Slash commands, on every messenger."""


async def _stale(_: Message, ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(ctx.say(trouble.stale_button), choices=menus.MAIN),))
