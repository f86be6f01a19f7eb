"""Speed: rounds of the service and of what others would use, one after the other.

``python -m benchmarks.load [--rounds 5] [--messages 4000] [--only acks,burst]``. Each figure is a
ratio within one round, and the median over the rounds: these machines are noisy. The service has
one core, the driver with the played vendors the other.
"""

import argparse
import platform
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.load.measuring import Figures, Work, measure
from benchmarks.load.questions import Mix, mixes
from benchmarks.load.subjects import (
    BARE,
    BARE_UVLOOP,
    DURABLE_ECHO,
    ECHO,
    INTAKE,
    SERVICE,
    Subject,
)

Row = tuple[str, str, str, str]


class Rounds:
    """Runs measurements and keeps what they gave."""

    def __init__(self, rounds: int, messages: int, mixed: int, folder: Path) -> None:
        self.rounds, self.messages, self._folder = rounds, messages, folder
        self.mixes = mixes()[:mixed]

    def run(self, *measured: Callable[[], Figures]) -> list[tuple[Figures, ...]]:
        """Each in turn, round by round."""
        return [tuple(each() for each in measured) for _ in range(self.rounds)]

    def of(self, subject: Subject, kind: str, mix: Mix, **more: float) -> Callable[[], Figures]:
        """A measurement to be run."""
        number = int(more.get("number", self.messages))
        work = Work(
            kind,
            mix.texts,
            number,
            int(more.get("connections", 64)),
            more.get("rate", 0.0),
        )
        return lambda: measure(subject, work, self._folder / "served")


def acks(rounds: Rounds) -> list[Row]:
    """Durable acknowledgements alone."""
    rows = []
    for kind in ("line", "telegram"):
        again = rounds.mixes[0]
        found = rounds.run(
            rounds.of(BARE, kind, again),
            rounds.of(BARE_UVLOOP, kind, again),
            rounds.of(INTAKE, kind, again),
        )
        of_bare = [taken.acks / bare.acks for bare, _, taken in found]
        of_uvloop = [taken.acks / bare.acks for _, bare, taken in found]
        rows.append(
            (
                f"durable acknowledgements alone, {kind}: of bare aiohttp",
                "0.60 (stretch 0.75)",
                f"{spread(of_bare)} (of bare on uvloop {spread(of_uvloop)})",
                f"{median(ours.acks for *_, ours in found):,.0f}/s;"
                f" bare {median(bare.acks for bare, *_ in found):,.0f}/s",
            )
        )
    return rows


def answers(rounds: Rounds) -> list[Row]:
    """Durable, understood, answered."""
    goals = {"line": ("2.5 (stretch 3.5)", "0.30 (0.40)"), "telegram": ("4 (stretch 6)", "")}
    rows = []
    for kind, (of_echo, of_bare) in goals.items():
        for mix in rounds.mixes:
            found = rounds.run(
                rounds.of(BARE, kind, mix),
                rounds.of(ECHO[kind], kind, mix),
                rounds.of(SERVICE, kind, mix),
            )
            name = f"{kind}, {mix.name} ({mix.encoder})"
            speed = median(ours.replies for *_, ours in found)
            lost = sum(ours.lost + ours.twice for *_, ours in found)
            rows += [
                (
                    f"answers: times the {ECHO[kind].name}; {name}",
                    of_echo,
                    spread([ours.replies / echo.replies for _, echo, ours in found]),
                    f"{speed:,.0f}/s; lost or twice {lost}",
                ),
                (
                    f"answers: of bare aiohttp; {name}",
                    of_bare,
                    spread([ours.replies / bare.acks for bare, _, ours in found]),
                    "",
                ),
                (
                    f"processor time an answer, of the echo's; {name}",
                    "at most 0.5",
                    spread([ours.cpu / echo.cpu for _, echo, ours in found]),
                    f"{median(ours.cpu for *_, ours in found):,.0f} us",
                ),
            ]
    return rows


def ceiling(rounds: Rounds) -> list[Row]:
    """What being durable leaves: an echo that keeps everything and does nothing else."""
    again, rows = rounds.mixes[0], []
    for kind in ("line", "telegram"):
        found = rounds.run(
            rounds.of(BARE, kind, again),
            rounds.of(DURABLE_ECHO, kind, again),
            rounds.of(SERVICE, kind, again),
        )
        rows += [
            (
                f"a durable echo's answers, {kind}: of bare aiohttp",
                "",
                spread([echo.replies / bare.acks for bare, echo, _ in found]),
                f"{median(echo.cpu for _, echo, _ in found):,.0f} us of the processor",
            ),
            (
                f"answers: of the durable echo's; {kind}, {again.name}",
                "",
                spread([ours.replies / echo.replies for _, echo, ours in found]),
                f"{median(ours.cpu for *_, ours in found):,.0f} us",
            ),
        ]
    return rows


AT_ONCE = 1e9
"""A second: all are due at the first moment, and wait for one of the connections."""


def burst(rounds: Rounds) -> list[Row]:
    """Five thousand at once, over two thousand connections."""
    again, rows = rounds.mixes[0], []
    for kind in ("line", "telegram"):
        many = {"number": 5_000, "connections": 2_000, "rate": AT_ONCE}
        found = rounds.run(
            rounds.of(BARE, kind, again, **many), rounds.of(SERVICE, kind, again, **many)
        )
        slowest = median(ours.ack_p99 for _, ours in found)
        lost = sum(ours.lost + ours.twice for _, ours in found)
        rows.append(
            (
                f"5,000 at once, {kind}: acknowledged, 99 %",
                "at most 2,000 ms, none lost",
                f"{slowest:,.0f} ms, lost or twice {lost}",
                f"bare {median(bare.ack_p99 for bare, _ in found):,.0f} ms; the last answered after"
                f" {median(5_000 / ours.replies for _, ours in found):.1f} s",
            )
        )
    return rows


def steady(rounds: Rounds) -> list[Row]:
    """300 messages a second, whether or not others were answered."""
    rows = []
    for mix in rounds.mixes:
        open_loop = {"rate": 300.0, "number": 3_000}
        found = rounds.run(
            rounds.of(ECHO["line"], "line", mix, **open_loop),
            rounds.of(SERVICE, "line", mix, **open_loop),
        )
        rows.append(
            (
                f"300/s, open loop, line, {mix.name} ({mix.encoder}): answered, acknowledged, 99 %",
                "25 ms, 10 ms",
                f"{median(ours.reply_p99 for _, ours in found):,.1f} ms,"
                f" {median(ours.ack_p99 for _, ours in found):,.1f} ms",
                f"echo: {median(echo.reply_p99 for echo, _ in found):,.1f} ms,"
                f" {median(echo.ack_p99 for echo, _ in found):,.1f} ms",
            )
        )
    return rows


TABLES: Mapping[str, Callable[[Rounds], list[Row]]] = {
    "acks": acks,
    "answers": answers,
    "ceiling": ceiling,
    "burst": burst,
    "steady": steady,
}


def median(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


def spread(ratios: Sequence[float]) -> str:
    """The median, and from where to where."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--mixes", type=int, default=3, help="how many of the question mixes")
    parser.add_argument("--only", default=",".join(TABLES))
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = Rounds(parsed.rounds, parsed.messages, parsed.mixes, Path(folder))
        print(
            f"{parsed.rounds} rounds of {parsed.messages} messages, {platform.python_version()}\n"
        )
        print("| figure | goal | seen: median (range) | beside |\n|---|---|---|---|", flush=True)
        for name in parsed.only.split(","):
            for row in TABLES[name](rounds):
                print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
