"""Words that are typed while writing instead of pressing a button, in Thai or in English.

Polite endings do not count (see handlers.wording).
"""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.context import Context
from handlers.menus import FORGET_ME, HELP, MY_CASES, MY_DATA, PRIVACY
from handlers.message import Kind, Message
from handlers.reporting import withdrawing
from handlers.reporting.anonymity import ANONYMOUSLY, BY_NAME
from handlers.reporting.asides import PUT_IN
from handlers.reporting.exclusion import HIDE
from handlers.reporting.intake import CANCEL, MORE, REVIEW, SEE, SEND, UNDO
from handlers.reporting.joining_hint import APART, JOIN, JOINS
from handlers.wording import NODS, is_yes, plain

CHANGE = "f:change"

REVIEW_WORDS = frozenset(
    {"ตรวจ", "ดูก่อนส่ง", "ตรวจทาน", "ตรวจสอบ", "เสร็จ", "เสร็จแล้ว", "ขอดูก่อนส่ง", "/done"}
    | {"ส่งแล้วหรือยัง", "ส่งหรือยัง", "ส่งไปหรือยัง", "ส่งไปแล้วหรือยัง", "ส่งยัง", "is it sent?"}
    | {"พอแล้ว", "หมดแล้ว", "ครบแล้ว", "แค่นี้", "แค่นี้แหละ", "เท่านี้", "เท่านี้แหละ"}
    | {"check", "review", "review first", "done", "finished", "i'm done", "that's all"}
)
SEND_WORDS = frozenset(
    {"ส่ง", "ส่งเรื่อง", "ส่งได้", "ส่งเรื่องได้", "ยืนยัน", "ยืนยันส่ง", "/send"}
    | {"send", "send it", "submit", "confirm"}
    | {APART.label, "ส่งแยก", "คนละเรื่อง", "not the same: send"}
)
JOIN_WORDS = frozenset(
    {JOIN.label, "ร่วม", "ขอร่วม", "ร่วมด้วย", "เรื่องเดียวกัน", "join", "join it", "join that one"}
)
YES_WORDS = frozenset(
    {"ตกลง", "โอเค", "ใช่", "ใช่แล้ว", "ถูกต้อง", "ถูกต้องแล้ว", "ถูกแล้ว", "เอา", "แจ้ง", "ได้"}
    | {"ok", "okay", "yes", "yes please", "correct"}
)
"""They send only what was shown just before."""

MORE_WORDS = frozenset(
    {"เขียนต่อ", "เขียนเพิ่ม", "อย่าเพิ่งส่ง", "ยังไม่ส่ง", "ยังไม่ต้องส่ง", "เดี๋ยวก่อน"}
    | {"write more", "go on writing", "not yet", "don't send yet"}
)
CANCEL_WORDS = frozenset(
    {"ยกเลิก", "ขอยกเลิก", "อยากยกเลิก", "ไม่ส่ง", "ไม่ส่งแล้ว", "ไม่แจ้งแล้ว", "/cancel"}
    | {"อย่าส่ง", "ห้ามส่ง", "ไม่ต้องส่ง", "ไม่ต้องส่งแล้ว", "ไม่อยากส่ง", "ไม่อยากส่งเรื่อง", "ไม่อยากส่งแล้ว"}
    | {"แค่ลอง", "แค่ลองกดดู", "แค่ลองดู", "ลองกดดูเฉยๆ", "ลองเฉยๆ", "กดเล่น", "กดผิด"}
    | {"ไม่เอา", "ไม่เอาแล้ว", "เลิก", "ลบทิ้ง", "ลบทั้งหมด", "ยกเลิกเรื่อง", "ยกเลิกเรื่องนี้", "ไม่แจ้ง"}
    | {"ยกเลิกเรื่องที่แจ้ง", "อยากยกเลิกเรื่องที่แจ้ง", "ขอยกเลิกเรื่องที่แจ้ง", "อยากยกเลิกเรื่อง"}
    | {"cancel", "cancel it", "stop", "don't send"}
)
UNDO_WORDS = frozenset(
    {"ลบข้อความล่าสุด", "ลบข้อความสุดท้าย", "ลบข้อความ", "ลบอันล่าสุด", "ลบอันสุดท้าย", "ลบรูปล่าสุด"}
    | {"remove last message", "delete last message", "undo"}
)
CHANGE_WORDS = frozenset(
    {"แก้ไข", "แก้", "ขอแก้", "ขอแก้ไข", "แก้ข้อความ", "แก้ไขข้อความ", "ขอแก้ข้อความ"}
    | {"edit", "change it", "correct it"}
)
HELP_WORDS = frozenset({"เมนู", "ช่วยเหลือ", "ถามอะไรได้บ้าง", "menu", "help", "what can i ask?"})
HIDE_WORDS = frozenset({"มีคนไม่ควรเห็น", "someone must not see"})
PRIVACY_WORDS = frozenset({"ความเป็นส่วนตัว", "นโยบายความเป็นส่วนตัว", "privacy", "privacy notice"})
MY_DATA_WORDS = frozenset({"ขอข้อมูลของฉัน", "ขอดูข้อมูลของฉัน", "ask for my data", "my data"})
FORGET_WORDS = frozenset({"ขอให้ลืมฉัน", "ลืมฉัน", "forget me"})
STATUS_WORDS = frozenset({"ติดตามเรื่อง", "เรื่องของฉัน", "follow my cases", "my cases"})
ANONYMOUS_WORDS = frozenset(
    {"ไม่ระบุตัวตน", "ไม่ระบุชื่อ", "ไม่เปิดเผยชื่อ", "ไม่เปิดเผยตัวตน", ANONYMOUSLY.label}
    | {"anonymous", "anonymously", "anonymous (receipt)"}
)
NAMED_WORDS = frozenset({BY_NAME.label, "code in this chat"})
PUT_IN_WORDS = frozenset({"ใส่ในเรื่อง", "add it", "add to my words"})

WORDS: Mapping[frozenset[str], str] = MappingProxyType(
    {
        REVIEW_WORDS: SEE.data,
        SEND_WORDS: SEND.data,
        JOIN_WORDS: JOIN.data,
        MORE_WORDS: MORE.data,
        CANCEL_WORDS: CANCEL.data,
        UNDO_WORDS: UNDO.data,
        HIDE_WORDS: HIDE.data,
        CHANGE_WORDS: CHANGE,
        HELP_WORDS: HELP.data,
        STATUS_WORDS: MY_CASES.data,
        PRIVACY_WORDS: PRIVACY.data,
        MY_DATA_WORDS: MY_DATA.data,
        FORGET_WORDS: FORGET_ME.data,
        PUT_IN_WORDS: PUT_IN.data,
        ANONYMOUS_WORDS: ANONYMOUSLY.data,
        NAMED_WORDS: BY_NAME.data,
    }
)
"""What stands for which button."""


def button(message: Message, ctx: Context) -> str:
    """The data of the button that exactly these words stand for, else ""."""
    if message.kind is not Kind.TEXT:
        return ""
    words = plain(message.text)
    sure = words in YES_WORDS or (is_yes(message.text) and words not in NODS)
    if ctx.conversation.step == REVIEW and sure:
        return SEE.data if JOINS in ctx.conversation.memory else SEND.data
    if ctx.conversation.step == REVIEW and words in NODS:  # too little to send anything
        return SEE.data
    if takes_back := withdrawing.button(message):
        return takes_back
    return next((data for known, data in WORDS.items() if words in known), "")
