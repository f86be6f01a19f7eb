"""What is near its deadline or past it, for whoever may see it: asked for, and told unasked."""

from collections.abc import Sequence
from datetime import date

from data import reminding
from data.reminding import Counts, Deadline, Told
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Message
from handlers.officers.casework import PAGE
from handlers.officers.officer_screens import LIST, strangers
from handlers.texts import casework as casework_texts
from handlers.texts import reminders as texts
from handlers.turn import Choice, Reply, Turn

LATE = Choice("ใกล้หรือเลยกำหนด", "c:late", "case_status")
LONGEST_PAGE = 4


async def list_late(message: Message, ctx: Context, page: str = "") -> Turn:
    """/late: open cases near or past their deadline that this member may see, page by page."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(casework_texts.in_private()),))
    today = ctx.now.date()
    total = sum(await ctx.read(reminding.count_near_or_late, member, today))
    if not total:
        may_see = member.has_cases
        text = texts.nothing_late() if may_see else casework_texts.no_open_cases(may_see=False)
        return Turn(replies=(ctx.reply(text, choices=(LIST, HELP)),))
    first = _page(page) * PAGE
    first = first if first < total else 0
    shown = await ctx.read(reminding.near_or_late, member, today, PAGE, first)
    return Turn(replies=(_page_of(shown, total, first, today),))


async def command(message: Message, ctx: Context, _: str) -> Turn:
    """/late, from its first page."""
    return await list_late(message, ctx)


def told(what: Told, today: date) -> list[Reply]:
    """What a member hears of deadlines: of confidential cases only that there is something."""
    replies = []
    for found, named, unnamed in (
        (what.near, texts.near, texts.near_without_content),
        (what.late, texts.late, texts.late_without_content),
    ):
        open_ones = [each for each in found if not each.case.kind.is_secret]
        if open_ones:
            choices = (*map(_button, open_ones[: texts.MOST_LINES]), LATE)
            replies.append(Reply(named(open_ones, today), choices=choices))
        if len(open_ones) < len(found):
            replies.append(Reply(unnamed(), choices=(LATE,), confidential=True))
    return replies


def digest(found: Counts, *, confidential: bool) -> Reply:
    """A member's morning, in numbers."""
    choices = (LATE, LIST) if found.near or found.late else (LIST,)
    return Reply(texts.digest(found), choices=choices, confidential=confidential)


def _page_of(shown: Sequence[Deadline], total: int, first: int, today: date) -> Reply:
    choices = [_button(each) for each in shown]
    if first + PAGE < total:
        choices.append(Choice("หน้าถัดไป", f"c:late:{first // PAGE + 1}", "case_status"))
    text = texts.late_list(shown, total, first + 1, today, casework_texts.TO_OPEN_IN_CHAT)
    return Reply(
        text, choices=(*choices, LIST), confidential=any(each.case.kind.is_secret for each in shown)
    )


def _button(deadline: Deadline) -> Choice:
    return Choice(deadline.case.code, f"c:{deadline.case.id}:open", "case_status")


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE else 0
