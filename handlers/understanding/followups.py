"""Follow-ups: what a short message leaves out is taken from what was talked about just before.

Pure: the *subject* is the last question that was answered (its intent and slots); the conversation
keeps it for half an hour. What was taken from it is named in Question.assumed, so that the answer
can say so.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from handlers.understanding import fitting, slots
from handlers.understanding.ellipsis import (
    ADDS,
    AGAINST,
    BEFORE,
    CONTINUES,
    HOW_MUCH,
    ITEMS_OF,
    LAST_YEAR,
    NEXT,
    NUMBER,
    POINTS,
    REFERS,
    ROW,
    STEPS,
    THESE,
    WORDING,
    names,
    names_nothing,
    put_right,
    says_more,
    without_parts,
)
from handlers.understanding.question import UNSURE, Question, Vocabulary
from handlers.understanding.reading import MIRROR, TWO_PARTS, WHY

Subject = Mapping[str, str]
NOTHING: Subject = MappingProxyType({})

SHORT = 60
"""Letters; who leaves something out is brief."""

REACHED = re.compile(r"(?<![\d.])(9[6-9](?:\.\d+)?|100)(?![\d.])")

OF_ITEMS = ("score_item", "question_text", "score_compare", "score_explain", "what_if")
OF_MEASURES = ("measure_detail", "measure_owner", "measure_period")
SCORES = ("score_total", "score_instrument", "score_indicator", "score_item", UNSURE)
FAMILIES = (
    ("item", OF_ITEMS, "score_item"),
    ("items", OF_ITEMS, "score_item"),
    ("measure", OF_MEASURES, "measure_detail"),
    ("topic", ("analysis_topic",), "analysis_topic"),
    ("sub", ("score_subindicator", "score_explain"), "score_subindicator"),
    ("indicator", ("score_indicator", "score_compare", "score_explain"), "score_indicator"),
)
"""What can be asked of a thing, and what usually is."""

GENERAL = (UNSURE, "score_total", "out_of_scope", "help", "measure_list", "thanks", "greeting",
           "score_extremes", "score_instrument", "analysis_topic", "file_feedback", "case_status",
           "channel_list", "human_handoff", "contact_info")  # fmt: skip
"""What a few words are easily taken for, when they only continue."""
ONE = ("item", "sub", "indicator")
SEVERAL = ("items", "indicators")
NARROWED = frozenset({"indicator", "sub", "instrument", "source"})
EDGE = frozenset({"direction", "scope", *NARROWED})
OTHERS = frozenset(
    {"items", "indicators", "instruments", "topic", "measure", "indicator_by_name", "sub_by_name"}
)
"""Named beside which a "why" is not about what was talked about."""

KEPT = ("item", "items", "indicator", "indicators", "sub", "instrument", "source", "topic",
        "measure", "office", "value", "values", "goal", "direction", "scope", "year")  # fmt: skip


def subject_of(question: Question) -> Subject:
    """What there is to come back to after *question*; empty where there is nothing."""
    if question.guard or question.intent == "out_of_scope":
        return NOTHING
    kept = {slot: question.slots[slot] for slot in KEPT if slot in question.slots}
    if not kept and question.intent not in ("score_total", "measure_list", "score_compare"):
        return NOTHING
    return MappingProxyType({"intent": question.intent, **kept})


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

    def names(self, *things: str) -> bool:
        """Whether it names one of *things*, or anything by a code."""
        return names(self.named) or bool(self.named.keys() & set(things))


def complete(question: Question, subject: Subject, vocabulary: Vocabulary) -> Question:
    """*question* with what it leaves out taken from *subject*, or as it was."""
    plain = put_right(question.normalised)
    if not subject or len(plain) > SHORT or question.guard:
        return question
    said = Said(question, plain, slots.find(plain, vocabulary), subject, vocabulary)
    for rule in RULES:
        found = rule(said)
        if found is not None:
            return found
    return question


# the rules, in the order of RULES ----------------------------------------------------------------

Rule = Callable[[Said], Question | None]


def _why(said: Said) -> Question | None:
    """ "ทำไมต่ำ", "แล้ว e10 ล่ะ ทำไม" """
    if not WHY.search(said.plain):
        return None
    wanted = ("item", "sub", "indicator", "instrument")
    own = _taken(said.named, wanted[:-1] if "source" in said.named else wanted)
    if own:
        return _made("score_explain", said, own, assumed=False) if said.goes_on else None
    about = _taken(said.subject, wanted)
    if not about or said.named.keys() & OTHERS:
        return None
    leaves_out = said.intent == "score_explain" or names_nothing(said.plain)
    return _made("score_explain", said, about) if leaves_out else None


def _goal_again(said: Said) -> Question | None:
    """ "แล้ว 97 ล่ะ" after "ทำไงถึงได้ 98"."""
    if "goal" not in said.subject or not said.goes_on or said.names("year"):
        return None
    goal = REACHED.search(said.plain)
    return _made("what_if", said, {"goal": goal[1]}) if goal else None


def _supposed_more(said: Said) -> Question | None:
    """ "เปลี่ยน e14 เป็น 90", "แล้วถ้า e6 เป็น 100 ด้วย": the rest stays as it was supposed."""
    before, codes = _supposed(said.subject), _split(said.named, "item")
    wished = _split(_points(said.plain), "value")
    wished = wished * len(codes) if len(wished) == 1 else wished
    adds = ADDS.search(said.plain) is not None
    changes = len(before) > 1 and set(codes) <= before.keys()
    if not before or not codes or len(wished) != len(codes) or not (adds or changes):
        return None
    kept, own = _taken(said.subject, ("source",)), _taken(said.named, ("source",))
    if kept and own and kept != own:
        return None
    after = before | dict(zip(codes, wished, strict=True))
    return _supposing(said, after, own or kept)


def _supposed_again(said: Said) -> Question | None:
    """ "แล้วถ้าได้ 50 ล่ะ", "เฉพาะส่วนที่ 2 ล่ะ": the same items with other points or parts."""
    before, plain = _supposed(said.subject), said.plain
    if not before or not (said.goes_on or said.intent in ("what_if", UNSURE)):
        return None
    if said.names("year") or ROW.search(plain):
        return None
    if TWO_PARTS.search(plain) and names_nothing(plain):
        return _supposing(said, before, {})
    wished, source = _split(_points(plain), "value"), _taken(said.named, ("source",))
    counts_else = re.search(r"\d", without_parts(plain)) and not POINTS.search(plain)
    if counts_else or len(wished) > 1 or not (wished or source):
        return None
    after = dict.fromkeys(before, wished[0]) if wished else before
    return _supposing(said, after, source or _taken(said.subject, ("source",)))


def _against(said: Said) -> Question | None:
    """ "เทียบกับ e8": what was talked about, held against what is named."""
    if not AGAINST.search(said.plain):
        return None
    named, subject = said.named, said.subject
    for slot in ("item", "indicator"):
        if slot in named and slot in subject and named[slot] != subject[slot]:
            return _made("score_compare", said, {f"{slot}s": f"{subject[slot]},{named[slot]}"})
    return None


def _next_one(said: Said) -> Question | None:
    """ "แล้ว e10 ล่ะ": the same question about the next thing."""
    if not (said.goes_on or said.intent == UNSURE) or said.intent == "score_extremes":
        return None
    if says_more(said.plain):
        return None
    for slot, intents, usual in FAMILIES:
        if slot in said.named:
            found = {slot: said.named[slot], **_taken(said.named, ("source",))}
            return _same(said, intents, usual, found, assumed=False)
    return None


def _of_the_list(said: Said) -> Question | None:
    """ "ข้อ 5 ใครทำ" after the plan was listed, "อ่านเต็มข้อ 2" after a topic's findings."""
    row, subject = ROW.search(said.plain), said.subject
    if not row or not names_nothing(said.plain):
        return None
    if subject["intent"] in ("measure_list", *OF_MEASURES) and row[1] in said.vocabulary.measures:
        asked = _asked_of_a_measure(said.plain)
        again = asked == "measure_detail" and subject["intent"] in OF_MEASURES
        again = again and not WORDING.search(said.plain)
        return _made(subject["intent"] if again else asked, said, {"measure": row[1]})
    if subject["intent"] == "analysis_topic" and "topic" in subject and not said.goes_on:
        return _made("analysis_topic", said, {"topic": subject["topic"], "finding": row[1]})
    return None


def _next_number(said: Said) -> Question | None:
    """ "แล้ว 10 ล่ะ", "ข้อต่อไป": a bare number counts on in the family that was talked about."""
    number, known = _counted(said), said.vocabulary
    if not number or said.names("year", "source") or not names_nothing(said.plain):
        return None
    letter = (_split(said.subject, "item") or [" "])[-1][0]
    codes = {
        "item": (f"{letter}{number}", known.items),
        "measure": (number, known.measures),
        "topic": (number, known.topics),
        "sub": (number, known.subindicators),
        "indicator": (number, known.indicators),
    }
    for slot, intents, usual in FAMILIES:
        code, existing = codes.get(slot, ("", ()))
        if _split(said.subject, slot) and code in existing:
            return _same(said, intents, usual, {slot: code}, assumed=True)
    return None


def _other_edge(said: Said) -> Question | None:
    """ "แล้วสูงสุดล่ะ", "แล้วใน EIT ล่ะ" after the lowest."""
    wanted = ("direction", "instrument", "source")
    other = {slot: said.named[slot] for slot in wanted if slot in said.named}
    if said.subject["intent"] != "score_extremes" or not other or not said.goes_on:
        return None
    instrument = slots.INSTRUMENTS.get(said.named.get("instrument", ""))
    rest = instrument.sub(" ", said.plain) if instrument else said.plain
    if said.names() or not names_nothing(rest):
        return None
    kept = {slot: found for slot, found in said.subject.items() if slot in EDGE}
    return _made("score_extremes", said, {**kept, **other}, assumed=False)


def _other_part(said: Said) -> Question | None:
    """ "ขอแบบสำรวจ": the other part of EIT."""
    if "source" not in said.named or said.intent == "score_compare":
        return None
    if said.names() or not names_nothing(said.plain):
        return None
    source, subject = {"source": said.named["source"]}, said.subject
    about = _taken(subject, ("item", "items"))
    if about and next(iter(about.values())).startswith("e"):
        return _made("score_item", said, {**about, **source})
    if "indicator" in subject:
        return _made("score_indicator", said, {"indicator": subject["indicator"]})
    if subject.get("instrument") == "EIT":
        return _made("score_instrument", said, {"instrument": "EIT", **source})
    return None


def _of_the_measure(said: Said) -> Question | None:
    """ "ใครดูแล", "ถึงเมื่อไร", "ขั้นตอนล่ะ" after a measure or a topic."""
    code = said.subject.get("measure") or said.subject.get("topic")
    if not code or said.names("office", "measure_by_name"):
        return None
    if said.intent not in (*OF_MEASURES, *GENERAL) or not names_nothing(said.plain):
        return None
    asked = _asked_of_a_measure(said.plain)
    if asked == "measure_detail" and not (STEPS.search(said.plain) or said.refers):
        return None
    return _made(asked, said, {"measure": code})


def _worded(said: Said) -> Question | None:
    """ "ข้อนั้นถามว่าอะไร" """
    asks = said.intent in GENERAL and WORDING.search(said.plain)
    if not (asks or said.intent == "question_text") or said.names() or not said.leaves_out:
        return None
    about = _taken(said.subject, (*ONE, *SEVERAL)) or _at_the_edge(said.subject)
    return _made("question_text", said, about) if about else None


def _if_it_were(said: Said) -> Question | None:
    """ "ถ้าข้อนี้เต็มล่ะ" """
    described = said.question.slots.keys() & {"item", "candidates"}
    if said.intent != "what_if" or said.names() or (described and not said.leaves_out):
        return None
    about = _taken(said.subject, ("item", "items")) or _at_the_edge(said.subject)
    return _made("what_if", said, {**about, **_points(said.plain)}) if about else None


def _compared(said: Said) -> Question | None:
    """ "เทียบสองส่วน", "ในสามตัวนี้อันไหนต่ำสุด", "เจ้าหน้าที่กับประชาชนมองต่างกันไหม" """
    if said.names("instruments", "indicators_by_name") or LAST_YEAR.search(said.plain):
        return None
    about = _taken(said.subject, (*ONE, *SEVERAL))
    if TWO_PARTS.search(said.plain) and said.subject.get("instrument") == "EIT":
        about = about or {"instrument": "EIT"}
    if "item" in about and MIRROR.search(said.plain):
        about["mirror"] = "yes"
    among = (
        THESE.search(said.plain) and said.intent == "score_extremes" and about.keys() & set(SEVERAL)
    )
    compares = said.intent == "score_compare" and (
        fitting.COMPARES.search(said.plain) or THESE.search(said.plain) or "mirror" in about
    )
    return _made("score_compare", said, about) if about and (among or compares) else None


def _inside(said: Said) -> Question | None:
    """ "มีข้อไหนบ้าง", "ด้านนี้ข้อไหนต่ำสุด" after an indicator."""
    group = _taken(said.subject, ("indicator", "sub"))
    if not group or said.names():
        return None
    if ITEMS_OF.search(said.plain) and said.leaves_out:
        return _made("score_indicator", said, group)
    points_in = said.refers or THESE.search(said.plain)
    if "indicator" in group and said.intent == "score_extremes" and points_in:
        edge = _taken(said.named, ("direction",))
        return _made("score_extremes", said, {**group, **edge, "scope": "item"})
    return None


def _how_much(said: Said) -> Question | None:
    """ "ข้อนั้นได้เท่าไร", "ได้กี่คะแนน" """
    if said.names() or LAST_YEAR.search(said.plain) or fitting.OF_THE_PLAN.search(said.plain):
        return None
    about = _taken(said.subject, (*ONE, *SEVERAL))
    if said.refers:
        asks = said.intent in ("score_item", "score_indicator") or (
            said.intent in GENERAL and names_nothing(said.plain)
        )
    else:
        asks = HOW_MUCH.search(said.plain) is not None and names_nothing(said.plain)
        asks = asks and said.intent in SCORES and "รวม" not in said.plain
    if not asks or not about:
        return None
    of = "score_item" if about.keys() & {"item", "items"} else "score_indicator"
    return _made(of, said, about)


RULES: Sequence[Rule] = (
    _why,
    _goal_again,
    _supposed_more,
    _supposed_again,
    _against,
    _next_one,
    _of_the_list,
    _next_number,
    _other_edge,
    _other_part,
    _of_the_measure,
    _worded,
    _if_it_were,
    _compared,
    _inside,
    _how_much,
)


def _same(
    said: Said, intents: Sequence[str], usual: str, found: Mapping[str, str], *, assumed: bool
) -> Question:
    """What was asked last, of what was *found*; *usual* where that cannot be, or points are."""
    intent, subject = said.subject["intent"], said.subject
    if intent == "what_if" and intent in intents:
        points = _points(said.plain) if not assumed else {}
        kept = {**_taken(subject, ("source",)), **(points or _taken(subject, ("value",)))}
        return _made(intent, said, {**kept, **found}, assumed=assumed)
    alone = intent == "score_compare" and subject.keys() & set(SEVERAL)
    if intent not in intents or HOW_MUCH.search(said.plain) or (alone and "items" not in found):
        intent = usual
    return _made(intent, said, found, assumed=assumed)


def _asked_of_a_measure(plain: str) -> str:
    if fitting.WHO.search(plain):
        return "measure_owner"
    return "measure_period" if fitting.WHEN.search(plain) else "measure_detail"


def _at_the_edge(subject: Subject) -> dict[str, str]:
    """The item that got the least (or most) of all, after it was asked which one that is."""
    if subject.get("scope", "item") != "item" or subject.keys() & NARROWED:
        return {}
    return _taken(subject, ("direction",))


def _supposed(subject: Subject) -> dict[str, str]:
    """What was supposed of which item; empty where nothing was, or any was left open."""
    codes, points = _split(subject, "item"), _split(subject, "value")
    points = points * len(codes) if len(points) == 1 else points
    if subject["intent"] != "what_if" or len(codes) != len(points):
        return {}
    return dict(zip(codes, points, strict=True))


def _points(plain: str) -> Mapping[str, str]:
    """The slots of the points that *plain* names; the numbers of parts and "these two" are none."""
    return slots.values(THESE.sub(" ", without_parts(plain)))


def _counted(said: Said) -> str:
    """The number that somebody goes on to, "" where they do not."""
    codes = _split(said.subject, "item")
    step = bool(NEXT.search(said.plain)) - bool(BEFORE.search(said.plain))
    if step and codes:
        return str(int(codes[-1][1:]) + step)
    numbers = NUMBER.findall(said.plain)
    return numbers[0] if said.goes_on and len(numbers) == 1 else ""


def _supposing(said: Said, points: Mapping[str, str], source: Mapping[str, str]) -> Question:
    """The what-if of these items with these points."""
    plural = "s" if len(points) > 1 else ""
    found = {f"item{plural}": ",".join(points), f"value{plural}": ",".join(points.values())}
    return _made("what_if", said, {**found, **source})


def _split(found: Mapping[str, str], slot: str) -> list[str]:
    """The one or the several of *slot*."""
    return [each for each in (found.get(f"{slot}s") or found.get(slot, "")).split(",") if each]


def _taken(found: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    """The first of *wanted* that there is."""
    return next(({slot: found[slot]} for slot in wanted if slot in found), {})


def _made(intent: str, said: Said, found: Mapping[str, str], *, assumed: bool = True) -> Question:
    made = Question(intent, MappingProxyType(dict(found)), 1.0, (), said.plain)
    return replace(made, assumed=_name(found)) if assumed else made


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
