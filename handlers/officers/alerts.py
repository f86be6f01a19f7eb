"""Alerts: who is told of what, and how little the alert of a secret case says."""

from collections.abc import Sequence
from dataclasses import replace

from data import case_access, covers, joining
from data.case_moves import PAUSED
from data.cases import Case, NewCase
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
    told = _tell(workers, new, texts.new_case(new.kind, new.code))
    return told if new.kind.is_secret else tuple(replace(each, in_queue=True) for each in told)


async def reporter_wrote(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter added something, or answered what they were asked; where theirs joined another
    case, that is named."""
    if original := await ctx.read(joining.code_of_original, case.id):
        leading = await ctx.read(joining.leading, case.id)
        may_know = {each.id for each in await ctx.read(case_access.workers, case.id)}
        workers = await ctx.read(case_access.workers, leading)
        workers = [each for each in workers if each.id in may_know]
        return _tell(workers, case, joining_texts.joiner_wrote(original), leading)
    asked = case.state in PAUSED
    text = (texts.reporter_answered if asked else texts.reporter_wrote)(case.kind, case.code)
    return await _tell_of(ctx, case, text)


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
    return _tell(workers, new, joining_texts.somebody_joined(match.code), match.case_id)


async def reporter_reopened(ctx: Context, case: Case) -> tuple[Notice, ...]:
    """The reporter says that a finished case is not done."""
    return await _tell_of(ctx, case, reopening.alert(case.kind, case.code))


async def reporter_is_unhappy(ctx: Context, case: Case, stars: int) -> tuple[Notice, ...]:
    """The reporter gave few *stars* and said why: whoever took the case hears of it, if they may
    still see it."""
    workers = await ctx.read(case_access.workers, case.id)
    taken_by = await ctx.read(joining.taken_by, case.id)
    theirs = [worker for worker in workers if worker.id == taken_by]
    return _tell(theirs, case, texts.reporter_unhappy(case.kind, case.code, stars))


async def _tell_of(ctx: Context, case: Case, text: str) -> tuple[Notice, ...]:
    away = await ctx.read(covers.relieved, case.id, ctx.now.date())
    workers = await ctx.read(case_access.workers, case.id)
    return _tell([each for each in workers if each.chat != away], case, text)


def _tell(
    workers: Sequence[StaffMember], case: Case | NewCase, text: str, opens: int | None = None
) -> tuple[Notice, ...]:
    """Tell everyone who may see the case, but not who filed it. *opens* is the case to be read,
    where that is another."""
    choices = (open_this(case.id if opens is None else opens), OPEN_LIST)
    reply = Reply(text, choices=choices, confidential=case.kind.is_secret)
    return tuple(Notice(worker.chat, reply) for worker in workers if worker.chat != case.chat)


def open_this(case_id: int) -> Choice:
    """The way from an alert to its case. The row id is random: it tells nothing."""
    return Choice("เปิดเรื่องนี้", f"c:{case_id}:open", "case_status")
