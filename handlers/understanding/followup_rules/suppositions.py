"""Rules of follow-ups to a what-if and to a goal."""

import re
from collections.abc import Mapping

from handlers.understanding.comparing import TWO_PARTS
from handlers.understanding.ellipsis import ADDS, POINTS, ROW, names_nothing, without_parts
from handlers.understanding.followup_rules.said import (
    Said,
    Subject,
    at_the_edge,
    made,
    points_of,
    several,
    taken,
)
from handlers.understanding.question import UNSURE, Question

REACHED = re.compile(r"(?<![\d.])(9[6-9](?:\.\d+)?|100)(?![\d.])")


def goal_again(said: Said) -> Question | None:
    """ "แล้ว 97 ล่ะ" after "ทำไงถึงได้ 98"."""
    if "goal" not in said.subject or not said.goes_on or said.names("year"):
        return None
    goal = REACHED.search(said.plain)
    return made("what_if", said, {"goal": goal[1]}) if goal else None


def supposed_more(said: Said) -> Question | None:
    """ "เปลี่ยน e14 เป็น 90", "แล้วถ้า e6 เป็น 100 ด้วย": the rest stays as it was supposed."""
    before, codes = supposed(said.subject), several(said.named, "item")
    wished = several(points_of(said.plain), "value")
    wished = wished * len(codes) if len(wished) == 1 else wished
    adds = ADDS.search(said.plain) is not None
    changes = len(before) > 1 and set(codes) <= before.keys()
    if not before or not codes or len(wished) != len(codes) or not (adds or changes):
        return None
    kept, own = taken(said.subject, ("source",)), taken(said.named, ("source",))
    if kept and own and kept != own:
        return None
    after = before | dict(zip(codes, wished, strict=True))
    return _supposing(said, after, own or kept)


def supposed_again(said: Said) -> Question | None:
    """ "แล้วถ้าได้ 50 ล่ะ", "เฉพาะส่วนที่ 2 ล่ะ": the same items with other points or parts."""
    before, plain = supposed(said.subject), said.plain
    if not before or not (said.goes_on or said.intent in ("what_if", UNSURE)):
        return None
    if said.names("year") or ROW.search(plain) or "ปี" in plain or said.names_an_instrument:
        return None
    if TWO_PARTS.search(plain) and names_nothing(plain):
        return _supposing(said, before, {})
    points = points_of(plain)
    if "step" in points:
        about = taken(said.subject, ("item", "items"))
        return made("what_if", said, {**about, **taken(said.subject, ("source",)), **points})
    wished, source = several(points, "value"), taken(said.named, ("source",))
    counts_else = re.search(r"\d", without_parts(plain)) and not POINTS.search(plain)
    if counts_else or len(wished) > 1 or not (wished or source):
        return None
    after = dict.fromkeys(before, wished[0]) if wished else before
    return _supposing(said, after, source or taken(said.subject, ("source",)))


def if_it_were(said: Said) -> Question | None:
    """ "ถ้าข้อนี้เต็มล่ะ" """
    described = said.question.slots.keys() & {"item", "candidates"}
    if (
        "ปี" in said.plain
        or said.names_an_instrument
        or said.intent != "what_if"
        or said.names()
        or (described and not said.leaves_out)
    ):
        return None
    about = taken(said.subject, ("item", "items")) or at_the_edge(said.subject)
    return made("what_if", said, {**about, **points_of(said.plain)}) if about else None


def supposed(subject: Subject) -> dict[str, str]:
    """What was supposed of which item; empty where nothing was, or any was left open."""
    codes, points = several(subject, "item"), several(subject, "value")
    points = points * len(codes) if len(points) == 1 else points
    if subject["intent"] != "what_if" or len(codes) != len(points):
        return {}
    return dict(zip(codes, points, strict=True))


def _supposing(said: Said, points: Mapping[str, str], source: Mapping[str, str]) -> Question:
    """The what-if of these items with these points."""
    plural = "s" if len(points) > 1 else ""
    found = {f"item{plural}": ",".join(points), f"value{plural}": ",".join(points.values())}
    return made("what_if", said, {**found, **source})
