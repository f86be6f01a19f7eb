"""Killed at random moments, the service loses nothing, keeps nothing twice, answers LINE once."""

import json
from pathlib import Path

import pytest

from tests import harness
from tests.serving import free_port

ROWS = "select event_id, count(*) from inbox group by 1"
KEY = "ab" * 32

pytestmark = [pytest.mark.harness, harness.needs_harness]


@pytest.mark.parametrize("messenger", ["line", "telegram"])
async def test_what_was_acknowledged_is_answered_whatever_is_killed(
    messenger: str, tmp_path: Path
) -> None:
    port = free_port()
    database = tmp_path / "crash.db"

    status, said = await harness.run(
        "load/crash.py",
        *("--kind", messenger),
        *("--url", f"http://127.0.0.1:{port}/webhook/{messenger}"),
        *("--correlate", "user", "-n", "300", "--kills", "2", "--seed", "7"),
        *("--db", str(database), "--row-sql", ROWS, "--sink-port", str(free_port())),
        *("--cmd", harness.serve(database, PORT=str(port), CASE_KEY=KEY)),
        seconds=120,
    )

    verdict = json.loads(next(line for line in said.splitlines() if line.startswith('{"n"')))
    assert verdict["verdict"] == "PASS", verdict
    assert status == 0
    assert verdict["acked"] == 300
    assert verdict["lost_replies"] == verdict["rows_missing"] == verdict["rows_multiple"] == 0
    assert verdict["integrity"] == "ok"
    if messenger == "line":
        assert verdict["dup_replies"] == 0
