"""Withdrawing: a reporter takes an open case back, and what else of one's words can be taken back.

A corruption case goes on without its reporter: withdrawing it stops contact, not the inquiry.
Writing in it again takes contact up again.
"""

import re

from data import case_codes, register, withdrawals
from data.cases import Case
from data.times import stamp
from handlers.context import Context
from handlers.menus import FORGET_ME, MY_DATA, PERSON, PRIVACY
from handlers.message import Kind, Message, Messenger
from handlers.officers import alerts
from handlers.reporting.intake import MINE
from handlers.texts import withdrawing as texts
from handlers.turn import Choice, Reply, Turn, Write
from handlers.wording import plain

LONGEST_ID = 15
WITHDRAW = "f:withdraw"
ERASE = "f:erase"
WORDS = frozenset(
    {"ถอนเรื่อง", "ขอถอนเรื่อง", "อยากถอนเรื่อง", "ถอนเรื่องที่แจ้ง", "ขอถอนเรื่องที่แจ้ง", "ถอนเรื่องร้องเรียน"}
    | {"withdraw", "withdraw my case", "withdraw it"}
)
ERASURE = re.compile(
    r"(?:ขอให้|ขอ|อยากให้|อยาก|ช่วย|จะ)*ลบ(?:ข้อมูล|ที่พิมพ์|สิ่งที่พิมพ์|ข้อความที่พิมพ์|ประวัติ|แชท|แชต).{0,30}"
    r"|(?:ขอให้|ขอ|อยากให้|อยาก|ช่วย|จะ)*ลบเรื่อง(?:ที่แจ้ง|ที่ส่ง|ร้องเรียน|ของฉัน|ของผม|นี้|ไป|แล้ว|ออก|ทิ้ง|ให้|หน่อย"
    r"|ได้ไหม|ได้มั้ย|ได้ไม|ได้หรือไม่|ได้หรือเปล่า|ได้ป่าว|ยังไง|\s)*"
    r"|(?:please |can you |can i |how do i )?delete (?:my|the|this) case\??"
    r"|(?:please |can you )?(?:delete|erase) (?:my data|what i (?:typed|wrote)|my messages).{0,20}",
    re.IGNORECASE,
)


def button(message: Message) -> str:
    """The data of the button that a text stands for, else ""."""
    if message.kind is not Kind.TEXT or not message.private:
        return ""
    words = plain(case_codes.without(message.text))
    if words in WORDS:
        return WITHDRAW
    return ERASE if ERASURE.fullmatch(words) else ""


def choice(case: Case) -> Choice:
    """The button that withdraws *case*, after asking."""
    return Choice("ถอนเรื่อง", f"{WITHDRAW}:{case.id}", "case_status")


async def choose(message: Message, ctx: Context) -> Turn:
    """Which case: the one that is named, the only open one, or one of several."""
    code = case_codes.find(message.text)
    if code:
        named = await ctx.read(register.of_reporter, message.chat, code)
        return await _ask(ctx, named)
    found = [each for each in await ctx.read(register.filed_by, message.chat) if each.is_open]
    if len(found) <= 1:
        return await _ask(ctx, found[0] if found else None)
    choices = tuple(Choice(each.code, choice(each).data, "case_status") for each in found)
    return Turn(replies=(ctx.reply(ctx.say(texts.which), choices=(*choices, MINE)),))


async def ask(message: Message, ctx: Context, case_id: str) -> Turn:
    """Say what withdrawing means, before anything happens."""
    return await _ask(ctx, await _mine(message, ctx, case_id))


async def withdraw(message: Message, ctx: Context, case_id: str) -> Turn:
    """The reporter has said so twice: the case is withdrawn, and the officers are told."""
    case = await _mine(message, ctx, case_id)
    if case is None or not await _can_be_withdrawn(ctx, case):
        return _nothing(ctx)
    text = ctx.say(texts.withdrawn, case.kind, case.code)
    return Turn(
        replies=(Reply(text, (MINE, PERSON), confidential=case.kind.is_secret),),
        keep=(Write(withdrawals.withdraw, (case, texts.NOTE, stamp(ctx.now))),),
        notices=await alerts.reporter_withdrew(ctx, case),
    )


async def erase(message: Message, ctx: Context) -> Turn:
    """What can be taken back, what is kept and why, whom to ask; nothing is deleted by asking."""
    filed = await ctx.read(register.filed_by, message.chat)
    found = [each for each in filed if await _can_be_withdrawn(ctx, each)]
    any_of_them = Choice("ถอนเรื่อง", WITHDRAW, "case_status")
    button = (choice(found[0]) if len(found) == 1 else any_of_them,) if found else ()
    named = ctx.agency.data_protection
    contacts = tuple(filter(None, (ctx.agency.phone, ctx.agency.email)))
    contacts = (named.name, *named.ways) if named else contacts
    can_unsend = message.messenger is Messenger.LINE
    text = ctx.say(texts.what_can_be_taken_back, contacts, can_unsend=can_unsend)
    return Turn(
        replies=(ctx.reply(text, choices=(*button, FORGET_ME, MY_DATA, MINE, PRIVACY, PERSON)),)
    )


async def _ask(ctx: Context, case: Case | None) -> Turn:
    if case is None or not await _can_be_withdrawn(ctx, case):
        return _nothing(ctx)
    yes = Choice("ยืนยันถอนเรื่อง", f"f:withdrawn:{case.id}", "case_status")
    text = ctx.say(texts.confirm, case.kind, case.code)
    return Turn(replies=(Reply(text, (yes, MINE), confidential=case.kind.is_secret),))


async def _can_be_withdrawn(ctx: Context, case: Case) -> bool:
    return case.is_open and not await ctx.read(withdrawals.is_withdrawn, case.id)


async def _mine(message: Message, ctx: Context, case_id: str) -> Case | None:
    if not (case_id.isascii() and case_id.isdigit() and len(case_id) <= LONGEST_ID):
        return None
    return await ctx.read(register.filed_here, message.chat, int(case_id))


def _nothing(ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(ctx.say(texts.nothing_to_withdraw), choices=(MINE, PERSON)),))
