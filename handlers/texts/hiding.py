"""What those above read while they keep a case from somebody."""

from data.cases import Case

REASONS = ("เป็นคู่กรณี", "เป็นญาติหรือสนิทกัน", "ผู้แจ้งขอไว้")
"""Kept sealed with the case."""


def ask_whom(case: Case) -> str:
    """From whom? Those who see it now."""
    return (
        f"ไม่ให้ใครเห็นเรื่อง {case.code}\nคนที่เลือกจะไม่พบเรื่องนี้อีกไม่ว่าทางใด และไม่ได้รับแจ้งอะไร "
        "ขอกลับมาให้เห็นเองไม่ได้"
    )


def ask_why(case: Case, name: str) -> str:
    """For what reason?"""
    return f"ไม่ให้{name}เห็นเรื่อง {case.code} เพราะอะไร (เก็บเป็นความลับไว้กับเรื่อง)"


def nobody_else(case: Case) -> str:
    """Nobody but oneself sees it."""
    return f"เรื่อง {case.code} ไม่มีเจ้าหน้าที่คนอื่นเห็นอยู่แล้ว"
