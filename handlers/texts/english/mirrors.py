"""What Prongsai says in English where two sides answered the same question."""

from collections.abc import Sequence

from data.published import Part, Score
from data.scoring import half_up
from handlers.texts.english.endings import ended, source
from handlers.texts.english.scores import RECOMPUTED, misprints
from handlers.texts.english.written import fiscal, listed
from handlers.texts.mirrors import MOST_GAPS, Side, sides_ahead
from handlers.texts.thai import difference, points, runs

SIDES = {
    Part.IIT: "Staff (IIT)",
    Part.EIT_PUBLIC: "Citizens on their own (EIT part 1)",
    Part.EIT_SURVEY: "Citizens asked by the assessors (EIT part 2)",
    Part.OIT: "What is published (OIT)",
}


def mirrors(found: Sequence[tuple[str, int, Sequence[Side]]], fiscal_year: int) -> str:
    """Each finding's sides with the mean of their items; its heading as the report has it."""
    lines = [f"The same matter from each side, {fiscal(fiscal_year)} (means are {RECOMPUTED})"]
    for heading, topic, sides in found:
        lines += ["", f"Topic {topic}, in Thai: {heading}", *(_side(side) for side in sides)]
    lines += misprints(s for _, _, sides in found for _, _, _, scores in sides for s in scores)
    topics = listed([str(topic) for topic in dict.fromkeys(topic for _, topic, _ in found)])
    cited = source(fiscal_year, f"topic {topics}")
    return ended(lines, cited, "which item differs most between public and survey")


def gaps(pairs: Sequence[tuple[Score, Score]], fiscal_year: int) -> str:
    """Public minus Survey, widest first."""
    lines = [f"Where the two parts of EIT differ most, {fiscal(fiscal_year)} (part 1 minus part 2)"]
    for public, survey in pairs[:MOST_GAPS]:
        gap = half_up(public.points) - half_up(survey.points)
        shown = f"{points(public.points)} / {points(survey.points)}"
        lines.append(f"• {public.code} {shown}: {difference(gap)}")
    first, second, equal = sides_ahead(pairs)
    lines.append(f"Part 1 is higher in {first}, part 2 in {second}; they are equal in {equal}.")
    lines.append(f"The report does not analyse these differences ({RECOMPUTED}).")
    code = pairs[0][0].code
    cited = source(fiscal_year, "EIT Public and EIT Survey")
    return ended(lines, cited, f"compare public and survey of {code}", f"what does {code} ask")


def _side(side: Side) -> str:
    part, codes, average, scores = side
    mean = "" if len(scores) == 1 else "mean "
    return f"• {SIDES[part]} {runs(codes)}: {mean}{points(average)}"
