"""``python -m bot`` with its clock put to CLOCK_STARTS_AT, from where it runs on; or away from the
real one by as many seconds as stand in CLOCK_FILE, which may change at any time."""

import os
import runpy
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import clock

really, real_time = clock.now, time.time


def away() -> float:
    """Seconds, from the file."""
    return float(Path(os.environ["CLOCK_FILE"]).read_text() or "0")


if "CLOCK_FILE" in os.environ:
    clock.now = lambda: really() + timedelta(seconds=away())
    time.time = lambda: real_time() + away()
else:
    starts_at = datetime.fromisoformat(os.environ["CLOCK_STARTS_AT"])
    began = really()
    clock.now = lambda: starts_at.astimezone(UTC) + (really() - began)

if __name__ == "__main__":
    runpy.run_module("bot", run_name="__main__")
