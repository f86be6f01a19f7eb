"""The crash harness in short: the service passes, and the service with a bug in it does not."""

import shutil
from pathlib import Path

import pytest

from tests.crashing.run import Plan, run

needs_gcc = pytest.mark.skipif(
    shutil.which("gcc") is None, reason="no gcc here: the power cannot be cut without it"
)


async def test_a_town_is_answered_once_and_in_order_though_the_service_is_killed(
    tmp_path: Path,
) -> None:
    found = await run(Plan(seed=7, events=240, kills=4), tmp_path)

    assert found.wrongs == []
    assert found.counts["kills"] == 4
    assert found.counts["cases"] > 0
    assert found.counts["answered"] >= 240


@needs_gcc
async def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    found = await run(Plan(seed=8, events=150, kills=3, powerloss=True), tmp_path)

    assert found.wrongs == []
    assert found.counts["answered"] >= 150


async def test_acknowledging_before_the_commit_is_found(tmp_path: Path) -> None:
    plan = Plan(
        seed=1,
        events=120,
        kills=5,
        messengers=("line", "telegram"),
        planted="ack-first",
        moments=("acknowledgement",),
        patience_s=5.0,
        hasty=True,
    )

    assert "unanswered" in (await run(plan, tmp_path)).rules


async def test_handling_a_repeated_delivery_anew_is_found(tmp_path: Path) -> None:
    plan = Plan(seed=2, events=120, kills=1, planted="no-dedupe", hasty=True)

    assert (await run(plan, tmp_path)).rules & {"line twice", "web twice", "case twice", "order"}


async def test_forgetting_the_outbox_at_the_start_is_found(tmp_path: Path) -> None:
    plan = Plan(
        seed=3,
        events=120,
        kills=4,
        messengers=("line", "telegram"),
        planted="forget-outbox",
        patience_s=5.0,
        hasty=True,
    )

    assert "unanswered" in (await run(plan, tmp_path)).rules


@needs_gcc
async def test_commits_that_are_not_synced_are_found_by_a_power_cut(tmp_path: Path) -> None:
    plan = Plan(
        seed=4, events=120, kills=2, planted="normal", powerloss=True, hasty=True, patience_s=5.0
    )

    rules = (await run(plan, tmp_path)).rules
    assert rules & {"unanswered", "order", "line twice", "case lost", "web twice"}
