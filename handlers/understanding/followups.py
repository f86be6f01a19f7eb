"""Follow-ups: what a short message leaves out is taken from what was talked about just before.

Pure: the *subject* is the last question that was answered (its intent and slots); the conversation
keeps it for half an hour. What was taken from it is named in Question.assumed, so that the answer
can say so.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from handlers.understanding import fitting, slots
from handlers.understanding.question import UNSURE, Question, Vocabulary
from handlers.understanding.reading import WHY

Subject = Mapping[str, str]

SHORT = 45
"""Letters; who leaves something out is brief."""

REFERS = re.compile(
    r"(?:ข้อ|อัน|ตัว|เรื่อง|ประเด็น|มาตรการ|ด้าน|ตัวชี้วัด)(?:ที่ว่า)?(?:นั้น|นี้|เมื่อกี้|เดิม|ตะกี้|เดียวกัน)|เมื่อกี้|ตะกี้|ที่ว่านั่น|\bthat (?:one|item|indicator|measure)\b|\bit\b"
)
CONTINUES = re.compile(
    r"^(?:แล้ว|แร้ว|ละ|งั้น|and\b|what about|how about|ขอ|เอา|ส่วน)|(?:ล่ะ|หล่ะ|ละ|อ่ะ|อะ|เด้)\s*(?:ครับ|คับ|ค่ะ|คะ|จ๊ะ|จ้ะ)?\s*[?]*$"
)
STEPS = re.compile(r"ขั้นตอน|ทำ(?:อะไร|ไร|ยังไง|อย่างไร)|รายละเอียด|steps?|details?")
WORDING = re.compile(r"ถาม(?:ว่า|อะไร|ไร|ยังไง|เรื่อง)|คืออะไร|คือไร|หมายถึง|ว่าด้วย|what does|mean")
LAST_YEAR = re.compile("ปีก่อน|ปีที่แล้ว|ปีกลาย|last year")
NUMBER = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d)?)(?![\d.])")

OF_ITEMS = ("score_item", "question_text", "score_compare", "what_if")
OF_MEASURES = ("measure_detail", "measure_owner", "measure_period")
GENERAL = (UNSURE, "score_total", "out_of_scope", "help", "measure_list", "thanks", "greeting",
           "score_extremes", "score_instrument", "analysis_topic", "file_feedback", "case_status",
           "channel_list", "human_handoff", "contact_info")  # fmt: skip
"""What a few words are easily taken for, when they only continue."""

KEPT = ("item", "items", "indicator", "indicators", "sub", "instrument", "source", "topic",
        "measure", "office", "value", "year")  # fmt: skip


def subject_of(question: Question) -> Subject:
    """What there is to come back to after *question*; empty where there is nothing."""
    kept = {slot: question.slots[slot] for slot in KEPT if slot in question.slots}
    if not kept and question.intent not in ("score_total", "measure_list", "score_compare"):
        return MappingProxyType({})
    return MappingProxyType({"intent": question.intent, **kept})


def complete(question: Question, subject: Subject, vocabulary: Vocabulary) -> Question:
    """*question* with what it leaves out taken from *subject*, or as it was."""
    plain = question.normalised
    if not subject or len(plain) > SHORT or question.guard:
        return question
    named = slots.find(plain, vocabulary)
    for rule in RULES:
        found = rule(question, plain, named, subject, vocabulary)
        if found is not None:
            return found
    return question


# the rules, in this order ------------------------------------------------------------------------

Rule = Callable[[Question, str, Mapping[str, str], Subject, Vocabulary], Question | None]


def _why(
    _: Question, plain: str, named: Mapping[str, str], subject: Subject, __: Vocabulary
) -> Question | None:
    """ "ทำไมต่ำ" """
    if not WHY.search(plain) or named.keys() & {"item", "indicator", "instrument", "sub"}:
        return None
    about = _taken(subject, ("item", "sub", "indicator", "instrument"))
    return _made("score_explain", plain, about) if about else None


def _next_one(
    question: Question, plain: str, named: Mapping[str, str], subject: Subject, _: Vocabulary
) -> Question | None:
    """ "แล้ว e10 ล่ะ": the same question about the next thing."""
    if not (CONTINUES.search(plain) or question.intent == UNSURE):
        return None
    for slot, intents, usual in (
        ("item", OF_ITEMS, "score_item"),
        ("items", OF_ITEMS, "score_item"),
        ("sub", ("score_subindicator",), "score_subindicator"),
        ("indicator", ("score_indicator", "score_compare"), "score_indicator"),
        ("measure", OF_MEASURES, "measure_detail"),
        ("topic", ("analysis_topic",), "analysis_topic"),
    ):
        if slot in named:
            intent = subject["intent"] if subject["intent"] in intents else usual
            if _says_more(plain):
                return None
            more = {"value": subject["value"]} if intent == "what_if" and "value" in subject else {}
            source = {"source": named["source"]} if "source" in named else {}
            return _made(intent, plain, {slot: named[slot], **more, **source}, assumed=False)
    return None


def _next_number(
    _: Question, plain: str, named: Mapping[str, str], subject: Subject, vocabulary: Vocabulary
) -> Question | None:
    """ "แล้ว 10 ล่ะ": a bare number counts on in the family that was talked about."""
    numbers = NUMBER.findall(plain)
    if not CONTINUES.search(plain) or len(numbers) != 1 or _names(named) or "year" in named:
        return None
    families: Sequence[tuple[str, str, frozenset[str]]] = (
        ("item", f"{subject.get('item', ' ')[0]}{numbers[0]}", vocabulary.items),
        ("measure", numbers[0], vocabulary.measures),
        ("topic", numbers[0], vocabulary.topics),
        ("sub", numbers[0], vocabulary.subindicators),
        ("indicator", numbers[0], vocabulary.indicators),
    )
    for slot, code, existing in families:
        if slot in subject and code in existing:
            return _made(subject["intent"], plain, {slot: code})
    return None


def _other_part(
    _: Question, plain: str, named: Mapping[str, str], subject: Subject, __: Vocabulary
) -> Question | None:
    """ "ขอแบบสำรวจ": the other part of EIT."""
    if "source" not in named or _names(named):
        return None
    item = subject.get("item", "")
    if item.startswith("e"):
        return _made("score_item", plain, {"item": item, "source": named["source"]})
    if subject.get("instrument") == "EIT":
        return _made("score_instrument", plain, {"instrument": "EIT", "source": named["source"]})
    return None


def _of_the_measure(
    question: Question, plain: str, named: Mapping[str, str], subject: Subject, _: Vocabulary
) -> Question | None:
    """ "ใครดูแล", "ถึงเมื่อไร", "ขั้นตอนล่ะ" after a measure or a topic."""
    code = subject.get("measure") or subject.get("topic")
    if not code or _names(named) or "office" in named or named.keys() & {"measure_by_name"}:
        return None
    if question.intent not in (*OF_MEASURES, *GENERAL):
        return None
    if fitting.WHO.search(plain):
        return _made("measure_owner", plain, {"measure": code})
    if fitting.WHEN.search(plain):
        return _made("measure_period", plain, {"measure": code})
    if STEPS.search(plain) or REFERS.search(plain):
        return _made("measure_detail", plain, {"measure": code})
    return None


def _of_the_item(
    question: Question, plain: str, named: Mapping[str, str], subject: Subject, _: Vocabulary
) -> Question | None:
    """ "ข้อนั้นถามว่าอะไร", "เทียบสองส่วน" after an item; an indicator's items likewise."""
    if _names(named) or LAST_YEAR.search(plain):
        return None
    about = _taken(subject, ("item", "items", "sub", "indicator"))
    if not about:
        return None
    if WORDING.search(plain) and question.intent in ("question_text", *GENERAL):
        return _made("question_text", plain, about)
    if question.intent == "what_if" and "item" in about:
        return _made("what_if", plain, {**about, **slots.values(plain)})
    if question.intent == "score_compare" and fitting.COMPARES.search(plain):
        return _made("score_compare", plain, about)
    if question.intent in ("score_item", "score_indicator", *GENERAL) and REFERS.search(plain):
        intent = "score_item" if "item" in about or "items" in about else "score_indicator"
        return _made(intent, plain, about)
    return None


RULES: Sequence[Rule] = (_why, _next_one, _next_number, _other_part, _of_the_measure, _of_the_item)


def _names(named: Mapping[str, str]) -> bool:
    """Whether a thing is named by its code."""
    return bool(
        named.keys()
        & {"item", "items", "indicator", "indicators", "sub", "topic", "measure", "missing", "case"}
    )


def _says_more(plain: str) -> bool:
    """Whether the words ask for something of their own, beside naming the next thing."""
    return bool(
        WORDING.search(plain)
        or fitting.COMPARES.search(plain)
        or fitting.SUPPOSES.search(plain)
        or fitting.WHO.search(plain)
        or fitting.WHEN.search(plain)
        or WHY.search(plain)
    )


def _taken(subject: Subject, wanted: Sequence[str]) -> dict[str, str]:
    """The first of *wanted* that the subject has."""
    return next(({slot: subject[slot]} for slot in wanted if slot in subject), {})


def _made(intent: str, plain: str, found: Mapping[str, str], *, assumed: bool = True) -> Question:
    made = Question(intent, MappingProxyType(dict(found)), 1.0, (), plain)
    return replace(made, assumed=_name(found)) if assumed else made


def _name(found: Mapping[str, str]) -> str:
    """What was assumed, in Thai: "ข้อ e9"."""
    for slot, name in (
        ("item", "ข้อ {}"),
        ("items", "ข้อ {}"),
        ("sub", "ตัวชี้วัดย่อยที่ {}"),
        ("indicator", "ตัวชี้วัดที่ {}"),
        ("measure", "มาตรการที่ {}"),
        ("topic", "ประเด็นที่ {}"),
        ("instrument", "{}"),
    ):
        if slot in found:
            return name.format(found[slot].replace(",", ", "))
    return ""
