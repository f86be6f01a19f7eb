"""The card of a case: all that an officer reads of it, in pages."""

from collections.abc import Sequence
from dataclasses import replace

from data import case_clock, case_entries, case_files, covers, holding, staff, undelivered
from data.case_moves import State
from data.cases import Case
from data.clock_settings import ClockName
from data.held_words import Held
from data.staff import StaffMember
from data.times import BANGKOK
from data.units import name_of
from handlers.context import Context
from handlers.officers import joiner_news, sealed_identity
from handlers.reporting import ratings
from handlers.texts import casework as texts
from handlers.texts import clocks as clock_texts
from handlers.texts import covers as cover_texts
from handlers.texts import delivery as delivery_texts
from handlers.texts import held_back as held_texts
from handlers.texts import inquiry_stages as stage_texts


async def pages(ctx: Context, member: StaffMember, case: Case, held: Held | None) -> Sequence[str]:
    """The card as it stands once *member* has opened it; *held* are words that wait to leave."""
    entries = sealed_identity.veiled(case, await ctx.read(case_entries.entries, case.id))
    files = await ctx.read(case_files.attachments, case.id)
    lost = await ctx.read(undelivered.last_sending, case.id) == undelivered.UNDELIVERABLE
    card = texts.case_card(
        _opened(case),
        entries,
        files,
        await _assigned(ctx, case),
        await _dates(ctx, case),
        name_of(ctx.agency.units, case.unit),
        lost=lost,
    )
    waits = f"{held_texts.waits()}\n" if held is not None else ""
    joined = await joiner_news.on_card(ctx, member, case)
    return texts.pages(waits + card + joined + await ratings.on_card(ctx, case))


def _opened(case: Case) -> Case:
    """As it stands after this look."""
    return replace(case, state=State.ACKNOWLEDGED) if case.state is State.SUBMITTED else case


async def _assigned(ctx: Context, case: Case) -> str:
    """Who works on it, and who stands in for them."""
    if case.assigned_to is None:
        return ""
    name = (await ctx.read(staff.names)).get(case.assigned_to, "")
    cover = await ctx.read(covers.cover_of, case, ctx.now.date()) if case.is_open else None
    return cover_texts.stood_in_for(name, cover.name) if cover else name


async def _dates(ctx: Context, case: Case) -> str:
    """The stage of an inquiry, the next deadline, and when words that were sent arrive."""
    waiting = await ctx.read(holding.of_case, case.id)
    lines = (
        stage_texts.on_card(_opened(case)),
        await _deadline(ctx, case),
        delivery_texts.on_card(*waiting, ctx.now),
    )
    return "\n".join(line for line in lines if line)


async def _deadline(ctx: Context, case: Case) -> str:
    """The next one; that of opening it is met by this very look."""
    if not case.is_open:
        return ""
    met = ClockName.ACKNOWLEDGE if case.state is State.SUBMITTED else None
    dated = (
        clock
        for clock in await ctx.read(case_clock.running, case.id)
        if clock.due_on is not None and clock.name is not met
    )
    clock = next(dated, None)
    return clock_texts.for_officer(clock, ctx.now.astimezone(BANGKOK).date()) if clock else ""
