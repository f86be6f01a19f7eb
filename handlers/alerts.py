"""Alerts: who is told of what, and how little the alert of a corruption case says."""

from data import staff
from data.cases import Case, CaseKind, NewCase
from handlers.context import Context
from handlers.texts import casework as texts
from handlers.turn import Choice, Notice, Reply

OPEN_LIST = Choice("ดูเรื่องที่รอ", "c:list", "case_status")


async def new_case(ctx: Context, new: NewCase) -> tuple[Notice, ...]:
    """Tell those who work on this kind; corruption: the named handlers, without content."""
    return await _tell(ctx, new.kind, new.chat, texts.new_case(new.kind, new.code))


async def reporter_wrote(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter added something."""
    return await _tell(ctx, case.kind, case.chat, texts.reporter_wrote(case.kind, case.code))


async def reporter_withdrew(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter took the case back."""
    return await _tell(ctx, case.kind, case.chat, texts.reporter_withdrew(case.kind, case.code))


async def _tell(ctx: Context, kind: CaseKind, reporter: str, text: str) -> tuple[Notice, ...]:
    """Tell everyone who may see the case, but not who filed it."""
    secret = kind is CaseKind.CORRUPTION
    workers = await ctx.read(staff.case_workers, corruption=secret)
    reply = Reply(text, choices=(OPEN_LIST,), confidential=secret)
    return tuple(Notice(worker.chat, reply) for worker in workers if worker.chat != reporter)
