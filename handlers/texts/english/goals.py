"""What Prongsai says in English of how a total could be reached."""

from collections.abc import Sequence
from decimal import Decimal

from data.published import Part, Score
from data.scoring import half_up
from handlers.texts.comparisons import THRESHOLD
from handlers.texts.english.comparisons import THRESHOLD_NOTE
from handlers.texts.english.endings import ended, source
from handlers.texts.english.scores import misprints
from handlers.texts.english.vocabulary import SHORT_PARTS
from handlers.texts.english.written import fiscal
from handlers.texts.goals import MOST_SHOWN, Move
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
