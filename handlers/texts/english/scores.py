"""What Prongsai says about scores, in English: numbers as printed, wordings left in Thai."""

from collections.abc import Iterable, Sequence

from data.published import Basis, Indicator, Item, Part, Result, Score
from handlers.texts import scores as thai
from handlers.texts.english import names
from handlers.texts.english.endings import ended, source
from handlers.texts.english.vocabulary import (
    AMONG,
    INSTRUMENTS,
    PARTS,
    SHORT_PARTS,
    VERDICTS,
    worded,
)
from handlers.texts.english.written import fiscal, listed
from handlers.texts.scores import Existing, whole
from handlers.texts.thai import points

ASKED = {
    "IIT": "It asks staff, in Thai",
    "EIT": "It asks citizens, in Thai",
    "OIT": "It checks whether this is disclosed, in Thai",
}
CORRECTED = (
    "the report's table misprints this number. Shown here is the correct one, which other parts of"
    " the report prove."
)
RECOMPUTED = "calculated from numbers in the report"
UNWORDED = "The report prints a score for this item, but not what it asks."
HEADINGS = {
    thai.ALL_INDICATORS: "All indicators",
    thai.ALL_SUBINDICATORS: "All sub-indicators",
    thai.SEVERAL_INDICATORS: "Indicator scores",
    thai.SEVERAL_SUBINDICATORS: "Sub-indicator scores",
}


def total(
    result: Result,
    instruments: Sequence[Score],
    agency: str,  # noqa: ARG001 (the counterpart's; it is Thai, and the greeting tells it)
    *,
    newest: bool,
) -> str:
    """The agency's overall result; its name is Thai and stands in the greeting."""
    verdict = VERDICTS.get(result.verdict, result.verdict)
    lines = [
        f"ITA result, {fiscal(result.fiscal_year)}{', the newest there is' if newest else ''}",
        f"Total {points(result.total.points)} out of 100, level {result.level}, {verdict}",
    ]
    if result.rank is not None:
        among = AMONG.get(result.rank_among, result.rank_among)
        lines.append(f"Rank {result.rank:,} among {among}")
    lines += [f"• {named(score)}" for score in instruments]
    if result.previous is not None:
        before = result.previous
        change = result.total.points - before.points
        moved = f"{'up' if change > 0 else 'down'} {points(abs(change))} since then"
        ending = moved if change else "the same as now"
        lines.append(f"B.E. {before.fiscal_year}: {points(before.points)} ({ending})")
    cited = source(result.fiscal_year, result.total.place)
    return ended(lines, cited, "score e9", "how is it calculated")


def instrument(
    name: str, scores: Sequence[Score], inside: Sequence[tuple[Indicator, Score]]
) -> str:
    """One instrument, or one part of EIT, with its indicators."""
    year = scores[0].fiscal_year
    lines = [f"{INSTRUMENTS[name]}, {fiscal(year)}", *(named(each) for each in scores)]
    recomputed = any(score.basis is Basis.RECOMPUTED for _, score in inside)
    if inside:
        lines.append(f"Its indicators ({RECOMPUTED}):" if recomputed else "Its indicators:")
    lines += [f"• {names.in_a_list(each)} {points(score.points)}" for each, score in inside]
    examples = [f"indicator {each.code}" for each, _ in inside[:1]]
    return ended(lines, source(year, scores[-1].place), *examples, "total score")


def indicator(
    each: Indicator, scores: Sequence[Score], parts: Sequence[tuple[Item, Sequence[Score]]]
) -> str:
    """An indicator or sub-indicator with its items."""
    lines = [
        f"{names.indicator_called(each)}, {each.instrument}, {fiscal(each.fiscal_year)}",
        f"{points(scores[0].points)} out of 100",
        *(f"• {named(score)}" for score in scores[1:]),
        *item_lines(parts),
    ]
    if any(item.structure_source for item, _ in parts):
        lines.append("Which items belong here is known from the ITA's structure, not this report.")
    code = parts[0][0].code if parts else "e9"
    cited = source(each.fiscal_year, each.place)
    return ended(lines, cited, f"score {code}", f"what does {code} ask")


def subindicators(each: Indicator, score: Score, subs: Sequence[tuple[Indicator, Score]]) -> str:
    """An OIT indicator with its sub-indicators."""
    lines = [
        f"{names.indicator_called(each)}, {each.instrument}, {fiscal(each.fiscal_year)}",
        f"{points(score.points)} out of 100",
        *(f"• {names.in_a_list(sub)} {points(found.points)}" for sub, found in subs),
    ]
    examples = [f"sub-indicator {sub.code}" for sub, _ in subs[-1:]]
    return ended(lines, source(each.fiscal_year, each.place), *examples)


def indicators(
    heading: str, found: Sequence[tuple[Indicator, Sequence[Score]]], fiscal_year: int
) -> str:
    """A list of indicators or sub-indicators; *heading* is one of the Thai ones."""
    lines = [f"{HEADINGS[heading]}, {fiscal(fiscal_year)}"]
    for each, scores in found:
        lines.append(f"{names.in_a_list(each)} ({each.instrument}) {points(scores[0].points)}")
    cited = source(fiscal_year, "ตารางตัวชี้วัด")
    return ended(lines, cited, names.indicator(found[-1][0].code).lower())


def item(
    each: Item,
    scores: Sequence[Score],
    above: Sequence[tuple[Indicator, Score]],
    *,
    as_printed: bool = False,
) -> str:
    """One item: its points, part by part, its wording, and what it belongs to (*above*);
    *as_printed* also says what a misprinted table prints, and why that is none."""
    lines = [f"Item {each.code}, {fiscal(each.fiscal_year)}"]
    if each.instrument == "EIT":
        lines += [f"• {named(score)}" for score in scores]
    else:
        lines.append(f"{points(scores[0].points)} out of 100 ({each.instrument})")
    lines += misprints(scores)
    if as_printed:
        corrected = [score for score in scores if score.basis is Basis.CORRECTED]
        lines += [f"The table prints {score.printed}: {score.note}" for score in corrected]
    lines.append(f"{ASKED[each.instrument]}: {each.text}" if each.text else UNWORDED)
    lines += [
        f"Part of {names.indicator_called(it)}, which got {points(s.points)}" for it, s in above
    ]
    places = listed(list(dict.fromkeys(worded(score.place) for score in scores)))
    other = "e10" if each.code == "e9" else "e9"
    return ended(lines, source(each.fiscal_year, places), f"score {other}", "lowest item")


def several_items(
    rows: Sequence[tuple[Item, Sequence[Score]]], fiscal_year: int, absent: str = ""
) -> str:
    """Several items at once; *absent* are codes that were asked for and do not exist."""
    lines = [f"Item scores, {fiscal(fiscal_year)}", *item_lines(rows)]
    lines += [f"There is no {absent} in the assessment."] if absent else []
    return ended(lines, source(fiscal_year), f"what does {rows[0][0].code} ask")


def wording(found: Sequence[Item]) -> str:
    """What items ask: their words as printed."""
    lines = []
    for each in found:
        if each.text is None:
            lines.append(f"Item {each.code}: {UNWORDED}")
        else:
            lines += [f"Item {each.code}. {ASKED[each.instrument]}:", each.text]
    place = found[0].place if len(found) == 1 else ""
    return ended(lines, source(found[0].fiscal_year, place), f"score {found[0].code}")


def no_such_code(missing: str, exist: Existing, fiscal_year: int) -> str:
    """A code that does not exist: say which do."""
    lines = [
        f"There is no {worded(missing)} in the assessment. There are:",
        f"• items {exist.items}",
        f"• indicators {exist.indicators}, sub-indicators {exist.subindicators}",
        f"• topics {exist.topics}, measures {exist.measures}",
    ]
    return ended(lines, source(fiscal_year), "score e9")


def may_mean(rows: Sequence[tuple[Item, Sequence[Score]]], *, with_points: bool) -> str:
    """The words may mean any of these items, shown with their points where those were asked for."""
    lines = ["Which item do you mean? They ask, in Thai:"]
    for each, scores in rows:
        got = f" ({part_by_part(scores)})" if with_points else ""
        lines.append(f"• {each.code}{got} {each.text or UNWORDED}")
    first = rows[0][0]
    return ended(lines, source(first.fiscal_year), f"score {first.code}")


def which_item(spans: str, fiscal_year: int) -> str:
    """No item was named."""
    lines = [f"Which item? Please type its code. There are {spans}."]
    return ended(lines, source(fiscal_year), "score e9", "what does o43 ask")


def named(score: Score) -> str:
    """A score with what it is of, saying so where it is recomputed."""
    name = PARTS[score.part]
    if score.basis is not Basis.RECOMPUTED:
        return f"{name} {points(score.points)}"
    shown, rounded = whole(score), points(score.points)
    also = f", rounded {rounded}" if shown != rounded else ""
    return f"{name} {shown}{also} ({RECOMPUTED})"


def item_lines(rows: Sequence[tuple[Item, Sequence[Score]]]) -> list[str]:
    """A line an item, part by part, and a note on misprints."""
    lines = [f"• {each.code} {part_by_part(scores)}" for each, scores in rows]
    return [*lines, *misprints(score for _, scores in rows for score in scores)]


def part_by_part(scores: Sequence[Score]) -> str:
    """ "part 1 97.71 / part 2 90.10", or the points alone where there is one part."""
    parts = {Part.EIT_PUBLIC: "part 1 ", Part.EIT_SURVEY: "part 2 "}
    return " / ".join(f"{parts.get(score.part, '')}{points(score.points)}" for score in scores)


def misprints(scores: Iterable[Score]) -> list[str]:
    """The note on those of *scores* that the report misprints; nothing where there are none."""
    wrong = [s for s in scores if s.basis is Basis.CORRECTED]
    which = dict.fromkeys(f"{score.code} {SHORT_PARTS[score.part]}" for score in wrong)
    return [f"Note on {listed(list(which))}: {CORRECTED}"] if wrong else []
