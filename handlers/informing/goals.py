"""Goals: which items would have to become full for a total, the most rewarding first."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import ROUND_UP, Decimal

from data import facts
from data.published import Item, Level, Part, Score
from data.scoring import TOTAL, Key, Structure, half_up, recompute
from handlers import menus
from handlers.context import Context
from handlers.informing.scores import SOURCES, split_codes
from handlers.texts import goals as texts
from handlers.texts.goals import Move
from handlers.turn import Choice, Turn

FULL = Decimal(100)
CENT = Decimal("0.01")
MOST_MOVES = 5


async def answer_goal(ctx: Context, wanted: str) -> Turn:
    """The moves that lead to a total of *wanted* points, or as far as they lead."""
    goal = half_up(Decimal(wanted))
    moves, total = await _all_moves(ctx)
    left_out = {*split_codes(ctx.question.slots.get("without", ""))}
    items = {item.code: item for item in await ctx.read(facts.items, ctx.fiscal_year)}
    moves = [move for move in moves if not _belongs(items[move.score.code], left_out)]
    needed, reached = [], total
    for move in moves:
        if half_up(reached) >= goal:
            break
        needed.append(move)
        reached += move.gain
    oit = await ctx.read(facts.score, ctx.fiscal_year, Part.OIT, "OIT")
    text = ctx.say(texts.goal, goal, total, needed or moves[:1], reached, oit)
    return Turn(replies=(ctx.reply(text, choices=_next(moves)),))


async def answer_needed(ctx: Context, wanted: str, code: str) -> Turn:
    """How many points one item would have to get for a total of *wanted*, the rest as it is."""
    goal = half_up(Decimal(wanted))
    scores = await ctx.read(facts.item_scores, code, ctx.fiscal_year)
    part = SOURCES.get(ctx.question.slots.get("source", ""))
    meant = [score for score in scores if part in (None, score.part)] or list(scores)
    every = await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    points = {(score.part, score.code): score.points for score in every}
    before = recompute(points, structure)[TOTAL]
    needed, full = _needed(goal, meant, points, structure)
    meant = [score for score in meant if score.points < needed] or meant
    text = ctx.say(texts.needed, goal, before, meant, needed, full)
    supposed = menus.ask(f"ถ้า {code} ได้ 100", "what_if", code, "100")
    return Turn(replies=(ctx.reply(text, choices=(supposed, menus.MEASURES, menus.TOTAL)),))


def _needed(
    goal: Decimal, scores: Sequence[Score], points: Mapping[Key, Decimal], structure: Structure
) -> tuple[Decimal, Decimal]:
    """What all of *scores* would need for the goal, and the total with all of them full. What is
    above that already stays as it is: nothing is lowered."""
    keys = [(score.part, score.code) for score in scores]
    full = recompute({**points, **dict.fromkeys(keys, FULL)}, structure)[TOTAL]
    while True:
        with_full = recompute({**points, **dict.fromkeys(keys, FULL)}, structure)[TOTAL]
        with_none = recompute({**points, **dict.fromkeys(keys, Decimal(0))}, structure)[TOTAL]
        needed = ((goal - with_none) * FULL / (with_full - with_none)).quantize(CENT, ROUND_UP)
        raised = [key for key in keys if points[key] < needed]
        if len(raised) in (0, len(keys)):
            return needed, full
        keys = raised


def _belongs(item: Item, to: AbstractSet[str]) -> bool:
    """Whether an item is one of these, or of one of these indicators or instruments."""
    return bool({item.code, item.indicator, item.subindicator, item.instrument} & to)


async def answer_moves(ctx: Context) -> Turn:
    """What would raise the total most."""
    moves, total = await _all_moves(ctx)
    text = ctx.say(texts.best_moves, total, moves[:MOST_MOVES])
    return Turn(replies=(ctx.reply(text, choices=_next(moves)),))


async def _all_moves(ctx: Context) -> tuple[list[Move], Decimal]:
    """Every move, the most rewarding first, and the total as it is."""
    scores = await ctx.read(facts.scores, ctx.fiscal_year, Level.ITEM)
    structure = await ctx.read(facts.structure, ctx.fiscal_year)
    items = {item.code: item for item in await ctx.read(facts.items, ctx.fiscal_year)}
    points = {(score.part, score.code): score.points for score in scores}
    return _moves(scores, items, points, structure), recompute(points, structure)[TOTAL]


def _next(moves: Sequence[Move]) -> tuple[Choice, ...]:
    first = moves[0].score.code if moves else menus.EXAMPLE_ITEM
    full = menus.ask(f"ถ้า {first} ได้ 100", "what_if", first, "100")
    return (full, menus.LOWEST, menus.MEASURES, menus.EXPLAIN)


def _moves(
    scores: tuple[Score, ...],
    items: Mapping[str, Item],
    points: Mapping[Key, Decimal],
    structure: Structure,
) -> list[Move]:
    """Each score below 100 with what the total gains when it is full, the largest gain first."""
    before = recompute(points, structure)[TOTAL]
    weights: dict[tuple[Part, str], Decimal] = {}
    moves = []
    for score in scores:
        item = items[score.code]
        group = (score.part, item.subindicator or item.indicator)
        if group not in weights:
            one_more = {**points, (score.part, score.code): score.points + 1}
            weights[group] = recompute(one_more, structure)[TOTAL] - before
        if score.points < FULL:
            moves.append(Move(score, (FULL - score.points) * weights[group]))
    return sorted(moves, key=lambda move: (-move.gain, move.score.code, move.score.part))
