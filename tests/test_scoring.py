"""The arithmetic of the assessment: half-up at the end only, plain means, weights."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.dataset import load_dataset
from data.derived import derived_scores
from data.published import Basis, Level, Part
from data.scoring import EIT_PARTS, TOTAL, Key, Points, Structure, half_up, mean, recompute
from tests.dataset_copy import PUBLISHED

YEAR = load_dataset(PUBLISHED).years[0]
STRUCTURE = YEAR.structure
ITEMS: Points = {
    (score.part, score.code): score.points for score in YEAR.scores if score.level is Level.ITEM
}
SCORES = st.decimals(0, 100, places=2)
SMALL = Decimal("1e-20")


def any_points() -> st.SearchStrategy[Points]:
    return st.fixed_dictionaries(dict.fromkeys(ITEMS, SCORES))


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("96.4625", "96.46"),
        ("96.475", "96.48"),
        ("96.465", "96.47"),
        ("96.4749999999999999999999", "96.47"),
        ("0.005", "0.01"),
        ("0", "0.00"),
        ("99.995", "100.00"),
    ],
)
def test_a_half_is_rounded_up(value: str, rounded: str) -> None:
    assert str(half_up(Decimal(value))) == rounded


@settings(deadline=None)
@given(st.decimals(0, 100, places=6), st.integers(0, 4))
def test_rounding_is_to_the_nearest_and_up_at_a_half(value: Decimal, places: int) -> None:
    scale = 10**places

    expected = Fraction(floor(Fraction(value) * scale + Fraction(1, 2)), scale)

    assert Fraction(half_up(value, places)) == expected
    assert half_up(value, places).as_tuple().exponent == -places


@settings(deadline=None)
@given(st.lists(SCORES, min_size=1, max_size=43))
def test_a_mean_lies_between_the_lowest_and_the_highest(values: list[Decimal]) -> None:
    assert min(values) - SMALL <= mean(values) <= max(values) + SMALL


def test_every_printed_number_of_2566_follows_from_the_items() -> None:
    exact = recompute(ITEMS, STRUCTURE)

    for score in YEAR.scores:
        if score.level is not Level.ITEM:
            assert half_up(exact[score.part, score.code]) == Decimal(score.printed), score


def test_eit_is_the_mean_of_its_two_printed_parts_and_is_marked_recomputed() -> None:
    derived = {(score.part, score.code): score for score in derived_scores(YEAR)}

    eit = derived[Part.EIT, "EIT"]
    assert (eit.points, eit.printed, eit.basis) == (Decimal("96.475"), "", Basis.RECOMPUTED)
    assert derived[Part.EIT_SURVEY, "7"].points == Decimal("95.38")
    assert len(derived) == 1 + 2 * 3


def test_the_total_is_96_46_whether_rounded_once_or_at_every_step() -> None:
    printed = {score.code: score.points for score in YEAR.scores if score.part is not Part.EIT}
    at_every_step = (printed["IIT"] + Decimal("96.475")) * 3 / 10 + printed["OIT"] * 4 / 10

    assert at_every_step == Decimal("96.4625")
    assert half_up(recompute(ITEMS, STRUCTURE)[TOTAL], 4) == Decimal("96.4626")


def test_the_measures_item_at_100_brings_two_points_along_its_chain() -> None:
    exact = recompute({**ITEMS, (Part.OIT, "o43"): Decimal(100)}, STRUCTURE)

    for code in ("10.2", "10", "OIT"):
        assert exact[Part.OIT, code] == 100
    assert half_up(exact[TOTAL]) == Decimal("98.46")


@pytest.mark.parametrize("key", ITEMS, ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_point_on_an_item_moves_the_total_by_its_weight(key: Key) -> None:
    moved = recompute({**ITEMS, key: ITEMS[key] + 1}, STRUCTURE)

    by = half_up(moved[TOTAL] - recompute(ITEMS, STRUCTURE)[TOTAL], 6)

    assert by == half_up(weight_of(key, STRUCTURE), 6)


def weight_of(key: Key, structure: Structure) -> Decimal:
    """The share of one item in the total, told anew: down the tree, divided at each fork."""
    part, code = key
    name = "EIT" if part in EIT_PARTS else str(part)
    group = next(group for group, items in structure.items_of.items() if code in items)
    main = group.split(".")[0]
    share = structure.weights[name] / len(structure.indicators_of[name])
    share /= max(1, len(structure.subs_of[main])) * len(structure.items_of[group])
    return share / 2 if part in EIT_PARTS else share


@settings(max_examples=30, deadline=None)
@given(points=any_points())
def test_everything_above_lies_between_the_lowest_and_the_highest_item(points: Points) -> None:
    for key, value in recompute(points, STRUCTURE).items():
        assert min(points.values()) - SMALL <= value <= max(points.values()) + SMALL, key


@settings(max_examples=30, deadline=None)
@given(points=any_points(), key=st.sampled_from(list(ITEMS)), more=SCORES)
def test_a_better_item_makes_nothing_worse(points: Points, key: Key, more: Decimal) -> None:
    better = {**points, key: max(points[key], more)}

    before, after = recompute(points, STRUCTURE), recompute(better, STRUCTURE)

    assert all(after[above] >= value - SMALL for above, value in before.items())


@settings(deadline=None)
@given(score=SCORES)
def test_items_that_are_all_alike_make_everything_alike(score: Decimal) -> None:
    for value in recompute(dict.fromkeys(ITEMS, score), STRUCTURE).values():
        assert abs(value - score) < SMALL


def test_a_missing_item_is_an_error_and_not_a_nought() -> None:
    without = {key: value for key, value in ITEMS.items() if key != (Part.IIT, "i23")}

    with pytest.raises(KeyError):
        recompute(without, STRUCTURE)
