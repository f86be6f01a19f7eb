"""Receipt words: what is typed or pressed to open a case by its receipt, and while it is open."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from data import receipts
from data.passing_access import ANSWER
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting.anonymity import BY_RECEIPT
from handlers.turn import Choice
from handlers.wording import NODS, is_yes, plain

ASKED, OPEN, ADD = "receipt.asked", "receipt.open", "receipt.add"
REOPEN, WORD = "receipt.reopen", "receipt.word"
WITH_A_CASE = (OPEN, ADD, REOPEN, WORD)
STEPS = (ASKED, *WITH_A_CASE)

SEE = Choice("ดูเรื่องนี้", "r:see", "case_status")
WRITE = Choice("เขียนถึงเจ้าหน้าที่", "r:add", "case_status")
WITHDRAW = Choice("ถอนเรื่อง", "r:withdraw", "case_status")
WITHDRAWN = Choice("ยืนยันถอนเรื่อง", "r:withdrawn", "case_status")
RESUME = Choice("ยังไม่เรียบร้อย", "r:reopen", "case_status")
SEND = Choice("ส่งถึงเจ้าหน้าที่", "r:send", "case_status")
LEAVE = Choice("ออก", "r:leave", "case_status")

ASK_WORDS = frozenset(
    {"ใบรับ", "เปิดด้วยใบรับ", "มีใบรับ", "ดูใบรับ", "ใช้ใบรับ", "receipt", "my receipt", "open by receipt"}
)
OPEN_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        LEAVE.data: frozenset({"ออก", "ขอออก", "ปิด", "leave", "exit", "quit"}),
        WRITE.data: frozenset(
            {"เขียน", "เขียนเพิ่ม", "เขียนตอบ", "ตอบ", WRITE.label, "write", "answer", "write more"}
        ),
        WITHDRAW.data: frozenset({"ถอนเรื่อง", "ขอถอนเรื่อง", "withdraw"}),
        WITHDRAWN.data: frozenset({WITHDRAWN.label, "withdraw it"}),
        RESUME.data: frozenset({RESUME.label, "เปิดเรื่องอีกครั้ง", "not solved yet", "reopen"}),
        SEND.data: frozenset({SEND.label, "ส่ง", "send", "send to the officer"}),
        SEE.data: frozenset({"ดู", "สถานะ", "ติดตามเรื่อง", SEE.label, "status", "see the case"}),
    }
)
BETWEEN = re.compile("[\\d\\s.,:#·•\\-\u2010-\u2015\u2212\uff0d\u200b-\u200f\u2060\ufeff]+")
NAMED = re.compile(
    "(?:เลข|เปิด|ดู|ขอดู|ติดตาม|เรื่อง|ตาม|ด้วย)*ใบรับ(?:เลข|ที่|คือ)*|(?:my|open|see)?receipt(?:no|number|is)*"
)
LONGEST_AROUND = 60


def digits_in(message: Message, *, awaits: bool) -> str | None:
    """The receipt that a text is, or names; alone it is none where other words are awaited."""
    if message.kind is not Kind.TEXT:
        return None
    around = BETWEEN.sub("", message.text)
    if len(around) > LONGEST_AROUND or not (
        NAMED.fullmatch(plain(around)) or not (around or awaits)
    ):
        return None
    return receipts.find_digits(message.text)


def button(message: Message, ctx: Context) -> str:
    """The data of the button that a text stands for, else ""."""
    if message.kind is not Kind.TEXT or not message.private:
        return ""
    words = plain(message.text)
    if words in ASK_WORDS:
        return BY_RECEIPT.data
    if ctx.conversation.step not in WITH_A_CASE:
        return ""
    if ANSWER in ctx.conversation.memory and (words in NODS or is_yes(message.text)):
        return SEND.data
    return next((data for data, known in OPEN_WORDS.items() if words in known), "")
