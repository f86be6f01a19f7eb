"""What Prongsai says in English of how a total could be reached."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Level, Part, Score
from data.scoring import half_up
from handlers.texts.comparisons import THRESHOLD
from handlers.texts.english.comparisons import THRESHOLD_NOTE
from handlers.texts.english.endings import ended, source
from handlers.texts.english.names import scored
from handlers.texts.english.scores import misprints
from handlers.texts.english.vocabulary import SHORT_PARTS
from handlers.texts.english.written import fiscal
from handlers.texts.goals import FULL, MOST_SHOWN, Move
from handlers.texts.thai import difference, points

SURVEY_NOTE = (
    "Items of EIT part 2 seem to come from about 10 people (inferred from the numbers, not in the"
    " report): one person answering a step lower changes such an item by about 3.3, a yes-or-no"
    " item by about 10."
)


def best_moves(total: Decimal, moves: Sequence[Move]) -> str:
    """What would raise the total most, each move by itself."""
    year = moves[0].score.fiscal_year
    lines = [
        f"With the full 100 these would raise the total, {fiscal(year)}, most;"
        f" it is {points(total)}"
    ]
    lines += [f"{_move(move)}, to {points(total + move.gain)}" for move in moves]
    lines.append("Calculated from the report's numbers, not a promise.")
    return ended(lines, source(year), "what if o43 was 100", "how to reach 98")


def needed(
    wanted: Decimal, total: Decimal, scores: Sequence[Score], least: Decimal, full: Decimal
) -> str:
    """How many points one item (its *scores*, one or both parts of EIT) needs for a total; *full*
    is the total with all points there are."""
    first = scores[0]
    what = " and ".join(scored(score.part, score.code, Level.ITEM) for score in scores)
    now = " / ".join(points(score.points) for score in scores)
    lines = [f"{what} got {now}; the total is {points(total)}, {fiscal(first.fiscal_year)}"]
    if half_up(total) >= wanted:
        lines.append(f"The total is at {points(wanted)} already.")
    elif least > FULL:
        lines.append(f"Even with 100 the total is {points(full)}, not yet {points(wanted)}.")
    else:
        lines.append(
            f"For a total of {points(wanted)} it needs {points(least)} or more, the rest unchanged."
        )
    lines.append("Calculated from the report's numbers, not a promise.")
    return ended(lines, source(first.fiscal_year), f"what if {first.code} was 100")


def goal(
    wanted: Decimal, total: Decimal, moves: Sequence[Move], reached: Decimal, oit: Score | None
) -> str:
    """The moves, the most rewarding first, until the goal is reached."""
    year = moves[0].score.fiscal_year
    lines = [_first(wanted, total, year), *(_move(move) for move in moves[:MOST_SHOWN])]
    if len(moves) > MOST_SHOWN:
        rest = sum((move.gain for move in moves[MOST_SHOWN:]), Decimal(0))
        lines.append(f"• {len(moves) - MOST_SHOWN} more items: {difference(rest)} together")
    if half_up(total) < wanted:
        short = "" if half_up(reached) >= wanted else ", still short of it"
        lines.append(f"With all of them the total is {points(reached)}{short}")
    lines.append("Most rewarding first. Calculated from the report's numbers, not a promise.")
    if any(move.score.part is Part.EIT_SURVEY for move in moves):
        lines.append(SURVEY_NOTE)
    if oit is not None and half_up(oit.points) <= THRESHOLD:
        lines.append(f"OIT is at {points(oit.points)}. {THRESHOLD_NOTE}")
    lines += misprints(move.score for move in moves)
    return ended(lines, source(year), f"what if {moves[0].score.code} was 100")


def _first(wanted: Decimal, total: Decimal, year: int) -> str:
    if half_up(total) >= wanted:
        return (
            f"The total, {fiscal(year)}, is {points(total)} and has reached {points(wanted)}."
            " Most could still be gained by"
        )
    return (
        f"From {points(total)}, {fiscal(year)}, to {points(wanted)} is"
        f" {points(wanted - half_up(total))}. The fewest items that lead there, each with the full"
        " 100:"
    )


def _move(move: Move) -> str:
    part = SHORT_PARTS[move.score.part]
    return (
        f"• {move.score.code} ({part}) from {points(move.score.points)}:"
        f" total {difference(move.gain)}"
    )
