"""The real service, judged from outside by the stand-ins for LINE and Telegram."""

import asyncio
import re
from pathlib import Path

import pytest

from tests import harness

PATIENCE_S = 300

pytestmark = [pytest.mark.harness, harness.needs_harness]


async def test_the_service_is_a_good_guest_on_line_and_on_telegram(tmp_path: Path) -> None:
    line, telegram = await asyncio.gather(
        harness.run(
            "line/conformance.py",
            "--cmd",
            harness.serve(tmp_path / "line.db"),
            "--path",
            "/webhook/line",
            seconds=PATIENCE_S,
        ),
        harness.run(
            "telegram/conformance.py",
            "--cmd",
            harness.serve(tmp_path / "telegram.db"),
            seconds=PATIENCE_S,
        ),
    )

    assert (line[0], failed(line[1])) == (0, [])
    assert (telegram[0], failed(telegram[1])) == (0, [])
    assert "20/20 checks passed" in line[1]
    assert "27/27 checks passed" in telegram[1]


def failed(said: str) -> list[str]:
    return re.findall(r"^FAIL.*$", said, re.MULTILINE)
