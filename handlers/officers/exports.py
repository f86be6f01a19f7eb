"""Exports: /export sends those who supervise the register of a time as a file, on Telegram.

which time -> for what -> in which form; who reported ordinary cases ("ระบุผู้แจ้ง") for purposes of its
own, see data.exported_identity. Every button says all that was chosen, so that nothing is
remembered; rights are looked up at every press, and once more when the file is made.
"""

from collections.abc import Mapping
from types import MappingProxyType

from data import case_export, case_statistics
from data.case_export import Export, Period
from data.cases import CaseKind
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.message import Message, Messenger
from handlers.officers.officer_screens import LIST, strangers
from handlers.texts import casework as casework_texts
from handlers.texts import export as texts
from handlers.texts import exported_identity as identity_texts
from handlers.turn import Choice, File, Reply, Turn, Write

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
START = Choice("ส่งออกช่วงอื่น", "e:start", "case_status")
NAMED = "w"
"""Stands before the number of a purpose for which names leave."""

PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        **{str(place): each for place, each in enumerate(texts.PURPOSES)},
        **{f"{NAMED}{place}": each for place, each in enumerate(identity_texts.PURPOSES)},
    }
)
"""By what buttons call them."""


async def command(message: Message, ctx: Context, argument: str) -> Turn:
    """/export, /export 2569."""
    if turn := _refused(message, ctx):
        return turn
    if not argument.strip():
        return _ask_period(ctx)
    period = case_export.period(argument.strip(), ctx.now)
    newest = case_statistics.fiscal_year(ctx.now)
    return _ask_purpose(ctx, period) if period else _ask_period(ctx, texts.bad_period(newest))


async def press(message: Message, ctx: Context, rest: str) -> Turn:
    """A button of ``e:...``: ``months:2569``, ``for:2025-10``, ``as:2025-10:0``,
    ``send:2025-10:0:xlsx``; with who reported ``who:2025-10``, ``as:2025-10:w0``..."""
    if turn := _refused(message, ctx):
        return turn
    assert ctx.staff is not None
    verb, _, chosen = rest.partition(":")
    code, _, more = chosen.partition(":")
    period = case_export.period(code, ctx.now)
    which, _, form = more.partition(":")
    purpose = PURPOSES.get(which)
    if period is None:
        return _ask_period(ctx)
    if verb == "months":
        return _ask_month(ctx, period.year)
    if verb == "who":
        return _ask_why_named(ctx, period)
    if purpose is None:
        return _ask_purpose(ctx, period)
    if verb != "send" or form not in MEDIA_TYPES:
        return _ask_form(ctx, period, which)
    named = which.startswith(NAMED)
    export = Export(ctx.staff.id, period, form, purpose, stamp(ctx.now), named)
    return await _send(ctx, ctx.staff, export)


def _refused(message: Message, ctx: Context) -> Turn | None:
    """Why nothing leaves for this person, here; None where it may."""
    if ctx.staff is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(casework_texts.in_private()),))
    if not ctx.staff.supervises:
        return Turn(replies=(ctx.reply(texts.not_yours(), choices=(LIST,)),))
    if message.messenger is not Messenger.TELEGRAM:
        return Turn(replies=(ctx.reply(texts.only_on_telegram(), choices=(LIST,)),))
    return None


def _ask_period(ctx: Context, problem: str = "") -> Turn:
    newest = case_statistics.fiscal_year(ctx.now)
    today = ctx.now.date()
    months = [
        each for year in (newest - 1, newest) for each in case_statistics.months_of(year, today)
    ]
    choices = (
        *(_choice(Period(newest, each)) for each in reversed(months[-2:])),
        *(_choice(Period(year)) for year in (newest, newest - 1)),
        Choice("เดือนอื่น", f"e:months:{newest}", "case_status"),
        LIST,
    )
    text = "\n\n".join(filter(None, (problem, texts.ask_period())))
    return Turn(replies=(ctx.reply(text, choices=choices),))


def _ask_month(ctx: Context, year: int) -> Turn:
    months = case_statistics.months_of(year, ctx.now.date())
    before = Choice(f"เดือนของปี {year - 1}", f"e:months:{year - 1}", "case_status")
    choices = (*(_choice(Period(year, each)) for each in reversed(months)), before, START)
    return Turn(replies=(ctx.reply(texts.ask_period(), choices=choices),))


def _ask_purpose(ctx: Context, period: Period) -> Turn:
    choices = tuple(_for(period, str(place), each) for place, each in enumerate(texts.PURPOSES))
    named = Choice("ระบุผู้แจ้ง", f"e:who:{period.code}", "case_status")
    return Turn(replies=(ctx.reply(texts.ask_purpose(period), choices=(*choices, named, START)),))


def _ask_why_named(ctx: Context, period: Period) -> Turn:
    choices = tuple(
        _for(period, f"{NAMED}{place}", each) for place, each in enumerate(identity_texts.PURPOSES)
    )
    without = Choice("ไม่ระบุผู้แจ้ง", f"e:for:{period.code}", "case_status")
    text = identity_texts.ask_purpose(texts.period_name(period))
    return Turn(replies=(ctx.reply(text, choices=(*choices, without, START)),))


def _ask_form(ctx: Context, period: Period, which: str) -> Turn:
    choices = tuple(
        Choice(name, f"e:send:{period.code}:{which}:{form}", "case_status")
        for form, name in texts.FORM_NAMES.items()
    )
    named = which.startswith(NAMED)
    text = texts.ask_form(period, PURPOSES[which], with_identity=named)
    return Turn(replies=(ctx.reply(text, choices=(*choices, START)),))


async def _send(ctx: Context, member: StaffMember, export: Export) -> Turn:
    """Promise the file, and keep in the trail that it left."""
    period = export.period
    numbers = await ctx.read(case_export.numbers, member, period)
    total = sum(numbers.values())
    if not total or total > export.most:
        text = texts.too_many(period, total) if total else texts.nothing_there(period)
        return Turn(replies=(ctx.reply(text, choices=(START, LIST)),))
    secret = any(CaseKind(kind).is_secret for kind in numbers)
    reply = Reply(
        texts.ready(period, total, with_secret=secret, with_identity=export.with_identity),
        choices=(START, LIST),
        file=_file(export, member),
        confidential=True,
    )
    write = Write(case_export.record_export, (f"{period.code} {export.form}", export))
    return Turn(replies=(reply,), keep=(write,))


def _file(export: Export, member: StaffMember) -> File:
    name = texts.file_name(export, texts.exporter(member))
    return File(0, name, MEDIA_TYPES[export.form], export)


def _choice(period: Period) -> Choice:
    return Choice(texts.period_name(period), f"e:for:{period.code}", "case_status")


def _for(period: Period, which: str, purpose: str) -> Choice:
    return Choice(purpose, f"e:as:{period.code}:{which}", "case_status")
