"""What Prongsai says about who must not see a report, and where nobody is left to read it."""

from collections.abc import Sequence

from data.agency import OutsideBody
from handlers.texts.intake import outsides


def question_in_review() -> str:
    """The question that can be left alone."""
    return "มีใครที่ไม่ควรเห็นเรื่องนี้ไหมคะ ถ้ามี กด “มีคนไม่ควรเห็น” ก่อนส่ง ถ้าไม่มี ข้ามได้เลย"


def kept_from(wish: str) -> str:
    """What was answered."""
    return f"คนที่ไม่ควรเห็นเรื่องนี้: {wish}\nแก้ได้ กด “มีคนไม่ควรเห็น”"


def executive(bodies: Sequence[OutsideBody]) -> str:
    """The report names an executive: outside bodies are the safer way."""
    lines = ["ถ้าเรื่องนี้เกี่ยวกับผู้บริหาร แจ้งหน่วยงานภายนอกโดยตรงจะเหมาะกว่าค่ะ:", *outsides(bodies)]
    return "\n".join(lines)


def ask() -> str:
    """Who must not see it?"""
    return (
        "ใครไม่ควรเห็นเรื่องนี้คะ พิมพ์ชื่อหรือตำแหน่ง (หลายคนได้ ในข้อความเดียว)\n"
        "คนที่ชื่อตรงกันในระบบจะไม่เห็นและไม่รู้ว่ามีเรื่องนี้ คนอื่นที่รับผิดชอบจะเห็นข้อความนี้ จะได้ไม่พูดต่อ\n"
        "ถ้าไม่มี พิมพ์ ข้าม"
    )


def noted(wish: str) -> str:
    """The answer is kept."""
    told = f"จดไว้แล้วค่ะ คนที่ไม่ควรเห็น: {wish}" if wish else "ได้ค่ะ ไม่มีใครที่ต้องกันไว้"
    return f"{told}\nยังไม่ได้ส่ง กด “ดูก่อนส่ง” หรือพิมพ์ ตรวจ"


def nobody_left(bodies: Sequence[OutsideBody]) -> str:
    """Everybody inside is excluded, or an executive is: nothing is sent."""
    return "\n".join(
        [
            "เรื่องนี้ไม่ควรส่งภายในหน่วยงานค่ะ เพราะไม่มีผู้รับผิดชอบที่เป็นอิสระจากคนที่คุณระบุ "
            "ยังไม่มีอะไรถูกส่ง และไม่มีใครในหน่วยงานรู้",
            "",
            "แจ้งหน่วยงานภายนอกได้โดยตรง:",
            *outsides(bodies),
            "",
            "ที่เขียนไว้ยังอยู่ คัดลอกไปใช้ได้ แล้วพิมพ์ ยกเลิก เพื่อลบออกจากที่นี่ ถ้าระบุคนผิด กด “มีคนไม่ควรเห็น” เพื่อแก้",
        ]
    )


def not_read_any_more(code: str, bodies: Sequence[OutsideBody]) -> str:
    """To the reporter: the last handler of the case has gone."""
    return "\n".join(
        [
            f"เรื่อง {code}: ตอนนี้ไม่มีผู้รับผิดชอบในหน่วยงานที่เปิดอ่านเรื่องนี้ได้ค่ะ ไม่ต้องรอคำตอบทางนี้",
            "แจ้งหน่วยงานภายนอกได้โดยตรง:",
            *outsides(bodies),
        ]
    )
