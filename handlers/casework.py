"""Casework: what staff do with cases, in private. Rights are looked up at every press."""

from types import MappingProxyType

from data import case_codes, cases, chats, staff
from data.cases import Case, CaseKind
from data.conversations import Conversation
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.intake import MINE
from handlers.message import Kind, Message
from handlers.texts import casework as texts
from handlers.texts import intake as citizen_texts
from handlers.turn import Choice, File, Notice, Reply, Turn, Write

ANSWER = "casework.answer"
CONFIRM = "casework.confirm"
PAGE = 8
LONGEST_ANSWER = 3_500

LIST = Choice("เรื่องที่รอ", "c:list", "case_status")
SEND = Choice("ส่ง", "c:send", "case_status")
STOP = Choice("ยกเลิก", "c:stop", "cancel")
HELP = Choice("ช่วยเหลือ", "q:help", "help")

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
        return Turn(replies=(ctx.reply(texts.invitation_invalid(), choices=(HELP,)),))
    arguments = (invited, message.chat, str(message.messenger), stamp(ctx.now))
    return Turn(
        replies=(ctx.reply(texts.welcome(invited), choices=(LIST, HELP)),),
        keep=(Write(staff.join, arguments),),
        conversation=Conversation(),
    )


async def list_cases(message: Message, ctx: Context, page: str = "0") -> Turn:
    """Open cases that this member may see, oldest first, a page at a time."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    start = int(page) * PAGE if page.isascii() and page.isdigit() and len(page) < 6 else 0
    total = await ctx.read(cases.count_open, member)
    found = await ctx.read(cases.open_cases, member, PAGE, start)
    if not found:
        return Turn(replies=(ctx.reply(texts.no_open_cases(), choices=(HELP,)),))
    choices = [Choice(case.code, f"c:{case.id}:open", "case_status") for case in found]
    if start + PAGE < total:
        choices.append(Choice("หน้าถัดไป", f"c:list:{start // PAGE + 1}", "case_status"))
    text = texts.case_list(found, total, start + 1)
    secret = any(case.kind is CaseKind.CORRUPTION for case in found)
    return Turn(replies=(Reply(text, choices=tuple(choices), confidential=secret),))


async def open_by_code(message: Message, ctx: Context, text: str) -> Turn:
    """/case CODE."""
    member, code = ctx.staff, case_codes.find(text)
    if member is None:
        return strangers(ctx)
    case = await ctx.read(cases.seen_by_code, member, code) if code else None
    return await _open(message, ctx, member, case)


async def act(message: Message, ctx: Context, case_id: str, move: str) -> Turn:
    """A button on a case's card; the member's right to it is looked up anew."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    known = case_id.isascii() and case_id.isdigit() and len(case_id) < 16
    case = await ctx.read(cases.seen_by, member, int(case_id)) if known else None
    if move == "open" or case is None or not message.private:
        return await _open(message, ctx, member, case)
    if move == "files":
        return await _files(ctx, case)
    if not case.is_open:
        return Turn(replies=(ctx.reply(texts.already_closed(case), choices=(LIST,)),))
    if move == "answer":
        return _await_text(case, "")
    outcome = move.removeprefix("as-")
    if outcome in OUTCOMES[case.kind]:
        return _await_text(case, outcome)
    choices = tuple(
        Choice(texts.OUTCOME_NAMES[name], f"c:{case.id}:as-{name}", "case_status")
        for name in OUTCOMES[case.kind]
    )
    return Turn(replies=(_secret(case, texts.ask_outcome(case), (*choices, STOP)),))


async def take_text(message: Message, ctx: Context) -> Turn:
    """The officer wrote an answer or closing words: show exactly what the citizen will read."""
    case = await _pending_case(ctx)
    if case is None:
        return _nothing_pending(ctx)
    text = message.text.strip()[:LONGEST_ANSWER]
    outcome = ctx.conversation.memory["outcome"]
    if message.kind is not Kind.TEXT or not text:
        return _await_text(case, outcome)
    memory = MappingProxyType({**ctx.conversation.memory, "text": text})
    return Turn(
        replies=(_secret(case, texts.preview(case, text, outcome), (SEND, STOP)),),
        conversation=Conversation(CONFIRM, memory),
    )


async def send(_: Message, ctx: Context) -> Turn:
    """The officer said yes: the answer goes where the citizen wrote."""
    case = await _pending_case(ctx)
    if case is None or ctx.conversation.step != CONFIRM or ctx.staff is None:
        return _nothing_pending(ctx)
    if not case.is_open:
        reply = ctx.reply(texts.already_closed(case), choices=(LIST,))
        return Turn(replies=(reply,), conversation=Conversation())
    memory = ctx.conversation.memory
    outcome, text = memory["outcome"], memory["text"]
    reachable = await ctx.read(chats.is_reachable, case.chat)
    reply = _secret(case, texts.sent(case, outcome, reachable=reachable), (LIST,))
    return Turn(
        replies=(reply,),
        keep=(decision(case, outcome, text, ctx.staff.id, stamp(ctx.now)),),
        notices=(notice_to_reporter(case, outcome, text),),
        conversation=Conversation(),
    )


def decision(case: Case, outcome: str, text: str, staff_id: int | None, at: str) -> Write:
    """What is kept of an answer (no outcome) or a closing."""
    if outcome:
        return Write(cases.close, (case, outcome, text, staff_id, at))
    return Write(cases.answer, (case, text, staff_id, at))


def notice_to_reporter(case: Case, outcome: str, text: str) -> Notice:
    """What the citizen reads, where they wrote."""
    secret = case.kind is CaseKind.CORRUPTION
    if outcome:
        name = texts.OUTCOME_NAMES[outcome]
        reply = Reply(
            citizen_texts.closed(case.code, name, text), choices=(MINE,), confidential=secret
        )
        return Notice(case.chat, reply)
    write_back = Choice("เขียนตอบ", f"f:add:{case.id}", "case_status")
    reply = Reply(
        citizen_texts.answered(case.code, text), choices=(write_back, MINE), confidential=secret
    )
    return Notice(case.chat, reply)


async def stop(_: Message, ctx: Context) -> Turn:
    """Forget the text that was being written."""
    if ctx.staff is None:
        return strangers(ctx)
    return Turn(
        replies=(ctx.reply(citizen_texts.cancelled(had_draft=False), choices=(LIST, HELP)),),
        conversation=Conversation(),
    )


def strangers(ctx: Context) -> Turn:
    """A staff command from a citizen: kind, short, and nothing about cases."""
    return Turn(replies=(ctx.reply(texts.staff_only(), choices=(HELP,)),))


async def _open(message: Message, ctx: Context, member: StaffMember, case: Case | None) -> Turn:
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    if case is None:
        return Turn(replies=(ctx.reply(texts.no_such_case(), choices=(LIST,)),))
    entries = await ctx.read(cases.entries, case.id)
    files = await ctx.read(cases.attachments, case.id)
    choices = [Choice("แฟ้มแนบ", f"c:{case.id}:files", "case_status")] if files else []
    if case.is_open:
        choices.append(Choice("ตอบผู้แจ้ง", f"c:{case.id}:answer", "case_status"))
        choices.append(Choice("ปิดเรื่อง", f"c:{case.id}:close", "case_status"))
    card = texts.case_card(case, entries, files)
    return Turn(
        replies=(_secret(case, card, (*choices, LIST)),),
        keep=(Write(cases.acknowledge, (case.id, member.id, stamp(ctx.now))),),
    )


async def _files(ctx: Context, case: Case) -> Turn:
    files = await ctx.read(cases.attachments, case.id)
    replies = tuple(
        Reply(
            texts.file_caption(case, file),
            file=File(file.id, file.name, file.media_type),
            confidential=True,
        )
        for file in files
    )
    return Turn(replies=(*replies, _secret(case, texts.ask_answer_or_list(case), (LIST,))))


def _await_text(case: Case, outcome: str) -> Turn:
    text = texts.ask_closing(case, outcome) if outcome else texts.ask_answer(case)
    memory = MappingProxyType({"case": str(case.id), "outcome": outcome})
    return Turn(
        replies=(_secret(case, text, (STOP,)),),
        conversation=Conversation(ANSWER, memory),
    )


async def _pending_case(ctx: Context) -> Case | None:
    """The case that is being answered, if this member may still see it."""
    case_id = ctx.conversation.memory.get("case", "")
    if ctx.staff is None or not case_id:
        return None
    return await ctx.read(cases.seen_by, ctx.staff, int(case_id))


def _nothing_pending(ctx: Context) -> Turn:
    if ctx.staff is None:
        return strangers(ctx)
    reply = ctx.reply(texts.nothing_pending(), choices=(LIST, HELP))
    return Turn(replies=(reply,), conversation=Conversation())


def _secret(case: Case, text: str, choices: tuple[Choice, ...]) -> Reply:
    """A reply about a case: what is confidential must not be forwarded."""
    return Reply(text, choices=choices, confidential=case.kind is CaseKind.CORRUPTION)
