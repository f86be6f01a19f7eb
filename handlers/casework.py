"""Casework: what staff do with cases, in private. Rights are looked up at every press.

open -> answer or close -> write the words -> see exactly what the citizen will read -> send. What
others said since the officer last looked is shown before anything is sent.
"""

from dataclasses import replace

from data import (
    audit,
    case_codes,
    case_entries,
    case_files,
    case_work,
    chats,
    conversations,
    register,
    staff,
    withdrawals,
)
from data.case_moves import State
from data.case_work import Decision
from data.cases import LEVELS, READING_AUDITED, Case, CaseKind
from data.staff import StaffMember
from data.times import stamp
from handlers import language
from handlers.context import Context
from handlers.intake import MINE, afterwards, meanwhile
from handlers.menus import HELP
from handlers.message import Kind, Message
from handlers.texts import casework as texts
from handlers.texts import my_cases as citizen_texts
from handlers.texts.english.counterparts import in_language
from handlers.turn import Choice, File, Notice, Reply, Turn, Write

ANSWER = "casework.answer"
CONFIRM = "casework.confirm"
STEPS = (ANSWER, CONFIRM)
PAGE = 8  # cases in one list
LONGEST_ANSWER = 3_500
LONGEST_NUMBER = 15

LIST = Choice("เรื่องที่รอ", "c:list", "case_status")
SEND = Choice("ส่ง", "c:send", "case_status")
STOP = Choice("ยกเลิก", "c:stop", "cancel")

OUTCOMES = {
    CaseKind.FEEDBACK: ("answered", "referred", "rejected"),
    CaseKind.QUESTION: ("answered", "referred", "rejected"),
    CaseKind.GRIEVANCE: ("resolved", "answered", "referred", "rejected"),
    CaseKind.CORRUPTION: (
        "substantiated",
        "partly",
        "unsubstantiated",
        "insufficient",
        "out_of_scope",
    ),
}
JOIN_PREFIX = "join_"


async def join(message: Message, ctx: Context, token: str) -> Turn:
    """Use an invitation link: the chat becomes staff, once."""
    invited = await ctx.read(staff.invitation, token, ctx.now)
    if invited is None or not message.private:
        return Turn(replies=(ctx.reply(ctx.say(texts.invitation_invalid), choices=(HELP,)),))
    arguments = (invited, message.chat, str(message.messenger), stamp(ctx.now))
    return Turn(
        replies=(ctx.reply(texts.welcome(invited), choices=(LIST, HELP)),),
        keep=(Write(staff.join, arguments),),
    )


async def list_cases(message: Message, ctx: Context, page: str = "0") -> Turn:
    """Open cases that this member may see, oldest first, a page at a time."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    total = await ctx.read(register.count_open, member)
    first = (_number(page) or 0) * PAGE
    first = first if first < total else 0
    found = await ctx.read(register.open_cases, member, PAGE, first)
    if not found:
        text = texts.no_open_cases(may_see=member.works_cases or member.corruption)
        return Turn(replies=(ctx.reply(text, choices=(HELP,)),))
    choices = [Choice(case.code, f"c:{case.id}:open", "case_status") for case in found]
    if first + PAGE < total:
        choices.append(Choice("หน้าถัดไป", f"c:list:{first // PAGE + 1}", "case_status"))
    text = texts.case_list(found, total, first + 1)
    secret = any(case.kind is CaseKind.CORRUPTION for case in found)
    return Turn(replies=(Reply(text, choices=tuple(choices), confidential=secret),))


async def open_by_code(message: Message, ctx: Context, text: str) -> Turn:
    """/case CODE."""
    member, code = ctx.staff, case_codes.find(text)
    if member is None:
        return strangers(ctx)
    case = await ctx.read(register.seen_by_code, member, code) if code else None
    return await _open(message, ctx, member, case)


async def act(message: Message, ctx: Context, case_id: str, move: str) -> Turn:
    """A button on a case's card; the member's right to it is looked up anew.

    *move* is ``open``, ``page:2``, ``files``, or with the last entry on the card that was pressed,
    ``answer:81``, ``close:81``, ``as-rejected:81``.
    """
    member, number = ctx.staff, _number(case_id)
    if member is None:
        return strangers(ctx)
    case = None if number is None else await ctx.read(register.seen_by, member, number)
    verb, _, rest = move.partition(":")
    if case is None or not message.private:
        return await _open(message, ctx, member, case)
    if verb == "files":
        return await _files(ctx, case)
    outcome = verb.removeprefix("as-")
    if verb not in ("answer", "close") and outcome not in OUTCOMES[case.kind]:
        return await _open(message, ctx, member, case, _number(rest) or 0)
    if not case.is_open:
        return Turn(replies=(ctx.reply(texts.already_closed(case), choices=(LIST,)),))
    if verb == "close":
        return _ask_outcome(case, rest)
    return await _await_text(ctx, case, "" if verb == "answer" else outcome, _number(rest))


async def take_text(message: Message, ctx: Context) -> Turn:
    """The officer wrote an answer or closing words: show exactly what the citizen will read."""
    case = await _pending_case(ctx)
    if case is None:
        return _nothing_pending(ctx)
    memory = ctx.conversation.memory
    outcome, seen = memory["outcome"], int(memory["seen"])
    words = message.text.strip() if message.kind in (Kind.TEXT, Kind.EDITED) else ""
    if words:
        source = message.original or message.message_id
        return await _preview(ctx, case, outcome, words, seen, source)
    if "text" in memory:  # a sticker does not undo what is written
        return await _preview(ctx, case, outcome, memory["text"], seen, memory["message"])
    return await _await_text(ctx, case, outcome, seen)


async def send(_: Message, ctx: Context) -> Turn:
    """The officer said yes: the answer goes where the citizen wrote."""
    case, memory = await _pending_case(ctx), ctx.conversation.memory
    if case is None or ctx.conversation.step != CONFIRM or ctx.staff is None:
        return _nothing_pending(ctx)
    if not case.is_open:
        reply = ctx.reply(texts.already_closed(case), choices=(LIST,))
        return Turn(replies=(reply,), conversation=afterwards(ctx))
    outcome, text, seen = memory["outcome"], memory["text"], int(memory["seen"])
    if seen != await ctx.read(case_entries.last_said, case.id):
        return await _preview(ctx, case, outcome, text, seen, memory["message"])
    reachable = await ctx.read(chats.is_reachable, case.chat)
    spoken = (await ctx.read(conversations.load, case.chat)).language
    silent = await ctx.read(withdrawals.is_withdrawn, case.id)
    told = texts.kept_unsent(case) if silent else texts.sent(case, outcome, reachable=reachable)
    decision = Decision(case, text, outcome, ctx.staff.id, stamp(ctx.now), after=seen)
    return Turn(
        replies=(_secret(case, told, (LIST,)),),
        keep=(Write(case_work.decide, (decision,)),),
        notices=() if silent else (notice_to_reporter(case, outcome, text, spoken, ctx.staff.id),),
        conversation=afterwards(ctx),
    )


def notice_to_reporter(
    case: Case, outcome: str, text: str, spoken: str, sender: int | None = None
) -> Notice:
    """What the citizen reads where they wrote, in the language *spoken* there; the officer's words
    as they are."""
    write_back = Choice("เขียนตอบ", f"f:add:{case.id}", "case_status")
    if outcome:
        words = in_language(citizen_texts.closed, spoken)(case.code, outcome, text)
    else:
        words = in_language(citizen_texts.answered, spoken)(case.code, text)
    reply = _secret(case, words, (MINE,) if outcome else (write_back, MINE))
    return Notice(case.chat, language.of_reply(reply, spoken), case.id, sender)


async def stop(_: Message, ctx: Context) -> Turn:
    """Forget the text that was being written."""
    if ctx.staff is None:
        return strangers(ctx)
    if ctx.conversation.step not in STEPS:
        return _nothing_pending(ctx)
    reply = ctx.reply(texts.stopped(), choices=(LIST, HELP))
    return Turn(replies=(reply,), conversation=afterwards(ctx))


def strangers(ctx: Context) -> Turn:
    """A staff command from a citizen: kind, short, and nothing about cases."""
    return Turn(replies=(ctx.reply(ctx.say(texts.staff_only), choices=(HELP,)),))


async def _open(
    message: Message, ctx: Context, member: StaffMember, case: Case | None, page: int = 0
) -> Turn:
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    if case is None:
        return Turn(replies=(ctx.reply(texts.no_such_case(), choices=(LIST,)),))
    entries = await ctx.read(case_entries.entries, case.id)
    files = await ctx.read(case_files.attachments, case.id)
    seen = await ctx.read(case_entries.last_said, case.id)
    opened = replace(case, state=State.ACKNOWLEDGED) if case.state is State.SUBMITTED else case
    pages = texts.pages(texts.case_card(opened, entries, files))
    page = min(page, len(pages) - 1)
    choices = [Choice("ดูไฟล์แนบ", f"c:{case.id}:files", "case_status")] if files else []
    if page + 1 < len(pages):
        choices.insert(0, Choice("อ่านต่อ", f"c:{case.id}:page:{page + 1}", "case_status"))
    if case.is_open:
        choices.append(Choice("ตอบผู้แจ้ง", f"c:{case.id}:answer:{seen}", "case_status"))
        choices.append(Choice("ปิดเรื่อง", f"c:{case.id}:close:{seen}", "case_status"))
    return Turn(
        replies=(_secret(case, pages[page], (*choices, LIST)),),
        keep=(
            Write(case_work.acknowledge, (case, member.id, stamp(ctx.now))),
            *_reading(ctx, case),
        ),
    )


async def _files(ctx: Context, case: Case) -> Turn:
    files = await ctx.read(case_files.attachments, case.id)
    replies = tuple(
        Reply(
            texts.file_caption(case, file),
            file=None if file.forgotten else File(file.id, file.name, file.media_type),
            confidential=True,
        )
        for file in files
    )
    back = Choice("กลับไปที่เรื่อง", f"c:{case.id}:open", "case_status")
    end = _secret(case, texts.all_files(case), (back, LIST))
    return Turn(replies=(*replies, end), keep=_reading(ctx, case))


def _ask_outcome(case: Case, seen: str) -> Turn:
    choices = tuple(
        Choice(
            texts.OUTCOME_NAMES[name], f"c:{case.id}:as-{name}:{_number(seen) or 0}", "case_status"
        )
        for name in OUTCOMES[case.kind]
    )
    return Turn(replies=(_secret(case, texts.ask_outcome(case), (*choices, STOP)),))


async def _await_text(ctx: Context, case: Case, outcome: str, seen: int | None) -> Turn:
    """Ask for the words; *seen* is the last entry that the officer has read, None if unknown."""
    last = await ctx.read(case_entries.last_said, case.id)
    news = await ctx.read(case_entries.said_after, case.id, last if seen is None else seen)
    text = texts.ask_closing(case, outcome, news) if outcome else texts.ask_answer(case, news)
    return Turn(
        replies=(_secret(case, text, (STOP,)),),
        keep=_reading(ctx, case) if news else (),
        conversation=meanwhile(ctx, ANSWER, case=str(case.id), outcome=outcome, seen=str(last)),
    )


async def _preview(
    ctx: Context, case: Case, outcome: str, words: str, seen: int, message_id: str
) -> Turn:
    news = await ctx.read(case_entries.said_after, case.id, seen)
    last = await ctx.read(case_entries.last_said, case.id)
    text = words[:LONGEST_ANSWER]
    shown = texts.preview(case, text, outcome, news, was_cut=len(words) > LONGEST_ANSWER)
    memory = {"case": str(case.id), "outcome": outcome, "text": text, "message": message_id}
    return Turn(
        replies=(_secret(case, shown, (SEND, STOP)),),
        keep=_reading(ctx, case) if news else (),
        conversation=meanwhile(ctx, CONFIRM, **memory, seen=str(last)),
    )


def _reading(ctx: Context, case: Case) -> tuple[Write, ...]:
    """The member is shown words of a confidential case: every time is kept, with the turn."""
    if LEVELS[case.kind] < READING_AUDITED or ctx.staff is None:
        return ()
    return (Write(audit.record_reading, (case.id, ctx.staff.id, stamp(ctx.now))),)


async def _pending_case(ctx: Context) -> Case | None:
    """The case that is being answered, if this member may still see it."""
    if ctx.staff is None or ctx.conversation.step not in STEPS:
        return None
    return await ctx.read(register.seen_by, ctx.staff, int(ctx.conversation.memory["case"]))


def _nothing_pending(ctx: Context) -> Turn:
    if ctx.staff is None:
        return strangers(ctx)
    reply = ctx.reply(texts.nothing_pending(), choices=(LIST, HELP))
    pending = ctx.conversation.step in STEPS
    return Turn(replies=(reply,), conversation=afterwards(ctx) if pending else None)


def _number(text: str) -> int | None:
    """A row id or count in a button's data, None where it is none: the data may be a stranger's."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None


def _secret(case: Case, text: str, choices: tuple[Choice, ...]) -> Reply:
    """A reply about a case: what is confidential must not be forwarded."""
    return Reply(text, choices=choices, confidential=case.kind is CaseKind.CORRUPTION)
