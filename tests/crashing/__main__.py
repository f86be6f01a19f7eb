"""``python -m tests.crashing``: kill the service under a talking town, seed by seed."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.crashing.planted import BUGS
from tests.crashing.run import Plan, run
from tests.crashing.town import MESSENGERS


def main(arguments: list[str]) -> int:
    """One line of verdict for each run and one for all; 1 where a promise was broken."""
    parsed = _parser().parse_args(arguments)
    if parsed.powerloss and shutil.which("gcc") is None:
        print("no gcc here: the power cannot be cut without it", file=sys.stderr)
        return 2
    plans = list(_plans(parsed))
    failed = 0
    for plan in plans:
        with tempfile.TemporaryDirectory(prefix="crashing-") as folder:
            found = asyncio.run(run(plan, Path(folder)))
            if found.wrongs and parsed.keep:
                shutil.copytree(folder, parsed.keep / f"seed-{plan.seed}", dirs_exist_ok=True)
        failed += bool(found.wrongs)
        print(plan.name, found.verdict, flush=True)
    print(f"{len(plans) - failed} of {len(plans)} runs pass")
    return 1 if failed else 0


def _plans(parsed: argparse.Namespace) -> Iterator[Plan]:
    chosen = MESSENGERS if parsed.messenger == "all" else (parsed.messenger,)
    for seed in parsed.seeds:
        yield Plan(
            seed,
            parsed.events,
            parsed.kills,
            chosen,
            powerloss=parsed.powerloss,
            planted=parsed.planted,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crashing", description=__doc__)
    parser.add_argument("--seeds", type=_seeds, default=range(1, 6), help="as 7, or 1-5")
    parser.add_argument("--kills", type=int, default=20, help="in one run")
    parser.add_argument("--events", type=int, default=3000, help="messages in one run")
    parser.add_argument("--messenger", choices=[*MESSENGERS, "all"], default="all")
    parser.add_argument("--powerloss", action="store_true", help="every kill is a power cut")
    parser.add_argument("--planted", choices=sorted(BUGS), default="", help="see it found")
    parser.add_argument("--keep", type=Path, help="leave database and log of failed runs there")
    return parser


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
