"""What Prongsai says in English of why a score is what it is."""

from collections.abc import Sequence

from data.published import Item, Score
from handlers.texts.english.endings import ended, source
from handlers.texts.english.scores import UNWORDED, misprints, part_by_part
from handlers.texts.english.vocabulary import SHORT_PARTS, TOPICS, indicator_name
from handlers.texts.english.written import fiscal
from handlers.texts.scores import whole
from handlers.texts.thai import points, shorten
from handlers.texts.why import LONGEST_NAME

NO_REASONS = "The report gives no reasons item by item; its numbers show what pulls the score down."


def item(each: Item, scores: Sequence[Score], topics: Sequence[tuple[int, str]]) -> str:
    """An item has no reasons in the report: what there is, and which topics speak of it."""
    lines = [
        f"Item {each.code}, {fiscal(each.fiscal_year)}: {part_by_part(scores)}",
        "The report gives no reason for the score of a single item.",
    ]
    if topics:
        lines.append("This item is analysed in")
        lines += [f"• topic {number}: {TOPICS.get(title, title)}" for number, title in topics]
    lines += misprints(scores)
    example = f"topic {topics[0][0]}" if topics else f"what does {each.code} ask"
    return ended(lines, source(each.fiscal_year, scores[0].place), example)


def group(
    name: str,
    score: Score,
    inside: Sequence[tuple[str, Score]],
    down: Sequence[tuple[Item, Score]],
) -> str:
    """An indicator or instrument: which of its indicators, and which items, pull it down."""
    year = score.fiscal_year
    lines = [f"{name} got {whole(score)} out of 100, {fiscal(year)}"]
    lines.append(NO_REASONS if down else "Every item in it got the full 100.")
    lines += [f"• Indicator {s.code} {indicator_name(it)} {points(s.points)}" for it, s in inside]
    lines += ["Its lowest items, which ask, in Thai:"] if down else []
    lines += [_low(each, found) for each, found in down]
    lines += misprints(found for _, found in down)
    example = f"what if {down[0][0].code} was 100" if down else "total score"
    return ended(lines, source(year, score.place), example)


def _low(each: Item, found: Score) -> str:
    part = f" ({SHORT_PARTS[found.part]})" if each.instrument == "EIT" else ""
    called = shorten(each.text or UNWORDED, LONGEST_NAME)
    return f"• {each.code}{part} {points(found.points)} {called}"
