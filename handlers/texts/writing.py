"""What Prongsai says while a draft is changed, or left for a question."""

from data.drafts import Draft
from handlers.texts import questions


def undone(left: Draft) -> str:
    """The last message is gone from the draft; what is *left* of it."""
    if left.is_empty:
        return "ลบแล้วค่ะ ตอนนี้ยังไม่มีข้อความในเรื่อง พิมพ์ใหม่ได้เลย หรือพิมพ์ ยกเลิก"
    lines = ["ลบข้อความล่าสุดออกจากเรื่องแล้วค่ะ เหลือ:", "", *left.texts]
    lines += [questions.answered(*each) for each in left.answers.items()]
    if left.attachments:
        lines += [f"แนบ {len(left.attachments)} ไฟล์"]
    return "\n".join([*lines, "", "พิมพ์ต่อได้เลย พร้อมแล้วกด “ดูก่อนส่ง” หรือพิมพ์ ตรวจ"])


def how_to_change() -> str:
    """How to change what is written."""
    return "แก้ได้แบบนี้ค่ะ: กดหรือพิมพ์ ลบข้อความล่าสุด แล้วพิมพ์ใหม่\nลบได้ทีละข้อความ ถ้าจะเริ่มใหม่ทั้งหมด พิมพ์ ยกเลิก"


def answered_beside() -> str:
    """The words were taken for a question and did not become part of the draft."""
    return "(ข้อความนี้ไม่ได้ใส่ในเรื่องที่เขียน ถ้าอยากใส่ กดหรือพิมพ์ ใส่ในเรื่อง เรื่องที่เขียนค้างไว้ยังอยู่)"
