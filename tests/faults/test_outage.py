"""Both vendors answer 503 for a while: the short form of ``make outage``."""

from pathlib import Path

from tests.faults.outage import Plan, Seen, outage


async def test_whoever_writes_while_both_vendors_are_down_is_told_once_when_they_are_well(
    tmp_path: Path,
) -> None:
    seen = await outage(Plan(minutes=0.05, every_s=0.5, in_a_row=20), tmp_path)

    assert seen.is_kept, seen
    assert seen.wrote >= 80
    assert seen.open == 0
    assert seen.asked < seen.wrote


def test_one_who_is_never_told_or_told_twice_or_not_taken_breaks_the_promise() -> None:
    assert Seen(wrote=1, open=1).is_kept
    for broken in ("untold", "twice", "wrong", "not_taken", "not_ready"):
        assert not Seen(wrote=1, **{broken: 1}).is_kept
