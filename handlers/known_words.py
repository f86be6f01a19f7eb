"""Known words: names of buttons and ways to begin that count as pressing, offered or not.

Polite endings do not count. They are looked up only where nothing else is awaited.
"""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.menus import (
    CORRUPTION,
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
        FEEDBACK.data: ("ติชม", "ติชม เสนอแนะ"),
        GRIEVANCE.data: ("ร้องทุกข์", "อยากร้องทุกข์", "ขอร้องทุกข์", "ต้องการร้องทุกข์"),
        CORRUPTION.data: ("แจ้งทุจริต", "แจ้งแบบลับ", "แจ้งทุจริต (ลับ)", "report privately"),
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
            *("ขอดูข้อมูลส่วนตัว", "เก็บข้อมูลอะไรของฉันบ้าง", "เก็บข้อมูลอะไรบ้าง"),
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
        LEAVE_QUESTION.data: "human_handoff",
        WRITE: "case_status",
        PRIVACY.data: "channel_list",
        MY_DATA.data: "channel_list",
        FORGET_ME.data: "channel_list",
    }
)
"""What somebody who types a button's name is after, where the button itself asks nothing."""
DATA_OF = MappingProxyType({word: data for data, words in WORDS.items() for word in words})


def button(message: Message) -> str:
    """The data of the button that exactly these words stand for, else ""."""
    if message.kind is not Kind.TEXT:
        return ""
    return DATA_OF.get(plain(message.text), "")


def meant(data: str) -> Question | None:
    """How typing the name of the button with this *data* is understood."""
    intent = INTENT_OF.get(data)
    return Question(intent=intent) if intent else None
