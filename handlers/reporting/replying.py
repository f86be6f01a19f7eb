"""Replying: right after an officer's answer, the next words may be meant for that officer.

Nothing goes there without a yes; a no has the words read as any others.
"""

import re

from data import register, withdrawals
from data.cases import Case
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import asides, intake, my_cases
from handlers.texts import my_cases as texts
from handlers.turn import Choice, Reply, Turn
from handlers.typed import STATUS_WORDS, YES_WORDS
from handlers.wording import NODS, plain

OFFERED = "case.reply"
LONGEST = 4_000  # characters that are kept for the yes
YES = Choice("ส่งถึงเจ้าหน้าที่", "f:reply", "case_status")
NO = Choice("ไม่ใช่", "f:no-reply", "case_status")
YES_TYPED = YES_WORDS | NODS | {"ส่ง", YES.label, "send", "send to the officer"}
TELLS = re.compile(
    r"\s*(?:ช่วย|ฝาก|รบกวน)*บอก(?:เขา|เค้า|เจ้าหน้าที่|จนท|ช่าง|พี่เขา|พี่เค้า)\S*?(?:ว่า|ด้วย|ให้|ที)"
    r"|\s*(?:please )?tell (?:him|her|them|the officer)\b",
    re.IGNORECASE,
)
"""Words that ask for being passed on, whenever they come."""

NO_TYPED = frozenset({"ไม่", NO.label, "ไม่ต้อง", "ไม่ส่ง", "no", "ยกเลิก", "cancel"})


async def case_answered(message: Message, ctx: Context) -> Case | None:
    """The open case in which an officer's answer was the last thing that this chat heard."""
    free = ctx.conversation.step in ("", OFFERED) and ctx.staff is None and message.private
    if (
        not ctx.has_cases
        or not free
        or message.kind is not Kind.TEXT
        or plain(message.text) in STATUS_WORDS
    ):
        return None
    if len(_told(message, ctx)) > LONGEST:
        return None
    tells = TELLS.match(message.text) is not None
    case = await _meant(message, ctx, tells=tells)
    if case is None or await ctx.read(withdrawals.is_withdrawn, case.id):
        return None
    return case if tells or await asides.question_in(message, ctx) is None else None


async def _meant(message: Message, ctx: Context, *, tells: bool) -> Case | None:
    """The case about which the officer would hear: the one offered, answered, or only open one."""
    if ctx.conversation.step == OFFERED:
        case = await ctx.read(
            register.filed_here, message.chat, int(ctx.conversation.memory["case"])
        )
        return case if case and case.is_open else None
    case = await ctx.read(register.just_answered, message.chat)
    if case or not tells:
        return case
    found = [each for each in await ctx.read(register.filed_by, message.chat) if each.is_open]
    return found[0] if len(found) == 1 else None


def _told(message: Message, ctx: Context) -> str:
    """The words, after those that were offered to be sent and neither sent nor refused."""
    before = ctx.conversation.memory["told"] if ctx.conversation.step == OFFERED else ""
    return f"{before}\n{message.text}" if before else message.text


def offer(message: Message, ctx: Context, case: Case) -> Turn:
    """Ask before anything goes to the officer; keep the words."""
    waiting = ctx.conversation.step == OFFERED
    before = ctx.conversation.memory["message"] if waiting else ""
    memory = {
        "case": str(case.id),
        "told": _told(message, ctx),
        "message": f"{before} {message.message_id}".strip(),
    }
    text = ctx.say(texts.offer_to_reply, case.code)
    reply = Reply(text, (YES, NO), confidential=case.kind.is_secret)
    return Turn(replies=(reply,), conversation=intake.meanwhile(ctx, OFFERED, **memory))


def typed_answer(message: Message, ctx: Context) -> bool | None:
    """Yes or no in words, None where it is something else."""
    if ctx.conversation.step != OFFERED or message.kind is not Kind.TEXT:
        return None
    words = plain(message.text)
    return True if words in YES_TYPED else False if words in NO_TYPED else None


async def send(message: Message, ctx: Context) -> Turn:
    """Yes: what was kept goes into the case, unless that was closed meanwhile."""
    words = kept(message, ctx)
    return await (my_cases.add(words, ctx) if words else my_cases.answer_case_status(message, ctx))


def kept(message: Message, ctx: Context) -> Message | None:
    """The words that were offered to be sent, as they came; None where there are none."""
    memory = ctx.conversation.memory
    if ctx.conversation.step != OFFERED:
        return None
    *_, newest = memory["message"].split() or [""]
    return message._replace(kind=Kind.TEXT, data="", text=memory["told"], message_id=newest)
