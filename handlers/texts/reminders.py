"""What Prongsai says to staff of deadlines by itself, and where they ask: Thai only."""

from collections.abc import Sequence
from datetime import date

from data.reminding import Counts, Deadline
from handlers.texts.clocks import for_officer
from handlers.texts.intake import KIND_NAMES

MOST_LINES = 8
"""Cases named in one message; the rest are counted."""


def near(found: Sequence[Deadline], today: date) -> str:
    """Time runs out."""
    return _named(f"ใกล้ครบกำหนด {len(found)} เรื่อง", found, today)


def late(found: Sequence[Deadline], today: date) -> str:
    """The deadline has passed."""
    return _named(f"เลยกำหนดแล้ว {len(found)} เรื่อง", found, today)


def near_without_content() -> str:
    """Of confidential cases nothing is said, not even how many."""
    return "มีเรื่องที่คุณดูแลใกล้ครบกำหนด พิมพ์ /late"


def late_without_content() -> str:
    """The same when it is late."""
    return "มีเรื่องที่คุณดูแลเลยกำหนดแล้ว พิมพ์ /late"


def digest(found: Counts) -> str:
    """The morning of one member: only what there is."""
    lines = [
        f"• ยังไม่ปิด {found.open} เรื่อง",
        *([f"• รอเปิดอ่าน {found.unread} เรื่อง"] if found.unread else []),
        *([f"• ใกล้ครบกำหนด {found.near} เรื่อง"] if found.near else []),
        *([f"• เลยกำหนดแล้ว {found.late} เรื่อง"] if found.late else []),
    ]
    end = "พิมพ์ /late หรือ /cases" if found.near or found.late else "พิมพ์ /cases"
    return "\n".join(["สวัสดีตอนเช้า เรื่องของคุณวันนี้", *lines, end])


def late_list(found: Sequence[Deadline], total: int, first: int, today: date, to_open: str) -> str:
    """Cases near or past their deadline, the soonest first; *first* is the first one's number."""
    lines = [f"ใกล้หรือเลยกำหนด {total} เรื่อง (ถึงก่อนอยู่บน)"]
    lines += [f"{number}. {_line(each, today)}" for number, each in enumerate(found, start=first)]
    return "\n".join([*lines, "", to_open])


def nothing_late() -> str:
    """Nothing is near its deadline."""
    return "ไม่มีเรื่องที่ใกล้หรือเลยกำหนด"


def _named(heading: str, found: Sequence[Deadline], today: date) -> str:
    lines = [f"• {_line(each, today)}" for each in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(f"และอีก {len(found) - MOST_LINES} เรื่อง พิมพ์ /late")
    return "\n".join([heading, *lines])


def _line(deadline: Deadline, today: date) -> str:
    case = deadline.case
    return f"{case.code} {KIND_NAMES[case.kind]} — {for_officer(deadline.clock, today)}"
