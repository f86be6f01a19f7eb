"""Filtering: the list of cases by kind, state, month..., by buttons or by typed words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data import case_search
from data.case_moves import FINISHED, State
from data.case_search import Wanted
from data.staff import StaffMember
from handlers.context import Context
from handlers.message import Message
from handlers.officers import case_filters
from handlers.officers.case_filters import decode, encode
from handlers.officers.casework import PAGE
from handlers.officers.officer_screens import LIST, strangers
from handlers.texts import casework as case_texts
from handlers.texts import filtering as texts
from handlers.texts.casework import STATE_NAMES
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import shorten
from handlers.turn import LABEL_LIMIT, Choice, Reply, Turn

AREAS = ("filter", "pick", "only")
GROUPS: Mapping[str, str] = {
    "kind": "ประเภท",
    "state": "สถานะ",
    "taken": "ผู้รับ",
    "month": "เดือนที่รับ",
    "channel": "ช่องทาง",
}
MONTHS_OFFERED = 12


async def typed(message: Message, ctx: Context, words: str) -> Turn:
    """/cases ร้องทุกข์ ยังไม่มีผู้รับ."""
    if turn := _refused(message, ctx):
        return turn
    wanted, rest = case_filters.in_words(words, ctx.now.date())
    if rest:
        text = texts.not_understood(rest)
        return Turn(replies=(ctx.reply(text, choices=(_filter(wanted), LIST)),))
    return await _list(ctx, wanted, 0)


async def press(message: Message, ctx: Context, area: str, rest: str) -> Turn:
    """``filter:SPEC`` shows what can be chosen, ``pick:GROUP:SPEC`` its values, ``only:SPEC`` the
    list."""
    if turn := _refused(message, ctx):
        return turn
    group, _, data = rest.partition(":") if area == "pick" else ("", "", rest)
    wanted, page = decode(data)
    if group in GROUPS:
        return _offer(ctx, wanted, group)
    return _menu(ctx, wanted) if area == "filter" else await _list(ctx, wanted, page)


def _refused(message: Message, ctx: Context) -> Turn | None:
    if ctx.staff is None:
        return strangers(ctx)
    return None if message.private else Turn(replies=(ctx.reply(case_texts.in_private()),))


async def _list(ctx: Context, wanted: Wanted, page: int) -> Turn:
    assert ctx.staff is not None
    first = page * PAGE
    found = await ctx.read(case_search.wanted, ctx.staff, wanted, ctx.now.date(), PAGE + 1, first)
    choices = [Choice(case.code, f"c:{case.id}:open", "case_status") for case in found[:PAGE]]
    if len(found) > PAGE:
        more = f"c:only:{encode(wanted, page + 1)}"
        choices.append(Choice("หน้าถัดไป", more, "case_status"))
    text = texts.found(found[:PAGE], described(wanted), first + 1, more=len(found) > PAGE)
    secret = any(case.kind.is_secret for case in found)
    return Turn(replies=(Reply(text, (*choices, _filter(wanted), LIST), confidential=secret),))


def _menu(ctx: Context, wanted: Wanted) -> Turn:
    """What can be narrowed, and what is off with one press."""
    choices = [
        Choice(name, f"c:pick:{group}:{encode(wanted)}", "case_status")
        for group, name in GROUPS.items()
    ]
    late = replace(wanted, late=not wanted.late)
    finished = replace(wanted, finished=not wanted.finished)
    choices += [
        _only("ไม่ดูที่เลยกำหนด" if wanted.late else case_filters.LATE, late),
        _only("เฉพาะที่ยังไม่เสร็จ" if wanted.finished else case_filters.ALL, finished),
        _only("ดูรายการ", wanted),
        LIST,
    ]
    return Turn(replies=(ctx.reply(texts.menu(described(wanted)), choices=tuple(choices)),))


def _offer(ctx: Context, wanted: Wanted, group: str) -> Turn:
    assert ctx.staff is not None
    choices = [
        _only(name, replace(wanted, **{group: value}))
        for value, name in _values(group, ctx.staff, ctx.now.date())
    ]
    everything: dict[str, Any] = {group: getattr(Wanted(), group)}
    without = replace(wanted, **everything)
    text = texts.pick(GROUPS[group])
    return Turn(replies=(ctx.reply(text, choices=(*choices, _only("ทั้งหมด", without), LIST)),))


def _values(group: str, member: StaffMember, today: date) -> Sequence[tuple[Any, str]]:
    if group == "kind":
        return [(kind, name) for kind, name in KIND_NAMES.items() if member.handles(kind)]
    if group == "state":
        return [(state, STATE_NAMES[state]) for state in _states(member)]
    if group == "month":
        months = [f"{today:%Y-%m}"]
        while len(months) < MONTHS_OFFERED:
            months.append(case_filters.month_before(months[-1]))
        return [(month, texts.month(month)) for month in months]
    names = case_filters.TAKEN_NAMES if group == "taken" else case_filters.CHANNELS
    return list(names.items())


INQUIRY_ONLY = (
    State.ASSESSING,
    State.PRELIMINARY_INQUIRY,
    State.FACT_FINDING,
    State.DECIDED,
    State.ACTION_TAKEN,
    State.CONCLUDED,
    State.REFERRED_EXTERNAL,
)


def _states(member: StaffMember) -> list[State]:
    """Open ones first; those of inquiries for who may see any."""
    shown = [state for state in State if member.corruption or state not in INQUIRY_ONLY]
    return sorted(shown, key=lambda state: state in FINISHED)


def described(wanted: Wanted) -> str:
    """What is looked for, in words."""
    return texts.described(
        KIND_NAMES[wanted.kind] if wanted.kind else "",
        STATE_NAMES[wanted.state] if wanted.state else "",
        case_filters.TAKEN_NAMES[wanted.taken] if wanted.taken else "",
        case_filters.LATE if wanted.late else "",
        texts.month(wanted.month) if wanted.month else "",
        case_filters.CHANNELS.get(wanted.channel, ""),
        case_filters.ALL if wanted.finished else "",
    )


def _filter(wanted: Wanted) -> Choice:
    return Choice("กรอง", f"c:filter:{encode(wanted)}", "case_status")


def _only(label: str, wanted: Wanted) -> Choice:
    return Choice(shorten(label, LABEL_LIMIT), f"c:only:{encode(wanted)}", "case_status")
