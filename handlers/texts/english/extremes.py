"""What Prongsai says in English of the lowest, the highest, and what lies beyond a limit."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Level, Score
from handlers.texts.english.endings import ended, source
from handlers.texts.english.scores import misprints
from handlers.texts.english.vocabulary import SHORT_PARTS, indicator_name
from handlers.texts.english.written import fiscal
from handlers.texts.extremes import LONGEST_NAME, MOST_TIES_NAMED, Bounds, Edge, by_points
from handlers.texts.thai import points, runs, shorten

LEVEL_NAMES = {
    Level.ITEM: "items",
    Level.SUBINDICATOR: "sub-indicators",
    Level.INDICATOR: "indicators",
    Level.INSTRUMENT: "instruments",
    Level.TOTAL: "total",
}


def extremes(edges: Sequence[Edge], fiscal_year: int) -> str:
    """The highest or lowest, ties listed."""
    lines: list[str] = []
    for edge in edges:
        lines += ["", *_edge_lines(edge, fiscal_year), _opposite(edge)]
    other = "highest" if edges[0].lowest else "lowest"
    return ended(lines[1:], source(fiscal_year), f"{other} indicator")


def beyond(found: Sequence[Score], bounds: Bounds, fiscal_year: int) -> str:
    """Every score between the bounds, by level and part; equal ones together."""
    lines = [f"{_between(bounds)}, {fiscal(fiscal_year)}: {len(found)}"]
    for level, part in dict.fromkeys((score.level, score.part) for score in found):
        group = [score for score in found if (score.level, score.part) == (level, part)]
        lines.append(f"• {LEVEL_NAMES[level]} ({SHORT_PARTS[part]}): {by_points(group)}")
    lines += misprints(found)
    return ended(lines, source(fiscal_year), "lowest item", "highest item")


def _between(bounds: Bounds) -> str:
    least = points(bounds.least) if bounds.least is not None else ""
    most = points(bounds.most) if bounds.most is not None else ""
    if bounds.included:
        if least and most:
            return f"From {least} to {most}"
        return f"{least} or more" if least else f"{most} or less"
    over, under = f"above {least}" if least else "", f"below {most}" if most else ""
    return " and ".join(part for part in (over, under) if part).capitalize()


def _opposite(edge: Edge) -> str:
    word = "Highest" if edge.lowest else "Lowest"
    if len(edge.opposite) > MOST_TIES_NAMED:
        return f"{word}: {points(edge.opposite[0].points)}, shared by {len(edge.opposite)}"
    return f"{word}: {by_points(edge.opposite)}"


def exactly(
    found: Sequence[Score],
    wanted: Decimal,
    fiscal_year: int,
    misprinted: Sequence[Score] = (),
    before: Score | None = None,
) -> str:
    """Everything that got just so many points, by level and part; what is *misprinted* so; the
    total of the year *before* where it is that."""
    lines = [f"Exactly {points(wanted)}, {fiscal(fiscal_year)}: {len(found)}"]
    for level, part in dict.fromkeys((score.level, score.part) for score in found):
        codes = [score.code for score in found if (score.level, score.part) == (level, part)]
        told = SHORT_PARTS[part] if level in (Level.INSTRUMENT, Level.TOTAL) else runs(codes)
        lines.append(f"• {LEVEL_NAMES[level]} ({SHORT_PARTS[part]}): {told}")
    if before is not None:
        lines.append(f"It is the total of {fiscal(before.fiscal_year)}.")
    lines += [
        f"The table misprints {points(wanted)} for {score.code} ({SHORT_PARTS[score.part]});"
        f" right is {points(score.points)}."
        for score in misprinted
    ]
    return ended(lines, source(fiscal_year), "lowest item", "highest item")


def _edge_lines(edge: Edge, fiscal_year: int) -> list[str]:
    what = f"{'Lowest' if edge.lowest else 'Highest'} {LEVEL_NAMES[edge.level]}"
    rank = f", rank {edge.rank} (equal points share a rank)" if edge.rank > 1 else ""
    within = f" in {edge.within}" if edge.within else ""
    heading = f"{what}{rank}{within}, {fiscal(fiscal_year)}"
    if len(edge.ties) > MOST_TIES_NAMED:
        shared = points(edge.ties[0][0].points)
        lines = [
            f"{heading}: {shared}, shared by {len(edge.ties)}",
            *_ties([score for score, _ in edge.ties]),
        ]
    else:
        lines = [heading, *(_row(score, name) for score, name in edge.ties)]
    if edge.more and (edge.rank > 1 or len(edge.ties) <= MOST_TIES_NAMED):
        before = "Before it" if edge.rank > 1 else "Next"
        lines += [before, *(_row(score, name) for score, name in edge.more)]
    return lines


def _row(score: Score, name: str) -> str:
    part = SHORT_PARTS[score.part]
    code = part if score.level is Level.INSTRUMENT else f"{score.code} ({part})"
    called = f" {indicator_name(name)}" if name else ""
    if score.level is Level.ITEM and name:
        called = f", in Thai: {shorten(name, LONGEST_NAME)}"
    return f"• {code} {points(score.points)}{called}"


def _ties(scores: Sequence[Score]) -> list[str]:
    parts = dict.fromkeys(score.part for score in scores)
    return [
        f"• {SHORT_PARTS[part]}: {runs([score.code for score in scores if score.part is part])}"
        for part in parts
    ]
