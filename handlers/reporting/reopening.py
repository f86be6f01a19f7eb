"""Reopening: a reporter says that a finished case is not done, and why; then it is open again."""

from types import MappingProxyType

from data import case_codes, case_keys, joining, register
from data.case_moves import Need, Who, moves
from data.case_work import Making, make
from data.cases import Case
from data.times import stamp
from handlers.context import Context
from handlers.menus import PERSON
from handlers.message import Kind, Message
from handlers.officers import alerts
from handlers.reporting import exclusion, intake
from handlers.reporting.intake import CANCEL, MINE
from handlers.texts import my_cases as case_texts
from handlers.texts import reopening as texts
from handlers.turn import Choice, Reply, Turn, Write
from handlers.wording import plain

REASON = "case.reopen"
"""The step that awaits why."""

LONGEST_ID = 15
REOPEN = "f:reopen"
FILE_ANEW = Choice("แจ้งเรื่องใหม่", "f:start", "file_feedback")
WORDS = frozenset(
    {
        "ยังไม่เรียบร้อย",
        "เรื่องยังไม่เรียบร้อย",
        "ยังไม่เสร็จ",
        "เปิดเรื่องอีกครั้ง",
        "เปิดเรื่องใหม่อีกครั้ง",
        "ขอเปิดเรื่องอีกครั้ง",
    }
    | {"not solved yet", "reopen", "reopen my case", "reopen it"}
)


def button(message: Message) -> str:
    """The data of the button that a text stands for, else ""."""
    if message.kind is not Kind.TEXT or not message.private:
        return ""
    return REOPEN if plain(case_codes.without(message.text)) in WORDS else ""


def choice(case: Case) -> Choice:
    """The button that asks why *case* is not done."""
    return Choice("ยังไม่เรียบร้อย", f"{REOPEN}:{case.id}", "case_status")


async def can_be_opened(ctx: Context, case: Case) -> bool:
    """Whether its reporter may open it again now."""
    alone = await ctx.read(joining.alone, case)
    allowed = moves(alone.standing, Who.REPORTER, ctx.now)
    if not any(move.name == "reopen" for move in allowed):
        return False
    return not await ctx.read(case_keys.is_forgotten, case.id)


async def choose(message: Message, ctx: Context) -> Turn:
    """The button's name was typed: the case that is named, the only one, or one of several."""
    code = case_codes.find(message.text)
    if code:
        return await _ask(ctx, await ctx.read(register.of_reporter, message.chat, code))
    filed = await ctx.read(register.filed_by, message.chat)
    found = [case for case in filed if await can_be_opened(ctx, case)]
    if len(found) == 1:
        return await _ask(ctx, found[0])
    if not found:
        return Turn(replies=(ctx.reply(ctx.say(texts.nothing), choices=(FILE_ANEW, MINE)),))
    choices = tuple(Choice(case.code, choice(case).data, "case_status") for case in found)
    return Turn(replies=(ctx.reply(ctx.say(texts.which), choices=(*choices, MINE)),))


async def ask(message: Message, ctx: Context, case_id: str) -> Turn:
    """Ask why, before anything happens."""
    return await _ask(ctx, await mine(message, ctx, case_id))


async def take(message: Message, ctx: Context) -> Turn:
    """The reporter says why: the case is open again, and the officers are told."""
    case = await mine(message, ctx, ctx.conversation.memory["case"])
    if case is None or not await can_be_opened(ctx, case):
        return await _ask(ctx, case)
    words = intake.words_of(message)
    if not words:
        return await _ask(ctx, case)
    making = Making(
        case,
        "reopen",
        Who.REPORTER,
        stamp(ctx.now),
        given=MappingProxyType({Need.TEXT: words}),
        message=intake.origin_of(message, message.message_id),
        rules=ctx.agency.clocks,
    )
    secret = case.kind.is_secret
    text = ctx.say(texts.reopened, case.code)
    if secret and not await exclusion.is_read(ctx, case):
        text = ctx.say(case_texts.added_unread, case.code, ctx.agency.outside_bodies)
    write_on = Choice("เขียนถึงเจ้าหน้าที่", f"f:add:{case.id}", "case_status")
    return Turn(
        replies=(Reply(text, (write_on, MINE), confidential=secret),),
        keep=(Write(make, (making,)),),
        notices=await alerts.reporter_reopened(ctx, case),
        conversation=intake.afterwards(ctx),
    )


def stop(ctx: Context) -> Turn:
    """It is not opened after all."""
    reply = ctx.reply(ctx.say(texts.stopped), choices=(MINE, PERSON))
    return Turn(replies=(reply,), conversation=intake.afterwards(ctx))


async def mine(message: Message, ctx: Context, case_id: str) -> Case | None:
    """The case with this number if this chat filed it; the number may be a stranger's."""
    if not (case_id.isascii() and case_id.isdigit() and len(case_id) <= LONGEST_ID):
        return None
    return await ctx.read(register.filed_here, message.chat, int(case_id))


async def _ask(ctx: Context, case: Case | None) -> Turn:
    over = intake.afterwards(ctx) if ctx.conversation.step == REASON else None
    if case is None:
        reply = ctx.reply(ctx.say(case_texts.no_such_case), choices=(MINE,))
        return Turn(replies=(reply,), conversation=over)
    secret = case.kind.is_secret
    if not await can_be_opened(ctx, case):
        text = ctx.say(texts.too_late, case.code)
        reply = Reply(text, (FILE_ANEW, MINE, PERSON), confidential=secret)
        return Turn(replies=(reply,), conversation=over)
    return Turn(
        replies=(Reply(ctx.say(texts.ask_why, case.code), (CANCEL,), confidential=secret),),
        conversation=intake.meanwhile(ctx, REASON, case=str(case.id)),
    )
