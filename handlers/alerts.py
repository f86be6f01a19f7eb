"""Alerts: who is told of what, and how little the alert of a corruption case says."""

from collections.abc import Sequence

from data import case_access, covers
from data.cases import Case, CaseKind, NewCase
from data.staff import StaffMember
from handlers.context import Context
from handlers.texts import casework as texts
from handlers.texts import reopening
from handlers.turn import Choice, Notice, Reply

OPEN_LIST = Choice("ดูเรื่องที่รอ", "c:list", "case_status")


async def new_case(ctx: Context, new: NewCase) -> tuple[Notice, ...]:
    """Tell those who will see it; corruption: the named handlers, without content."""
    secret = new.kind.is_secret
    wish = await ctx.read(case_access.wish_of, new.chat) if secret else ""
    workers = await ctx.read(case_access.workers_beside, wish, corruption=secret)
    return _tell(workers, new.kind, new.chat, texts.new_case(new.kind, new.code))


async def reporter_wrote(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter added something."""
    return await _tell_of(ctx, case, texts.reporter_wrote(case.kind, case.code))


async def reporter_withdrew(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter took the case back."""
    return await _tell_of(ctx, case, texts.reporter_withdrew(case.kind, case.code))


async def reporter_reopened(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter says that a finished case is not done."""
    return await _tell_of(ctx, case, reopening.alert(case.kind, case.code))


async def _tell_of(ctx: Context, case: Case, text: str) -> tuple[Notice, ...]:
    away = await ctx.read(covers.relieved, case.id, ctx.now.date())
    workers = await ctx.read(case_access.workers, case.id)
    workers = [worker for worker in workers if worker.chat != away]
    return _tell(workers, case.kind, case.chat, text)


def _tell(
    workers: Sequence[StaffMember], kind: CaseKind, reporter: str, text: str
) -> tuple[Notice, ...]:
    """Tell everyone who may see the case, but not who filed it."""
    secret = kind.is_secret
    reply = Reply(text, choices=(OPEN_LIST,), confidential=secret)
    return tuple(Notice(worker.chat, reply) for worker in workers if worker.chat != reporter)
