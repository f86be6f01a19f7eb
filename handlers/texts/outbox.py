"""What the operator reads of messages on their way: numbers and reasons, never their words."""

from collections.abc import Mapping, Sequence

from data.outbox_summary import Trouble, Waiting
from data.push_tables import BUDGET, TIME
from handlers.texts.sealed_identity import WAYS
from handlers.texts.thai import date_and_time_of

NOTHING = "ไม่มีข้อความค้างส่ง"
WHY = {"": "รอส่ง", TIME: "รอเวลาที่กำหนด", BUDGET: "รอโควตา LINE"}
PUSHES = "ดูโควตา LINE: python -m bot pushes"


def outbox(
    waiting: Sequence[Waiting],
    troubles: Sequence[Trouble],
    given_up: Mapping[str, int],
    days: int,
) -> str:
    """What waits, since when and why; what was given up in so many days."""
    lines = [] if waiting else [NOTHING]
    for each in waiting:
        lines.append(_waits(each))
        if not each.hold:
            lines += _reasons(troubles, each.messenger, is_over=False)
    for messenger, rows in given_up.items():
        lines.append(f"{_name(messenger)} ส่งไม่ถึงใน {days} วัน: {rows:,} ข้อความ")
        lines += _reasons(troubles, messenger, is_over=True)
    if any(each.hold == BUDGET for each in waiting):
        lines.append(PUSHES)
    return "\n".join(lines)


def _waits(each: Waiting) -> str:
    tried = f" ลองส่งแล้วไม่สำเร็จ {each.tried:,}" if each.tried else ""
    return (
        f"{_name(each.messenger)} {WHY[each.hold]}: {each.rows:,} ข้อความ ใน {each.chats:,} แชต"
        f" เก่าสุด {date_and_time_of(each.oldest)}{tried}"
    )


def _reasons(troubles: Sequence[Trouble], messenger: str, *, is_over: bool) -> list[str]:
    return [
        f"  {each.rows:,} ข้อความ: {each.problem}"
        for each in troubles
        if each.messenger == messenger and each.is_over == is_over
    ]


def _name(messenger: str) -> str:
    return WAYS.get(messenger, messenger)
