"""What Prongsai says about who stands in for whom."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.cases import Case
from data.covers import Cover
from handlers.texts.casework import STATE_NAMES
from handlers.texts.officer_moves import called
from handlers.texts.thai import be_date

Names = Mapping[int, str]


def in_digest(number: int) -> str:
    """Behind the morning's numbers; "" where nobody is stood in for."""
    return f"\nทำแทนผู้ที่ลา {number} เรื่อง ดูที่ /mine" if number else ""


def covered_list(found: Sequence[Case], names: Names) -> str:
    """The open cases of those for whom the officer stands in."""
    lines = [f"เรื่องที่คุณทำแทน {len(found)} เรื่อง"]
    lines += [
        f"{n}. {case.code} — {STATE_NAMES[case.state]} (แทน {_name(case.assigned_to, names)})"
        for n, case in enumerate(found, 1)
    ]
    return "\n".join(lines)


def handed(case: Case, name: str) -> str:
    """An alert for who stands in: a case was given to who is away."""
    return f"มีผู้มอบเรื่อง {case.code} ให้ {name} ซึ่งลาอยู่ คุณเป็นผู้ทำแทน"


def stood_in_for(name: str, cover: str) -> str:
    """Who looks after a case, on its card."""
    return f"{called(name)} (ลาอยู่ {called(cover)} ทำแทน)"


def ask_who(covers: Sequence[Cover], names: Names, *, for_other: str = "") -> str:
    """Who stands in? What is known already goes before."""
    who = f"ให้ใครทำแทน {for_other}" if for_other else "ลาช่วงนี้ ให้ใครทำแทนคุณ"
    lines = [line(cover, names) for cover in covers]
    return "\n".join([*lines, *([""] if lines else []), f"{who} กดเลือกชื่อ", LIMITS])


LIMITS = "ผู้ทำแทนได้รับแจ้งเรื่องที่รับไว้แทน แต่เห็นเฉพาะเรื่องที่ตัวเองมีสิทธิ์เห็นอยู่แล้ว"


def line(cover: Cover, names: Names) -> str:
    """One cover."""
    days = _days(cover.first, cover.last)
    return f"{_name(cover.by_id, names)} ทำแทน {_name(cover.away_id, names)} {days}"


def ask_whose() -> str:
    """Whose leave is it?"""
    return "ตั้งผู้ทำแทนให้ใคร กดเลือกชื่อ"


def nobody() -> str:
    """There is no colleague who could."""
    return "ยังไม่มีเจ้าหน้าที่คนอื่นที่ทำแทนได้"


def ask_days(name: str) -> str:
    """On which days?"""
    return (
        f"ให้ {called(name)} ทำแทนวันไหนถึงวันไหน พิมพ์ เช่น 1/12/2569 ถึง 5/12/2569, พรุ่งนี้ "
        "หรือ 3 วัน (นับวันนี้) ไม่ลาแล้วพิมพ์ ยกเลิก"
    )


def bad_days() -> str:
    """None that we can read, or past."""
    return "อ่านวันที่ไม่ได้ หรือเป็นวันที่ผ่านมาแล้ว พิมพ์ เช่น 1/12/2569 ถึง 5/12/2569 (ไม่เกิน 1 ปี)"


def cannot(name: str) -> str:
    """One of the two is away then."""
    return f"ตั้งไม่ได้ มีผู้ทำแทนในช่วงนั้นอยู่แล้ว หรือ {called(name)} ลาในช่วงนั้น เลือกคนอื่นหรือวันอื่น"


def begun(cover: Cover, names: Names) -> str:
    """It is settled."""
    return f"ตั้งแล้ว: {line(cover, names)}\nครบกำหนดแล้วเลิกเอง เลิกก่อนได้ด้วยปุ่มด้านล่างหรือ /away"


def told(cover: Cover, names: Names) -> str:
    """An alert for either of the two."""
    return f"{line(cover, names)}\nเรื่องที่ทำแทนดูได้ที่ /mine"


def ended(cover: Cover, names: Names) -> str:
    """It ended early."""
    return f"เลิกแล้ว: {line(cover, names)}"


def not_there() -> str:
    """No such cover, or not for them to end."""
    return "ไม่มีการทำแทนนี้แล้ว พิมพ์ /away เพื่อดูที่มีอยู่"


def stopped() -> str:
    """A changed mind."""
    return "ยกเลิกแล้ว ยังไม่ได้ตั้งผู้ทำแทน"


def no_right() -> str:
    """A viewer has no cases to be stood in for."""
    return "สิทธิ์ของคุณไม่ได้รับเรื่องไว้ จึงไม่ต้องตั้งผู้ทำแทน"


def listed(covers: Sequence[Cover], names: Names) -> str:
    """For the terminal."""
    return "\n".join(f"{each.id}. {line(each, names)}" for each in covers) or "ไม่มีการทำแทน"


def _name(staff_id: int | None, names: Names) -> str:
    return called(names.get(staff_id or 0, ""))


def _days(first: date, last: date) -> str:
    if first == last:
        return f"วันที่ {be_date(first)}"
    return f"{be_date(first)} ถึง {be_date(last)}"
