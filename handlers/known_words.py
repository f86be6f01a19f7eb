"""Known words: names of buttons and ways to begin that count as pressing, offered or not.

Polite endings do not count. They are looked up only where nothing else is awaited.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.menus import (
    CORRUPTION,
    DATA_REQUEST,
    ETHICS,
    FEEDBACK,
    FORGET_ME,
    GRIEVANCE,
    HELP,
    LEAVE_QUESTION,
    MY_DATA,
    PERSON,
    PRIVACY,
    TELL,
)
from handlers.message import Kind, Message
from handlers.understanding.question import Question
from handlers.wording import plain

WRITE = "f:write"
SEND = "f:send"
"""Where nothing is being written, which is then said."""

ME = ("ฉัน", "ผม", "หนู", "เรา", "ป้า", "ลุง")
"""How people who type Thai call themselves."""

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        TELL.data: (
            *("แจ้งเรื่อง", "แจ้งเรื่องใหม่", "แจ้งเรื่องยังไง", "แจ้งเรื่องอย่างไร", "อยากแจ้งเรื่อง", "ขอแจ้งเรื่อง"),
            *(
                "อยากแจ้ง",
                "ขอแจ้ง",
                "จะแจ้ง",
                "ช่วยแจ้งให้หน่อย",
                "แจ้งให้หน่อย",
                "มีเรื่องจะแจ้ง",
                "มีเรื่องร้องเรียน",
            ),
            *("i have a complaint", "i want to complain", "i want to report something"),
            *("แจ้งเรื่องนี้", "ส่งเรื่อง", "อยากส่งเรื่อง", "report it"),
            *("ขอร้องเรียน", "ร้องเรียน", "อยากร้องเรียน", "report something", "new case"),
        ),
        SEND: ("ส่ง", "ส่งเลย", "ส่งได้", "ส่งเรื่องเลย", "ยืนยัน", "ยืนยันส่ง", "send", "send it", "submit"),
        FEEDBACK.data: ("ติชม", "ติชม เสนอแนะ"),
        GRIEVANCE.data: ("ร้องทุกข์", "อยากร้องทุกข์", "ขอร้องทุกข์", "ต้องการร้องทุกข์"),
        CORRUPTION.data: ("แจ้งทุจริต", "แจ้งแบบลับ", "แจ้งทุจริต (ลับ)", "report privately"),
        ETHICS.data: (
            *("ร้องเรื่องจริยธรรม", "ร้องเรียนจริยธรรม", "ร้องเรียนเรื่องจริยธรรม", "แจ้งเรื่องจริยธรรม"),
            *("แจ้งคุกคาม", "แจ้งเรื่องคุกคาม", "แจ้งเรื่องคุกคามทางเพศ", "ร้องเรื่องคุกคาม", ETHICS.label),
            *("report harassment", "report discrimination", "ethics (private)"),
        ),
        DATA_REQUEST.data: (
            *("คำขอเรื่องข้อมูลส่วนตัว", "คำขอเรื่องข้อมูลส่วนบุคคล", DATA_REQUEST.label),
            *("ขอข้อมูลส่วนตัว", "ขอลบข้อมูลส่วนตัว", "ขอแก้ข้อมูลส่วนตัว", "ขอสำเนาข้อมูลส่วนตัว"),
            *("my personal data", "delete my personal data", "copy of my personal data"),
        ),
        LEAVE_QUESTION.data: ("ฝากคำถามไว้", "ฝากคำถาม", "leave a question"),
        PERSON.data: ("คุยกับเจ้าหน้าที่", "talk to an officer"),
        HELP.data: ("เมนู", "menu"),
        PRIVACY.data: (
            *("ความเป็นส่วนตัว", "นโยบายความเป็นส่วนตัว", "ประกาศความเป็นส่วนตัว", "ข้อมูลส่วนบุคคล"),
            *("privacy", "privacy notice", "privacy policy"),
        ),
        MY_DATA.data: (
            *(
                "ขอข้อมูลของฉัน",
                "ขอดูข้อมูลของฉัน",
                "ดูข้อมูลของฉัน",
                "ข้อมูลของฉัน",
                "ขอสำเนาข้อมูล",
                "ขอสำเนาข้อมูลของฉัน",
            ),
            *("ขอดูข้อมูลส่วนตัว", "เก็บข้อมูลอะไรบ้าง", "เก็บข้อมูลอะไรไว้บ้าง"),
            *("my data", "ask for my data", "show my data", "what do you know about me"),
        ),
        FORGET_ME.data: (
            *("ขอให้ลืมฉัน", "ลืมฉัน", "ลืมฉันที", "ขอให้ลืมข้อมูลของฉัน"),
            *("forget me", "please forget me", "forget my data"),
        ),
        WRITE: ("เขียนถึงเจ้าหน้าที่", "เขียนตอบ", "write to the officer", "write back"),
    }
)
INTENT_OF: Mapping[str, str] = MappingProxyType(
    {
        TELL.data: "file_complaint",
        FEEDBACK.data: "file_feedback",
        GRIEVANCE.data: "file_grievance",
        CORRUPTION.data: "file_complaint",
        ETHICS.data: "file_complaint",
        DATA_REQUEST.data: "channel_list",
        LEAVE_QUESTION.data: "human_handoff",
        WRITE: "case_status",
        SEND: "help",
        PRIVACY.data: "channel_list",
        MY_DATA.data: "channel_list",
        FORGET_ME.data: "channel_list",
    }
)
"""What somebody who types a button's name is after, where the button itself asks nothing."""
COMMANDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cases": ("เรื่องที่รอ", "เรื่องรอ", "งานที่รอ", "เรื่องทั้งหมด", "รายการเรื่อง", "ดูเรื่องที่รอ"),
        "mine": ("เรื่องของฉัน", "เรื่องของผม", "เรื่องของหนู", "เรื่องที่ฉันรับไว้", "เรื่องที่รับไว้", "งานของฉัน"),
        "late": (
            *("เรื่องที่เลยกำหนด", "เรื่องเลยกำหนด", "เลยกำหนด", "เรื่องที่เกินกำหนด", "เกินกำหนด"),
            *("ใกล้หรือเลยกำหนด", "เรื่องที่ใกล้หรือเลยกำหนด", "เรื่องใกล้ครบกำหนด", "ใกล้ครบกำหนด"),
        ),
        "stats": ("สถิติ", "สถิติเรื่อง", "ดูสถิติ", "สถิติปีนี้"),
        "new": ("บันทึกเรื่อง", "บันทึกเรื่องใหม่", "รับเรื่องใหม่"),
        "holidays": ("วันหยุด",),
        "export": ("ส่งออก", "ส่งออกทะเบียนเรื่อง", "ทะเบียนเรื่อง"),
        "help": ("คำสั่ง", "คำสั่งทั้งหมด", "วิธีใช้", "ช่วยเหลือ"),
    }
)
"""What staff type for a command, without its slash."""
DATA_OF = MappingProxyType({word: data for data, words in WORDS.items() for word in words})
COMMAND_OF = MappingProxyType({word: name for name, words in COMMANDS.items() for word in words})


def button(message: Message) -> str:
    """The data of the button that exactly these words stand for, else ""."""
    if message.kind is not Kind.TEXT:
        return ""
    words = plain(message.text)
    return MY_DATA.data if KEPT_OF_ME.fullmatch(words) else DATA_OF.get(words, "")


KEPT_OF_ME = re.compile(
    rf"(?:เก็บ|มี|รู้)(?:ข้อมูล)?อะไร(?:ของ|เกี่ยวกับ)(?:{'|'.join(ME)})(?:เอา)?(?:ไว้)?(?:อยู่)?(?:บ้าง)?"
)
"""What people ask who wonder what is kept of them."""


def command(message: Message) -> tuple[str, str]:
    """The staff's command that these words stand for, and its argument; ("", "") for none."""
    if message.kind is not Kind.TEXT or not message.private:
        return "", ""
    if searched := SEARCHES.fullmatch(message.text.strip()):
        return "find", searched[1]
    if LEAVES.match(message.text.strip()):
        return "away", ""
    return COMMAND_OF.get(plain(message.text), ""), ""


SEARCHES = re.compile(r"(?:ค้นหา|ค้น)(?:เรื่อง)?\s+(\S.*)", re.DOTALL)
LEAVES = re.compile(
    r"(?:ผม|ฉัน|ดิฉัน|หนู)?\s?(?:ขอ|จะ)?ลา"
    r"(?:พรุ่งนี้|วันนี้|วันที่|กิจ|ป่วย|พัก|คลอด|หยุด|\s?[0-9๐-๙]{1,3}\s?วัน)"
)


def meant(data: str) -> Question | None:
    """How typing the name of the button with this *data* is understood."""
    intent = INTENT_OF.get(data)
    return Question(intent=intent) if intent else None
