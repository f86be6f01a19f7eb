"""Receipt rights: a copy of one's anonymous case, and having it forgotten, by its receipt alone."""

from dataclasses import replace

from data import about_reporter, forgetting
from data.cases import Case
from data.times import stamp
from handlers.context import Context
from handlers.message import Message
from handlers.reporting.intake import afterwards
from handlers.reporting.receipt_screens import forgetting as nothing_left
from handlers.reporting.receipt_screens import said, secret
from handlers.reporting.receipt_words import LEAVE, SEE
from handlers.reporting.self_service import pages_of, record_copy
from handlers.texts import anonymity as texts
from handlers.texts import privacy_desk as copies
from handlers.turn import Choice, Turn, Write

COPY = Choice("ขอสำเนาเรื่องนี้", "r:copy", "case_status")
ERASE = Choice("ลบเรื่องนี้", "r:erase", "case_status")
ERASED = Choice("ยืนยันให้ลบ", "r:erased", "case_status")


def choices(case: Case) -> tuple[Choice, ...]:
    """A copy at any time; forgetting once it is finished."""
    return (COPY,) if case.is_open else (COPY, ERASE)


async def copy(message: Message, ctx: Context, case: Case) -> Turn:
    """All that is kept in the case, but for the officers' notes."""
    held = await ctx.read(about_reporter.gather, "", (case.code,))
    at = stamp(ctx.now)
    pages = pages_of(ctx, copies.copy_of((held,), at))
    turn = said(message, ctx, case, pages[-1], (SEE, LEAVE))
    replies = (*(secret(page) for page in pages[:-1]), *turn.replies)
    return replace(turn, replies=replies, keep=(Write(record_copy, (held, at)), *turn.keep))


async def ask(message: Message, ctx: Context, case: Case) -> Turn:
    """What forgetting means, or why it cannot be yet."""
    found = await ctx.read(forgetting.numbered, case.id)
    if found is None or found.stays:
        return said(message, ctx, case, ctx.say(texts.must_stay), (SEE, LEAVE))
    text = ctx.say(texts.confirm_erasing, ctx.agency.retention.backups)
    return said(message, ctx, case, text, (ERASED, SEE, LEAVE))


async def erase(message: Message, ctx: Context, case: Case) -> Turn:
    """The second press: nobody finds it by its receipt any more."""
    found = await ctx.read(forgetting.numbered, case.id)
    if found is None or found.stays:
        return await ask(message, ctx, case)
    return Turn(
        replies=(secret(ctx.say(texts.erased)),),
        keep=(
            Write(forgetting.forget_case, (case.id, stamp(ctx.now))),
            *nothing_left(message),
        ),
        conversation=afterwards(ctx),
    )
