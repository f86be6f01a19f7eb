"""Rules of follow-ups to a score, an item or an indicator."""

from collections.abc import Mapping, Sequence

from handlers.understanding import comparing, fitting, parts
from handlers.understanding.comparing import MIRROR, TWO_PARTS
from handlers.understanding.ellipsis import (
    AGAINST,
    BEFORE,
    HOW_MUCH,
    ITEMS_OF,
    LAST_YEAR,
    NEXT,
    NUMBER,
    THESE,
    WORDING,
    names_nothing,
    says_more,
)
from handlers.understanding.followup_rules.measures import OF_MEASURES
from handlers.understanding.followup_rules.said import (
    GENERAL,
    NARROWED,
    ONE,
    SEVERAL,
    Said,
    at_the_edge,
    made,
    points_of,
    several,
    taken,
)
from handlers.understanding.question import UNSURE, Question
from handlers.understanding.reading import WHY

OF_ITEMS = ("score_item", "question_text", "score_compare", "score_explain", "what_if")
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
EDGE = frozenset({"direction", "scope", *NARROWED})
OTHERS = frozenset(
    {"items", "indicators", "instruments", "topic", "measure", "indicator_by_name", "sub_by_name"}
)
"""Named beside which a "why" is not about what was talked about."""


def why(said: Said) -> Question | None:
    """ "ทำไมต่ำ", "แล้ว e10 ล่ะ ทำไม" """
    if not WHY.search(said.plain):
        return None
    wanted = ("item", "sub", "indicator", "instrument")
    own = taken(said.named, wanted[:-1] if "source" in said.named else wanted)
    if own:
        return made("score_explain", said, own, assumed=False) if said.goes_on else None
    about = taken(said.subject, wanted)
    if said.subject["intent"] == "score_extremes":
        about = about or at_the_edge(said.subject)
    if not about or said.named.keys() & OTHERS:
        return None
    leaves_out = said.intent == "score_explain" or names_nothing(said.plain)
    return made("score_explain", said, about) if leaves_out else None


def against(said: Said) -> Question | None:
    """ "เทียบกับ e8": what was talked about, held against what is named."""
    if not AGAINST.search(said.plain):
        return None
    named, subject = said.named, said.subject
    for slot in ("item", "indicator"):
        if slot in named and slot in subject and named[slot] != subject[slot]:
            return made("score_compare", said, {f"{slot}s": f"{subject[slot]},{named[slot]}"})
    return None


def next_one(said: Said) -> Question | None:
    """ "แล้ว e10 ล่ะ": the same question about the next thing."""
    if not (said.goes_on or said.intent == UNSURE) or said.intent == "score_extremes":
        return None
    if says_more(said.plain):
        return None
    for slot, intents, usual in FAMILIES:
        if slot in said.named:
            found = {slot: said.named[slot], **taken(said.named, ("source",))}
            return _same(said, intents, usual, found, assumed=False)
    return None


def next_number(said: Said) -> Question | None:
    """ "แล้ว 10 ล่ะ", "ข้อต่อไป": a bare number counts on in the family that was talked about."""
    number, known = _counted(said), said.vocabulary
    if not number or said.names("year", "source") or not names_nothing(said.plain):
        return None
    letter = (several(said.subject, "item") or [" "])[-1][0]
    codes = {
        "item": (f"{letter}{number}", known.items),
        "measure": (number, known.measures),
        "topic": (number, known.topics),
        "sub": (number, known.subindicators),
        "indicator": (number, known.indicators),
    }
    for slot, intents, usual in FAMILIES:
        code, existing = codes.get(slot, ("", ()))
        if several(said.subject, slot) and code in existing:
            return _same(said, intents, usual, {slot: code}, assumed=True)
    return None


def other_edge(said: Said) -> Question | None:
    """ "แล้วสูงสุดล่ะ", "แล้วใน EIT ล่ะ" after the lowest."""
    wanted = ("direction", "instrument", "source")
    other = {slot: said.named[slot] for slot in wanted if slot in said.named}
    if said.subject["intent"] != "score_extremes" or not other or not said.goes_on:
        return None
    instrument = parts.INSTRUMENTS.get(said.named.get("instrument", ""))
    rest = instrument.sub(" ", said.plain) if instrument else said.plain
    if said.names() or not names_nothing(rest):
        return None
    kept = {slot: found for slot, found in said.subject.items() if slot in EDGE}
    return made("score_extremes", said, {**kept, **other}, assumed=False)


def last_year(said: Said) -> Question | None:
    """ "แล้วปีกลายเด้" """
    if not LAST_YEAR.search(said.plain) or said.names() or said.intent == "score_compare":
        return None
    bare = names_nothing(LAST_YEAR.sub(" ", said.plain))
    return made("score_compare", said, {}) if bare and said.goes_on else None


def other_part(said: Said) -> Question | None:
    """ "ขอแบบสำรวจ": the other part of EIT."""
    if "source" not in said.named or said.intent == "score_compare":
        return None
    if said.names() or not names_nothing(said.plain):
        return None
    source, subject = {"source": said.named["source"]}, said.subject
    about = taken(subject, ("item", "items"))
    if about and next(iter(about.values())).startswith("e"):
        return made("score_item", said, {**about, **source})
    if "indicator" in subject:
        return made("score_indicator", said, {"indicator": subject["indicator"]})
    if subject.get("instrument") == "EIT":
        return made("score_instrument", said, {"instrument": "EIT", **source})
    return None


def worded(said: Said) -> Question | None:
    """ "ข้อนั้นถามว่าอะไร" """
    asks = said.intent in GENERAL and WORDING.search(said.plain)
    if not (asks or said.intent == "question_text") or said.names() or not said.leaves_out:
        return None
    about = taken(said.subject, (*ONE, *SEVERAL)) or at_the_edge(said.subject)
    return made("question_text", said, about) if about else None


def compared(said: Said) -> Question | None:
    """ "เทียบสองส่วน", "ในสามตัวนี้อันไหนต่ำสุด", "เจ้าหน้าที่กับประชาชนมองต่างกันไหม" """
    if said.names("instruments", "indicators_by_name") or LAST_YEAR.search(said.plain):
        return None
    about = taken(said.subject, (*ONE, *SEVERAL))
    if TWO_PARTS.search(said.plain) and said.subject.get("instrument") == "EIT":
        about = about or {"instrument": "EIT"}
    if "item" in about and MIRROR.search(said.plain):
        about["mirror"] = "yes"
    among = (
        THESE.search(said.plain) and said.intent == "score_extremes" and about.keys() & set(SEVERAL)
    )
    compares = said.intent == "score_compare" and (
        comparing.COMPARES.search(said.plain) or THESE.search(said.plain) or "mirror" in about
    )
    return made("score_compare", said, about) if about and (among or compares) else None


def inside(said: Said) -> Question | None:
    """ "มีข้อไหนบ้าง", "ด้านนี้ข้อไหนต่ำสุด" after an indicator."""
    group = taken(said.subject, ("indicator", "sub"))
    if not group or said.names():
        return None
    if ITEMS_OF.search(said.plain) and said.leaves_out:
        return made("score_indicator", said, group)
    points_in = said.refers or THESE.search(said.plain)
    if "indicator" in group and said.intent == "score_extremes" and points_in:
        edge = taken(said.named, ("direction",))
        return made("score_extremes", said, {**group, **edge, "scope": "item"})
    return None


def how_much(said: Said) -> Question | None:
    """ "ข้อนั้นได้เท่าไร", "ได้กี่คะแนน" """
    if said.names() or LAST_YEAR.search(said.plain) or fitting.OF_THE_PLAN.search(said.plain):
        return None
    about = taken(said.subject, (*ONE, *SEVERAL))
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
    return made(of, said, about)


def _same(
    said: Said, intents: Sequence[str], usual: str, found: Mapping[str, str], *, assumed: bool
) -> Question:
    """What was asked last, of what was *found*; *usual* where that cannot be, or points are."""
    intent, subject = said.subject["intent"], said.subject
    if intent == "what_if" and intent in intents:
        points = points_of(said.plain) if not assumed else {}
        kept = {**taken(subject, ("source",)), **(points or taken(subject, ("value",)))}
        return made(intent, said, {**kept, **found}, assumed=assumed)
    alone = intent == "score_compare" and subject.keys() & set(SEVERAL)
    if intent not in intents or HOW_MUCH.search(said.plain) or (alone and "items" not in found):
        intent = usual
    return made(intent, said, found, assumed=assumed)


def _counted(said: Said) -> str:
    """The number that somebody goes on to, "" where they do not."""
    codes = several(said.subject, "item") or several(said.subject, "indicator")
    step = bool(NEXT.search(said.plain)) - bool(BEFORE.search(said.plain))
    if step and codes:
        return str(int(codes[-1].strip("ieo")) + step)
    numbers = NUMBER.findall(said.plain)
    return numbers[0] if said.goes_on and len(numbers) == 1 else ""
