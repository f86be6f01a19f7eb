"""What Prongsai says to the operator of personal data: copies, erasing, holds, retention."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.about_reporter import HeldCase, HeldChat
from data.case_entries import Entry
from data.case_files import CaseFile
from data.case_moves import State
from data.forgetting import Filed
from data.ratings import Rating
from data.retention import Kept
from handlers.texts import questions
from handlers.texts.casework import AUTHOR_NAMES, FORGOTTEN, OUTCOME_NAMES, STATE_NAMES
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_and_time_of

NOT_IN_IT = (
    "สำเนานี้มีเรื่องลับ (ทุจริต จริยธรรม ข้อมูลส่วนตัว) เฉพาะเรื่องที่ระบุรหัสเอง ไม่มีบันทึกภายในของเจ้าหน้าที่ "
    "และไม่มีข้อความที่พิมพ์ในแชต (เจ้าของดูได้ในแชตของตน)"
)
KINDS: Mapping[str, str] = {str(kind): name for kind, name in KIND_NAMES.items()}
ENTRY_NAMES = {
    "report": "แจ้งเรื่อง",
    "addition": "เขียนเพิ่ม",
    "answer": "คำตอบ",
    "question": "คำถามถึงผู้แจ้ง",
    "progress": "ความคืบหน้า",
    "state": "เปลี่ยนสถานะ",
    "withdrawal": "ถอนเรื่อง",
    "reopening": "ขอเปิดใหม่",
    "rating": "คะแนนความพอใจ",
    "unsent": "ข้อความที่ผู้แจ้งลบแล้ว",
    **questions.TITLES,
}


def copy_of(held: tuple[HeldChat, ...], made_at: str) -> dict[str, Any]:
    """The whole copy, as the person it is about reads it."""
    return {
        "สำเนาข้อมูลส่วนบุคคล ทำเมื่อ": date_and_time_of(made_at),
        "หมายเหตุ": NOT_IN_IT,
        "แชต": [_chat(each) for each in held],
    }


def _chat(chat: HeldChat) -> dict[str, Any]:
    return {
        "เรื่อง": [_case(case) for case in chat.cases],
        "เรื่องที่เขียนค้าง": {
            "ข้อความ": list(chat.draft.texts),
            "คำตอบ": [questions.answered(*each) for each in chat.draft.answers.items()],
            "ไฟล์": list(chat.draft.attachments),
        },
        "การสนทนา": {
            "ภาษา": "อังกฤษ" if chat.language == "en" else "ไทย",
            "กำลังรอข้อความต่อ": bool(chat.awaits),
            "จำนวนข้อความที่ส่งเข้ามาและยังเก็บอยู่": chat.messages,
            "จำนวนข้อความตอบกลับที่ยังเก็บอยู่": chat.replies,
        },
    }


def _case(case: HeldCase) -> dict[str, Any]:
    return {
        "รหัสเรื่อง": case.code,
        "ประเภท": KINDS.get(case.kind, case.kind),
        "สถานะ": STATE_NAMES.get(State(case.state), case.state),
        "ผล": OUTCOME_NAMES.get(case.outcome, case.outcome),
        "ช่องทาง": case.messenger,
        "แจ้งเมื่อ": date_and_time_of(case.opened_at),
        "ปิดเมื่อ": date_and_time_of(case.closed_at) if case.closed_at else "",
        "ห้ามลบไว้ก่อน": case.is_held,
        "ลบแล้ว": case.is_erased,
        "ประวัติ": [_entry(entry) for entry in case.entries],
        "ไฟล์": [_file(file) for file in case.files],
        "ความพอใจ": _rating(case.rating) if case.rating else None,
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {
        "เมื่อ": date_and_time_of(rating.at),
        "คะแนน": rating.stars,
        "ข้อความ": FORGOTTEN if rating.forgotten else rating.words,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "เมื่อ": date_and_time_of(entry.at),
        "โดย": AUTHOR_NAMES[entry.author],
        "ชนิด": ENTRY_NAMES.get(entry.kind, entry.kind),
        "ข้อความ": FORGOTTEN if entry.forgotten else questions.said(entry.kind, entry.text),
    }


def _file(file: CaseFile) -> dict[str, Any]:
    return {
        "ชื่อ": FORGOTTEN if file.forgotten else file.name,
        "ชนิด": file.media_type,
        "ขนาด (ไบต์)": file.size,
    }


def exported(path: str, cases: int) -> str:
    return f"เขียนสำเนาแล้ว ({cases} เรื่อง): {path}\nในไฟล์มีข้อมูลส่วนบุคคล ส่งให้เจ้าของแล้วลบทิ้ง"


def not_written(path: str) -> str:
    return f"เขียนไฟล์ไม่ได้ (มีอยู่แล้ว หรือไม่มีสิทธิ์): {path}"


def nobody_named() -> str:
    return "ระบุรหัสเรื่องอย่างน้อยหนึ่งรหัส หรือ --chat"


def reason_wanted() -> str:
    return "ระบุ --reason (เหตุผลสั้นๆ ไม่ต้องเล่าเนื้อเรื่อง)"


def erased(code: str) -> str:
    return (
        f"ลบ {code} แล้ว: ข้อความ ไฟล์ และตัวผู้แจ้งไม่อยู่ในระบบแล้ว เหลือเพียงรหัส ประเภท วันที่ และผล\n"
        "สำเนาสำรองที่ทำไว้ก่อนหน้านี้ยังมีอยู่ ลบตามกำหนดของหน่วยงาน"
    )


def erased_before(code: str) -> str:
    return f"{code} ลบไปก่อนหน้านี้แล้ว"


def traces_left() -> str:
    return "ลบแล้ว แต่ฐานข้อมูลกำลังถูกใช้อยู่ จึงยังจัดไฟล์ใหม่ไม่ได้ รันคำสั่งเดิมอีกครั้งเมื่อระบบว่าง"


def held(code: str) -> str:
    return f"ยังลบ {code} ไม่ได้: มีคำสั่งห้ามลบไว้ก่อน เลิกคำสั่งด้วย privacy unhold {code} --reason ..."


def hold_set(code: str) -> str:
    return f"ตั้งคำสั่งห้ามลบ {code} แล้ว ไม่มีอะไรในเรื่องนี้ถูกลบจนกว่าจะเลิกคำสั่ง"


def hold_stood(code: str) -> str:
    return f"{code} มีคำสั่งห้ามลบอยู่แล้ว"


def hold_lifted(code: str) -> str:
    return f"เลิกคำสั่งห้ามลบ {code} แล้ว"


def no_hold(code: str) -> str:
    return f"{code} ไม่มีคำสั่งห้ามลบ"


def requests(found: Sequence[tuple[str, Sequence[Filed]]]) -> str:
    """Who asked to be forgotten while something stays: how much, not which."""
    if not found:
        return "ไม่มีคำขอให้ลบที่ค้างอยู่"
    lines = [f"คำขอให้ลบที่ค้างอยู่ {len(found)} ราย (ลบเองเมื่อไม่มีเหตุต้องเก็บ)"]
    return "\n".join(
        [
            *lines,
            *(f"- ขอเมื่อ {date_and_time_of(at)}: ยังเก็บ {len(cases)} เรื่อง" for at, cases in found),
        ]
    )


def no_data_protection() -> str:
    """From 'check': people are told that nobody is named."""
    return (
        "ยังไม่ได้ระบุผู้ดูแลข้อมูลส่วนบุคคล: กรอก [data_protection] ในไฟล์ของหน่วยงาน (ชื่อ และเบอร์หรืออีเมล) "
        "ตอนนี้ประชาชนอ่านว่ายังไม่ได้ระบุ"
    )


def retained(kept: Kept, *, dry_run: bool) -> str:
    """What was forgotten, or would be."""
    head = "ครบกำหนดเก็บ (ยังไม่ได้ลบ):" if dry_run else "ลบที่ครบกำหนดเก็บแล้ว:"
    return (
        f"{head} {kept.cases} เรื่อง, เรื่องที่เขียนค้าง {kept.drafts}, ข้อความ {kept.messages}, "
        f"การสนทนาค้าง {kept.conversations}, ที่อยู่แชต {kept.addresses}, "
        f"แถวเปล่าของข้อความเก่า {kept.rows}"
    )
