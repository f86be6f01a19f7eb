"""A refused webhook is told once; thousands of them fill no log."""

import asyncio
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.web.refusals import EVERY_S, Refusals

FORGED, BROKEN = "BadSignature", "BadBody"


async def test_the_first_is_told_at_once_and_the_rest_by_their_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends: list[Callable[[], None]] = []

    def later(seconds: float, tell: Callable[[str], None], reason: str) -> None:
        assert seconds == EVERY_S
        ends.append(lambda: tell(reason))

    monkeypatch.setattr(asyncio.get_running_loop(), "call_later", later)
    line = Refusals("line")
    with capture_logs() as lines:
        for _ in range(1_000):
            line.note(FORGED)
        line.note(BROKEN)
        assert told(lines) == [("webhook refused", FORGED, 0), ("webhook refused", BROKEN, 0)]

        ends.pop(0)()  # a minute is over
        assert told(lines)[2:] == [("webhooks refused", FORGED, 999)]
        for end in ends:
            end()  # and another, in which there was none
        line.note(FORGED)
        assert told(lines)[3:] == [("webhook refused", FORGED, 0)]


def told(lines: Sequence[MutableMapping[str, Any]]) -> list[tuple[str, str, int]]:
    return [(each["event"], each["reason"], each.get("number", 0)) for each in lines]
