"""What the screens of officers share: who may look, what is confidential, what counts as read."""

from data import audit, register
from data.cases import LEVELS, READING_AUDITED, Case
from data.times import stamp
from handlers.context import Context
from handlers.menus import HELP
from handlers.texts import casework as texts
from handlers.texts import officer_moves as move_texts
from handlers.turn import Choice, Reply, Turn, Write

LIST = Choice("เรื่องที่รอ", "c:list", "case_status")
MINE = Choice("เรื่องที่ฉันรับไว้", "c:mine", "case_status")
LONGEST_NUMBER = 15


def strangers(ctx: Context) -> Turn:
    """A staff command from a citizen: kind, short, and nothing about cases."""
    return Turn(replies=(ctx.reply(ctx.say(texts.staff_only), choices=(HELP,)),))


def no_such_case(ctx: Context) -> Turn:
    """Not there, or not for them."""
    return Turn(replies=(ctx.reply(texts.no_such_case(), choices=(LIST,)),))


def not_now(case: Case, *, finished: bool) -> Turn:
    """A stale button: the case went on meanwhile; its card shows what may be done."""
    text = texts.already_closed(case) if finished else move_texts.not_now(case)
    return Turn(replies=(secret(case, text, (open_again(case), LIST)),))


def open_again(case: Case) -> Choice:
    """Back to the card."""
    return Choice("กลับไปที่เรื่อง", f"c:{case.id}:open", "case_status")


def secret(case: Case, text: str, choices: tuple[Choice, ...]) -> Reply:
    """A reply about a case: what is confidential must not be forwarded."""
    return Reply(text, choices=choices, confidential=case.kind.is_secret)


def reading(ctx: Context, case: Case) -> tuple[Write, ...]:
    """The member is shown words of a confidential case: every time is kept, with the turn."""
    if LEVELS[case.kind] < READING_AUDITED or ctx.staff is None:
        return ()
    return (Write(audit.record_reading, (case.id, ctx.staff.id, stamp(ctx.now))),)


async def seen(ctx: Context, case_id: str) -> Case | None:
    """The case with this row id if the chat's member may see it now."""
    found = number(case_id)
    if ctx.staff is None or found is None:
        return None
    return await ctx.read(register.seen_by, ctx.staff, found)


def number(text: str) -> int | None:
    """A row id or count in a button's data, None where it is none: the data may be a stranger's."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None
