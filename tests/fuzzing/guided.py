"""``python -m tests.fuzzing.guided TARGET SECONDS``: one parser, inputs bred by what they reach.

Needs atheris, which stands in no lock: ``pip install atheris`` into an environment of its own. The
first inputs are a thousand of the dice's; what breaks the parser is kept in the corpus.
"""

import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot", "data", "handlers"]):
    from tests.fuzzing.__main__ import keep
    from tests.fuzzing.parsers import TARGETS

import structlog

from tests.fuzzing.source import Dice

SEEDS = 1_000


def main(name: str, seconds: str) -> None:
    """Until something breaks, or the time is over."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    target = TARGETS[name]

    def try_one(content: bytes) -> None:
        try:
            target.check(content)
        except Exception:
            print(f"kept: {keep(name, content)}", file=sys.stderr)
            raise

    with tempfile.TemporaryDirectory() as folder:
        for number in range(SEEDS):
            (Path(folder) / str(number)).write_bytes(target.make(Dice(number)))
        limits = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=10"]
        atheris.Setup([sys.argv[0], *limits, folder], try_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:3])
