"""My cases: where a citizen's own cases stand, and writing on in one of them."""

import re
from dataclasses import replace

from data import case_codes, case_entries, case_files, clocks, joining, register
from data.case_moves import PAUSED, State
from data.case_work import said, write_on
from data.cases import Case
from data.times import BANGKOK, stamp
from handlers.context import Context
from handlers.menus import MY_DATA
from handlers.message import Kind, Message
from handlers.officers import alerts
from handlers.reporting import copying, exclusion, ratings, reopening, withdrawing
from handlers.reporting.intake import (
    CANCEL,
    CHANNELS,
    MINE,
    afterwards,
    meanwhile,
    new_attachment,
    origin_of,
    problem_of,
    words_of,
)
from handlers.texts import clocks as clock_texts
from handlers.texts import intake as intake_texts
from handlers.texts import joining as joining_texts
from handlers.texts import my_cases as texts
from handlers.texts import ratings as rating_texts
from handlers.texts.thai import date_of
from handlers.turn import Choice, Reply, Turn, Write

TOLD = ("answer", "progress", "question")
"""The entries by which an officer speaks to the reporter."""

ADD = "case.add"
MOST_FILES = 20
"""Files in one case at most, those that were filed with it included."""

LONGEST_ID = 15
FILE_SOMETHING = Choice("แจ้งเรื่องใหม่", "f:start", "file_feedback")
WRITE = re.compile(r"\s*(?:เขียน|write\b)", re.IGNORECASE)
SEE = re.compile(
    r"(?:ขอ|ดู|เช็[คก]|ติดตาม|สถานะ|เรื่อง|รหัส|please|check|track|see|show|status|of|my|the|case|code|number"
    r"|[\s:?.])*+",
    re.IGNORECASE,
)
"""What is said beside a code by those who only want to see the case."""


async def answer_case_status(message: Message, ctx: Context) -> Turn:
    """One case by its code, or the list of what this chat filed."""
    if not message.private:
        return Turn(replies=(ctx.reply(ctx.say(intake_texts.only_in_private)),))
    code = case_codes.find(message.text)
    if code:
        case = await ctx.read(register.of_reporter, message.chat, code)
        return await _show(ctx, case) if case else _unknown(ctx)
    found = await ctx.read(register.filed_by, message.chat)
    if not found:
        reply = ctx.reply(ctx.say(texts.no_cases), choices=(FILE_SOMETHING, CHANNELS))
        return Turn(replies=(reply,))
    if len(found) == 1:
        return await _show(ctx, found[0])
    rows = [(case, ctx.say(date_of, case.opened_at)) for case in found]
    choices = tuple(Choice(case.code, f"f:case:{case.id}", "case_status") for case in found)
    secret = any(case.kind.is_secret for case in found)
    text = ctx.say(texts.my_cases, rows)
    reply = Reply(text, (*choices, FILE_SOMETHING, MY_DATA), confidential=secret)
    return Turn(replies=(reply,))


async def show(message: Message, ctx: Context, case_id: str) -> Turn:
    """A case from the list; only for the chat that filed it."""
    case = await _mine(message, ctx, case_id)
    return await _show(ctx, case) if case else _unknown(ctx)


def wants_to_write(message: Message) -> bool:
    """Whether a text asks to write in a case, "เขียน PS-...", "write PS-...": for those who see no
    buttons."""
    return (
        message.kind is Kind.TEXT
        and message.private
        and WRITE.match(message.text) is not None
        and case_codes.find(message.text) is not None
    )


def wants_to_see(message: Message) -> bool:
    """Whether a text is a case's code, or asks for it and says no more: "status PS-..."."""
    return (
        message.kind is Kind.TEXT
        and case_codes.find(message.text) is not None
        and SEE.fullmatch(case_codes.without(message.text)) is not None
    )


async def ask_for_more_by_code(message: Message, ctx: Context) -> Turn:
    """The same as the button, in words."""
    code = case_codes.find(message.text) or ""
    case = await ctx.read(register.of_reporter, message.chat, code)
    return _ask_for_more(ctx, case)


async def ask_for_more(message: Message, ctx: Context, case_id: str) -> Turn:
    """The reporter wants to write to the officer."""
    return _ask_for_more(ctx, await _mine(message, ctx, case_id))


async def ask_for_more_in_the_open_one(message: Message, ctx: Context) -> Turn:
    """The button's name was typed: where exactly one case is open, that is the one."""
    found = [each for each in await ctx.read(register.filed_by, message.chat) if each.is_open]
    if len(found) != 1:
        return await answer_case_status(message, ctx)
    return _ask_for_more(ctx, found[0])


def _ask_for_more(ctx: Context, case: Case | None) -> Turn:
    if case is None:
        return _unknown(ctx)
    if not case.is_open:
        return Turn(replies=(ctx.reply(ctx.say(texts.case_closed), choices=(FILE_SOMETHING,)),))
    text, secret = ctx.say(texts.add_prompt, case.code), case.kind.is_secret
    return Turn(
        replies=(Reply(text, (CANCEL,), confidential=secret),),
        conversation=meanwhile(ctx, ADD, case=str(case.id)),
    )


async def add(message: Message, ctx: Context) -> Turn:
    """What the reporter wrote or sent goes into the case, and the officers are told."""
    case = await _mine(message, ctx, ctx.conversation.memory["case"])
    if case is None or not case.is_open:
        reply = ctx.reply(ctx.say(texts.case_closed), choices=(FILE_SOMETHING,))
        return Turn(replies=(reply,), conversation=afterwards(ctx))
    if message.kind is Kind.FILE:
        return await _add_file(message, ctx, case)
    text = words_of(message)
    if not text:
        return Turn(replies=(ctx.reply(ctx.say(texts.add_prompt, case.code), choices=(CANCEL,)),))
    return await _added(message, ctx, case, text, ())


async def _add_file(message: Message, ctx: Context, case: Case) -> Turn:
    files = await ctx.read(case_files.attachments, case.id)
    problem = problem_of(message.attachment, full=len(files) >= MOST_FILES)
    if problem is not None:
        text = ctx.say(intake_texts.problem, problem, MOST_FILES)
        return Turn(replies=(ctx.reply(text, choices=(CANCEL,)),))
    new = new_attachment(message, ctx)
    text = words_of(message) or texts.attached(new.name)
    return await _added(message, ctx, case, text, (Write(case_files.attach, (case.id, new)),))


async def _added(
    message: Message, ctx: Context, case: Case, text: str, keep: tuple[Write, ...]
) -> Turn:
    origin = origin_of(message, message.message_id)
    notices = await alerts.reporter_wrote(ctx, case)
    told = ctx.say(texts.added, case.code, is_told=bool(notices))
    if case.kind.is_secret and not await exclusion.is_read(ctx, case):
        bodies = ctx.agency.outside_bodies if case.kind.is_inquiry else ()
        told = ctx.say(texts.added_unread, case.code, bodies)
    choices = (_writing_more_in(case), MINE)
    return Turn(
        replies=(Reply(told, choices, confidential=case.kind.is_secret),),
        keep=(Write(write_on, (said(case, text, stamp(ctx.now), origin),)), *keep),
        notices=notices,
        conversation=afterwards(ctx),
    )


def stop_adding(ctx: Context) -> Turn:
    """Nothing more for the officer now."""
    reply = ctx.reply(ctx.say(texts.nothing_added), choices=(MINE, CHANNELS))
    return Turn(replies=(reply,), conversation=afterwards(ctx))


async def _show(ctx: Context, case: Case) -> Turn:
    entries = await ctx.read(case_entries.entries, case.id)
    answers = [
        ctx.say(texts.forgotten) if entry.forgotten else entry.text
        for entry in entries
        if entry.kind in (TOLD if case.state not in PAUSED else ("question",))
    ]
    opened = ctx.say(date_of, case.opened_at)
    text = ctx.say(texts.status, case, opened, await _next_date(ctx, case), answers)
    if await ctx.read(joining.leading, case.id) != case.id:
        text = f"{text}\n{ctx.say(joining_texts.goes_with_others)}"
    next_steps = [_writing_in(case), withdrawing.choice(case)] if case.is_open else []
    if stars := await ratings.choices_now(ctx, case):
        text = f"{text}\n\n{ctx.say(rating_texts.ask)}"
        next_steps += stars
    done = not case.is_open or case.state is State.RESOLVED
    if done and await reopening.can_be_opened(ctx, case):
        next_steps.append(reopening.choice(case))
    choices = (*next_steps, copying.code(case.code), FILE_SOMETHING, MY_DATA)
    return Turn(replies=(Reply(text, choices, confidential=case.kind.is_secret),))


async def _next_date(ctx: Context, case: Case) -> str:
    """By when to expect a word, and whether that has passed; "" where nothing was promised."""
    if case.state in PAUSED:
        return ctx.say(clock_texts.waiting_for_reporter)
    clock = await ctx.read(clocks.next_date, await ctx.read(joining.leading, case.id))
    return (
        ctx.say(clock_texts.next_word, clock, ctx.now.astimezone(BANGKOK).date()) if clock else ""
    )


async def _mine(message: Message, ctx: Context, case_id: str) -> Case | None:
    if not (case_id.isascii() and case_id.isdigit() and len(case_id) <= LONGEST_ID):
        return None
    return await ctx.read(register.filed_here, message.chat, int(case_id))


def _writing_in(case: Case) -> Choice:
    more = _writing_more_in(case)
    return replace(more, label="ตอบเจ้าหน้าที่") if case.state in PAUSED else more


def _writing_more_in(case: Case) -> Choice:
    """Also once what the officer asked is answered."""
    return Choice("เขียนถึงเจ้าหน้าที่", f"f:add:{case.id}", "case_status")


def _unknown(ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(ctx.say(texts.no_such_case), choices=(MINE, CHANNELS)),))
