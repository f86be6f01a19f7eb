"""Wishing: what a what-if supposes of what, or which total it wishes for and what it leaves out.

Pure. Every text here is normalised.
"""

import re
from collections.abc import Mapping

from handlers.understanding import parts, slots, supposing
from handlers.understanding.reckoning import CLAIM

_GOAL = r"(9[6-9](?:\.\d+)?|100|ร้อย(?!ละ|แปด))"
GOAL = re.compile(
    rf"(?:ตั้ง)?เป้า[^?\d]{{0,20}}{_GOAL}(?![\d%])|(?:ต้อง|ทำ(?:ยังไง|ไง|อย่างไร|อะไร)|อยาก|จะ|เพิ่ม|ขาด)[^?]*(?:ถึง(?:จะ)?(?:เป็น|ได้)?|ได้|แตะ|ทะลุ|ให้ครบ|เกิน|มากกว่า|สูงกว่า|เหนือ|ไม่ต่ำกว่า|reach|get to|above|over|more than)\s*(?:คะแนน\s*|รวม\s*|สัก\s*|ซัก\s*)*{_GOAL}(?![\d%])|(?:how|what)[^?]*(?:reach|get(?: to)?|above|over|exceed|beyond|past)\s*{_GOAL}\b"
)
"""A total that is wished for."""

HAD = frozenset({"from"})
"""Of one item only: it tells which part of it is meant."""

WITHOUT = re.compile(
    r"(?:โดย)?(?:ไม่(?:ต้อง)?|ห้าม)(?:ไป)?(?:แก้|แตะ|ทำ|นับ|รวม|ยุ่ง|ใช้|พึ่ง|อาศัย|เอา|คิด)(?:กับ)?|(?:ยก)?เว้น|นอกจาก|without|except|leaving out|(?:every\w*|all) but"
)
NEEDED = re.compile(
    r"(?:ต้อง|ควร)[^?]*(?:กี่|เท่าไ|เท่าใด|อย่างน้อย)|(?:กี่|เท่าไ|เท่าใด)[^?]*(?:ถึงจะ|จึงจะ|พอ)|(?:need|must|should|have to)\b[^?]*|what (?:score|would)[^?]*need"
)
"""How much one item would have to get."""

WHOLE = re.compile("(?<![a-z])(?:iit|eit|oit)(?![a-z])")
IF = re.compile(r"ถ้า|สมมติ|สมมุติ|หาก|\bif\b|suppose")
EVERY = re.compile("ทุกข้อ|ทุกตัว|ทั้งหมด|หมดทุก|เต็มหมด|ร้อยหมด|ทั้งแบบ|every(?!thing else)|all ")


def goal_in(text: str) -> str:
    """The total that *text* wishes for, "" where it wishes for none."""
    found = GOAL.search(text)
    goal = next(group for group in found.groups() if group) if found else ""
    return "100" if goal == "ร้อย" else goal


def wished(text: str, found: Mapping[str, str]) -> dict[str, str]:
    """A ``goal``, and what is left out or whose it is; of one item, what it would need. Empty where
    none is wished for, or where it is only asked whether something would reach it."""
    goal = goal_in(text)
    if not goal or (EVERY.search(text) and supposing.ASKED.search(text)):
        return {}
    without = WITHOUT.search(text)
    of_whole = found.keys() & {"indicator", "indicators", "sub", "subs"}
    whole = of_whole or WHOLE.search(text)
    if "item" in found and NEEDED.search(text) and not without:
        return (
            {}
            if whole
            else {
                "goal": goal,
                **{slot: found[slot] for slot in ("item", "source") if slot in found},
            }
        )
    if not without and found.keys() & {"item", "items", "missing"}:
        return {}
    part = {
        slot: found[slot]
        for slot in ("instrument", "indicator", "indicators", "sub", "subs")
        if slot in found
    }
    if not without:
        return {"goal": goal, **part}
    left = [found[slot] for slot in ("items", "item", *part) if slot in found]
    return {"goal": goal, "without": ",".join(left)}


def left_out(text: str) -> list[str]:
    """The items that are named after "without"."""
    before = WITHOUT.search(text)
    return slots.codes_in(text[before.end() :]) if before else []


def without_what_is_left(text: str, found: Mapping[str, str]) -> dict[str, str]:
    """*found* without the items that are left as they are: those named after "without"."""
    left = left_out(text)
    named = (found.get("items") or found.get("item", "")).split(",")
    kept = [code for code in named if code and code not in left]
    rest = without(found, frozenset({"item", "items"}))
    return {**rest, **({f"item{'s' if len(kept) > 1 else ''}": ",".join(kept)} if kept else {})}


def all_but(text: str, found: Mapping[str, str]) -> dict[str, str]:
    """Everything (of an instrument) but what is named, with the same points."""
    left = [found[slot] for slot in ("items", "item", "indicator") if slot in found]
    whole = {"instrument": found.get("instrument", "ALL")}
    points = supposing.points(slots.ITEM.sub(" ", slots.INDICATOR.sub(" ", text)))
    value = {"value": points["value"]} if "value" in points else {}
    return {**whole, **value, "without": ",".join(left)} if left else {**whole, **value}


def supposed(text: str, named: Mapping[str, str], found: Mapping[str, str]) -> Mapping[str, str]:
    """The points of a what-if; the number of an indicator that is named is none of them."""
    if CLAIM.search(text) and not IF.search(text):
        return {}  # whether it is so is asked
    if NEEDED.search(text):
        return {}  # what it would need for something else than the total
    if found.keys() & {"indicator", "indicators"}:
        text = slots.INDICATORS_NAMED.sub(" ", text)
    if "instruments" in named and not found.keys() & {"item", "items"}:
        several = parts.instruments_in_order(supposing.OTHERS.sub(" ", text))
        if len(several) == 1:
            return {"instrument": several[0], **supposing.points(text, 1)}
        return {"instruments": ",".join(several), **supposing.points(text, len(several))}
    things = next((found[slot] for slot in ("items", "subs", "indicators") if slot in found), "-")
    points = supposing.points(text, len(things.split(",")))
    return points if "item" in found else without(points, HAD)


def without(found: Mapping[str, str], left: frozenset[str]) -> dict[str, str]:
    """*found* without the slots of *left*."""
    return {slot: value for slot, value in found.items() if slot not in left}
