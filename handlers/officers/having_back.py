"""Having words back: pressed in time, nothing has been done, and the words lie there as before."""

from dataclasses import replace

from data import held_words
from data.cases import Case
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.officers import held_back, officer_words
from handlers.officers.officer_screens import LIST, number, open_again, secret
from handlers.texts import held_back as texts
from handlers.turn import Turn, Write


async def take_back(ctx: Context, member: StaffMember, case: Case, mark: str) -> Turn:
    """Undo, while the words have not left."""
    held = await ctx.read(held_words.of_case, case.id)
    mine = held is not None and (held.mark, held.staff_id) == (number(mark), member.id)
    wording = held_back.wording_of(held) if held and mine else None
    if held is None or wording is None:
        return Turn(replies=(secret(case, texts.gone(case), (open_again(case), LIST)),))
    keep = (Write(held_words.take_back, (held, member.chat, stamp(ctx.now))),)
    if ctx.conversation.step in officer_words.STEPS:  # other words are being written
        reply = secret(case, texts.taken_back(case, wording.text), (open_again(case), LIST))
        return Turn(replies=(reply,), keep=keep)
    turn = await officer_words.shown_again(ctx, case, wording)
    (shown,) = turn.replies
    reply = replace(shown, text=f"{texts.taken_back(case)}\n\n{shown.text}")
    return replace(turn, replies=(reply,), keep=(*keep, *turn.keep))
