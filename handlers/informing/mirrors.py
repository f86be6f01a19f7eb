"""Mirrors: the same question seen by staff (i), by citizens (e) and in what is published (o).

The report draws them itself, in its findings: "i4-i6 ... e4". Nothing is paired here that the
report does not pair.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data import facts
from data.published import Item, Level, Part, Score, Topic
from data.scoring import mean
from handlers import menus
from handlers.context import Context
from handlers.texts import mirrors as texts
from handlers.turn import Turn
from handlers.understanding.wordings import Wordings

NUMBERED = re.compile(r"(?:^|\s)\d\.\s?(?=[ก-๎])")
SPAN = re.compile(r"([ieo])(\d+)(?:-[ieo]?(\d+))?")
IN_BRACKETS = re.compile(r"\(([^)]*[ieo]\d[^)]*)\)")
SIDES = re.compile("เจ้าหน้าที่|จนท|พนักงาน|ประชาชน|ชาวบ้าน|คนใน|คนนอก|มอง|มุม|ต่าง|ตรง|กัน|เทียบ")
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Mirror:
    """One finding's pairing: item codes in order, of at least two instruments."""

    topic: int
    heading: str
    codes: tuple[str, ...]


async def answer_mirror(ctx: Context) -> Turn | None:
    """Both sides of what the question names by item or topic; None where the report pairs none."""
    slots = ctx.question.slots
    every = [each for topic in await ctx.read(facts.topics, ctx.fiscal_year) for each in of(topic)]
    wanted = {code for code in (slots.get("item", ""), *slots.get("items", "").split(",")) if code}
    found = [each for each in every if wanted & set(each.codes)]
    if not wanted:
        said = ctx.question.normalised
        headings = Wordings({str(at): each.heading for at, each in enumerate(every)})
        found = [every[int(at)] for at in headings.closest(SIDES.sub(" ", said))]
    if not found:
        found = [each for each in every if str(each.topic) == slots.get("topic", "")]
    if not found:
        return None
    items = {item.code: item for item in await ctx.read(facts.items, ctx.fiscal_year)}
    sides = [(each, await _sides(ctx, each, items)) for each in found[:MOST_SHOWN]]
    shown = [(each.heading, each.topic, side) for each, side in sides]
    text = ctx.say(texts.mirrors, shown, ctx.fiscal_year)
    topic = str(found[0].topic)
    choices = (menus.ask(f"ประเด็นที่ {topic}", "analysis_topic", topic), menus.GAPS, menus.TOTAL)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_gaps(ctx: Context) -> Turn:
    """Where citizens who answered themselves and those who were asked differ most."""
    found = await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    by_part = {(score.part, score.code): score for score in found}
    pairs = [
        (score, by_part[Part.EIT_SURVEY, score.code])
        for score in found
        if score.part is Part.EIT_PUBLIC
    ]
    pairs.sort(key=lambda pair: -abs(pair[0].points - pair[1].points))
    text = ctx.say(texts.gaps, pairs, ctx.fiscal_year)
    codes = [public.code for public, _ in pairs]
    return Turn(replies=(ctx.reply(text, choices=(*menus.of_items(codes), menus.TOTAL)),))


def of(topic: Topic) -> Iterator[Mirror]:
    """The pairings of one topic's findings; a finding in numbered parts has one a part."""
    for finding in topic.findings:
        for part in parts_of(finding.text):
            codes = tuple(dict.fromkeys(codes_in(part)))
            if len({code[0] for code in codes}) > 1:
                yield Mirror(topic.number, finding.heading, codes)


def parts_of(text: str) -> Iterator[str]:
    """The numbered parts of a finding, or all of it."""
    starts = [match.start() for match in NUMBERED.finditer(text)]
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        yield text[start:end]


def codes_in(text: str) -> Iterator[str]:
    """The items that a part of a finding compares, as it names them in brackets."""
    for inside in IN_BRACKETS.findall(text):
        for letter, first, last in SPAN.findall(inside):
            yield from (f"{letter}{n}" for n in range(int(first), int(last or first) + 1))


async def _sides(
    ctx: Context, mirror: Mirror, items: dict[str, Item]
) -> Sequence[tuple[Part, Sequence[str], Decimal, Sequence[Score]]]:
    """For each part that answered: its items, their mean, their scores."""
    sides = []
    for part in (Part.IIT, Part.EIT_PUBLIC, Part.EIT_SURVEY, Part.OIT):
        codes = [c for c in mirror.codes if c in items and part.startswith(items[c].instrument)]
        scores = [
            score
            for code in codes
            for score in await ctx.read(facts.item_scores, code, ctx.fiscal_year)
            if score.part is part
        ]
        if scores:
            sides.append((part, codes, mean([score.points for score in scores]), scores))
    return sides
