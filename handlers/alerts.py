"""Alerts: who is told of what, and how little the alert of a secret case says."""

from collections.abc import Sequence
from dataclasses import replace

from data import case_access, joining
from data.cases import Case, CaseKind, NewCase
from data.same_matter import Match
from data.staff import StaffMember
from handlers.context import Context
from handlers.texts import casework as texts
from handlers.texts import joining as joining_texts
from handlers.texts import reopening
from handlers.turn import Choice, Notice, Reply

OPEN_LIST = Choice("ดูเรื่องที่รอ", "c:list", "case_status")


async def new_case(ctx: Context, new: NewCase) -> tuple[Notice, ...]:
    """Tell those who will see it; secret ones: those named for them, without content."""
    wish = await ctx.read(case_access.wish_of, new.chat) if new.kind.is_inquiry else ""
    workers = await ctx.read(case_access.workers_beside, wish, new.kind)
    told = _tell(workers, new.kind, new.chat, texts.new_case(new.kind, new.code))
    return told if new.kind.is_secret else tuple(replace(each, in_queue=True) for each in told)


async def reporter_wrote(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter added something; where theirs joined another case, that is named."""
    if original := await ctx.read(joining.code_of_original, case.id):
        workers = await ctx.read(case_access.workers, await ctx.read(joining.leading, case.id))
        return _tell(workers, case.kind, case.chat, joining_texts.joiner_wrote(original))
    return await _tell_of(ctx, case, texts.reporter_wrote(case.kind, case.code))


async def reporter_withdrew(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter took the case back; where others had joined it, theirs goes on."""
    text = texts.reporter_withdrew(case.kind, case.code)
    heir = await ctx.read(joining.heir, case.id)
    if heir and not heir.is_hidden:
        text = f"{text}\n{joining_texts.goes_on_in(heir.code)}"
    return await _tell_of(ctx, case, text)


async def somebody_joined(ctx: Context, match: Match, new: NewCase) -> tuple[Notice, ...]:
    """One more person reports what a case is about."""
    workers = await ctx.read(case_access.workers, match.case_id)
    return _tell(workers, new.kind, new.chat, joining_texts.somebody_joined(match.code))


async def reporter_reopened(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter says that a finished case is not done."""
    return await _tell_of(ctx, case, reopening.alert(case.kind, case.code))


async def _tell_of(ctx: Context, case: Case, text: str) -> tuple[Notice, ...]:
    return _tell(await ctx.read(case_access.workers, case.id), case.kind, case.chat, text)


def _tell(
    workers: Sequence[StaffMember], kind: CaseKind, reporter: str, text: str
) -> tuple[Notice, ...]:
    """Tell everyone who may see the case, but not who filed it."""
    secret = kind.is_secret
    reply = Reply(text, choices=(OPEN_LIST,), confidential=secret)
    return tuple(Notice(worker.chat, reply) for worker in workers if worker.chat != reporter)
