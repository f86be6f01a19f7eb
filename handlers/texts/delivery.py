"""What officers are told of when their words arrive."""

from datetime import datetime

from data.times import BANGKOK, in_bangkok


def morning(until: str, now: datetime) -> str:
    """When words that are held until then arrive, as people say it."""
    at = in_bangkok(until)
    day = "วันนี้" if at.date() == now.astimezone(BANGKOK).date() else "พรุ่งนี้"
    return f"{day} {at:%H.%M} น."


def before(arrival: str) -> str:
    """Beside what is about to be sent; "" where it arrives at once."""
    if not arrival:
        return ""
    return f"\n\nตอนนี้เป็นเวลาพัก จะส่งถึงผู้แจ้ง{arrival}\nเรื่องด่วนกด “ส่งเลย” หรือพิมพ์ ส่งเลย"


def after(arrival: str) -> str:
    """Beside what was sent; "" where it arrives at once."""
    return f"\nจะส่งถึงผู้แจ้ง{arrival}" if arrival else ""
