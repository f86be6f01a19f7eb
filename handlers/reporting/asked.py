"""What is asked beside the words of a case, by its kind, and what the words say already."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from data.cases import CaseKind
from data.draft_answers import QUESTIONS, SERVICE, WHEN, WHERE
from data.drafts import Draft
from data.matters import NUMBER_WORDS, matter_of

OF_GRIEVANCES = (WHERE, WHEN, SERVICE)
OF_SECRETS = QUESTIONS
NOTHING_ASKED = ("PRIVACY",)

_NUMBERS = "|".join(("หลาย", "เป็น", *sorted(NUMBER_WORDS, key=len, reverse=True)))
_TIMES = "(?:วัน|คืน|สัปดาห์|อาทิตย์|เดือน|ปี)"

TOLD: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        WHERE: re.compile(r"หมู่\s*(?:ที่\s*)?[0-9๐-๙]"),
        WHEN: re.compile(
            rf"เมื่อวาน|เมื่อคืน|เมื่อเช้า|ตั้งแต่|มา\s*(?:ได้)?\s*(?:[0-9๐-๙]+|{_NUMBERS})\s*(?:กว่า)?\s*{_TIMES}"
        ),
    }
)
"""What surely answers a question wherever it stands in somebody's words."""


def questions_of(kind: CaseKind) -> tuple[str, ...]:
    """What is asked beside the words of a case of *kind*, in this order."""
    if kind is CaseKind.GRIEVANCE:
        return OF_GRIEVANCES
    return OF_SECRETS if kind.is_secret and kind.value not in NOTHING_ASKED else ()


def left(kind: CaseKind, draft: Draft, after: str = "") -> tuple[str, ...]:
    """The questions behind *after* (all with "") that the draft does not answer yet."""
    questions = questions_of(kind)
    start = questions.index(after) + 1 if after in questions else 0
    return tuple(each for each in questions[start:] if not _is_known(kind, each, draft))


def before(kind: CaseKind, question: str) -> str:
    """The question in front of *question*, "" where it is the first."""
    questions = questions_of(kind)
    number = questions.index(question) if question in questions else 0
    return questions[number - 1] if number else ""


def _is_known(kind: CaseKind, question: str, draft: Draft) -> bool:
    told = (*draft.texts, *draft.answers.values())
    if question in draft.answers or _is_told(question, told):
        return True
    tells_service = question == SERVICE and kind is CaseKind.GRIEVANCE
    return tells_service and len(matter_of(draft.texts).services) == 1


def _is_told(question: str, texts: Iterable[str]) -> bool:
    pattern = TOLD.get(question)
    return pattern is not None and any(map(pattern.search, texts))
