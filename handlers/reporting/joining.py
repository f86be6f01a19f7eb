"""Joining: a grievance is sent as one more of an open case about the same, seen back as any other.

Everything that holds for sending holds here. Where that case is closed meanwhile, the draft becomes
a case of its own, and that is said.
"""

from dataclasses import replace

from data import cases, drafts, joined_filing
from data.cases import NewCase
from data.same_matter import Match
from handlers.context import Context
from handlers.menus import PERSON
from handlers.message import Message
from handlers.officers import alerts
from handlers.reporting import copying, intake, joining_hint, office_hours
from handlers.reporting.intake import MINE
from handlers.texts import joining as texts
from handlers.turn import Turn, Write


async def join(message: Message, ctx: Context) -> Turn:
    """File the draft as one that joins the case that was shown with it."""
    if joining_hint.JOINS not in ctx.conversation.memory:
        return await intake.review(message, ctx)
    turn = await intake.send(message, ctx)
    sent = next((write for write in turn.keep if write.query is cases.file), None)
    if sent is None:
        return turn
    (new,) = sent.args
    draft = await ctx.read(drafts.load, message.chat)
    match = await joining_hint.found(message, ctx, new.kind, draft)
    if match is None:
        (filed, *rest) = turn.replies
        text = f"{ctx.say(texts.closed_meanwhile)}\n\n{filed.text}"
        return replace(turn, replies=(replace(filed, text=text), *rest))
    return await _joined(ctx, turn, new, match)


async def _joined(ctx: Context, turn: Turn, new: NewCase, match: Match) -> Turn:
    text = await office_hours.with_opening(ctx, ctx.say(texts.joined, new.code))
    return replace(
        turn,
        replies=(ctx.reply(text, choices=(MINE, copying.code(new.code), PERSON)),),
        keep=(Write(joined_filing.file, (new, texts.for_the_file(match.code))),),
        notices=await alerts.somebody_joined(ctx, match, new),
    )
