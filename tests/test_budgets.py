"""What one address may send: so much at once and so much all the time, whatever it tries."""

from hypothesis import given
from hypothesis import strategies as st

from bot.web.budgets import Budget

AT_ONCE, PER_S = 100.0, 10.0
ROUNDING = 1e-6

uses = st.lists(
    st.tuples(st.floats(0, 20), st.floats(1, AT_ONCE)),
    min_size=1,
    max_size=40,
)
"""How long after the one before, and how much."""


class Hours:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def a_budget(hours: Hours, most_addresses: int = 100) -> Budget:
    return Budget(AT_ONCE, PER_S, hours, most_addresses)


def used_at_once(budget: Budget, who: str, amount: float = 10.0) -> int:
    """How often *amount* fits until there is something to wait for."""
    for number in range(1000):
        if budget.wait(who, amount):
            return number
        budget.spend(who, amount)
    return 1000


@given(uses)
def test_no_time_however_chosen_holds_more_than_its_share(steps: list[tuple[float, float]]) -> None:
    hours = Hours()
    budget = a_budget(hours)
    used: list[tuple[float, float]] = []
    for pause, amount in steps:
        hours.now += pause
        if not budget.wait("a", amount):
            budget.spend("a", amount)
            used.append((hours.now, amount))

    for first in range(len(used)):
        for last in range(first, len(used)):
            within = sum(amount for _, amount in used[first : last + 1])
            assert within <= AT_ONCE + PER_S * (used[last][0] - used[first][0]) + ROUNDING


@given(uses, st.floats(1, AT_ONCE))
def test_what_must_wait_fits_when_it_was_said_to_and_not_before(
    steps: list[tuple[float, float]], amount: float
) -> None:
    hours = Hours()
    budget = a_budget(hours)
    for pause, each in steps:
        hours.now += pause
        budget.spend("a", each)  # also more than there is
    wait = budget.wait("a", amount)

    hours.now += wait / 2
    assert (budget.wait("a", amount) > 0) == (wait > 0)
    hours.now += wait / 2 + ROUNDING
    assert budget.wait("a", amount) == 0


@given(uses)
def test_who_has_rested_is_as_new_and_forgotten(steps: list[tuple[float, float]]) -> None:
    hours = Hours()
    budget = a_budget(hours)
    for pause, amount in steps:
        hours.now += pause
        budget.spend("a", amount)
    hours.now += sum(amount for _, amount in steps) / PER_S + ROUNDING

    assert budget.wait("a", AT_ONCE) == 0
    budget.spend("", 1)
    assert len(budget) == 0


def test_addresses_are_counted_apart_and_nobody_in_particular_not_at_all() -> None:
    budget = a_budget(Hours())

    assert [used_at_once(budget, who) for who in ("a", "a", "b", "")] == [10, 0, 10, 1000]


def test_more_than_fits_at_once_may_be_used_after_a_rest_which_then_takes_the_longer() -> None:
    hours = Hours()
    budget = a_budget(hours)

    assert budget.wait("a", 3 * AT_ONCE) == 0
    budget.spend("a", 3 * AT_ONCE)
    assert budget.wait("a", AT_ONCE) == 3 * AT_ONCE / PER_S


def test_however_many_addresses_come_only_so_many_are_remembered() -> None:
    budget = a_budget(Hours(), most_addresses=3)
    for who in ("a", "b", "a", "c", "d"):
        budget.spend(who, AT_ONCE)

    assert len(budget) == 3
    assert [budget.wait(who, AT_ONCE) > 0 for who in "abcd"] == [True, False, True, True]
