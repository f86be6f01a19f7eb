"""What Prongsai says of what it took from the talk so far."""

from collections.abc import Sequence


def assumed(what: str) -> str:
    """An answer's first line: what the question left out."""
    return f"(ต่อจากที่คุยกัน: {what})"


def otherwise(labels: Sequence[str]) -> str:
    """An answer's last line where it may have been about something else: the *labels* to pick."""
    return f"ถ้าไม่ใช่เรื่องนี้ เลือก {' หรือ '.join(f'“{label}”' for label in labels)} ได้เลยค่ะ"
