"""By receipt: an anonymous case is seen and written in from any chat, by whoever has its 16 digits.

A receipt opens the case in this conversation only, until it is left or nothing is done for a
quarter of an hour. What is said meanwhile leaves nothing in the chat's inbox and outbox.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from data import case_entries, case_files, clocks, register, withdrawals
from data.case_moves import PAUSED
from data.case_work import said, write_on
from data.cases import Case
from data.passing_access import ANSWER
from data.times import BANGKOK, stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.officers import alerts
from handlers.reporting import asides, exclusion, receipt_endings, receipt_rights, receipt_screens
from handlers.reporting.anonymity import BY_RECEIPT
from handlers.reporting.intake import (
    CANCEL,
    CHANNELS,
    afterwards,
    meanwhile,
    new_attachment,
    problem_of,
    words_of,
)
from handlers.reporting.my_cases import MOST_FILES, TOLD, answer_case_status
from handlers.reporting.receipt_words import (
    ADD,
    ASKED,
    LEAVE,
    OPEN,
    REOPEN,
    SEE,
    SEND,
    STEPS,
    WITH_A_CASE,
    WITHDRAW,
    WITHDRAWN,
    WORD,
    WRITE,
    button,
)
from handlers.texts import anonymity as texts
from handlers.texts import clocks as clock_texts
from handlers.texts import intake as intake_texts
from handlers.texts import my_cases as case_texts
from handlers.texts import receipts as receipt_texts
from handlers.texts.limits import too_many_tries
from handlers.texts.withdrawing import NOTE
from handlers.turn import Choice, Turn, Write

RIGHTS: Mapping[str, Callable[[Message, Context, Case], Awaitable[Turn]]] = MappingProxyType(
    {"copy": receipt_rights.copy, "erase": receipt_rights.ask, "erased": receipt_rights.erase}
)
LONGEST_ANSWER = 4_000  # characters that are kept for the yes
MOST_WORDS = 4
"""Of the officers' words the last so many are shown, each a message of its own."""


async def press(message: Message, ctx: Context, verb: str) -> Turn:
    """A button of the case that is open here."""
    if not message.private:
        return Turn(replies=(ctx.reply(ctx.say(intake_texts.only_in_private)),))
    if verb == "ask":
        reply = ctx.reply(ctx.say(receipt_texts.ask_digits), choices=(CANCEL,))
        return Turn(replies=(reply,), conversation=meanwhile(ctx, ASKED))
    if verb == "leave":
        return leave(message, ctx)
    case, at = await receipt_screens.opened(ctx), stamp(ctx.now)
    if case is None:
        return receipt_screens.over(message, ctx)
    if verb == "add":
        return _ask_for_more(message, ctx, case)
    if verb == "send" and case.is_open and (words := ctx.conversation.memory.get(ANSWER, "")):
        return await _added(message, ctx, case, (Write(write_on, (said(case, words, at),)),))
    if verb == "withdraw" and await _can_be_withdrawn(ctx, case):
        return receipt_screens.said(
            message, ctx, case, ctx.say(texts.confirm_withdrawal), (WITHDRAWN, SEE, LEAVE)
        )
    if verb == "withdrawn" and await _can_be_withdrawn(ctx, case):
        return await _withdraw(message, ctx, case)
    if verb in RIGHTS:
        return await RIGHTS[verb](message, ctx, case)
    if verb == "reopen":
        return await receipt_endings.ask_why(message, ctx, case)
    if verb.startswith("rate:"):
        return await receipt_endings.rate(message, ctx, case, verb.removeprefix("rate:"))
    return await _show(message, ctx, case)


async def open_case(message: Message, ctx: Context, digits: str) -> Turn:
    """Try a receipt: a wrong one is answered alike, whatever the reason."""
    if not message.private:
        return Turn(replies=(ctx.reply(ctx.say(intake_texts.only_in_private)),))
    tried = await ctx.try_receipt(message.chat, digits)
    case = None
    if tried.case_id is not None:
        case = await ctx.read(register.filed_here, "", tried.case_id)
    if case is not None:
        return await _show(message, ctx, case)
    if tried.verdict.allowed:
        text = ctx.say(receipt_texts.no_such_receipt)
    else:
        text = ctx.say(too_many_tries, tried.verdict.again_at, ctx.now)
    return Turn(
        replies=(ctx.reply(text, choices=(BY_RECEIPT, CHANNELS), once=True),),
        keep=receipt_screens.forgetting(message),
        conversation=afterwards(ctx) if ctx.conversation.step in STEPS else None,
    )


async def offer(message: Message, ctx: Context) -> Turn | None:
    """Words while the officer waits for an answer: asked whether they are one; None for others."""
    free = ctx.conversation.step == OPEN and message.kind is Kind.TEXT and message.private
    case = await receipt_screens.opened(ctx) if free else None
    if case is None or case.state not in PAUSED or len(message.text) > LONGEST_ANSWER:
        return None
    if await asides.question_in(message, ctx) is not None:
        return None
    turn = receipt_screens.said(message, ctx, case, ctx.say(texts.offer), (SEND, SEE, LEAVE))
    return receipt_screens.remembering(turn, message.text)


async def answer_status(message: Message, ctx: Context) -> Turn:
    """One's cases; whoever speaks of a receipt is asked for it."""
    if message.kind is Kind.TEXT and "ใบรับ" in message.text and message.private:
        return await press(message, ctx, "ask")
    return await answer_case_status(message, ctx)


async def take_word(message: Message, ctx: Context) -> Turn:
    """A word beside the stars, unless it stands for a button."""
    if stands_for := button(message, ctx):
        return await press(message, ctx, stands_for.removeprefix("r:"))
    return await receipt_endings.take_word(message, ctx)


async def reopen(message: Message, ctx: Context) -> Turn:
    """Why it is not done, unless that stands for a button."""
    if stands_for := button(message, ctx):
        return await press(message, ctx, stands_for.removeprefix("r:"))
    return await receipt_endings.reopen(message, ctx)


async def add(message: Message, ctx: Context) -> Turn:
    """What is written or sent goes into the case, and the officers are told."""
    if stands_for := button(message, ctx):
        return await press(message, ctx, stands_for.removeprefix("r:"))
    case = await receipt_screens.opened(ctx)
    if case is None:
        return receipt_screens.over(message, ctx)
    if not case.is_open:
        return receipt_screens.said(
            message, ctx, case, ctx.say(case_texts.case_closed), (SEE, LEAVE)
        )
    keep: tuple[Write, ...] = ()
    text = words_of(message)
    if message.kind is Kind.FILE:
        files = await ctx.read(case_files.attachments, case.id)
        problem = problem_of(message.attachment, full=len(files) >= MOST_FILES)
        if problem is not None:
            told = ctx.say(intake_texts.problem, problem, MOST_FILES)
            return Turn(replies=(ctx.reply(told, choices=(CANCEL,)),))
        new = replace(new_attachment(message, ctx), chat="", message="")
        keep = (Write(case_files.attach, (case.id, new)),)
        text = text or case_texts.attached(new.name)
    if not text:
        return _ask_for_more(message, ctx, case)
    return await _added(
        message, ctx, case, (Write(write_on, (said(case, text, stamp(ctx.now)),)), *keep)
    )


async def _added(message: Message, ctx: Context, case: Case, keep: tuple[Write, ...]) -> Turn:
    told = ctx.say(texts.added)
    if not await exclusion.is_read(ctx, case):
        told = ctx.say(texts.added_unread, ctx.agency.outside_bodies)
    turn = receipt_screens.said(message, ctx, case, told, (WRITE, SEE, LEAVE))
    notices = await alerts.reporter_wrote(ctx, case)
    return replace(turn, keep=(*keep, *turn.keep), notices=notices)


def leave(message: Message, ctx: Context) -> Turn:
    """The case is not open here any more."""
    was_open = ctx.conversation.step in STEPS
    return Turn(
        replies=(ctx.reply(ctx.say(texts.left), choices=(BY_RECEIPT, CHANNELS), once=was_open),),
        keep=receipt_screens.forgetting(message) if was_open else (),
        conversation=afterwards(ctx) if was_open else None,
    )


async def stop(message: Message, ctx: Context) -> Turn:
    """Cancelled: back from writing to the case, from the case to nothing."""
    writing = ctx.conversation.step in (ADD, REOPEN, WORD)
    case = await receipt_screens.opened(ctx) if writing else None
    return leave(message, ctx) if case is None else await _show(message, ctx, case)


def without_stale(turn: Turn, ctx: Context) -> Turn:
    """The turn; with the next words after its time, the case is not open here any more."""
    stale = ctx.conversation.step in WITH_A_CASE and not receipt_screens.is_in_time(ctx)
    return (
        replace(turn, conversation=afterwards(ctx)) if stale and turn.conversation is None else turn
    )


async def _show(message: Message, ctx: Context, case: Case) -> Turn:
    entries = await ctx.read(case_entries.entries, case.id)
    words = [entry for entry in entries if entry.kind in TOLD][-MOST_WORDS:]
    text = ctx.say(
        texts.status,
        case.kind,
        case.state,
        case.opened_at,
        await _next_date(ctx, case),
        is_open=case.is_open,
        has_words=bool(words),
    )
    if ending := await receipt_endings.ending(ctx, case):
        text = f"{text}\n\n{ending}"
    withdraw = (WITHDRAW,) if await _can_be_withdrawn(ctx, case) else ()
    write = (_writing_in(case),) if case.is_open else ()
    endings = await receipt_endings.choices(ctx, case)
    choices = (*write, *withdraw, *endings, *receipt_rights.choices(case), LEAVE)
    turn = receipt_screens.said(message, ctx, case, text, choices)
    told = [
        receipt_screens.secret(
            ctx.say(
                texts.officer_said,
                ctx.say(case_texts.forgotten) if entry.forgotten else entry.text,
                entry.at,
            )
        )
        for entry in words
    ]
    return replace(turn, replies=(*told, *turn.replies))


def _writing_in(case: Case) -> Choice:
    return replace(WRITE, label="ตอบเจ้าหน้าที่") if case.state in PAUSED else WRITE


async def _next_date(ctx: Context, case: Case) -> str:
    if case.state in PAUSED:
        return ctx.say(clock_texts.waiting_for_reporter)
    clock = await ctx.read(clocks.next_date, case.id)
    today = ctx.now.astimezone(BANGKOK).date()
    return ctx.say(clock_texts.next_word, clock, today) if clock else ""


async def _withdraw(message: Message, ctx: Context, case: Case) -> Turn:
    turn = receipt_screens.said(message, ctx, case, ctx.say(texts.withdrawn), (SEE, LEAVE))
    write = Write(withdrawals.withdraw, (case, NOTE, stamp(ctx.now)))
    notices = await alerts.reporter_withdrew(ctx, case)
    return replace(turn, keep=(write, *turn.keep), notices=notices)


async def _can_be_withdrawn(ctx: Context, case: Case) -> bool:
    return case.is_open and not await ctx.read(withdrawals.is_withdrawn, case.id)


def _ask_for_more(message: Message, ctx: Context, case: Case) -> Turn:
    if not case.is_open:
        return receipt_screens.said(
            message, ctx, case, ctx.say(case_texts.case_closed), (SEE, LEAVE)
        )
    return receipt_screens.said(message, ctx, case, ctx.say(texts.prompt), (CANCEL,), ADD)
