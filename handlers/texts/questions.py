"""What Prongsai asks beside a draft, one question at a time, and how answers are shown."""

from collections.abc import Mapping
from types import MappingProxyType

from data.draft_answers import ASKED_FOR, CHECKABLE, KNOWN, SERVICE, WHEN, WHERE, WHO
from handlers.texts import services

TITLES: Mapping[str, str] = MappingProxyType(
    {
        WHO: "ใครหรือตำแหน่งใด",
        ASKED_FOR: "เรียกหรือขออะไร",
        WHEN: "เมื่อไร",
        WHERE: "ที่ไหน",
        SERVICE: "งานหรือบริการ",
        KNOWN: "รู้เรื่องนี้ได้อย่างไร",
        CHECKABLE: "ดูต่อได้จากอะไร",
    }
)
"""How each question is called beside its answer, and on its button."""


def said(question: str, text: str) -> str:
    """What was answered, as it is read."""
    return services.named(text) if question == SERVICE else text


def answered(question: str, text: str) -> str:
    """A question and its answer in a line."""
    return f"{TITLES[question]}: {said(question, text)}"
