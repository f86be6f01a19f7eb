"""What Prongsai says in English where scores are held against each other, and of the total."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from data.published import Item, Level, Part, Result, Score
from data.scoring import half_up
from handlers.texts.comparisons import (
    PAIR,
    THRESHOLD,
    Step,
)
from handlers.texts.english import names
from handlers.texts.english.endings import ended, source
from handlers.texts.english.scores import RECOMPUTED, item_lines, misprints, named
from handlers.texts.english.vocabulary import SHORT_PARTS
from handlers.texts.english.written import fiscal, listed
from handlers.texts.scores import whole
from handlers.texts.thai import difference, exact, points

THRESHOLD_NOTE = (
    "The mark of 95 for the best level, in the total and in every instrument, comes from public"
    " ITA documents, not from this report."
)


def overview(result: Result, rows: Sequence[tuple[str, Score]]) -> str:
    """What can be compared at a glance: the year before, and the instruments (names, scores)."""
    lines = [f"Scores side by side, {fiscal(result.fiscal_year)}"]
    if result.previous is not None:
        before = result.previous
        lines.append(
            f"Total {points(result.total.points)};"
            f" {fiscal(before.fiscal_year)}: {points(before.points)}"
        )
    lines += [f"• {name} {points(score.points)}" for name, score in rows]
    return ended(lines, source(result.fiscal_year), "compare e8 and e10", "compare with last year")


def compare_years(result: Result) -> str:
    """This year and the one before."""
    before, year = result.previous, result.fiscal_year
    if before is None:
        line = f"The report of B.E. {year} tells no score of the year before to compare with."
        return ended([line], source(year), "total score")
    change = result.total.points - before.points
    moved = f"{'Up' if change > 0 else 'Down'} {points(abs(change))}" if change else "Unchanged"
    lines = [
        f"Total, {fiscal(before.fiscal_year)}: {points(before.points)}",
        f"Total, {fiscal(year)}: {points(result.total.points)}",
        moved,
        f"Of B.E. {before.fiscal_year} the report tells the total alone.",
    ]
    return ended(lines, source(year, before.place), "total score", "lowest item")


def only_total(previous: Score) -> str:
    """Of that year the report tells the total alone: no figure for what was asked."""
    year = previous.fiscal_year
    line = f"Of {fiscal(year)} the report tells the total alone, and no other score."
    return ended([line], source(year + 1, previous.place), f"total score {year}")


def compare_parts(name: str, public: Score, survey: Score) -> str:
    """How citizens answered on their own, and when asked."""
    gap = half_up(survey.points) - half_up(public.points)
    higher = f"part {1 if gap < 0 else 2} is higher"
    lines = [
        f"{name}: both parts, {fiscal(public.fiscal_year)}",
        f"• {named(public)}",
        f"• {named(survey)}",
        f"They differ by {points(abs(gap))} ({higher})" if gap else "Both parts are equal",
        *misprints((public, survey)),
    ]
    cited = source(public.fiscal_year, "EIT Public and EIT Survey")
    return ended(lines, cited, "compare public and survey of e14")


def compare_items(rows: Sequence[tuple[Item, Sequence[Score]]], fiscal_year: int) -> str:
    """Several items side by side; of two, the difference of each pair of parts."""
    lines = [f"Items compared, {fiscal(fiscal_year)}", *item_lines(rows)]
    if len(rows) == 2:
        (_, first), (_, second) = rows
        lines += [
            _gap(one, other)
            for one in first
            for other in second
            if one.part is other.part or len(first) != len(second) or len(first) == 1
        ]
    return ended(lines, source(fiscal_year), f"what does {rows[0][0].code} ask")


def compare_scores(rows: Sequence[tuple[str, Score]], place: str) -> str:
    """Indicators or instruments side by side: *rows* are names with scores."""
    year = rows[0][1].fiscal_year
    lines = [f"Scores compared, {fiscal(year)}"]
    lines += [f"• {name} {points(score.points)}" for name, score in rows]
    ordered = sorted(rows, key=lambda row: row[1].points)
    (lowest, low), (highest, high) = ordered[0], ordered[-1]
    gap = high.points - low.points
    if gap:
        lines.append(f"{highest} is {points(gap)} above {lowest}")
    return ended(lines, source(year, place), "total score", "how is it calculated")


def compare_things(things: Sequence[Sequence[tuple[str, Score]]], fiscal_year: int) -> str:
    """Things of several levels, each with its scores (name, score); of two, how they differ."""
    every = [row for rows in things for row in rows]
    lines = [f"Scores compared, {fiscal(fiscal_year)}"]
    lines += [f"• {name} {whole(score)}" for name, score in every]
    if len(things) == PAIR:
        lines += [_apart(one, other) for one in things[0] for other in things[1]]
    lines += misprints([score for _, score in every])
    return ended(lines, source(fiscal_year), "total score", "how is it calculated")


def _apart(one: tuple[str, Score], other: tuple[str, Score]) -> str:
    gap = one[1].points - other[1].points
    if not gap:
        return f"{one[0]} equals {other[0]}"
    high, low = (one[0], other[0]) if gap > 0 else (other[0], one[0])
    return f"{high} is {points(abs(gap))} above {low}"


def one_part_only(each: Item, score: Score) -> str:
    """An item that is measured once has nothing to be held against."""
    lines = [
        f"Item {each.code} got {points(score.points)} out of 100, {fiscal(each.fiscal_year)}",
        f"It is measured once ({each.instrument}), and of the year before the report tells the"
        " total alone, so there is nothing to compare it with.",
    ]
    return ended(lines, source(each.fiscal_year, score.place), f"compare {each.code} and e9")


def _gap(one: Score, other: Score) -> str:
    gap = one.points - other.points
    called = [
        f"{score.code} part {1 if score.part is Part.EIT_PUBLIC else 2}"
        if score.part in (Part.EIT_PUBLIC, Part.EIT_SURVEY)
        else score.code
        for score in (one, other)
    ]
    if not gap:
        return f"{called[0]} equals {called[1]}"
    high, low = called if gap > 0 else reversed(called)
    return f"{high} is {points(abs(gap))} above {low}"


def explain(
    instruments: Sequence[tuple[Score, Sequence[Score]]],
    total: Score,
    weights: Mapping[str, Decimal],
) -> str:
    """How the total comes about: each instrument with what it is the mean of, then the sum."""
    shares = ", ".join(f"{s.code} {weights[s.code] * 100:.0f}%" for s, _ in instruments)
    lines = [
        "ITA is the integrity and transparency assessment of Thai government agencies, out of 100",
        f"The total, {fiscal(total.fiscal_year)}, comes from three instruments: {shares}",
    ]
    for score, inside in instruments:
        means = " + ".join(points(each.points) for each in inside)
        lines.append(f"• {score.code} = ({means}) ÷ {len(inside)} = {whole(score)}")
    chain = " + ".join(f"{weights[s.code]} × {whole(s)}" for s, _ in instruments)
    summed = sum((weights[s.code] * s.points for s, _ in instruments), Decimal(0))
    lines += [
        f"• Total = {chain} = {summed.normalize():f}, rounded {points(total.points)}",
        "An IIT indicator is the mean of its items; one of EIT the mean of both parts, each the"
        " mean of its items; one of OIT the mean of its sub-indicators.",
        f"The report does not print the weights, but they give its total exactly ({RECOMPUTED}).",
    ]
    return ended(lines, source(total.fiscal_year), "what if o43 was 100", "indicator 7")


def meaning(result: Result, instruments: Sequence[Score], items: Mapping[str, int]) -> str:
    """What the assessment, its instruments (with how many *items*) and its level are."""
    lines = [
        "ITA is the integrity and transparency assessment of Thai government agencies, out of 100."
        f" It has three instruments: IIT (staff answer {items['IIT']} items), EIT (citizens answer"
        f" {items['EIT']}), OIT ({items['OIT']} things that the agency's website must show).",
        f"In {fiscal(result.fiscal_year)} it got",
        *(f"• {named(score)}" for score in instruments),
        f"Total {points(result.total.points)}, level {result.level}",
        THRESHOLD_NOTE,
    ]
    return ended(lines, source(result.fiscal_year), "how is the total computed", "lowest item")


def respondents(fiscal_year: int) -> str:
    """How many people answered: the report does not say."""
    lines = [
        f"The report of {fiscal(fiscal_year)} does not say how many people answered.",
        "The scores of the survey part of EIT fit ten interviews, but that is inferred from the"
        " figures and not printed.",
    ]
    return ended(lines, source(fiscal_year), "how is the total computed", "EIT score")


def what_if(
    changes: Sequence[str],
    chain: Sequence[Step],
    fiscal_year: int,
    target: Decimal | None = None,
    *,
    both_parts: bool,
    grouped: bool = False,
) -> str:
    """The exact chain from changed items to the total, which comes last, and whether that reaches
    the *target* where one is asked after. *both_parts*: an item of EIT was changed in both because
    the question named neither. *grouped*: by what the report does not print."""
    total = chain[-1]
    lines = [f"If {listed(changes)}, from the result of {fiscal(fiscal_year)}:"]
    lines += [_step(step) for step in chain]
    change = total.after - total.before
    lines.append(f"The total changes by {difference(change)}{_unrounded(total)}")
    if target is not None:
        short = target - half_up(total.after)
        reached = f"Not yet {points(target)}: {points(short)} short"
        lines.append(reached if short > 0 else f"That reaches {points(target)}")
    if both_parts:
        lines.append(
            "An item of EIT is measured in two parts; both were changed. One part alone:"
            " “what if e14 part 2 was 95”"
        )
    lines.append("This is a supposition calculated from the report, not a result.")
    lines += (
        ["Which items make up a sub-indicator is ITA's structure, not in this report."]
        if grouped
        else []
    )
    marked = [step for step in chain if step.level in (Level.INSTRUMENT, Level.TOTAL)]
    if any(half_up(step.after) < THRESHOLD for step in marked):
        lines.append(THRESHOLD_NOTE)
    return ended(lines, source(fiscal_year), "what if e14 was 95 and o43 was 100")


def changed(part: Part, code: str, value: Decimal) -> str:
    """One item of a what-if with its new points."""
    return f"{names.scored(part, code, Level.ITEM)} got {points(value)}"


def group_changed(code: str, value: Decimal) -> str:
    """An indicator, or sub-indicator, of a what-if with its new points."""
    return f"{names.indicator(code)} got {points(value)}"


def instrument_changed(part: Part, value: Decimal) -> str:
    """An instrument of a what-if with its new points."""
    return f"{SHORT_PARTS[part]} got {points(value)}"


def all_changed(part: Part, value: Decimal, left: Sequence[str]) -> str:
    """A whole instrument, or one part of EIT, with the same points in every item but those *left*
    as they are: codes of items or numbers of indicators."""
    whose = "" if part is Part.ALL else f" of {SHORT_PARTS[part]}"
    named = [f"indicator {code}" if code.isdigit() else code for code in left]
    but = f" but {', '.join(named)}, left as printed" if named else ""
    return f"every item{whose} got {points(value)}{but}"


def _step(step: Step) -> str:
    name = names.scored(step.part, step.code, step.level)
    return f"• {name}: {points(step.before)} → {points(step.after)}"


def _unrounded(step: Step) -> str:
    """The third decimals, where what is shown would not seem to add up."""
    shown = half_up(step.after) - half_up(step.before)
    if shown == half_up(step.after - step.before):
        return ""
    return f" (before rounding {exact(step.before)} → {exact(step.after)})"


def what_if_how(example: str, fiscal_year: int, *, out_of_range: bool) -> str:
    """How to ask."""
    lines = ["Points go from 0 to 100." if out_of_range else "You can try other points for items."]
    lines.append("Name an item and its new points, 0 to 100, and see what the total would be.")
    return ended(lines, source(fiscal_year), f"what if {example} was 100")
