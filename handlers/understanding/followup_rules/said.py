"""What rules of follow-ups have in common: a message, what came before it, what both make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from handlers.understanding import supposing
from handlers.understanding.ellipsis import (
    CONTINUES,
    REFERS,
    THESE,
    names,
    names_nothing,
    without_parts,
)
from handlers.understanding.question import UNSURE, Question, Vocabulary

Subject = Mapping[str, str]
NOTHING: Subject = MappingProxyType({})
SEVERAL = ("items", "indicators")
ONE = ("item", "sub", "indicator")
GENERAL = (UNSURE, "score_total", "out_of_scope", "help", "measure_list", "thanks", "greeting",
           "score_extremes", "score_instrument", "analysis_topic", "file_feedback", "case_status",
           "channel_list", "human_handoff", "contact_info", "limitations", "score_explain",
           "eservice_info", "no_gift_info")  # fmt: skip
"""What a few words are easily taken for, when they only continue."""
NARROWED = frozenset({"indicator", "sub", "instrument", "source"})


@dataclass(frozen=True, slots=True)
class Said:
    """A message and what came before it: *named* is what its words (*plain*) name."""

    question: Question
    plain: str
    named: Mapping[str, str]
    subject: Subject
    vocabulary: Vocabulary

    @property
    def intent(self) -> str:
        """What it would mean by itself."""
        return self.question.intent

    @property
    def goes_on(self) -> bool:
        """Whether it begins or ends as one goes on: "แล้ว", "ล่ะ"."""
        return CONTINUES.search(self.plain) is not None

    @property
    def refers(self) -> bool:
        """Whether it points back: "ข้อนั้น"."""
        return REFERS.search(self.plain) is not None

    @property
    def leaves_out(self) -> bool:
        """Whether it points back or names nothing of its own."""
        return self.refers or names_nothing(self.plain)

    @property
    def names_an_instrument(self) -> bool:
        """Whether it names an instrument by itself, not by one of EIT's parts."""
        return "instrument" in self.named and "source" not in self.named

    def names(self, *things: str) -> bool:
        """Whether it names one of *things*, or anything by a code."""
        return names(self.named) or bool(self.named.keys() & set(things))


def at_the_edge(subject: Subject) -> dict[str, str]:
    """The item that got the least (or most) of all, after it was asked which one that is."""
    if subject.get("scope", "item") != "item" or subject.keys() & NARROWED:
        return {}
    return taken(subject, ("direction",))


def points_of(plain: str) -> Mapping[str, str]:
    """The slots of the points that *plain* names; the numbers of parts and "these two" are none."""
    return supposing.points(THESE.sub(" ", without_parts(plain)))


def several(found: Mapping[str, str], slot: str) -> list[str]:
    """The one or the several of *slot*."""
    return [each for each in (found.get(f"{slot}s") or found.get(slot, "")).split(",") if each]


def taken(found: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    """The first of *wanted* that there is."""
    return next(({slot: found[slot]} for slot in wanted if slot in found), {})


def made(intent: str, said: Said, found: Mapping[str, str], *, assumed: bool = True) -> Question:
    """The question that *said* comes to; what was *assumed* of *found* is named in it."""
    question = Question(intent, MappingProxyType(dict(found)), 1.0, (), said.plain)
    return replace(question, assumed=_name(found)) if assumed else question


def _name(found: Mapping[str, str]) -> str:
    """What was assumed, in Thai: "ข้อ e9"; "" where the answer itself names it."""
    for slot, name in (
        ("item", "ข้อ {}"),
        ("items", "ข้อ {}"),
        ("sub", "ตัวชี้วัดย่อยที่ {}"),
        ("indicator", "ตัวชี้วัดที่ {}"),
        ("indicators", "ตัวชี้วัดที่ {}"),
        ("measure", "มาตรการที่ {}"),
        ("topic", "ประเด็นที่ {}"),
        ("instrument", "{}"),
    ):
        if slot in found:
            return name.format(found[slot].replace(",", ", "))
    return ""
