"""What Prongsai asks beside a draft, one question at a time, and how answers are shown.

Nobody is asked for an identity number, and nobody is sent to look for evidence.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from data.draft_answers import ASKED_FOR, CHECKABLE, KNOWN, SERVICE, WHEN, WHERE, WHO
from data.drafts import Draft
from handlers.texts import services
from handlers.texts.thai import be_date, shorten

LONGEST_ECHO = 60  # characters of an answer that is read back at once

TITLES: Mapping[str, str] = MappingProxyType(
    {
        WHO: "ใครหรือตำแหน่งใด",
        ASKED_FOR: "เรียกหรือขออะไร",
        WHEN: "เมื่อไร",
        WHERE: "ที่ไหน",
        SERVICE: "งานหรือบริการ",
        KNOWN: "รู้ได้อย่างไร",
        CHECKABLE: "ดูต่อได้จากอะไร",
    }
)
"""How each question is called beside its answer, and on its button."""

ASKED: Mapping[str, str] = MappingProxyType(
    {
        WHO: "ใครเกี่ยวข้องคะ ถ้าไม่รู้ชื่อ บอกตำแหน่งหรือหน้าที่ก็พอ",
        ASKED_FOR: "เขาเรียกหรือขออะไรคะ เช่น เงิน สิ่งของ หรือให้ช่วยทำอะไร",
        WHEN: "เกิดเมื่อไรคะ กดเลือก หรือพิมพ์เองแบบประมาณก็ได้",
        WHERE: "เกิดที่ไหนคะ พิมพ์หมู่ ซอย หรือจุดสังเกต จะส่งตำแหน่งก็ได้",
        SERVICE: "เกี่ยวกับงานอะไรของเราคะ กดเลือก หรือพิมพ์เอง",
        KNOWN: "คุณรู้เรื่องนี้ได้อย่างไรคะ",
        CHECKABLE: (
            "ถ้าจะดูเรื่องนี้ต่อ ผู้รับผิดชอบดูได้จากอะไรบ้างคะ เช่น วัน สถานที่ เอกสาร "
            "เท่าที่นึกออก ไม่ต้องไปหาอะไรเพิ่มนะคะ"
        ),
    }
)
SINCE_WHEN = "เป็นมาตั้งแต่เมื่อไรคะ กดเลือก หรือพิมพ์เองแบบประมาณก็ได้"
"""How a grievance is asked when."""


def introduction(most: int, days: int) -> str:
    """Before the first question: how many there are at most, and that all may be skipped."""
    return (
        "จดไว้แล้วค่ะ ยังไม่ได้ส่งถึงใคร\n"
        f"ขอถามต่อไม่เกิน {most} ข้อ ข้ามได้ทุกข้อ ส่งรูปหรือไฟล์ตอนไหนก็ได้ พร้อมเมื่อไรกด “ดูก่อนส่ง”\n"
        f"หยุดไว้ก่อนแล้วกลับมาต่อวันหลังก็ได้ ระบบเก็บไว้ {days} วัน"
    )


def question(question: str, *, secret: bool, anonymous: bool, answer: str) -> str:
    """One question; *answer* is what was answered before."""
    lines = [SINCE_WHEN if question == WHEN and not secret else ASKED[question]]
    if anonymous and question in (WHERE, KNOWN, CHECKABLE):
        lines.append("อย่าเขียนสิ่งที่บอกว่าคุณเป็นใคร")
    if answer:
        lines.append(f"ตอบไว้แล้วว่า: {_echo(question, answer)}")
    return "\n".join(lines)


def noted(question: str, answer: str) -> str:
    """The answer is kept; nothing is sent."""
    return f"จดไว้แล้วค่ะ {TITLES[question]}: {_echo(question, answer)} (ยังไม่ได้ส่ง)"


def noted_beside(draft: Draft) -> str:
    """Something that was no answer is kept; the question stands."""
    return f"จดไว้แล้วค่ะ ({size(draft)}) ยังไม่ได้ส่ง ข้อที่ถามค้างอยู่:"


def size(draft: Draft) -> str:
    """How much there is."""
    files = f" {len(draft.attachments)} ไฟล์" if draft.attachments else ""
    return f"{len(draft.texts) + len(draft.answers)} ข้อความ{files}"


def skipped() -> str:
    """On to the next."""
    return "ข้ามได้ค่ะ"


def send_place() -> str:
    """How to send a place, where its button cannot by itself."""
    return "กดปุ่ม “ส่งตำแหน่ง” ด้านล่าง หรือพิมพ์บอกที่ก็ได้ค่ะ"


def which(questions: Iterable[str], draft: Draft) -> str:
    """Every question with its answer."""
    lines = [
        answered(each, draft.answers[each]) if each in draft.answers else f"{TITLES[each]}: -"
        for each in questions
    ]
    return "\n".join(["แก้หรือเติมข้อไหนคะ กดชื่อข้อนั้น (ยังไม่ได้ส่ง)", "", *lines])


def week_of(day: date) -> str:
    """An answer: some time in this week."""
    return f"ในสัปดาห์ของวันที่ {be_date(day)}"


def said(question: str, text: str) -> str:
    """What was answered, as it is read."""
    return services.named(text) if question == SERVICE else text


def answered(question: str, text: str) -> str:
    """A question and its answer in a line."""
    return f"{TITLES[question]}: {said(question, text)}"


def _echo(question: str, answer: str) -> str:
    return shorten(" ".join(said(question, answer).split()), LONGEST_ECHO)
