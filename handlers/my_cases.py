"""My cases: where a citizen's own cases stand, and writing on in one of them."""

from types import MappingProxyType

from data import case_codes, cases
from data.cases import Case, Entry
from data.conversations import Conversation
from data.times import stamp
from handlers import alerts
from handlers.context import Context
from handlers.intake import CANCEL, CHANNELS, MINE, PERSON
from handlers.message import Kind, Message
from handlers.texts import intake as texts
from handlers.texts.thai import date_of
from handlers.turn import Choice, Turn, Write

ADD = "case.add"
LONGEST_ADDITION = 5_000
FILE_SOMETHING = Choice("แจ้งเรื่องใหม่", "f:start", "file_feedback")


async def answer_case_status(message: Message, ctx: Context) -> Turn:
    """One case by its code, or the list of what this chat filed."""
    if not message.private:
        return Turn(replies=(ctx.reply(texts.only_in_private()),))
    code = case_codes.find(message.text) or ctx.question.slots.get("case", "")
    if code:
        return await _by_code(message, ctx, code)
    found = await ctx.read(cases.filed_by, message.chat)
    if not found:
        return Turn(replies=(ctx.reply(texts.no_cases(), choices=(FILE_SOMETHING, CHANNELS)),))
    if len(found) == 1:
        return await _show(ctx, found[0])
    rows = [(case, date_of(case.opened_at)) for case in found]
    choices = tuple(Choice(case.code, f"f:case:{case.id}", "case_status") for case in found)
    return Turn(replies=(ctx.reply(texts.my_cases(rows), choices=(*choices, FILE_SOMETHING)),))


async def show(message: Message, ctx: Context, case_id: str) -> Turn:
    """A case from the list; only for the chat that filed it."""
    case = await _mine(message, ctx, case_id)
    return await _show(ctx, case) if case else _unknown(ctx)


async def ask_for_more(message: Message, ctx: Context, case_id: str) -> Turn:
    """The reporter wants to write to the officer."""
    case = await _mine(message, ctx, case_id)
    if case is None:
        return _unknown(ctx)
    if not case.is_open:
        return Turn(replies=(ctx.reply(texts.case_closed(), choices=(FILE_SOMETHING,)),))
    return Turn(
        replies=(ctx.reply(texts.add_prompt(case.code), choices=(CANCEL,)),),
        conversation=Conversation(ADD, MappingProxyType({"case": str(case.id)})),
    )


async def add(message: Message, ctx: Context) -> Turn:
    """What the reporter wrote goes into the case, and the officers are told."""
    case = await _mine(message, ctx, ctx.conversation.memory["case"])
    if case is None or not case.is_open:
        reply = ctx.reply(texts.case_closed(), choices=(FILE_SOMETHING,))
        return Turn(replies=(reply,), conversation=Conversation())
    text = message.text.strip()[:LONGEST_ADDITION]
    if message.kind is not Kind.TEXT or not text:
        return Turn(replies=(ctx.reply(texts.add_prompt(case.code), choices=(CANCEL,)),))
    entry = Entry("addition", "citizen", text, "", stamp(ctx.now))
    origin = f"{message.messenger}:{message.message_id}" if message.message_id else ""
    return Turn(
        replies=(ctx.reply(texts.added(case.code), choices=(MINE, PERSON)),),
        keep=(Write(cases.add_entry, (case.id, entry, None, origin)),),
        notices=await alerts.reporter_wrote(ctx, case),
        conversation=Conversation(),
    )


async def _by_code(message: Message, ctx: Context, code: str) -> Turn:
    case = await ctx.read(cases.of_reporter, message.chat, code)
    return await _show(ctx, case) if case else _unknown(ctx)


async def _show(ctx: Context, case: Case) -> Turn:
    entries = await ctx.read(cases.entries, case.id)
    answers = [entry.text for entry in entries if entry.kind == "answer"]
    text = texts.status(case, date_of(case.opened_at), answers)
    write = (Choice("เขียนถึงเจ้าหน้าที่", f"f:add:{case.id}", "case_status"),) if case.is_open else ()
    return Turn(replies=(ctx.reply(text, choices=(*write, FILE_SOMETHING)),))


async def _mine(message: Message, ctx: Context, case_id: str) -> Case | None:
    found = await ctx.read(cases.filed_by, message.chat, 100)
    return next((case for case in found if str(case.id) == case_id), None)


def _unknown(ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(texts.no_such_case(), choices=(MINE, CHANNELS)),))
