"""Exclusion: who must not see a report, as far as sending it is concerned; and who is left.

Where nobody is left, or an executive must not see it, nothing is filed here: the reporter keeps the
words and is shown the outside bodies.
"""

from collections.abc import Sequence

from data import case_access, same_person
from data.agency import OutsideBody
from data.cases import Case, CaseKind
from data.drafts import Draft
from handlers import language
from handlers.context import Context
from handlers.message import Message
from handlers.texts import exclusion as texts
from handlers.texts.english.counterparts import in_language
from handlers.turn import Choice, Notice, Reply, Turn

HIDE = Choice("มีคนไม่ควรเห็น", "f:hide", "file_complaint")


async def asked(message: Message, ctx: Context, draft: Draft) -> str:
    """What the review of a corruption report asks, or says of what was answered."""
    if wish := await ctx.read(case_access.wish_of, message.chat):
        return f"\n\n{ctx.say(texts.kept_from, wish)}"
    question = f"\n\n{ctx.say(texts.question_in_review)}"
    if any(map(same_person.means_executive, (*draft.texts, *draft.answers.values()))):
        return f"{question}\n\n{ctx.say(texts.executive, ctx.agency.outside_bodies)}"
    return question


async def is_refused(message: Message, ctx: Context, kind: CaseKind) -> bool:
    """Whether the draft, as its writer's wish stands, must not be routed inside."""
    wish = await ctx.read(case_access.wish_of, message.chat)
    return await is_nobody_left(message, ctx, wish, kind)


async def is_nobody_left(message: Message, ctx: Context, wish: str, kind: CaseKind) -> bool:
    """Whether an executive must not see it, or everybody appointed is excluded (the reporter counts
    for nobody)."""
    if same_person.means_executive(wish):
        return True
    left = await ctx.read(case_access.workers_beside, wish, kind)
    return not any(worker.chat != message.chat for worker in left)


def refuse(ctx: Context, choices: tuple[Choice, ...]) -> Turn:
    """Nothing is sent inside: the outside bodies, plainly."""
    text = ctx.say(texts.nobody_left, ctx.agency.outside_bodies)
    return Turn(replies=(Reply(text, choices, confidential=True),))


async def is_read(ctx: Context, case: Case) -> bool:
    """Whether anybody but its reporter can read the case."""
    workers = await ctx.read(case_access.workers, case.id)
    return any(worker.chat != case.chat for worker in workers)


def notice_nobody_left(case: Case, bodies: Sequence[OutsideBody], spoken: str) -> Notice:
    """The last handler has gone: its reporter hears of it, in the language *spoken* there."""
    bodies = bodies if case.kind.is_inquiry else ()
    text = in_language(texts.not_read_any_more, spoken)(case.code, bodies)
    return Notice(case.chat, language.of_reply(Reply(text, confidential=True), spoken), case.id)
