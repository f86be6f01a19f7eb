"""What officers read when they filter the list of cases, or look for one."""

from collections.abc import Sequence

from data.cases import Case
from data.times import BUDDHIST_ERA, MONTHS
from handlers.texts.casework import STATE_NAMES, TO_OPEN_IN_CHAT
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_of

EXAMPLES = (
    "พิมพ์รวมกันได้ เช่น\n• /cases ร้องทุกข์ ยังไม่มีผู้รับ\n• /cases เลยกำหนด\n"
    "• /cases รอผู้แจ้งตอบ LINE\n• /cases พ.ย. 69 รวมที่เสร็จแล้ว"
)


def month(text: str) -> str:
    """ "2026-11" -> "พฤศจิกายน 2569"."""
    return f"{MONTHS[int(text[5:]) - 1]} {int(text[:4]) + BUDDHIST_ERA}"


def described(*parts: str) -> str:
    """What is looked for; "" for everything."""
    return " · ".join(filter(None, parts))


def found(
    cases: Sequence[Case], wanted: str, first: int, *, more: bool, to_open: str = TO_OPEN_IN_CHAT
) -> str:
    """A page of what was looked for."""
    heading = f"กรอง: {wanted or 'ทุกเรื่องที่ยังไม่เสร็จ'}"
    if not cases:
        return f"{heading}\nไม่มีเรื่องที่ตรง"
    lines = [heading, *_lines(cases, first)]
    return "\n".join([*lines, *(["มีต่อในหน้าถัดไป"] if more else []), "", to_open])


def menu(wanted: str) -> str:
    """What can be narrowed."""
    return f"กรองเรื่องที่แสดง (ตอนนี้: {wanted or 'ทุกเรื่องที่ยังไม่เสร็จ'})\nกดเลือก หรือ{EXAMPLES}"


def pick(group: str) -> str:
    """One of these."""
    return f"เลือก{group}"


def not_understood(rest: str) -> str:
    """Words that are no filter."""
    return f"ไม่เข้าใจคำว่า “{rest}” ถ้าจะค้นคำในเรื่อง พิมพ์ /find {rest}\n\n{EXAMPLES}"


def how_to_find() -> str:
    """Nothing was looked for."""
    return (
        f"พิมพ์ /find ตามด้วยรหัสหรือต้นรหัส หรือคำในเรื่อง เช่น\n• /find 7K3\n• /find ไฟดับ หมู่ 3\n{NO_SECRETS}"
    )


NO_SECRETS = "การค้นด้วยคำไม่เปิดเรื่องลับ เรื่องลับค้นด้วยรหัสเท่านั้น"


def with_code(cases: Sequence[Case], to_open: str = TO_OPEN_IN_CHAT) -> str:
    """Cases whose code begins so."""
    return "\n".join(["รหัสขึ้นต้นตรงกัน (ใหม่สุดก่อน)", *_lines(cases, 1), "", to_open])


def with_words(
    cases: Sequence[Case],
    words: str,
    looked_at: int,
    *,
    bounded: bool,
    most: int,
    to_open: str = TO_OPEN_IN_CHAT,
) -> str:
    """Cases in which the words stand; how many were looked at, and that secret ones were not."""
    reach = f"ค้นใน {looked_at:,} เรื่องล่าสุด" if bounded else f"ค้นครบ {looked_at:,} เรื่องที่คุณเห็นได้"
    note = f"({reach} {NO_SECRETS})"
    if not cases:
        return f"ไม่พบเรื่องที่มีคำว่า “{words}”\n{note}"
    shown = f"แสดง {most} เรื่องแรก " if len(cases) == most else ""
    heading = f"เรื่องที่มีคำว่า “{words}” {shown}(ใหม่สุดก่อน)"
    return "\n".join([heading, *_lines(cases, 1), note, "", to_open])


def _lines(cases: Sequence[Case], first: int) -> list[str]:
    return [
        f"{n}. {case.code} {KIND_NAMES[case.kind]} — {STATE_NAMES[case.state]}"
        f" (รับ {date_of(case.opened_at)})"
        for n, case in enumerate(cases, first)
    ]
